"""The frame of official documents, by the regulation of their day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ui.documents.regulations import (
    REGULATIONS,
    dateline,
    numbered,
    recipients,
    regulation_on,
    signing,
    signing_for,
)


def test_the_day_decides_which_regulation_holds():
    """A document of 2011 has the union's name above its issuer, one of 2015 to the right of it."""
    assert regulation_on(date(2011, 5, 12)).union_first
    assert not regulation_on(date(2015, 2, 27)).union_first
    assert regulation_on(date(2013, 10, 28)) != regulation_on(date(2013, 10, 29))
    assert regulation_on(date(1999, 1, 1)) is REGULATIONS[0]


@given(st.dates(min_value=date(1900, 1, 1)))
def test_days_and_months_have_two_digits(day):
    """Nobody can put a digit before the day or the month of an official document."""
    words = dateline("Rạch Giá", day).split()
    assert words[3] == f"{day.day:02}" and words[5] == f"{day.month:02}" and words[7] == str(day.year)


def test_the_frame_reads_as_the_plans_of_the_province_do():
    """Place and day, number and symbol, recipients and signature are those of the plan of 2015 (S0-36)."""
    assert dateline("Rạch Giá", date(2015, 2, 27)) == "Rạch Giá, ngày 27 tháng 02 năm 2015"
    assert numbered("138", "KH", "TĐTN-BTCKT") == "Số: 138-KH/TĐTN-BTCKT"
    assert numbered("7", "QĐ", "TĐTN") == "Số: 07-QĐ/TĐTN"
    assert numbered("", "BC", "ĐTN") == "Số: ....-BC/ĐTN"
    assert numbered("12-BC/HĐ", "BC", "ĐTN") == "Số: 12-BC/HĐ"
    sent = (("Ban Tổ chức Tỉnh ủy", "để b/c"), ("Các huyện, thành đoàn", ""))
    assert recipients(sent, "VP, Ban TCKT") == (
        "- Ban Tổ chức Tỉnh ủy (để b/c);", "- Các huyện, thành đoàn;", "- Lưu VP, Ban TCKT.",
    )  # fmt: skip


def test_who_signs_for_a_committee_and_who_for_a_head():
    """TM. stands before the committee whoever of it signs; KT. only where a deputy signs for the head."""
    assert signing("Ban Thường vụ Tỉnh đoàn", "Phó Bí thư Thường trực") == (
        "TM. BAN THƯỜNG VỤ TỈNH ĐOÀN", "PHÓ BÍ THƯ THƯỜNG TRỰC",
    )  # fmt: skip
    assert signing_for("Trưởng ban", "Trưởng ban") == ("TRƯỞNG BAN",)
    assert signing_for("Trưởng ban", "Phó Trưởng ban") == ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN")
