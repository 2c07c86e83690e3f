"""What people write in their own words: without blanks around, within bounds. Pure."""

from core.errors import Problem


def worded(text: str, field: str, most: int, *, code: str = "") -> str:
    """The text without blanks around: at most `most` characters, and something if there is a `code` for nothing."""
    kept = text.strip()
    if code and not kept:
        raise Problem(code, field=field)
    if len(kept) > most:
        raise Problem("form.too-long", field=field, max=most)
    return kept
