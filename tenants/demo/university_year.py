"""The school year 2020–2021 of ĐHKT: opened and enrolled by the product's own actions, then written in bulk."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from core.assessments import rules as assessment_rules
from core.db.scope import Transaction
from core.enrolments.actions import enrol
from core.packs.facts import ItemFact, Rating, RatingFact
from core.packs.schema import Pack
from core.programmes import pinned
from core.programmes.actions import Plan, open_programme
from core.programmes.queries import Programme
from core.programmes.rounds import midway
from core.programmes.rules import rank_of
from tenants.demo import activities, exchanges, registers, wording
from tenants.demo.committees import By, Committees
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.seasons import ZONE, at, moment
from tenants.demo.university import NOW, School
from tenants.demo.university_sheets import Author, Given, Rounds, StudentSheet, days_of
from tenants.demo.years import HISTORY, RESULT

PACK, YEAR = "dhkt_school_year", 2020
PLAN = Plan("27-KH/ĐTN-ĐHKT", date(2020, 9, 18), "Ban Thường vụ Đoàn trường Đại học Kinh tế – ĐHQGHN")
FIRST_MEETING = date(2020, 10, 12)  # the branches' first talks with their members
BIG = 30  # from this many members the committee may take the collective's place (S4-48)
# How far the branches are ten days before the date, and what their people did; the shown two are fixed.
MIXES = {
    "behind": {"none": 12, "draft": 5, "submitted": 10, "returned": 5, "validated": 68},
    "reviewing": {"none": 4, "submitted": 2, "returned": 1, "validated": 38, "self": 55},
    "reviewed": {"none": 3, "validated": 6, "self": 91},
    "rated": {"none": 3, "rated": 97},
    "sent": {"none": 2, "rated": 98},
    "recognised": {"none": 2, "recognised": 98},
}
LADDER = ("behind", "reviewing", "reviewing", "reviewing", "reviewed", "reviewed", "rated", "sent", "recognised")
SHEET = (
    "tenant_id", "id", "programme_id", "person_id", "unit_id", "state", "edition", "submitted_at",
    "first_submitted_at", "late", "validated_at", "saved_at", "version",
)  # fmt: skip
ITEM = ("tenant_id", "registration_id", "edition", "criterion", "solution", "ordinal", "points", "since")
REVIEW = (
    "tenant_id", "registration_id", "edition", "decision", "reason", "remarks", "submitted_at", "by_account",
    "by_person", "at",
)  # fmt: skip
GIVEN = (
    "tenant_id", "registration_id", "checkpoint", "stage", "edition", "marks", "points", "level", "computed",
    "comment", "conditions", "reasons", "session_id", "by_account", "by_person", "unit_id", "given_at", "late",
    "saved_at",
)  # fmt: skip
SESSION = (
    "tenant_id", "id", "programme_id", "unit_id", "checkpoint", "stage", "variant", "ground", "reason", "consulted",
    "held_on", "members", "present", "chair", "minutes", "state", "opened_by", "opened_at", "closed_at",
)  # fmt: skip
STATES = """
update enrolment e set state = n.state, self_assessed = n.self, level = n.level, points = n.points,
  registered_late = n.late
from unnest($3::uuid[], $4::text[], $5::bool[], $6::smallint[], $7::int[], $8::bool[])
  n (person, state, self, level, points, late)
where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = n.person
"""
Roll = dict[Unit, list[Person]]


class Held(NamedTuple):
    """A meeting that rated a branch."""

    id: UUID
    unit: Unit
    by: By
    day: date
    variant: str
    members: int
    present: int


class Decision(NamedTuple):
    """What a meeting gave one person, and the result that follows by the pack's rules."""

    given: Given
    rating: Rating
    session: UUID


async def write(tx: Transaction, draw: Draw, school: School) -> int:
    """The running year; the number of sheets."""
    await tx.execute("select sec.move_clock($1)", datetime(2020, 9, 21, 9, tzinfo=ZONE))
    installed = pinned.catalog().get(PACK)
    programme = await open_programme(tx, None, installed, YEAR, PLAN)
    roster = await enrol(tx, programme)
    people = {person.id: person for person in school.people}
    units = {unit.id: unit for unit in school.top.walk()}
    roll: Roll = {}
    for place in roster.places:
        roll.setdefault(units[place.unit_id], []).append(people[place.person_id])
    committees = Committees(school.accounts)
    rounds = rounds_of(programme.rules)
    author = Author(draw, programme.rules, committees, rounds)
    stages = _stages(draw, school, roll)
    sheets = _sheets(draw, author, school, roll, stages)
    held, decisions = _meetings(draw, author, roll, stages, sheets)
    await _store_sheets(tx, programme, sheets)
    await tx.load("review_session", SESSION, [_session(draw, tx, programme, rounds, one) for one in held])
    await _store_given(tx, programme, sheets, decisions)
    await _store_states(tx, programme, sheets, decisions)
    await tx.load("unit_result", RESULT, list(_results(draw, tx, programme, committees, rounds, roll, stages)))
    for statement in HISTORY:
        await tx.execute(statement, tx.tenant_id, programme.id)
    await registers.write(tx, programme, committees, roll, FIRST_MEETING, NOW)
    await exchanges.write(tx, programme, committees, roll, FIRST_MEETING, NOW)
    await activities.write(tx, programme, committees, school.shown)
    await tx.execute("select sec.move_clock($1)", NOW)
    return len(sheets)


def rounds_of(rules: Pack) -> Rounds:
    """The deciding round of the pack, and the one before it in which people only review themselves."""
    final = assessment_rules.final_checkpoint(rules)
    own, decides = assessment_rules.self_stage(rules, final), assessment_rules.deciding_stage(rules, final)
    return Rounds(final, own, decides, midway(rules))


def _stages(draw: Draw, school: School, roll: Roll) -> dict[Unit, str]:
    found = {unit: draw.choice(LADDER) for unit in roll}
    for section in {unit.parent for unit in roll if unit.parent and unit.parent.parent}:
        below = [unit for unit in section.children if unit in found]
        for unit, stage in zip(below, ("sent", "recognised", "rated"), strict=False):
            found[unit] = stage
    return found | {school.shown.few: "reviewed", school.shown.many: "reviewed"}


def _sheets(
    draw: Draw, author: Author, school: School, roll: Roll, stages: dict[Unit, str]
) -> list[StudentSheet]:
    fixed = {school.shown.newcomer: "none", school.shown.ready: "validated"}
    shown = (school.shown.few, school.shown.many)
    found = []
    for unit, persons in roll.items():
        mix = MIXES[stages[unit]]
        for person in persons:
            step = draw.choices(list(mix), list(mix.values()))[0]
            step = fixed.get(person, "self" if unit in shown else step)
            if step != "none":
                found.append(author.sheet(person, unit, step))
    return found


def _meetings(
    draw: Draw, author: Author, roll: Roll, stages: dict[Unit, str], sheets: list[StudentSheet]
) -> tuple[list[Held], dict[UUID, Decision]]:
    """One meeting a branch that has rated; the results of all its people come from the pack's own rules at once."""
    by_unit: dict[Unit, list[StudentSheet]] = {}
    for sheet in sheets:
        if sheet.step in ("rated", "recognised"):
            by_unit.setdefault(sheet.unit, []).append(sheet)
    held, found = [], {}
    for unit, rated in by_unit.items():
        when = moment(draw, days_of(True))
        members = len(unit.members)
        variant = next(iter(author.rules.stages[author.rounds.decides].variants), "") if members >= BIG else ""
        chair = author.committees.judging(unit, when.date(), None)
        present = members - draw.randint(0, 3) if not variant else 3
        one = Held(draw.new_id(), unit, chair, when.date(), variant, members, present)
        held.append(one)
        given = [author.collective(sheet, _but(author, sheet, when), when) for sheet in rated]
        facts = tuple(_fact(author.rounds, sheet, one) for sheet, one in zip(rated, given, strict=True))
        ratings = pinned.catalog().get(PACK).hooks.rate(author.rules, facts)
        for sheet, what, rating in zip(rated, given, ratings, strict=True):
            found[sheet.id] = Decision(what, rating, one.id)
    return held, found


def _but(author: Author, sheet: StudentSheet, when: datetime) -> By:
    """Nobody records his own result."""
    return author.committees.judging(sheet.unit, when.date(), sheet.person)


def _fact(rounds: Rounds, sheet: StudentSheet, given: Given) -> RatingFact:
    items = tuple(
        ItemFact(criterion=item.key, registered=item.points, given=given.marks[item.key]["points"])
        for item in sheet.items
    )
    return RatingFact(items=items, voices=(rounds.own,))


def _session(draw: Draw, tx: Transaction, programme: Programme, rounds: Rounds, one: Held) -> tuple[object, ...]:
    words = wording.texts("school")["minutes"]
    chair = next((seat.person.name for seat in one.unit.seats if seat.person.id == one.by.person), "")
    minutes, consulted = words["committee" if one.variant else "meeting"][0], words["consulted"][0]
    return (
        tx.tenant_id, one.id, programme.id, one.unit.id, rounds.final, rounds.decides, one.variant,
        "size" if one.variant else "", "", consulted if one.variant else "", one.day, one.members, one.present, chair,
        minutes, "closed", one.by.account, at(one.day, 8), at(one.day, 17, draw.randint(0, 59)),
    )  # fmt: skip


async def _store_sheets(tx: Transaction, programme: Programme, sheets: Iterable[StudentSheet]) -> None:
    t, kept = tx.tenant_id, list(sheets)
    await tx.load("registration", SHEET, [
        (t, s.id, programme.id, s.person.id, s.unit.id, s.state, len(s.editions), s.submitted_at,
         s.first_submitted_at, s.late, s.validated_at, s.saved_at, len(s.reviews) + 1)
        for s in kept
    ])  # fmt: skip
    await tx.load("registration_item", ITEM, [
        (t, s.id, edition, item.key, item.solution, ordinal, item.points, 1)
        for s in kept
        for edition, items in enumerate(s.editions, 1)
        for ordinal, item in enumerate(items, 1)
    ])  # fmt: skip
    await tx.load("registration_review", REVIEW, [
        (t, s.id, edition, decision, reason, "{}", sent, by.account, by.person, when)
        for s in kept for edition, decision, reason, sent, by, when in s.reviews
    ])  # fmt: skip


async def _store_given(
    tx: Transaction, programme: Programme, sheets: Iterable[StudentSheet], decisions: dict[UUID, Decision]
) -> None:
    rows = []
    for sheet in sheets:
        rows += [_given(tx, sheet, one, None, programme) for one in sheet.given]
        if sheet.id in decisions:
            rows.append(_given(tx, sheet, decisions[sheet.id].given, decisions[sheet.id], programme))
    await tx.load("assessment", GIVEN, rows)


def _given(
    tx: Transaction, sheet: StudentSheet, one: Given, decision: Decision | None, programme: Programme
) -> tuple[object, ...]:
    total = sum(mark["points"] for mark in one.marks.values()) if one.marks else None
    level = rank_of(programme.rules, decision.rating.level) if decision and decision.rating.level else None
    computed = rank_of(programme.rules, decision.rating.computed) if decision and decision.rating.computed else None
    reasons = msgspec.json.encode(decision.rating.reasons if decision else ()).decode()
    due = programme.due(f"stage:{one.checkpoint}.{one.stage}")
    late = bool(due and one.at >= due.closes_at)
    return (
        tx.tenant_id, sheet.id, one.checkpoint, one.stage, len(sheet.editions), msgspec.json.encode(one.marks).decode(),
        total, level, computed, one.comment, "{}", reasons, decision.session if decision else None, one.by.account,
        one.by.person, sheet.unit.id, one.at, late, one.at,
    )  # fmt: skip


async def _store_states(
    tx: Transaction, programme: Programme, sheets: Iterable[StudentSheet], decisions: dict[UUID, Decision]
) -> None:
    """The state of every enrolment in one statement, so that the counters are kept by one trigger call."""
    final = assessment_rules.final_checkpoint(programme.rules)
    rows = []
    for sheet in sheets:
        rating = decisions[sheet.id].rating if sheet.id in decisions else None
        level = rank_of(programme.rules, rating.level) if rating and rating.level else None
        reviewed = any(one.checkpoint == final for one in sheet.given)
        late = sheet.late and sheet.roster != "enrolled"
        rows.append((sheet.person.id, sheet.roster, reviewed, level, rating.total if rating else None, late))
    await tx.execute(STATES, tx.tenant_id, programme.id, *(list(column) for column in zip(*rows, strict=True)))


def _results(
    draw: Draw, tx: Transaction, programme: Programme, committees: Committees, rounds: Rounds, roll: Roll,
    stages: dict[Unit, str],
) -> Iterable[tuple[object, ...]]:  # fmt: skip
    """What branches have sent up, and what became of it."""
    for unit in roll:
        if stages[unit] not in ("sent", "recognised"):
            continue
        when = moment(draw, days_of(False))
        by = committees.judging(unit, when.date(), None)
        head = (
            tx.tenant_id, programme.id, unit.id, rounds.final, stages[unit], by.account, by.person, when, False, "",
        )  # fmt: skip
        if stages[unit] == "sent":
            yield (*head, None, None, None, "", "", None)
        else:
            judge = committees.recognising(unit, when.date())
            decided = min(when + timedelta(hours=draw.randint(3, 20)), NOW - timedelta(hours=1))
            yield (*head, judge.account, judge.person, decided, "", "", None)

