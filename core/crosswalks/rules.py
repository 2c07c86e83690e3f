"""What a crosswalk says, and what may not be published as one (domain.md §7).

A pack says itself what its levels are nationally. The centre's crosswalk overrides single levels: with another national
level, or with None, which says that the level cannot be compared. People at such a level are left out of every share,
above and below the line; that they are missing shows in the coverage.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import get_args

import msgspec

from core.errors import Problem, check_all
from core.packs.schema import Pack
from core.packs.schema_terms import National
from core.wording import worded

NATIONAL: tuple[National, ...] = get_args(National)  # from the best to the weakest
Levels = Mapping[str, National | None]  # a pack's level → the national one; None is not comparable
LONGEST = 1000  # characters of a basis or a reason
NO_WORDS_CODES = {"basis": "crosswalk.no-basis", "reason": "crosswalk.no-reason"}


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """What a version says about one pack: the levels it decides otherwise than the pack, on which basis and why."""

    levels: Levels
    basis: str
    reason: str


def own_levels(rules: Pack) -> Levels:
    """What a pack says itself, its levels from best to weakest; a pack that rates nobody has none."""
    shown = ((key, one) for key, one in rules.scale.levels.items() if not one.disabled)
    return {key: one.national for key, one in shown}


def applied(own: Levels, override: Override | None) -> Levels:
    """The levels of a pack under a version; what the version does not mention stays as the pack has it."""
    return {level: override.levels.get(level, national) if override else national for level, national in own.items()}


def differing(own: Levels, now: Levels) -> Levels:
    """Only the levels that are decided otherwise than the pack has them: what a version stores."""
    return {level: now[level] for level in own if level in now and now[level] != own[level]}


def check_levels(own: Mapping[str, Levels], pack: str, levels: Levels) -> None:
    """Refuse a pack, a level or a national level that there is not."""
    if pack not in own:
        raise Problem("crosswalk.unknown-pack", pack=pack)
    for level, national in levels.items():
        if level not in own[pack] or (national is not None and national not in NATIONAL):
            raise Problem("crosswalk.unknown-level", field=f"level.{pack}.{level}", level=level)


def check_override(own: Mapping[str, Levels], pack: str, override: Override) -> None:
    """Refuse an unknown pack or level, a better level ranked below a weaker one, a change without basis or reason."""
    check_levels(own, pack, override.levels)
    check_all(
        lambda: _in_order(applied(own[pack], override), pack),
        lambda: _worded(override, "basis", pack, NO_WORDS_CODES["basis"]),
        lambda: _worded(override, "reason", pack, NO_WORDS_CODES["reason"]),
    )


def check_publication(version: Mapping[str, Override], before: Mapping[str, Override]) -> None:
    """Refuse to publish what says word for word the same as the version in force."""
    if dict(version) == dict(before):
        raise Problem("crosswalk.unchanged")


def _in_order(levels: Levels, pack: str) -> None:
    known = [(level, NATIONAL.index(national)) for level, national in levels.items() if national is not None]
    for (_, better), (level, weaker) in pairwise(known):
        if better > weaker:
            raise Problem("crosswalk.out-of-order", field=f"level.{pack}.{level}", level=level)


def _worded(override: Override, name: str, pack: str, code: str) -> None:
    worded(getattr(override, name), f"{name}.{pack}", LONGEST, code=code if override.levels else "")
