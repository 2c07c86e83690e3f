"""Carrying out a list of units: new ones at once, changed ones with a version of the day."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.imports.people_write import CHANGE
from core.imports.unit_rows import FACTS, UnitDecision
from core.units import rules

UNIT = ("tenant_id", "id", "parent_id", "path", "kind", "block", "name", "place", "sort_key", "search_key", "standing",
        "opened_on", "code")  # fmt: skip
VERSION = ("tenant_id", "unit_id", "valid_from", "name", "kind", "block", "parent_id")
CHANGED = """update unit set name = $3, sort_key = $4, search_key = $5, block = $6, place = $7, code = $8,
  version = version + 1
where tenant_id = $1 and id = $2"""


async def write(tx: Transaction, batch_id: UUID, decisions: Sequence[UnitDecision], progress: Any) -> None:
    """Write what was decided; new units get their first version, renamed ones another."""
    new = [one.said for one in decisions if one.state == "new"]
    changed = [one for one in decisions if one.state == "changed"]
    await tx.load("unit", UNIT, [
        (tx.tenant_id, one.id, one.parent_id, one.path, one.kind, one.block, one.name, one.place,
         rules.sort_key(one.name), rules.search_key(one.name), rules.has_standing_committee(one.kind), one.opened_on,
         one.code)
        for one in new
    ])  # fmt: skip
    await tx.load("unit_version", VERSION, [
        (tx.tenant_id, one.id, one.opened_on, one.name, one.kind, one.block, one.parent_id) for one in new
    ])  # fmt: skip
    await progress.at(len(new), len(new) + len(changed))
    for one in changed:
        await _change(tx, one)
    notes = [("unit", "added", one.id, one.parent_id, "{}", 1) for one in new]
    for one in changed:
        before = {name: getattr(one.known, name) for name in one.changes}
        text = msgspec.json.encode(before).decode()
        notes.append(("unit", "changed", one.known.id, None, text, one.known.version + 1))
    await tx.load("import_change", CHANGE, [
        (tx.tenant_id, batch_id, seq, object_, act, id_, unit, None, before, version)
        for seq, (object_, act, id_, unit, before, version) in enumerate(notes, 1)
    ])  # fmt: skip
    await progress.at(len(new) + len(changed), len(new) + len(changed))


async def _change(tx: Transaction, one: UnitDecision) -> None:
    known = one.known
    assert known is not None
    facts = {fact: getattr(one.said if fact in one.changes else known, fact) for fact in FACTS}
    await put(tx, known.id, **facts)


async def put(tx: Transaction, unit_id: UUID, name: str, block: str | None, place: str, code: str | None) -> None:
    """Write the facts of a unit that an import may change; another name or block is a version of today."""
    old = await tx.fetchrow("select name, block from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit_id)
    await tx.execute(
        CHANGED, tx.tenant_id, unit_id, name, rules.sort_key(name), rules.search_key(name), block, place, code
    )
    if old is not None and (old["name"], old["block"]) != (name, block):
        await _turn_version(tx, unit_id)


async def _turn_version(tx: Transaction, unit_id: UUID) -> None:
    today = await tx.today()
    changed = await tx.execute(
        """update unit_version v set name = u.name, block = u.block from unit u
        where v.tenant_id = $1 and v.unit_id = $2 and v.valid_to is null and v.valid_from >= $3
          and u.tenant_id = v.tenant_id and u.id = v.unit_id""",
        tx.tenant_id, unit_id, today,
    )  # fmt: skip
    if changed != "UPDATE 0":
        return
    await tx.execute(
        "update unit_version set valid_to = $3 where tenant_id = $1 and unit_id = $2 and valid_to is null",
        tx.tenant_id, unit_id, today,
    )  # fmt: skip
    await tx.execute(
        """insert into unit_version (tenant_id, unit_id, valid_from, name, kind, block, parent_id)
        select tenant_id, id, $3, name, kind, block, parent_id from unit where tenant_id = $1 and id = $2""",
        tx.tenant_id, unit_id, today,
    )  # fmt: skip
