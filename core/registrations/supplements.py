"""Adding to a confirmed sheet, for who carried out early what he had registered (S4-59)."""

import asyncpg

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.programmes.queries import Programme
from core.registrations import rules
from core.registrations.actions import Saved, check_writable, saved_of
from core.registrations.editions import IN_FORCE

# The share lock keeps a closing of the programme out until this transaction has ended.
MINE = f"""
select r.id, r.state, r.edition, r.version, r.supplement, e.state as roster, e.self_assessed, e.presence,
       p.state as programme_state, {IN_FORCE} as confirmed
from registration r
join programme p on p.tenant_id = r.tenant_id and p.id = r.programme_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
where r.tenant_id = $1 and r.programme_id = $2 and r.person_id = $3 for share of p for update of r
"""

COPIED = """
insert into registration_item (tenant_id, registration_id, edition, criterion, solution, points, ordinal, since)
select i.tenant_id, i.registration_id, $4, i.criterion, i.solution, i.points, i.ordinal, i.since
from registration_item i where i.tenant_id = $1 and i.registration_id = $2 and i.edition = $3
"""

MOVED = """
update registration set state = $3, edition = $4, supplement = $5, version = version + 1, saved_at = sec.domain_now()
where tenant_id = $1 and id = $2 returning id, edition, version, saved_at, late
"""


async def begin(tx: Transaction, actor: Actor, programme: Programme) -> Saved:
    """Open the next edition of one's confirmed sheet, with everything that is on it already.

    Problem where the programme has no supplements, before the confirmation, and once the review of the year began."""
    mine = await _mine(tx, actor, programme)
    code = rules.supplement_refusal(
        programme.rules, mine["roster"], mine["state"], self_assessed=mine["self_assessed"]
    )  # fmt: skip
    if code:
        raise Problem(code, state=mine["state"])
    moved = rules.move("supplement", mine["state"], mine["edition"])
    await tx.execute(COPIED, tx.tenant_id, mine["id"], mine["edition"], moved.edition)
    row = await tx.fetchrow(MOVED, tx.tenant_id, mine["id"], moved.state, moved.edition, True)
    await audit.record(tx, actor, "registration.supplement", mine["id"], edition=moved.edition)
    return saved_of(row)


async def discard(tx: Transaction, actor: Actor, programme: Programme, version: int) -> Saved:
    """Give up what was to be added: the sheet is again as it was confirmed. What the committee returned stays readable.

    Stale if the sheet was saved elsewhere meanwhile; Problem while it lies before the committee."""
    mine = await _mine(tx, actor, programme)
    moved = rules.move("discard", mine["state"], mine["edition"], supplement=mine["supplement"])
    if mine["version"] != version:
        raise Stale("registration.stale", theirs={}, version=mine["version"])
    await tx.execute(
        "delete from registration_item where tenant_id = $1 and registration_id = $2 and edition = $3",
        tx.tenant_id, mine["id"], mine["edition"],
    )  # fmt: skip
    edition = mine["confirmed"]
    if mine["edition"] > edition + 1:  # a return lies between: its edition keeps its number
        edition = mine["edition"]
        await tx.execute(COPIED, tx.tenant_id, mine["id"], mine["confirmed"], edition)
    row = await tx.fetchrow(MOVED, tx.tenant_id, mine["id"], moved.state, edition, False)
    await audit.record(tx, actor, "registration.discard-supplement", mine["id"], edition=edition)
    return saved_of(row)


async def _mine(tx: Transaction, actor: Actor, programme: Programme) -> asyncpg.Record:
    require(actor, "registration.write", Target(person_id=actor.person_id, state="draft"))
    row = await tx.fetchrow(MINE, tx.tenant_id, programme.id, actor.person_id)
    if row is None:
        raise NotFound("registration.not-enrolled")
    check_writable(row)
    return row
