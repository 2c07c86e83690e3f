"""How names are ordered and found: Vietnamese letter and tone order, and search without diacritics (design.md §3).

The embedded PostgreSQL knows no Vietnamese collation, so the order is a text of plain ASCII that is compared
byte by byte (COLLATE "C").
"""

import re
import unicodedata
from functools import lru_cache

from core.errors import Problem
from core.wording import worded

TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng
MARKS = {("a", "\u0306"): "a1", ("a", "\u0302"): "a2", ("e", "\u0302"): "e1", ("o", "\u0302"): "o1",
         ("o", "\u031b"): "o2", ("u", "\u031b"): "u1"}  # fmt: skip
LETTERS = {"a": "a0", "d": "d0", "đ": "d1", "e": "e0", "o": "o0", "u": "u0"}
WORD = re.compile(r"\d+|[^\W\d_]+")


def named(name: str, field: str, most: int, *, code: str) -> str:
    """A name with single blanks: at least two characters (else Problem `code`), at most `most`."""
    tidy = " ".join(name.split())
    if not tidy:
        raise Problem("form.required", field=field)
    if len(tidy) < 2 or not words_of(search_key(tidy)):
        raise Problem(code, field=field)
    return worded(tidy, field, most)


def words_of(text: str) -> list[str]:
    """The words and the numbers of a text in lower case: "Chi đoàn 10A" is chi, đoàn, 10, a."""
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


def search_key(text: str) -> str:
    """The text as people type it without diacritics: "Hòn  Đất" is "hon dat"."""
    return " ".join(" ".join([_bare(word) for word in text.split()]).split())


def collation(words: list[str]) -> str:
    """The order of Vietnamese dictionaries: word by word, letters first (a ă â b c d đ e ê …), then the tone
    (none, huyền, hỏi, ngã, sắc, nặng); numbers by their value, before letters."""
    return " ".join(_number(word) if word.isdecimal() else _syllable(word) for word in words)


def _number(digits: str) -> str:
    value = str(int(digits))
    return f"{len(value):02}{value}"


@lru_cache(16_384)  # names are made of few words, and lists of people of many names
def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("đ", "d")


@lru_cache(16_384)
def _syllable(word: str) -> str:
    """Letters, a blank (lower than any letter, so that "an" precedes "anh"), the tone."""
    letters: list[str] = []
    tone, last = "0", ""
    for part in unicodedata.normalize("NFD", word):
        if part in TONES:
            tone = TONES[part]
        elif (last, part) in MARKS:
            letters[-1] = MARKS[last, part]
        elif not unicodedata.combining(part):
            letters.append(LETTERS.get(part, part))
            last = part
    return f"{''.join(letters)} {tone}"
