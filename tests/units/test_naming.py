"""The order and the search of Vietnamese names."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from core.units.naming import search_key, words_of
from core.units.rules import sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắặếệíìốộớợúừứựýỳ 0123456789-"
NAMES = st.text(LETTERS + LETTERS.upper(), max_size=40)


def test_letters_follow_the_vietnamese_alphabet():
    """a ă â … d đ … o ô ơ … u ư are letters of their own, in this order."""
    words = ["da", "đa", "e", "ê", "o", "ô", "ơ", "u", "ư", "v"]
    assert sorted(reversed(words), key=sort_key) == words
    assert sorted(["ân", "ăn", "an", "anh", "âm"], key=sort_key) == ["an", "anh", "ăn", "âm", "ân"]


def test_tones_order_equal_letters_only():
    """Equal letters are ordered none, huyền, hỏi, ngã, sắc, nặng; a longer word still comes after all of them."""
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mai"]
    assert sorted(reversed(words), key=sort_key) == words


def test_numbers_are_ordered_by_value():
    """Chi đoàn 2 comes before Chi đoàn 10, and 10A before 10B."""
    names = ["Chi đoàn 1", "Chi đoàn 2", "Chi đoàn 9", "Chi đoàn 10", "Chi đoàn 10A", "Chi đoàn 10B", "Chi đoàn 100"]
    assert sorted(reversed(names), key=sort_key) == names


@given(NAMES)
def test_the_order_does_not_depend_on_case_or_form(name):
    """Capitals, repeated blanks and the Unicode form a name was typed in leave its place unchanged."""
    assert sort_key(name) == sort_key(unicodedata.normalize("NFD", name))
    assert sort_key(name) == sort_key(name.upper()) == sort_key(f"  {name}  ".replace(" ", "  "))


@given(NAMES)
def test_a_sort_key_is_plain_ascii(name):
    """The key compares byte by byte, as PostgreSQL does under COLLATE "C"."""
    assert sort_key(name).isascii()


@given(st.text(max_size=60))
def test_a_search_key_is_its_own_search_key(text):
    """What was made searchable once stays the same, whatever was typed."""
    assert search_key(search_key(text)) == search_key(text)


@given(NAMES)
def test_search_finds_a_name_with_and_without_diacritics(name):
    """The search key holds no diacritics, no capitals and no đ, so that "dang" finds "Đặng"."""
    key = search_key(name)
    assert key.isascii() and key == key.lower() and "  " not in key
    assert search_key(unicodedata.normalize("NFD", name)) == key


@given(st.text(max_size=60))
def test_words_are_letters_or_digits(text):
    """Punctuation separates words and never becomes one."""
    assert all(word.isdecimal() or word.isalpha() or not word.isascii() for word in words_of(text))
