"""Changes of single rows with what stood before: the same list is tried, carried out, kept and turned back. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from core.errors import Problem

# The columns by which a row of a table is found, beside the tenant.
KEYS: Mapping[str, tuple[str, ...]] = {
    "unit": ("id",),
    "unit_version": ("unit_id", "valid_from"),
    "unit_lineage": ("predecessor_id", "successor_id", "changed_on"),
    "membership": ("person_id", "starts_on"),
    "position": ("id",),
    "enrolment": ("programme_id", "person_id"),
    "unit_result": ("programme_id", "unit_id", "checkpoint"),
    "role_grant": ("id",),
}
Row = Mapping[str, Any]
State = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


class Edit(msgspec.Struct, frozen=True):
    """One row: `before` None is a new one, `after` None one that goes; else the columns that change. Values are what
    JSON knows, days and ids as text."""

    table: str
    key: dict[str, Any]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def edit(table: str, key: Row, before: Row | None, after: Row | None) -> Edit:
    """An Edit from plain values."""
    old, new = (None if row is None else _plain(row) for row in (before, after))
    return Edit(table, _plain(key), old, new)


def inverse(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """What turns the edits back, last first. A unit that was founded stays as a row that never existed a day: what
    was counted and audited goes on pointing at it."""
    return tuple(_turned(one) for one in reversed(tuple(edits)))


def apply(state: State, edits: Iterable[Edit]) -> State:
    """The state after the edits; Problem where a row is not as the edit found it. What the database does, in Python:
    the tests of the rules use it."""
    after = {table: {key: dict(row) for key, row in rows.items()} for table, rows in state.items()}
    for one in edits:
        rows = after.setdefault(one.table, {})
        key = tuple(one.key[name] for name in KEYS[one.table])
        if one.before is None:
            if key in rows:
                raise Problem("reorganisation.changed-since")
            rows[key] = {**one.key, **(one.after or {})}
            continue
        row = rows.get(key)
        if row is None or any(row[name] != value for name, value in one.before.items()):
            raise Problem("reorganisation.changed-since")
        if one.after is None:
            del rows[key]
        else:
            row.update(one.after)
    return after


def _turned(one: Edit) -> Edit:
    if one.table == "unit" and one.before is None and one.after is not None:
        return Edit("unit", one.key, {"closed_on": None}, {"closed_on": one.after["opened_on"]})
    return Edit(one.table, one.key, one.after, one.before)


def _plain(row: Row) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | date) else value
