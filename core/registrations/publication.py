"""What members may read of the cadres of their own and of upper units: criteria and solutions (S0-16)."""

from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.db.scope import Transaction
from core.errors import NotFound
from core.packs.schema import Pack
from core.people.rules import search_key
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registrations.editions import IN_FORCE
from core.registrations.sheets import Group, grouped

PAGE = 50


class Cadre(msgspec.Struct, frozen=True, kw_only=True):
    """A cadre whose registration may be read; never a state, a mark or a level."""

    registration_id: UUID
    name: str
    unit_name: str
    unit_path: str
    seat_title: str
    seat_full_time: bool
    items: int


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list, units from the reader's own upwards to the top, people by name."""

    programme: Programme
    cadres: tuple[Cadre, ...]
    after: str | None
    search: str


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What one cadre registered, and since when it holds. `withheld` counts what the pack calls sensitive."""

    programme: Programme
    cadre: Cadre
    groups: tuple[Group, ...]
    validated_at: datetime
    withheld: int


SELECT = f"""
select r.id as registration_id, r.programme_id, w.full_name as name, w.sort_key, u.name as unit_name,
       u.path as unit_path, e.seat_title, e.seat_full_time, r.validated_at, held.edition,
       (select count(*) from registration_item i where i.tenant_id = r.tenant_id and i.registration_id = r.id
        and i.edition = held.edition) as items
from unit u
join enrolment e on e.tenant_id = u.tenant_id and e.unit_id = u.id
join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
cross join lateral (select {IN_FORCE} as edition) held
where u.tenant_id = $1 and u.path = any($2::text[]) and (r.state = 'validated' or r.supplement)
"""

ITEMS = """
select criterion, solution from registration_item
where tenant_id = $1 and registration_id = $2 and edition = $3 order by ordinal
"""


def is_open(rules: Pack) -> bool:
    """Whether the pack lets members read what was registered."""
    return rules.disclosure.registered_items == "unit_and_below"


async def listing(
    tx: Transaction, actor: Actor, programme: Programme, *, after: str = "", search: str = "", most: int = PAGE
) -> Listing:
    """The cadres of the reader's unit and of the units above it. NotFound where the pack keeps it closed."""
    if not is_open(programme.rules):
        raise NotFound("access.not-found")
    args: list[object] = [tx.tenant_id, _paths(actor), programme.id, search_key(search)]
    condition = ""
    if after:
        path, key, last = _parsed(after)
        condition = """and (u.path < $5::text or (u.path = $5::text and (w.sort_key, r.id) > ($6::text, $7::uuid)))"""
        args += [path, key, last]
    allowed, more = where(actor, "published.read", path="u.path", state="e.state", first=len(args) + 1)
    sql = f"""{SELECT} and e.programme_id = $3 and ($4 = '' or position($4 in w.search_key) > 0) {condition}
              and {allowed} order by u.path desc, w.sort_key, r.id limit {most + 1}"""
    rows = await tx.fetch(sql, *args, *more)
    last_row = rows[most - 1] if len(rows) > most else None
    mark = f"{last_row['unit_path']}~{last_row['sort_key']}~{last_row['registration_id']}" if last_row else None
    return Listing(programme=programme, cadres=tuple(_cadre(row) for row in rows[:most]), after=mark, search=search)


async def published(tx: Transaction, actor: Actor, registration_id: UUID) -> Published:
    """One cadre's validated criteria and solutions: never comments, drafts, marks or levels."""
    allowed, more = where(actor, "published.read", path="u.path", state="e.state", first=4)
    row = await tx.fetchrow(
        f"{SELECT} and r.id = $3 and {allowed}", tx.tenant_id, _paths(actor), registration_id, *more
    )
    if row is None:
        raise NotFound("access.not-found")
    programme = await programmes.by_id(tx, row["programme_id"])
    if not is_open(programme.rules):
        raise NotFound("access.not-found")
    items = await tx.fetch(ITEMS, tx.tenant_id, registration_id, row["edition"])
    pack = programme.rules
    shown = {i["criterion"]: i["solution"] for i in items if not pack.criteria[i["criterion"]].sensitive}
    return Published(
        programme=programme, cadre=_cadre(row), groups=grouped(pack, shown, None, {}),
        validated_at=row["validated_at"], withheld=len(items) - len(shown),
    )  # fmt: skip


def _paths(actor: Actor) -> list[str]:
    """The reader's unit and every unit above it, so that the index on paths serves."""
    found = set()
    for seat in actor.at("member"):
        parts = seat.unit_path.split(".")
        found |= {".".join(parts[: n + 1]) for n in range(len(parts))}
    return sorted(found)


def _parsed(after: str) -> tuple[str, str, UUID]:
    try:
        path, key, last = after.split("~")
        return path, key, UUID(last)
    except ValueError:
        raise NotFound("access.not-found") from None


def _cadre(row: object) -> Cadre:
    return Cadre(**{name: row[name] for name in Cadre.__struct_fields__})
