"""Spreading people over those who follow them. Pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID


def spread(people: Sequence[UUID], held: Mapping[UUID, UUID], followers: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who would follow those that nobody follows yet: each time whoever follows fewest, in the order given, never
    himself. Those that somebody follows stay as they are and count; people whom nobody else could follow are left."""
    load = {one: sum(1 for follower in held.values() if follower == one) for one in followers}
    found: dict[UUID, UUID] = {}
    for person in people:
        able = [one for one in followers if one != person]
        if person in held or not able:
            continue
        found[person] = min(able, key=lambda one: load[one])
        load[found[person]] += 1
    return found
