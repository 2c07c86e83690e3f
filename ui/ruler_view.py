"""The ruler of a scale as shapes and sentences: where each band lies in per cent, and what is wrong in words."""

from msgspec import Struct

from core.configurations.ruler import Band, Flaw, Ruler
from core.packs.schema import Pack
from ui.i18n import _, current

TONES = {"excellent": "l1", "good": "l2", "completed": "l3", "not_completed": "l4"}
NARROW = 7.0  # per cent: numbers nearer than this stand on two lines


class Piece(Struct, frozen=True, kw_only=True):
    """A band as it is drawn; `x` and `width` in per cent of the ruler."""

    key: str
    x: str
    width: str
    tone: str
    words: str
    conditions: int


class Wrong(Struct, frozen=True, kw_only=True):
    """A hatched stretch with its sentence; `answered` says how the pack reads it, where it does."""

    kind: str
    x: str
    width: str
    middle: str
    words: str
    answered: str


class Tick(Struct, frozen=True):
    """A number under the ruler; `line` is 0 or 1."""

    x: str
    label: str
    line: int


class Bound(Struct, frozen=True, kw_only=True):
    """What can be dragged: the minimum of a level, between `low` and `high`. `end` is the input of the printed end of
    the level below it, which keeps its distance `gap`; '' where it has none."""

    x: str
    key: str
    name: str
    value: int
    low: int
    high: int
    end: str
    gap: int


class RulerView(Struct, frozen=True, kw_only=True):
    """Everything that the drawing needs, and the sentences under it."""

    total: int
    pieces: tuple[Piece, ...]
    wrong: tuple[Wrong, ...]
    ticks: tuple[Tick, ...]
    bounds: tuple[Bound, ...]
    words: str

    @property
    def open(self) -> tuple[Wrong, ...]:
        """What has to be mended."""
        return tuple(one for one in self.wrong if not one.answered)

    @property
    def settled(self) -> tuple[Wrong, ...]:
        """What the pack has answered."""
        return tuple(one for one in self.wrong if one.answered)


def ruler_view(rules: Pack, found: Ruler) -> RulerView:
    """The drawing of a ruler."""
    drawn = [band for band in found.bands if band.lower is not None and (band.upper or 0) > band.lower]
    return RulerView(
        total=found.total,
        pieces=tuple(_piece(band, found.total) for band in drawn),
        wrong=tuple(_wrong(rules, found, flaw) for flaw in found.flaws),
        ticks=_ticks(found),
        bounds=_bounds(found),
        words="; ".join(f"{band.title.in_(current())}: {range_words(band, found.total)}" for band in drawn),
    )


def range_words(band: Band, total: int) -> str:
    """When a level holds: "từ 80 đến dưới 90 điểm"."""
    if band.lower is None or band.upper is None:
        return _("chưa có điểm bắt đầu")
    if band.upper >= total:
        return _("từ %(low)s đến %(high)s điểm") % {"low": band.lower, "high": total}
    if band.lower == 0:
        return _("dưới %(high)s điểm") % {"high": band.upper}
    return _("từ %(low)s đến dưới %(high)s điểm") % {"low": band.lower, "high": band.upper}


def flaw_words(rules: Pack, total: int, flaw: Flaw) -> str:
    """What is wrong, and between which levels."""
    levels = rules.scale.levels
    level = levels[flaw.level].title.in_(current())
    other = levels[flaw.other].title.in_(current()) if flaw.other else ""
    facts = {"low": flaw.lower, "high": flaw.upper, "level": level, "other": other, "total": total}
    if flaw.kind == "overlap":
        return _("Từ %(low)s đến %(high)s điểm thuộc cả “%(level)s” và “%(other)s”.") % facts
    if not flaw.other and flaw.lower == 0:
        return _("Dưới %(high)s điểm không thuộc mức nào: “%(level)s” cần bắt đầu từ 0.") % facts
    if not flaw.other:
        return _("Trên %(low)s đến %(high)s điểm không thuộc mức nào: “%(level)s” cần đến %(total)s.") % facts
    if levels[flaw.level].below is not None:
        return _("Từ %(low)s đến dưới %(high)s điểm không thuộc mức nào, giữa “%(level)s” và “%(other)s”.") % facts
    return _("Trên %(low)s đến dưới %(high)s điểm không thuộc mức nào, giữa “%(level)s” và “%(other)s”.") % facts


def _piece(band: Band, total: int) -> Piece:
    lower, upper = band.lower or 0, min(band.upper or 0, total)
    return Piece(
        key=band.key, x=_percent(lower, total), width=_percent(max(0, upper - lower), total),
        tone=TONES.get(band.level.national or "", "l3"), conditions=len(band.level.requires),
        words=f"{band.title.in_(current())}: {range_words(band, total)}",
    )  # fmt: skip


def _wrong(rules: Pack, found: Ruler, flaw: Flaw) -> Wrong:
    erratum = rules.errata.get(flaw.finding.waived_by or "")
    return Wrong(
        kind=flaw.kind, x=_percent(flaw.lower, found.total), width=_percent(flaw.upper - flaw.lower, found.total),
        middle=_percent((flaw.lower + flaw.upper) / 2, found.total), words=flaw_words(rules, found.total, flaw),
        answered=erratum.read_as.in_(current()) if erratum else "",
    )  # fmt: skip


def _ticks(found: Ruler) -> tuple[Tick, ...]:
    starts = {band.lower for band in found.bands if band.lower is not None and 0 < band.lower < found.total}
    ticks: list[Tick] = []
    last = -100.0
    for value in sorted({0, found.total} | starts):
        at = 100 * value / found.total
        near = at - last < NARROW and bool(ticks) and ticks[-1].line == 0
        ticks.append(Tick(_percent(value, found.total), str(value), int(near)))
        last = at
    return tuple(ticks)


def _bounds(found: Ruler) -> tuple[Bound, ...]:
    """The minimums between two levels; the best and the weakest level end where the ruler does."""
    drawn = [band for band in found.bands if band.lower is not None]
    bounds = []
    for at, band in enumerate(drawn[:-1]):
        under, value = drawn[at + 1], band.lower or 0
        field = "below" if under.below else "maximum" if under.printed is not None else ""
        high = (drawn[at - 1].lower or 0) - 1 if at else found.total
        if not (under.lower or 0) < value <= high:
            continue  # the minimums do not fall: they are typed right, not dragged
        bounds.append(Bound(
            x=_percent(value, found.total), key=band.key, name=f"scale/levels/{band.key}/minimum", value=value,
            low=(under.lower or 0) + 1, high=high, end=f"scale/levels/{under.key}/{field}" if field else "",
            gap=value - under.printed if under.printed is not None else 0,
        ))  # fmt: skip
    return tuple(bounds)


def _percent(value: float, total: int) -> str:
    return f"{100 * value / total:.4g}%"
