"""What a criterion means to one person."""

import tomllib
from datetime import date
from typing import get_args

import pytest

from core.packs import criteria, reading
from core.packs.facts import SeatFact, SubjectFact
from core.packs.installed import PackHooks
from core.packs.schema import Audience, Pack
from core.packs.schema_terms import Occupation
from core.people.rules import OCCUPATIONS

STUDENT = SubjectFact(occupation="student", age=19)
SECRETARY = SubjectFact(
    seat=SeatFact(unit_id="u", unit_kind="district", title="secretary", starts_on=date(2019, 1, 1)),
    occupation="official",
    age=31,
    block="civil_service",
)


@pytest.fixture
def pack(small) -> Pack:
    """Two criteria for everybody; one of officials, which they must register; one with a stricter wording."""
    plain = tomllib.loads(small)
    plain["criteria"]["initiative"] = {
        "group": "do", "title": "Sáng kiến được công nhận",
        "audience": {"occupations": ["official", "lecturer"]}, "required_for": {"occupations": ["official"]},
    }  # fmt: skip
    plain["criteria"]["sober"] = {
        "group": "do", "title": "Hạn chế bia rượu", "polarity": "dont",
        "stricter": {"minors": {"audience": {"age_below": 18}, "title": "Không uống bia rượu"}},
    }  # fmt: skip
    return reading.build(plain)


def test_only_who_is_meant_may_register_a_criterion(pack):
    """S3-11, S4-24: a criterion of officials is not offered to a student, nor required of him."""
    assert "initiative" not in criteria.offered(pack, STUDENT)
    assert criteria.required(pack, STUDENT) == ()
    assert "initiative" in criteria.offered(pack, SECRETARY)
    assert criteria.required(pack, SECRETARY) == ("initiative",)


def test_an_unknown_age_or_occupation_is_never_guessed(pack):
    """Whoever has no birth date keeps the usual wording, whoever has no occupation is offered what is for all."""
    unknown = SubjectFact()
    assert set(criteria.offered(pack, unknown)) == {"first", "second", "sober"}
    assert criteria.wording(pack.criteria["sober"], unknown).vi == "Hạn chế bia rượu"


@pytest.mark.parametrize(("age", "words"), [(17, "Không uống bia rượu"), (18, "Hạn chế bia rượu")])
def test_minors_are_held_to_more(pack, age, words):
    """S4-27: under 18 there is no alcohol and no tobacco at all."""
    assert criteria.wording(pack.criteria["sober"], SubjectFact(age=age)).vi == words


@pytest.mark.parametrize(
    ("audience", "meant"),
    [
        (Audience(kinds=("district", "top")), True),
        (Audience(kinds=("branch",)), False),
        (Audience(titles=("secretary",), full_time=False), True),
        (Audience(full_time=True), False),
        (Audience(blocks=("civil_service",), occupations=("official",)), True),
        (Audience(blocks=("school",), occupations=("official",)), False),
        (Audience(age_below=35), True),
        (Audience(), True),
    ],
)
def test_all_fields_of_an_audience_must_hold(audience, meant):
    """Several fields narrow each other; none at all means everybody."""
    assert criteria.addressed(audience, SECRETARY) is meant
    assert criteria.addressed(Audience(titles=("secretary",)), STUDENT) is False


def test_a_criterion_has_its_own_word_before_its_groups(pack):
    """A list of things to do may hold one that is not to be done (S3-9)."""
    assert criteria.polarity(pack, "sober") == "dont"
    assert criteria.polarity(pack, "first") is None


def test_a_required_criterion_is_asked_for_by_name(pack):
    """A sheet without what its owner must register says which one is missing."""
    from core.packs.facts import SheetFact

    found = PackHooks().registration_problems(pack, SheetFact(items={"first": "Làm"}), SECRETARY)
    assert [f"{one.code}@{one.field}" for one in found] == ["registration.required-missing@item.initiative"]


def test_the_occupations_of_people_are_those_that_packs_may_name():
    """An audience that no form can express would reach nobody."""
    assert get_args(Occupation) == OCCUPATIONS
