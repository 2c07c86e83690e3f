"""A student's school year: what he registered, his mid-year and final review, and what the collective gave him."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core.packs import points
from core.packs.schema import Pack
from tenants.demo import wording
from tenants.demo.committees import By, Committees
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.seasons import Days, after, moment
from tenants.demo.sheets import subject_of
from tenants.demo.university import NOW

OPENED = date(2020, 9, 21)
REGISTERED, LATE = (date(2020, 9, 24), date(2020, 10, 17)), (date(2020, 10, 18), date(2020, 11, 6))
LATELY = (date(2021, 5, 3), date(2021, 5, 18))  # what still waits was handed in these weeks
MID, FINAL = (date(2021, 2, 1), date(2021, 2, 28)), (date(2021, 5, 3), date(2021, 5, 14))
STEPS = ("none", "draft", "submitted", "returned", "validated", "self", "rated", "recognised")
ROSTER = {"none": "enrolled", "draft": "enrolled", "self": "validated"}
QUALITY = (0.24, 0.52, 0.19, 0.05)  # how people did, best first
RETURNED, MOVED_POINTS = 0.05, 0.2
# The share of an item's points, by quality: mostly full, some a little less, few about half.
SHARES = {1: (0.8, 1.0, 0.88), 2: (0.45, 1.0, 0.82), 3: (0.15, 0.95, 0.72), 4: (0.05, 0.8, 0.5)}


@dataclass(slots=True)
class Item:
    """One registered criterion with its points in hundredths."""

    key: str
    solution: str
    points: int


@dataclass(slots=True)
class Given:
    """One stage of one round; `marks` are points and notes by criterion."""

    checkpoint: str
    stage: str
    by: By
    at: datetime
    comment: str
    marks: dict[str, dict[str, Any]] = field(default_factory=dict)
    final: bool = True


@dataclass(slots=True)
class StudentSheet:
    """A registration with all that happened to it."""

    id: UUID
    person: Person
    unit: Unit
    step: str
    editions: list[list[Item]]
    saved_at: datetime
    quality: int
    submitted_at: datetime | None = None
    first_submitted_at: datetime | None = None
    late: bool = False
    validated_at: datetime | None = None
    reviews: list[tuple[int, str, str, datetime, By, datetime]] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """What the last edition holds."""
        return self.editions[-1]

    @property
    def state(self) -> str:
        """The state of the registration."""
        return self.step if self.step in ("draft", "submitted", "returned") else "validated"

    @property
    def roster(self) -> str:
        """The state of the enrolment."""
        return ROSTER.get(self.step, self.step)


class Author:
    """Writes the sheets of the school year under the pinned rules."""

    def __init__(self, draw: Draw, rules: Pack, committees: Committees, rounds: "Rounds") -> None:
        self.draw, self.rules, self.committees, self.rounds = draw, rules, committees, rounds

    def sheet(self, person: Person, unit: Unit, step: str) -> StudentSheet:
        """The whole sheet of a person who got as far as `step`."""
        draw = self.draw
        subject = subject_of(person, unit, OPENED)
        chosen = wording.items(draw, self.rules, unit, subject, draw.random())
        total = self.rules.registration.points.total if self.rules.registration.points else 100
        spread = points.even([key for key, _ in chosen], total)
        items = [Item(key, text, spread[key]) for key, text in chosen]
        if draw.chance(MOVED_POINTS):
            _move_points(draw, items)
        waiting = step in ("submitted", "returned")
        late = waiting or draw.chance(0.07)
        sent = moment(draw, LATELY if waiting or step == "draft" else LATE if late else REGISTERED)
        quality = draw.choices((1, 2, 3, 4), QUALITY)[0]
        sheet = StudentSheet(draw.new_id(), person, unit, step, [items], sent, quality)
        if step == "draft":
            sheet.editions = [items[: draw.randint(2, 7)]]
            for item in sheet.items:
                item.points = points.even([one.key for one in sheet.items], total)[item.key]
            return sheet
        sheet.submitted_at = sheet.first_submitted_at = sent
        sheet.late = late
        if step != "submitted":
            self._review(sheet)
        if STEPS.index(step) >= STEPS.index("validated"):
            self._mid(sheet)
        if STEPS.index(step) >= STEPS.index("self"):
            self._own(sheet)
        return sheet

    def _review(self, sheet: StudentSheet) -> None:
        draw = self.draw
        sent = sheet.submitted_at or sheet.saved_at
        if sheet.step == "returned" or draw.chance(RETURNED):
            decided = after(draw, sent, 5, NOW)
            by = self.committees.judging(sheet.unit, decided.date(), sheet.person)
            reason = draw.choice(wording.texts("school")["returned"]["reason"])
            sheet.reviews.append((1, "returned", reason, sent, by, decided))
            sheet.editions.append([Item(one.key, one.solution, one.points) for one in sheet.items])
            if sheet.step == "returned":
                return
            for item in draw.sample(sheet.items, 2):
                item.solution = wording.solution(draw, self.rules, sheet.unit, item.key)
            sent = sheet.submitted_at = sheet.saved_at = after(draw, decided, 4, NOW)
        decided = after(draw, sent, 8, NOW)
        by = self.committees.judging(sheet.unit, decided.date(), sheet.person)
        sheet.reviews.append((len(sheet.editions), "approved", "", sent, by, decided))
        sheet.validated_at = sheet.saved_at = decided

    def _mid(self, sheet: StudentSheet) -> None:
        """Most reviewed themselves in the middle of the year and named what was hard."""
        if self.rounds.mid is None or not self.draw.chance(0.82):
            return
        checkpoint, stage = self.rounds.mid
        at = max(moment(self.draw, MID), (sheet.validated_at or sheet.saved_at) + timedelta(hours=3))
        said = self.draw.choice(wording.texts("school")["mid"]["hard"])
        sheet.given.append(Given(checkpoint, stage, self._self(sheet), min(at, NOW - timedelta(days=2)), said))

    def _own(self, sheet: StudentSheet) -> None:
        at = max(moment(self.draw, FINAL), (sheet.validated_at or sheet.saved_at) + timedelta(hours=3))
        said = self.draw.choice(wording.texts("school")["self"][str(sheet.quality)])
        marks = {item.key: self._judged(item, sheet.quality) for item in sheet.items}
        sheet.given.append(
            Given(self.rounds.final, self.rounds.own, self._self(sheet), min(at, NOW - timedelta(days=2)), said, marks)
        )

    def collective(self, sheet: StudentSheet, by: By, at: datetime) -> Given:
        """What the branch gave in its meeting: mostly what the person gave himself, here and there a little else."""
        draw = self.draw
        own = next(one for one in sheet.given if one.stage == self.rounds.own and one.checkpoint == self.rounds.final)
        marks = {}
        for item in sheet.items:
            mine = own.marks[item.key]["points"]
            changed = mine - draw.choice((50, 100)) if draw.chance(0.08) else mine
            marks[item.key] = {"points": max(0, min(item.points, changed))}
        said = draw.choice(wording.texts("school")["collective"][str(sheet.quality)])
        return Given(self.rounds.final, self.rounds.decides, by, at, said, marks)

    def _judged(self, item: Item, quality: int) -> dict[str, Any]:
        """A person's own points for one item, in half points, with what was done."""
        draw = self.draw
        full, usual, low = SHARES[quality]
        luck = draw.random()
        share, words = (1.0, "full") if luck < full else (usual, "most") if luck < full + 0.25 else (low, "half")
        given = item.points if share == 1.0 else min(item.points, round(item.points * share / 50) * 50)
        return {"points": given, "note": draw.choice(wording.texts("school")["done"][words])}

    def _self(self, sheet: StudentSheet) -> By:
        return By(self.committees.account_of(sheet.person), sheet.person.id)


@dataclass(frozen=True, slots=True)
class Rounds:
    """The keys of the pack's rounds: the deciding one with its stages, and the one in the middle of the year."""

    final: str
    own: str
    decides: str
    mid: tuple[str, str] | None


def _move_points(draw: Draw, items: list[Item]) -> None:
    """Somebody gave more weight to what he lacks."""
    first, second = draw.sample(items, 2)
    moved = min(draw.choice((100, 200, 300)), second.points - 100)
    first.points, second.points = first.points + moved, second.points - moved


def days_of(rated: bool) -> Days:
    """When the branches met, and when the units above recognised."""
    return (date(2021, 5, 15), date(2021, 5, 17)) if rated else (date(2021, 5, 18), date(2021, 5, 19))
