"""The minutes of a meeting as they are printed: who was there, what each person was given, how it was voted (S4-47)."""

from uuid import UUID

import msgspec

from core.access import Actor
from core.assessments import attendance, ballots, proceedings, sessions
from core.assessments.attendance import Roll
from core.assessments.ballots import Ballot
from core.assessments.proceedings import Pause
from core.assessments.sessions import Session
from core.db.scope import Transaction
from core.programmes.queries import Programme, by_id
from core.programmes.rules import key_at

GIVEN = """
select r.id as registration_id, w.full_name as name, d.points, d.level, d.computed, d.override_reason, d.comment,
       own.points as own_points
from assessment d
join registration r on r.tenant_id = d.tenant_id and r.id = d.registration_id
join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
left join assessment own on own.tenant_id = d.tenant_id and own.registration_id = d.registration_id
  and own.checkpoint = d.checkpoint and own.stage = $3 and own.given_at is not null
where d.tenant_id = $1 and d.session_id = $2 and d.given_at is not null
order by w.sort_key, w.id
"""
ABOVE = """
select u.place, u.path, coalesce(p.name, '') as parent from unit u
left join unit p on p.tenant_id = u.tenant_id and p.id = u.parent_id where u.tenant_id = $1 and u.id = $2
"""
PLACE = """
select place from unit where tenant_id = $1 and place <> '' and ($2 = path or $2 like path || '.%')
order by path desc limit 1
"""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What the meeting gave one person; points in hundredths, levels as keys of the pack."""

    registration_id: UUID
    name: str
    own_points: int | None
    points: int | None
    level: str | None
    computed: str | None
    override_reason: str
    comment: str
    ballot: Ballot | None


class Minutes(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the paper says. `parent` is the unit above; `place` that of the letterhead."""

    session: Session
    programme: Programme
    roll: Roll
    lines: tuple[Line, ...]
    pauses: tuple[Pause, ...]
    parent: str
    place: str


async def minutes_of(tx: Transaction, actor: Actor, session_id: UUID) -> Minutes:
    """The minutes of a meeting, for who may follow its unit."""
    held = await sessions.session(tx, actor, session_id)
    programme = await by_id(tx, held.programme_id)
    stages = programme.rules.stages
    own = next((key for key in programme.rules.checkpoints[held.checkpoint].stages if stages[key].actor == "self"), "")
    votes = await ballots.of_session(tx, session_id)
    rows = await tx.fetch(GIVEN, tx.tenant_id, session_id, own)
    above = await tx.fetchrow(ABOVE, tx.tenant_id, held.unit_id)
    place = above["place"] or await tx.fetchval(PLACE, tx.tenant_id, above["path"]) or ""
    return Minutes(
        session=held, programme=programme, roll=await attendance.roll(tx, held),
        lines=tuple(_line(programme, dict(row), votes) for row in rows),
        pauses=await proceedings.pauses(tx, session_id), parent=above["parent"], place=place,
    )  # fmt: skip


def _line(programme: Programme, row: dict, votes: dict) -> Line:
    named = {name: key_at(programme.rules, row[name]) if row[name] else None for name in ("level", "computed")}
    return Line(**row | named, ballot=votes.get(row["registration_id"]))
