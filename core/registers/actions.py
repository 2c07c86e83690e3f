"""Writing in the books: adding, correcting, taking out and putting back, confirming (S3-11, S3-16, S4-41).

A book written by the person himself is corrected by him alone; a committee confirms. Committees write the others, and
nobody an entry about himself. A correction of a confirmed entry takes the confirmation back.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, can, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Forbidden, NotFound, Problem, Stale
from core.packs.schema import Register
from core.people.queries import TODAY
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers import awards, queries, rules
from core.registers.queries import Entry
from core.registers.rules import Draft
from core.units.naming import search_key

INSERT = """
insert into register_entry
  (tenant_id, id, programme_id, register, unit_id, person_id, place_unit_id, happened_on, choice, title, note,
   quantities, search_key, by_account, by_person, at, award)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, sec.domain_now(), $16)
"""
EDIT = """
update register_entry set place_unit_id = $4, happened_on = $5, choice = $6, title = $7, note = $8, quantities = $9,
  search_key = $10, award = coalesce($11, award), confirmed_at = null, confirmed_by = null, version = version + 1
where tenant_id = $1 and id = $2 and version = $3 and removed_at is null
"""
REMOVE = """
update register_entry set removed_at = sec.domain_now(), removed_by = $4, removed_reason = $5, version = version + 1
where tenant_id = $1 and id = $2 and version = $3 and removed_at is null
"""
PUT_BACK = """
update register_entry set removed_at = null, removed_by = null, removed_reason = '', version = version + 1
where tenant_id = $1 and id = $2 and removed_at is not null
"""
CONFIRM = """
update register_entry set confirmed_at = case when $5 then sec.domain_now() end,
  confirmed_by = case when $5 then $4::uuid end, version = version + 1
where tenant_id = $1 and id = $2 and version = $3 and removed_at is null
"""
FIELDS = ("happened_on", "choice", "title", "note")


class Place(msgspec.Struct, frozen=True):
    """Where an entry counts."""

    unit_id: UUID
    path: str


async def add_own(tx: Transaction, actor: Actor, programme: Programme, key: str, draft: Draft) -> UUID:
    """Write about oneself, in a book that people keep themselves; its id. NotFound for who is not on the roster."""
    register = rules.book(programme.rules, key)
    place = await place_of(tx, programme, actor.person_id) if actor.person_id else None
    if register.by != "self" or register.of != "person" or place is None:
        raise NotFound("access.not-found")
    require(actor, "register.own", Target(unit_path=place.path, person_id=actor.person_id))
    return await enter(tx, actor, programme, key, place, actor.person_id, draft)


async def add_about_person(
    tx: Transaction, actor: Actor, programme: Programme, key: str, person_id: UUID, draft: Draft
) -> UUID:
    """A committee writes about a person; the entry counts where he counts. Its id."""
    register = _committees(programme, key, "person")
    place = await place_of(tx, programme, person_id)
    if place is None:
        raise NotFound("access.not-found")
    _require_write(actor, register, place.path, person_id)
    return await enter(tx, actor, programme, key, place, person_id, draft)


async def add_about_unit(
    tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, draft: Draft
) -> UUID:
    """A committee writes about a unit, its own or one below; its id."""
    register = _committees(programme, key, "unit")
    path = await tx.fetchval("select path from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit_id)
    if path is None:
        raise NotFound("access.not-found")
    _require_write(actor, register, path, None)
    return await enter(tx, actor, programme, key, Place(unit_id, path), None, draft)


async def edit(tx: Transaction, actor: Actor, entry_id: UUID, draft: Draft, version: int) -> None:
    """Correct an entry; a confirmed one waits for its confirmation again. Stale where somebody changed it meanwhile."""
    found, programme = await _writable(tx, actor, entry_id)
    if found.removed_at:
        raise Problem("register.removed")
    register = rules.book(programme.rules, found.register)
    quantities = rules.check(register, draft, programme.starts_on, programme.ends_on, await tx.today())
    await _check_place(tx, draft.place_unit_id)
    saved = await tx.execute(
        EDIT, tx.tenant_id, entry_id, version, draft.place_unit_id, draft.happened_on, draft.choice, draft.title,
        draft.note, msgspec.json.encode(quantities).decode(), _searched(draft),
        msgspec.json.encode(draft.award).decode() if draft.award and awards.kept(register) else None,
    )  # fmt: skip
    _check_saved(saved, found)
    again = found.confirmed_at is not None
    await _record(tx, actor, "register.edit", found, unconfirmed=again)


async def remove(tx: Transaction, actor: Actor, entry_id: UUID, version: int, reason: str = "") -> None:
    """Take an entry out of its book: it stops counting and can be put back. Of a commendation the
    reason is kept."""
    found, programme = await _writable(tx, actor, entry_id)
    if found.removed_at:
        return
    words = awards.check_withdrawal(rules.book(programme.rules, found.register), reason)
    _check_saved(await tx.execute(REMOVE, tx.tenant_id, entry_id, version, actor.account_id, words), found)
    await _record(tx, actor, "register.remove", found)


async def put_back(tx: Transaction, actor: Actor, entry_id: UUID) -> None:
    """Put an entry that was taken out back as it was; nothing happens to one that is there."""
    found, _ = await _writable(tx, actor, entry_id)
    if await tx.execute(PUT_BACK, tx.tenant_id, entry_id) == "UPDATE 1":
        await _record(tx, actor, "register.put_back", found)


async def confirm(tx: Transaction, actor: Actor, entry_id: UUID, version: int, *, holds: bool = True) -> None:
    """A committee confirms an entry (or, without `holds`, takes that back), never one about the confirming person."""
    found = await queries.entry(tx, entry_id)
    programme = await programmes.by_id(tx, found.programme_id)
    register = rules.book(programme.rules, found.register)
    if not register.confirmed or not queries.readable(actor, register, found.unit_path):
        raise NotFound("access.not-found")
    place = _target(register, found.unit_path, found.person_id)
    if found.person_id is not None and found.person_id == actor.person_id:
        raise Forbidden("register.own-entry")
    require(actor, "register.confirm", place, see="register.read")
    _check_open(programme)
    if found.removed_at:
        raise Problem("register.removed")
    saved = await tx.execute(CONFIRM, tx.tenant_id, entry_id, version, actor.account_id, holds)
    _check_saved(saved, found)
    await _record(tx, actor, "register.confirm" if holds else "register.unconfirm", found)


async def place_of(tx: Transaction, programme: Programme, person_id: UUID) -> Place | None:
    """Where a person counts: by the roster; in a programme about units, which has none, by his branch. None for who is
    in neither."""
    if programme.rules.subject.kind in ("member", "cadre"):
        row = await tx.fetchrow(
            """select e.unit_id, u.path from enrolment e join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
            where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = $3""",
            tx.tenant_id, programme.id, person_id,
        )  # fmt: skip
    else:
        row = await tx.fetchrow(
            f"""select m.unit_id, u.path from membership m join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
            where m.tenant_id = $1 and m.person_id = $2 and {TODAY.format("m")}""",
            tx.tenant_id, person_id,
        )  # fmt: skip
    return Place(*row) if row else None


async def enter(
    tx: Transaction, actor: Actor, programme: Programme, key: str, place: Place, person_id: UUID | None, draft: Draft
) -> UUID:
    """Write an entry without asking who may: for acts that have asked."""
    _check_open(programme)
    register = rules.book(programme.rules, key)
    quantities = rules.check(register, draft, programme.starts_on, programme.ends_on, await tx.today())
    await _check_place(tx, draft.place_unit_id)
    entry_id = new_id()
    await tx.execute(
        INSERT, tx.tenant_id, entry_id, programme.id, key, place.unit_id, person_id, draft.place_unit_id,
        draft.happened_on, draft.choice, draft.title, draft.note, msgspec.json.encode(quantities).decode(),
        _searched(draft), actor.account_id, actor.person_id,
        msgspec.json.encode(draft.award if draft.award and awards.kept(register) else awards.Award()).decode(),
    )  # fmt: skip
    await audit.record(
        tx, actor, "register.add", entry_id, programme=str(programme.id), register=key, unit=str(place.unit_id)
    )
    return entry_id


async def _writable(tx: Transaction, actor: Actor, entry_id: UUID) -> tuple[Entry, Programme]:
    """The entry and its programme, for who may change it."""
    found = await queries.entry(tx, entry_id)
    programme = await programmes.by_id(tx, found.programme_id)
    register = rules.book(programme.rules, found.register)
    if register.by == "self":
        mine = Target(unit_path=found.unit_path, person_id=found.person_id)
        if not can(actor, "register.own", mine):
            seen = queries.readable(actor, register, found.unit_path)
            raise Forbidden("register.not-yours") if seen else NotFound("access.not-found")
    else:
        _require_write(actor, register, found.unit_path, found.person_id)
    _check_open(programme)
    return found, programme


def _committees(programme: Programme, key: str, of: str) -> Register:
    """A book that committees write, about persons or about units."""
    register = rules.book(programme.rules, key)
    if register.by == "self" or register.of != of:
        raise NotFound("access.not-found")
    return register


def _require_write(actor: Actor, register: Register, path: str, person_id: UUID | None) -> None:
    place = _target(register, path, person_id)
    if person_id is not None and person_id == actor.person_id and can(actor, "register.read", place):
        raise Forbidden("register.own-entry")
    require(actor, "register.write", place, see="register.read")


def _target(register: Register, path: str, person_id: UUID | None) -> Target:
    return Target(unit_path=path, person_id=person_id, state=rules.sort_of(register))


def _check_open(programme: Programme) -> None:
    if programme.state != "open":
        raise Problem("programme.closed")


async def _check_place(tx: Transaction, unit_id: UUID | None) -> None:
    if unit_id is None:
        return
    if not await tx.fetchval("select true from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit_id):
        raise Problem("form.unknown-choice", field="place")


def _searched(draft: Draft) -> str:
    return search_key(f"{draft.title} {draft.note} {draft.award.words if draft.award else ''}".rstrip())


def _check_saved(tag: str, found: Entry) -> None:
    """What another has changed meanwhile is shown beside what was typed."""
    if tag == "UPDATE 1":
        return
    theirs: dict[str, Any] = {name: _plain(getattr(found, name)) for name in FIELDS}
    theirs |= {f"quantity.{key}": str(value) for key, value in found.quantities.items()}
    raise Stale("register.changed", theirs=theirs, version=found.version)


def _plain(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


async def _record(tx: Transaction, actor: Actor, act: str, found: Entry, **detail: object) -> None:
    await audit.record(
        tx, actor, act, found.id, programme=str(found.programme_id), register=found.register,
        unit=str(found.unit_id), **detail,
    )  # fmt: skip
