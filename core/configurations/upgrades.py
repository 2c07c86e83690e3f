"""A tenant's edits over a newer release of the pack (or over the centre's base): what goes on by itself, and what has
to be decided, one thing at a time. Pure."""

import msgspec

from core.configurations.rules import Place, Plain, changed, conflicts, patch_between, value_at
from core.configurations.wording import parts, said_at, spoken_of
from core.packs.merging import merge


class Choice(msgspec.Struct, frozen=True):
    """A thing that both changed: what it was, what the release says now, what the tenant says; None for nothing."""

    place: Place
    was: object
    theirs: object
    mine: object


def choices(was: Plain, now: Plain, patch: Plain) -> tuple[Choice, ...]:
    """What has to be decided between the release `now` and the tenant's `patch` over the release `was`: a text with
    its translation and the wording of a date are each one decision."""
    mine = merge(was, patch)
    found: dict[Place, Choice] = {}
    for one in conflicts(was, now, patch):
        place = spoken_of(now, mine, one.place)
        sides = (said_at(side, place) for side in (was, now, mine))
        found.setdefault(place, Choice(place, *sides))
    return tuple(one for one in found.values() if one.theirs != one.mine)


def resolved(
    was: Plain, now: Plain, patch: Plain, theirs: frozenset[Place], ended: frozenset[Place] = frozenset()
) -> dict[str, object]:
    """The tenant's edits over the new release, as the smallest patch: at the places in `theirs` and `ended` the release
    wins, at the other choices the tenant."""
    mine = merge(was, patch)
    wanted = merge(now, patch)
    for place in [*(one.place for one in choices(was, now, patch)), *sorted(ended)]:
        winner = now if place in theirs | ended else mine
        for part in parts(place):
            value = value_at(winner, part)
            wanted = changed(wanted, {part: None})
            if value is not None:
                wanted = changed(wanted, {part: value})
    return patch_between(now, wanted)
