"""The numbers of report rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.packs.schema import Rows
from core.reports.numbering import letter, roman

LETTERS = Rows().letters


@pytest.mark.parametrize(("number", "sign"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (99, "XCIX")])
def test_roman_numbers(number, sign):
    """The top row is I; further ones follow the Roman way of counting."""
    assert roman(number) == sign


def test_vietnamese_letters_in_order():
    """Branches are a b c d đ e g h i k l m n o p q r s t u v x y, then aa, ab, … (domain.md §6.1)."""
    assert "".join(letter(n, LETTERS) for n in range(1, 24)) == "abcdđeghiklmnopqrstuvxy"
    assert [letter(n, LETTERS) for n in (24, 25, 28, 46, 47, 552, 553)] == ["aa", "ab", "ađ", "ay", "ba", "yy", "aaa"]


@given(st.integers(1, 20_000))
def test_letters_are_distinct_and_ordered(number):
    """Each letter number differs from the next and sorts before it: by length, then by the Vietnamese alphabet."""
    one, two = letter(number, LETTERS), letter(number + 1, LETTERS)

    def rank(shown: str) -> tuple[int, list[int]]:
        return len(shown), [LETTERS.index(sign) for sign in shown]

    assert rank(one) < rank(two)
