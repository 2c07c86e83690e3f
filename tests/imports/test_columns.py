"""Which column holds what, by its heading."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports import columns
from core.units.naming import search_key

WRITINGS = (str, str.upper, str.lower, search_key, lambda text: f" {text} (*)", lambda text: f"{text}:\n",
            lambda text: unicodedata.normalize("NFD", text))  # fmt: skip


@given(st.sampled_from(columns.NATIONAL), st.sampled_from(WRITINGS))
def test_a_heading_is_known_in_every_writing(heading, writing):
    """Capitals, no diacritics, stars, line ends and decomposed letters change nothing."""
    assert columns.role_of(writing(heading), "people") == columns.role_of(heading, "people")


@given(st.permutations(columns.NATIONAL), st.integers(0, 8))
def test_the_national_workbook_is_known_in_any_order(headings, less):
    """Some headings may be missing or stand elsewhere."""
    assert columns.is_national(headings[less:])
    assert not columns.is_national(headings[:20])


@pytest.mark.parametrize(
    "heading",
    ["Dân tộc", "TÔN GIÁO", "Số CMND", "CCCD/CMND", "Số căn cước công dân", "Mã định danh cá nhân", "Ngày vào Đảng",
     "Ngày kết nạp Đảng", "Là đảng viên", "Ngày cấp", "Nơi cấp CMND", "Tình trạng sức khỏe", "Hộ chiếu số"],
)  # fmt: skip
def test_sensitive_columns_are_never_stored(heading):
    """Whatever stands under such a heading, no place is given to it and nothing of it is shown."""
    (column,) = columns.guessed([heading], [["079012345678", "Kinh"]], "people")
    assert (column.role, column.at, column.samples) == ("sensitive", None, ())


def test_numbers_of_identity_cards_are_known_without_a_heading():
    """A column of twelve-digit numbers is not offered for anything."""
    cells = ["079012345678", "079012345679", "", "079012345670", "079012345671"]
    (column,) = columns.guessed(["Ghi số"], [cells], "people")
    assert column.role == "sensitive"


def test_a_field_is_taken_once_and_strange_columns_stay_open():
    """The second of two equal headings can be chosen for something else by hand."""
    found = columns.guessed(["Họ và tên", "Họ tên", "Biệt danh"], [["A"], ["B"], ["C"]], "people")
    assert [(one.role, one.at) for one in found] == [("field", 0), ("open", 1), ("open", 2)]
    assert columns.mapping_of(found) == {"full_name": 0}


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        (("full_name", "birth_date"), ()), (("family_name", "given_name", "code"), ()),
        (("given_name", "code"), ("full_name",)), (("full_name",), ("birth_date",)),
    ],
)  # fmt: skip
def test_a_file_needs_a_name_and_what_tells_people_apart(fields, missing):
    """A name in one column or two, and a birth date or a code."""
    assert columns.missing(dict.fromkeys(fields, 0), "people") == missing
