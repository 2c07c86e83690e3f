"""A pack back to the text of its file: TOML that reads to the same rules, as somebody would have written it.

What says nothing beyond a default is left out, and so is `order` where the place in the file says it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from core.packs import reading
from core.packs.reading import ORDER_STEP
from core.packs.schema import Pack

BARE = re.compile(r"[A-Za-z0-9_-]+")
SHORT = 100  # letters of a list that stands on one line
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
Plain = Mapping[str, object]


def written(pack: Pack) -> bytes:
    """The pack as `pack.toml`. One that stood on another is written whole, without saying so."""
    data = {key: value for key, value in reading.plain(pack).items() if key != "extends"}
    return toml(_unordered(data)).encode()


def toml(data: Plain) -> str:
    """Plain data as TOML 1.0: tables as sections, the tables inside lists and texts of two languages in one line."""
    return "\n".join(_section(data, ())) + "\n"


def _unordered(value: object) -> object:
    """The same data without any `order` that reading would fill in, a text of one language as a plain string."""
    if isinstance(value, list | tuple):
        return [_unordered(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    if set(value) == {"vi"}:
        return value["vi"]
    last, found = 0, {}
    for key, entry in value.items():
        if isinstance(entry, Mapping) and isinstance(entry.get("order"), int):
            order = entry["order"]
            if order == last + ORDER_STEP:
                entry = {name: part for name, part in entry.items() if name != "order"}
            last = max(last, order)
        found[key] = _unordered(entry)
    return found


def _section(data: Plain, path: tuple[str, ...]) -> Iterator[str]:
    plain = {key: value for key, value in data.items() if value is not None and not _stands_alone(value)}
    tables = {key: value for key, value in data.items() if _stands_alone(value)}
    if path and (plain or not tables):
        yield ""
        yield f"[{'.'.join(map(_key, path))}]"
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in tables.items():
        if isinstance(value, Mapping):
            yield from _section(value, (*path, key))
        else:
            for one in value:
                yield from _repeated(one, (*path, key))


def _repeated(data: Plain, path: tuple[str, ...]) -> Iterator[str]:
    yield ""
    yield f"[[{'.'.join(map(_key, path))}]]"
    for key, value in data.items():
        if value is not None:
            yield f"{_key(key)} = {_value(value)}"


def _stands_alone(value: object) -> bool:
    """Whether a value gets a heading of its own: tables but texts, and lists of tables of some size."""
    if isinstance(value, Mapping):
        return not _is_text(value)
    tables = isinstance(value, list | tuple) and value and all(isinstance(one, Mapping) for one in value)
    return bool(tables) and not all(_is_text(one) for one in value)


def _is_text(value: Mapping) -> bool:
    return "vi" in value and set(value) <= {"vi", "en"}


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case datetime() | date() | time():
            return value.isoformat()
        case str():
            return _string(value)
        case Mapping():
            inside = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items() if one is not None)
            return f"{{ {inside} }}" if inside else "{}"
        case list() | tuple():
            return _list([_value(one) for one in value])
    raise TypeError(type(value).__name__)


def _list(parts: Sequence[str]) -> str:
    line = f"[{', '.join(parts)}]"
    return line if len(line) <= SHORT else "[\n" + "".join(f"  {part},\n" for part in parts) + "]"


def _string(text: str) -> str:
    return '"' + "".join(ESCAPES.get(c, c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in text) + '"'


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _string(name)
