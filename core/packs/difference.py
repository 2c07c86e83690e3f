"""What differs between two packs, by key path: for authors and tenants (order counts, because it is shown)."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from core.packs import reading
from core.packs.schema import Pack

IDENTITY = ("contract", "id", "version", "extends")
Table = Mapping[str, object]


class Change(msgspec.Struct, frozen=True):
    """One difference. `before` and `after` are plain values, None where there is nothing; for something moved, the
    keys it stood and stands behind, '' at the head."""

    place: str
    kind: Literal["added", "removed", "changed", "moved"]
    before: object = None
    after: object = None


class Piece(msgspec.Struct, frozen=True):
    """A `Change` with its place as a path."""

    path: tuple[str, ...]
    kind: Literal["added", "removed", "changed", "moved"]
    before: object = None
    after: object = None


def changes(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Every difference from `old` to `new`, in the order of the new pack; what identifies a pack is left out."""
    left, right = (
        {key: part for key, part in reading.plain(pack).items() if key not in IDENTITY} for pack in (old, new)
    )
    found = pieces(left, right)
    return tuple(Change(".".join(one.path), one.kind, one.before, one.after) for one in found)


def pieces(left: Table, right: Table, path: tuple[str, ...] = ()) -> Iterator[Piece]:
    """The same between plain data, each with its path as keys (which may hold dots)."""
    was, now = _in_order(left), _in_order(right)
    moved = _moved(was, now)
    for key in [*now, *(key for key in was if key not in right)]:
        at = (*path, key)
        before, after = left.get(key), right.get(key)
        if key not in left:
            yield Piece(at, "added", None, after)
            continue
        if key not in right:
            yield Piece(at, "removed", before, None)
            continue
        if key in moved:
            yield Piece(at, "moved", _behind(was, key), _behind(now, key))
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from pieces(before, after, at)
        elif before != after:
            yield Piece(at, "changed", before, after)


def _in_order(table: Table) -> list[str]:
    """The keys as people see them: entries by their `order`, anything else as written. The number itself is no
    difference, only what it does to the neighbours."""
    keys = [key for key, part in table.items() if not (key == "order" and isinstance(part, int))]
    orders = {key: part.get("order") for key in keys if isinstance(part := table[key], Mapping)}
    if len(orders) < len(keys) or not all(isinstance(order, int) for order in orders.values()):
        return keys
    return sorted(keys, key=lambda key: orders[key])


def _moved(was: Sequence[str], now: Sequence[str]) -> set[str]:
    """The fewest keys whose moving explains the new order: all but the longest run that kept its own."""
    places = {key: index for index, key in enumerate(was)}
    common = [key for key in now if key in places]
    ends: list[int] = []  # for each length, the smallest place on which a run of that length ends
    runs: list[tuple[str, ...]] = []
    for key in common:
        length = bisect_left(ends, places[key])
        run = (*(runs[length - 1] if length else ()), key)
        ends[length : length + 1] = [places[key]]
        runs[length : length + 1] = [run]
    return set(common) - set(runs[-1] if runs else ())


def _behind(keys: Sequence[str], key: str) -> str:
    at = keys.index(key)
    return keys[at - 1] if at else ""
