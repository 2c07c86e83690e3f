"""Zip archives from outside: what may be opened at all, judged before anything is unpacked. Pure.

Every upload that is an archive (workbooks, Word files, packs) comes through here; each says how much it may hold.
"""

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import msgspec

from core.errors import Problem

LOCAL, END = b"PK\x03\x04", b"PK\x05\x06"
MOST_NAME = 200  # letters of a path inside the archive
MOST_RATIO, RATIO_FROM = 150, 2 << 20  # times its packed size; small parts may be as dense as they like
DIRECTORY_ENTRY = 46 + 3 * MOST_NAME  # bytes of a path's line in the directory, generously
NESTED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
DECLARATIONS = (b"<!doctype", b"<!entity")
BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zipfile.zlib.error)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much an archive may hold: its parts, their size together, and from which size on density is suspicious."""

    parts: int
    unpacked: int
    ratio_from: int = RATIO_FROM


@contextmanager
def opened(content: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The archive, judged. Problem `archive.…` at field `file` for what is broken, too much, encrypted or a trick."""
    if not content.startswith(LOCAL):
        raise refused("archive.no-archive")
    try:
        _check_directory(content, limits)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts, len(content), limits)
            _check_names(parts)
            yield archive
    except BROKEN:
        raise refused("archive.unreadable") from None


def files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts that are files, not folders."""
    return [part for part in archive.infolist() if not part.is_dir()]


def check_no_declarations(content: bytes, name: str) -> None:
    """No document type and no entity, wherever it stands and in UTF-16 as well: a parser might follow them."""
    plain = content.replace(b"\0", b"").lower()
    if any(word in plain for word in DECLARATIONS):
        raise refused("archive.declarations", name=shown(name))


def check_not_nested(head: bytes, name: str) -> None:
    """No archive inside the archive."""
    if head.startswith(NESTED):
        raise refused("archive.nested", name=shown(name))


def refused(code: str, **facts: object) -> Problem:
    """The problem at the field of the file."""
    return Problem(code, field="file", **facts)


def shown(name: str) -> str:
    """A name from inside for a sentence: short, nothing invisible."""
    printable = "".join(c if c.isprintable() else "?" for c in name[:200])
    return f"{printable[:57]}…" if len(printable) > 60 else printable


def _check_directory(content: bytes, limits: Limits) -> None:
    """A directory of a million lines is not even read."""
    at = content.rfind(END)
    if at < 0 or at + 22 > len(content):
        raise refused("archive.unreadable")
    lines, size = int.from_bytes(content[at + 10 : at + 12], "little"), content[at + 12 : at + 16]
    if lines > limits.parts or int.from_bytes(size, "little") > limits.parts * DIRECTORY_ENTRY:
        raise refused("archive.too-many-parts", most=limits.parts)


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise refused("archive.too-many-parts", most=limits.parts)
    unpacked = sum(part.file_size for part in parts)
    dense = unpacked > limits.ratio_from and unpacked > MOST_RATIO * max(packed, 1)
    if unpacked > limits.unpacked or dense:
        raise refused("archive.too-heavy", most=limits.unpacked >> 20)
    if any(part.flag_bits & 0x2041 for part in parts):
        raise refused("archive.protected")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise refused("archive.unreadable")


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        if len(part.orig_filename) > MOST_NAME:
            raise refused("archive.long-name", name=shown(name))
        if part.orig_filename != name or not _inside(name):
            raise refused("archive.bad-path", name=shown(part.orig_filename))
        if stat.S_IFMT(part.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise refused("archive.link", name=shown(name))
        known = name.rstrip("/").casefold()
        if known in seen:
            raise refused("archive.twice", name=shown(name))
        seen.add(known)


def _inside(name: str) -> bool:
    """Whether a path stays in the archive's own folder on every system."""
    steps = name.removesuffix("/").split("/")
    return (
        name.isprintable() and "\\" not in name and ":" not in name
        and all(step not in ("", ".", "..") and step == step.strip() and not step.endswith(".") for step in steps)
    )  # fmt: skip
