"""A worked case that names something the rules do not have fails, with file, key path, found and wanted."""

import pytest

from core.packs.cases import Case, run_case

PACK = "dhkt_school_year"
RATED = {"items": {"1.1": {"registered": 100, "given": 95}}}


@pytest.mark.parametrize(
    ("kind", "given", "expect", "place"),
    [
        ("rate", {"items": {"9.9": {"registered": 100, "given": 95}}}, {"level": "hoan_thanh_xuat_sac"},
         "given.items.9.9"),
        ("rate", RATED | {"level": "best"}, {"computed": "hoan_thanh_xuat_sac"}, "given.level"),
        ("rate", RATED, {"level": "best"}, "expect.level"),
        ("rate", RATED | {"voices": ["elders"]}, {"level": "hoan_thanh_xuat_sac"}, "given.voices.0"),
        ("rate", RATED | {"missing": ["elders"]}, {"level": "hoan_thanh_xuat_sac"}, "given.missing.0"),
        ("rate", RATED | {"violations": {"crime": 1}}, {"level": "hoan_thanh_xuat_sac"}, "given.violations.crime"),
        ("rate", RATED | {"prerequisites": {"shoes": True}}, {"level": "hoan_thanh_xuat_sac"},
         "given.prerequisites.shoes"),
        ("registration", {"items": {"9.9": "Làm."}}, {"problems": []}, "given.items.9.9"),
        ("registration", {"items": {}, "points": {"9.9": 1}}, {"problems": []}, "given.points.9.9"),
        ("assessment", {"stage": "elders"}, {"problems": []}, "given.stage"),
        ("assessment", {"stage": "self", "items": ["9.9"]}, {"problems": []}, "given.items.0"),
        ("assessment", {"stage": "self", "level": "best"}, {"problems": []}, "given.level"),
        ("variant", {"stage": "elders", "members": 3}, {"variant": ""}, "given.stage"),
        ("suggestions", {"criterion": "9.9"}, {"keys": []}, "given.criterion"),
        ("offer", {}, {"keys": ["9.9"]}, "expect.keys.0"),
        ("report", {"report": "annex", "values": {}}, {"problems": []}, "given.report"),
        ("targets", {"figures": {"moon": {}}}, {"moon": {"met": "open"}}, "given.figures.moon"),
        ("data", {"at": "checkpoints/moon"}, {"title": "x"}, "given.at"),
        ("data", {"at": "checkpoint"}, {"title": "x"}, "given.at"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_listed(pack, kind, given, expect, place):
    """Whatever kind of case it stands in, and wherever."""
    case = Case(title="x", requirement=(), kind=kind, given=given, expect=expect, file="x.toml", number=2)
    result = run_case(pack, case)
    found = {error.place: error for error in result.errors}
    assert not result.passed and f"case[2].{place}" in found
    error = found[f"case[2].{place}"]
    assert (error.code, error.file) == ("case.unknown-name", "x.toml")
    assert error.found and error.wanted.startswith(("one of", "instead of"))


def test_a_path_taken_out_must_be_there(pack):
    """A misspelt `remove` would leave the rules as they are and prove nothing."""
    case = Case(title="x", requirement=(), kind="lint", expect={"open": []}, remove=("milestones/rolout",))
    (error,) = run_case(pack, case).errors
    assert (error.place, error.found) == ("case[0].remove[0]", "'milestones/rolout' (str)")
    assert "registration" in error.wanted


@pytest.mark.parametrize(
    ("kind", "given", "expect"),
    [
        ("registration", {"items": {"9.9": "Làm."}}, "registration.unknown-criterion@item.9.9"),
        ("assessment", {"stage": "elders"}, "assessment.unknown-stage@stage"),
    ],
)
def test_a_wrong_name_may_be_the_point_of_a_case(pack, kind, given, expect):
    """A case that expects the refusal of a name may use it."""
    case = Case(title="x", requirement=(), kind=kind, given=given, expect={"problems": [expect]})
    assert run_case(pack, case).errors == ()


def test_names_of_an_edit_are_known(pack):
    """A case about a tenant's edit speaks of the edited rules."""
    edits = {"criteria": {"9.9": {"group": "1", "title": "Thêm"}}}
    case = Case(title="x", requirement=(), kind="suggestions", given={"criterion": "9.9"}, expect={"keys": []},
                edits=edits)  # fmt: skip
    assert run_case(pack, case).passed
