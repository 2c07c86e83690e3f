"""How report rows are numbered: I, 1, 1.1 and Vietnamese letters (S0-43, domain.md §6.1). Pure."""

from core.packs.schema import Rows

ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """1 is I, 4 is IV."""
    shown = ""
    for value, sign in ROMAN:
        while number >= value:
            shown, number = shown + sign, number - value
    return shown


def letter(number: int, letters: tuple[str, ...]) -> str:
    """The first row is a; after the last letter come aa, ab, … as the columns of a spreadsheet."""
    shown = ""
    while number:
        number, at = divmod(number - 1, len(letters))
        shown = letters[at] + shown
    return shown


def mark(grammar: Rows, kind: str, depth: int, nth: int, parent: str, parent_kind: str) -> str:
    """The number of the `nth` row of its sequence under a parent numbered `parent`.

    Lettered kinds take letters whatever their depth. Depth gives the others their style; under a lettered row, and
    deeper than the grammar says, the parent's own number goes on: a.1, 1.1.1.
    """
    if kind in grammar.lettered:
        return letter(nth, grammar.letters)
    style = grammar.numbering[min(depth, len(grammar.numbering) - 1)]
    if style == "roman":
        return roman(nth)
    if style == "decimal" and parent_kind not in grammar.lettered:
        return str(nth)
    return f"{parent}.{nth}"
