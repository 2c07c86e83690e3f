"""Every fault of a pack that does not fit the contract, not only the first one."""

from collections.abc import Callable, Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from core.packs.problems import PackError, shown

Decode = Callable[[type, object], object]


def errors(kind: type, data: object, file: str, decode: Decode) -> list[PackError]:
    """The faults of `data` read as a `kind`, in the order of writing; places are dotted key paths."""
    return [
        PackError(code, file, place, found, wanted) for code, place, found, wanted in _faults(kind, data, "", decode)
    ]


def _faults(kind: Any, data: object, place: str, decode: Decode) -> Iterator[tuple[str, str, str, str]]:
    kind = _without_none(kind, data)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _struct(kind, data, place, decode)
    elif _is_mapping(kind) and isinstance(data, dict):
        key_kind, value_kind = get_args(kind)
        for key, value in data.items():
            yield from _leaf(key_kind, key, _join(place, key), decode)
            yield from _faults(value_kind, value, _join(place, key), decode)
    else:
        yield from _leaf(kind, data, place, decode)


def _struct(kind: type, data: object, place: str, decode: Decode) -> Iterator[tuple[str, str, str, str]]:
    if not isinstance(data, dict):
        yield "pack.value", place, shown(data), "a table"
        return
    hints = get_type_hints(kind, include_extras=True)
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for name in data.keys() - fields.keys():
        yield "pack.unknown-key", _join(place, name), "an unknown key", "one of " + ", ".join(fields)
    for name, field in fields.items():
        if name in data:
            yield from _faults(hints[name], data[name], _join(place, name), decode)
        elif field.required:
            yield "pack.missing", _join(place, name), "nothing", "a value"


def _leaf(kind: Any, data: object, place: str, decode: Decode) -> Iterator[tuple[str, str, str, str]]:
    try:
        msgspec.convert(data, kind, dec_hook=decode)
    except msgspec.ValidationError as error:
        what, _, inside = str(error).partition(" - at `$")
        yield "pack.value", place + inside.rstrip("`"), shown(data), _wanted(kind, what)


def _wanted(kind: Any, what: str) -> str:
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(str(value) for value in get_args(kind))
    return what.removeprefix("Expected ").split(", got")[0]


def _without_none(kind: Any, data: object) -> Any:
    if get_origin(kind) in (Union, UnionType) and data is not None:
        rest = [part for part in get_args(kind) if part is not type(None)]
        return rest[0] if len(rest) == 1 else kind
    return kind


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
