"""People by the dozen, and rows as a centre may enter them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from core.comparison.disclosure import Group
from core.db.scope import Transaction
from tenants.demo.nation import COLUMNS, NATIONAL

ENROL = """
with someone as (
  insert into person (tenant_id, id, full_name, sort_key, search_key)
  select $1, gen_random_uuid(), 'Lê Hoàng Ân', 'an', 'le hoang an' from generate_series(1, $4::int) returning id
)
insert into enrolment (tenant_id, programme_id, person_id, unit_id, state, level)
select $1, $2, id, $3, $5, $6 from someone returning person_id
"""


async def enrol(
    tx: Transaction, programme: UUID, unit: UUID, people: int, state: str = "enrolled", level: int | None = None
) -> list[UUID]:
    """That many more people on the roster of a unit, in a state; the counters follow by themselves."""
    rows = await tx.fetch(ENROL, tx.tenant_id, programme, unit, people, state, level)
    return [row["person_id"] for row in rows]


async def rate(tx: Transaction, programme: UUID, people: Iterable[UUID], level: int) -> None:
    """Give people a result."""
    await tx.execute(
        "update enrolment set state = 'rated', level = $4 where tenant_id = $1 and programme_id = $2"
        " and person_id = any($3::uuid[])",
        tx.tenant_id, programme, list(people), level,
    )  # fmt: skip


def entered(tenant: UUID, province: str, group: Group, **facts: Any) -> tuple[Any, ...]:
    """A row of `tenants.demo.nation.COLUMNS` with the group's results, everybody registered unless said otherwise."""
    row: Mapping[str, Any] = {
        "tenant_id": tenant, "province": province, "year": 2021, "subject": "cadre", "pack": "kien_giang_kl06",
        "synthetic": True, "closed": False, "units": 9, "units_counted": 8, "units_implementing": 7,
        "eligible": group.eligible, "registered": group.eligible, "validated": group.eligible, "registered_late": 0,
        "assessed": group.assessed, "unregistered": group.unregistered,
        "level_keys": [f"l{rank}" for rank in range(len(group.people))],
        "level_national": list(group.national), "level_people": list(group.people), "commended": None,
        "reviewed": None, "returned": None, "texts": None, "alike": None, "due_on": None, "curve_from": None,
        "curve": [], "places": "[]", "as_of": datetime(2021, 11, 20, tzinfo=UTC),
    } | facts  # fmt: skip
    if "places" in facts:
        row = {**row, "places": msgspec.json.encode(facts["places"]).decode()}
    return tuple(row[name] for name in WIDE)


WIDE = (*COLUMNS, "unregistered")
FOUR = tuple(NATIONAL)
