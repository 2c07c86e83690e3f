"""The pack author's reference is what the code says: every table, hook, case kind and finding is in it."""

import inspect
import os
import re
from pathlib import Path
from typing import get_args

import msgspec

from core.packs import case_kinds, hooks, schema
from core.packs.catalog import hook_names
from ui.messages import FINDINGS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs/pack-author/reference.md"
GUIDE = ROOT / "docs/pack-author/guide.md"


def test_the_reference_is_fresh():
    """UPDATE_DOCS=1 writes it anew."""
    if os.environ.get("UPDATE_DOCS"):
        REFERENCE.write_text(reference(), "utf-8")
    assert REFERENCE.read_text("utf-8") == reference()


def test_every_hook_is_documented():
    """At most ten hooks, each in the reference with its signature and its sentence."""
    text = REFERENCE.read_text("utf-8")
    assert len(hook_names()) <= 10
    assert [name for name in hook_names() if f"`{name}(" not in text] == []


def test_the_guide_names_every_command():
    """An author finds each command of the kit in the guide."""
    text = GUIDE.read_text("utf-8")
    commands = ("new", "list", "check", "show", "milestones", "diff")
    assert [name for name in commands if f"packs {name}" not in text] == []


def reference() -> str:
    """The whole page."""
    parts = ["# Reference for pack authors", "", "Written from the docstrings of the contract; a test keeps it so.", ""]
    parts += ["## Tables of pack.toml", ""]
    for name in sorted(schema.__all__):
        kind = getattr(schema, name)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and name not in ("Part", "Entry"):
            parts += [f"### {name}", "", inspect.getdoc(kind) or "", ""]
            parts += [f"- `{field.name}`: {_kind(field)}" for field in msgspec.structs.fields(kind)] + [""]
    parts += ["## Hooks", ""]
    for name in hook_names():
        hook = getattr(hooks, name)
        parts += [f"- `{name}{inspect.signature(hook)}`: {' '.join((hook.__doc__ or '').split())}"]
    parts += ["", "## Kinds of worked cases", ""]
    parts += [f"- `{name}`: {' '.join((ask.__doc__ or '').split())}" for name, ask in case_kinds.KINDS.items()]
    parts += ["", "## Faults and findings", "", "What `packs check` may say, in its own words.", ""]
    parts += [*(f"- `{code}`: {sentence}" for code, sentence in sorted(FINDINGS.items())), ""]
    return "\n".join(parts)


def _kind(field: msgspec.structs.FieldInfo) -> str:
    kind = field.type
    text = kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)
    text = re.sub(r"typing\.|collections\.abc\.|datetime\.|core\.packs\.\w+\.", "", text)
    text = re.sub(r"Annotated\[(\w+), .*?\)\]", r"\1", text)
    text = re.sub(r"Optional\[(.*)\]", r"\1 | None", text)
    return f"`{text}`" + ("" if field.required else f", optional{_default(field.default)}")


def _default(value: object) -> str:
    """The default where it says something: a number, a word, a switch."""
    if isinstance(value, bool):
        return f", {str(value).lower()} by default" if value else ""
    return f", `{value}` by default" if isinstance(value, int | str) and value else ""
