"""What may be added as evidence: how many, how large, of which kind."""

from core.errors import Problem
from core.files import Upload, check

MOST_FILES = 6  # under one item
MOST_BYTES = 10 * 1024 * 1024  # each, as sent; a photo is stored much smaller
TYPES = ("image/jpeg", "image/png", "image/webp", "application/pdf")


def check_count(have: int, more: int) -> None:
    """Refuse nothing at all, and more than an item holds. Raises `evidence.nothing`, `evidence.too-many`."""
    if not more:
        raise Problem("evidence.nothing", field="file")
    if have + more > MOST_FILES:
        raise Problem("evidence.too-many", field="file", most=MOST_FILES, have=have)


def kind_of(upload: Upload) -> str:
    """The media type of a file that may be evidence, by its first bytes. Raises `file.empty`, `file.too-large`,
    `evidence.wrong-type`."""
    try:
        found = check(upload, MOST_BYTES)
    except Problem as problem:
        if problem.code != "file.wrong-type":
            raise
        found = ""
    if found not in TYPES:
        raise Problem("evidence.wrong-type", field="file", name=upload.name[:80])
    return found
