"""Reads of rounds: what one is asked, and the sum for the committee; no read joins an answer with a person."""

import random
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor, Target, can, require
from core.assessments.queries import Round
from core.db.scope import Transaction
from core.errors import NotFound
from core.feedback import asked, rules
from core.packs import criteria
from core.packs.schema import Pack, Text
from core.programmes.queries import Programme, by_id

HEAD = """
select f.registration_id, f.criteria, f.closes_on, r.programme_id, r.person_id, w.full_name as name, e.seat_title,
       e.seat_full_time, e.state, u.name as unit_name, u.path as unit_path, sec.domain_today() as today,
       (select count(*)::int from feedback_answer x where x.tenant_id = f.tenant_id
          and x.registration_id = f.registration_id) as answers
from feedback_round f
join registration r on r.tenant_id = f.tenant_id and r.id = f.registration_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
where f.tenant_id = $1 and f.registration_id = $2
"""
# What waits for somebody: $2 the person, $3 and $4 the programme.
WAITING = f"""
select f.registration_id, c.full_name as name, e.seat_title, e.seat_full_time, u.name as unit_name, f.closes_on
from feedback_round f
join registration r on r.tenant_id = f.tenant_id and r.id = f.registration_id
join programme p on p.tenant_id = r.tenant_id and p.id = r.programme_id and p.state = 'open'
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person c on c.tenant_id = r.tenant_id and c.id = r.person_id
join person w on w.tenant_id = f.tenant_id and w.id = $2
where f.tenant_id = $1 and f.closes_on >= sec.domain_today()
  and p.pack_id = $3 and p.year = $4
  and not exists (select from feedback_answered d where d.tenant_id = f.tenant_id
                  and d.registration_id = f.registration_id and d.person_id = $2)
  and {asked.IS_ASKED}
order by f.closes_on, c.sort_key, f.registration_id limit 100
"""
MAY_ANSWER = f"""
select exists (
  select from registration r
  join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
  join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
  join person w on w.tenant_id = r.tenant_id and w.id = $3
  where r.tenant_id = $1 and r.id = $2 and {asked.IS_ASKED}) as asked,
exists (select from feedback_answered d where d.tenant_id = $1 and d.registration_id = $2 and d.person_id = $3) as done
"""


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A registered criterion that members are asked about."""

    key: str
    polarity: str | None
    title: Text
    counts: Mapping[str, int] = {}


class Cadre(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who waits for one's answer."""

    registration_id: UUID
    name: str
    seat_title: str
    seat_full_time: bool
    unit_name: str
    closes_on: date


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What one is asked about a cadre; `answered` once one has, `over` after the last day."""

    cadre: Cadre
    programme: Programme
    statements: tuple[Statement, ...]
    answered: bool
    over: bool


class Words(msgspec.Struct, frozen=True):
    """A text that somebody added; `shown` is None until the committee has looked at it."""

    id: UUID
    words: str
    shown: bool | None


class Summary(msgspec.Struct, frozen=True):
    """How often each answer was given, and the texts in random order."""

    answers: int
    statements: tuple[Statement, ...]
    texts: tuple[Words, ...]

    @property
    def passed(self) -> tuple[Words, ...]:
        """The texts that the committee let into the sum."""
        return tuple(one for one in self.texts if one.shown)

    @property
    def waiting(self) -> int:
        """Texts that nobody has looked at."""
        return sum(one.shown is None for one in self.texts)


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet's round for the committee. `state` is none, running, too_few or done; a `summary` only when done.
    `asked` counts who could answer, while there is no round."""

    state: str
    closes_on: date | None = None
    statements: tuple[Statement, ...] = ()
    asked: int = 0
    summary: Summary | None = None


async def head(tx: Transaction, registration_id: UUID) -> asyncpg.Record | None:
    """A round with whom it is about and how many have answered; None without one."""
    return await tx.fetchrow(HEAD, tx.tenant_id, registration_id)


async def waiting(tx: Transaction, actor: Actor, pack_id: str, year: int) -> tuple[Cadre, ...]:
    """The cadres whom one is asked about in a programme and has not answered, the nearest end first."""
    if actor.person_id is None:
        return ()
    rows = await tx.fetch(WAITING, tx.tenant_id, actor.person_id, pack_id, year)
    return tuple(Cadre(**dict(row)) for row in rows)


async def question(tx: Transaction, actor: Actor, registration_id: UUID) -> Question:
    """What one is asked about a cadre; NotFound for whoever is not asked."""
    row = await head(tx, registration_id)
    if row is None or actor.person_id is None:
        raise NotFound("access.not-found")
    require(actor, "feedback.give", Target(unit_path=row["unit_path"], person_id=row["person_id"], state=row["state"]))
    mine = await tx.fetchrow(MAY_ANSWER, tx.tenant_id, registration_id, actor.person_id)
    if not mine["asked"]:
        raise NotFound("access.not-found")
    programme = await by_id(tx, row["programme_id"])
    return Question(
        cadre=Cadre(**{name: row[name] for name in Cadre.__struct_fields__}), programme=programme,
        statements=_statements(programme.rules, row["criteria"]), answered=mine["done"],
        over=rules.is_over(row["closes_on"], row["today"]) or programme.state != "open",
    )  # fmt: skip


async def for_committee(tx: Transaction, actor: Actor, found: Round) -> Feedback | None:
    """The round beside the voice, for who may record it (also once the result is recognised); None for others."""
    target = Target(unit_path=found.unit_path, person_id=found.person_id, state="validated")
    if not (rules.has_voice(found.programme.rules) and rules.VOICE in found.stages):
        return None
    if found.state not in ("validated", "rated", "recognised") or not can(actor, "assessment.voice", target):
        return None
    row, pack = await head(tx, found.registration_id), found.programme.rules
    if row is None:
        keys = rules.chosen(pack, [item.key for item in found.items])
        people = await tx.fetchval(asked.COUNT, tx.tenant_id, found.registration_id)
        return Feedback(state="none", statements=_statements(pack, keys), asked=people)
    told = Feedback(
        state="running", closes_on=row["closes_on"], statements=_statements(pack, row["criteria"])
    )  # fmt: skip
    if not rules.is_over(row["closes_on"], row["today"]):
        return told
    summary = await _summary(tx, pack, row)
    return msgspec.structs.replace(told, state="done" if summary else "too_few", summary=summary)


async def for_rated(tx: Transaction, found: Round) -> Summary | None:
    """What the rated person reads after the decision: counts, no texts (their way of writing could tell whose)."""
    if not found.mine or found.level is None:
        return None
    row = await head(tx, found.registration_id)
    summary = await _summary(tx, found.programme.rules, row) if row else None
    return msgspec.structs.replace(summary, texts=()) if summary else None


async def _summary(tx: Transaction, pack: Pack, row: asyncpg.Record) -> Summary | None:
    """The sum, or None while there may be none."""
    if not rules.may_show(row["closes_on"], row["today"], row["answers"]):
        return None
    sql = "select marks::text as marks from feedback_answer where tenant_id = $1 and registration_id = $2"
    given = [msgspec.json.decode(one["marks"]) for one in await tx.fetch(sql, tx.tenant_id, row["registration_id"])]
    sums = rules.counted(row["criteria"], given)
    texts = await tx.fetch(
        "select id, words, shown from feedback_text where tenant_id = $1 and registration_id = $2 order by id",
        tx.tenant_id, row["registration_id"],
    )  # fmt: skip
    words = [Words(**dict(one)) for one in texts]
    random.shuffle(words)
    return Summary(len(given), _statements(pack, row["criteria"], sums), tuple(words))


def _statements(pack: Pack, keys: object, sums: Mapping[str, Mapping[str, int]] = {}) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            key=key, polarity=criteria.polarity(pack, key), title=pack.criteria[key].title, counts=sums.get(key, {})
        )
        for key in keys
        if key in pack.criteria
    )  # fmt: skip
