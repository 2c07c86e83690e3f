"""Newer rules for a running programme: looked at on every open sheet, then pinned with a reason (domain.md §2)."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from core.access import Actor
from core.configurations import queries as configurations
from core.db.scope import Transaction
from core.errors import Problem
from core.packs.calendar import Due, schedule
from core.packs.installed import InstalledPack
from core.programme_life import actions, rules
from core.programmes import pinned
from core.programmes.actions import check_answered
from core.programmes.queries import Programme
from core.trials import actions as trials
from core.trials import queries as trial_queries

USED = """
select distinct x.level from (
  select level from enrolment where tenant_id = $1 and programme_id = $2 and level is not null
  union select unnest(array[a.level, a.computed]) from assessment a
    join registration r on r.tenant_id = a.tenant_id and r.id = a.registration_id
    where a.tenant_id = $1 and r.programme_id = $2) x
where x.level is not null
"""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in force beside those that a programme has pinned. `trial` is the trial that shows what they do to it,
    None before it was asked for; `fresh` where they are other rules at all."""

    pack: InstalledPack
    rules_hash: str
    number: int
    fresh: bool
    trial: UUID | None


async def offer(tx: Transaction, programme: Programme) -> Offer | None:
    """What the programme could be pinned to anew; None where its pack is not taken up or has nothing in force."""
    try:
        pack = await configurations.in_force(tx, programme.pack_id)
    except Problem:
        return None
    found = await configurations.get(tx, programme.pack_id)
    return Offer(
        pack=pack, rules_hash=found.rules_hash, number=found.number, fresh=found.rules_hash != programme.rules_hash,
        trial=await trial_queries.like(tx, programme.pack_id, programme.id, found.rules_hash, of_old=True),
    )  # fmt: skip


async def look(tx: Transaction, actor: Actor, programme: Programme) -> UUID:
    """Ask what the rules in force would do to each sheet of the programme; the trial's id."""
    found = await offer(tx, programme)
    if found is None or not found.fresh:
        raise Problem("programme.nothing-newer")
    return await trials.ask_for(tx, actor, found.pack, programme, draft=0)  # anew: sheets change while a year runs


async def repin(tx: Transaction, actor: Actor, programme: Programme, trial: UUID, reason: str, version: int) -> int:
    """Pin the rules in force, after a trial of just these rules was looked at; how many dates moved with them.

    Levels keep their keys; a level that somebody has and that the new scale lacks refuses the act. Dates that were
    moved by hand stay; results that were given stay as they were given."""
    await actions.hold(tx, actor, programme, version, "change")
    found = await offer(tx, programme)
    if found is None or not found.fresh:
        raise Problem("programme.nothing-newer")
    kept = await trial_queries.get(tx, actor, trial)
    if (kept.programme_id, kept.rules_hash) != (programme.id, found.rules_hash) or kept.summary is None:
        raise Problem("programme.look-first")
    words = rules.check_reason(reason)
    check_answered(found.pack)
    used = [row["level"] for row in await tx.fetch(USED, tx.tenant_id, programme.id)]
    await _move_levels(tx, programme, rules.new_ranks(programme.rules, found.pack.rules, used))
    moved = await _move_dates(tx, programme, found.pack)
    rules_hash = await pinned.pin(tx, found.pack)
    await tx.execute(
        "update programme set rules_hash = $3 where tenant_id = $1 and id = $2", tx.tenant_id, programme.id, rules_hash
    )
    await actions.note(tx, actor, programme, "rules", words, "", programme.rules_hash, rules_hash, moved)
    return moved


async def _move_levels(tx: Transaction, programme: Programme, places: dict[int, int]) -> None:
    """The stored ranks by their places on the new scale."""
    if all(was == now for was, now in places.items()):
        return
    was, now = list(places), list(places.values())
    await tx.execute(
        """update enrolment e set level = n.now from unnest($3::smallint[], $4::smallint[]) n (was, now)
           where e.tenant_id = $1 and e.programme_id = $2 and e.level = n.was""",
        tx.tenant_id, programme.id, was, now,
    )  # fmt: skip
    for column in ("level", "computed"):
        await tx.execute(
            f"""update assessment a set {column} = n.now
                from registration r, unnest($3::smallint[], $4::smallint[]) n (was, now)
                where a.tenant_id = $1 and r.tenant_id = $1 and r.id = a.registration_id and r.programme_id = $2
                  and a.{column} = n.was""",
            tx.tenant_id, programme.id, was, now,
        )  # fmt: skip


async def _move_dates(tx: Transaction, programme: Programme, pack: InstalledPack) -> int:
    """The dates by the new rules, but for those moved by hand; how many are other days than before."""
    wanted = {due.key: due for due in pack.hooks.milestones(pack.rules, programme.year)}
    by_hand = {due.key for due in schedule(programme.rules, programme.year) if _moved(programme, due)}
    changed = {key: due for key, due in wanted.items() if key not in by_hand and _day(programme, key) != due.closes_at}
    await tx.execute(
        "delete from milestone where tenant_id = $1 and programme_id = $2 and not key = any($3::text[])",
        tx.tenant_id, programme.id, list(wanted),
    )  # fmt: skip
    await tx.execute(
        """insert into milestone (tenant_id, programme_id, key, act, opens_at, closes_at)
           select $1, $2, n.* from unnest($3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[]) n
           on conflict (tenant_id, programme_id, key) do update
             set act = excluded.act, opens_at = excluded.opens_at, closes_at = excluded.closes_at""",
        tx.tenant_id, programme.id, list(changed), [due.act for due in changed.values()],
        [due.opens_at for due in changed.values()], [due.closes_at for due in changed.values()],
    )  # fmt: skip
    return len(changed)


def _moved(programme: Programme, due: Due) -> bool:
    return due.key in programme.milestones and programme.milestones[due.key].closes_at != due.closes_at


def _day(programme: Programme, key: str) -> datetime | date | None:
    return programme.milestones[key].closes_at if key in programme.milestones else None
