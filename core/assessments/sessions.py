"""Meetings that rate: a branch's collective, or its committee in the collective's place (S4-47, S4-48)."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, can, require
from core.assessments import rules
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.packs.patching import active
from core.packs.schema import Stage
from core.packs.variants import by_size, declarable, variant_for
from core.programmes.queries import Programme
from core.wording import worded

TEXT_MAX, CHAIR_MAX, MINUTES_MAX, AGENDA_MAX, CONCLUSIONS_MAX = 2000, 160, 8000, 4000, 4000
BALLOTS = ("hands", "secret")  # by show of hands, on paper without a name
MEMBERS = """
select count(*)::int from membership m
where m.tenant_id = $1 and m.unit_id = $2 and m.starts_on <= $3 and (m.ends_on is null or m.ends_on >= $3)
"""
UNIT = "select id, name, path from unit where tenant_id = $1 and id = $2"
READ = """
select s.id, s.programme_id, s.unit_id, u.name as unit_name, u.path, s.checkpoint, s.stage, s.variant, s.ground,
       s.reason, s.consulted, s.held_on, s.members, s.present, s.chair, s.minutes, s.state, s.opened_at,
       s.closed_at, s.version, s.agenda, s.conclusions, s.recorder as secretary, s.place, s.ballot, s.paused_at
from review_session s join unit u on u.tenant_id = s.tenant_id and u.id = s.unit_id
where s.tenant_id = $1
"""


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """What is said when a meeting is opened. `variant` is '' for the collective; `ground` a declared one (`dispersed`);
    `reason` is needed where the way differs from what the branch's size calls for."""

    held_on: date
    variant: str = ""
    ground: str = ""
    reason: str = ""
    consulted: str = ""
    chair: str = ""
    present: int | None = None
    secretary: str = ""
    place: str = ""
    agenda: str = ""
    ballot: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as it stands; `members` are the branch's active members on its day."""

    id: UUID
    programme_id: UUID
    unit_id: UUID
    unit_name: str
    path: str
    checkpoint: str
    stage: str
    variant: str
    ground: str
    reason: str
    consulted: str
    held_on: date
    members: int
    present: int | None
    chair: str
    minutes: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    version: int
    agenda: str
    conclusions: str
    secretary: str
    place: str
    ballot: str
    paused_at: datetime | None
    may_hold: bool


class Situation(NamedTuple):
    """What a branch's size says on a day: how many members, and which variant it calls for ('' for the collective)."""

    members: int
    variant: str
    on: date


def check_meeting(stage: Stage, meeting: Meeting, members: int, today: date) -> None:
    """Refuse a way of meeting that neither the size nor a declared ground allows, and what a record must say.

    A branch of the size that calls for its committee may still meet, with the switch and its reason on record; where it
    does not, only a declared ground lets the committee decide (S4-48, domain.md §8)."""
    called, found = by_size(stage, members), []
    if meeting.held_on > today:
        found.append(Problem("session.future", field="held_on"))
    variant = active(stage.variants).get(meeting.variant)
    if meeting.variant and variant is None:
        found.append(Problem("form.unknown-choice", field="variant"))
    elif meeting.variant != called:
        if meeting.variant and variant_for(stage, members, meeting.ground) != meeting.variant:
            found.append(Problem("session.ground-missing", field="ground"))
        if not meeting.reason.strip():
            found.append(Problem("session.reason-missing", field="reason"))
    if meeting.ground and meeting.ground not in declarable(stage, meeting.variant):
        found.append(Problem("form.unknown-choice", field="ground"))
    if variant and variant.consults and not meeting.consulted.strip():
        found.append(Problem("session.consulted-missing", field="consulted"))
    if not meeting.chair.strip():
        found.append(Problem("session.chair-missing", field="chair"))
    if meeting.present is not None and not 0 <= meeting.present <= max(members, 1):
        found.append(Problem("session.present-outside", field="present", most=members))
    for field, text, most in (
        ("reason", meeting.reason, TEXT_MAX), ("consulted", meeting.consulted, TEXT_MAX),
        ("chair", meeting.chair, CHAIR_MAX), ("secretary", meeting.secretary, CHAIR_MAX),
        ("place", meeting.place, CHAIR_MAX), ("agenda", meeting.agenda, AGENDA_MAX),
    ):  # fmt: skip
        if len(text) > most:
            found.append(Problem("form.too-long", field=field, max=most))
    if meeting.ballot not in (("", *BALLOTS) if votes_on(stage) else ("",)):
        found.append(Problem("form.unknown-choice", field="ballot"))
    if found:
        raise Problem("session.refused", problems=found)


def votes_on(stage: Stage) -> bool:
    """Whether the pack has the meeting vote: then it says who settles a divided one."""
    return stage.tie is not None


async def situation(tx: Transaction, programme: Programme, unit_id: UUID, on: date) -> Situation:
    """How many active members the branch has on a day, and which way that calls for."""
    members = await tx.fetchval(MEMBERS, tx.tenant_id, unit_id, on)
    stage = programme.rules.stages[rules.deciding_stage(programme.rules, rules.final_checkpoint(programme.rules))]
    return Situation(members, by_size(stage, members), on)


async def open_session(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, meeting: Meeting
) -> UUID:
    """Open the meeting that rates a unit's people. One at a time; refused once the results are on their way."""
    unit = await tx.fetchrow(f"{UNIT} for update", tx.tenant_id, unit_id)
    if unit is None:
        raise NotFound("access.not-found")
    require(actor, "session.hold", Target(unit_path=unit["path"]), see="progress.read")
    if programme.state != "open":
        raise Problem("programme.closed")
    checkpoint = rules.final_checkpoint(programme.rules)
    key = rules.deciding_stage(programme.rules, checkpoint)
    stage = programme.rules.stages[key]
    if stage.actor != "branch":
        raise NotFound("access.not-found")
    running = await tx.fetchval(
        "select true from review_session"
        " where tenant_id = $1 and programme_id = $2 and unit_id = $3 and state = 'open'",
        tx.tenant_id, programme.id, unit_id,
    )  # fmt: skip
    if running:
        raise Problem("session.already-open")
    found = await situation(tx, programme, unit_id, meeting.held_on)
    check_meeting(stage, meeting, found.members, await tx.today())
    session_id = new_id()
    await tx.execute(
        """insert into review_session (tenant_id, id, programme_id, unit_id, checkpoint, stage, variant, ground, reason,
                                       consulted, held_on, members, present, chair, opened_by, opened_at, recorder,
                                       place, agenda, ballot)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, sec.domain_now(), $16, $17, $18,
                   $19)""",
        tx.tenant_id, session_id, programme.id, unit_id, checkpoint, key, meeting.variant,
        meeting.ground or ("size" if meeting.variant else ""), meeting.reason.strip(), meeting.consulted.strip(),
        meeting.held_on, found.members, meeting.present, meeting.chair.strip(), actor.account_id,
        meeting.secretary.strip(), meeting.place.strip(), lines(meeting.agenda), meeting.ballot,
    )  # fmt: skip
    await audit.record(
        tx, actor, "session.open", session_id, unit=unit_id, variant=meeting.variant, members=found.members
    )
    return session_id


def lines(agenda: str) -> str:
    """An agenda without its empty lines."""
    return "\n".join(line.strip() for line in agenda.splitlines() if line.strip())


async def held_open(tx: Transaction, actor: Actor, session_id: UUID) -> Session:
    """A meeting that is not closed, for who holds it."""
    found = await session(tx, actor, session_id)
    require(actor, "session.hold", Target(unit_path=found.path), see="progress.read")
    if found.state != "open":
        raise Problem("session.closed")
    return found


async def close_session(
    tx: Transaction, actor: Actor, session_id: UUID, minutes: str, version: int, conclusions: str = ""
) -> Session:
    """Close the meeting with its minutes; what it gave stays, a new meeting may change it until the results go up.
    A meeting closed while it pauses was not taken up again."""
    found = await held_open(tx, actor, session_id)
    concluded, noted = worded(conclusions, "conclusions", CONCLUSIONS_MAX), worded(minutes, "minutes", MINUTES_MAX)
    done = await tx.execute(
        """update review_session set state = 'closed', minutes = $4, conclusions = $5, paused_at = null,
             closed_at = sec.domain_now(), version = version + 1
           where tenant_id = $1 and id = $2 and version = $3""",
        tx.tenant_id, session_id, version, noted, concluded,
    )  # fmt: skip
    if done != "UPDATE 1":
        raise Stale("session.changed-since", theirs={}, version=found.version)
    await audit.record(tx, actor, "session.close", session_id, unit=found.unit_id)
    return found


async def session(tx: Transaction, actor: Actor, session_id: UUID, *, own: bool = False) -> Session:
    """A meeting, for who may follow its unit; `own`: for a person whom it rated."""
    row = await tx.fetchrow(f"{READ} and s.id = $2", tx.tenant_id, session_id)
    if row is None:
        raise NotFound("access.not-found")
    at = Target(unit_path=row["path"])
    if not own:
        require(actor, "progress.read", at)
    return Session(**dict(row), may_hold=can(actor, "session.hold", at))


async def of_unit(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID) -> tuple[Session, ...]:
    """The meetings of a unit in a programme, the newest first."""
    sql = f"{READ} and s.programme_id = $2 and s.unit_id = $3 order by s.held_on desc, s.opened_at desc"
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, unit_id)
    return tuple(
        Session(**dict(row), may_hold=can(actor, "session.hold", Target(unit_path=row["path"]))) for row in rows
    )
