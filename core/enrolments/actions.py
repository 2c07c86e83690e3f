"""Writing the roster whole: computed when the programme opens, refreshed until the census day (domain.md §2).

Afterwards it changes only by acts on one person (`core.enrolments.acts`).
"""

from collections.abc import Sequence

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.enrolments import roster
from core.enrolments.acts import lock
from core.enrolments.rules import Change, Place, Roster, compute, difference
from core.errors import Problem
from core.programmes import pinned
from core.programmes.queries import Programme

INSERT = """
insert into enrolment (tenant_id, programme_id, person_id, unit_id, seat_title, seat_full_time, seats)
select $1, $2, n.* from unnest($3::uuid[], $4::uuid[], $5::text[], $6::bool[], $7::smallint[]) n
"""
MOVE = """
update enrolment e set unit_id = n.unit, seat_title = n.title, seat_full_time = n.full_time, seats = n.seats
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::bool[], $7::smallint[]) n (person, unit, title, full_time, seats)
where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = n.person
"""


async def enrol(tx: Transaction, programme: Programme) -> Roster:
    """Compute the roster as of the census day and store it, whole: called in the transaction that opens the
    programme. Three statements however many people there are."""
    found = await computed(tx, programme)
    await tx.execute(INSERT, tx.tenant_id, programme.id, *_columns(found.places))
    await audit.record(tx, None, "enrolment.computed", programme.id, enrolled=len(found.places))
    return found


async def computed(tx: Transaction, programme: Programme) -> Roster:
    """The roster that the pinned rules give today; nothing is stored."""
    basis = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    return compute(basis, programme.rules, *await roster.all_of(tx, programme.rules, programme.census_on))


async def pending(tx: Transaction, programme: Programme) -> Change:
    """What a refresh would change now."""
    return difference(await roster.stored(tx, programme.id), await computed(tx, programme))


async def refresh(tx: Transaction, actor: Actor, programme: Programme) -> Change:
    """Bring the roster up to date with units and positions. Refused after the census day (domain.md §2); who has
    acted is never dropped."""
    require(actor, "enrolment.admin", Target())
    await lock(tx, programme)
    if await tx.today() > programme.census_on:
        raise Problem("enrolment.census-passed", day=programme.census_on)
    change = await pending(tx, programme)
    await tx.execute(INSERT, tx.tenant_id, programme.id, *_columns(change.added))
    await tx.execute(MOVE, tx.tenant_id, programme.id, *_columns(change.moved))
    await tx.execute(
        "delete from enrolment where tenant_id = $1 and programme_id = $2 and person_id = any($3::uuid[])",
        tx.tenant_id, programme.id, list(change.dropped),
    )  # fmt: skip
    await audit.record(
        tx, actor, "enrolment.refresh", programme.id,
        added=len(change.added), moved=len(change.moved), dropped=len(change.dropped), held=len(change.held),
    )  # fmt: skip
    return change


def _columns(places: Sequence[Place]) -> tuple[list[object], ...]:
    """The columns of one unnest, in the order of the statements."""
    return (
        [place.person_id for place in places],
        [place.unit_id for place in places],
        [place.title for place in places],
        [place.full_time for place in places],
        [place.seats for place in places],
    )
