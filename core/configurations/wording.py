"""What differs between two sets of rules, in the pieces that people speak of: a text with its translation is one, the
wording of a date is one, whichever keys hold it. Pure; the sentences are the interface's task."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from core.configurations.rules import Place, Plain, value_at
from core.packs.difference import IDENTITY, Piece, pieces

LANGUAGES = frozenset(("vi", "en"))
WORDINGS = ("by", "before", "within", "every")  # a date has exactly one of them
TIMING = "timing"  # stands for them in a place


class Difference(msgspec.Struct, frozen=True):
    """One thing that is otherwise. `before` and `after` are plain values, None where there is nothing; for something
    moved the keys that it stood and stands behind, '' at the head."""

    place: Place
    kind: Literal["added", "removed", "changed", "moved"]
    before: object
    after: object


def differences(old: Plain, new: Plain) -> tuple[Difference, ...]:
    """Everything that differs from `old` to `new`, in the order of the new rules."""
    left, right = ({key: part for key, part in side.items() if key not in IDENTITY} for side in (old, new))
    found: dict[tuple[Place, bool], Difference] = {}
    for piece in pieces(left, right):
        place = spoken_of(left, right, piece.path)
        found.setdefault((place, piece.kind == "moved"), _one(left, right, place, piece))
    return tuple(found.values())


def spoken_of(left: object, right: object, place: Place) -> Place:
    """The place of the thing that `place` is a part of: of its text, or of its date."""
    *outer, last = place
    parent = tuple(outer)
    if last in LANGUAGES and any(_is_text(value_at(side, parent)) for side in (left, right)):
        return parent
    if last in WORDINGS and parent[:1] == ("milestones",) and len(parent) > 1:
        return (*parent, TIMING)
    if len(parent) > 1 and parent[0] == "milestones" and "every" in parent:
        return (*parent[: parent.index("every")], TIMING)
    return place


def said_at(plain: object, place: Place) -> object:
    """The value of a thing: of a date the wording that it has, as a table."""
    if place[-1:] != (TIMING,):
        return value_at(plain, place)
    entry = value_at(plain, place[:-1])
    if not isinstance(entry, Mapping):
        return None
    return {key: entry[key] for key in WORDINGS if key in entry} or None


def parts(place: Place) -> Iterator[Place]:
    """The places that a thing consists of: those of a date, otherwise itself."""
    if place[-1:] == (TIMING,):
        yield from ((*place[:-1], key) for key in WORDINGS)
    else:
        yield place


def _one(left: Plain, right: Plain, place: Place, piece: Piece) -> Difference:
    if place == piece.path:
        return Difference(place, piece.kind, piece.before, piece.after)
    return Difference(place, "changed", said_at(left, place), said_at(right, place))


def _is_text(value: object) -> bool:
    return isinstance(value, Mapping) and "vi" in value and set(value) <= LANGUAGES
