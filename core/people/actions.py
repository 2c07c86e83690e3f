"""Writing about people: a person, the branch he belongs to, and what happens to them when a unit closes."""

from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem, Stale, check_all
from core.people import queries, rules
from core.people.tables import Person as PersonTable
from core.units import actions as units
from core.units import queries as unit_queries
from core.units.rules import holds_members


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator says of a person."""

    full_name: str
    code: str | None = None
    birth_date: date | None = None
    gender: str | None = None
    joined_on: date | None = None
    occupation: str | None = None
    phone: str | None = None
    email: str | None = None


FACTS = Facts.__struct_fields__


async def add(
    tx: Transaction, actor: Actor, facts: Facts, unit_id: UUID | None = None, starts_on: date | None = None
) -> UUID:
    """Add a person, at once in a branch if `unit_id` names one (from `starts_on`, else today); returns the id."""
    require(actor, "person.admin", Target())
    tidy = await _checked(tx, facts, None)
    person_id = new_id()
    await PersonTable.insert(PersonTable(tenant_id=tx.tenant_id, id=person_id, **_stored(tidy)))
    await _index(tx, person_id, tidy.full_name)
    await audit.record(tx, actor, "person.add", person_id)
    if unit_id:
        await transfer(tx, actor, person_id, unit_id, starts_on)
    return person_id


async def edit(tx: Transaction, actor: Actor, person_id: UUID, facts: Facts, version: int) -> None:
    """Change what is said of a person; Stale, with the stored values, if somebody else did meanwhile."""
    require(actor, "person.admin", Target())
    tidy, person = await _checked(tx, facts, person_id), await queries.get(tx, person_id)
    saved = await (
        PersonTable.update({**_stored(tidy), "version": version + 1})
        .where(PersonTable.tenant_id == tx.tenant_id, PersonTable.id == person_id, PersonTable.version == version)
        .returning(PersonTable.id)
    )
    if not saved:
        now = await queries.get(tx, person_id)
        raise Stale("person.stale", theirs={name: getattr(now, name) for name in FACTS}, version=now.version)
    await _index(tx, person_id, tidy.full_name)
    changed = [name for name in FACTS if getattr(tidy, name) != getattr(person, name)]
    await audit.record(tx, actor, "person.edit", person_id, changed=changed)


async def transfer(
    tx: Transaction, actor: Actor, person_id: UUID, unit_id: UUID, starts_on: date | None = None
) -> None:
    """Put a person into a branch from a day on, today at the latest; the branch left ends the day before. A second
    transfer from the same day corrects the first."""
    require(actor, "person.admin", Target())
    await tx.execute("select from person where tenant_id = $1 and id = $2 for update", tx.tenant_id, person_id)
    await queries.get(tx, person_id)
    unit, today = await unit_queries.get(tx, unit_id), await tx.today()
    day = starts_on or today
    _check_branch(unit, day, today)
    last = next(iter(await queries.memberships(tx, person_id)), None)
    old = last if last and last.ends_on is None else None
    if old and old.unit_id == unit_id:
        raise Problem("membership.already-there", field="unit", name=unit.name)
    if last and day < (last.ends_on or last.starts_on):
        raise Problem("membership.before-current", field="starts_on", since=last.ends_on or last.starts_on)
    await _end_membership(tx, person_id, day)
    await tx.execute(
        """insert into membership (tenant_id, person_id, unit_id, starts_on) values ($1, $2, $3, $4)
        on conflict (tenant_id, person_id, starts_on) do update set unit_id = excluded.unit_id, ends_on = null""",
        tx.tenant_id, person_id, unit_id, day,
    )  # fmt: skip
    left = str(old.unit_id) if old else None
    await audit.record(tx, actor, "person.transfer", person_id, old=left, new=str(unit_id), on=day.isoformat())


async def leave(tx: Transaction, actor: Actor, person_id: UUID, ends_on: date | None = None) -> None:
    """End a person's membership with a last day, today at the latest; positions are ended on their own."""
    require(actor, "person.admin", Target())
    today = await tx.today()
    day = ends_on or today
    old = next((m for m in await queries.memberships(tx, person_id) if m.ends_on is None), None)
    if old is None:
        raise Problem("membership.none")
    if not old.starts_on <= day <= today:
        raise Problem("membership.end-out-of-range", field="ends_on", since=old.starts_on, today=today)
    await tx.execute(
        "update membership set ends_on = $3 where tenant_id = $1 and person_id = $2 and ends_on is null",
        tx.tenant_id, person_id, day,
    )  # fmt: skip
    await audit.record(tx, actor, "person.leave", person_id, old=str(old.unit_id), on=day.isoformat())


async def dissolve_unit(tx: Transaction, actor: Actor, unit_id: UUID, closed_on: date | None, version: int) -> int:
    """Close a unit: refused while people belong to it; its positions end the day before. Returns how many ended."""
    require(actor, "unit.admin", Target())
    day = closed_on or await tx.today()
    members = await tx.fetchval(
        """select count(*)::int from membership
        where tenant_id = $1 and unit_id = $2 and (ends_on is null or ends_on >= $3)""",
        tx.tenant_id, unit_id, day,
    )  # fmt: skip
    if members:
        raise Problem("unit.has-members", members=members)
    await units.close(tx, actor, unit_id, day, version)
    ended = await tx.fetch(
        """update position set ends_on = greatest($3, starts_on), version = version + 1
        where tenant_id = $1 and unit_id = $2 and (ends_on is null or ends_on > $3) returning id""",
        tx.tenant_id, unit_id, rules.day_before(day),
    )  # fmt: skip
    for row in ended:
        await audit.record(tx, actor, "position.end", row["id"], unit=str(unit_id))
    return len(ended)


async def _end_membership(tx: Transaction, person_id: UUID, day: date) -> None:
    await tx.execute(
        """update membership set ends_on = $4
        where tenant_id = $1 and person_id = $2 and ends_on is null and starts_on < $3""",
        tx.tenant_id, person_id, day, rules.day_before(day),
    )  # fmt: skip


def _check_branch(unit: unit_queries.Unit, day: date, today: date) -> None:
    if not holds_members(unit.kind):
        raise Problem("membership.not-a-branch", field="unit", name=unit.name)
    if unit.closed_on:
        raise Problem("membership.unit-closed", field="unit", name=unit.name)
    if day > today:
        raise Problem("membership.in-the-future", field="starts_on")
    if day < unit.opened_on:
        raise Problem("membership.before-unit", field="starts_on", opened=unit.opened_on)


async def _checked(tx: Transaction, facts: Facts, person_id: UUID | None) -> Facts:
    """Tidy facts; refuses unlikely dates and a code that another person has, all at once."""
    code = (facts.code or "").strip().upper() or None
    owner = await tx.fetchval("select id from person where tenant_id = $1 and code = $2", tx.tenant_id, code)
    today = await tx.today()
    check_all(
        lambda: rules.check_name(facts.full_name),
        lambda: rules.check_code(code, taken=owner is not None and owner != person_id),
        lambda: rules.check_birth(facts.birth_date, facts.joined_on, today),
        lambda: rules.check_gender(facts.gender),
        lambda: rules.check_occupation(facts.occupation),
        lambda: rules.check_phone(facts.phone),
        lambda: rules.check_email(facts.email),
    )
    return msgspec.structs.replace(facts, full_name=rules.check_name(facts.full_name), code=code)


def _stored(facts: Facts) -> dict[str, object]:
    said = {name: getattr(facts, name) for name in FACTS}
    return said | {"sort_key": rules.sort_key(facts.full_name), "search_key": rules.search_key(facts.full_name)}


async def _index(tx: Transaction, person_id: UUID, name: str) -> None:
    """Write the words by which the person is found."""
    words = list(rules.tokens(name))
    await tx.execute(
        "delete from person_token where tenant_id = $1 and person_id = $2 and not token = any($3::text[])",
        tx.tenant_id, person_id, words,
    )  # fmt: skip
    await tx.execute(
        """insert into person_token (tenant_id, token, person_id, sort_key)
        select $1, word, $2, $4 from unnest($3::text[]) word on conflict do nothing""",
        tx.tenant_id, person_id, words, rules.sort_key(name),
    )  # fmt: skip
