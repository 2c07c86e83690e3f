"""What an entry must hold, how numbers are typed, which sort a book is."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotFound, Problem
from core.packs.catalog import discover
from core.packs.schema import Quantity, Register
from core.packs.text import Text
from core.registers import rules
from core.registers.rules import Draft

PACKS = {
    name: discover().get(name).rules for name in ("binh_duong_criteria", "dhkt_school_year", "kien_giang_cadre_model")
}
FIRST, LAST, TODAY = date(2021, 1, 1), date(2021, 12, 31), date(2021, 6, 15)
WORDS = Text("x")
COUNTED = Register(
    title=WORDS, kind="activity", of="unit", choices={"a": WORDS, "b": WORDS},
    quantities={"people": Quantity(title=WORDS, unit=WORDS, required=True), "money": Quantity(title=WORDS, unit=WORDS)},
)  # fmt: skip
GOOD = Draft(happened_on=TODAY, title="Ngày Chủ nhật xanh", choice="a", quantities={"people": "30"})


def refused(draft: Draft, register: Register = COUNTED) -> list[tuple[str, str | None]]:
    """Codes and fields of what is refused."""
    with pytest.raises(Problem) as found:
        rules.check(register, draft, FIRST, LAST, TODAY)
    return [(problem.code, problem.field) for problem in found.value.problems]


@given(st.integers(0, rules.MOST), st.sampled_from(["", ".", ",", " "]))
def test_whole_numbers_are_read_as_people_write_them(value, sign):
    """35.000.000, 35,000,000, 35 000 000 and 35000000 are the same number; zero is a number."""
    typed = f"{value:,}".replace(",", sign)
    assert rules.whole(f" {typed} ") == value


@given(st.text(max_size=30))
def test_a_number_is_whole_and_not_negative_or_refused(typed):
    """Whatever is typed: nothing, a whole number from 0 on within bounds, or a refusal that says why."""
    try:
        value = rules.whole(typed)
    except Problem as problem:
        assert problem.code in ("register.not-whole", "register.too-much")
    else:
        assert value is None or 0 <= value <= rules.MOST


@pytest.mark.parametrize(
    "typed", ["-1", "1.5", "2,5", "1.00", "1.000,000", "12.34.567", "ba", "1e3", "٣", "1_000", "+2"]
)
def test_what_is_no_whole_number_is_refused(typed):
    """Signs, decimals, mixed or broken groups, other digits and words are no counts."""
    with pytest.raises(Problem) as found:
        rules.whole(typed)
    assert found.value.code == "register.not-whole"


@given(st.dates(date(2020, 1, 1), date(2022, 12, 31)), st.dates(date(2020, 6, 1), date(2022, 6, 30)))
def test_the_day_lies_in_the_period_and_not_ahead(day, today):
    """Accepted exactly when it is in the programme's period and not after today; otherwise said at the date."""
    draft = msgspec.structs.replace(GOOD, happened_on=day)
    allowed = FIRST <= day <= LAST and day <= today
    try:
        rules.check(COUNTED, draft, FIRST, LAST, today)
        assert allowed
    except Problem as problem:
        assert not allowed
        assert {one.field for one in problem.problems} == {"happened_on"}


def test_everything_missing_is_named_at_once():
    """An empty entry names the day, the title, the kind and the required number, each at its field."""
    assert refused(Draft()) == [
        ("register.date-missing", "happened_on"), ("register.title-missing", "title"),
        ("register.choice-missing", "choice"), ("register.quantity-missing", "quantity.people"),
    ]  # fmt: skip


@given(
    st.fixed_dictionaries(
        {"title": st.text(max_size=320), "note": st.text(max_size=40), "choice": st.sampled_from("abc")}
    )
)
def test_an_accepted_entry_keeps_to_the_book(fields):
    """What passes has a title of some length and one of the book's kinds."""
    draft = msgspec.structs.replace(GOOD, **fields)
    try:
        assert rules.check(COUNTED, draft, FIRST, LAST, TODAY) == {"people": 30}
        assert fields["title"].strip() and len(fields["title"]) <= rules.TITLE_MAX and fields["choice"] in ("a", "b")
    except Problem as problem:
        assert {one.field for one in problem.problems} <= {"title", "choice"}


def test_a_book_without_kinds_takes_none():
    """A kind that the book does not have is refused; without kinds nothing is asked."""
    plain = Register(title=WORDS, kind="visit", of="person")
    assert refused(GOOD, plain) == [("form.unknown-choice", "choice")]
    assert rules.check(plain, msgspec.structs.replace(GOOD, choice=""), FIRST, LAST, TODAY) == {}


def test_zero_is_kept_and_nothing_typed_is_nothing():
    """0 đồng is an answer; an empty optional number is not stored as zero."""
    draft = msgspec.structs.replace(GOOD, quantities={"people": "0", "money": " ", "unknown": "5"})
    assert rules.check(COUNTED, draft, FIRST, LAST, TODAY) == {"people": 0}


def test_sorts_of_the_real_books():
    """Early correction and violations are for committees, inspections for the inspection too (S3-23, S2-6, S4-61)."""
    sorts = {
        f"{name}.{key}": rules.sort_of(one)
        for name, pack in PACKS.items()
        for key, one in rules.books(pack).items()
        if rules.sort_of(one) != "open"
    }
    assert sorts == {
        "binh_duong_criteria.correction": "restricted", "dhkt_school_year.inspection": "inspection",
        "kien_giang_cadre_model.violation": "restricted", "kien_giang_cadre_model.supervision": "restricted",
        "kien_giang_cadre_model.inspection": "inspection",
    }  # fmt: skip


def test_evidence_names_books_that_exist():
    """Initiatives and field visits prove their criteria (S3-11, S3-16); an unknown book leads nowhere."""
    assert set(rules.evidence(PACKS["binh_duong_criteria"]).values()) == {"initiative", "field_visit"}
    with pytest.raises(NotFound):
        rules.book(PACKS["binh_duong_criteria"], "none")
