"""What a pack says that cannot be meant."""

import copy

import pytest

from core.packs import lint, patching, reading


def findings(plain: dict) -> set[str]:
    """Open findings about spoilt rules, as `code@place`."""
    return {finding.address for finding in lint.open_findings(reading.build(plain))}


def spoil(plain: dict, path: str, value: object) -> dict:
    """`plain` with one value set, or taken out by None, at a key path."""
    *steps, last = path.split("/")
    inner = plain
    for step in steps:
        inner = inner.setdefault(step, {})
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return plain


def test_the_contradictions_of_the_source_are_found_by_themselves(plain_kl06):
    """S0-A1, S0-A4 and S0-A9 are found without the errata, and their errata waive them."""
    found = {finding.address: finding.waived_by for finding in lint.check(reading.build(plain_kl06))}
    assert found == {
        "dates.report-before-result@milestones.yearly_report": "s0_a1",
        "dates.no-time-between@milestones.district_plan": "s0_a4",
        "document.incomplete@document": "s0_a9",
    }
    assert findings(plain_kl06 | {"errata": {}}) == set(found)


@pytest.mark.parametrize(
    ("pack", "found"),
    [
        ("dhkt_school_year", {  # S4-A3 twice, S4-A1, S4-A9
            "levels.gap@scale.levels.hoan_thanh_tot", "levels.gap@scale.levels.hoan_thanh",
            "dates.printed-outside@milestones.report.printed", "document.incomplete@document"}),
        ("kien_giang_cadre_model", {"dates.report-before-result@milestones.yearly_report"}),  # S0-A1, inherited
        ("binh_duong_criteria", set()),
        ("kien_giang_member_training", set()),
    ],
)  # fmt: skip
def test_what_a_document_leaves_open_is_found_without_its_errata(catalog, pack, found):
    """The linter knows nothing of the errata: without them every doubt is open, with them none is."""
    rules = catalog.get(pack).rules
    assert findings(copy.deepcopy(reading.plain(rules)) | {"errata": {}}) == found
    assert lint.open_findings(rules) == ()


def test_the_misprinted_year_of_a_report_is_found_in_every_wording(catalog):
    """S4-A1: "trước 01/6/2020" in a programme of 2020–2021, kept as print or taken for the rule, is a finding."""
    plain = copy.deepcopy(reading.plain(catalog.get("dhkt_school_year").rules)) | {"errata": {}}
    report = plain["milestones"]["report"]
    assert report["printed"] == "2020-06-01"
    (said,) = [one for one in lint.open_findings(reading.build(plain)) if one.code == "dates.printed-outside"]
    assert said.found == "2020-06-01" and said.wanted.startswith("a day from 2020-09-01")
    del report["printed"]
    report["before"] = "2020-06-01"
    assert "dates.never@milestones.report" in findings(plain)


@pytest.mark.parametrize(
    ("path", "value", "address"),
    [
        ("milestones/registration/first_cycle", None, "dates.before-rollout@milestones.registration"),
        ("milestones/yearly_report/before", "02-30", "dates.impossible@milestones.yearly_report.before"),
        ("milestones/yearly_report/before", "13-01", "dates.impossible@milestones.yearly_report.before"),
        ("milestones/yearly_report/before", "00-10", "dates.impossible@milestones.yearly_report.before"),
        ("milestones/registration/within", "13", "dates.impossible@milestones.registration.within"),
        ("milestones/district_plan/by", "2019-02-29", "dates.impossible@milestones.district_plan.by"),
        ("milestones/district_plan/by", "9999-12-31", "dates.impossible@milestones.district_plan.by"),
        ("milestones/district_plan/by", "0000-01-01", "dates.impossible@milestones.district_plan.by"),
        ("milestones/district_plan/by", "2018-08-30", "dates.never@milestones.district_plan"),
        ("milestones/district_plan/by", "2019-01-05", "dates.before-basis@milestones.district_plan"),
        ("milestones/mid_review/years", [2019], "dates.never@milestones.mid_review"),
        ("milestones/self_review/by", "11-30", "dates.wording@milestones.self_review"),
        ("milestones/self_review/within", None, "dates.wording@milestones.self_review"),
        ("milestones/self_review/act", "registration", "dates.twice@milestones.self_review"),
        ("milestones/self_review/within", "02", "dates.contradictory@milestones.self_review"),
        ("milestones/committee_level/within", "10", "dates.contradictory@milestones.committee_level"),
        ("milestones/registration/opens", "02-15", "dates.contradictory@milestones.registration.opens"),
        ("milestones/registration/opens", "02-29", "dates.leap-day@milestones.registration.opens"),
        ("milestones/registration/first_cycle", {"by": "2019-09-31"},
         "dates.impossible@milestones.registration.first_cycle.by"),
        ("period/last", 2018, "dates.contradictory@period.last"),
        ("period/starts", "2019-01-01", "dates.impossible@period.starts"),
        ("period/last", None, "period.phase-open@period"),
        ("milestones/rollout/act", "declaration:rolout", "milestones.unknown-act@milestones.rollout.act"),
        ("milestones/self_review/act", "stage:year.sefl", "milestones.unknown-act@milestones.self_review.act"),
        ("milestones/yearly_report/act", "report:annex", "milestones.unknown-act@milestones.yearly_report.act"),
        ("milestones/rollout/owed_by", ["commune"], "milestones.unknown-owner@milestones.rollout.owed_by"),
        ("declarations/rollout/disabled", True, "milestones.unknown-act@milestones.rollout.act"),
        ("groups/more", {"title": {"vi": "Thêm", "en": "More"}}, "groups.empty@groups.more"),
        ("criteria/do_1/group", "does", "criteria.unknown-group@criteria.do_1.group"),
        ("groups/dont/disabled", True, "criteria.unknown-group@criteria.dont_1.group"),
        ("registration/per_group_min/dont", 9, "registration.minimum-above@registration.per_group_min.dont"),
        ("registration/per_group_min/other", 1, "registration.unknown-group@registration.per_group_min.other"),
        ("registration/items_min", 17, "registration.minimum-above@registration.items_min"),
        ("scale/levels/tot/national", "not_completed", "levels.order@scale.levels"),
        ("scale/levels/tot/order", 25, "levels.order@scale.levels"),
        ("scale/levels/yeu/disabled", True, "reports.unknown-source@reports.appendix.columns.weak.source"),
        ("reports/appendix/columns/weak/disabled", True, "reports.level-missing@reports.appendix.columns"),
        ("reports/appendix/columns/good/source", "level:good",
         "reports.unknown-source@reports.appendix.columns.good.source"),
        ("reports/appendix/checks/covers/left", "sum", "reports.unknown-column@reports.appendix.checks.covers"),
        ("reports/appendix/checks/covers/at_least", None, "reports.check-empty@reports.appendix.checks.covers"),
        ("checkpoints/year/stages", ["self", "boss", "committee"], "checkpoints.unknown-stage@checkpoints.year.stages"),
        ("checkpoints/year/stages", ["self", "committee", "self"], "checkpoints.stage-twice@checkpoints.year.stages"),
        ("checkpoints/year/stages", ["self", "youth"], "checkpoints.decision@checkpoints.year.stages"),
        ("stages/youth/decides", True, "stages.decides-without-level@stages.youth.gives"),
        ("stages/youth/reply_days", 2, "stages.reply-undecided@stages.youth.reply_days"),
        ("locks/far", {"places": ["nowhere"], "reason": "Khóa"}, "locks.nowhere@locks.far.places"),
        ("marks", {}, "stages.no-marks@stages.self.gives"),
        ("targets/boards/of", "declaration:panel", "targets.unknown@targets.boards.of"),
        ("targets/boards/required", 120, "targets.percent@targets.boards.required"),
        ("criteria/do_1/title", "Xung kích", "text.untranslated@criteria.do_1.title"),
        ("criteria/do_1/suggestions/new_work", "Việc mới", "text.untranslated@criteria.do_1.suggestions.new_work"),
        ("criteria/do_2/order", 10, "order.twice@criteria"),
        ("subject/committees", [], "subject.nobody@subject"),
        ("errata/s0_a2/waives", ["dates.never@period"], "errata.waives-nothing@errata.s0_a2.waives"),
    ],
)  # fmt: skip
def test_each_slip_is_found_at_its_place(plain_kl06, path, value, address):
    """One thing spoilt in Kiên Giang's rules is found, with its code and its place."""
    if path.startswith("subject"):
        spoil(plain_kl06, "subject/full_time", [])
    assert address in findings(spoil(plain_kl06, path, value))


def test_an_error_cannot_be_waived(plain_kl06):
    """An erratum answers a doubt about the source; it does not make a wrong reference right."""
    spoil(plain_kl06, "criteria/do_1/group", "does")
    spoil(plain_kl06, "errata/s0_a2/waives", ["criteria.unknown-group@criteria.do_1.group"])
    assert "criteria.unknown-group@criteria.do_1.group" in findings(plain_kl06)


def test_a_disabled_stage_needs_no_edit_of_its_checkpoint(kl06):
    """A tenant that does without a voice switches the stage off, and that is all."""
    rules = patching.resolve(kl06, {"stages": {"youth": {"disabled": True}}})
    assert lint.open_findings(rules) == ()


def test_errors_come_first_and_say_what_is_wanted(plain_kl06):
    """The list starts with what breaks the pack, each with found and wanted."""
    spoil(plain_kl06, "criteria/do_1/group", "does")
    first = lint.check(reading.build(plain_kl06))[0]
    assert (first.severity, first.found, first.wanted) == ("error", "does", "one of do, dont")


def test_a_correct_pack_has_no_finding(small_pack):
    """The smallest pack that is in order is in order."""
    assert lint.check(small_pack) == ()
