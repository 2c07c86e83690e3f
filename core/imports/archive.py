"""A workbook is an archive: what may be opened at all, judged before anything is unpacked. Pure."""

from core import archives
from core.errors import Problem

LIMITS = archives.Limits(parts=300, unpacked=400 << 20, ratio_from=20 << 20)
HEAD = 4096
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and an .xlsx with a password
NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}
CODES = {
    "archive.no-archive": "import.wrong-type",
    "archive.unreadable": "import.unreadable",
    "archive.too-heavy": "import.too-heavy",
    "archive.too-many-parts": "import.too-heavy",
    "archive.protected": "import.protected",
}


def check(content: bytes) -> None:
    """Refuse what is no workbook, unfolds to more than it may, or declares entities; nothing is unpacked but heads."""
    try:
        with archives.opened(content, LIMITS) as archive:
            parts = archives.files(archive)
            if not {part.filename for part in parts} >= NEEDED:
                raise archives.refused("archive.no-archive")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        archives.check_no_declarations(stream.read(HEAD), part.filename)
    except Problem as problem:
        raise Problem(CODES.get(problem.code, "import.unsafe"), field="file") from None
