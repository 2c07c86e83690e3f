"""What people write in a cell, and what is meant."""

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.imports import cells, titles
from core.people.rules import sort_key

TODAY = date(2021, 11, 20)
DAYS = st.dates(date(1930, 1, 1), date(2021, 11, 20))
SPELLINGS = (
    lambda d: f"{d.day}/{d.month}/{d.year}",
    lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d.day} / {d.month} / {d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{d:%d%m%Y}",
    lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    lambda d: f"Ngày {d.day:02} Tháng {d.month:02} Năm {d.year}",
    lambda d: f"{d.day} tháng {d.month}, {d.year}",
    lambda d: str((d - date(1899, 12, 30)).days),
    lambda d: d.isoformat() + " 00:00:00",
)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
NAMES = st.lists(st.text(LETTERS, min_size=2, max_size=7), min_size=2, max_size=5).map(" ".join)


@given(DAYS, st.sampled_from(SPELLINGS), st.sampled_from(("NFC", "NFD")))
def test_a_day_is_read_in_every_usual_spelling(day, spelling, form):
    """Figures with any sign, words, and the number that a spreadsheet keeps say the same day."""
    assert cells.day(unicodedata.normalize(form, spelling(day)), "birth_date", TODAY) == day


@given(st.dates(date(1922, 1, 1), date(2021, 11, 20)))
def test_two_figures_of_a_year_mean_one_that_is_past(day):
    """5/9/98 is of the last century, 5/9/05 of this one."""
    assert cells.day(f"{day.day}/{day.month}/{day:%y}", "birth_date", TODAY) == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused_in_words(text):
    """Whatever stands in a cell, nothing else happens."""
    try:
        assert isinstance(cells.day(text, "birth_date", TODAY), date)
    except Problem as problem:
        assert problem.code in ("import.not-a-date", "import.no-such-day", "import.day-missing")


@pytest.mark.parametrize("text", ["2003", "9/2003", "năm 2003", "tháng 9/2003"])
def test_a_year_or_a_month_alone_is_not_guessed(text):
    """No first of January is made up."""
    with pytest.raises(Problem, match="day-missing"):
        cells.day(text, "birth_date", TODAY)


@given(NAMES)
def test_a_name_is_the_same_in_capitals_and_decomposed(name):
    """Capitals become ordinary writing; the key by which somebody is known again is one for all writings."""
    written = cells.name(name.upper())
    assert written == " ".join(word.capitalize() for word in name.split())
    assert unicodedata.is_normalized("NFC", written)
    assert sort_key(written) == sort_key(unicodedata.normalize("NFD", name))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nguуễn Văn An", "import.mixed-scripts"),  # у is Cyrillic
        ("Νguyễn Văn An", "import.mixed-scripts"),  # Ν is Greek
        ("=HYPERLINK(1)", "import.odd-sign"),
        ("Lê An 2", "import.odd-sign"),
        ("Lê\u202e An", "form.hidden-characters"),
        ("Lê\ufffd An", "form.hidden-characters"),
        ("x", "person.name-too-short"),
        ("", "form.required"),
        ("A" * 81, "form.too-long"),
    ],
)
def test_a_name_that_is_none_is_refused(text, code):
    """Look-alike letters, formulas, figures, hidden signs, too little and too much."""
    with pytest.raises(Problem) as refused:
        cells.name(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "number"),
    [("0912345678", "0912345678"), ("912345678", "0912345678"), ("+84 912 345 678", "0912345678"),
     ("0912.345.678, 0987654321", "0912345678"), ("84912345678", "0912345678"), ("02973 812345", "02973812345")],
)  # fmt: skip
def test_a_phone_number_is_brought_to_one_form(text, number):
    """The country's code goes, the dropped zero comes back, the first of two counts."""
    assert cells.phone(text) == number


@given(st.text(max_size=40))
def test_any_other_text_is_refused_as_a_number_or_an_address(text):
    """What is accepted fits the columns of the table."""
    for rule, most in ((cells.phone, 11), (cells.email, 120), (cells.code, 30)):
        try:
            kept = rule(text)
        except Problem:
            continue
        assert 0 < len(kept) <= most and kept.isascii()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bí thư chi đoàn", [("secretary", "branch")]),
        ("Phó Bí thư; UV BCH Đoàn xã", [("deputy", ""), ("member", "grassroots")]),
        ("UVBTV Huyện đoàn kiêm Bí thư Đoàn xã", [("standing", "district"), ("secretary", "grassroots")]),
        ("Cán bộ chuyên trách Tỉnh đoàn", [("officer", "top")]),
        ("Đoàn viên", []),
        ("không", []),
    ],
)
def test_positions_are_read_as_officers_write_them(text, found):
    """Several in a cell, shortened or not, with the level where it is said."""
    said = titles.positions(text)
    assert [(one.title, one.level[0] if one.level else "") for one in said] == found


def test_what_is_no_position_is_refused():
    """A class monitor is nobody's committee."""
    with pytest.raises(Problem, match="title-unknown"):
        titles.positions("Lớp trưởng")


@given(st.integers(0, 400))
def test_a_serial_of_a_spreadsheet_counts_days(days):
    """As Excel counts from 30/12/1899."""
    assert cells.day(str(36161 + days), "birth_date", TODAY) == date(1999, 1, 1) + timedelta(days)
