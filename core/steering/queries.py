"""Reading what the centre steers by: at the centre, and (through the functions that cross) in a province."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec

from core.access import Actor, Target, require
from core.comparison.facts import Question
from core.db.scope import Transaction
from core.errors import NotFound
from core.steering import rules
from core.steering.rules import Kind, Own, Standing


class Union(msgspec.Struct, frozen=True):
    """A union that is hosted here: the code by which the centre knows it, its name."""

    province: str
    name: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a union answered to a duty."""

    province: str
    words: str
    answered_on: date


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A duty as the centre sees it: how each union addressed stands to it."""

    id: UUID
    kind: Kind
    title: str
    words: str
    year: int
    due_on: date
    revision: int
    withdrawn_at: datetime | None
    by_name: str
    standings: Mapping[str, Standing]
    answers: Mapping[str, Answer]
    reminded: Mapping[str, datetime]

    @property
    def done(self) -> int:
        """How many have answered."""
        return len(self.answers)

    @property
    def owing(self) -> tuple[str, ...]:
        """Who has not."""
        return tuple(code for code in self.standings if code not in self.answers)


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """A duty as a province sees it, with its own answer and the centre's last reminder."""

    id: UUID
    kind: Kind
    title: str
    words: str
    year: int
    due_on: date
    reminded_at: datetime | None
    reminder: str
    answer: str
    answered_on: date | None
    revision: int
    standing: Standing


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A note of the centre about a province."""

    id: UUID
    province: str
    year: int | None
    words: str
    at: datetime
    by_name: str


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison that was handed out, as the centre lists it."""

    id: UUID
    title: str
    words: str
    question: Question
    provinces: int
    shared_on: date
    by_name: str
    withdrawn_at: datetime | None


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison as a province receives it: its own line, all values without names."""

    id: UUID
    title: str
    words: str
    question: Question
    own: Own
    spread: tuple[int, ...]
    shared_on: date


NAME = "coalesce(w.full_name, b.display_name, '') as by_name"
JOIN = """left join account b on b.tenant_id = x.tenant_id and b.id = x.by_account
left join person w on w.tenant_id = b.tenant_id and w.id = b.person_id"""


def at_top(actor: Actor) -> Target:
    """The whole union, for who has a seat at its top."""
    return Target(unit_path=next((seat.unit_path for seat in actor.seats if len(seat.unit_path) == 4), ""))


async def hosted(tx: Transaction) -> tuple[Union, ...]:
    """The unions that the centre can ask for something."""
    return tuple(Union(row["province"], row["name"]) for row in await tx.fetch("select * from core.unions_hosted()"))


async def asked(tx: Transaction, actor: Actor, *, id: UUID | None = None) -> tuple[Asked, ...]:
    """The centre's duties, the next day first; or one of them."""
    require(actor, "steering.admin", Target())
    rows = await tx.fetch(
        f"""select x.id, x.kind, x.title, x.words, x.year, x.due_on, x.revision, x.withdrawn_at, x.provinces, {NAME}
        from duty x {JOIN} where x.tenant_id = $1 and ($2::uuid is null or x.id = $2) order by x.due_on, x.id""",
        tx.tenant_id, id,
    )  # fmt: skip
    answers = await tx.fetch("select duty_id, province, words, answered_on from core.duty_answers()")
    reminders = await tx.fetch(
        "select duty_id, province, max(at) as at from duty_reminder where tenant_id = $1 group by 1, 2", tx.tenant_id
    )
    everybody, today = [union.province for union in await hosted(tx)], await tx.today()
    found = []
    for row in rows:
        given = {
            one["province"]: Answer(province=one["province"], words=one["words"], answered_on=one["answered_on"])
            for one in answers if one["duty_id"] == row["id"]
        }  # fmt: skip
        meant = [code for code in everybody if not row["provinces"] or code in row["provinces"]]
        found.append(
            Asked(
                **{name: row[name] for name in _OF_DUTY},
                standings={
                    code: rules.standing(row["due_on"], today, given[code].answered_on if code in given else None)
                    for code in meant
                },
                answers={code: given[code] for code in meant if code in given},
                reminded={one["province"]: one["at"] for one in reminders if one["duty_id"] == row["id"]},
            )
        )  # fmt: skip
    return tuple(found)


_OF_DUTY = ("id", "kind", "title", "words", "year", "due_on", "revision", "withdrawn_at", "by_name")


async def one_asked(tx: Transaction, actor: Actor, id: UUID) -> Asked:
    """One duty of the centre; NotFound for another id."""
    found = await asked(tx, actor, id=id)
    if not found:
        raise NotFound("access.not-found")
    return found[0]


async def owed(tx: Transaction, actor: Actor) -> tuple[Owed, ...]:
    """What the centre asks of this union, what is open first, then the latest answered."""
    require(actor, "steering.read", at_top(actor))
    rows = await tx.fetch(
        """select d.*, coalesce(a.words, '') as answer, a.answered_on, coalesce(a.revision, 0) as revision
        from core.duties_given() d left join duty_answer a on a.tenant_id = $1 and a.duty_id = d.id
        order by a.answered_on is not null, case when a.answered_on is null then d.due_on end, d.due_on desc, d.id""",
        tx.tenant_id,
    )  # fmt: skip
    today = await tx.today()
    return tuple(
        Owed(**dict(row), standing=rules.standing(row["due_on"], today, row["answered_on"])) for row in rows
    )


async def one_owed(tx: Transaction, actor: Actor, id: UUID) -> Owed:
    """One duty of this union; NotFound for what is not asked of it."""
    found = next((one for one in await owed(tx, actor) if one.id == id), None)
    if found is None:
        raise NotFound("access.not-found")
    return found


async def notes(tx: Transaction, actor: Actor, province: str = "") -> tuple[Note, ...]:
    """The centre's notes, the latest first; about one province, if named."""
    require(actor, "steering.admin", Target())
    rows = await tx.fetch(
        f"""select x.id, x.province, x.year, x.words, x.at, {NAME} from province_note x {JOIN}
        where x.tenant_id = $1 and x.removed_at is null and ($2 = '' or x.province = $2)
        order by x.at desc, x.id limit 200""",
        tx.tenant_id, province,
    )  # fmt: skip
    return tuple(Note(**dict(row)) for row in rows)


async def handed(tx: Transaction, actor: Actor) -> tuple[Handed, ...]:
    """The comparisons that the centre handed out, the latest first."""
    require(actor, "steering.admin", Target())
    rows = await tx.fetch(
        f"""select x.id, x.title, x.words, x.question, x.shared_on, x.withdrawn_at, {NAME},
          (select count(*)::int from jsonb_object_keys(x.own)) as provinces
        from shared_comparison x {JOIN} where x.tenant_id = $1 order by x.at desc, x.id""",
        tx.tenant_id,
    )  # fmt: skip
    return tuple(
        Handed(**{**dict(row), "question": msgspec.json.decode(row["question"], type=Question)}) for row in rows
    )


async def received(tx: Transaction, actor: Actor) -> tuple[Received, ...]:
    """The comparisons that this union takes part in."""
    require(actor, "steering.read", at_top(actor))
    return tuple(_received(dict(row)) for row in await tx.fetch("select * from core.comparisons_given()"))


def _received(row: dict[str, Any]) -> Received:
    own = msgspec.json.decode(row["own"])
    decoded = {
        "question": msgspec.json.decode(row["question"], type=Question),
        "own": Own(**{**own, "value": Fraction(*own["value"])}),
        "spread": msgspec.json.decode(row["spread"], type=tuple[int, ...]),
    }
    return Received(**{**row, **decoded})
