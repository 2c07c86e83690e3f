"""One's own data, read as they are stored (features.md 104, 105: the right of access)."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from core.access import Actor
from core.db.scope import Transaction
from core.own_data.kinds import IN_THE_DOWNLOAD, KINDS

ME = "with me as (select $1::uuid as tenant_id, $2::uuid as person_id, $3::uuid as account_id) "
JSON = {"remarks", "proposals", "marks", "quantities"}


class Holding(msgspec.Struct, frozen=True):
    """What is held of one kind, newest first; `total` counts what `rows` may leave out."""

    kind: str
    rows: tuple[Mapping[str, Any], ...]
    total: int


async def own_data(tx: Transaction, actor: Actor, *, most: int | None = None) -> tuple[Holding, ...]:
    """Every kind of data about the actor. With `most`, as many rows a kind as a page shows; without, all of it and
    what the actor did to others' records besides."""
    wanted = KINDS if most is not None else KINDS | IN_THE_DOWNLOAD
    return tuple([await _holding(tx, actor, kind, sql, most) for kind, sql in wanted.items()])


async def _holding(tx: Transaction, actor: Actor, kind: str, sql: str, most: int | None) -> Holding:
    statement = ME + (", " + sql.removeprefix("with ") if sql.startswith("with ") else sql)
    rows: Sequence[Mapping[str, Any]] = await tx.fetch(statement, tx.tenant_id, actor.person_id, actor.account_id)
    kept = tuple({name: _value(name, row[name]) for name in dict(row)} for row in rows[:most])
    return Holding(kind, kept, len(rows))


def _value(name: str, value: Any) -> Any:
    return msgspec.json.decode(value) if name in JSON and isinstance(value, str) else value
