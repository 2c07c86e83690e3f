"""The checks of a report: which rows break which rule, and which unit's own people are the reason (S0-41, S0-42).

A sum rule that every unit's own people keep is kept by every row above them; so the units whose own people break it
are named, not every row on the way up. What breaks is said by the pack's hook. Pure.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

import msgspec

from core.packs.facts import Finding, RowFact
from core.packs.schema import Check, Column
from core.packs.text import Text
from core.reports.rules import Counts, Place, Row

Judge = Callable[[RowFact], tuple[Finding, ...]]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A printed row that breaks a rule; `row` is its index, `left` and `right` the numbers compared."""

    row: int
    left: int
    right: int


class Culprit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit whose own people break a rule."""

    place: Place
    left: int
    right: int


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one check. `rule` says it in the printed column numbers: "(3) = (4) + (5) + (6) + (7)"."""

    key: str
    title: Text
    rule: str
    left: str
    right: tuple[str, ...]
    exact: bool
    failures: tuple[Failure, ...] = ()
    culprits: tuple[Culprit, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every row and every unit keeps the rule."""
        return not self.failures and not self.culprits


def check_rows(
    checks: Mapping[str, Check],
    columns: Mapping[str, Column],
    measured: Sequence[str],
    judge: Judge,
    rows: Sequence[Row],
    places: Sequence[Place],
    own: Mapping[UUID, Counts],
) -> tuple[Checked, ...]:
    """Every check over every row and every unit. `measured` are the keys of the number columns, in the order of the
    counts; `places` and `own` are the units with their own people before anything was hidden; `judge` is the pack's
    `report_problems` hook, whose findings name their check, and the left and right numbers, in their facts."""
    known: dict[Counts, Mapping[str, tuple[int, int]]] = {}

    def broken(counts: Counts) -> Mapping[str, tuple[int, int]]:
        """Most branches look alike: each set of numbers is judged once."""
        if counts not in known:
            fact = RowFact(values=dict(zip(measured, counts, strict=True)))
            known[counts] = {str(f.facts.get("check")): _pair(f) for f in judge(fact)}
        return known[counts]

    failing = [(index, broken(row.total)) for index, row in enumerate(rows)]
    guilty = [(place, broken(own[place.id])) for place in places if place.id in own]
    return tuple(
        msgspec.structs.replace(
            described(key, check, columns),
            failures=tuple(
                Failure(row=index, left=found[key][0], right=found[key][1]) for index, found in failing if key in found
            ),
            culprits=tuple(
                Culprit(place=place, left=found[key][0], right=found[key][1]) for place, found in guilty if key in found
            ),
        )
        for key, check in checks.items()
    )


def described(key: str, check: Check, columns: Mapping[str, Column]) -> Checked:
    """A check in words and numbers, not yet applied."""
    right = check.equals_sum or ((check.at_least,) if check.at_least else ())
    shown = [number_of(columns[name], name) for name in (check.left, *right)]
    return Checked(
        key=key,
        title=check.title,
        rule=f"{shown[0]} {'=' if check.equals_sum else '≥'} {' + '.join(shown[1:])}",
        left=check.left,
        right=tuple(right),
        exact=bool(check.equals_sum),
    )


def number_of(column: Column, key: str) -> str:
    """The number by which a column is called: "(3)" for "3=(4+5+6+7)"; without a number its key."""
    found = re.match(r"\d+", column.number)
    return f"({found[0]})" if found else key


def _pair(finding: Finding) -> tuple[int, int]:
    left, right = finding.facts.get("left", 0), finding.facts.get("right", 0)
    return (left if isinstance(left, int) else 0, right if isinstance(right, int) else 0)
