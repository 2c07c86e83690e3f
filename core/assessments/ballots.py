"""How a meeting votes on a person: counts that fit who was there, and a majority that is not against (S4-47, S4-A4)."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.errors import Problem

KEEP = """
insert into session_vote (tenant_id, session_id, registration_id, agree, against, blank, casting)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (tenant_id, session_id, registration_id) do update
  set agree = excluded.agree, against = excluded.against, blank = excluded.blank, casting = excluded.casting
"""


class Ballot(msgspec.Struct, frozen=True):
    """The votes on one person; `casting`: the chair settled a tie."""

    agree: int
    against: int
    blank: int
    casting: bool = False

    @property
    def cast(self) -> int:
        """How many voted."""
        return self.agree + self.against + self.blank


def check(votes: tuple[int, int] | None, blank: int, present: int | None) -> None:
    """Refuse more votes than people who were there, and a result that most voted against. Without a vote nothing is
    asked; a vote before the roll was called cannot be checked."""
    if votes is None:
        return
    if min(*votes, blank) < 0:
        raise Problem("assessment.votes-negative", field="votes_for")
    if present is None:
        raise Problem("session.roll-first", field="votes_for")
    if sum(votes) + blank > present:
        raise Problem("session.votes-outside", field="votes_for", cast=sum(votes) + blank, most=present)
    if votes[1] > votes[0]:
        raise Problem("session.votes-against", field="votes_against")


async def keep(
    tx: Transaction, session_id: UUID, registration_id: UUID, votes: tuple[int, int] | None, blank: int, *,
    casting: bool,
) -> None:  # fmt: skip
    """Store the votes with the result that they carried; a result recorded without a vote has none."""
    if votes is None:
        await tx.execute(
            "delete from session_vote where tenant_id = $1 and session_id = $2 and registration_id = $3",
            tx.tenant_id, session_id, registration_id,
        )  # fmt: skip
        return
    tie = casting and votes[0] == votes[1]
    await tx.execute(KEEP, tx.tenant_id, session_id, registration_id, *votes, blank, tie)


async def of_session(tx: Transaction, session_id: UUID) -> Mapping[UUID, Ballot]:
    """The votes of a meeting by sheet."""
    rows = await tx.fetch(
        "select registration_id, agree, against, blank, casting from session_vote"
        " where tenant_id = $1 and session_id = $2",
        tx.tenant_id, session_id,
    )  # fmt: skip
    return {row["registration_id"]: Ballot(*tuple(row)[1:]) for row in rows}


async def rated_in(tx: Transaction, session_id: UUID) -> tuple[UUID, ...]:
    """The sheets that the meeting gave a result."""
    rows = await tx.fetch(
        "select registration_id from assessment where tenant_id = $1 and session_id = $2", tx.tenant_id, session_id
    )
    return tuple(row["registration_id"] for row in rows)
