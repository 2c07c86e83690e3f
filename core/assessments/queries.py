"""Reads of a round of assessment: one's own review, a sheet to be rated, a unit's results on their way."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor, Target, can, require
from core.assessments import rules
from core.db.scope import Transaction
from core.errors import NotFound
from core.packs import criteria, rating
from core.packs.facts import Reason
from core.packs.schema import Level, Pack, Text
from core.programmes import rounds
from core.programmes.queries import Programme, by_id
from core.programmes.rules import key_at, ranks
from core.registrations.editions import IN_FORCE


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A registered criterion with its owner's answer; `mark` is '' while open. By points, `registered` is what it can
    bring, `points` what the owner gave himself, `given` what the decision gave, in hundredths."""

    key: str
    polarity: str | None
    title: Text
    solution: str
    number: str = ""
    registered: int | None = None
    mark: str = ""
    note: str = ""
    points: int | None = None
    given: int | None = None


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One stage as it stands: `given_at` is None while it is a draft or nobody was heard; `version` 0 then."""

    key: str
    title: Text
    gives: str
    comment: str = ""
    level: str | None = None
    points: int | None = None
    computed: str | None = None
    override_reason: str = ""
    conditions: Mapping[str, bool] = {}
    violations: Mapping[str, int] = {}
    reasons: tuple[Reason, ...] = ()
    session_id: UUID | None = None
    decides: bool = False
    actor: str = ""
    missing: tuple[str, ...] = ()
    by: str = ""
    given_at: datetime | None = None
    saved_at: datetime | None = None
    late: bool = False
    version: int = 0
    reply_until: datetime | None = None


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """A person's round: sheet, items, stages by key, level reached, and where the unit's results are.

    `refusal` is the code that says why nothing may be written now; `may_rate` and `may_voice` heed it. What the
    owner has not handed in is nobody else's to read."""

    registration_id: UUID
    programme: Programme
    person_id: UUID
    name: str
    unit_id: UUID
    unit_name: str
    unit_path: str
    seat_title: str
    seat_full_time: bool
    state: str
    presence: str
    self_assessed: bool
    level: str | None
    registered_late: bool
    self_late: bool
    rated_late: bool
    results: str
    recognised_by: str
    recognised_at: datetime | None
    decision_number: str
    decision_dated: date | None
    now: datetime
    items: tuple[Item, ...]
    stages: Mapping[str, Given]
    mine: bool
    refusal: str | None
    may_rate: bool
    may_voice: bool
    midway: Given | None = None  # what the person said of himself on the way (S4-44)

    @property
    def own(self) -> Given:
        """The person's own review."""
        return next(one for one in self.stages.values() if one.actor == "self")

    @property
    def decision(self) -> Given:
        """The committee's level."""
        return next(one for one in self.stages.values() if one.decides)

    @property
    def voices(self) -> tuple[Given, ...]:
        """The opinions."""
        return tuple(one for one in self.stages.values() if one.actor == "voice")

    @property
    def by_points(self) -> bool:
        """Whether the level follows from points."""
        return self.programme.rules.scale.by_points

    @property
    def total(self) -> int:
        """What the items can bring together, in hundredths."""
        return sum(item.registered or 0 for item in self.items)

    @property
    def own_total(self) -> int:
        """What the owner gave himself so far, in hundredths."""
        return sum(item.points or 0 for item in self.items)

    @property
    def expected(self) -> str | None:
        """The level that the owner's own points would give; None while an item is open."""
        if not self.by_points or any(item.points is None for item in self.items):
            return None
        return rating.band(self.programme.rules, self.own_total)


HEAD = f"""
select r.id as registration_id, r.programme_id, r.person_id, w.full_name as name, e.unit_id, u.name as unit_name,
       u.path as unit_path, e.seat_title, e.seat_full_time, e.state, e.presence, e.self_assessed, e.level,
       e.registered_late, e.self_late, e.rated_late, {IN_FORCE} as edition, p.state as programme_state,
       coalesce(x.state, 'none') as results, coalesce(k.decision_number, x.decision_number, '') as decision_number,
       case when k.version is null then x.decision_dated else k.decision_dated end as decision_dated,
       coalesce(dw.full_name, da.display_name, '') as recognised_by, coalesce(k.at, x.decided_at) as recognised_at,
       sec.domain_now() as now
from registration r
join programme p on p.tenant_id = r.tenant_id and p.id = r.programme_id
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
left join unit_result x on x.tenant_id = e.tenant_id and x.programme_id = e.programme_id and x.unit_id = e.unit_id
left join unit_result_act k on k.tenant_id = e.tenant_id and k.programme_id = e.programme_id and k.unit_id = e.unit_id
  and k.version = e.recognised_version
left join person dw on dw.tenant_id = e.tenant_id
  and dw.id = case when k.version is null then x.decided_by_person else k.by_person end
left join account da on da.tenant_id = e.tenant_id
  and da.id = case when k.version is null then x.decided_by_account else k.by_account end
where r.tenant_id = $1
"""
ITEMS = """
select criterion, solution, points from registration_item
where tenant_id = $1 and registration_id = $2 and edition = $3 order by ordinal
"""
STAGES = """
select a.stage, a.marks::text as marks, a.level, a.comment, a.given_at, a.saved_at, a.late, a.version, a.points,
       a.computed, a.override_reason, a.conditions::text as conditions, a.violations::text as violations,
       a.reasons::text as reasons, a.session_id, a.reply_until,
       coalesce(w.full_name, c.display_name, '') as by
from assessment a
left join person w on w.tenant_id = a.tenant_id and w.id = a.by_person
left join account c on c.tenant_id = a.tenant_id and c.id = a.by_account
where a.tenant_id = $1 and a.registration_id = $2 and a.checkpoint = $3
"""


async def own_round(tx: Transaction, actor: Actor, programme: Programme) -> Round | None:
    """One's own round in a programme, or None without a sheet, or where nobody is rated."""
    if not rules.rates(programme.rules):
        return None
    sql = f"{HEAD} and r.programme_id = $2 and r.person_id = $3"
    row = await tx.fetchrow(sql, tx.tenant_id, programme.id, actor.person_id)
    return await _built(tx, actor, row, programme) if row else None


async def round_of(tx: Transaction, actor: Actor, registration_id: UUID) -> Round:
    """The round of a sheet, for who may rate it or hear voices on it, and for upper levels to read. NotFound in a
    programme that rates nobody."""
    row = await tx.fetchrow(f"{HEAD} and r.id = $2", tx.tenant_id, registration_id)
    if row is None:
        raise NotFound("access.not-found")
    require(actor, "registration.read", _target(row))
    return await _built(tx, actor, row, await by_id(tx, row["programme_id"]))


async def readable_round(tx: Transaction, actor: Actor, registration_id: UUID) -> Round:
    """The round of a sheet, for its owner too."""
    row = await tx.fetchrow(f"{HEAD} and r.id = $2", tx.tenant_id, registration_id)
    if row is None:
        raise NotFound("access.not-found")
    if actor.person_id is None or row["person_id"] != actor.person_id:
        require(actor, "registration.read", _target(row))
    return await _built(tx, actor, row, await by_id(tx, row["programme_id"]))


async def _built(tx: Transaction, actor: Actor, row: asyncpg.Record, programme: Programme) -> Round:
    if not rules.rates(programme.rules):
        raise NotFound("access.not-found")
    pack, checkpoint = programme.rules, rules.final_checkpoint(programme.rules)
    stored = {one["stage"]: one for one in await tx.fetch(STAGES, tx.tenant_id, row["registration_id"], checkpoint)}
    mine, own = row["person_id"] == actor.person_id, rules.self_stage(pack, checkpoint)
    if own in stored and stored[own]["given_at"] is None and not mine:
        del stored[own]
    answers = _answers(stored.get(own))
    decided = _answers(stored.get(rules.deciding_stage(pack, checkpoint)))
    refusal = rules.refusal(row["programme_state"], row["presence"], row["results"], row["state"])
    items = await tx.fetch(ITEMS, tx.tenant_id, row["registration_id"], row["edition"])
    early = rounds.midway(pack)
    said = await tx.fetch(STAGES, tx.tenant_id, row["registration_id"], early[0]) if early else ()
    midway = [_given(pack, one["stage"], pack.stages[one["stage"]], one) for one in said if one["given_at"]]
    facts: dict[str, Any] = {key: row[key] for key in Round.__struct_fields__ if key in dict(row)}
    facts["level"] = key_at(pack, row["level"]) if row["level"] else None
    return Round(
        **facts,
        programme=programme,
        items=tuple(_item(pack, one, answers, decided) for one in items),
        stages={key: _given(pack, key, stage, stored.get(key)) for key, stage in rules.stages_of(pack, checkpoint)},
        mine=mine,
        midway=midway[0] if midway else None,
        refusal=refusal,
        may_rate=not refusal and can(actor, "assessment.rate", _target(row)),
        may_voice=not refusal and can(actor, "assessment.voice", _target(row)),
    )


def _target(row: asyncpg.Record) -> Target:
    return Target(unit_path=row["unit_path"], person_id=row["person_id"], state=row["state"])


def _answers(row: asyncpg.Record | None) -> dict[str, Any]:
    return msgspec.json.decode(row["marks"]) if row else {}


def _item(pack: Pack, row: asyncpg.Record, answers: Mapping[str, Any], decided: Mapping[str, Any]) -> Item:
    key = row["criterion"]
    criterion, answer = pack.criteria[key], answers.get(key, {})
    given = decided.get(key)
    return Item(
        key=key, polarity=criteria.polarity(pack, key), title=criterion.title, number=criterion.number,
        solution=row["solution"], registered=row["points"], mark=answer.get("mark", ""), note=answer.get("note", ""),
        points=answer.get("points"), given=given.get("points") if isinstance(given, dict) else None,
    )  # fmt: skip


def _given(pack: Pack, key: str, stage: Any, row: asyncpg.Record | None) -> Given:
    if row is None:
        return Given(key=key, title=stage.title, gives=stage.gives, decides=stage.decides, actor=stage.actor)
    decided = stage.gives == "level"
    return Given(
        key=key, title=stage.title, gives=stage.gives, decides=stage.decides, actor=stage.actor, comment=row["comment"],
        points=row["points"], computed=key_at(pack, row["computed"]) if row["computed"] else None,
        override_reason=row["override_reason"], conditions=msgspec.json.decode(row["conditions"]),
        violations=msgspec.json.decode(row["violations"]),
        reasons=msgspec.json.decode(row["reasons"], type=tuple[Reason, ...]), session_id=row["session_id"],
        level=key_at(pack, row["level"]) if row["level"] else None,
        missing=tuple(msgspec.json.decode(row["marks"]).get("missing", ())) if decided else (),
        by=row["by"], given_at=row["given_at"], saved_at=row["saved_at"], late=row["late"], version=row["version"],
        reply_until=row["reply_until"],
    )  # fmt: skip


def levels(pack: Pack) -> tuple[tuple[str, Level], ...]:
    """The scale from best to weakest, by key."""
    return tuple((one.key, one.level) for one in ranks(pack))
