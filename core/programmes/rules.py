"""What follows from the pinned rules of a programme alone: its address, its period, its levels."""

from datetime import date, timedelta
from typing import NamedTuple

from core.errors import NotFound, Problem
from core.packs import calendar
from core.packs.patching import active
from core.packs.schema import Level, Pack


class Ranked(NamedTuple):
    """A level of the scale with its rank, 1 the best, and its stable key."""

    rank: int
    key: str
    level: Level


def slug(pack_id: str, year: int) -> str:
    """The programme's word in addresses: `kien_giang_kl06-2021`."""
    return f"{pack_id}-{year}"


def parse_slug(text: str) -> tuple[str, int]:
    """Pack and year of an address; NotFound for anything else."""
    pack_id, _, year = text.rpartition("-")
    if not pack_id or len(year) != 4 or not (year.isascii() and year.isdigit()):
        raise NotFound("access.not-found")
    return pack_id, int(year)


def period_of(rules: Pack, year: int) -> tuple[date, date]:
    """First and last day of the programme year. Raises Problem outside the phase (S0-A10)."""
    calendar.check_year(rules.period, year)
    first, after = calendar.bounds(rules.period, year)
    return first, after - timedelta(days=1)


def ranks(rules: Pack) -> tuple[Ranked, ...]:
    """The levels from best to weakest (S0-45); ranks count the levels in use."""
    levels = active(rules.scale.levels).items()
    return tuple(Ranked(rank, key, level) for rank, (key, level) in enumerate(levels, start=1))


def level_at(rules: Pack, rank: int) -> Level:
    """The level with this rank (1 the best); Problem for a rank that the scale lacks."""
    return _at(rules, rank).level


def key_at(rules: Pack, rank: int) -> str:
    """The stable key of the level with this rank."""
    return _at(rules, rank).key


def rank_of(rules: Pack, key: str) -> int:
    """The rank of a level (1 the best); Problem for a key that the scale lacks."""
    for ranked in ranks(rules):
        if ranked.key == key:
            return ranked.rank
    raise Problem("assessment.unknown-level", field="level", level=key)


def _at(rules: Pack, rank: int) -> Ranked:
    found = ranks(rules)
    if not 1 <= rank <= len(found):
        raise Problem("assessment.unknown-level", field="level", level=rank)
    return found[rank - 1]
