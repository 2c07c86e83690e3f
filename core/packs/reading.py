"""From `pack.toml` to a frozen `Pack`, and a Pack to its canonical text and back (design.md §2)."""

import hashlib
import tomllib
from types import MappingProxyType

import msgspec

from core.packs import diagnosis, inheritance, text
from core.packs.problems import PackError, PackRefused, shown
from core.packs.schema import CONTRACT, Entry, Pack
from core.packs.text import Text

ORDER_STEP = 10  # room for a tenant's edit to place something between two entries
SIZE_MAX = 1 << 20


def read(content: bytes, file: str = "pack.toml", bases: inheritance.Bases = lambda base_id: None) -> Pack:
    """The Pack written in `content`, over the one of `bases` that it extends. Raises PackRefused with every fault."""
    data = _parse(content, file)
    _check_contract(data, file)
    return build(inheritance.whole(data, bases, file), file)


def build(data: object, file: str = "pack.toml") -> Pack:
    """The Pack that plain data describe, with `order` filled from the order of writing."""
    _check_contract(data, file)
    try:
        pack = msgspec.convert(data, Pack, dec_hook=decode_text)
    except msgspec.ValidationError as error:
        raise PackRefused(diagnosis.errors(Pack, data, file, decode_text) or [_plain(file, error)]) from error
    _freeze(pack)
    return pack


def plain(pack: Pack) -> dict[str, object]:
    """The Pack as plain data, keys in order: what a merge patch is applied to."""
    return msgspec.to_builtins(pack, enc_hook=_encode)


def canonical(pack: Pack) -> str:
    """The Pack as JSON text in all its languages, key order kept; a programme pins this text."""
    return msgspec.json.encode(pack, enc_hook=_encode).decode()


def restore(content: str) -> Pack:
    """The Pack of a canonical text. Raises PackRefused if it no longer fits the contract."""
    return build(msgspec.json.decode(content), "rules.json")


def digest(content: str) -> str:
    """The sha256 of a canonical text, in hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def decode_text(kind: type, value: object) -> object:
    """msgspec's hook for the one type it does not know."""
    if kind is Text:
        return text.decode(value)
    raise NotImplementedError(kind)


def _encode(value: object) -> object:
    if isinstance(value, Text):
        return text.encode(value)
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(type(value))


def _parse(content: bytes, file: str) -> dict[str, object]:
    if len(content) > SIZE_MAX:
        raise PackRefused([PackError("pack.too-large", file, "", f"{len(content)} bytes", f"{SIZE_MAX} at most")])
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise PackRefused([PackError("pack.encoding", file, f"byte {error.start}", "other bytes", "UTF-8")]) from None
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        raise PackRefused([PackError("pack.toml", file, where.rstrip(")") or "", what, "TOML 1.0")]) from None


def _check_contract(data: object, file: str) -> None:
    found = data.get("contract") if isinstance(data, dict) else None
    if found != CONTRACT or isinstance(found, bool):
        raise PackRefused([PackError("pack.contract", file, "contract", shown(found), str(CONTRACT))])


def _plain(file: str, error: msgspec.ValidationError) -> PackError:
    return PackError("pack.value", file, "", str(error), "contract 1")


def _freeze(value: object) -> None:
    """Make every map inside immutable: a frozen struct alone would still hold plain dicts."""
    if isinstance(value, tuple):
        for part in value:
            _freeze(part)
    if not isinstance(value, msgspec.Struct):
        return
    for name in value.__struct_fields__:
        part = getattr(value, name)
        if isinstance(part, dict):
            _fill_order(part)
            for entry in part.values():
                _freeze(entry)
            msgspec.structs.force_setattr(value, name, MappingProxyType(part))
        else:
            _freeze(part)


def _fill_order(entries: dict[str, object]) -> None:
    last = 0
    for entry in entries.values():
        if not isinstance(entry, Entry):
            return
        if not entry.order:
            msgspec.structs.force_setattr(entry, "order", last + ORDER_STEP)
        last = max(last, entry.order)
