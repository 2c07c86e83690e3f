"""Who of a file is in the list already: found by code, and by name and birth date, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from core.db.scope import Transaction
from core.imports.people_match import Known
from core.imports.people_rows import Said
from core.people.queries import TODAY

MATCHED = """create temp table matched on commit drop as
select p.id from pg_temp.asked a join person p on p.tenant_id = $1 and p.code = a.code
union
select p.id from pg_temp.asked a join person p on p.tenant_id = $1 and p.sort_key = a.key and p.birth_date = a.born"""
KNOWN = """select p.id, p.sort_key as key, p.full_name, p.code, p.birth_date, p.gender, p.joined_on, p.occupation,
  p.phone, p.email, p.version, m.unit_id, m.starts_on as since, e.ends_on as left
from pg_temp.matched x
join person p on p.tenant_id = $1 and p.id = x.id
left join membership m on m.tenant_id = $1 and m.person_id = p.id and m.ends_on is null
left join lateral (select max(o.ends_on) as ends_on from membership o
  where m.unit_id is null and o.tenant_id = $1 and o.person_id = p.id) e on true"""
POSTS = f"""select o.person_id, o.unit_id, o.title from pg_temp.matched x
join position o on o.tenant_id = $1 and o.person_id = x.id and {TODAY.format("o")}"""
SECRETARIES = f"""select o.unit_id, o.person_id, p.full_name, o.starts_on
from position o join person p on p.tenant_id = o.tenant_id and p.id = o.person_id
where o.tenant_id = $1 and o.unit_id = any($2::uuid[]) and o.title = 'secretary' and {TODAY.format("o")}"""


async def known(tx: Transaction, rows: Iterable[Said]) -> list[Known]:
    """Everybody whom a row may mean, with branch and positions of today."""
    await tx.execute("drop table if exists pg_temp.asked, pg_temp.matched")
    await tx.execute(
        'create temp table asked (code text collate "C", key text collate "C", born date) on commit drop'
    )
    asked = ((one.code, one.key, one.birth_date) for one in rows if one.key and (one.code or one.birth_date))
    await tx.connection.copy_records_to_table(
        "asked", records=asked, columns=("code", "key", "born"), schema_name="pg_temp"
    )
    await tx.execute("analyze pg_temp.asked")
    await tx.execute(MATCHED.replace("$1", f"'{tx.tenant_id}'"))
    await tx.execute("analyze pg_temp.matched")
    posts: dict[UUID, list[tuple[UUID, str]]] = {}
    for person, unit, title in await tx.fetch(POSTS, tx.tenant_id):
        posts.setdefault(person, []).append((unit, title))
    return [Known(**row, posts=tuple(posts.get(row["id"], ()))) for row in await tx.fetch(KNOWN, tx.tenant_id)]


async def secretaries(tx: Transaction, rows: Iterable[Said]) -> Mapping[UUID, Sequence[tuple[UUID, str, date]]]:
    """Who is secretary today of the units of which a row names one."""
    units = {seat.unit_id for row in rows for seat in row.seats if seat.title == "secretary"}
    found: dict[UUID, list[tuple[UUID, str, date]]] = {}
    for unit, *held in await tx.fetch(SECRETARIES, tx.tenant_id, list(units)):
        found.setdefault(unit, []).append(tuple(held))
    return found
