"""The roll of a meeting: who must be there, who was, who is excused and why, and whether that is enough (S4-47)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor
from core.assessments import sessions
from core.assessments.sessions import Session
from core.db.scope import Transaction
from core.errors import Problem

REASON_MAX = 300
STATES = ("present", "excused", "absent")
# Of a branch its active members of the day; where the committee takes their place, its seats of the day.
MEMBERS = """
select w.id as person_id, w.full_name as name, coalesce(a.state, '') as state, coalesce(a.reason, '') as reason
from person w
left join session_attendance a on a.tenant_id = w.tenant_id and a.person_id = w.id and a.session_id = $4
where w.tenant_id = $1 and exists (
  select from {table} m where m.tenant_id = w.tenant_id and m.person_id = w.id and m.unit_id = $2
    and m.starts_on <= $3 and (m.ends_on is null or m.ends_on >= $3))
order by w.sort_key, w.id
"""


class Attendee(msgspec.Struct, frozen=True):
    """Somebody who is called; `state` is '' until it is said."""

    person_id: UUID
    name: str
    state: str
    reason: str


class Said(NamedTuple):
    """What is said of one person."""

    state: str
    reason: str = ""


class Roll(msgspec.Struct, frozen=True):
    """The people called, by name."""

    people: tuple[Attendee, ...]

    def of(self, state: str) -> tuple[Attendee, ...]:
        """Those of whom `state` was said."""
        return tuple(one for one in self.people if one.state == state)

    @property
    def called(self) -> bool:
        """Whether the roll was called at all."""
        return any(one.state for one in self.people)

    @property
    def present(self) -> int:
        """How many were there."""
        return len(self.of("present"))

    @property
    def quorate(self) -> bool:
        """Whether that is enough to decide."""
        return quorate(self.present, len(self.people))


def quorate(present: int, members: int) -> bool:
    """More than half: the least with which a meeting speaks for the collective. A notice, never a refusal: the pack
    sets no number."""
    return present * 2 > members


def check(people: Sequence[UUID], said: Mapping[UUID, Said]) -> None:
    """Everybody called is present, excused with a reason, or absent; nobody else is on the roll."""
    found = []
    for person, (state, reason) in said.items():
        if person not in people or state not in STATES:
            found.append(Problem("form.unknown-choice", field=f"state.{person}"))
        elif state == "excused" and not reason.strip():
            found.append(Problem("session.excuse-missing", field=f"reason.{person}"))
        elif len(reason) > REASON_MAX:
            found.append(Problem("form.too-long", field=f"reason.{person}", max=REASON_MAX))
    if found:
        raise Problem("session.roll-refused", problems=found)


async def roll(tx: Transaction, held: Session) -> Roll:
    """The roll as it stands; who may see the meeting has been checked by the caller."""
    table = "position" if held.variant else "membership"
    rows = await tx.fetch(MEMBERS.format(table=table), tx.tenant_id, held.unit_id, held.held_on, held.id)
    return Roll(tuple(Attendee(**dict(row)) for row in rows))


async def call(tx: Transaction, actor: Actor, session_id: UUID, said: Mapping[UUID, Said]) -> Roll:
    """Record the roll; it may be called again as long as the meeting lasts. The number present follows from it."""
    held = await sessions.held_open(tx, actor, session_id)
    people = [one.person_id for one in (await roll(tx, held)).people]
    check(people, said)
    await tx.execute(
        "delete from session_attendance where tenant_id = $1 and session_id = $2", tx.tenant_id, session_id
    )
    await tx.execute(
        """insert into session_attendance (tenant_id, session_id, person_id, state, reason)
           select $1, $2, n.person, n.state, n.reason
           from unnest($3::uuid[], $4::text[], $5::text[]) n (person, state, reason)""",
        tx.tenant_id, session_id, list(said), [one.state for one in said.values()],
        [one.reason.strip() if one.state != "present" else "" for one in said.values()],
    )  # fmt: skip
    present = sum(one.state == "present" for one in said.values())
    await tx.execute(
        "update review_session set present = $3 where tenant_id = $1 and id = $2", tx.tenant_id, session_id, present
    )
    await audit.record(tx, actor, "session.roll", session_id, unit=held.unit_id, present=present, of=len(people))
    return await roll(tx, held)
