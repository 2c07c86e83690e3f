"""The signals of sheets, over everything that their units have handed in."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from core.db.scope import Transaction
from core.programmes.queries import Programme
from core.registrations import signals
from core.registrations.signals import Signals

# What everybody of the units of these sheets has handed in and not taken back.
TEXTS = """
-- The units as an array, known before the plan is made: just after an opening the statistics know nothing of the year.
select r.id, r.person_id, e.unit_id, r.first_submitted_at, r.id = any($3::uuid[]) as asked, i.criterion, i.solution
from enrolment e
join registration r on r.tenant_id = $1 and r.programme_id = e.programme_id and r.person_id = e.person_id
join registration_item i on i.tenant_id = $1 and i.registration_id = r.id and i.edition = r.edition
where e.tenant_id = $1 and e.programme_id = $2 and r.state in ('submitted', 'validated')
  and e.unit_id = any(array(select a.unit_id from registration b
    join enrolment a on a.tenant_id = $1 and a.programme_id = b.programme_id and a.person_id = b.person_id
    where b.tenant_id = $1 and b.programme_id = $2 and b.id = any($3::uuid[])))
"""


async def signals_of(tx: Transaction, programme: Programme, sheets: Sequence[UUID]) -> Mapping[UUID, Signals]:
    """What stands out on each of these sheets; on one that is not handed in, nothing."""
    rows = await tx.fetch(TEXTS, tx.tenant_id, programme.id, list(sheets)) if sheets else ()
    held = {
        unit: signals.shared((row["person_id"], row["criterion"], row["solution"]) for row in rows
                             if row["unit_id"] == unit)
        for unit in {row["unit_id"] for row in rows}
    }  # fmt: skip
    due = programme.due("registration")
    items: dict[UUID, dict[str, str]] = {}
    heads = {}
    for row in rows:
        if row["asked"]:
            items.setdefault(row["id"], {})[row["criterion"]] = row["solution"]
            heads[row["id"]] = row
    return {
        key: signals.of_sheet(
            lines, held[heads[key]["unit_id"]], heads[key]["first_submitted_at"], due.closes_at if due else None
        )
        for key, lines in items.items()
    }
