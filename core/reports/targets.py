"""What a target asks and what is reached: shares, counts and bounds (S0-3 … S0-5, S1-23, S2-2, S2-6). Pure.

What is not known is not zero: a value that nobody recorded is None with the reason, and neither met nor missed. The
verdict itself is `core.packs.targets`', which worked cases prove.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from core.packs import targets as aims
from core.packs.schema import Audience, Pack, Target

# nobody: no unit or person it is about; no_roster: nobody is enrolled; not_this_year: nothing asked in this year;
# no_entries: the book is empty; unrecorded: nobody said; audience: the sums do not tell these people apart;
# restricted: for committees only.
Why = Literal["", "nobody", "no_roster", "not_this_year", "no_entries", "unrecorded", "audience", "restricted"]


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """What is reached: `done` of `of`, or `done` alone where entries are counted; None where it is not known (`why`).

    `open` are parts of `of` about which nothing is recorded."""

    done: int | None = None
    of: int | None = None
    open: int = 0
    why: Why = ""

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return self.done is not None


def unknown(why: Why) -> Reached:
    """No value, and why."""
    return Reached(why=why)


def share(done: int, of: int, nobody: Why = "nobody") -> Reached:
    """Those who did it of those who should; of nobody there is no share."""
    return Reached(done=done, of=of) if of else unknown(nobody)


def bounded(target: Target, count: int | None) -> bool | None:
    """Whether a count keeps the target's bounds; None for a count that is not known."""
    return aims.count(target, count).met


def spread(target: Target, counts: Sequence[int | None]) -> Reached:
    """Units that keep the bounds, of all; `counts` holds None for a unit of which nothing is recorded. A single
    unit is its own count."""
    if not counts:
        return unknown("nobody")
    if all(count is None for count in counts):
        return unknown("unrecorded")
    if len(counts) == 1:
        return Reached(done=counts[0])
    kept = [bounded(target, count) for count in counts]
    return Reached(done=kept.count(True), of=len(kept), open=kept.count(None))


def met(target: Target, reached: Reached) -> bool | None:
    """Whether the target is met; None while that is not known. What is open decides nothing, what is missed does."""
    if reached.done is None or reached.of is None:
        return bounded(target, reached.done)
    if target.of != "pilots":
        return aims.share(target, reached.done, reached.of).met
    missed = reached.of - reached.done - reached.open  # every unit by itself: nobody makes another's miss good
    return False if missed else None if reached.open else True


def addressed(audience: Audience | None, block: str | None, kind: str) -> bool:
    """Whether the people counted at a unit of this block and kind are meant, as far as sums can tell."""
    if audience is None:
        return True
    if audience.blocks and block not in audience.blocks:
        return False
    return not audience.kinds or kind in audience.kinds


def tellable(rules: Pack, audience: Audience | None) -> bool:
    """Whether sums by unit tell this audience apart: by block, and cadres by the kind of unit they count at."""
    if audience is None:
        return True
    by_person = audience.titles or audience.full_time is not None or audience.occupations or audience.age_below
    return not by_person and (not audience.kinds or rules.subject.kind == "cadre")


def tally(verdicts: Iterable[bool | None]) -> tuple[int, int, int]:
    """How many are met, missed, not known."""
    found = list(verdicts)
    return found.count(True), found.count(False), found.count(None)
