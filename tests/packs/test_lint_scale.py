"""Bands, conditions, caps, audiences and rounds that cannot be meant, on a small scale by points."""

import tomllib

import pytest

from core.packs import lint, reading

POINTS = """
kind = "points_with_prerequisites"
[levels.best]
title = { vi = "Xuất sắc", en = "Best" }
national = "excellent"
minimum = 90
requires = ["present"]
[levels.good]
title = { vi = "Tốt", en = "Good" }
national = "good"
minimum = 80
below = 90
[levels.done]
title = { vi = "Hoàn thành", en = "Done" }
national = "completed"
minimum = 50
below = 80
[levels.failed]
title = { vi = "Không hoàn thành", en = "Failed" }
national = "not_completed"
minimum = 0
below = 50
[prerequisites.present]
title = { vi = "Sinh hoạt đầy đủ", en = "Attends" }
"""


NAMED = {"kind": "named", "levels": {"good": {"title": {"vi": "Tốt", "en": "Good"}, "national": "good"}},
         "prerequisites": {}}  # fmt: skip


@pytest.fixture
def scored(small) -> dict:
    """A pack by points that is in order."""
    plain = tomllib.loads(small)
    plain["registration"] = {"points": {"total": 100}}
    plain["scale"] = tomllib.loads(POINTS)
    plain["stages"]["committee"]["gives"] = "points"
    plain["registers"] = {
        "violation": {"title": both("Vi phạm"), "kind": "violation", "of": "person", "choices": {"law": both("Luật")}}
    }
    return plain


def both(text: str) -> dict:
    """A text in both languages."""
    return {"vi": text, "en": text}


def test_a_scale_by_points_in_order_has_no_finding(scored):
    """Half-open bands down to zero with their conditions are in order."""
    assert lint.check(reading.build(scored)) == ()


@pytest.mark.parametrize(
    ("path", "value", "address"),
    [
        ("scale/levels/good", {"below": None, "maximum": 89}, "levels.gap@scale.levels.good"),
        ("scale/levels/failed", {"below": 49}, "levels.gap@scale.levels.failed"),
        ("scale/levels/good", {"below": 91}, "levels.overlap@scale.levels.good"),
        ("scale/levels/good", {"below": None, "maximum": 90}, "levels.overlap@scale.levels.good"),
        ("scale/levels/done", {"minimum": 80}, "levels.overlap@scale.levels.done"),
        ("scale/levels/good", {"maximum": 89}, "levels.two-ends@scale.levels.good"),
        ("scale/levels/best", {"minimum": 101}, "levels.unreachable@scale.levels.best.minimum"),
        ("scale/levels/best", {"maximum": 95}, "levels.gap@scale.levels.best"),
        ("scale/levels/best", {"below": 100}, "levels.gap@scale.levels.best"),
        ("scale/levels/best", {"maximum": 110}, "levels.unreachable@scale.levels.best"),
        ("scale/levels/failed", {"minimum": 10}, "levels.bottom-open@scale.levels.failed.minimum"),
        ("scale/levels/done", {"minimum": None}, "levels.no-minimum@scale.levels.done"),
        ("scale/levels/done", {"national": None}, "levels.unmapped@scale.levels.done.national"),
        ("scale/levels/best", {"requires": ["absent"]}, "levels.unknown-condition@scale.levels.best.requires"),
        ("scale/levels/best", {"requires": []}, "scale.condition-idle@scale.prerequisites.present"),
        ("scale", {"kind": "points"}, "scale.conditions-unused@scale.prerequisites"),
        ("scale", {"kind": "none"}, "levels.none-wanted@scale.levels"),
        ("scale", {"kind": "named"}, "levels.points-on-names@scale.levels.best"),
        ("scale", {"caps": {"law": {"title": both("Vi phạm"), "register": "violation", "level": "worst"}}},
         "caps.unknown-level@scale.caps.law.level"),
        ("scale", {"caps": {"law": {"title": both("Vi phạm"), "register": "fault", "level": "done"}}},
         "caps.unknown-register@scale.caps.law.register"),
        ("scale", {"caps": {"law": {"title": both("V"), "register": "violation", "choice": "x", "level": "done"}}},
         "caps.unknown-choice@scale.caps.law.choice"),
        ("scale", NAMED, "registration.points-idle@registration.points"),
        ("scale", NAMED, "stages.no-points@stages.committee.gives"),
        ("stages/committee", {"gives": "opinion", "decides": False, "tie": "chair"},
         "stages.tie-idle@stages.committee.tie"),
        ("milestones/registration", {"first_cycle": {"within": "09"}},
         "dates.no-first-cycle@milestones.registration.first_cycle"),
        ("registration", {"points": None}, "registration.no-points@registration"),
        ("registration", {"items_max": 0}, "registration.maximum-below@registration.items_max"),
        ("registration", {"every_group": True, "items_min": 3}, "registration.minimum-above@registration.items_min"),
        ("criteria/first", {"audience": {"occupations": ["student"]}, "group": "do"},
         "registration.minimum-above@registration.items_min"),
        ("criteria/first", {"evidence": "visits"}, "criteria.unknown-register@criteria.first.evidence"),
        ("criteria/first", {"part": "self"}, "criteria.unknown-part@criteria.first.part"),
        ("stages/committee", {"gives": "level"}, "stages.decides-without-level@stages.committee.gives"),
        ("stages/committee", {"variants": {"few": {"title": both("Ít"), "actor": "committee"}}},
         "stages.variant-never@stages.committee.variants.few"),
        ("stages/committee", {"decides": False}, "checkpoints.decision@checkpoints.year.stages"),
        ("stages/committee", {"actor": "upper"}, "checkpoints.wrong-actor@checkpoints.year.stages"),
        ("checkpoints/year", {"of": "unit"}, "checkpoints.no-kinds@checkpoints.year.kinds"),
        ("targets", {"none": {"title": both("Không vi phạm"), "of": "register:violation"}},
         "targets.bounds@targets.none"),
        ("targets", {"few": {"title": both("Điểm"), "of": "pilots", "at_least": 3, "at_most": 2}},
         "targets.bounds@targets.few"),
        ("milestones/level", {"within": None, "before": "12-31", "printed": "2031-12-31"},
         "dates.printed-outside@milestones.level.printed"),
        ("milestones/level", {"within": None, "before": "12-31", "printed": "2020-12-30"},
         "dates.printed-otherwise@milestones.level.printed"),
        ("milestones/level", {"within": None, "every": {"months": 6, "meeting": "committee"}},
         "dates.rhythm@milestones.level.every"),
    ],
)  # fmt: skip
def test_each_slip_is_found_at_its_place(scored, path, value, address):
    """One thing spoilt in a correct pack by points is found, with its code and its place."""
    if "items_min" in address and path.startswith("criteria"):
        scored["registration"]["items_min"] = 2
    assert address in {one.address for one in lint.open_findings(reading.build(spoilt(scored, path, value)))}


def test_a_top_band_that_ends_with_the_total_is_in_order(scored):
    """90 - 100 of a hundred points is what documents print."""
    spoilt(scored, "scale/levels/best", {"maximum": 100})
    assert lint.open_findings(reading.build(scored)) == ()


@pytest.mark.parametrize(("ends", "between"), [(89, "89 and 90"), (85, "85 and 90")])
def test_what_lies_between_two_printed_bands_is_said(scored, ends, between):
    """S4-A3: 89,5 is neither in 80 - 89 nor in 90 - 100, and the finding says so."""
    spoilt(scored, "scale/levels/good", {"below": None, "maximum": ends})
    (found,) = lint.open_findings(reading.build(scored))
    assert between in found.wanted and found.severity == "notice"


def test_points_of_a_school_of_the_country_leave_fifty_without_a_level(scored):
    """A scale printed as 51–70 and under 50 says nothing of 50 to 51; the half-open reading does."""
    spoilt(scored, "scale/levels/done", {"minimum": 51})
    found = {one.address: one.found for one in lint.open_findings(reading.build(scored))}
    assert found == {"levels.gap@scale.levels.failed": "printed until below 50, but done from 51"}


def test_an_audience_of_positions_is_nobody_among_members(scored):
    """Where members are enrolled, a rule for secretaries binds nobody."""
    scored["subject"] = {"kind": "member"}
    scored["criteria"]["first"]["required_for"] = {"titles": ["secretary"]}
    found = {one.address for one in lint.open_findings(reading.build(scored))}
    assert found == {"audience.nobody@criteria.first.required_for"}


def spoilt(plain: dict, path: str, value: dict) -> dict:
    """`plain` with the keys of one table set, or taken out by None."""
    inner = plain
    for step in path.split("/"):
        inner = inner.setdefault(step, {})
    inner.update(value)
    for key in [key for key, part in inner.items() if part is None]:
        del inner[key]
    return plain
