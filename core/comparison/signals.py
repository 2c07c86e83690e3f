"""Signals of formalism: questions that published numbers ask, never verdicts (S4 I.2, S3).

A signal says only that a number is unusual and what it rests on. Each has a threshold, which stands here and is shown
beside it, and a group that is big enough: below `LEAST` people a number like "all of them" means nothing. What was not
published (None) asks nothing: unknown is never taken for zero.
"""

from itertools import pairwise
from fractions import Fraction
from typing import Literal

import msgspec

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

