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
NAMES = """
select r.id, w.full_name from registration r join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
where r.tenant_id = $1 and r.id = any($2::uuid[]) order by w.sort_key, w.id
"""
PLACE = """
select place from unit where tenant_id = $1 and place <> '' and ($2 = path or $2 like path || '.%')
order by path desc limit 1
"""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the meeting gave one person, as it is kept with a closed meeting: without the name, which stays with the
    person. Points in hundredths, levels as keys of the pack."""

    registration_id: UUID
    own_points: int | None
    points: int | None
    level: str | None
    computed: str | None
    override_reason: str
    comment: str
    ballot: Ballot | None


class Line(Given, frozen=True, kw_only=True):
    """The same under the person's name."""

    name: str


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
    above = await tx.fetchrow(ABOVE, tx.tenant_id, held.unit_id)
    place = above["place"] or await tx.fetchval(PLACE, tx.tenant_id, above["path"]) or ""
    return Minutes(
        session=held, programme=programme, roll=await attendance.roll(tx, held),
        lines=await _kept(tx, session_id) or await _lines(tx, programme, held),
        pauses=await proceedings.pauses(tx, session_id), parent=above["parent"], place=place,
    )  # fmt: skip


async def close(
    tx: Transaction, actor: Actor, session_id: UUID, minutes: str, version: int, conclusions: str = ""
) -> Session:
    """Close the meeting and keep what it had given: the paper that is signed does not change when a later meeting
    gives somebody other points."""
    held = await sessions.close_session(tx, actor, session_id, minutes, version, conclusions)
    lines = await _lines(tx, await by_id(tx, held.programme_id), held)
    given = [Given(**{name: getattr(one, name) for name in Given.__struct_fields__}) for one in lines]
    await tx.execute(
        "update review_session set given = $3::jsonb where tenant_id = $1 and id = $2",
        tx.tenant_id, session_id, msgspec.json.encode(given).decode(),
    )  # fmt: skip
    return held


async def _lines(tx: Transaction, programme: Programme, held: Session) -> tuple[Line, ...]:
    """What the meeting has given so far."""
    stages = programme.rules.stages
    own = next((key for key in programme.rules.checkpoints[held.checkpoint].stages if stages[key].actor == "self"), "")
    votes = await ballots.of_session(tx, held.id)
    rows = await tx.fetch(GIVEN, tx.tenant_id, held.id, own)
    return tuple(_line(programme, dict(row), votes) for row in rows)


async def _kept(tx: Transaction, session_id: UUID) -> tuple[Line, ...]:
    """What a closed meeting had given; nothing while it lasts, and of one closed before that was kept."""
    stored = await tx.fetchval(
        "select given::text from review_session where tenant_id = $1 and id = $2", tx.tenant_id, session_id
    )
    given = {one.registration_id: one for one in msgspec.json.decode(stored or "[]", type=list[Given])}
    names = await tx.fetch(NAMES, tx.tenant_id, list(given))
    return tuple(Line(name=row["full_name"], **msgspec.structs.asdict(given[row["id"]])) for row in names)


def _line(programme: Programme, row: dict, votes: dict) -> Line:
    named = {name: key_at(programme.rules, row[name]) if row[name] else None for name in ("level", "computed")}
    return Line(**row | named, ballot=votes.get(row["registration_id"]))
