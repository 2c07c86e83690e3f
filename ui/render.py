"""Templates to answers: one sandboxed environment, a frozen view and the shell in, HTML out (design.md §4).

The page calls `page` after its block has closed: nothing here touches the database.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from litestar import Response

from core.errors import Problem
from ui import i18n
from ui.assets import asset, icon
from ui.configuration_words import lock_words, version_word
from ui.formats import FILTERS
from ui.forms import Form
from ui.packs_templates import FencedEnvironment, FencedLoader
from ui.problems import Errors, errors_of
from ui.register_words import AWARDS
from ui.shell import Flash, NavItem, Shell, bare
from ui.states import state_of, steps_of
from ui.terms import WORDS
from ui.wording import due_words

__all__ = ["Flash", "NavItem", "Shell", "answer", "bare", "environment", "fragment", "html", "page", "start"]

Fields = Form | Mapping[str, str]
HTML = "text/html; charset=utf-8"
_started: list[Environment] = []


class Visit(Protocol):
    """What a rendered page needs of a visit (`ui/guard.py`)."""

    shell: Shell


def start(packs: Mapping[str, Path | None] | None = None, *, debug: bool = False) -> Environment:
    """Build the environment once, at start. `packs` maps a pack's id to its templates folder: they are
    addressed as `<id>/<name>.html` and cannot shadow ours."""
    environment = _build(packs or {}, debug)
    _started[:] = [environment]
    return environment


def environment() -> Environment:
    """The environment in use."""
    return _started[0] if _started else start()


def page(
    visit: Visit,
    template: str,
    view: object,
    *,
    status: int = 200,
    problem: Problem | None = None,
    form: Fields | None = None,
) -> Response[bytes]:
    """Answer with a whole page. After a refusal pass `problem` and the `form` as typed: the template shows
    the summary, the message at each field, and the input kept."""
    return answer(visit.shell, template, view, status=status, problem=problem, form=form)


fragment = page  # for HTMX: its template is a part of a page, the context the same


def html(shell: Shell, template: str, view: object, **context: object) -> str:
    """`template` as text, for answers outside a visit and for tests."""
    i18n.activate(shell.locale)
    defaults: dict[str, object] = {"problem": None, "errors": Errors(()), "form": {}}
    return environment().get_template(template).render(defaults | context, view=view, shell=shell)


def answer(
    shell: Shell,
    template: str,
    view: object,
    *,
    status: int = 200,
    problem: Problem | None = None,
    form: Fields | None = None,
) -> Response[bytes]:
    """A whole page in `shell`, for answers outside a visit; `problem` gives the status unless one is said."""
    i18n.activate(shell.locale)
    typed = form.raw if isinstance(form, Form) else form or {}
    text = html(shell, template, view, problem=problem, errors=errors_of(problem), form=typed)
    if problem is not None and status == 200:
        status = problem.status
    return Response(text.encode(), media_type=HTML, status_code=status)


def _build(packs: Mapping[str, Path | None], debug: bool) -> Environment:
    loaders = {name: FileSystemLoader(folder) for name, folder in packs.items() if folder}
    built = FencedEnvironment(
        loader=ChoiceLoader([PackageLoader("ui"), FencedLoader(loaders)]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=debug,
    )
    built.packs = frozenset(loaders)
    built.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext, npgettext=i18n.npgettext
    )
    built.filters.update(FILTERS)
    built.globals.update(no_errors=Errors(()), asset=asset, icon=icon, new_key=new_key)
    built.globals.update(AWARDS)
    built.globals.update(version_word=version_word, lock_words=lock_words)
    built.globals.update(WORDS, state_of=state_of, steps_of=steps_of, due_words=due_words)
    return built


def new_key() -> str:
    """A key for one form: the same form sent twice acts once."""
    return secrets.token_urlsafe(12)
