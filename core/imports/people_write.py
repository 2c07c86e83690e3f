"""Carrying out a list of people: a handful of statements for all rows, and a note of each for undoing it."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any
from uuid import UUID

import msgspec

from core.db.ids import new_id
from core.db.scope import Transaction
from core.imports.people_match import Decision
from core.people.actions import FACTS
from core.people.rules import search_key, tokens

PERSON = ("tenant_id", "id", "code", "full_name", "sort_key", "search_key", "birth_date", "gender", "joined_on",
          "occupation", "phone", "email")  # fmt: skip
TOKEN = ("tenant_id", "token", "person_id", "sort_key")
MEMBERSHIP = ("tenant_id", "person_id", "unit_id", "starts_on")
POSITION = ("tenant_id", "id", "person_id", "unit_id", "title", "full_time", "provisional", "starts_on")
CHANGE = ("tenant_id", "batch_id", "seq", "object", "act", "object_id", "unit_id", "starts_on", "before", "version")
CHANGED = """update person p set code = c.code, full_name = c.full_name, sort_key = c.sort_key,
  search_key = c.search_key, birth_date = c.birth_date, gender = c.gender, joined_on = c.joined_on,
  occupation = c.occupation, phone = c.phone, email = c.email, version = p.version + 1
from pg_temp.changed c where p.tenant_id = $1 and p.id = c.id"""
ENDED = """update membership m set ends_on = c.starts_on - 1 from pg_temp.moved c
where m.tenant_id = $1 and m.person_id = c.person_id and m.ends_on is null and c.move = 'transfer'"""
CORRECTED = """update membership m set unit_id = c.unit_id from pg_temp.moved c
where m.tenant_id = $1 and m.person_id = c.person_id and m.ends_on is null and c.move = 'correct'"""
JOINED = """insert into membership (tenant_id, person_id, unit_id, starts_on)
select $1, c.person_id, c.unit_id, c.starts_on from pg_temp.moved c where c.move in ('join', 'transfer')"""
RENAMED = """delete from person_token t using pg_temp.changed c
where t.tenant_id = $1 and t.person_id = c.id and c.renamed"""
Record = tuple[Any, ...]
NOTED = 1000


async def write(tx: Transaction, batch_id: UUID, decisions: Sequence[Decision], progress: Any) -> None:
    """Write what was decided; `progress.at(done, total)` hears of it."""
    new = [one for one in decisions if one.state == "new"]
    changed = [one for one in decisions if one.state == "changed"]
    seats = [one for one in decisions if one.seats]
    total, done = len(new) * 3 + len(changed) + len(seats), 0
    await tx.load("person", PERSON, [_person(tx.tenant_id, one) for one in new])
    await _added(tx, batch_id, new)
    await progress.at(done := done + len(new), total)
    await _words(tx, new)
    await progress.at(done := done + len(new), total)
    joining = [one for one in new if one.said.unit_id]
    await tx.load("membership", MEMBERSHIP, [
        (tx.tenant_id, one.person_id, one.said.unit_id, one.said.starts_on) for one in joining
    ])  # fmt: skip
    await progress.at(done := done + len(new), total)
    await _change(tx, [one for one in changed if one.changes])
    await _move(tx, [one for one in changed if one.move])
    await progress.at(done := done + len(changed), total)
    positions = [
        (tx.tenant_id, new_id(), one.person_id, seat.unit_id, seat.title, seat.full_time, seat.provisional,
         seat.starts_on)
        for one in seats
        for seat in one.seats
    ]  # fmt: skip
    await tx.load("position", POSITION, positions)
    await tx.load("import_change", CHANGE, list(_notes(tx, batch_id, changed, positions)))
    await progress.at(total, total)


def _person(tenant: UUID, one: Decision) -> Record:
    said = one.said
    return (tenant, one.person_id, said.code, said.full_name, said.key, search_key(said.full_name), said.birth_date,
            said.gender, said.joined_on, said.occupation, said.phone, said.email)  # fmt: skip


async def _words(tx: Transaction, named: Iterable[Decision]) -> None:
    """The words by which people are found, with the order of names; the same names come again and again."""
    seen: dict[str, tuple[str, ...]] = {}
    records = []
    for one in named:
        name = one.said.full_name
        words = seen.get(name) or seen.setdefault(name, tokens(name))
        records += [(tx.tenant_id, word, one.person_id, one.said.key) for word in words]
    records.sort(key=lambda record: (record[1], record[3]))  # each index grows at one end a word
    await tx.load("person_token", TOKEN, records)


async def _change(tx: Transaction, changed: Sequence[Decision]) -> None:
    """Facts that a row says otherwise; what it does not say stays."""
    if not changed:
        return
    await tx.execute("drop table if exists pg_temp.changed")
    await tx.execute(
        f"""create temp table changed on commit drop as
        select {", ".join(PERSON[1:])}, false as renamed from person with no data"""
    )
    records = []
    for one in changed:
        facts = {name: getattr(one.said if name in one.changes else one.known, name) for name in FACTS}
        records.append((
            one.person_id, facts["code"], facts["full_name"],
            one.said.key if "full_name" in one.changes else one.known.key, search_key(facts["full_name"]),
            facts["birth_date"], facts["gender"], facts["joined_on"], facts["occupation"], facts["phone"],
            facts["email"], "full_name" in one.changes,
        ))  # fmt: skip
    await tx.connection.copy_records_to_table(
        "changed", records=records, columns=(*PERSON[1:], "renamed"), schema_name="pg_temp"
    )
    await tx.execute(CHANGED, tx.tenant_id)
    await tx.execute(RENAMED, tx.tenant_id)
    await _words(tx, [one for one in changed if "full_name" in one.changes])


async def _move(tx: Transaction, moving: Sequence[Decision]) -> None:
    if not moving:
        return
    await tx.execute("drop table if exists pg_temp.moved")
    await tx.execute("create temp table moved (person_id uuid, unit_id uuid, starts_on date, move text) on commit drop")
    await tx.connection.copy_records_to_table(
        "moved",
        records=[(one.person_id, one.said.unit_id, one.said.starts_on, one.move) for one in moving],
        columns=("person_id", "unit_id", "starts_on", "move"),
        schema_name="pg_temp",
    )
    for statement in (ENDED, CORRECTED, JOINED):
        await tx.execute(statement, tx.tenant_id)


async def _added(tx: Transaction, batch_id: UUID, new: Sequence[Decision]) -> None:
    """Who is new, with his first branch, for undoing it."""
    for first in range(0, len(new), NOTED):
        part = new[first : first + NOTED]
        await tx.execute(
            "insert into import_added (tenant_id, batch_id, seq, people, units, days) values ($1, $2, $3, $4, $5, $6)",
            tx.tenant_id, batch_id, first, [one.person_id for one in part], [one.said.unit_id for one in part],
            [one.said.starts_on if one.said.unit_id else None for one in part],
        )  # fmt: skip


def _notes(
    tx: Transaction, batch_id: UUID, changed: Sequence[Decision], positions: Sequence[Record]
) -> Iterable[Record]:
    """One note a thing written."""
    number = count(1)
    head = (tx.tenant_id, batch_id)
    for one in changed:
        if one.changes and one.known:
            before = {name: getattr(one.known, name) for name in one.changes}
            if "full_name" in before:
                before |= {"sort_key": one.known.key, "search_key": search_key(one.known.full_name)}
            yield (*head, next(number), "person", "changed", one.person_id, None, None, _json(before),
                   one.known.version + 1)  # fmt: skip
        if one.move and one.known:
            act = {"join": "added", "transfer": "moved", "correct": "corrected"}[one.move]
            before = {"unit_id": one.known.unit_id, "starts_on": one.known.since}
            yield (*head, next(number), "membership", act, one.person_id, one.said.unit_id, one.said.starts_on,
                   _json(before), 1)  # fmt: skip
    for position in positions:
        yield (*head, next(number), "position", "added", position[1], position[3], position[7], "{}", 1)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
