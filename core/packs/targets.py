"""Whether a target of the programme is met, from the numbers of units, people and entries (S0-3 … S0-5, S1-23, S2-6).

Pure. Nothing counted is not nothing done: a share of nobody, or a number that nobody has, leaves the target open.
"""

from collections.abc import Mapping

import msgspec

from core.packs.patching import active
from core.packs.schema import Pack, Target, UnitKind

PERCENT = 100


class Figures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was counted for one target: `units` (declared, all) by kind for a declaration, `people` (those, all who
    count) for an indicator, `entries` for a register, `pilots` chosen under each unit by its name."""

    units: Mapping[UnitKind, tuple[int, int]] = {}
    people: tuple[int, int] | None = None
    entries: int | None = None
    pilots: Mapping[str, int] = {}


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """How a target stands: `met`, or None while nothing is known. A share has `done` of `whole`, and `short` are those
    missing to the required share; a count has `done` alone, and `short` entries below or above what is allowed.
    `outside` names the units whose number of pilots is not allowed."""

    met: bool | None = None
    done: int | None = None
    whole: int | None = None
    short: int = 0
    outside: tuple[str, ...] = ()


def judge(rules: Pack, key: str, figures: Figures) -> Aim:
    """How the target `key` stands by these figures."""
    return judged(rules, active(rules.targets)[key], figures)


def judged(rules: Pack, target: Target, figures: Figures) -> Aim:
    """How a target of these rules stands by these figures."""
    if target.of == "pilots":
        return _pilots(target, figures.pilots)
    if target.of.startswith("register:"):
        return count(target, figures.entries)
    if target.of.startswith("indicator:"):
        return share(target, *(figures.people or (0, 0)))
    counted = [figures.units.get(kind, (0, 0)) for kind in kinds_measured(rules, target)]
    return share(target, sum(done for done, _ in counted), sum(whole for _, whole in counted))


def kinds_measured(rules: Pack, target: Target) -> tuple[UnitKind, ...]:
    """The kinds of unit that a share counts: those of the target, else those that owe the declaration, else those that
    are encouraged to make it."""
    entry = active(rules.declarations).get(target.of.partition(":")[2])
    return target.kinds or (entry.owed_by or entry.encouraged if entry else ())


def share(target: Target, done: int, whole: int) -> Aim:
    """Met by whole units or people: 149 of 150 is not 100 per cent, however it is rounded when it is shown."""
    if not whole:
        return Aim()
    needed = -(-target.required * whole // PERCENT)
    return Aim(met=done >= needed, done=done, whole=whole, short=max(needed - done, 0))


def count(target: Target, entries: int | None) -> Aim:
    """Kept within its bounds, or open where nobody counted."""
    if entries is None:
        return Aim()
    short = _off(target, entries)
    return Aim(met=not short, done=entries, short=short)


def _pilots(target: Target, chosen: Mapping[str, int]) -> Aim:
    """Every unit by itself: three pilots in one district do not stand for none in another."""
    if not chosen:
        return Aim()
    off = {unit: found for unit, held in chosen.items() if (found := _off(target, held))}
    return Aim(met=not off, done=sum(chosen.values()), short=sum(off.values()), outside=tuple(off))


def _off(target: Target, held: int) -> int:
    """How many too few or too many."""
    if target.at_least is not None and held < target.at_least:
        return target.at_least - held
    return held - target.at_most if target.at_most is not None and held > target.at_most else 0
