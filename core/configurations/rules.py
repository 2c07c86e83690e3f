"""Edits of a pack as merge patches by stable keys: reading and changing places, locks, and what an upgrade meets.

Pure. A place is the tuple of keys that leads to a value (`("criteria", "1.1", "title")`); keys may hold dots, so it is
written with slashes wherever it has to be one word.
"""

from collections.abc import Iterator, Mapping

import msgspec

from core.packs.merging import merge
from core.packs.patching import active
from core.packs.schema import Lock, Pack

Place = tuple[str, ...]
Plain = Mapping[str, object]


class Conflict(msgspec.Struct, frozen=True):
    """A place that both the tenant and the new release of the pack have changed, each in its own way. None stands for
    nothing at this place."""

    place: Place
    was: object
    theirs: object
    mine: object


def written(place: Place) -> str:
    """The place as one word."""
    return "/".join(place)


def place_of(word: str) -> Place:
    """The place that a word means."""
    return tuple(word.split("/"))


def spoken(place: Place) -> str:
    """The place as the linter names it (`criteria.1.1.title`)."""
    return ".".join(place)


def value_at(plain: object, place: Place) -> object:
    """The value at a place of plain data; None where there is none."""
    for key in place:
        if not isinstance(plain, Mapping) or key not in plain:
            return None
        plain = plain[key]
    return plain


def changed(plain: Plain, changes: Mapping[Place, object]) -> Plain:
    """`plain` with each change made; None takes the value away, a table is merged into the one that is there."""
    for place, value in changes.items():
        patch: object = value
        for key in reversed(place):
            patch = {key: patch}
        plain = merge(plain, patch)
    return plain


def patch_between(base: object, wanted: object) -> dict[str, object]:
    """The smallest merge patch that turns `base` into `wanted` (RFC 7396)."""
    was = base if isinstance(base, Mapping) else {}
    now = wanted if isinstance(wanted, Mapping) else {}
    patch: dict[str, object] = {key: None for key in was if key not in now}
    for key, value in now.items():
        if key in was and was[key] == value:
            continue
        both = isinstance(value, Mapping) and isinstance(was.get(key), Mapping)
        patch[key] = patch_between(was[key], value) if both else value
    return patch


def places(patch: Plain, at: Place = ()) -> Iterator[Place]:
    """The places that a patch touches, each as deep as it goes."""
    for key, value in patch.items():
        if isinstance(value, Mapping) and value:
            yield from places(value, (*at, key))
        else:
            yield (*at, key)


def conflicts(was: Plain, now: Plain, patch: Plain) -> tuple[Conflict, ...]:
    """What the new release `now` of a pack and the tenant's `patch` over the old one `was` both changed. Where both
    say the same, or the release left the place alone, the edit simply goes on."""
    mine = merge(was, patch)
    found: dict[Place, Conflict] = {}
    for touched in places(patch):
        place = _meeting(was, now, touched)
        old, theirs, own = (value_at(side, place) for side in (was, now, mine))
        if old != theirs and own not in (theirs, old):
            found.setdefault(place, Conflict(place, old, theirs, own))
    return tuple(found.values())


def _meeting(was: Plain, now: Plain, place: Place) -> Place:
    """The place itself, or the entry around it that one of the releases does not have."""
    for length in range(1, len(place)):
        outer = place[:length]
        if (value_at(was, outer) is None) != (value_at(now, outer) is None):
            return outer
    return place


def carried(was: Plain, now: Plain, patch: Plain, theirs: frozenset[Place] = frozenset()) -> dict[str, object]:
    """The tenant's edits over the new release; at the places in `theirs` the release wins."""
    wanted = merge(now, patch)
    for one in conflicts(was, now, patch):
        if one.place in theirs:
            wanted = changed(wanted, {one.place: None})
            wanted = changed(wanted, {one.place: value_at(now, one.place)})
        elif value_at(now, one.place) is None:  # the release dropped what the tenant had edited: keep it whole
            wanted = changed(wanted, {one.place: one.mine})
    return patch_between(now, wanted)


def lock_on(rules: Pack, place: Place, binds: str = "tenant") -> tuple[str, Lock] | None:
    """The lock that keeps `binds` (the tenant, or its units) from editing a place, with its key; None where it is
    open. What locks the units only does not bind the tenant; a tenant lifts its own locks."""
    for key, lock in active(rules.locks).items():
        if binds == "tenant" and (lock.binds == "unit" or lock.by == "province"):
            continue
        inside = any(_within(place, place_of(word)) or _within(place_of(word), place) for word in lock.places)
        if inside or place[:2] == ("locks", key):
            return key, lock
    return None


def _within(place: Place, outer: Place) -> bool:
    return place[: len(outer)] == outer
