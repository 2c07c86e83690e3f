"""Spreading the members of a branch over its committee, and the days of an assignment. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from core.errors import Problem

KINDS = ("committee", "buddy")


def spread(members: Sequence[UUID], committee: Sequence[UUID], kept: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """Member → committee member, so that nobody has two more than another. Whoever is followed stays with the same
    as far as that allows; nobody follows himself. Empty without a committee."""
    if not committee:
        return {}
    given = {one: kept[one] for one in members if kept.get(one) in committee and kept[one] != one}
    load = {one: 0 for one in committee}
    for companion in given.values():
        load[companion] += 1
    for member in members:
        if member not in given:
            choice = _lightest(load, member)
            if choice is not None:
                given[member] = choice
                load[choice] += 1
    while move := _move(given, load):
        member, to = move
        load[given[member]] -= 1
        load[to] += 1
        given[member] = to
    return given


def check_days(starts_on: date, ends_on: date | None, today: date) -> None:
    """An assignment begins today or later and does not end before it begins."""
    if starts_on < today:
        raise Problem("companion.starts-before", field="starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise Problem("companion.ends-before", field="ends_on")


def _lightest(load: Mapping[UUID, int], member: UUID) -> UUID | None:
    others = [one for one in load if one != member]
    return min(others, key=lambda one: load[one]) if others else None


def _move(given: Mapping[UUID, UUID], load: Mapping[UUID, int]) -> tuple[UUID, UUID] | None:
    """A member to hand on, from who has most to one who has at least two fewer; None where all is even."""
    for heavy in sorted(load, key=lambda one: -load[one]):
        for light in sorted(load, key=lambda one: load[one]):
            if load[heavy] - load[light] < 2:
                break
            member = next((one for one in reversed(given) if given[one] == heavy and one != light), None)
            if member is not None:
                return member, light
    return None
