"""The scale as a ruler from 0 to the points of a full sheet: bands, and where the linter finds gaps and overlaps. Pure.

A level holds from its minimum up to the next one's (domain.md §4); what the source prints as its end may leave
something out, or claim what another level has.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Literal

import msgspec

from core.packs.lint_scale import TOTAL
from core.packs.patching import active
from core.packs.problems import LintFinding
from core.packs.schema import Level, Pack
from core.packs.text import Text

GAPS, OVERLAPS = ("levels.gap", "levels.bottom-open"), ("levels.overlap",)


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A level on the ruler: from `lower` up to, not including, `upper` (the total is included in the best one).
    `printed` is the end that the source names, `below` whether it says "under". None: no minimum yet, not drawn."""

    key: str
    level: Level
    lower: int | None
    upper: int | None
    printed: int | None
    below: bool

    @property
    def title(self) -> Text:
        """The level's name."""
        return self.level.title


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch that no level claims, or that two do. `level` is the one below it, `other` the one above ('' at the
    ends of the ruler); `finding` is the linter's, which names the erratum where it has been answered."""

    kind: Literal["gap", "overlap"]
    lower: int
    upper: int
    level: str
    other: str
    finding: LintFinding

    @property
    def open(self) -> bool:
        """Whether nobody has answered it."""
        return self.finding.waived_by is None


class Ruler(msgspec.Struct, frozen=True):
    """The bands from best to weakest, and what is wrong between them."""

    total: int
    bands: tuple[Band, ...]
    flaws: tuple[Flaw, ...]

    @property
    def open_flaws(self) -> tuple[Flaw, ...]:
        """What stands in the way of publishing."""
        return tuple(one for one in self.flaws if one.open)


def ruler(rules: Pack, findings: Iterable[LintFinding]) -> Ruler:
    """The scale of points of `rules`, with the linter's findings about it at their place."""
    total = rules.registration.points.total if rules.registration.points else TOTAL
    levels = active(rules.scale.levels)
    bands = _bands(levels, total)
    by_key = {band.key: band for band in bands}
    above = {lower.key: upper for upper, lower in pairwise(bands) if lower.lower is not None}
    flaws = []
    for finding in findings:
        band = by_key.get(_level_of(finding))
        if band is not None and finding.code in (*GAPS, *OVERLAPS, "levels.unreachable"):
            flaws += _flaw(finding, band, above.get(band.key), total)
    return Ruler(total, bands, tuple(flaws))


def widened(base: Pack, rules: Pack) -> frozenset[str]:
    """Addresses of gaps that the edits have made wider than the pack's own: the pack's answer to a gap of one point
    says nothing about one of five."""
    before = _widths(base)
    return frozenset(place for place, width in _widths(rules).items() if width > before.get(place, 0))


def _widths(rules: Pack) -> dict[str, int]:
    """How many points each level's printed end leaves out, by the address of the finding."""
    levels = [one for one in active(rules.scale.levels).items() if one[1].minimum is not None]
    found = {}
    for (_upper_key, upper), (key, level) in pairwise(levels):
        ends = level.maximum if level.maximum is not None else level.below
        if ends is not None and upper.minimum is not None and ends < upper.minimum:
            found[f"levels.gap@scale.levels.{key}"] = upper.minimum - ends
    return found


def _bands(levels: Mapping[str, Level], total: int) -> tuple[Band, ...]:
    found: list[Band] = []
    upper = total
    for key, level in levels.items():
        printed = level.maximum if level.maximum is not None else level.below
        drawn = level.minimum is not None
        found.append(Band(key=key, level=level, lower=level.minimum, upper=upper if drawn else None, printed=printed,
                          below=level.below is not None))  # fmt: skip
        if level.minimum is not None:
            upper = level.minimum
    return tuple(found)


def _flaw(finding: LintFinding, band: Band, above: Band | None, total: int) -> Iterable[Flaw]:
    start = above.lower if above and above.lower is not None else total
    other = above.key if above else ""
    stretch: tuple[int, int] | None = None
    if finding.code == "levels.bottom-open" and band.lower:
        stretch, other = (0, band.lower), ""
    elif finding.code == "levels.gap" and band.printed is not None:
        stretch = (band.printed, start)
    elif finding.code == "levels.overlap":
        stretch = _shared(band, start)
    if stretch is None:
        return
    kind: Literal["gap", "overlap"] = "gap" if finding.code in GAPS else "overlap"
    lower, upper = sorted(max(0, min(total, end)) for end in stretch)
    yield Flaw(kind=kind, lower=lower, upper=upper, level=band.key, other=other, finding=finding)


def _shared(band: Band, start: int) -> tuple[int, int]:
    """What the level below claims of the one above: past its start, or all of it where the minimums do not fall."""
    if band.lower is not None and band.lower >= start:
        return start, band.lower
    return start, band.printed if band.printed is not None else start


def _level_of(finding: LintFinding) -> str:
    """The level that a finding is about; keys may hold dots, the fields behind them do not."""
    inside = finding.place.removeprefix("scale.levels.")
    if inside == finding.place:
        return ""
    return inside.removesuffix(".minimum").removesuffix(".maximum").removesuffix(".national").removesuffix(".requires")
