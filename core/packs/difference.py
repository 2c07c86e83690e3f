"""What differs between two packs, by key path: for authors and tenants (order counts, because it is shown)."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from core.packs import reading
from core.packs.schema import Pack

IDENTITY = ("contract", "id", "version", "extends")


class Change(msgspec.Struct, frozen=True):
    """One difference. `before` and `after` are plain values, None where there is nothing."""

    place: str
    kind: Literal["added", "removed", "changed", "moved"]
    before: object = None
    after: object = None


def changes(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Every difference from `old` to `new`, in the order of the new pack; what identifies a pack is left out."""
    left, right = (
        {key: part for key, part in reading.plain(pack).items() if key not in IDENTITY} for pack in (old, new)
    )
    return tuple(_between(left, right, ""))


def _between(left: Mapping[str, object], right: Mapping[str, object], place: str) -> Iterator[Change]:
    for key in [*right, *(key for key in left if key not in right)]:
        at = f"{place}.{key}" if place else key
        before, after = left.get(key), right.get(key)
        if key == "order":
            if key in left and key in right and before != after:
                yield Change(place, "moved", before, after)
        elif key not in left:
            yield Change(at, "added", None, after)
        elif key not in right:
            yield Change(at, "removed", before, None)
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _between(before, after, at)
        elif before != after:
            yield Change(at, "changed", before, after)
