"""The provinces of the country before and since 1 July 2025: names, regions, lineage, place on map and tile grid.

A code names one territory for ever. Provinces that the merger made have a code of their own (`an-giang-2025`), also
where they kept an old name, so that "An Giang" of 2024 is never taken for "An Giang" of 2025 (features.md row 82).
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct, convert

Kind = Literal["province", "city"]


class Earlier(Struct, frozen=True, kw_only=True):
    """What the same territory was called before a day."""

    until: date
    name: str
    kind: Kind
    short: str = ""


class Province(Struct, frozen=True, kw_only=True):
    """A province or a city directly under the centre.

    `tile` and `tile_now` are (column, row) on the tile grids of the 63 and of the 34; None: not on that one.
    `into`: the province that the merger put it into; '' for those that stayed and for those that the merger made.
    """

    code: str
    name: str
    region: str
    short: str = ""
    kind: Kind = "province"
    shapes: tuple[str, ...] = ()
    tile: tuple[int, int] | None = None
    tile_now: tuple[int, int] | None = None
    into: str = ""
    earlier: Earlier | None = None

    @property
    def label(self) -> str:
        """The name for narrow places."""
        return self.short or self.name

    @property
    def formed(self) -> bool:
        """Whether the merger made it."""
        return self.tile is None

    @property
    def full_name(self) -> str:
        """The name as in a sentence: "tỉnh Kiên Giang", "thành phố Huế"."""
        bare = self.name.removeprefix("TP. ")
        return f"{'thành phố' if self.kind == 'city' else 'tỉnh'} {bare}"


class _Table(Struct, frozen=True, kw_only=True):
    merged_on: date
    regions: Mapping[str, str]
    province: tuple[Province, ...]


@cache
def _table() -> _Table:
    return convert(tomllib.loads(files(__package__).joinpath("provinces.toml").read_text("utf-8")), _Table)


MERGED_ON = _table().merged_on
REGIONS: Mapping[str, str] = dict(_table().regions)
BEFORE: Mapping[str, Province] = {each.code: each for each in _table().province if each.tile}
"""The 63 until 30 June 2025 by code, in the order of the official list."""
NOW: Mapping[str, Province] = {each.code: each for each in _table().province if each.tile_now}
"""The 34 since 1 July 2025 by code."""
ALL: Mapping[str, Province] = {each.code: each for each in _table().province}


def on(day: date) -> Mapping[str, Province]:
    """The division in force on a day, under the names of that day."""
    if day >= MERGED_ON:
        return NOW
    return {code: _named(each, day) for code, each in BEFORE.items()}


def of_year(year: int) -> Mapping[str, Province]:
    """The division a programme year is compared in: that of its last day, when results are known."""
    return on(date(year, 12, 31))


def merged(year: int) -> bool:
    """Whether a programme year lies after the merger."""
    return date(year, 12, 31) >= MERGED_ON


def predecessors(code: str) -> tuple[str, ...]:
    """The provinces of the 63 whose territory a province of the 34 has: itself, if the merger left it alone."""
    return tuple(each.code for each in BEFORE.values() if today(each.code) == code)


def today(code: str) -> str:
    """The province of the 34 that has the territory of `code` now."""
    return ALL[code].into or code


def shapes(code: str) -> tuple[str, ...]:
    """The parts of the map a province consists of, the archipelagos with theirs."""
    own = ALL[code]
    return own.shapes or tuple(shape for each in predecessors(code) for shape in ALL[each].shapes)


def kind_on(code: str, day: date) -> Kind:
    """Whether it was a province or a city on a day."""
    return _named(ALL[code], day).kind


def _named(each: Province, day: date) -> Province:
    was = each.earlier
    if was is None or day >= was.until:
        return each
    return Province(
        code=each.code, name=was.name, short=was.short, kind=was.kind, region=each.region, shapes=each.shapes,
        tile=each.tile, tile_now=each.tile_now, into=each.into,
    )  # fmt: skip
