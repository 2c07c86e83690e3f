"""Asking somebody to follow people of a unit."""

from collections.abc import Mapping
from uuid import UUID

from core import audit
from core.access import Actor
from core.db.scope import Transaction
from core.errors import Problem
from core.followers.queries import Following, following
from core.followers.rules import spread
from core.programmes.queries import Programme

SAVED = """
insert into follower (tenant_id, programme_id, person_id, follower_id, by_account, at)
select $1, $2, n.person, n.follower, $5, sec.domain_now() from unnest($3::uuid[], $4::uuid[]) n (person, follower)
on conflict (tenant_id, programme_id, person_id) do update
  set follower_id = excluded.follower_id, by_account = excluded.by_account, at = excluded.at
"""
TAKEN = "delete from follower where tenant_id = $1 and programme_id = $2 and person_id = any($3::uuid[])"


async def assign(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, wanted: Mapping[UUID, UUID | None]
) -> int:
    """Let these people of one unit be followed by these, None by nobody; how many changed.

    Problem at `follower.<person>` for who is not of the unit, for himself, and for who may not follow."""
    at = await following(tx, actor, programme, unit_id)
    _check(programme, at, wanted)
    held = at.held
    changed = {person: follower for person, follower in wanted.items() if held.get(person) != follower}
    await _write(tx, actor, programme, changed)
    return len(changed)


async def share_out(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID) -> int:
    """Spread those whom nobody follows evenly over the unit's committee; how many were spread."""
    at = await following(tx, actor, programme, unit_id)
    _check(programme, at, {})
    found = spread([one.person_id for one in at.people], at.held, at.committee)
    await _write(tx, actor, programme, found)
    return len(found)


def _check(programme: Programme, at: Following, wanted: Mapping[UUID, UUID | None]) -> None:
    if programme.state != "open":
        raise Problem("programme.closed")
    people, able = {one.person_id for one in at.people}, {one.person_id for one in at.followers}
    refused = []
    for person, follower in wanted.items():
        if person not in people or (follower and follower not in able):
            refused.append(Problem("form.unknown-choice", field=f"follower.{person}"))
        elif person == follower:
            refused.append(Problem("follower.self", field=f"follower.{person}"))
    if refused:
        raise Problem("form.refused", problems=refused)


async def _write(tx: Transaction, actor: Actor, programme: Programme, wanted: Mapping[UUID, UUID | None]) -> None:
    given = {person: follower for person, follower in wanted.items() if follower}
    gone = [person for person, follower in wanted.items() if not follower]
    if given:
        await tx.execute(
            SAVED, tx.tenant_id, programme.id, list(given), list(given.values()), actor.account_id
        )  # fmt: skip
    if gone:
        await tx.execute(TAKEN, tx.tenant_id, programme.id, gone)
    for person, follower in wanted.items():
        await audit.record(tx, actor, "follower.assign", person, follower=str(follower or ""))
