"""Units for Piccolo's builder: ordinary reads and writes of the administration (design.md §3)."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text
from piccolo.table import Table


class Unit(Table, tablename="unit", schema="core"):
    """A node of today's tree. The key is (tenant_id, id); Piccolo knows the id only."""

    tenant_id = UUID(default=None)
    id = UUID(primary_key=True, default=None)
    parent_id = UUID(null=True, default=None)
    path = Text()
    kind = Text()
    block = Text(null=True, default=None)
    name = Text()
    place = Text()
    ordinal = Integer(default=0)
    sort_key = Text()
    search_key = Text()
    standing = Boolean(default=True)
    pilot = Boolean(default=False)
    cluster = Text()
    opened_on = Date(default=None)
    closed_on = Date(null=True, default=None)
    version = Integer(default=1)


class UnitVersion(Table, tablename="unit_version", schema="core"):
    """What a unit was called, and where it stood, from `valid_from` until the day before `valid_to`."""

    tenant_id = UUID(default=None)
    unit_id = UUID(primary_key=True, default=None)
    valid_from = Date(default=None)
    valid_to = Date(null=True, default=None)
    name = Text()
    kind = Text()
    block = Text(null=True, default=None)
    parent_id = UUID(null=True, default=None)
