"""A question as an address: what is chosen survives, what cannot be understood is left out."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from core.comparison.indicators import CATALOGUE
from core.comparison.provinces import ALL, NOW
from ui.comparison.asking import GROUPS, ORDERS, Asked, asked
from ui.comparison.frame import over

CODES = st.sampled_from(sorted(ALL))
QUESTIONS = st.builds(
    Asked,
    indicator=st.sampled_from(sorted(CATALOGUE)), year=st.integers(2010, 2100),
    subject=st.sampled_from(["member", "cadre"]),
    group=st.sampled_from(["", *GROUPS.values()]), pack=st.sampled_from(["", "kien_giang_kl06"]),
    view=st.sampled_from(["reported", "restated"]), crosswalk=st.none() | st.integers(0, 999),
    province=st.just("") | CODES, others=st.lists(CODES, max_size=4, unique=True).map(tuple),
    order=st.sampled_from(ORDERS), picture=st.sampled_from(["ban-do", "o-luoi"]),
)  # fmt: skip


def read(query: str) -> Asked:
    """What an address asks."""
    pairs = dict(parse_qsl(query.removeprefix("?")))
    return asked(pairs, CATALOGUE, indicator="registered", year=2021)


@given(QUESTIONS)
def test_an_address_opens_the_same_question(question):
    """Everything chosen stands in the address."""
    assert read(question.query()) == question


NAMES = ["chi-so", "nam", "doi-tuong", "nhom", "bo", "quy-doi", "cung", "sap"]


@given(st.dictionaries(st.sampled_from(NAMES), st.text()))
def test_any_address_asks_something(pairs):
    """Whatever stands in an address, a whole question comes of it."""
    question = asked(pairs, CATALOGUE, indicator="registered", year=2021)
    assert question.indicator in CATALOGUE and 2010 <= question.year <= 2100 and question.order in ORDERS


@given(CODES, st.integers(2010, 2040))
def test_a_territory_is_followed_over_the_merger(code, year):
    """In a year after it the province of today; before it one that has part of the territory."""
    question = Asked(indicator="registered", year=2021, province=code)
    there = over(code, year, question)
    assert (there in NOW) if year >= 2025 else ALL[there].tile is not None


def test_a_namesake_before_the_merger():
    """From An Giang of 2025 back to An Giang of 2024, not to Kiên Giang."""
    question = Asked(indicator="registered", year=2025, province="an-giang-2025")
    assert over("an-giang-2025", 2024, question) == "an-giang" and over("kien-giang", 2026, question) == "an-giang-2025"
