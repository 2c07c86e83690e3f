"""Reading imports: one, the history, and the rows that want somebody to look at them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.errors import NotFound
from core.imports.people_rows import Fault
from core.imports.places import Place, Tree
from core.imports.reading import Shape

PAGE = 50


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """One file on its way: read → checked (a dry run was made) → running → done or failed → undone. `mapping` is
    field → place among the stored cells; `since` the day from which memberships and positions count; `done` of `total`
    parts are written while it runs."""

    id: UUID
    kind: str
    file_name: str
    size: int
    shape: Shape
    mapping: Mapping[str, int]
    home_unit: UUID | None
    home_name: str
    since: date
    duplicates: str
    state: str
    counts: Mapping[str, int]
    failure: Mapping[str, Any] | None
    done: int
    total: int
    by: str
    created_at: datetime
    carried_at: datetime | None
    undone_at: datetime | None
    version: int

    @property
    def open(self) -> bool:
        """Whether its columns, cells and choices may still be changed."""
        return self.state in ("read", "checked", "failed")

    @property
    def ready(self) -> int:
        """How many rows the import would write."""
        return self.counts.get("new", 0) + self.counts.get("changed", 0)


class Odd(msgspec.Struct, frozen=True, kw_only=True):
    """A row that wants somebody: faulty, or like somebody known (`same_id`) or like another row (`same_row`)."""

    number: int
    state: str
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]
    choice: str
    same_row: int | None
    same_id: UUID | None
    same_name: str | None
    same_code: str | None
    same_unit: str | None


class Common(msgspec.Struct, frozen=True):
    """A fault and how many rows have it."""

    field: str
    code: str
    rows: int


BATCH = """select b.id, b.kind, b.file_name, b.size, b.shape, b.mapping, b.home_unit, coalesce(u.name, '') as home_name,
  b.since, b.duplicates, b.counts, coalesce(b.failure, j.problem) as failure,
  case when b.state = 'running' and j.state = 'failed' then 'failed' else b.state end as state,
  coalesce(j.done, 0) as done, coalesce(j.total, 0) as total,
  coalesce(p.full_name, a.display_name, '') as by, b.created_at, b.carried_at, b.undone_at, b.version
from import_batch b
left join unit u on u.tenant_id = b.tenant_id and u.id = b.home_unit
left join job j on j.tenant_id = b.tenant_id and j.id = b.job_id
left join account a on a.tenant_id = b.tenant_id and a.id = b.by_account
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where b.tenant_id = $1"""
ODD = """select r.number, r.state, r.cells, r.faults, r.choice, r.same_row, r.same_id, p.full_name as same_name,
  p.code as same_code, u.name as same_unit
from import_row r
left join person p on p.tenant_id = r.tenant_id and p.id = r.same_id
left join membership m on m.tenant_id = p.tenant_id and m.person_id = p.id and m.ends_on is null
left join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
where r.tenant_id = $1 and r.batch_id = $2"""


async def get(tx: Transaction, batch_id: UUID) -> Batch:
    """The import with this id; NotFound where there is none."""
    row = await tx.fetchrow(f"{BATCH} and b.id = $2", tx.tenant_id, batch_id)
    if row is None:
        raise NotFound("access.not-found")
    return _batch(row)


async def listing(tx: Transaction, most: int = 100) -> tuple[Batch, ...]:
    """The imports, newest first."""
    rows = await tx.fetch(f"{BATCH} order by b.created_at desc, b.id desc limit $2", tx.tenant_id, most)
    return tuple(_batch(row) for row in rows)


async def odd_rows(
    tx: Transaction, batch_id: UUID, state: str, after: int = 0, most: int | None = PAGE
) -> tuple[Odd, ...]:
    """Rows of a state in the order of the sheet, from behind row `after`; faulty ones, or those to decide on."""
    states = ("duplicate", "decided") if state == "duplicate" else (state,)
    rows = await tx.fetch(
        f"{ODD} and r.state = any($3::text[]) and r.number > $4 order by r.number limit $5",
        tx.tenant_id, batch_id, states, after, most,
    )  # fmt: skip
    return tuple(_odd(row) for row in rows)


async def alike(tx: Transaction, batch_id: UUID, places: Mapping[str, int]) -> Mapping[tuple[str, str], int]:
    """How many rows are refused in a field for the same text; `places` is field → place among the cells."""
    rows = await tx.fetch(
        """select f ->> 'field', r.cells[p.at + 1], count(*)::int
        from import_row r cross join jsonb_array_elements(r.faults) f
        join unnest($3::text[], $4::int[]) p(field, at) on p.field = f ->> 'field'
        where r.tenant_id = $1 and r.batch_id = $2 and r.state = 'faulty' group by 1, 2 having count(*) > 1""",
        tx.tenant_id, batch_id, list(places), list(places.values()),
    )  # fmt: skip
    return {(field, text): count for field, text, count in rows}


async def common_faults(tx: Transaction, batch_id: UUID) -> tuple[Common, ...]:
    """What is wrong most often."""
    rows = await tx.fetch(
        """select f ->> 'field', f ->> 'code', count(*)::int from import_row r, jsonb_array_elements(r.faults) f
        where r.tenant_id = $1 and r.batch_id = $2 group by 1, 2 order by 3 desc, 1, 2""",
        tx.tenant_id, batch_id,
    )  # fmt: skip
    return tuple(Common(*row) for row in rows)


async def tree(tx: Transaction) -> Tree:
    """The open units, for finding those that rows name."""
    rows = await tx.fetch(
        """select id, path, kind, name, standing, opened_on, code from unit
        where tenant_id = $1 and closed_on is null order by path""",
        tx.tenant_id,
    )  # fmt: skip
    return Tree(Place(**dict(row)) for row in rows)


def _batch(row: Mapping[str, Any]) -> Batch:
    said = dict(row)
    said["shape"] = msgspec.json.decode(said["shape"], type=Shape)
    for name in ("mapping", "counts", "failure"):
        said[name] = msgspec.json.decode(said[name]) if said[name] else None
    return Batch(**said)


def _odd(row: Mapping[str, Any]) -> Odd:
    said = dict(row)
    said["faults"] = msgspec.json.decode(said["faults"], type=tuple[Fault, ...])
    said["cells"] = tuple(said["cells"])
    return Odd(**said)
