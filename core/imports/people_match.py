"""What each row of a list of people would do: add somebody, change what is known, nothing, or ask first. Pure.

Somebody is known by his member code; without one by name and birth date, at once if he is in the same branch, else as
a likeness that somebody has to decide on. Empty cells change nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from core.errors import Problem
from core.imports.people_rows import Fault, Said, Seat
from core.people import rules as people
from core.people.actions import FACTS, Facts

CHOICES = ("merge", "new", "skip")


class Known(Facts, frozen=True, kw_only=True, gc=False):
    """Somebody in the tenant's list; `since` the first day in his branch, `left` the last day in the one before."""

    id: UUID
    key: str
    version: int = 1
    unit_id: UUID | None = None
    since: date | None = None
    left: date | None = None
    posts: tuple[tuple[UUID, str], ...] = ()


class Decision(msgspec.Struct, kw_only=True, gc=False):
    """What becomes of a row. `state`: new, changed, unchanged, duplicate (somebody decides), skipped, faulty.
    `move`: '' none, join a first branch, transfer, or correct the branch of the same day; `asked`: it is like
    somebody, so that it is shown whatever was chosen."""

    said: Said
    state: str
    person_id: UUID | None = None
    known: Known | None = None
    changes: tuple[str, ...] = ()
    seats: tuple[Seat, ...] = ()
    move: str = ""
    same_id: UUID | None = None
    same_row: int | None = None
    faults: tuple[Fault, ...] = ()
    asked: bool = False


class Judge:
    """Decides row after row; what an earlier row does counts for the later ones."""

    def __init__(
        self,
        known: Iterable[Known],
        secretaries: Mapping[UUID, Sequence[tuple[UUID, str, date]]],
        today: date,
        new_id: Callable[[], UUID],
        choices: Mapping[int, str],
        duplicates: str,
    ) -> None:
        """`secretaries` of today by unit; `choices` by row, `duplicates` for all rows without one ('': ask)."""
        self.today, self.new_id, self.choices, self.duplicates = today, new_id, choices, duplicates
        self.secretaries = {unit: list(held) for unit, held in secretaries.items()}
        self._codes: dict[str, Known] = {}
        self._names: dict[tuple[str, date], list[Known]] = {}
        for one in known:
            if one.code:
                self._codes[one.code] = one
            if one.birth_date:
                self._names.setdefault((one.key, one.birth_date), []).append(one)
        self._rows: dict[object, Decision] = {}
        self._taken: dict[UUID, Decision] = {}
        self._held: dict[UUID, set[tuple[UUID, str]]] = {}

    def decide(self, said: Said) -> Decision:
        """The decision on one row."""
        if said.faults:
            return Decision(said=said, state="faulty", faults=said.faults)
        try:
            twin = self._twin(said)
            decision = self._again(said, twin) if twin else self._first(said)
            self._seat(decision)
        except Problem as problem:
            facts = {k: v.isoformat() if isinstance(v, date) else v for k, v in problem.facts.items()}
            fault = Fault(problem.field or "full_name", problem.code, facts)
            return Decision(said=said, state="faulty", faults=(fault,))
        if decision.state == "new" or (decision.state in ("changed", "unchanged") and not twin):
            self._remember(decision)
        return decision

    def _twin(self, said: Said) -> Decision | None:
        """An earlier row of the file about the same person."""
        if said.code and (found := self._rows.get(said.code)):
            return found
        if said.code and (one := self._codes.get(said.code)):
            return self._taken.get(one.id)
        if said.birth_date is None:
            return None
        found = self._rows.get((said.key, said.birth_date, said.unit_id))
        return None if found and said.code and found.said.code and found.said.code != said.code else found

    def _again(self, said: Said, first: Decision) -> Decision:
        """A second row about somebody: further positions, or a duplicate."""
        if said.seats and said.key == first.said.key and said.unit_id in (None, first.said.unit_id):
            return Decision(
                said=said, state="unchanged", person_id=first.person_id, known=first.known, same_row=first.said.row
            )
        if said.code and (said.code == first.said.code or said.code in self._codes):
            raise Problem("import.code-twice", field="code", row=first.said.row)
        choice = self.choices.get(said.row) or self.duplicates
        row = first.said.row
        if choice == "new":
            move = "join" if said.unit_id else ""
            return Decision(said=said, state="new", person_id=self.new_id(), move=move, same_row=row, asked=True)
        return Decision(said=said, state="skipped" if choice else "duplicate", same_row=row, asked=True)

    def _first(self, said: Said) -> Decision:
        if said.code and (one := self._codes.get(said.code)):
            if one.key != said.key and said.birth_date != one.birth_date:
                raise Problem("import.code-of-another", field="code", name=one.full_name)
            return self._change(said, one)
        like = self._like(said)
        here = [one for one in like if said.unit_id is None or one.unit_id == said.unit_id]
        if len(here) == 1 and (said.unit_id is not None or len(like) == 1):
            return self._change(said, here[0])
        new = Decision(said=said, state="new", person_id=self.new_id(), move="join" if said.unit_id else "")
        return self._asked(said, (here or like)[0], new) if like else new

    def _asked(self, said: Said, one: Known, new: Decision) -> Decision:
        """As somebody chose for this row, or for all."""
        choice = self.choices.get(said.row) or self.duplicates
        if choice == "merge":
            found = self._change(said, one)
        elif choice == "new":
            found = new
        else:
            found = Decision(said=said, state="skipped" if choice else "duplicate")
        found.same_id, found.asked = one.id, True
        return found

    def _like(self, said: Said) -> list[Known]:
        """Who bears that name and was born on that day, unless both have codes, which then differ."""
        if said.birth_date is None:
            return []
        found = self._names.get((said.key, said.birth_date), ())
        return [one for one in found if not (said.code and one.code)]

    def _change(self, said: Said, one: Known) -> Decision:
        """What the row changes of somebody known, if no earlier row is about him."""
        if one.id in self._taken:
            return self._again(said, self._taken[one.id])
        changes = tuple(name for name in FACTS if _differs(name, said, one))
        born, joined = said.birth_date or one.birth_date, said.joined_on or one.joined_on
        people.check_birth(born, joined, self.today)
        move = self._move(said, one)
        state = "changed" if changes or move else "unchanged"
        return Decision(said=said, state=state, person_id=one.id, known=one, changes=changes, move=move)

    def _move(self, said: Said, one: Known) -> str:
        if said.unit_id is None or said.unit_id == one.unit_id:
            return ""
        start = said.starts_on or self.today
        if one.unit_id is None or one.since is None:
            if one.left is not None and start <= one.left:
                start = said.starts_on = one.left + timedelta(1)
                if start > self.today:
                    raise Problem("membership.before-current", field="starts_on", since=one.left)
            return "join"
        if start < one.since:
            raise Problem("membership.before-current", field="starts_on", since=one.since)
        return "correct" if start == one.since else "transfer"

    def _seat(self, decision: Decision) -> None:
        """The positions that are not held already; a unit has one secretary."""
        if decision.state not in ("new", "changed", "unchanged") or decision.person_id is None:
            return
        held = self._held.get(decision.person_id)
        if held is None:
            held = self._held[decision.person_id] = set(decision.known.posts) if decision.known else set()
        found = []
        for seat in decision.said.seats:
            if (seat.unit_id, seat.title) in held:
                continue
            if seat.title == "secretary":
                self._check_secretary(decision, seat)
            held.add((seat.unit_id, seat.title))
            found.append(seat)
        decision.seats = tuple(found)
        if found and decision.state == "unchanged":
            decision.state = "changed"

    def _check_secretary(self, decision: Decision, seat: Seat) -> None:
        others = self.secretaries.setdefault(seat.unit_id, [])
        for person, name, since in others:
            if person != decision.person_id:
                raise Problem("position.second-secretary", field="title", name=name, since=since)
        others.append((decision.person_id, decision.said.full_name, seat.starts_on))

    def _remember(self, decision: Decision) -> None:
        said = decision.said
        if decision.known:
            self._taken[decision.known.id] = decision
        if said.code:
            self._rows[said.code] = decision
        if said.birth_date:
            self._rows.setdefault((said.key, said.birth_date, said.unit_id), decision)


def _differs(name: str, said: Said, one: Known) -> bool:
    if name == "full_name":
        return said.key != one.key
    value = getattr(said, name)
    return value is not None and value != getattr(one, name)


def counted(decisions: Iterable[Decision]) -> dict[str, int]:
    """How many rows there are of each state."""
    found = dict.fromkeys(("new", "changed", "unchanged", "duplicate", "skipped", "faulty"), 0)
    for decision in decisions:
        found[decision.state] += 1
    return found
