"""The worked cases of every installed pack."""

import re

from core.packs.cases import load_cases, run_case

REQUIREMENT = re.compile(r"S\d-A?\d+")


def test_case(pack_case):
    """The pack does what its case says the documents require."""
    result = run_case(*pack_case)
    assert result.passed, result.difference


def test_every_case_names_its_requirements(catalog):
    """A case says which lines of the documents it proves, and its name is its own."""
    for pack in catalog.packs.values():
        cases = load_cases(pack)
        assert cases, pack.id
        assert [case.name for case in cases if not case.requirement] == []
        assert all(REQUIREMENT.fullmatch(line) for case in cases for line in case.requirement)
        assert len({case.name for case in cases}) == len(cases)
