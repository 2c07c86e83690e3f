"""The templates of a pack stay in their own folder: what they include, import or extend is theirs, or a shared
component. Judged by reading when a pack is checked, and enforced again whenever one is loaded."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import BaseLoader, Environment, PrefixLoader, TemplateNotFound, TemplateSyntaxError, meta
from jinja2.sandbox import SandboxedEnvironment

from core.packs.problems import LintFinding, error

SHARED = "components/"  # ours, which any pack may use
EXTENSIONS = ("jinja2.ext.i18n", "jinja2.ext.do")


class FencedEnvironment(SandboxedEnvironment):
    """Jinja in which a template of a pack loads nothing but its own folder and the shared components."""

    packs: frozenset[str] = frozenset()

    def join_path(self, template: str, parent: str) -> str:
        """The template meant by a name inside `parent`; TemplateNotFound for one out of a pack's reach."""
        pack = parent.partition("/")[0]
        if pack in self.packs and not within(pack, template):
            raise TemplateNotFound(template, message=f"{template} is out of the reach of {parent}")
        return template


class FencedLoader(PrefixLoader):
    """Templates by the pack's id, each known by its whole name, so that the fence knows whose it is."""

    load = BaseLoader.load


def within(pack: str, template: str) -> bool:
    """Whether a template may be used by those of this pack."""
    return ".." not in template.split("/") and template.startswith((f"{pack}/", SHARED))


def check(root: Path, pack: str) -> Iterator[LintFinding]:
    """Every template that reaches out, or cannot be read. A computed name cannot be judged, so it is refused."""
    environment = Environment(extensions=EXTENSIONS, autoescape=True)
    for path in sorted((root / "templates").rglob("*.html")):
        place = path.relative_to(root).as_posix()
        try:
            used = meta.find_referenced_templates(environment.parse(path.read_text("utf-8")))
            outside = [name for name in used if name is None or not within(pack, name)]
        except (TemplateSyntaxError, UnicodeDecodeError, RecursionError) as fault:
            yield error("templates.unreadable", place, f"{type(fault).__name__}: {fault}", "a template of Jinja")
            continue
        for name in outside:
            found = "a computed name" if name is None else name
            yield error("templates.outside", f"{place}: {found}", found, f"{pack}/… or {SHARED}…")
