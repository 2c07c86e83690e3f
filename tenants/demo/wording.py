"""What people wrote: solutions by criterion and kind of unit, notes, opinions and reasons (invented, in texts/)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from core.packs.patching import active
from core.packs.schema import Pack
from tenants.demo.rows import Draw, Unit

Items = tuple[tuple[str, str], ...]
DOERS = {"branch": "branch", "grassroots_branch": "branch", "section": "branch", "grassroots": "grassroots"}


@cache
def texts(name: str) -> dict[str, Any]:
    """A file of texts/."""
    return tomllib.loads(files("tenants.demo").joinpath(f"texts/{name}.toml").read_text(encoding="utf-8"))


def said(draw: Draw, topic: str, key: str | int) -> str:
    """A sentence on a topic: `said(draw, "party", 1)` is a party committee's opinion of a good cadre."""
    return draw.choice(texts("comments")[topic][str(key)]).replace("{n}", str(draw.randint(2, 5)))


def items(draw: Draw, rules: Pack, unit: Unit, eager: float) -> Items:
    """What one person registered: two to five things to do, one to three not to, a solution under each.

    `eager` from 0 to 1 leans to more of both."""
    offered: dict[str | None, list[str]] = {"do": [], "dont": []}
    groups = active(rules.groups)
    for key, criterion in active(rules.criteria).items():
        offered[groups[criterion.group].polarity].append(key)
    do = draw.sample(offered["do"], min(len(offered["do"]), 1 + draw.randint(1, 2 + round(2 * eager))))
    dont = draw.sample(offered["dont"], min(len(offered["dont"]), draw.randint(1, 2 + round(eager))))
    chosen = sorted(do, key=offered["do"].index) + sorted(dont, key=offered["dont"].index)
    return tuple((key, solution(draw, rules, unit, key)) for key in chosen)


def solution(draw: Draw, rules: Pack, unit: Unit, criterion: str) -> str:
    """A concrete solution for one criterion as somebody of this unit would write it."""
    pools = texts("solutions").get(criterion)
    if pools is None:  # a criterion of a later release of the pack: one of its own suggestions
        suggested = [text.in_("vi") for text in active(rules.criteria)[criterion].suggestions.values()]
        return draw.choice(suggested) if suggested else rules.criteria[criterion].title.in_("vi")
    fitting = [text for group in _groups(unit) for text in pools.get(group, ())]
    text = draw.choice(fitting + pools["all"])
    return text.format(n=draw.randint(2, 4), place=unit.place)


def _groups(unit: Unit) -> tuple[str, ...]:
    extra = {"school": ("school",), "armed_forces": ("forces",)}.get(unit.block or "", ())
    return (DOERS.get(unit.kind, "upper"), *extra)
