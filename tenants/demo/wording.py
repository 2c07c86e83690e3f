"""What people wrote: solutions by criterion and kind of unit, notes, opinions and reasons (invented, in texts/)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from core.packs.criteria import offered, required
from core.packs.facts import SubjectFact
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


def items(draw: Draw, rules: Pack, unit: Unit, subject: SubjectFact, eager: float) -> Items:
    """What one person registered: what he must, what each list asks for, and some more, a solution under each.

    `eager` from 0 to 1 leans to more."""
    offer = offered(rules, subject)
    chosen = set(required(rules, subject))
    rule = rules.registration
    for group in active(rules.groups):
        need = max(rule.per_group_min.get(group, 0), 1 if rule.every_group else 0)
        pool = [key for key, criterion in offer.items() if criterion.group == group and key not in chosen]
        held = sum(offer[key].group == group for key in chosen)
        more = draw.randint(0, 1 + round(eager)) if need and rule.items_min < len(rules.groups) + need else 0
        chosen.update(draw.sample(pool, min(len(pool), max(0, need - held) + more)))
    lacking = rule.items_min + draw.randint(0, round(3 * eager)) - len(chosen)
    rest = [key for key in offer if key not in chosen and rules.criteria[key].group in _asked(rules)]
    chosen.update(draw.sample(rest, max(0, min(len(rest), lacking))))
    return tuple((key, solution(draw, rules, unit, key)) for key in offer if key in chosen)


def _asked(rules: Pack) -> set[str]:
    """The lists that a sheet must draw from; all of them where none is named."""
    rule = rules.registration
    return set(rule.per_group_min) if rule.per_group_min and not rule.every_group else set(rules.groups)


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
