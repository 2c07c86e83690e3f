"""What happens while a meeting lasts: its notes, a pause, what is still open when it is to end (S4-47)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor
from core.assessments import sessions
from core.assessments.attendance import Roll
from core.assessments.ballots import Ballot
from core.assessments.rules import stages_of
from core.assessments.sessions import AGENDA_MAX, BALLOTS, CHAIR_MAX, MINUTES_MAX, Session
from core.assessments.unit_queries import Person
from core.db.scope import Transaction
from core.errors import Problem, Stale
from core.packs.schema import Pack
from core.wording import worded

REASON_MAX = 300
NOTES = """
update review_session set minutes = $4, version = version + 1 where tenant_id = $1 and id = $2 and version = $3
returning version
"""
RECORD = """
update review_session set agenda = $4, chair = $5, recorder = $6, place = $7, ballot = $8, version = version + 1
where tenant_id = $1 and id = $2 and version = $3 returning version
"""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of the minutes says, as long as the meeting lasts."""

    agenda: str
    chair: str
    secretary: str = ""
    place: str = ""
    ballot: str = ""


class Pause(msgspec.Struct, frozen=True):
    """A break; `resumed_at` is None while it lasts, or where the meeting ended in it."""

    paused_at: datetime
    resumed_at: datetime | None
    reason: str


class Matter(msgspec.Struct, frozen=True):
    """Something still open: its kind, and whom it is about ('' for the meeting itself)."""

    kind: str
    name: str = ""


async def note(tx: Transaction, actor: Actor, session_id: UUID, minutes: str, version: int) -> int:
    """Keep the running notes; the new version. Stale with what somebody else wrote meanwhile."""
    kept = worded(minutes, "minutes", MINUTES_MAX)
    held = await sessions.held_open(tx, actor, session_id)
    if held.minutes == kept:
        return held.version
    stored = await tx.fetchval(NOTES, tx.tenant_id, session_id, version, kept)
    return stored or _stale(held)


async def record(tx: Transaction, actor: Actor, session_id: UUID, said: Record, version: int, *, votes: bool) -> int:
    """Change agenda, chair, secretary, place, and how the meeting votes where the pack has it vote."""
    held = await sessions.held_open(tx, actor, session_id)
    found = [] if said.chair.strip() else [Problem("session.chair-missing", field="chair")]
    if said.ballot not in (("", *BALLOTS) if votes else ("",)):
        found.append(Problem("form.unknown-choice", field="ballot"))
    bounds = (("agenda", AGENDA_MAX), ("chair", CHAIR_MAX), ("secretary", CHAIR_MAX), ("place", CHAIR_MAX))
    found += [Problem("form.too-long", field=name, max=m) for name, m in bounds if len(getattr(said, name)) > m]
    if found:
        raise Problem("session.refused", problems=found)
    stored = await tx.fetchval(
        RECORD, tx.tenant_id, session_id, version, sessions.lines(said.agenda), said.chair.strip(),
        said.secretary.strip(), said.place.strip(), said.ballot,
    )  # fmt: skip
    if stored:
        await audit.record(tx, actor, "session.record", session_id, unit=held.unit_id)
    return stored or _stale(held)


async def pause(tx: Transaction, actor: Actor, session_id: UUID, reason: str) -> None:
    """Break the meeting off for a while: nobody is rated until it goes on."""
    held = await sessions.held_open(tx, actor, session_id)
    kept = worded(reason, "pause", REASON_MAX)
    done = await tx.execute(
        "update review_session set paused_at = sec.domain_now()"
        " where tenant_id = $1 and id = $2 and paused_at is null",
        tx.tenant_id, session_id,
    )  # fmt: skip
    if done != "UPDATE 1":
        raise Problem("session.paused")
    await tx.execute(
        "insert into session_pause (tenant_id, session_id, paused_at, reason) values ($1, $2, sec.domain_now(), $3)"
        " on conflict do nothing",
        tx.tenant_id, session_id, kept,
    )  # fmt: skip
    await audit.record(tx, actor, "session.pause", session_id, unit=held.unit_id)


async def resume(tx: Transaction, actor: Actor, session_id: UUID) -> None:
    """Go on with the meeting."""
    held = await sessions.held_open(tx, actor, session_id)
    if held.paused_at is None:
        raise Problem("session.not-paused")
    await tx.execute(
        "update review_session set paused_at = null where tenant_id = $1 and id = $2", tx.tenant_id, session_id
    )
    await tx.execute(
        "update session_pause set resumed_at = sec.domain_now()"
        " where tenant_id = $1 and session_id = $2 and resumed_at is null",
        tx.tenant_id, session_id,
    )  # fmt: skip
    await audit.record(tx, actor, "session.resume", session_id, unit=held.unit_id)


async def pauses(tx: Transaction, session_id: UUID) -> tuple[Pause, ...]:
    """The breaks of a meeting in their order."""
    rows = await tx.fetch(
        "select paused_at, resumed_at, reason from session_pause where tenant_id = $1 and session_id = $2"
        " order by paused_at",
        tx.tenant_id, session_id,
    )  # fmt: skip
    return tuple(Pause(**dict(row)) for row in rows)


def agenda_of(pack: Pack, checkpoint: str, stage: str, locale: str) -> str:
    """What a meeting begins with: the pack's own agenda, else the steps of the round that lead to and follow it."""
    lines = list(pack.stages[stage].agenda.values())
    return "\n".join(one.in_(locale) for one in lines or [one.stage.title for one in stages_of(pack, checkpoint)])


def still_open(
    held: Session, roll: Roll, people: Sequence[Person], votes: Mapping[UUID, Ballot], rated_here: Sequence[UUID]
) -> tuple[Matter, ...]:
    """What a meeting that ends now would leave open, in the order in which it could be done. Nothing of it keeps the
    meeting from ending: it is named, so that it is known."""
    found = []
    if not roll.called and held.present is None:
        found.append(Matter("roll"))
    elif roll.called and not roll.quorate:
        found.append(Matter("quorum"))
    for one in people:
        if one.level is None:
            kind = "own" if one.mine else "unrated" if one.self_assessed else "no_self"
            found.append(Matter(kind if one.state in ("validated", "rated") else "no_sheet", one.name))
        elif held.ballot and one.registration_id in rated_here and one.registration_id not in votes:
            found.append(Matter("no_vote", one.name))
    if not held.secretary:
        found.append(Matter("secretary"))
    if held.paused_at is not None:
        found.append(Matter("paused"))
    return tuple(found)


def _stale(held: Session) -> int:
    raise Stale("session.changed-since", theirs={"minutes": held.minutes}, version=held.version)
