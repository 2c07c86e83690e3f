"""The built tenant as rows, written table by table with one statement each."""

from collections.abc import Iterable
from datetime import timedelta

from core.db.scope import Transaction
from core.notices import defaults
from core.people import rules as people_rules
from core.units import rules as unit_rules
from tenants.demo.accounts import Account
from tenants.demo.rows import Person, Unit

UNIT = (
    "tenant_id", "id", "parent_id", "path", "kind", "block", "name", "place", "ordinal", "sort_key", "search_key",
    "standing", "pilot", "cluster", "opened_on", "closed_on",
)  # fmt: skip
VERSION = ("tenant_id", "unit_id", "valid_from", "valid_to", "name", "kind", "block", "parent_id")
LINEAGE = ("tenant_id", "predecessor_id", "successor_id", "change", "changed_on")
PERSON = (
    "tenant_id",
    "id",
    "code",
    "full_name",
    "sort_key",
    "search_key",
    "birth_date",
    "gender",
    "joined_on",
    "occupation",
)
TOKEN = ("tenant_id", "token", "person_id", "sort_key")
MEMBERSHIP = ("tenant_id", "person_id", "unit_id", "starts_on")
POSITION = ("tenant_id", "id", "person_id", "unit_id", "title", "full_time", "starts_on", "ends_on")
ACCOUNT = ("tenant_id", "id", "username", "display_name", "person_id", "password_hash", "locale")
GRANT = ("tenant_id", "account_id", "role", "unit_id", "starts_on", "task", "cluster")
DAY = timedelta(days=1)


async def patience(tx: Transaction) -> None:
    """Long statements are fine here: nobody waits for a page."""
    await tx.execute("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0")


async def count_anew(tx: Transaction) -> None:
    """Tell the planner of what came a moment ago: expecting one row of it, it loops over all of them for each, for
    hours."""
    await tx.execute("select sec.count_anew()")


async def write_units(tx: Transaction, top: Unit) -> int:
    """The tree with its history and lineage."""
    units, t = top.walk(), tx.tenant_id
    await tx.load("unit", UNIT, [_unit(t, unit) for unit in units])
    await tx.load("unit_version", VERSION, [row for unit in units for row in _versions(t, unit)])
    await tx.load("unit_lineage", LINEAGE, [
        (t, unit.id, unit.successor.id, "merged", unit.closed_on + DAY)
        for unit in units if unit.successor and unit.closed_on
    ])  # fmt: skip
    return len(units)


async def write_people(tx: Transaction, people: list[Person]) -> int:
    """People with the words they are found by, their branches and their seats."""
    t = tx.tenant_id
    await tx.load("person", PERSON, [
        (t, p.id, p.code, p.name, people_rules.sort_key(p.name), people_rules.search_key(p.name), p.born, p.gender,
         p.joined, p.occupation)
        for p in people
    ])  # fmt: skip
    await tx.load("person_token", TOKEN, [
        (t, word, p.id, people_rules.sort_key(p.name)) for p in people for word in people_rules.tokens(p.name)
    ])  # fmt: skip
    await tx.load("membership", MEMBERSHIP, [(t, p.id, p.branch.id, p.since) for p in people if p.branch])
    await tx.load("position", POSITION, [
        (t, s.id, p.id, s.unit.id, s.title, s.full_time, s.starts_on, s.ends_on) for p in people for s in p.seats
    ])  # fmt: skip
    return len(people)


async def write_accounts(tx: Transaction, accounts: Iterable[Account], password_hash: str, top: Unit) -> None:
    """Accounts, all with one password: the demo's only, where hashing each alone would take minutes."""
    t, kept = tx.tenant_id, list(accounts)
    await tx.load("account", ACCOUNT, [
        (t, a.id, a.username, a.display_name, a.person.id if a.person else None, password_hash, None) for a in kept
    ])  # fmt: skip
    await tx.load("role_grant", GRANT, [
        (t, a.id, a.role, top.id, top.opened_on, a.task, a.cluster) for a in kept if a.role
    ])  # fmt: skip
    # Whoever tries the demo wants to see the work: the notice counts as read.
    await tx.execute(
        "insert into notice_reading (tenant_id, account_id, notice, read_at)"
        " select tenant_id, id, $2, sec.domain_now() from account where tenant_id = $1",
        t, defaults.KEY,
    )  # fmt: skip


def _unit(t: object, unit: Unit) -> tuple[object, ...]:
    return (
        t, unit.id, unit.parent.id if unit.parent else None, unit.path, unit.kind, unit.block, unit.name, unit.place,
        unit.ordinal, unit_rules.sort_key(unit.name), unit_rules.search_key(unit.name), unit.standing, unit.pilot,
        unit.cluster, unit.opened_on, unit.closed_on,
    )  # fmt: skip


def _versions(t: object, unit: Unit) -> list[tuple[object, ...]]:
    """One row a name the unit has had; the last is open, or ends the day after the unit closed."""
    parent = unit.parent.id if unit.parent else None
    starts, found = unit.opened_on, []
    end = unit.closed_on + DAY if unit.closed_on else None
    for name, until in [*unit.versions, (unit.name, end)]:
        found.append((t, unit.id, starts, until, name, unit.kind, unit.block, parent))
        starts = until
    return found
