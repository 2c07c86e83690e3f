"""Taking a newer release of a pack, or the centre's base, under a tenant's own edits."""

from collections.abc import Mapping

import msgspec

from core.access import Actor, Target, require
from core.configurations import actions, queries, upgrades
from core.configurations.queries import Configuration, Draft
from core.configurations.rules import Place, Plain, lock_on, patch_between, written
from core.configurations.upgrades import Choice
from core.configurations.wording import Difference, differences, parts
from core.db.scope import Transaction
from core.errors import Problem
from core.packs import reading
from core.packs.installed import InstalledPack

MINE, THEIRS = "mine", "theirs"


class Upgrade(msgspec.Struct, frozen=True, kw_only=True):
    """What a release would do to a configuration. `news` is what the release says otherwise, `choices` what has to be
    decided, `kept` the edits that go on by themselves, `bound` those that a lock of the release ends."""

    was: Plain
    now: Plain
    patch: Plain
    news: tuple[Difference, ...]
    choices: tuple[Choice, ...]
    kept: tuple[Difference, ...]
    bound: tuple[Difference, ...]


def plan(held: Configuration, release: InstalledPack) -> Upgrade:
    """The upgrade of what is in force to `release`."""
    was, mine, now = (reading.plain(rules) for rules in (held.base, held.rules, release.rules))
    patch = patch_between(was, mine)
    own = differences(was, mine)
    bound = tuple(one for one in own if any(lock_on(release.rules, place) for place in parts(one.place)))
    ended = {one.place for one in bound}
    asked = tuple(one for one in upgrades.choices(was, now, patch) if one.place not in ended)
    met = {one.place for one in asked}
    return Upgrade(
        was=was, now=now, patch=patch, news=differences(was, now), choices=asked, bound=bound,
        kept=tuple(one for one in own if one.place not in met | ended),
    )  # fmt: skip


async def start(
    tx: Transaction, actor: Actor, pack_id: str, release: InstalledPack, decided: Mapping[Place, str]
) -> Draft:
    """A draft of the tenant's edits over `release`, to be looked at and published like any other. Each choice needs
    an answer (`mine` or `theirs`); refused with one problem a choice that has none."""
    require(actor, actions.ADMIN, Target())
    held = await queries.get(tx, pack_id)
    found = plan(held, release)
    missing = [one for one in found.choices if decided.get(one.place) not in (MINE, THEIRS)]
    if missing:
        raise Problem(
            "configuration.undecided-form",
            problems=[Problem("configuration.undecided", field=field_of(one.place)) for one in missing],
        )
    theirs = frozenset(one.place for one in found.choices if decided[one.place] == THEIRS)
    ended = frozenset(one.place for one in found.bound)
    patch = upgrades.resolved(found.was, found.now, found.patch, theirs, ended)
    return await actions.start(tx, actor, pack_id, "upgraded", release, patch)


def field_of(place: Place) -> str:
    """The name of the form's field that decides about a place."""
    return f"choice.{written(place)}"
