"""Who looks after whom at ĐHKT, what is hard for members and what became of it (invented)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from core.companions import rules as companions
from core.db.scope import Transaction
from core.exchanges.rules import talk_book
from core.programmes.queries import Programme
from tenants.demo.committees import By, Committees
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.seasons import at
from tenants.demo.wording import texts

TO_ASSIGN = "Chi đoàn QH-2020-E QTKD 1"  # its secretary has still to assign; nobody has raised anything
UNASSIGNED, BUDDIES = 0.15, 0.2
STEPS = {"open": 3, "late": 1, "answered": 3, "solved": 4, "up": 2}
COMPANION = (
    "tenant_id", "id", "unit_id", "person_id", "companion_id", "kind", "starts_on", "ends_on", "by_account", "at",
)  # fmt: skip
DIFFICULTY = (
    "tenant_id", "id", "programme_id", "person_id", "unit_id", "at_unit_id", "source", "words", "by_account", "at",
    "state", "answer", "responsible_id", "due_on", "answered_by", "answered_at", "closed_by", "closed_at", "version",
)  # fmt: skip
ACT = (
    "tenant_id", "id", "difficulty_id", "act", "words", "responsible_id", "due_on", "to_unit_id", "by_account", "at",
)  # fmt: skip
Roll = dict[Unit, list[Person]]


class Hard(NamedTuple):
    """A difficulty before it is stored, with what was done."""

    row: tuple[object, ...]
    acts: list[tuple[object, ...]]


async def write(
    tx: Transaction, programme: Programme, committees: Committees, roll: Roll, opened: date, now: datetime
) -> None:
    """Assignments and difficulties of the running year, with dice of their own."""
    if talk_book(programme.rules) is None:
        return
    draw = Draw(programme.year + 41)
    writer = _Writer(tx, draw, programme, committees, opened, now)
    branches = [unit for unit in roll if unit.kind == "branch" and unit.name != TO_ASSIGN]
    await tx.load("companion", COMPANION, [row for unit in branches for row in writer.companions(unit)])
    hard = [one for unit in branches for one in writer.difficulties(unit, roll[unit])]
    await tx.load("difficulty", DIFFICULTY, [one.row for one in hard])
    await tx.load("difficulty_act", ACT, [act for one in hard for act in one.acts])


class _Writer:
    """Draws the rows of one branch after the other."""

    def __init__(
        self, tx: Transaction, draw: Draw, programme: Programme, committees: Committees, opened: date, now: datetime
    ) -> None:
        self.tx, self.draw, self.programme, self.committees = tx, draw, programme, committees
        self.opened, self.now = opened, now

    def companions(self, unit: Unit) -> Iterator[tuple[object, ...]]:
        """A committee member for each member, here and there a helper; some branches have not begun."""
        by = self.committees.member(unit, self.opened)
        seated = list({seat.person.id: seat.person for seat in unit.seats if seat.ends_on is None}.values())
        if by is None or self.draw.chance(UNASSIGNED):
            return
        plain = [one for one in unit.members if one not in seated]
        given = companions.spread([one.id for one in plain], [one.id for one in seated], {})
        since = {one.id: max(self.opened, one.since or self.opened) for one in plain}
        for person, companion in given.items():
            yield self._companion(unit, person, companion, "committee", since[person], by)
        for one in plain:
            if self.draw.chance(BUDDIES):
                friend = self.draw.choice([other for other in plain if other is not one] or [one])
                if friend is not one:
                    start = max(since[one.id], since[friend.id])
                    yield self._companion(unit, one.id, friend.id, "buddy", start, by)

    def _companion(self, unit: Unit, person: UUID, companion: UUID, kind: str, start: date, by: By) -> tuple:
        return (
            self.tx.tenant_id, self.draw.new_id(), unit.id, person, companion, kind, start, None, by.account,
            at(start, 20, 0),
        )  # fmt: skip

    def difficulties(self, unit: Unit, people: list[Person]) -> Iterator[Hard]:
        """Up to three in a branch, each at another step."""
        chosen = self.draw.sample(people, min(len(people), self.draw.randint(0, 3)))
        for person in chosen:
            if self.committees.member(unit, self.opened, person):
                yield self._difficulty(unit, person, self.draw.choices(list(STEPS), list(STEPS.values()))[0])

    def _difficulty(self, unit: Unit, person: Person, step: str) -> Hard:
        draw, said = self.draw, self.draw.choice(texts("exchanges")["difficulty"])
        last = self.now.date() - timedelta(days=2)
        day = draw.day(last - timedelta(days=12 if step == "open" else 150), last)
        raised = at(day, 20, draw.randint(0, 59))
        then = min(raised + timedelta(days=draw.randint(1, 6)), self.now - timedelta(hours=1))
        by = self.committees.judging(unit, day, person)
        due = {"late": last - timedelta(days=3), "answered": self.now.date() + timedelta(days=9)}.get(step)
        answered, solved, up = step in ("late", "answered", "solved"), step == "solved", step == "up"
        ids = (self.tx.tenant_id, draw.new_id(), self.programme.id)
        upper = unit.parent or unit
        row = (
            *ids, person.id, unit.id, upper.id if up else unit.id, draw.choice(("talk", "help", "midway")),
            said["words"], self.committees.account_of(person), raised,
            "solved" if solved else "answered" if answered else "open", said["answer"] if answered else "",
            by.person if due else None, due, by.account if answered else None, then if answered else None,
            self.committees.account_of(person) if solved else None, then if solved else None,
            1 if step == "open" else 2,
        )  # fmt: skip
        acts = []
        if answered or up:
            act, words = ("pass_up", said["up"]) if up else ("answer", said["answer"])
            acts.append((
                ids[0], draw.new_id(), ids[1], act, words, by.person if due else None, due, upper.id if up else None,
                by.account, then,
            ))  # fmt: skip
        return Hard(row, acts)
