"""Cells of CSV files, which know no types: a text that a spreadsheet would calculate begins with an apostrophe."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text that stays a text wherever the file is opened."""
    return f"'{text}" if text.startswith(FORMULA) else text
