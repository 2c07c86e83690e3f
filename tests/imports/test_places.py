"""Finding the unit that a cell means."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.imports.places import Place, Tree
from core.units.naming import search_key

UNITS = (
    ("0000", "top", "Tỉnh đoàn Kiên Giang"), ("0000.0001", "district", "Huyện đoàn Giồng Riềng"),
    ("0000.0001.0001", "grassroots", "Đoàn xã Hòa An"), ("0000.0001.0001.0001", "branch", "Chi đoàn ấp Xẻo Mây"),
    ("0000.0001.0001.0002", "branch", "Chi đoàn ấp 1"), ("0000.0002", "district", "Thành đoàn Rạch Giá"),
    ("0000.0002.0001", "grassroots", "Đoàn phường Vĩnh Thanh"), ("0000.0002.0001.0001", "branch", "Chi đoàn ấp 1"),
    ("0000.0002.0001.0002", "branch", "Chi đoàn Trường THPT A - B"),
)  # fmt: skip
DAY = date(2020, 1, 1)


def tree() -> Tree:
    """A small province."""
    return Tree(
        Place(id=UUID(int=n), path=path, kind=kind, name=name, standing=True, opened_on=DAY, code=f"M{n}")
        for n, (path, kind, name) in enumerate(UNITS)
    )


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Chi đoàn ấp Xẻo Mây", "0000.0001.0001.0001"),
        ("chi doan ap xeo may", "0000.0001.0001.0001"),
        ("CĐ ấp Xẻo Mây", "0000.0001.0001.0001"),
        ("Đoàn xã Hòa An / Chi đoàn ấp 1", "0000.0001.0001.0002"),
        ("Huyện Giồng Riềng > Chi đoàn ấp 1", "0000.0001.0001.0002"),
        ("Kiên Giang > TP. Rạch Giá > P. Vĩnh Thanh > Chi đoàn ấp 1", "0000.0002.0001.0001"),
        ("Rạch Giá | Vĩnh Thanh | Chi đoàn Trường THPT A - B", "0000.0002.0001.0002"),
        ("Chi đoàn Trường THPT A - B", "0000.0002.0001.0002"),
        ("Đoàn xã Hoà An", "0000.0001.0001"),
    ],
)
def test_a_unit_is_found_by_what_people_write(text, path):
    """Names with or without diacritics, shortened, alone or behind units above; levels may be left out."""
    assert tree().meant(text, "unit").path == path


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Chi đoàn ấp 1", "import.unit-ambiguous"),
        ("Chi đoàn ấp Xẻo Mâyy", "import.unit-unknown-like"),
        ("Đoàn phường Vĩnh Thanh / Chi đoàn ấp Xẻo Mây", "import.unit-unknown-like"),
        ("Công ty Mặt Trời", "import.unit-unknown"),
    ],
)
def test_what_is_not_clear_is_asked_back(text, code):
    """Two of a name, a slip of the pen, a unit that stands elsewhere, nothing like it."""
    with pytest.raises(Problem) as refused:
        tree().meant(text, "unit")
    assert (refused.value.code, refused.value.field) == (code, "unit")


@given(st.sampled_from(range(len(UNITS))), st.sampled_from((" / ", ">", " > ", "|")), st.booleans())
def test_the_whole_path_always_finds_its_unit(number, sign, plain):
    """Whoever writes all the units above is understood, with diacritics or without."""
    path = UNITS[number][0]
    names = [name for way, _, name in UNITS if (path + ".").startswith(way + ".")]
    text = sign.join(search_key(name) if plain else name for name in names)
    assert tree().meant(text, "unit").path == path


def test_a_code_finds_a_unit_whatever_its_name():
    """Small letters and blanks do not matter; an unknown code is named."""
    assert tree().of_code(" m3 ").path == "0000.0001.0001.0001"
    with pytest.raises(Problem, match="unit-code-unknown"):
        tree().of_code("X")
