"""Numbers of people by step, of a unit and of a whole board. Pure."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from core.units.queries import Unit


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """People by step (domain.md §4). `eligible` is (2) of the appendix, those on leave included; the later
    steps count people who did register; `…_late` are those of them who did it after the date."""

    eligible: int = 0
    on_leave: int = 0
    registered: int = 0
    validated: int = 0
    self_assessed: int = 0
    rated: int = 0
    recognised: int = 0
    registered_late: int = 0
    self_late: int = 0
    rated_late: int = 0


NAMES = Tally.__struct_fields__


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A unit on the board, with everything below it; `closed_on` for one that was dissolved in a running year."""

    id: UUID
    name: str
    kind: str
    block: str | None
    pilot: bool
    search_key: str
    tally: Tally
    closed_on: date | None = None


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Progress of a unit: its own people, its children, and all together."""

    unit: Unit
    own: Tally
    lines: tuple[Line, ...]
    total: Tally


def added(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies, step by step."""
    kept = list(tallies)
    return Tally(**{name: sum(getattr(tally, name) for tally in kept) for name in NAMES})
