"""A province publishes its aggregates: a minute behind for what runs, and exactly once a year is closed or accepted.

Two statements' worth of work, so that it can go by the clock: `refresh` sums the counters of units (never people) into
the programmes' published rows; `sweep` counts what only the sheets know (days, wording, returns, places) and is due
when the sums have moved. Both run in the tenant's own transaction, under its row security.
"""

from collections.abc import Iterable
from typing import Any

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.comparison import sweeping
from core.comparison.disclosure import grows
from core.db.scope import Database, Scope, Transaction
from core.jobs import Payload, Progress
from core.packs.patching import active
from core.packs.schema import Pack
from core.programmes import pinned

NAME = "comparison.publish"
RANKS = range(1, 7)
SUMMED = (
    "eligible", "registered", "validated", "registered_late", "assessed", "units_counted", "units_implementing",
)  # fmt: skip

# Programmes that run, or whose end was not published yet, with what is published of their levels.
RUNNING = """
select p.id, p.pack_id, p.year, p.rules_hash, p.state = 'closed' as closed, c.level_keys,
  coalesce(c.graded, 0) as graded
from programme p
left join central.published c on c.tenant_id = p.tenant_id and c.programme_id = p.id
where p.tenant_id = $1 and ($2 or p.state = 'open' or c.closed is not true)
order by p.year, p.pack_id
"""
SUMS = """
select c.programme_id, sum(c.eligible)::int as eligible, sum(c.registered)::int as registered,
  sum(c.validated)::int as validated, sum(c.registered_late)::int as registered_late, sum(c.rated)::int as assessed,
  count(*) filter (where c.eligible > 0)::int as units_counted,
  count(*) filter (where c.registered > 0)::int as units_implementing
from unit_counter c where c.tenant_id = $1 and c.programme_id = any($2::uuid[]) group by 1
"""
LEVELS = f"""
select c.programme_id, {", ".join(f"sum(c.level_{rank})::int as level_{rank}" for rank in RANKS)}
from unit_counter c where c.tenant_id = $1 and c.programme_id = any($2::uuid[]) group by 1
"""
# Whether anybody did anything since the last publication: every act is in the trail. Ten minutes are longer than any
# act's transaction; once in a quarter of an hour it is counted anyway.
QUIET = """
update central.published p set as_of = sec.domain_now()
where p.tenant_id = $1 and not p.closed and not p.synthetic and p.counted_at > now() - interval '15 minutes'
  and not exists (select from audit a where a.tenant_id = $1 and a.at > p.counted_at - interval '10 minutes')
"""
# No levels in an entry: they stay as they are. `as_of` is read by people, so it goes by the tenant's clock; the other
# times only steer the work.
PUT = """
insert into central.published as p (tenant_id, province, year, subject, pack, programme_id, closed, units,
  units_counted, units_implementing, eligible, registered, validated, registered_late, assessed, level_keys,
  level_national, level_people, as_of)
select $1, coalesce(t.profile ->> 'province', t.slug), r.year, r.subject, r.pack, r.programme, r.closed,
  r.units_counted, r.units_counted, r.units_implementing, r.eligible, r.registered, r.validated, r.registered_late,
  r.assessed, r.keys, r.stands, r.people, sec.domain_now()
from jsonb_to_recordset($2::jsonb) as r (year int, subject text, pack text, programme uuid, closed bool,
  units_counted int, units_implementing int, eligible int, registered int, validated int, registered_late int,
  assessed int, keys text[], stands text[], people int[])
join core.tenant t on t.id = $1
on conflict (tenant_id, province, year, subject, pack) do update set
  programme_id = excluded.programme_id, synthetic = false, closed = excluded.closed,
  units = greatest(p.units, excluded.units_counted), units_counted = excluded.units_counted,
  units_implementing = excluded.units_implementing, eligible = excluded.eligible, registered = excluded.registered,
  validated = excluded.validated, registered_late = excluded.registered_late, assessed = excluded.assessed,
  unregistered = case when excluded.closed then least(p.unregistered, excluded.assessed) else 0 end,
  level_keys = case when excluded.level_keys <> '{}' then excluded.level_keys else p.level_keys end,
  level_national = case when excluded.level_keys <> '{}' then excluded.level_national else p.level_national end,
  level_people = case when excluded.level_keys <> '{}' then excluded.level_people else p.level_people end,
  as_of = excluded.as_of, counted_at = now(),
  changed_at = case when (p.closed, p.eligible, p.registered, p.validated, p.registered_late, p.assessed)
    is distinct from (excluded.closed, excluded.eligible, excluded.registered, excluded.validated,
                      excluded.registered_late, excluded.assessed) then now() else p.changed_at end
returning p.programme_id, p.pack, p.year, p.eligible, p.registered, p.assessed, p.graded, p.closed,
  p.changed_at = now() as changed, p.swept_at is null or p.swept_at < p.changed_at as unswept,
  p.swept_at is null or p.swept_at < now() - interval '1 hour' as due
"""


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What a publication did: rows brought up to date, of those with other numbers than before, and swept."""

    rows: int = 0
    changed: int = 0
    swept: int = 0


async def publish(tx: Transaction, *, exact: bool = False, sweep: bool = True, by: Actor | None = None) -> Done:
    """Bring the tenant's published rows up to date. `exact`: also years published as closed, and levels to the last
    person, as when a report is accepted. What people count under today's rules is decided by the pinned rules alone.
    """
    rows = await tx.fetch(RUNNING, tx.tenant_id, exact)
    found = await entries(tx, rows, exact=exact)
    if not found:
        return Done()
    put = await tx.fetch(PUT, tx.tenant_id, msgspec.json.encode(found, enc_hook=str).decode())
    swept, hashes = 0, {row["id"]: row["rules_hash"] for row in rows}
    for row in put:
        if exact or row["closed"] or (sweep and row["unswept"] and row["due"]):
            hash_ = hashes[row["programme_id"]]
            await sweeping.sweep(tx, row["programme_id"], (await pinned.load(tx, {hash_}))[hash_])
            swept += 1
    await _note(tx, put, exact=exact, by=by)
    return Done(rows=len(put), changed=sum(row["changed"] for row in put), swept=swept)


async def refresh(tx: Transaction) -> Done:
    """What the clock calls: publish the sums, or only say that they still hold where nobody did anything.
    No union waits for another one's sweep, but for that of a year that has just closed."""
    if (await tx.execute(QUIET, tx.tenant_id)) != "UPDATE 0":
        return Done()
    return await publish(tx, sweep=False)


async def entries(tx: Transaction, rows: Iterable[asyncpg.Record], *, exact: bool = False) -> list[dict[str, Any]]:
    """The sums of programmes (rows of `RUNNING`) as `PUT` takes them, levels only where they may be shown anew.
    Programmes of units publish nothing."""
    held = list(rows)
    rules = await pinned.load(tx, {row["rules_hash"] for row in held})
    kept = {row["id"]: row for row in held if rules[row["rules_hash"]].subject.kind in ("member", "cadre")}
    sums = {row["programme_id"]: row for row in await tx.fetch(SUMS, tx.tenant_id, list(kept))}
    due = [
        key for key, one in sums.items()
        if exact or kept[key]["closed"] or _moved(kept[key], rules[kept[key]["rules_hash"]], one["assessed"])
    ]  # fmt: skip
    levels = {row["programme_id"]: row for row in await tx.fetch(LEVELS, tx.tenant_id, due)} if due else {}
    return [_entry(kept[key], rules[kept[key]["rules_hash"]], one, levels.get(key)) for key, one in sums.items()]


async def run(database: Database, scope: Scope, payload: Payload, progress: Progress) -> Payload:
    """The job: everything exact, whatever was published before."""
    async with database.tenant(scope) as tx:
        await sweeping.patience(tx)
        done = await publish(tx, exact=bool(payload.get("exact", True)))
    return {"rows": done.rows, "changed": done.changed}


async def choose(tx: Transaction, actor: Actor, *, below: bool) -> None:
    """The province shows the numbers of its districts and communes to the centre, or takes them back at once."""
    require(actor, "publication.admin", Target())
    await tx.execute(
        "insert into publication_choice (tenant_id, below) values ($1, $2)"
        " on conflict (tenant_id) do update set below = excluded.below, at = now()",
        tx.tenant_id, below,
    )  # fmt: skip
    await tx.execute(
        "update central.published set places = '[]', swept_at = null where tenant_id = $1 and not synthetic",
        tx.tenant_id,
    )
    await audit.record(tx, actor, "aggregates.chosen", str(tx.tenant_id), below=below)


def _moved(row: asyncpg.Record, rules: Pack, assessed: int) -> bool:
    """Whether the levels may be published anew; other levels than before always are."""
    return row["level_keys"] != list(active(rules.scale.levels)) or grows(row["graded"], assessed)


def _entry(
    row: asyncpg.Record, rules: Pack, sums: asyncpg.Record, people: asyncpg.Record | None
) -> dict[str, Any]:
    """The programme's row for the statement."""
    levels = active(rules.scale.levels) if people else {}
    found = {name: sums[name] for name in SUMMED}
    if not rules.scale.levels:
        found["assessed"] = 0  # nobody is rated (S1-A1)
    return found | {
        "year": row["year"], "subject": rules.subject.kind, "pack": row["pack_id"], "programme": row["id"],
        "closed": row["closed"], "keys": list(levels), "stands": [level.national for level in levels.values()],
        "people": [people[f"level_{rank}"] for rank, _ in enumerate(levels, start=1)] if people else [],
    }  # fmt: skip


async def _note(tx: Transaction, put: Iterable[asyncpg.Record], *, exact: bool, by: Actor | None) -> None:
    """In the tenant's trail: the first publication of a day, the last of a year, and every exact one."""
    moved = [row for row in put if row["changed"] or exact]
    for row in moved:
        thing = f"{row['pack']}-{row['year']}"
        if exact or row["closed"] or await _first_today(tx, thing):
            numbers = {name: row[name] for name in ("eligible", "registered", "assessed", "graded")}
            await audit.record(tx, by, "aggregates.published", thing, exact=exact, closed=row["closed"], **numbers)


async def _first_today(tx: Transaction, thing: str) -> bool:
    return not await tx.fetchval(
        "select true from audit where tenant_id = $1 and object = $2 and action = 'aggregates.published'"
        " and at > now() - interval '24 hours' limit 1",
        tx.tenant_id, thing,
    )  # fmt: skip


