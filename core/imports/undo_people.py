"""Undoing a list of people: added ones leave with branch and positions, changed ones get their old facts and branch."""

from uuid import UUID

from core.db.scope import Transaction
from core.imports import resting
from core.people.rules import tokens

TABLE, NAME = "person", "full_name"
OWN = ("person_token", "membership", "position")
ADDED = """create temp table undoing on commit drop as
select p.id, a.unit_id, a.starts_on, null::text as stays, true as added from (
  select unnest(i.people) as id, unnest(i.units) as unit_id, unnest(i.days) as starts_on
  from import_added i where i.tenant_id = '{tenant}' and i.batch_id = '{batch}'
) a join person p on p.tenant_id = '{tenant}' and p.id = a.id"""
STAYS = (
    """update pg_temp.undoing u set stays = 'edited' from person p
    where p.tenant_id = $1 and p.id = u.id and p.version <> 1""",
    """update pg_temp.undoing u set stays = 'moved' from membership m
    where m.tenant_id = $1 and m.person_id = u.id and u.stays is null
      and (m.ends_on is not null or (m.unit_id, m.starts_on) is distinct from (u.unit_id, u.starts_on))""",
    """update pg_temp.undoing u set stays = 'seated' from position o
    where o.tenant_id = $1 and o.person_id = u.id and u.stays is null and (o.version <> 1 or o.ends_on is not null
      or not exists (select from import_change c where c.tenant_id = $1 and c.batch_id = $2 and c.object_id = o.id))""",
)
# Of changed people what can no longer be restored, once a person.
CHANGED = (
    """insert into pg_temp.undoing (id, stays, added)
    select c.object_id, 'edited', false from import_change c
    join person p on p.tenant_id = c.tenant_id and p.id = c.object_id
    where c.tenant_id = $1 and c.batch_id = $2 and c.object = 'person' and p.version <> c.version""",
    """insert into pg_temp.undoing (id, stays, added)
    select c.object_id, 'moved', false from import_change c
    where c.tenant_id = $1 and c.batch_id = $2 and c.object = 'membership' and not exists (select from membership m
      where m.tenant_id = $1 and m.person_id = c.object_id and m.starts_on = c.starts_on and m.unit_id = c.unit_id
        and m.ends_on is null)""",
)
RESTORED = """select count(distinct c.object_id)::int from import_change c
where c.tenant_id = $1 and c.batch_id = $2 and c.object <> 'position' and not exists (
  select from pg_temp.undoing u where u.id = c.object_id and u.stays is not null)"""
STAYING = "select from pg_temp.undoing u where u.stays is not null and u.id ="
REMOVE = (
    f"""delete from position o using import_change c
    where o.tenant_id = $1 and c.tenant_id = $1 and c.batch_id = $2 and c.object = 'position' and c.object_id = o.id
      and o.version = 1 and o.ends_on is null and not exists ({STAYING} o.person_id)""",
    """delete from membership m using pg_temp.undoing u
    where m.tenant_id = $1 and m.person_id = u.id and u.added and u.stays is null and $2::uuid is not null""",
    """delete from person p using pg_temp.undoing u
    where p.tenant_id = $1 and p.id = u.id and u.added and u.stays is null and $2::uuid is not null""",
)
MOVED_BACK = (
    f"""delete from membership m using import_change c
    where c.tenant_id = $1 and c.batch_id = $2 and c.object = 'membership' and c.act in ('added', 'moved')
      and m.tenant_id = $1 and m.person_id = c.object_id and m.starts_on = c.starts_on
      and not exists ({STAYING} c.object_id)""",
    f"""update membership m set ends_on = null from import_change c
    where c.tenant_id = $1 and c.batch_id = $2 and c.object = 'membership' and c.act = 'moved'
      and m.tenant_id = $1 and m.person_id = c.object_id and m.starts_on = (c.before ->> 'starts_on')::date
      and not exists ({STAYING} c.object_id)""",
    f"""update membership m set unit_id = (c.before ->> 'unit_id')::uuid from import_change c
    where c.tenant_id = $1 and c.batch_id = $2 and c.object = 'membership' and c.act = 'corrected'
      and m.tenant_id = $1 and m.person_id = c.object_id and m.starts_on = c.starts_on
      and not exists ({STAYING} c.object_id)""",
)


def _old(column: str, kind: str = "text") -> str:
    return f"{column} = case when c.before ? '{column}' then (c.before ->> '{column}')::{kind} else p.{column} end"


FACTS_BACK = f"""update person p set {_old("code")}, {_old("full_name")}, {_old("sort_key")}, {_old("search_key")},
  {_old("birth_date", "date")}, {_old("gender")}, {_old("joined_on", "date")}, {_old("occupation")}, {_old("phone")},
  {_old("email")}, version = p.version + 1
from import_change c
where c.tenant_id = $1 and c.batch_id = $2 and c.object = 'person' and c.act = 'changed'
  and p.tenant_id = $1 and p.id = c.object_id and not exists ({STAYING} p.id)
returning p.id, p.full_name, c.before ? 'full_name' as renamed"""


async def prepare(tx: Transaction, batch_id: UUID) -> tuple[int, int]:
    """Fill `pg_temp.undoing` with what would go or stays; how many people would be removed and restored."""
    await tx.execute("drop table if exists pg_temp.undoing")
    await tx.execute(ADDED.format(tenant=tx.tenant_id, batch=batch_id))
    await tx.execute("analyze pg_temp.undoing")
    for number, statement in enumerate(STAYS):
        await tx.execute(statement, *((tx.tenant_id, batch_id) if number == 2 else (tx.tenant_id,)))
    await resting.mark(tx, TABLE, OWN)
    removed = await tx.fetchval("select count(*)::int from pg_temp.undoing where added and stays is null")
    for statement in CHANGED:
        await tx.execute(statement, tx.tenant_id, batch_id)
    return removed, await tx.fetchval(RESTORED, tx.tenant_id, batch_id)


async def carry_out(tx: Transaction, batch_id: UUID) -> None:
    """Remove and restore what `prepare` found free."""
    for statement in (*REMOVE, *MOVED_BACK):
        await tx.execute(statement, tx.tenant_id, batch_id)
    for person, name, renamed in await tx.fetch(FACTS_BACK, tx.tenant_id, batch_id):
        if renamed:
            await tx.execute(
                "delete from person_token where tenant_id = $1 and person_id = $2", tx.tenant_id, person
            )
            await tx.execute(
                """insert into person_token (tenant_id, token, person_id)
                select $1, word, $2 from unnest($3::text[]) word""",
                tx.tenant_id, person, list(tokens(name)),
            )  # fmt: skip
