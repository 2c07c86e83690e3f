"""Declaring a unit's duty: once, then corrected while the programme is open; the first act's lateness stays."""

from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.declarations import files, rules
from core.errors import NotFound, Problem, Stale
from core.extensions.queries import due_for
from core.packs.schema import Declaration
from core.programmes.queries import Programme


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the form holds; `keep_file` is false where the stored file was taken out."""

    number: str = ""
    dated_on: date | None = None
    note: str = ""
    upload: files.Upload | None = None
    keep_file: bool = True
    version: int = 0


async def declare(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, key: str, entry: Entry) -> bool:
    """Declare or correct `key` for a unit; whether the declaration is late. A late act is accepted and marked, unless
    the milestone closes. Stale where somebody corrected it meanwhile."""
    unit = await tx.fetchrow(
        "select path, kind, name from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit_id
    )
    if unit is None:
        raise NotFound("access.not-found")
    require(actor, "declaration.write", Target(unit_path=unit["path"]), see="declaration.read")
    asked = duty_of(programme, key, unit["kind"])
    if programme.state != "open":
        raise Problem("programme.closed")
    stored = await tx.fetchrow(STORED, tx.tenant_id, programme.id, unit_id, key)
    _check_version(stored, entry)
    kept = stored["file_id"] if stored and entry.keep_file and not entry.upload else None
    filled = rules.Filled(
        number=entry.number, dated_on=entry.dated_on, note=entry.note, has_file=bool(kept or entry.upload)
    )
    rules.check(asked, filled, await tx.today())
    file_id = await files.store(tx, actor, entry.upload) if entry.upload else kept
    late = stored["late"] if stored else await _late(tx, programme, unit_id, key)
    values = (tx.tenant_id, programme.id, unit_id, key, entry.number, entry.dated_on, entry.note, file_id)
    if stored:
        await tx.execute(CORRECT, *values)
        await _drop_file(tx, stored["file_id"], file_id)
    elif await tx.execute(INSERT, *values, actor.account_id, late) != "INSERT 0 1":
        raise Stale("declaration.changed")
    act = "declaration.correct" if stored else "declaration.declare"
    await audit.record(
        tx, actor, act, unit_id, programme=str(programme.id), key=key, file=str(file_id or ""), late=late
    )
    return late


def duty_of(programme: Programme, key: str, kind: str) -> Declaration:
    """The declaration asked of a unit of this kind in this year; NotFound where it is not asked."""
    acts = frozenset(due.act for due in programme.milestones.values())
    entry = rules.of_year(programme.rules, acts).get(key)
    if entry is None or rules.duty(entry, kind) is None:
        raise NotFound("access.not-found")
    return entry


STORED = """
select d.number, d.dated_on, d.note, d.file_id, d.late, d.version, f.name as file_name
from declaration d left join file f on f.tenant_id = d.tenant_id and f.id = d.file_id
where d.tenant_id = $1 and d.programme_id = $2 and d.unit_id = $3 and d.key = $4 for update of d
"""
INSERT = """
insert into declaration
  (tenant_id, programme_id, unit_id, key, number, dated_on, note, file_id, declared_by, declared_at, late)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, sec.domain_now(), $10) on conflict do nothing
"""
CORRECT = """
update declaration set number = $5, dated_on = $6, note = $7, file_id = $8, version = version + 1
where tenant_id = $1 and programme_id = $2 and unit_id = $3 and key = $4
"""


def _check_version(stored: asyncpg.Record | None, entry: Entry) -> None:
    if (stored["version"] if stored else 0) == entry.version:
        return
    if stored is None:
        raise Stale("declaration.changed")
    dated = stored["dated_on"].isoformat() if stored["dated_on"] else ""
    raise Stale("declaration.changed", theirs={"number": stored["number"], "dated_on": dated, "note": stored["note"]})


async def _late(tx: Transaction, programme: Programme, unit_id: UUID, key: str) -> bool:
    due = programme.due(f"declaration:{key}")
    if due is None:
        return False
    now = await tx.now()
    if due.opens_strict and now < due.opens_at:
        raise Problem("declaration.not-yet", day=due.opens_at)
    shut = await due_for(tx, programme, due, unit_id, now)
    if shut and now >= shut.closes_at and due.late == "close":
        raise Problem("declaration.too-late", day=due.last_day)
    return now >= due.closes_at


async def _drop_file(tx: Transaction, old: UUID | None, new: UUID | None) -> None:
    """A replaced file goes: nothing names it any more; the audit trail says that it was there."""
    if old and old != new:
        await tx.execute("delete from file where tenant_id = $1 and id = $2", tx.tenant_id, old)
