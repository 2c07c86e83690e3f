"""The runner of worked cases: it must fail when a pack and its cases part."""

import pytest

from core.packs.cases import CaseResult, run_cases
from core.packs.catalog import discover

RIGHT = """
[[case]]
requirement = ["S9-1"]
title = "Đăng ký trong tháng 01"
kind = "milestones"
given = { year = 2020 }
expect = { registration = { last = "2020-01-31" } }
"""


@pytest.fixture
def run(install, small, tmp_path):
    """Run one case file of the small pack."""

    def run_file(text: str) -> list[CaseResult]:
        entries = install("small", small)
        folder = tmp_path / "small" / "cases"
        folder.mkdir()
        (folder / "one.toml").write_text(text, "utf-8")
        return run_cases(discover(entries).get("small"))

    return run_file


def test_a_right_case_passes(run):
    """What the pack does is what the case expects."""
    (result,) = run(RIGHT)
    assert result.passed
    assert result.case.name == "small/one.toml: Đăng ký trong tháng 01"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("01-31", "01-30", "registration.last: expected '2020-01-30', got '2020-01-31'"),
        ("registration", "rollout", "rollout: expected {'last': '2020-01-31'}, got nothing"),
        ('last = "2020-01-31"', 'wording = "by"', "registration.wording: expected 'by', got 'within'"),
        ("year = 2020", "year = 1492", "expected an answer, got refused: ['pack.year-without-basis']"),
        ("year = 2020", "years = 2020", "given: ValueError: expected year, at, got years"),
        ("year = 2020", "", "given: KeyError: 'year'"),
        ('"milestones"', '"milestone"', "kind: expected one of milestones, enrolment"),
        ('expect = { registration = { last = "2020-01-31" } }', "expect = {}", "expect: expected at least one thing"),
        ("given", 'edits.milestones.registration = { within = "02" }\ngiven', "got '2020-02-29'"),
        ("given", "edits.milestones.registration = { within = 2 }\ngiven", "got refused: ['pack.value']"),
        ("given", 'remove = ["milestones/registration"]\ngiven', "registration: expected"),
        ("title", "titel", "kind: expected one of"),
        ("[[case]]", "[[case]", "kind: expected one of"),
    ],
)
def test_a_wrong_case_says_where_it_differs(run, old, new, said):
    """A case that expects something else, or is written wrongly, fails with the place and both values."""
    (result,) = run(RIGHT.replace(old, new))
    assert not result.passed
    assert said in result.difference


def test_a_list_is_compared_in_its_order(run):
    """The order of milestones, levels and columns is part of what a case proves."""
    text = RIGHT.replace('{ registration = { last = "2020-01-31" } }', '{ keys = ["level", "registration"] }')
    assert "keys[0]: expected 'level', got 'registration'" in run(text)[0].difference


def test_an_expected_refusal_passes(run):
    """A case may expect that a year is refused."""
    text = RIGHT.replace("2020 }", "1492 }").replace(
        'registration = { last = "2020-01-31" }', 'refused = ["pack.year-without-basis"]'
    )
    assert run(text)[0].passed


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"milestones"', '"milestone"', ("case.unknown-kind", "case[1].kind", "'milestone'")),
        ('expect = { registration = { last = "2020-01-31" } }', "expect = {}",
         ("case.no-expectation", "case[1].expect", "nothing")),
        ("[[case]]", "[[case]", ("case.unreadable", "case[1].kind", "'unreadable'")),
    ],
)  # fmt: skip
def test_a_faulty_case_is_listed_with_its_place(run, old, new, fault):
    """File, key path, found and wanted, as for a fault of the rules."""
    (result,) = run(RIGHT.replace(old, new))
    (error,) = result.errors
    assert (error.code, error.place, error.found, error.file) == (*fault, "one.toml")
    assert error.wanted
