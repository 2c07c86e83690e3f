"""The fields of the pack editor: each is a place of the rules with its kind and its words.

From one declaration come the input (`controls`), what a form sent (`read`), and the words of a stale edit (`told`).
The name of an input is its place with slashes, a text's languages below it: `criteria/1.1/title/vi`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from core.configurations.rules import Place, written
from core.errors import Problem
from ui import configuration_audiences as audiences
from ui.configuration_frame import Frame, Locked
from ui.formats import short_date
from ui.forms import Form
from ui.i18n import _

HAS = "_has"  # names the fields that the form holds: an unticked box is sent by no browser
Kind = Literal["line", "text", "plain", "number", "flag", "one", "some", "lines", "audience", "date"]


class Field(Struct, frozen=True, kw_only=True):
    """An input for a place. `line` and `text` are texts in two languages, of one line or several; `lines` are several
    texts, a line each; `plain` is a word that is not translated; `one` and `some` choose from `options` (value, words,
    help); `on` is what a ticked flag stores (True, False, or the thing that is then there), `default` what holds
    where nothing is stored; `begun` what is proposed there, `blank` are the words for nothing."""

    place: Place
    kind: Kind
    label: str
    hint: str = ""
    required: bool = False
    most: int = 400
    low: int = 0
    high: int = 1000
    width: str = "full"
    options: tuple[tuple[str, str, str], ...] = ()
    on: object = True
    default: object = None
    begun: object = None
    rows: int = 3
    blank: str = ""

    @property
    def name(self) -> str:
        """The name of the input."""
        return written(self.place)


class Block(Struct, frozen=True, kw_only=True):
    """Fields that belong together, under a heading; `folded` ones open on demand, `compact` ones stand beside their
    labels."""

    title: str
    fields: tuple[Field, ...]
    help: str = ""
    folded: bool = False
    compact: bool = False


class Control(Struct, frozen=True, kw_only=True):
    """A field as it is shown: with its value or what was typed, and who locked it."""

    field: Field
    value: Mapping[str, object]
    locked: Locked | None
    was: str

    @property
    def name(self) -> str:
        """The name of the input."""
        return self.field.name


class Shown(Struct, frozen=True):
    """A block with its controls; it opens where something in it is wrong or was changed."""

    title: str
    help: str
    folded: bool
    compact: bool
    opened: bool
    controls: tuple[Control, ...]


def controls(
    frame: Frame, blocks: Sequence[Block], form: Form | None = None, wrong: Sequence[str] = ()
) -> tuple[Shown, ...]:
    """The blocks as they are shown; `form` holds what was typed, `wrong` names the fields that were refused."""
    held = frozenset(form.all(HAS)) if form else frozenset()
    found = []
    for block in blocks:
        shown = tuple(_control(frame, one, form if form and one.name in held else None) for one in block.fields)
        names = tuple(one.name for one in block.fields)
        opened = any(frame.changed_at(one.place) or frame.findings_at(one.place) for one in block.fields)
        opened = opened or any(name.startswith(names) for name in wrong)
        found.append(Shown(block.title, block.help, block.folded, block.compact, opened, shown))
    return tuple(found)


def read(form: Form, blocks: Sequence[Block]) -> dict[Place, object]:
    """What the form says at each place that it holds. Problem at every field that cannot be read."""
    held = frozenset(form.all(HAS))
    found: dict[Place, object] = {}
    refused: list[Problem] = []
    for one in (field for block in blocks for field in block.fields if field.name in held):
        try:
            found[one.place] = READERS[one.kind](form, one)
        except Problem as problem:
            refused.append(problem)
    if refused:
        raise Problem("form.refused", problems=refused)
    gone = {place for place, value in found.items() if value is None}
    # What lies in a thing that is taken away goes with it.
    return {place: value for place, value in found.items() if not any(place[:n] in gone for n in range(1, len(place)))}


def told(field: Field, value: object) -> str:
    """A value of a field in words."""
    value = field.default if value is None else value
    if field.kind == "flag":
        return _("có") if _ticked(field, value) else _("không")
    if field.kind == "date" and isinstance(value, str):
        return short_date(date.fromisoformat(value))
    if value is None or value in ([], ()):
        return field.blank or (_("mọi người") if field.kind == "audience" else _("(để trống)"))
    match field.kind:
        case "line" | "text":
            return _text_told(value)
        case "lines":
            return "\n".join(_text_told(line) for line in _listed(value))
        case "one":
            return next((words for key, words, _h in field.options if key == value), str(value))
        case "some":
            return ", ".join(words for key, words, _h in field.options if key in _listed(value))
        case "audience":
            return audiences.told(value)
    return str(value)


def _ticked(field: Field, value: object) -> bool:
    if not isinstance(field.on, bool):
        return value is not None
    return bool(value) is field.on


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _text_told(value: object) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return "\n".join(str(words) for words in (value.get("vi"), value.get("en")) if words)


def _control(frame: Frame, field: Field, form: Form | None) -> Control:
    stored = frame.value(field.place)
    value = _typed(form, field) if form else _stored(field, _first(stored, field.begun, field.default))
    was = told(field, frame.original(field.place)) if frame.changed_at(field.place) else ""
    return Control(field=field, value=value, locked=frame.lock_at(field.place), was=was)


def _first(*values: object) -> object:
    return next((value for value in values if value is not None), None)


def _stored(field: Field, value: object) -> Mapping[str, object]:
    match field.kind:
        case "line" | "text":
            return value if isinstance(value, Mapping) else {"vi": value or "", "en": ""}
        case "lines":
            lines = [line if isinstance(line, Mapping) else {"vi": line} for line in _listed(value)]
            return {code: "\n".join(line.get(code) or "" for line in lines).rstrip() for code in ("vi", "en")}
        case "flag":
            return {"on": _ticked(field, value)}
        case "some":
            return {"chosen": tuple(_listed(value))}
        case "audience":
            return audiences.stored(value, field.blank)
    return {"value": "" if value is None else value}


def _typed(form: Form, field: Field) -> Mapping[str, object]:
    raw, name = form.raw, field.name
    match field.kind:
        case "line" | "text" | "lines":
            return {code: raw.get(f"{name}/{code}", "") for code in ("vi", "en")}
        case "flag":
            return {"on": bool(raw.get(name))}
        case "some":
            return {"chosen": tuple(form.all(name))}
        case "audience":
            return audiences.typed(form, name)
    return {"value": raw.get(name, "")}


def _read_text(form: Form, field: Field) -> object:
    line = field.kind == "line"
    said = {}
    for code in ("vi", "en"):
        at = f"{field.name}/{code}"
        said[code] = form.line(at, field.most) if line else form.text(at, field.most)
    if said["vi"]:
        return {"vi": said["vi"], "en": said["en"] or None}
    if field.required or said["en"]:
        raise Problem("form.required", field=f"{field.name}/vi")
    return None


def _read_lines(form: Form, field: Field) -> object:
    said = {}
    for code in ("vi", "en"):
        text = form.text(f"{field.name}/{code}", field.most)
        said[code] = [line.strip() for line in text.split("\n")] if text else []
    vi, en = said["vi"], said["en"]
    if not vi and not en and not field.required:
        return None
    if not vi or "" in vi:
        raise Problem("form.required", field=f"{field.name}/vi")
    if len(en) not in (0, len(vi)):
        raise Problem("configuration.lines-differ", field=f"{field.name}/en", vi=len(vi), en=len(en))
    return [{"vi": words} | ({"en": en[at]} if en and en[at] else {}) for at, words in enumerate(vi)]


def _read_plain(form: Form, field: Field) -> object:
    value = form.line(field.name, field.most)
    if field.required and not value:
        raise Problem("form.required", field=field.name)
    return value or None


def _read_number(form: Form, field: Field) -> object:
    value = form.integer(field.name)
    if value is None and field.required:
        raise Problem("form.required", field=field.name)
    if value is not None and not field.low <= value <= field.high:
        raise Problem("configuration.number-range", field=field.name, low=field.low, high=field.high)
    return value


def _read_flag(form: Form, field: Field) -> object:
    if form.flag(field.name):
        return field.on
    return not field.on if isinstance(field.on, bool) else None


def _read_date(form: Form, field: Field) -> object:
    day = form.date(field.name)
    if day is None and field.required:
        raise Problem("form.required", field=field.name)
    return day.isoformat() if day else None


def _read_one(form: Form, field: Field) -> object:
    value = form.line(field.name)
    if not value and not field.required:
        return None
    if value not in {option[0] for option in field.options}:
        raise Problem("form.unknown-choice" if value else "form.required", field=field.name)
    return value


def _read_some(form: Form, field: Field) -> object:
    known = [option[0] for option in field.options]
    chosen = form.all(field.name)
    if set(chosen) - set(known):
        raise Problem("form.unknown-choice", field=field.name)
    if field.required and not chosen:
        raise Problem("form.required", field=field.name)
    return [one for one in known if one in chosen] or None


def _read_audience(form: Form, field: Field) -> object:
    return audiences.read(form, field.name)


READERS: Mapping[str, Callable[[Form, Field], object]] = {
    "line": _read_text, "text": _read_text, "lines": _read_lines, "plain": _read_plain, "number": _read_number,
    "flag": _read_flag, "one": _read_one, "some": _read_some, "audience": _read_audience, "date": _read_date,
}  # fmt: skip
