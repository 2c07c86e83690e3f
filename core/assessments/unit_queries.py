"""Reads for the page of a unit's results: its own people, what was sent, and the units below to recognise."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from core.access import Actor, Target, can, require, where
from core.assessments import rules
from core.db.scope import Transaction
from core.errors import NotFound
from core.programmes.queries import Programme
from core.programmes.rules import key_at, ranks


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One of the unit's own people: how far, with which level, and whether the actor may rate or hear voices on him.

    `marks` counts the answers of the review that was handed in; `voices` is how many opinions were heard; `reply` is
    'open' while he may answer his level, 'objected' while his objection waits, else ''."""

    registration_id: UUID | None
    person_id: UUID
    name: str
    seat_title: str
    seat_full_time: bool
    presence: str
    state: str
    self_assessed: bool
    registered_late: bool
    self_late: bool
    rated_late: bool
    marks: Mapping[str, int]
    own_points: int | None
    points: int | None
    decision_version: int
    voices: int
    level: str | None
    reply: str
    mine: bool
    may_rate: bool
    may_voice: bool

    @property
    def waiting(self) -> bool:
        """Whether he registered and has no level yet."""
        return self.presence == "present" and self.state in ("submitted", "returned", "validated")


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a unit's results: sent, returned or recognised, over how many people, with which words."""

    act: str
    people: int
    words: str
    late: bool
    decision_number: str
    decision_dated: date | None
    by: str
    at: datetime


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A unit directly below: its own people by level, and where its results are."""

    unit_id: UUID
    name: str
    kind: str
    eligible: int
    registered: int
    rated: int
    levels: Mapping[str, int]
    state: str
    version: int
    sent_at: datetime | None
    late: bool
    note: str


class Waiting(NamedTuple):
    """How many people wait for a level, and how many units for recognition, by the actor."""

    people: int
    units: int


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The page: the unit, its results' state and history, its people, the units below."""

    programme: Programme
    unit_id: UUID
    name: str
    path: str
    parent_id: UUID | None
    parent_name: str
    top: bool
    state: str
    version: int
    sent_by: str
    sent_at: datetime | None
    late: bool
    note: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    decision_number: str
    decision_dated: date | None
    people: tuple[Person, ...]
    children: tuple[Child, ...]
    history: tuple[Act, ...]
    may_send: bool
    may_recognise: bool
    may_recognise_children: bool
    now: datetime

    @property
    def can_send(self) -> bool:
        """Whether the actor may send now: levels wait here, and nothing is on its way."""
        return self.may_send and self._open and self.state != "sent" and bool(self.rated)

    @property
    def can_recognise(self) -> bool:
        """Whether something waits for the actor's recognition. In the top unit the recogniser's own result stays for
        another member of the committee."""
        sent = self.state == "sent" or (self.top and self.state == "recognised")
        return self.may_recognise and self._open and sent and bool(self.rated)

    @property
    def can_return(self) -> bool:
        """Whether the actor may return what was sent."""
        return self.may_recognise and self._open and self.state == "sent"

    @property
    def _open(self) -> bool:
        return self.programme.state == "open"

    @property
    def unrated(self) -> tuple[Person, ...]:
        """Who registered and has no level yet: the KL06 identity fails on them (domain.md §4)."""
        return tuple(one for one in self.people if one.waiting)

    @property
    def rated(self) -> tuple[Person, ...]:
        """Who has a level that is not recognised yet."""
        return tuple(one for one in self.people if one.state == "rated" and one.presence == "present")


UNIT = """
select u.id as unit_id, u.name, u.path, u.parent_id, coalesce(o.name, '') as parent_name,
  u.parent_id is null as top, coalesce(x.state, 'none') as state,
  coalesce(x.version, 0) as version, coalesce(sp.full_name, sa.display_name, '') as sent_by, x.sent_at,
  coalesce(x.late, false) as late, coalesce(x.note, '') as note,
  coalesce(dp.full_name, da.display_name, '') as decided_by,
  x.decided_at, coalesce(x.reason, '') as reason, coalesce(x.decision_number, '') as decision_number, x.decision_dated,
  x.sent_by_account, sec.domain_now() as now
from unit u
left join unit o on o.tenant_id = u.tenant_id and o.id = u.parent_id
left join unit_result x on x.tenant_id = u.tenant_id and x.unit_id = u.id and x.programme_id = $2 and x.checkpoint = $4
left join person sp on sp.tenant_id = x.tenant_id and sp.id = x.sent_by_person
left join account sa on sa.tenant_id = x.tenant_id and sa.id = x.sent_by_account
left join person dp on dp.tenant_id = x.tenant_id and dp.id = x.decided_by_person
left join account da on da.tenant_id = x.tenant_id and da.id = x.decided_by_account
where u.tenant_id = $1 and u.id = $3
"""
PEOPLE = """
select r.id as registration_id, e.person_id, w.full_name as name, e.seat_title, e.seat_full_time, e.presence, e.state,
  e.self_assessed, e.level, e.points, e.registered_late, e.self_late, e.rated_late,
  coalesce(s.marks::text, '{}') as marks, s.points as own_points, coalesce(d.version, 0) as decision_version,
  case when e.state <> 'rated' then '' when o.kind = 'objected' and o.outcome is null then 'objected'
       when o.kind is null and d.reply_until > sec.domain_now() then 'open' else '' end as reply,
  (select count(*) from assessment a where a.tenant_id = e.tenant_id and a.registration_id = r.id
     and a.checkpoint = $4 and a.stage = any($5::text[]) and a.given_at is not null) as voices
from enrolment e
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
left join assessment s on s.tenant_id = r.tenant_id and s.registration_id = r.id and s.checkpoint = $4
  and s.stage = $6 and s.given_at is not null
left join assessment d on d.tenant_id = r.tenant_id and d.registration_id = r.id and d.checkpoint = $4 and d.stage = $7
left join level_reply o on o.tenant_id = d.tenant_id and o.registration_id = d.registration_id
  and o.checkpoint = d.checkpoint and o.stage = d.stage and coalesce(o.answered_version, o.version) = d.version
where e.tenant_id = $1 and e.programme_id = $2 and e.unit_id = $3
order by e.presence = 'left', w.sort_key, w.id
"""
HISTORY = """
select a.act, a.people, a.words, a.late, a.decision_number, a.decision_dated, a.at,
  coalesce(w.full_name, c.display_name, '') as by
from unit_result_act a
left join person w on w.tenant_id = a.tenant_id and w.id = a.by_person
left join account c on c.tenant_id = a.tenant_id and c.id = a.by_account
where a.tenant_id = $1 and a.programme_id = $2 and a.unit_id = $3 and a.checkpoint = $4 order by a.version
"""
CHILDREN = """
select u.id as unit_id, u.name, u.kind, coalesce(c.eligible, 0) as eligible, coalesce(c.registered, 0) as registered,
  coalesce(c.rated, 0) as rated, coalesce(x.state, 'none') as state, coalesce(x.version, 0) as version, x.sent_at,
  coalesce(x.late, false) as late, coalesce(x.note, '') as note,
  array[c.level_1, c.level_2, c.level_3, c.level_4, c.level_5, c.level_6] as counts
from unit u
left join unit_counter c on c.tenant_id = u.tenant_id and c.unit_id = u.id and c.programme_id = $2
left join unit_result x on x.tenant_id = u.tenant_id and x.unit_id = u.id and x.programme_id = $2 and x.checkpoint = $4
where u.tenant_id = $1 and u.parent_id = $3 and (c.eligible > 0 or x.state is not null)
order by u.ordinal, u.sort_key
"""
WAITING_PEOPLE = """
select count(*) from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
left join unit_result x on x.tenant_id = u.tenant_id and x.unit_id = u.id and x.programme_id = $2 and x.checkpoint = $3
where e.tenant_id = $1 and e.programme_id = $2 and e.state = 'validated' and e.presence = 'present'
  and x.state is distinct from 'sent' and ($4 or e.self_assessed) and {mine}
"""
WAITING_UNITS = """
select count(*) from unit_result x
join unit u on u.tenant_id = x.tenant_id and u.id = x.unit_id
where x.tenant_id = $1 and x.programme_id = $2 and x.checkpoint = $3 and x.state = 'sent'
  and (u.parent_id is not null or x.sent_by_account <> $4) and {mine}
"""


async def results_of(tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID) -> Results:
    """The results page of a unit; NotFound for who may not follow the unit, and where nobody is rated."""
    if not rules.rates(programme.rules):
        raise NotFound("access.not-found")
    checkpoint = rules.final_checkpoint(programme.rules)
    args = (tx.tenant_id, programme.id, unit_id, checkpoint)
    row = await tx.fetchrow(UNIT, *args)
    if row is None:
        raise NotFound("access.not-found")
    at = Target(unit_path=row["path"])
    require(actor, "progress.read", at)
    people = await people_of(tx, actor, programme, unit_id, row["path"])
    children = [_child(programme, one) for one in await tx.fetch(CHILDREN, *args)]
    history = [Act(**dict(one)) for one in await tx.fetch(HISTORY, *args)]
    second = not row["top"] or actor.account_id != row["sent_by_account"]
    facts = {key: row[key] for key in Results.__struct_fields__ if key in dict(row)}
    return Results(
        **facts, programme=programme, people=people, children=tuple(children), history=tuple(history),
        may_send=can(actor, "results.send", at), may_recognise=can(actor, "results.recognise", at) and second,
        may_recognise_children=can(actor, "results.recognise", Target(unit_path=row["path"] + ".0000")),
    )  # fmt: skip


async def people_of(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, path: str
) -> tuple[Person, ...]:
    """The people counted at a unit, by name; who may see the unit has been checked by the caller."""
    checkpoint = rules.final_checkpoint(programme.rules)
    heard = [named.key for named in rules.voices(programme.rules, checkpoint)]
    own = rules.self_stage(programme.rules, checkpoint)
    decides = rules.deciding_stage(programme.rules, checkpoint)
    rows = await tx.fetch(PEOPLE, tx.tenant_id, programme.id, unit_id, checkpoint, heard, own, decides)
    return tuple(_person(actor, programme, path, one) for one in rows)


def _person(actor: Actor, programme: Programme, path: str, row: Mapping[str, object]) -> Person:
    facts = {key: row[key] for key in Person.__struct_fields__ if key in dict(row)}
    at = Target(unit_path=path, person_id=facts["person_id"], state=facts["state"])
    level = key_at(programme.rules, facts["level"]) if facts["level"] else None
    answers = msgspec.json.decode(facts.pop("marks")).values()
    marks = Counter(one["mark"] for one in answers if one.get("mark"))
    mine = actor.person_id is not None and actor.person_id == facts["person_id"]
    rights = {name: can(actor, f"assessment.{name.removeprefix('may_')}", at) for name in ("may_rate", "may_voice")}
    return Person(**{**facts, "level": level}, marks=marks, mine=mine, **rights)


def _child(programme: Programme, row: Mapping[str, object]) -> Child:
    facts = {key: row[key] for key in Child.__struct_fields__ if key in dict(row)}
    counts = row["counts"]
    return Child(**facts, levels={one.key: counts[one.rank - 1] or 0 for one in ranks(programme.rules)})


async def waiting(tx: Transaction, actor: Actor, programme: Programme) -> Waiting:
    """What a round leaves for the actor's committees to do in this programme: the people of their own units, who are
    rated there first, and the units directly below that have sent their results. Before the round begins only who has
    reviewed himself already. Nothing where nobody is rated or nothing can be done any more."""
    if programme.state != "open" or not rules.rates(programme.rules):
        return Waiting(0, 0)
    pack, checkpoint = programme.rules, rules.final_checkpoint(programme.rules)
    own = programme.due(f"stage:{checkpoint}.{rules.self_stage(pack, checkpoint)}")
    decides = programme.due(f"stage:{checkpoint}.{rules.deciding_stage(pack, checkpoint)}")
    begun = await tx.now() >= rules.round_begins(own, decides, programme.ends_on)
    args = (tx.tenant_id, programme.id, checkpoint)
    mine, theirs = where(actor, "results.send", path="u.path", first=5)
    heard, more = where(
        actor, "assessment.voice", path="u.path", person="e.person_id", state="e.state", first=5 + len(theirs)
    )
    people = await tx.fetchval(WAITING_PEOPLE.format(mine=f"{mine} and {heard}"), *args, begun, *theirs, *more)
    mine, more = where(actor, "results.recognise", path="u.path", first=5)
    units = await tx.fetchval(WAITING_UNITS.format(mine=mine), *args, actor.account_id, *more)
    return Waiting(people, units)
