"""What people write in a cell, and what is meant: names, days, gender, phone, e-mail, code, occupation. Pure.

A refused cell raises a Problem with the field; the same cell always gives the same answer, so days are remembered.
"""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from core.errors import Problem
from core.people import rules as people
from core.units.naming import search_key

FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050  # days since 30/12/1899, as Excel counts: 1927 to 2099
EPOCH = date(1899, 12, 30)
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t][\d:.]+)?")
DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})(?:[ t][\d:.]+)?")
IN_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*(?:thang|thg|th)\s*(\d{1,2})[\s,]*(?:nam)?\s*(\d{4})")
SOLID = re.compile(r"\d{8}")
NO_DAY = re.compile(r"(?:nam\s*)?\d{4}|(?:thang\s*)?\d{1,2}\s*[-/.]\s*\d{4}")
NO_DATE_CODE = "import.not-a-date"
NO_DAY_CODE = "import.day-missing"
WRONG_DAY_CODE = "import.no-such-day"
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]"
)
PLAIN_NAME = re.compile("[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]{2,}(?: [A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]+)*")
NAME_SIGNS = " '’.-"
CODE = re.compile(r"[A-Z0-9][A-Z0-9./_-]*")
NOTHING = frozenset({"", "-", "–", "—", "khong", "khong co", "ko", "k", "n/a", "#n/a", "na", "null", "none", "chua co"})
OCCUPATIONS = (
    ("pupil", ("hoc sinh", "hs")),
    ("student", ("sinh vien", "sv", "hoc vien")),
    ("lecturer", ("giang vien", "giao vien", "nghien cuu")),
    ("armed_forces", ("bo doi", "cong an", "quan nhan", "luc luong vu trang", "si quan", "chien si")),
    ("official", ("can bo", "cong chuc", "vien chuc", "cbcc", "ccvc")),
    ("worker", ("cong nhan", "nhan vien", "lao dong pho thong", "tho")),
    ("farmer", ("nong dan", "lam ruong", "lam nong", "ngu dan", "lam vuon", "lam bien")),
    ("other", ("khac", "tu do", "noi tro", "kinh doanh", "buon ban", "that nghiep")),
)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, "không"."""
    return not text or (len(text) < 9 and _nothing(text))


def line(text: str, field: str, most: int) -> str:
    """One line of plain text; refuses hidden signs and too much of it."""
    if HIDDEN.search(text):
        raise Problem("form.hidden-characters", field=field)
    tidy = " ".join(text.split())
    if len(tidy) > most:
        raise Problem("form.too-long", field=field, max=most)
    return tidy


def name(text: str) -> str:
    """A person's full name; capitals become ordinary writing. Refuses other scripts that look alike, digits, signs."""
    tidy = " ".join(text.split())
    if PLAIN_NAME.fullmatch(tidy) and len(tidy) <= 80:
        return _written(tidy)
    tidy = people.check_name(line(text, "full_name", 200))
    for letter in tidy:
        if not letter.isascii() and letter.isalpha() and not _latin(letter):
            raise Problem("import.mixed-scripts", field="full_name", letter=letter)
        if not letter.isalpha() and letter not in NAME_SIGNS:
            raise Problem("import.odd-sign", field="full_name", sign=letter)
    return _written(tidy)


def day(text: str, field: str, today: date) -> date:
    """A day in the usual spellings: 5/9/1998, 05-09-98, 1998-09-05, 05091998, ngày 5 tháng 9 năm 1998, or the number
    that Excel keeps. Two digits of a year that are not past yet belong to the last century."""
    found = _day(text, today.year)
    if isinstance(found, date):
        return found
    raise Problem(found, field=field)


def gender(text: str) -> str:
    """Nam or nữ, whole words or letters."""
    said = search_key(text)
    if said in ("nam", "male", "m", "trai", "nam gioi"):
        return "male"
    if said in ("nu", "female", "f", "gai", "nu gioi"):
        return "female"
    raise Problem("import.gender-unknown", field="gender")


def female(text: str) -> str:
    """A column "Nữ" with a cross for women and nothing for men."""
    return gender(text) if search_key(text) in ("nam", "nu") else "male" if is_nothing(text) else "female"


def code(text: str) -> str:
    """A member code (mã đoàn viên) in capitals, without blanks."""
    if len(text) <= 30 and CODE.fullmatch(text):
        return text
    tidy = "".join(line(text, "code", 60).split()).upper()
    people.check_code(tidy, taken=False)
    if not CODE.fullmatch(tidy):
        raise Problem("import.code-signs", field="code")
    return tidy


def phone(text: str) -> str:
    """A Vietnamese number as 10 or 11 digits; the zero that a spreadsheet has dropped is put back. Of several the
    first counts."""
    if people.PHONE.fullmatch(text):
        return text
    first = re.split(r"[,;/]|\s-\s", line(text, "phone", 100))[0]
    digits = re.sub(r"[\s.()-]", "", first)
    digits = re.sub(r"^(\+?84|0084)(?=\d{9})", "0", digits)
    if re.fullmatch(r"[35789]\d{8}", digits):
        digits = "0" + digits
    people.check_phone(digits)
    return digits


def email(text: str) -> str:
    """An address in small letters."""
    if len(text) <= 120 and people.EMAIL.fullmatch(text):
        return text
    tidy = "".join(line(text, "email", 200).split()).lower()
    people.check_email(tidy)
    return tidy


@lru_cache(4096)
def _nothing(text: str) -> bool:
    return search_key(text) in NOTHING


def _written(name: str) -> str:
    """Capitals and small letters alone become ordinary writing."""
    return " ".join(word.capitalize() for word in name.split(" ")) if name.isupper() or name.islower() else name


@lru_cache(4096)
def occupation(text: str) -> str | None:
    """The kind of occupation that a cell names. None where it names none that is known: criteria are offered by
    it, so it is never guessed."""
    said = f" {search_key(text)} "
    found = (kind for kind, words in OCCUPATIONS if any(f" {word} " in said for word in words))
    return next(found, None)


@lru_cache(65_536)
def _day(text: str, this_year: int) -> date | str:
    said = search_key(text)
    if said.isdecimal() and len(said) == 5:
        return EPOCH + timedelta(int(said)) if FIRST_SERIAL <= int(said) <= LAST_SERIAL else NO_DATE_CODE
    if NO_DAY.fullmatch(said):
        return NO_DAY_CODE
    parts = _parts(said)
    if parts is None:
        return NO_DATE_CODE
    year, month, number = parts
    if year < 100:
        year += 2000 if year <= this_year % 100 else 1900
    try:
        found = date(year, month, number)
    except ValueError:
        return WRONG_DAY_CODE
    return found if 1900 <= year <= 2100 else WRONG_DAY_CODE


def _parts(said: str) -> tuple[int, int, int] | None:
    if found := YEAR_FIRST.fullmatch(said):
        return int(found[1]), int(found[2]), int(found[3])
    if found := DAY_FIRST.fullmatch(said) or IN_WORDS.fullmatch(said):
        return int(found[3]), int(found[2]), int(found[1])
    if SOLID.fullmatch(said):
        first = int(said[4:]), int(said[2:4]), int(said[:2])
        return first if first[1] <= 12 and 1900 <= first[0] <= 2100 else (int(said[:4]), int(said[4:6]), int(said[6:]))
    return None


@lru_cache(1024)
def _latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
