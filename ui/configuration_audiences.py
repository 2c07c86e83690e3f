"""An audience as a form: for whom something in a pack is written, every part of it narrowing."""

from collections.abc import Mapping

import msgspec

from core.errors import Problem
from core.packs.schema import Audience
from ui import terms
from ui.audiences import audience_words
from ui.forms import Form
from ui.i18n import _

PARTS = ("kinds", "titles", "blocks", "occupations")
POSTS = ("yes", "no")
AGE_MAX = 100


def options() -> dict[str, tuple[tuple[str, str], ...]]:
    """The choices of each part, in words."""
    return {
        "kinds": tuple((key, terms.kind_label(key)) for key in terms.KINDS),
        "titles": tuple((key, terms.title_label(key)) for key in terms.TITLES),
        "blocks": tuple((key, terms.block_label(key)) for key in terms.BLOCKS),
        "occupations": tuple(terms.occupations()),
    }


def stored(value: object, nobody: str = "") -> Mapping[str, object]:
    """A stored audience as the form shows it; `nobody` says what nothing stored means, if not everybody."""
    held = value if isinstance(value, Mapping) else {}
    post = {True: "yes", False: "no"}.get(held.get("full_time"), "")
    return {part: tuple(held.get(part) or ()) for part in PARTS} | {
        "post": post, "age": held.get("age_below", ""), "options": options(),
        "words": nobody if nobody and value is None else told(value), "all": value == {}, "narrow": bool(value),
    }  # fmt: skip


def typed(form: Form, name: str) -> Mapping[str, object]:
    """What was typed, as the form shows it."""
    raw = form.raw
    return {part: tuple(form.all(f"{name}/{part}")) for part in PARTS} | {
        "post": raw.get(f"{name}/post", ""), "age": raw.get(f"{name}/age", ""), "options": options(), "words": "",
        "all": form.flag(f"{name}/all"), "narrow": True,
    }  # fmt: skip


def read(form: Form, name: str) -> object:
    """The audience that a form says, as a merge patch of its parts; None for nothing said."""
    known = options()
    said: dict[str, object] = {}
    for part in PARTS:
        chosen = form.all(f"{name}/{part}")
        if set(chosen) - {key for key, _words in known[part]}:
            raise Problem("form.unknown-choice", field=name)
        said[part] = [key for key, _words in known[part] if key in chosen] or None
    said["full_time"] = {"yes": True, "no": False}.get(form.line(f"{name}/post"))
    age = form.integer(f"{name}/age")
    if age is not None and not 1 <= age <= AGE_MAX:
        raise Problem("configuration.number-range", field=f"{name}/age", low=1, high=AGE_MAX)
    said["age_below"] = age
    return said if form.flag(f"{name}/all") or any(value is not None for value in said.values()) else None


def told(value: object) -> str:
    """An audience as plain data in words."""
    if not isinstance(value, Mapping):
        return _("mọi người")
    held = {part: found for part, found in value.items() if found is not None}
    return audience_words(msgspec.convert(held, Audience)) or _("mọi người")
