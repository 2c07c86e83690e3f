"""Writing row changes: many rows a statement, each only if it still stands as the plan found it."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from core.db.scope import Transaction
from core.errors import Problem
from core.reorganisations.edits import KEYS, Edit
from core.units.actions import carry, free_path
from core.units.queries import get

VERSIONED = ("unit", "position", "unit_result")  # optimistic locks of open forms must notice


async def write(tx: Transaction, edits: Iterable[Edit]) -> None:
    """Carry the edits out. Edits of one shape go together, shapes in the order in which they first come; a row that
    somebody changed meanwhile refuses everything: `reorganisation.changed-since`."""
    shapes: dict[tuple[object, ...], list[Edit]] = {}
    for one in edits:
        shapes.setdefault((one.table, _names(one.before), _names(one.after)), []).append(one)
    for (table, before, after), group in shapes.items():
        if table == "unit" and before is None:
            await _found(tx, group)
        elif before is None:
            await _insert(tx, group)
        elif after is None:
            await _delete(tx, group)
        else:
            await _update(tx, group)
            if table == "unit" and "parent_id" in after:
                await _carry(tx, group)


async def _insert(tx: Transaction, group: Sequence[Edit]) -> None:
    first = group[0]
    names = [*KEYS[first.table], *(first.after or {})]
    names = list(dict.fromkeys(names))
    done = await tx.execute(
        f"""insert into {first.table} (tenant_id, {", ".join(names)})
        select $1, {", ".join(f"n.{name}" for name in names)}
        from jsonb_populate_recordset(null::core.{first.table}, $2::jsonb) n on conflict do nothing""",
        tx.tenant_id, _rows(group, lambda one: {**one.key, **(one.after or {})}),
    )  # fmt: skip
    _check(done, group)


async def _delete(tx: Transaction, group: Sequence[Edit]) -> None:
    first = group[0]
    done = await tx.execute(
        f"""delete from {first.table} t using jsonb_populate_recordset(null::core.{first.table}, $2::jsonb) o
        where t.tenant_id = $1 and {_keyed("o", first.table)} and {_same("o", first.before or {})}""",
        tx.tenant_id, _rows(group, lambda one: {**one.key, **(one.before or {})}),
    )  # fmt: skip
    _check(done, group)


async def _update(tx: Transaction, group: Sequence[Edit]) -> None:
    first = group[0]
    new = ", ".join(f"{name} = n.{name}" for name in first.after or {})
    bump = ", version = t.version + 1" if first.table in VERSIONED else ""
    keys = " and ".join(f"n.{name} = o.{name}" for name in KEYS[first.table])
    done = await tx.execute(
        f"""update {first.table} t set {new}{bump}
        from jsonb_populate_recordset(null::core.{first.table}, $2::jsonb) n
        join jsonb_populate_recordset(null::core.{first.table}, $3::jsonb) o on {keys}
        where t.tenant_id = $1 and {_keyed("n", first.table)} and {_same("o", first.before or {})}""",
        tx.tenant_id, _rows(group, lambda one: {**one.key, **(one.after or {})}),
        _rows(group, lambda one: {**one.key, **(one.before or {})}),
    )  # fmt: skip
    _check(done, group)


async def _found(tx: Transaction, group: Sequence[Edit]) -> None:
    """New units one by one: each needs a free place under its parent."""
    for one in group:
        facts = one.after or {}
        path = await free_path(tx, await get(tx, facts["parent_id"]))
        names = ["id", *facts]
        await tx.execute(
            f"""insert into unit (tenant_id, path, {", ".join(names)})
            select $1, $3, {", ".join(f"n.{name}" for name in names)}
            from jsonb_populate_recordset(null::core.unit, $2::jsonb) n""",
            tx.tenant_id, _rows([one], lambda new: {**new.key, **(new.after or {})}), path,
        )  # fmt: skip


async def _carry(tx: Transaction, group: Sequence[Edit]) -> None:
    """Paths follow the parents; a unit may be moved below another one that moves, so each is read anew."""
    for one in group:
        unit = await get(tx, one.key["id"])
        if unit.parent_id:
            await carry(tx, unit.path, await get(tx, unit.parent_id))


def _keyed(other: str, table: str) -> str:
    """Equality alone finds the row by its index."""
    return " and ".join(f"t.{name} = {other}.{name}" for name in KEYS[table])


def _same(other: str, names: Iterable[str]) -> str:
    return " and ".join(f"t.{name} is not distinct from {other}.{name}" for name in names)


def _names(row: Mapping[str, object] | None) -> tuple[str, ...] | None:
    return None if row is None else tuple(sorted(row))


def _rows(group: Iterable[Edit], row) -> str:
    return msgspec.json.encode([row(one) for one in group]).decode()


def _check(done: str, group: Sequence[Edit]) -> None:
    if int(done.split()[-1]) != len(group):
        raise Problem("reorganisation.changed-since", table=group[0].table)
