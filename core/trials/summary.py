"""What a trial says of a whole year: counts, the table of levels, why nothing could be said, which dates bite. Pure."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from core.packs.calendar import Due
from core.trials.rules import Outcome, Shift, Why


class Cell(msgspec.Struct, frozen=True):
    """How many went from one level to another; '' in `now` where nothing can be said, by `outcome`."""

    outcome: str
    was: str
    now: str
    people: int


class Told(msgspec.Struct, frozen=True):
    """A reason with the number of people it holds for; `key` is the criterion, condition, level or group."""

    code: str
    key: str
    people: int


class Date(msgspec.Struct, frozen=True, kw_only=True):
    """An act whose date the draft moves (`now` None: no longer dated); how many were late, and would be."""

    act: str
    then: datetime
    now: datetime | None
    acted: int
    late_then: int
    late_now: int


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a trial in numbers. `outside` and `added` are people whom only one of the two rules enrols;
    `sheets` counts the registrations that the draft would have sent back, `refusals` why."""

    people: int = 0
    same: int = 0
    changed: int = 0
    up: int = 0
    down: int = 0
    undecided: int = 0
    unrated: int = 0
    outside: int = 0
    added: int = 0
    sheets: int = 0
    registered: int = 0
    cells: tuple[Cell, ...] = ()
    why: tuple[Told, ...] = ()
    refusals: tuple[Told, ...] = ()
    dates: tuple[Date, ...] = ()

    @property
    def compared(self) -> int:
        """Those of whom something could be said."""
        return self.same + self.changed


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a trial."""

    person_id: UUID
    unit_id: UUID
    was: str
    registered: bool
    outcome: Outcome
    sheet: tuple[tuple[str, str], ...] = ()
    shifts: tuple[Shift, ...] = ()


class Tally:
    """Adds up lines as they come."""

    def __init__(self, old: Mapping[str, Due], new: Mapping[str, Due]) -> None:
        """`old` and `new` are what is due in the year by act, as it was and by the draft."""
        self._old, self._new = old, new
        self._kinds: Counter[str] = Counter()
        self._cells: Counter[tuple[str, str, str]] = Counter()
        self._why: Counter[Why] = Counter()
        self._refusals: Counter[tuple[str, str]] = Counter()
        self._acted: Counter[str] = Counter()
        self._late: Counter[tuple[str, bool]] = Counter()
        self._steps: Counter[bool] = Counter()
        self._sheets = self._registered = 0

    def add(self, line: Line, acts: Mapping[str, datetime], late: frozenset[str]) -> None:
        """Count one person; `acts` and `late` are what he handed in."""
        outcome = line.outcome
        self._kinds[outcome.kind] += 1
        self._cells[(outcome.kind, line.was, outcome.level or "")] += 1
        self._why.update(set(outcome.why))
        self._registered += line.registered
        self._sheets += bool(line.sheet)
        self._refusals.update(set(line.sheet))
        if outcome.step:
            self._steps[outcome.step > 0] += 1
        moved = {shift.act: shift.now for shift in line.shifts}
        for act in acts:
            self._acted[act] += 1
            self._late[(act, False)] += act in late
            self._late[(act, True)] += moved.get(act, act in late)

    def told(self, added: int) -> Summary:
        """The sums; `added` people are enrolled by the draft alone."""
        cells = sorted(self._cells.items(), key=lambda pair: -pair[1])
        return Summary(
            people=sum(self._kinds.values()), same=self._kinds["same"], changed=self._kinds["changed"],
            up=self._steps[True], down=self._steps[False], undecided=self._kinds["undecided"],
            unrated=self._kinds["unrated"], outside=self._kinds["outside"], added=added, sheets=self._sheets,
            registered=self._registered, cells=tuple(Cell(*key, people) for key, people in cells),
            why=tuple(Told(why.code, why.key, people) for why, people in self._why.most_common()),
            refusals=tuple(Told(*key, people) for key, people in self._refusals.most_common()),
            dates=tuple(self._dates()),
        )  # fmt: skip

    def _dates(self) -> list[Date]:
        found = []
        for act, due in self._old.items():
            after = self._new.get(act)
            if act not in self._acted or (after is not None and after.closes_at == due.closes_at):
                continue
            found.append(
                Date(
                    act=act,
                    then=due.closes_at,
                    now=after.closes_at if after else None,
                    acted=self._acted[act],
                    late_then=self._late[(act, False)],
                    late_now=self._late[(act, True)],
                )
            )
        return found
