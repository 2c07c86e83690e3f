"""Assigning committee members and helpers, many members at once; what was before ends the day before."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from core import audit
from core.access import Actor, Target, require
from core.companions import queries, rules
from core.companions.queries import Branch
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem
from core.units import queries as units

# What runs into the new days ends before them; what would only begin then goes.
CUT = """
update companion set ends_on = $5 where tenant_id = $1 and person_id = any($2::uuid[]) and kind = $3
  and starts_on < $4 and (ends_on is null or ends_on >= $4)
"""
DROP = """
delete from companion where tenant_id = $1 and person_id = any($2::uuid[]) and kind = $3 and starts_on >= $4
"""
ADD = """
insert into companion (tenant_id, id, unit_id, person_id, companion_id, kind, starts_on, ends_on, by_account, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, sec.domain_now())
"""


async def assign(
    tx: Transaction, actor: Actor, unit_id: UUID, people: Sequence[UUID], kind: str, companion_id: UUID | None, *,
    starts_on: date | None = None, ends_on: date | None = None,
) -> int:  # fmt: skip
    """Give members of a branch to one committee member (`committee`) or helper (`buddy`); how many. Whoever is chosen
    himself is left out. Problem where nobody is chosen, or the companion is not of the branch."""
    found = await _branch(tx, actor, unit_id)
    known = {one.person_id for one in (found.committee if kind == "committee" else found.members)}
    if kind not in rules.KINDS or companion_id not in known:
        raise Problem("companion.unknown", field="companion")
    wanted = {one.person_id: companion_id for one in found.members
              if one.person_id in people and one.person_id != companion_id}  # fmt: skip
    if not wanted:
        raise Problem("companion.nobody-chosen", field="person")
    await _write(tx, actor, unit_id, wanted, kind, starts_on, ends_on)
    return len(wanted)


async def spread(
    tx: Transaction, actor: Actor, unit_id: UUID, *, starts_on: date | None = None, ends_on: date | None = None
) -> int:
    """Spread the members who do not sit on the committee evenly over it; how many changed hands."""
    found = await _branch(tx, actor, unit_id)
    kept = {one.person_id: one.follower_id for one in found.followed if one.follower_id}
    given = rules.spread(
        [one.person_id for one in found.followed], [one.person_id for one in found.committee], kept
    )
    if not given:
        raise Problem("companion.nobody-to-spread")
    changed = {one: companion for one, companion in given.items() if kept.get(one) != companion}
    if changed:
        await _write(tx, actor, unit_id, changed, "committee", starts_on, ends_on)
    return len(changed)


async def end(tx: Transaction, actor: Actor, unit_id: UUID, people: Sequence[UUID], kind: str) -> int:
    """End today's assignments of members of a branch: yesterday was the last day; how many members."""
    found = await _branch(tx, actor, unit_id)
    held = {"committee": "follower_id", "buddy": "buddy_id"}.get(kind, "")
    wanted = [one.person_id for one in found.members if one.person_id in people and held and getattr(one, held)]
    if not wanted:
        raise Problem("companion.nobody-chosen", field="person")
    await _clear(tx, wanted, kind, await tx.today())
    await audit.record(tx, actor, "companion.end", unit_id, people=[str(one) for one in wanted], kind=kind)
    return len(wanted)


async def _branch(tx: Transaction, actor: Actor, unit_id: UUID) -> Branch:
    unit = await units.get(tx, unit_id)
    require(actor, "companion.assign", Target(unit_path=unit.path), see="progress.read")
    return await queries.branch(tx, unit_id)


async def _write(
    tx: Transaction, actor: Actor, unit_id: UUID, given: Mapping[UUID, UUID], kind: str,
    starts_on: date | None, ends_on: date | None,
) -> None:  # fmt: skip
    today = await tx.today()
    start = starts_on or today
    rules.check_days(start, ends_on, today)
    await _clear(tx, list(given), kind, start)
    for person, companion in given.items():
        await tx.execute(
            ADD, tx.tenant_id, new_id(), unit_id, person, companion, kind, start, ends_on, actor.account_id
        )
    await audit.record(
        tx, actor, "companion.assign", unit_id, kind=kind, people=[str(one) for one in given], start=start, end=ends_on
    )


async def _clear(tx: Transaction, people: list[UUID], kind: str, start: date) -> None:
    await tx.execute(DROP, tx.tenant_id, people, kind, start)
    await tx.execute(CUT, tx.tenant_id, people, kind, start, start - timedelta(days=1))
