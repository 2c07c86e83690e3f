"""A workbook is an archive: what may be opened at all, judged before anything is unpacked. Pure."""

import zipfile
from io import BytesIO

from core.errors import Problem

MOST_PARTS = 300
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO, RATIO_FROM = 150, 20 * 1024 * 1024  # times its packed size; small parts may be as dense as they like
HEAD = 4096
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and an .xlsx with a password
DECLARATIONS = (b"<!doctype", b"<!entity")


def check(content: bytes) -> None:
    """Refuse what is no workbook, unfolds to more than it may, or declares entities; nothing is unpacked but heads."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts, len(content))
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= {part.filename for part in parts}:
                raise Problem("import.wrong-type", field="file")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _check_head(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, zipfile.zlib.error):
        raise Problem("import.unreadable", field="file") from None


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    dense = unpacked > RATIO_FROM and unpacked > MOST_RATIO * max(packed, 1)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or dense:
        raise Problem("import.too-heavy", field="file")
    if any(part.flag_bits & 1 for part in parts):
        raise Problem("import.protected", field="file")


def _check_head(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Workbooks declare no document types; who does wants to be read by a parser that follows them."""
    with archive.open(part) as stream:
        head = stream.read(HEAD).replace(b"\0", b"").lower()  # of UTF-16 as well
    if any(word in head for word in DECLARATIONS):
        raise Problem("import.unsafe", field="file")
