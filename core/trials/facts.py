"""The stored facts of a year, person by person: what a trial puts to other rules. Only reads."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from core.assessments import rules as assessments
from core.db.scope import Transaction
from core.packs.facts import SeatFact, SubjectFact
from core.packs.schema import Pack
from core.programmes.queries import Programme
from core.programmes.rules import key_at
from core.registrations.editions import IN_FORCE
from core.trials.rules import Stored

PART = 500  # people read and judged at a time
PEOPLE = f"""
select e.person_id, e.unit_id, e.level, e.by_rule, e.seat_title, e.seat_full_time, e.registered_late, e.self_late,
       e.rated_late, u.kind, u.block, w.birth_date, w.occupation, r.id as registration_id, r.first_submitted_at,
       case when r.id is not null then {IN_FORCE} end as edition
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id
  and r.person_id = e.person_id and r.first_submitted_at is not null
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
"""
ITEMS = """
select i.registration_id, i.criterion, i.solution, i.points
from unnest($2::uuid[], $3::smallint[]) held (id, edition)
join registration_item i on i.tenant_id = $1 and i.registration_id = held.id and i.edition = held.edition
order by i.registration_id, i.ordinal
"""
STAGES = """
select a.registration_id, a.stage, a.marks, a.given_at, a.computed, a.override_reason, a.conditions, a.violations
from assessment a
where a.tenant_id = $1 and a.registration_id = any($2::uuid[]) and a.checkpoint = $3 and a.given_at is not null
"""
ENTRIES = """
select person_id, register, choice, count(*)::int as n from register_entry
where tenant_id = $1 and programme_id = $2 and person_id = any($3::uuid[]) and removed_at is null
group by person_id, register, choice
"""


async def count(tx: Transaction, programme_id: UUID) -> int:
    """How many people of a year's roster are put to a trial."""
    return await tx.fetchval(
        "select count(*)::int from enrolment where tenant_id = $1 and programme_id = $2 and presence = 'present'",
        tx.tenant_id, programme_id,
    )  # fmt: skip


async def parts(tx: Transaction, programme: Programme) -> AsyncIterator[tuple[Stored, ...]]:
    """Everybody on the roster of a year, some hundreds at a time, in the order of their ids."""
    after = UUID(int=0)
    sql = f"{PEOPLE} and e.person_id > $3 order by e.person_id limit {PART}"
    while rows := await tx.fetch(sql, tx.tenant_id, programme.id, after):
        after = rows[-1]["person_id"]
        yield await _stored(tx, programme, rows)


async def one(tx: Transaction, programme: Programme, person_id: UUID) -> Stored | None:
    """One person's year, None where he is not on the roster."""
    rows = await tx.fetch(f"{PEOPLE} and e.person_id = $3", tx.tenant_id, programme.id, person_id)
    return (await _stored(tx, programme, rows))[0] if rows else None


async def _stored(tx: Transaction, programme: Programme, rows: Sequence[asyncpg.Record]) -> tuple[Stored, ...]:
    pack = programme.rules
    checkpoint = assessments.final_checkpoint(pack) if assessments.rates(pack) else ""
    held = [row for row in rows if row["registration_id"]]
    ids = [row["registration_id"] for row in held]
    items = _by(await tx.fetch(ITEMS, tx.tenant_id, ids, [row["edition"] for row in held]), "registration_id")
    stages = _by(await tx.fetch(STAGES, tx.tenant_id, ids, checkpoint), "registration_id")
    people = [row["person_id"] for row in rows]
    entries = _by(await tx.fetch(ENTRIES, tx.tenant_id, programme.id, people), "person_id")
    return tuple(
        _one(
            programme, row, checkpoint, items.get(row["registration_id"], ()), stages.get(row["registration_id"], ()),
            entries.get(row["person_id"], ()),
        )
        for row in rows
    )  # fmt: skip


def _one(
    programme: Programme, row: asyncpg.Record, checkpoint: str, items: Sequence[asyncpg.Record],
    stages: Sequence[asyncpg.Record], entries: Sequence[asyncpg.Record],
) -> Stored:  # fmt: skip
    pack, given = programme.rules, {one["stage"]: one for one in stages}
    decides = assessments.deciding_stage(pack, checkpoint) if checkpoint else ""
    decision = given.get(decides)
    level = key_at(pack, row["level"]) if row["level"] else None
    order = [named.key for named in assessments.stages_of(pack, checkpoint)] if checkpoint else []
    return Stored(
        person_id=row["person_id"], unit_id=row["unit_id"], registration_id=row["registration_id"],
        subject=_subject(programme, row), items={one["criterion"]: one["solution"] for one in items},
        points={one["criterion"]: one["points"] for one in items}, given=_points(decision),
        conditions=_decoded(decision, "conditions"), level=level, by_rule=row["by_rule"],
        computed=key_at(pack, decision["computed"]) if decision and decision["computed"] else level,
        override_reason=decision["override_reason"] if decision else "",
        # What counted on the day of the decision; of a judged level nothing was counted, so the books say it.
        violations=(_decoded(decision, "violations") if pack.scale.by_points else {}) or _counted(entries),
        voices=tuple(key for key in order if key in given and key != decides),
        acts=_acts(pack, checkpoint, row, given), late=_late(pack, checkpoint, row),
    )  # fmt: skip


def _subject(programme: Programme, row: asyncpg.Record) -> SubjectFact:
    """The person as the pack's hooks saw him when he registered; at the start of the year where he did not."""
    seat = SeatFact(
        unit_id=str(row["unit_id"]), unit_kind=row["kind"], title=row["seat_title"],
        full_time=row["seat_full_time"], starts_on=programme.starts_on,
    ) if row["seat_title"] else None  # fmt: skip
    born, at = row["birth_date"], row["first_submitted_at"]
    day = at.date() if at else programme.starts_on
    age = born and day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return SubjectFact(seat=seat, age=age, occupation=row["occupation"], block=row["block"])


def _points(decision: asyncpg.Record | None) -> dict[str, int]:
    marks = _decoded(decision, "marks")
    return {
        key: mark["points"] for key, mark in marks.items() if isinstance(mark, dict) and mark.get("points") is not None
    }


def _counted(entries: Sequence[asyncpg.Record]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in entries:
        found[row["register"]] = found.get(row["register"], 0) + row["n"]
        if row["choice"]:
            found[f"{row['register']}:{row['choice']}"] = row["n"]
    return found


def _acts(pack: Pack, checkpoint: str, row: asyncpg.Record, given: Mapping[str, Any]) -> dict[str, Any]:
    found = {f"stage:{checkpoint}.{key}": one["given_at"] for key, one in given.items()}
    if row["first_submitted_at"]:
        found["registration"] = row["first_submitted_at"]
    return {act: at for act, at in found.items() if act in _flags(pack, checkpoint)}


def _late(pack: Pack, checkpoint: str, row: asyncpg.Record) -> frozenset[str]:
    return frozenset(act for act, flag in _flags(pack, checkpoint).items() if row[flag])


def _flags(pack: Pack, checkpoint: str) -> dict[str, str]:
    """The acts of a person whose lateness is on the roster, with the column that says so."""
    found = {"registration": "registered_late"}
    for key, stage in assessments.stages_of(pack, checkpoint) if checkpoint else ():
        if stage.actor == "self" or stage.decides:
            found[f"stage:{checkpoint}.{key}"] = "rated_late" if stage.decides else "self_late"
    return found


def _decoded(decision: asyncpg.Record | None, column: str) -> dict[str, Any]:
    return msgspec.json.decode(decision[column]) if decision else {}


def _by(rows: Sequence[asyncpg.Record], column: str) -> dict[UUID, list[asyncpg.Record]]:
    found: dict[UUID, list[asyncpg.Record]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
