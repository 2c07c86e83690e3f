"""What fellow members say of each other's review on the way, under their names (S4-44)."""

from datetime import datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.companions import queries as companions
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.exchanges import rules
from core.programmes import rounds
from core.programmes.queries import Programme
from core.registers.actions import place_of

GIVEN = """
from enrolment e
join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
join assessment s on s.tenant_id = r.tenant_id and s.registration_id = r.id and s.checkpoint = $3 and s.stage = $4
  and s.given_at is not null
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
"""
FELLOWS = f"""
select e.person_id, p.full_name as name, s.given_at, s.comment,
  coalesce((select w.words from peer_word w where w.tenant_id = e.tenant_id and w.programme_id = e.programme_id
    and w.person_id = e.person_id and w.by_person = $6), '') as said
{GIVEN} and e.unit_id = $5 and e.person_id <> $6 order by p.sort_key, p.id
"""
SAY = """
insert into peer_word (tenant_id, id, programme_id, person_id, by_person, words, at)
values ($1, $2, $3, $4, $5, $6, sec.domain_now())
on conflict (tenant_id, programme_id, person_id, by_person) do update set words = excluded.words, at = excluded.at
"""
SAID = """
select w.person_id, p.full_name as name, w.words, w.at from peer_word w
join person p on p.tenant_id = w.tenant_id and p.id = w.by_person
where w.tenant_id = $1 and w.programme_id = $2 and w.person_id = any($3::uuid[]) order by w.at, w.id
"""


class Fellow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of one's branch who has reviewed himself. `comment` is his text for who looks after him, '' for
    others; `said` is what one has told him."""

    person_id: UUID
    name: str
    given_at: datetime
    comment: str
    said: str


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What one said of `person_id`."""

    person_id: UUID
    name: str
    words: str
    at: datetime


async def fellows(tx: Transaction, actor: Actor, programme: Programme) -> tuple[Fellow, ...]:
    """Those of one's own branch who have reviewed themselves; NotFound for who is not on the roster, and where the
    programme has no review on the way."""
    found = rounds.midway(programme.rules)
    place = await place_of(tx, programme, actor.person_id) if actor.person_id else None
    if found is None or place is None:
        raise NotFound("access.not-found")
    rows = await tx.fetch(FELLOWS, tx.tenant_id, programme.id, *found, place.unit_id, actor.person_id)
    mine = await companions.assigned_to(tx, actor.person_id)
    return tuple(
        Fellow(**{**dict(row), "comment": row["comment"] if row["person_id"] in mine else ""}) for row in rows
    )


async def say(tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, text: str) -> None:
    """Say something of a fellow member's review, or change what one said."""
    place = await place_of(tx, programme, person_id)
    if place is None:
        raise NotFound("access.not-found")
    require(actor, "peer.say", Target(unit_path=place.path, person_id=person_id))
    if programme.state != "open":
        raise Problem("programme.closed")
    if person_id not in {one.person_id for one in await fellows(tx, actor, programme)}:
        raise NotFound("access.not-found")
    kept = rules.words(text, f"words.{person_id}")
    await tx.execute(SAY, tx.tenant_id, new_id(), programme.id, person_id, actor.person_id, kept)
    await audit.record(tx, actor, "peer.say", person_id, programme=str(programme.id))


async def about(tx: Transaction, programme: Programme, people: list[UUID]) -> tuple[Word, ...]:
    """What was said of people, in order; for pages that have asked who may read it."""
    return tuple(Word(**dict(row)) for row in await tx.fetch(SAID, tx.tenant_id, programme.id, people))
