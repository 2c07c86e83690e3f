"""Which unit of the tree a source means when it names a pilot in words of its own (S1-13, S1-A5). Pure.

Sources write "xã Đoàn Thạnh Yên A" where the tree says "Đoàn xã Thạnh Yên A", and units change their rank and name:
order, diacritics, punctuation and words of rank do not tell units apart. Nothing is guessed among several.
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import msgspec

from core.packs.schema import Pilot
from core.units.naming import search_key, words_of

# Words of rank and form, which come and go with the years; a name of nothing else is matched word by word only.
RANKS = frozenset((
    "doan", "chi", "lien", "khoi", "truong", "khoa", "co", "so", "tinh", "huyen", "thi", "thanh", "pho", "xa",
    "phuong", "tran", "dac", "khu", "tnc", "tncs", "hcm",
))  # fmt: skip


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with every name it has had, and those of each unit above it."""

    id: UUID
    path: str
    name: str
    names: tuple[str, ...]
    above: tuple[tuple[str, ...], ...] = ()


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """What was found for a name: one unit, `near` where only words of rank differ; else the several that fit."""

    found: Place | None = None
    near: bool = False
    several: tuple[Place, ...] = ()


def words(name: str) -> Counter[str]:
    """The words of a name without diacritics, whatever their order."""
    return Counter(search_key(" ".join(words_of(name))).split())


def telling(name: str) -> Counter[str]:
    """The words of a name that tell it from others of its sort."""
    return Counter({word: count for word, count in words(name).items() if word not in RANKS})


def same(printed: str, name: str) -> bool:
    """Whether two names have the same words."""
    return words(printed) == words(name)


def alike(printed: str, name: str) -> bool:
    """Whether two names differ in words of rank only."""
    return bool(telling(printed)) and telling(printed) == telling(name)


def match(pilot: Pilot, places: Sequence[Place]) -> Match:
    """The unit that a source names: under the unit named above it, by the same words, else by those that tell."""
    within = [place for place in places if not pilot.under or _is_under(pilot.under, place)]
    for near, agrees in ((False, same), (True, alike)):
        fits = [place for place in within if any(agrees(pilot.unit, name) for name in place.names)]
        if len(fits) == 1:
            return Match(found=fits[0], near=near)
        if fits:
            return Match(several=tuple(fits))
    return Match()


def _is_under(printed: str, place: Place) -> bool:
    return any(same(printed, name) or alike(printed, name) for names in place.above for name in names)
