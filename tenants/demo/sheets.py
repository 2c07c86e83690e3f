"""A person's year: what was registered, reviewed, reviewed by himself, heard and decided, and how far it got."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core.packs.facts import SeatFact, SubjectFact
from core.packs.patching import active
from core.packs.schema import Pack
from tenants.demo import wording
from tenants.demo.committees import By, Committees
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.seasons import Days, Season, after, moment
from tenants.demo.wording import Items

# How far a sheet got, in order; each step implies those before it.
STEPS = ("none", "draft", "submitted", "returned", "validated", "self_draft", "self", "heard", "rated", "recognised")
ROSTER = {
    "none": "enrolled", "draft": "enrolled", "self_draft": "validated", "self": "validated", "heard": "validated",
}  # fmt: skip
LEVELS = (0.705, 0.235, 0.05, 0.01)  # Tốt, Khá, Trung bình, Yếu
PARTLY = {1: 0.03, 2: 0.3, 3: 0.55, 4: 0.2}
NOT_YET = {1: 0.0, 2: 0.02, 3: 0.2, 4: 0.7}


@dataclass(slots=True)
class Review:
    """A committee's decision on one edition."""

    edition: int
    decision: str
    reason: str
    remarks: dict[str, str]
    submitted_at: datetime
    by: By
    at: datetime


@dataclass(slots=True)
class Voice:
    """One stage of the assessment as it was given, or a draft without `given_at`."""

    stage: str
    by: By
    saved_at: datetime
    comment: str = ""
    marks: dict[str, Any] = field(default_factory=dict)
    level: int | None = None
    given: bool = True
    late: bool = False


@dataclass(slots=True)
class Sheet:
    """A registration with all that happened to it."""

    id: UUID
    person: Person
    unit: Unit
    step: str
    saved_at: datetime
    editions: list[Items]
    submitted_at: datetime | None = None
    first_submitted_at: datetime | None = None
    late: bool = False
    validated_at: datetime | None = None
    level: int | None = None
    reviews: list[Review] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)

    @property
    def roster(self) -> str:
        """The state of the enrolment."""
        return ROSTER.get(self.step, self.step)

    @property
    def state(self) -> str:
        """The state of the registration."""
        return self.step if self.step in ("draft", "submitted", "returned") else "validated"

    def voice(self, stage: str) -> Voice | None:
        """What a stage gave, if it did."""
        return next((voice for voice in self.voices if voice.stage == stage and voice.given), None)


def subject_of(person: Person, unit: Unit, day: date) -> SubjectFact:
    """What the rules know of a person who counts at this unit."""
    held = next((seat for seat in person.current if seat.unit is unit), None)
    seat = held and SeatFact(
        unit_id=str(unit.id), unit_kind=unit.kind, title=held.title, full_time=held.full_time, starts_on=held.starts_on
    )
    born = person.born or day
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return SubjectFact(seat=seat, age=age, occupation=person.occupation, block=unit.block)


class Writer:
    """Makes the sheets of one season under the pinned rules."""

    def __init__(self, draw: Draw, rules: Pack, season: Season, committees: Committees) -> None:
        self.draw, self.rules, self.season, self.committees = draw, rules, season, committees
        self.marks = tuple(active(rules.marks))
        self.late_share = 0.05

    def sheet(self, person: Person, unit: Unit, step: str) -> Sheet:
        """The whole sheet of a person who got as far as `step`."""
        draw, season = self.draw, self.season
        items = wording.items(draw, self.rules, unit, subject_of(person, unit, season.opened), draw.random())
        if step == "draft":
            saved = moment(draw, season.rated if season.closed is None else season.registered)
            return Sheet(draw.new_id(), person, unit, step, saved, [items[: draw.randint(1, 2)]])
        waiting = step in ("submitted", "returned")  # of late: a sheet does not wait for months
        late = waiting or draw.chance(self.late_share)
        sent = moment(draw, season.waiting if waiting else season.registered_late if late else season.registered)
        sheet = Sheet(
            draw.new_id(), person, unit, step, sent, [items], submitted_at=sent, first_submitted_at=sent, late=late
        )
        if step != "submitted":
            self._review(sheet)
        if STEPS.index(step) > STEPS.index("validated"):
            self._assess(sheet)
        return sheet

    def _review(self, sheet: Sheet) -> None:
        """Approved at once, or after one return; a sheet that was returned lately waits for its owner."""
        draw = self.draw
        if sheet.step == "returned" or draw.chance(0.04):
            self._return(sheet)
        if sheet.step == "returned":
            return
        edition, decided = len(sheet.editions), after(draw, sheet.submitted_at or sheet.saved_at, 9, self.season.now)
        by = self.committees.judging(sheet.unit, decided.date(), sheet.person)
        said = wording.said(draw, "review", "approved") if draw.chance(0.12) else ""
        sheet.reviews.append(Review(edition, "approved", said, {}, sheet.submitted_at or decided, by, decided))
        sheet.validated_at = sheet.saved_at = decided

    def _return(self, sheet: Sheet) -> None:
        """The first edition comes back with a reason; the second starts as its copy and is written anew."""
        draw = self.draw
        sent = sheet.submitted_at or sheet.saved_at
        decided = after(draw, sent, 6, self.season.now)
        by = self.committees.judging(sheet.unit, decided.date(), sheet.person)
        remarks = {draw.choice(sheet.editions[0])[0]: wording.said(draw, "review", "remark")}
        reason = wording.said(draw, "review", "returned")
        sheet.reviews.append(Review(1, "returned", reason, remarks, sent, by, decided))
        again = sheet.editions[0]
        if sheet.step != "returned":
            again = tuple((key, wording.solution(draw, self.rules, sheet.unit, key)) for key, _ in again)
            sheet.submitted_at = sheet.saved_at = after(draw, decided, 4, self.season.now)
        sheet.editions.append(again)

    def _assess(self, sheet: Sheet) -> None:
        draw, season = self.draw, self.season
        level = draw.choices((1, 2, 3, 4), LEVELS)[0]
        late = season.closed is not None and draw.chance(0.03)
        mine = By(self.committees.account_of(sheet.person), sheet.person.id)
        given = moment(draw, season.self_late if late else season.self_given)
        given = max(given, (sheet.validated_at or given) + timedelta(hours=2))
        own = Voice("self", mine, given, wording.said(draw, "own", level), self._marked(sheet, level), late=late)
        sheet.voices.append(own)
        if sheet.step == "self_draft":
            own.given, own.comment, own.late = False, "", False
            return
        reached = STEPS.index(sheet.step)
        if reached >= STEPS.index("heard"):
            for stage, topic in (("party_committee", "party"), ("youth", "youth")):
                sheet.voices.append(self._voice(sheet, stage, season.heard, wording.said(draw, topic, level)))
        if reached >= STEPS.index("rated"):
            self._rate(sheet, level)

    def _rate(self, sheet: Sheet, level: int) -> None:
        season = self.season
        late = season.closed is not None and self.draw.chance(0.012)
        comment = wording.said(self.draw, "committee", level)
        voice = self._voice(sheet, "committee", season.rated_late if late else season.rated, comment)
        voice.level, voice.late, voice.marks = level, late, {"missing": []}
        sheet.voices.append(voice)
        sheet.level = level

    def _voice(self, sheet: Sheet, stage: str, days: Days, comment: str) -> Voice:
        given = moment(self.draw, days)
        return Voice(stage, self.committees.judging(sheet.unit, given.date(), sheet.person), given, comment)

    def _marked(self, sheet: Sheet, level: int) -> dict[str, dict[str, str]]:
        """A mark and a note under each item of the last edition, as good as the level."""
        done, partly, not_yet = self.marks[0], self.marks[1], self.marks[-1]
        marked = {}
        for key, _ in sheet.editions[-1]:
            luck = self.draw.random()
            mark = not_yet if luck < NOT_YET[level] else partly if luck < NOT_YET[level] + PARTLY[level] else done
            marked[key] = {"mark": mark, "note": wording.said(self.draw, "notes", mark)}
        return marked
