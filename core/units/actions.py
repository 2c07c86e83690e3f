"""Changing the tree: add, edit, move, close, reopen a unit. Every change has its day and leaves a version of it."""

from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem, Stale, check_all
from core.units import queries, rules, versions
from core.units.queries import Unit
from core.units.tables import Unit as UnitTable

FACTS = ("name", "kind", "block", "place", "ordinal", "standing", "pilot", "cluster")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator says of a unit. `ordinal` orders siblings before their names do."""

    name: str
    kind: str
    block: str | None = None
    place: str = ""
    ordinal: int = 0
    standing: bool = True
    pilot: bool = False
    cluster: str = ""


async def add(
    tx: Transaction, actor: Actor, parent_id: UUID | None, facts: Facts, opened_on: date | None = None
) -> UUID:
    """Add a unit under a parent (None: the tenant's top unit) and return its id."""
    require(actor, "unit.admin", Target())
    await lock_tree(tx)
    parent = await queries.get(tx, parent_id) if parent_id else None
    today, under = await tx.today(), await queries.under(tx)
    check_all(
        lambda: _checked(facts),
        lambda: rules.check_place(facts.kind, parent.kind if parent else None, under),
        lambda: rules.check_dates(opened_on, today),
    )
    tidy, opened = _checked(facts), rules.check_dates(opened_on, today)
    if parent:
        _check_parent(parent, opened)
    await check_name_free(tx, parent_id, tidy.name, None)
    unit_id = new_id()
    await UnitTable.insert(
        UnitTable(
            tenant_id=tx.tenant_id, id=unit_id, parent_id=parent_id, path=await free_path(tx, parent),
            opened_on=opened, **_stored(tidy),
        )
    )  # fmt: skip
    await versions.begin(tx, unit_id, opened)
    await audit.record(tx, actor, "unit.add", unit_id, parent=str(parent_id), kind=tidy.kind)
    return unit_id


async def edit(
    tx: Transaction, actor: Actor, unit_id: UUID, facts: Facts, version: int, changed_on: date | None = None
) -> None:
    """Change what is said of a unit; name, kind and block get a version from `changed_on`, today at the latest and
    by default. Stale if somebody else did."""
    require(actor, "unit.admin", Target())
    unit = await queries.get(tx, unit_id)
    _check_open(unit)
    tidy, day = _checked(facts), await _day(tx, unit, changed_on)
    if tidy.kind != unit.kind:
        await _check_kind(tx, unit, tidy.kind)
    await check_name_free(tx, unit.parent_id, tidy.name, unit_id)
    await _save(tx, unit, version, **_stored(tidy))
    if (tidy.name, tidy.kind, tidy.block) != (unit.name, unit.kind, unit.block):
        await versions.turn(tx, unit_id, day)
    changed = [name for name in FACTS if getattr(tidy, name) != getattr(unit, name)]
    await audit.record(tx, actor, "unit.edit", unit_id, changed=changed, on=day.isoformat())


async def move(
    tx: Transaction, actor: Actor, unit_id: UUID, parent_id: UUID, version: int, moved_on: date | None = None
) -> None:
    """Put a unit with all below it under another parent from `moved_on`, today at the latest and by default. Past
    trees keep the old place (unit versions)."""
    require(actor, "unit.admin", Target())
    await lock_tree(tx)
    unit, parent = await queries.get(tx, unit_id), await queries.get(tx, parent_id)
    if unit.parent_id == parent_id:
        return
    _check_open(unit)
    if unit.parent_id is None or rules.is_below(parent.path, unit.path):
        raise Problem("unit.move-into-itself", field="parent")
    rules.check_place(unit.kind, parent.kind, await queries.under(tx))
    day = await _day(tx, unit, moved_on)
    _check_parent(parent, day)
    await check_name_free(tx, parent_id, unit.name, unit_id)
    await _save(tx, unit, version, parent_id=parent_id)
    await carry(tx, unit.path, parent)
    await versions.turn(tx, unit_id, day)
    await audit.record(
        tx, actor, "unit.move", unit_id, old=str(unit.parent_id), new=str(parent_id), on=day.isoformat()
    )


async def carry(tx: Transaction, path: str, parent: Unit) -> None:
    """Write the paths of the unit at `path` and of all below it anew under `parent`."""
    await tx.execute(
        """update unit u set path = $3 || substr(u.path, $4)
        where u.tenant_id = $1 and (u.path = $2 or (u.path >= $2 || '.' and u.path < $2 || '/'))""",
        tx.tenant_id, path, await free_path(tx, parent), len(path) + 1,
    )  # fmt: skip


async def close(tx: Transaction, actor: Actor, unit_id: UUID, closed_on: date | None, version: int) -> None:
    """Say that a unit no longer exists from a day on, today at the latest; the row and its history stay.
    Refused while open units stand below it. People and positions: `core.people.actions.dissolve_unit`."""
    require(actor, "unit.admin", Target())
    await lock_tree(tx)
    unit, today = await queries.get(tx, unit_id), await tx.today()
    day = closed_on or today
    if unit.parent_id is None:
        raise Problem("unit.top-stays")
    if unit.closed_on:
        raise Problem("unit.already-closed", on=unit.closed_on)
    if not unit.opened_on <= day <= today:
        raise Problem("unit.closed-out-of-range", field="closed_on", opened=unit.opened_on, today=today)
    open_below = sum(1 for child in await queries.children(tx, unit_id) if not child.closed_on)
    if open_below:
        raise Problem("unit.has-children", children=open_below)
    await _save(tx, unit, version, closed_on=day)
    await versions.finish(tx, unit_id, day)
    await audit.record(tx, actor, "unit.close", unit_id, on=day.isoformat())


async def reopen(tx: Transaction, actor: Actor, unit_id: UUID, opened_on: date | None, version: int) -> None:
    """Let a closed unit exist again from a day on, today at the latest; in the days between it did not. Nobody comes
    back by himself: members and positions are given anew."""
    require(actor, "unit.admin", Target())
    await lock_tree(tx)
    unit, today = await queries.get(tx, unit_id), await tx.today()
    day = opened_on or today
    if unit.closed_on is None:
        raise Problem("unit.is-open")
    if not unit.closed_on <= day <= today:
        raise Problem("unit.reopened-out-of-range", field="opened_on", closed=unit.closed_on, today=today)
    parent = await queries.get(tx, unit.parent_id) if unit.parent_id else None
    if parent:
        _check_parent(parent, day)
    rules.check_place(unit.kind, parent.kind if parent else None, await queries.under(tx))
    await check_name_free(tx, unit.parent_id, unit.name, unit_id)
    await _save(tx, unit, version, closed_on=None)
    await versions.resume(tx, unit_id, day)
    await audit.record(tx, actor, "unit.reopen", unit_id, on=day.isoformat())


async def lock_tree(tx: Transaction) -> None:
    """One change of the tree at a time, so that paths never collide; reads and foreign keys pass."""
    await tx.execute(
        "select from unit where tenant_id = $1 and parent_id is null for no key update", tx.tenant_id
    )


def _checked(facts: Facts) -> Facts:
    if facts.block is not None and facts.block not in rules.BLOCKS:
        raise Problem("form.unknown-choice", field="block")
    standing = facts.standing and rules.has_standing_committee(facts.kind)
    return msgspec.structs.replace(facts, name=rules.check_name(facts.name), standing=standing)


def _stored(facts: Facts) -> dict[str, object]:
    said = {name: getattr(facts, name) for name in FACTS}
    return said | {"sort_key": rules.sort_key(facts.name), "search_key": rules.search_key(facts.name)}


def _check_open(unit: Unit) -> None:
    if unit.closed_on:
        raise Problem("unit.already-closed", on=unit.closed_on)


async def _day(tx: Transaction, unit: Unit, day: date | None) -> date:
    """The day of a change: not before the unit's last one, which would rewrite the past, and not in the future."""
    today = await tx.today()
    return rules.check_change(day, await versions.since(tx, unit.id) or unit.opened_on, today)


def _check_parent(parent: Unit, opened: date) -> None:
    if parent.closed_on:
        raise Problem("unit.parent-closed", field="parent", name=parent.name)
    if opened < parent.opened_on:
        raise Problem("unit.opens-before-parent", field="opened_on", opened=parent.opened_on)


async def _check_kind(tx: Transaction, unit: Unit, kind: str) -> None:
    """A new kind must fit under the parent, and the children under it."""
    under = await queries.under(tx)
    parent = await queries.get(tx, unit.parent_id) if unit.parent_id else None
    rules.check_place(kind, parent.kind if parent else None, under)
    misfits = [
        child.name
        for child in await queries.children(tx, unit.id)
        if not child.closed_on and kind not in rules.parents_of(child.kind, under)
    ]
    if misfits:
        raise Problem("unit.children-do-not-fit", field="kind", names=misfits[:3])


async def check_name_free(tx: Transaction, parent_id: UUID | None, name: str, but: UUID | None) -> None:
    """Refuse a name that an open unit under the same parent has."""
    taken = await tx.fetchval(
        """select true from unit where tenant_id = $1 and parent_id is not distinct from $2 and sort_key = $3
        and closed_on is null and id is distinct from $4 limit 1""",
        tx.tenant_id, parent_id, rules.sort_key(name), but,
    )  # fmt: skip
    if taken:
        raise Problem("unit.name-taken", field="name")


async def free_path(tx: Transaction, parent: Unit | None) -> str:
    """A path under a parent that no unit has."""
    if parent is None:
        return rules.first_segment()
    rows = await tx.fetch(
        """select path from unit
        where tenant_id = $1 and path >= $2 || '.' and path < $2 || '/' and length(path) = $3""",
        tx.tenant_id, parent.path, len(parent.path) + 5,
    )  # fmt: skip
    return f"{parent.path}.{rules.next_segment(row['path'][-4:] for row in rows)}"


async def _save(tx: Transaction, unit: Unit, version: int, **values: object) -> None:
    """Write under the optimistic lock: Stale, with the stored values, if the version has moved on."""
    saved = await (
        UnitTable.update({**values, "version": version + 1})
        .where(UnitTable.tenant_id == tx.tenant_id, UnitTable.id == unit.id, UnitTable.version == version)
        .returning(UnitTable.id)
    )
    if not saved:
        now = await queries.get(tx, unit.id)
        raise Stale("unit.stale", theirs={name: getattr(now, name) for name in FACTS}, version=now.version)
