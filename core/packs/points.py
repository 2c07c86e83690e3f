"""Points in whole hundredths, never binary floats (domain.md §4). Pure."""

from collections.abc import Mapping, Sequence

HUNDREDTHS = 100


def even(keys: Sequence[str], total: int) -> dict[str, int]:
    """An equal share of `total` points for each, in hundredths; what does not divide goes one by one to the first."""
    if not keys:
        return {}
    share, rest = divmod(total * HUNDREDTHS, len(keys))
    return {key: share + (index < rest) for index, key in enumerate(keys)}


def total_of(points: Mapping[str, int]) -> int:
    """The sum in hundredths."""
    return sum(points.values())


def parse(text: str) -> int | None:
    """Hundredths from what a person types ("8", "8,5", "8.33"); None for anything else or more than two decimals."""
    whole, dot, part = text.strip().replace(",", ".").partition(".")
    if not (whole.isascii() and whole.isdigit()) or len(whole) > 4:
        return None
    if dot and not (part.isascii() and part.isdigit() and len(part) <= 2):
        return None
    return int(whole) * HUNDREDTHS + int(part.ljust(2, "0") or "0")
