"""Signals of formalism: questions that published numbers ask, never verdicts (S4 I.2, S3).

A signal says only that a number is unusual and what it rests on. Each has a threshold, which stands here and is shown
beside it, and a group that is big enough: below `LEAST` people a number like "all of them" means nothing. What was not
published (None) asks nothing: unknown is never taken for zero.
"""

from fractions import Fraction
from typing import Literal

import msgspec

from core.comparison.facts import NATIONAL, Crosswalk, Published

Kind = Literal["all_best", "no_returns", "last_day", "same_texts"]
KINDS: tuple[Kind, ...] = ("all_best", "no_returns", "last_day", "same_texts")
LEAST = 50  # people, sheets or texts that a question needs; also where a province's four levels become public
SHARE: dict[Kind, Fraction] = {
    "all_best": Fraction(1),  # everybody at the best level
    "no_returns": Fraction(0),  # not one sheet came back
    "last_day": Fraction(4, 5),  # of the sheets that came in time
    "same_texts": Fraction(1, 2),  # of the texts, word for word like those of others
}


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """What a province published about how its sheets were filed in one year by one subject; None is not measured.

    `best` of `assessed` stand at the best level; `returned` of `decided` sheets came back at least once; `last_day` of
    `in_time` people registered on the last day of the term; `alike` of `texts` were written word for word by several
    people. Texts themselves are never published, nor are their fingerprints."""

    province: str
    assessed: int | None = None
    best: int | None = None
    decided: int | None = None
    returned: int | None = None
    in_time: int | None = None
    last_day: int | None = None
    texts: int | None = None
    alike: int | None = None


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """An unusual number: `numerator` of `denominator` where `threshold` makes one ask."""

    kind: Kind
    province: str
    numerator: int
    denominator: int
    threshold: Fraction

    @property
    def share(self) -> Fraction:
        """What the number is, between 0 and 1."""
        return Fraction(self.numerator, self.denominator)


def signals(filing: Filing) -> tuple[Signal, ...]:
    """What one province's numbers ask, in a fixed order."""
    parts: dict[Kind, tuple[int | None, int | None]] = {
        "all_best": (filing.best, filing.assessed),
        "no_returns": (filing.returned, filing.decided),
        "last_day": (filing.last_day, filing.in_time),
        "same_texts": (filing.alike, filing.texts),
    }
    found = []
    for kind, (numerator, denominator) in parts.items():
        if numerator is None or denominator is None or denominator < LEAST:
            continue
        if unusual(kind, Fraction(numerator, denominator)):
            found.append(
                Signal(
                    kind=kind, province=filing.province, numerator=numerator, denominator=denominator,
                    threshold=SHARE[kind],
                )
            )  # fmt: skip
    return tuple(found)


def unusual(kind: Kind, share: Fraction) -> bool:
    """Whether a share makes one ask: returns by being absent, the others by being too many."""
    return share <= SHARE[kind] if kind == "no_returns" else share >= SHARE[kind]



def filing_of(row: Published, crosswalk: Crosswalk | None = None) -> Filing:
    """What a published row says about filing, its levels read by a crosswalk. Only groups that show all four levels can
    be asked about the best one; a curve that does not reach the deadline yet is not asked about its last day."""
    read = crosswalk or Crosswalk()
    people = [(read.national(row.pack, one.key, one.national), one.people) for one in row.levels]
    rated = row.detail == "levels" and all(n is not None for _, n in people)
    in_time, before = _by(row, 0), _by(row, 1)
    return Filing(
        province=row.province,
        assessed=sum(n or 0 for national, n in people if national) if rated else None,
        best=sum(n or 0 for national, n in people if national == NATIONAL[0]) if rated else None,
        decided=row.reviewed, returned=row.returned,
        in_time=in_time, last_day=None if in_time is None or before is None else in_time - before,
        texts=row.texts, alike=row.alike,
    )  # fmt: skip


def _by(row: Published, days_early: int) -> int | None:
    """How many had registered by the end of the day so many days before the deadline."""
    if row.due_on is None or row.curve_from is None:
        return None
    at = (row.due_on - row.curve_from).days - days_early
    return row.curve[at] if 0 <= at < len(row.curve) else 0 if at == -1 and row.curve else None
