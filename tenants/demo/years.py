"""The programme years of a province: opened and enrolled by the product's own actions, then written in bulk."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from core.configurations.queries import in_force
from core.db.scope import Transaction
from core.enrolments.actions import enrol
from core.programmes.actions import Plan, open_programme
from core.programmes.queries import Programme
from tenants.demo import duties, fates, feedback, registers, reported, wording
from tenants.demo.committees import Committees
from tenants.demo.duties import Duty
from tenants.demo.fates import Fates, Roll
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.scene import Scene
from tenants.demo.seasons import Season, after, at, moment
from tenants.demo.sheets import Sheet, Writer
from tenants.demo.writing import count_anew

CHECKPOINT = "year"
SHEET = (
    "tenant_id", "id", "programme_id", "person_id", "unit_id", "state", "edition", "submitted_at",
    "first_submitted_at", "late", "validated_at", "saved_at", "version",
)  # fmt: skip
ITEM = ("tenant_id", "registration_id", "edition", "criterion", "solution", "ordinal")
REVIEW = (
    "tenant_id", "registration_id", "edition", "decision", "reason", "remarks", "submitted_at", "by_account",
    "by_person", "at",
)  # fmt: skip
VOICE = (
    "tenant_id", "registration_id", "checkpoint", "stage", "edition", "marks", "level", "comment", "by_account",
    "by_person", "unit_id", "given_at", "late", "saved_at",
)  # fmt: skip
RESULT = (
    "tenant_id", "programme_id", "unit_id", "checkpoint", "state", "sent_by_account", "sent_by_person", "sent_at",
    "late", "note", "decided_by_account", "decided_by_person", "decided_at", "reason", "decision_number",
    "decision_dated",
)  # fmt: skip
FILE = ("tenant_id", "id", "name", "media_type", "size", "sha256", "content", "uploaded_by", "uploaded_at")
DUTY = (
    "tenant_id", "programme_id", "unit_id", "key", "number", "dated_on", "note", "file_id", "declared_by",
    "declared_at", "late",
)  # fmt: skip
ACT = (
    "tenant_id", "id", "programme_id", "person_id", "act", "from_unit_id", "to_unit_id", "reason", "by_account", "at",
)  # fmt: skip
STATES = """
update enrolment e set state = n.state, self_assessed = n.self, level = n.level, registered_late = n.late,
  self_late = n.self_late, rated_late = n.rated_late, presence = n.presence, presence_reason = n.reason
from unnest($3::uuid[], $4::text[], $5::bool[], $6::smallint[], $7::bool[], $8::bool[], $9::bool[], $10::text[],
            $11::text[]) n (person, state, self, level, late, self_late, rated_late, presence, reason)
where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = n.person
"""


# The steps that the results have behind them, as the pages write them: sent first, then decided.
HISTORY = (
    "update unit_result set version = 2 where tenant_id = $1 and programme_id = $2 and decided_at is not null",
    """
insert into unit_result_act (tenant_id, programme_id, unit_id, checkpoint, version, act, people, words, late,
                             decision_number, decision_dated, by_account, by_person, at)
select x.tenant_id, x.programme_id, x.unit_id, x.checkpoint, s.version, s.act,
  (select count(*) from enrolment e where e.tenant_id = x.tenant_id and e.programme_id = x.programme_id
     and e.unit_id = x.unit_id and e.presence = 'present' and e.level is not null),
  s.words, s.late, s.number, s.dated, s.account, s.person, s.at
from unit_result x cross join lateral (
  values (1, 'sent', x.note, x.late, '', null::date, x.sent_by_account, x.sent_by_person, x.sent_at),
         (2, x.state, x.reason, false, x.decision_number, x.decision_dated, x.decided_by_account, x.decided_by_person,
          x.decided_at)
) s (version, act, words, late, number, dated, account, person, at)
where x.tenant_id = $1 and x.programme_id = $2 and s.at is not null
""",
)


async def write(tx: Transaction, draw: Draw, scene: Scene, season: Season, pack: str) -> int:
    """One year: opened on its day by the pack's rules, enrolled, lived through, closed if it is over; its sheets."""
    await tx.execute("select sec.move_clock($1)", at(season.opened, 9))
    plan = Plan(season.number, season.dated, f"Ban Thường vụ {scene.top.name}")
    programme = await open_programme(tx, None, await in_force(tx, pack), season.year, plan)
    roster = await enrol(tx, programme)
    people = {person.id: person for person in scene.people}
    units = {unit.id: unit for unit in scene.top.walk()}
    roll: Roll = {}
    for place in roster.places:
        roll.setdefault(units[place.unit_id], []).append(people[place.person_id])
    year = Year(draw, programme, season, Committees(scene.accounts), _fates(draw, season, scene, roll))
    sheets = year.sheets(roll)
    await _store_sheets(tx, programme, sheets)
    await _store_voices(tx, sheets)
    await _store_roster(tx, year, roll, sheets)
    await tx.load("unit_result", RESULT, year.results(tx, roll))
    for statement in HISTORY:
        await tx.execute(statement, tx.tenant_id, programme.id)
    await store_duties(tx, programme, duties.declared(draw, programme, season, units.values(), year.committees))
    await registers.write(tx, programme, year.committees, roll, season.opened, season.now)
    await count_anew(tx)
    await feedback.write(tx, programme, year.committees, scene.shown.commune, season)
    await reported.write(tx, programme, year.committees, scene, season)
    if season.closed:
        await tx.execute(
            "update programme set state = 'closed', closed_at = $3 where tenant_id = $1 and id = $2",
            tx.tenant_id, programme.id, at(season.closed, 16),
        )  # fmt: skip
    await tx.execute("select sec.move_clock($1)", season.now)
    return len(sheets)


def begun(seasons: Iterable[Season]) -> datetime:
    """The morning of the day on which the first of the years was opened."""
    return at(min(season.opened for season in seasons), 8)


async def write_all(tx: Transaction, draw: Draw, scene: Scene, seasons: Iterable[Season], pack: str) -> int:
    """Every year under `pack`, the oldest first; the number of sheets."""
    return sum([await write(tx, draw, scene, season, pack) for season in seasons])


def _fates(draw: Draw, season: Season, scene: Scene, roll: Roll) -> Fates:
    return fates.closed(draw, roll) if season.closed else fates.running(draw, scene.top, roll, scene.shown)


class Year:
    """A programme year in memory."""

    def __init__(
        self, draw: Draw, programme: Programme, season: Season, committees: Committees, fates: Fates
    ) -> None:
        self.draw, self.programme, self.season = draw, programme, season
        self.committees, self.fates = committees, fates

    def sheets(self, roll: Roll) -> list[Sheet]:
        """The sheets of everybody who has begun one."""
        writer = Writer(self.draw, self.programme.rules, self.season, self.committees)
        return [
            writer.sheet(person, unit, fate.step)
            for unit, persons in roll.items()
            for person in persons
            if (fate := self.fates.people[person.id]).step != "none"
        ]

    def results(self, tx: Transaction, roll: Roll) -> list[tuple[object, ...]]:
        """What units have sent up, and what became of it."""
        return [self._result(tx, unit, self.fates.results[unit.id]) for unit in roll if unit.id in self.fates.results]

    def _result(self, tx: Transaction, unit: Unit, state: str) -> tuple[object, ...]:
        draw, season = self.draw, self.season
        sent = moment(draw, season.sent)
        by = self.committees.judging(unit, sent.date(), None)
        note = wording.said(draw, "review", "result_note") if draw.chance(0.3) else ""
        head = (tx.tenant_id, self.programme.id, unit.id, CHECKPOINT, state, by.account, by.person, sent, False, note)
        if state == "sent":
            return (*head, None, None, None, "", "", None)
        decided = moment(draw, season.decided)
        judge = self.committees.recognising(unit, decided.date())
        reason = wording.said(draw, "review", "result_returned") if state == "returned" else ""
        formal = state == "recognised" and unit.kind == "district"
        number = f"{draw.randint(10, 99)}-QĐ/TĐTN" if formal else ""
        return (*head, judge.account, judge.person, decided, reason, number, decided.date() if formal else None)


async def _store_sheets(tx: Transaction, programme: Programme, sheets: list[Sheet]) -> None:
    t = tx.tenant_id
    await tx.load("registration", SHEET, [
        (t, s.id, programme.id, s.person.id, s.unit.id, s.state, len(s.editions), s.submitted_at, s.first_submitted_at,
         s.late, s.validated_at, s.saved_at, len(s.reviews) + 1)
        for s in sheets
    ])  # fmt: skip
    await tx.load("registration_item", ITEM, [
        (t, s.id, edition, key, text, ordinal)
        for s in sheets
        for edition, items in enumerate(s.editions, 1)
        for ordinal, (key, text) in enumerate(items, 1)
    ])  # fmt: skip
    await tx.load("registration_review", REVIEW, [
        (t, s.id, r.edition, r.decision, r.reason, _json(r.remarks), r.submitted_at, r.by.account, r.by.person, r.at)
        for s in sheets for r in s.reviews
    ])  # fmt: skip


async def _store_voices(tx: Transaction, sheets: list[Sheet]) -> None:
    await tx.load("assessment", VOICE, [
        (tx.tenant_id, s.id, CHECKPOINT, v.stage, len(s.editions), _json(v.marks), v.level, v.comment, v.by.account,
         v.by.person, s.unit.id, v.saved_at if v.given else None, v.late, v.saved_at)
        for s in sheets for v in s.voices
    ])  # fmt: skip


async def _store_roster(tx: Transaction, year: Year, roll: Roll, sheets: list[Sheet]) -> None:
    """The state of every enrolment in one statement, so that the counters are kept by one trigger call."""
    by_person = {sheet.person.id: sheet for sheet in sheets}
    rows, acts = [], []
    for unit, persons in roll.items():
        for person in persons:
            fate = year.fates.people[person.id]
            reason = wording.said(year.draw, "absence", fate.presence) if fate.presence != "present" else ""
            rows.append((person.id, *_state(by_person.get(person.id)), fate.presence, reason))
            if reason:
                acts.append(_act(tx, year, unit, person, fate.presence, reason))
    await tx.execute(STATES, tx.tenant_id, year.programme.id, *(list(column) for column in zip(*rows, strict=True)))
    await tx.load("enrolment_act", ACT, acts)


def _state(sheet: Sheet | None) -> tuple[object, ...]:
    if sheet is None:
        return "enrolled", False, None, False, False, False
    own, rated = sheet.voice("self"), sheet.voice("committee")
    late = sheet.late and sheet.roster != "enrolled"
    return sheet.roster, own is not None, sheet.level, late, bool(own and own.late), bool(rated and rated.late)


def _act(tx: Transaction, year: Year, unit: Unit, person: Person, presence: str, reason: str) -> tuple[object, ...]:
    begun = year.programme.milestones["registration"].closes_at
    office = year.committees.offices["provincial_admin"]
    when: datetime = after(year.draw, begun, 150, year.season.now)
    return (
        tx.tenant_id, year.draw.new_id(), year.programme.id, person.id, presence, unit.id, unit.id, reason,
        office.account, min(when, at(year.season.closed, 8)) if year.season.closed else when,
    )  # fmt: skip


async def store_duties(tx: Transaction, programme: Programme, found: Iterable[Duty]) -> None:
    """Declarations with their files."""
    t, kept = tx.tenant_id, list(found)
    files = [(duty, duty.file) for duty in kept if duty.file]
    await tx.load("file", FILE, [
        (t, key, name, "application/pdf", len(content), duties.digest(content), content, duty.by, duty.at)
        for duty, (key, name, content) in files
    ])  # fmt: skip
    await tx.load("declaration", DUTY, [
        (t, programme.id, d.unit.id, d.key, d.number, d.dated_on, d.note, d.file[0] if d.file else None, d.by, d.at,
         d.late)
        for d in kept
    ])  # fmt: skip


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
