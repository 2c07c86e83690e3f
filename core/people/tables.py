"""People, memberships and positions for Piccolo's builder: the administration's reads and writes (design.md §3)."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text
from piccolo.table import Table


class Person(Table, tablename="person", schema="core"):
    """A union member. The key is (tenant_id, id); Piccolo knows the id only."""

    tenant_id = UUID(default=None)
    id = UUID(primary_key=True, default=None)
    code = Text(null=True, default=None)
    full_name = Text()
    sort_key = Text()
    search_key = Text()
    birth_date = Date(null=True, default=None)
    gender = Text(null=True, default=None)
    joined_on = Date(null=True, default=None)
    occupation = Text(null=True, default=None)
    phone = Text(null=True, default=None)
    email = Text(null=True, default=None)
    version = Integer(default=1)


class Membership(Table, tablename="membership", schema="core"):
    """The branch of a person from `starts_on` to `ends_on`, both days included."""

    tenant_id = UUID(default=None)
    person_id = UUID(primary_key=True, default=None)
    unit_id = UUID(default=None)
    starts_on = Date(default=None)
    ends_on = Date(null=True, default=None)


class Position(Table, tablename="position", schema="core"):
    """A seat on a unit's committee or a full-time post, from `starts_on` to `ends_on`, both days included."""

    tenant_id = UUID(default=None)
    id = UUID(primary_key=True, default=None)
    person_id = UUID(default=None)
    unit_id = UUID(default=None)
    title = Text()
    full_time = Boolean(default=False)
    provisional = Boolean(default=False)
    starts_on = Date(default=None)
    ends_on = Date(null=True, default=None)
    version = Integer(default=1)
