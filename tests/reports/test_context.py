"""The paper around the rows: letterhead, titles, heads, notes, signatures (S0-37 … S0-40)."""

import pytest

from core.errors import NotFound
from core.reports import columns
from core.reports.columns import Head
from core.reports.context import Exemption, fill


def test_the_letterhead_of_a_district(appendix):
    """Left the upper union and the committee in capitals, right the union's name, the place and the padded date."""
    report = appendix(parent="Tỉnh đoàn Kiên Giang")
    assert report.left == ("TỈNH ĐOÀN KIÊN GIANG", "BCH TỈNH ĐOÀN KIÊN GIANG")
    assert report.right == ("ĐOÀN TNCS HỒ CHÍ MINH",)
    assert report.dateline == "Rạch Giá, ngày 05 tháng 12 năm 2021"


def test_the_top_unit_has_no_upper_line(appendix):
    """A line of the letterhead that would be empty is left out."""
    assert appendix().left == ("BCH TỈNH ĐOÀN KIÊN GIANG",)


def test_the_titles(appendix):
    """Title, heading and year as printed in the source."""
    report = appendix()
    assert (report.title, report.heading, report.year_line) == (
        "PHỤ LỤC BÁO CÁO",
        "Kết quả triển khai thực hiện Kết luận 06",
        "Năm 2021",
    )


def test_the_head_in_two_levels_and_the_numbered_row(appendix):
    """The four levels share the head "Kết quả"; the numbers under the heads are those of the form (S0-39, S0-40)."""
    report = appendix()
    assert report.heads == (
        (
            Head("STT", 1, 2),
            Head("Đơn vị", 1, 2),
            Head("Tổng số cán bộ Đoàn", 1, 2),
            Head("Tổng số đăng ký thực hiện", 1, 2),
            Head("Kết quả", 4, 1),
        ),
        (Head("Tốt", 1, 1), Head("Khá", 1, 1), Head("Trung bình", 1, 1), Head("Yếu", 1, 1)),
    )
    assert report.numbers == ("", "1", "2 (>=3)", "3=(4+5+6+7)", "4", "5", "6", "7")


def test_the_signatures(appendix):
    """The secretary signs for the standing committee, or for the committee where there is none (domain.md §6.1)."""
    assert appendix().signed_left == ("NGƯỜI LẬP BẢNG",)
    assert appendix().signed_right == ("TM. BAN THƯỜNG VỤ", "BÍ THƯ")
    assert appendix(standing=False).signed_right == ("TM. BAN CHẤP HÀNH", "BÍ THƯ")


def test_each_number_column_is_fed_by_a_counter(rules):
    """Totals come from the indicators, results from the ranks of the pinned scale."""
    fed = columns.counters(rules, columns.shown(rules.reports["appendix"]))
    assert list(fed.values()) == ["eligible", "registered", "level_1", "level_2", "level_3", "level_4"]


def test_people_counted_otherwise_are_named(appendix):
    """Who is on leave or has left goes with the report, by name and reason (domain.md §4)."""
    away = Exemption(person="Lê Hoàng Ân", unit="Huyện đoàn Giồng Riềng", presence="on_leave", reason="nghỉ thai sản")
    assert appendix(exemptions=(away,)).exemptions == (away,)


def test_a_report_that_the_rules_lack_does_not_exist(rules):
    """An unknown report is not found."""
    with pytest.raises(NotFound):
        columns.report_of(rules, "khong_co")


def test_only_known_words_are_filled_in():
    """A brace that stands for nothing stays: no attribute or format of Python is reachable from a pack's text."""
    assert fill("{unit} {unit.__class__} {0} {x!r}", {"unit": "Đoàn xã"}) == "Đoàn xã {unit.__class__} {0} {x!r}"
