"""The owner's reading: what is to do in each programme, the form, and who will look at the sheet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.extensions.queries import SHEET_INSIDE
from core.packs import criteria
from core.packs.calendar import Due
from core.packs.facts import SheetFact, SubjectFact, Suggestion
from core.packs.installed import PackHooks
from core.packs.schema import Pack, PointsRule
from core.packs.text import Text
from core.programmes import pinned
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.programmes.rounds import asked_from, midway, stage_due
from core.registrations import rules
from core.registrations.actions import stored_points, subject
from core.registrations.carrying import Carried, carried
from core.registrations.editions import IN_FORCE


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """One programme on the start page. `todo` is a key of `rules.next_act`; `due` is the milestone it has."""

    programme: Programme
    unit_name: str
    roster: str
    sheet: str
    presence: str
    self_assessed: bool
    level: int | None
    todo: str
    due: Due | None
    assessing: bool
    late: bool
    inside: bool
    extended: datetime | None
    items: int
    edition: int
    saved_at: datetime | None
    submitted_at: datetime | None
    registration_id: UUID | None
    reason: str
    reviewer: str
    reviewed_at: datetime | None
    now: datetime

    @property
    def more_time(self) -> bool:
        """Whether the common date is over and the unit's own is not."""
        return bool(self.due and self.extended and self.due.closes_at <= self.now < self.extended)

    @property
    def is_mine_to_do(self) -> bool:
        """Whether the person, and not somebody else, has the next move."""
        return self.todo in (
            "register", "continue", "revise", "self_assess", "review_midway", "continue_supplement", "revise_supplement"
        )  # fmt: skip


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion of the form: its wording, why and how, ready solutions, what is written, what was said and
    proposed; one that is `confirmed` stays as it is."""

    key: str
    title: Text
    number: str
    polarity: str | None
    required: bool
    stricter: bool
    guidance: Text | None
    suggestions: tuple[Suggestion, ...]
    solution: str
    points: int | None
    chosen: bool
    remark: str
    confirmed: bool = False
    verdict: str = ""
    proposal: str = ""


class ChoiceGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One list of the form with how far it is."""

    key: str
    title: Text
    number: str
    guidance: Text | None
    polarity: str | None
    have: int
    need: int
    choices: tuple[Choice, ...]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The registration form. `missing` is what still keeps the stored draft from being submitted; `supplement` tells
    that it adds to a confirmed sheet, `added` how many it adds so far; `carried` is what a first form was begun with:
    what last year was not carried out. It is stored by the first save, not before."""

    programme: Programme
    unit_id: UUID
    unit_name: str
    state: str
    edition: int
    version: int
    saved_at: datetime | None
    presence: str
    groups: tuple[ChoiceGroup, ...]
    due: Due | None
    reason: str
    reviewer: str
    reviewed_at: datetime | None
    missing: tuple[Problem, ...]
    supplement: bool
    solution_required: bool
    own_points: bool
    now: datetime
    carried: Carried | None = None
    extended: datetime | None = None

    @property
    def points(self) -> PointsRule | None:
        """The pack's rule for points, None on a scale without."""
        return self.programme.rules.registration.points

    @property
    def chosen(self) -> int:
        """How many criteria the sheet holds."""
        return sum(choice.chosen for group in self.groups for choice in group.choices)

    @property
    def added(self) -> int:
        """How many criteria it holds that are not confirmed yet."""
        return sum(choice.chosen and not choice.confirmed for group in self.groups for choice in group.choices)

    @property
    def total(self) -> int:
        """The sum of the points in hundredths."""
        return sum(choice.points or 0 for group in self.groups for choice in group.choices if choice.chosen)

    @property
    def ready(self) -> bool:
        """Whether the stored draft could be submitted."""
        return not self.missing

    @property
    def is_open(self) -> bool:
        """Whether the owner may still write."""
        return self.state in rules.OPEN and self.programme.state == "open" and self.presence == "present"


class Validator(msgspec.Struct, frozen=True):
    """A committee member who may decide on a sheet; `own` tells the person's unit from its parent."""

    name: str
    title: str
    unit_name: str
    own: bool


LAST_REVIEW = """
left join registration_review v on v.tenant_id = $1 and v.registration_id = r.id
  and v.edition = r.edition - (r.state <> 'validated')::int
left join person y on y.tenant_id = $1 and y.id = v.by_person
left join account a on a.tenant_id = $1 and a.id = v.by_account
"""
REVIEW = "coalesce(v.reason, '') as reason, coalesce(y.full_name, a.display_name, '') as reviewer, v.at as reviewed_at"

WORK = f"""
select e.programme_id, u.name as unit_name, e.state as roster, coalesce(r.state, 'none') as sheet, e.presence,
       e.self_assessed, e.level, coalesce(r.late, false) as late, coalesce(r.edition, 1) as edition,
       r.saved_at, r.submitted_at, r.id as registration_id, {REVIEW}, sec.domain_now() as now,
       (select count(*) from registration_item i where i.tenant_id = $1 and i.registration_id = r.id
        and i.edition = r.edition) as items,
       array(select a.checkpoint || '.' || a.stage from assessment a where a.tenant_id = $1 and a.registration_id = r.id
             and a.given_at is not null) as given,
       (select coalesce(jsonb_object_agg(x.act, x.ends_at), '{{}}')
        from core.extensions_of($1, e.programme_id, e.unit_id) x)::text as extensions,
       {SHEET_INSIDE} as inside
from enrolment e
join unit u on u.tenant_id = $1 and u.id = e.unit_id
left join registration r on r.tenant_id = $1 and r.programme_id = e.programme_id and r.person_id = e.person_id
{LAST_REVIEW}
where e.tenant_id = $1 and e.person_id = $2
"""

FORM = f"""
select e.unit_id, u.name as unit_name, u.kind, u.block, e.presence, e.seat_title, e.seat_full_time, w.birth_date,
       w.occupation,
       coalesce(r.state, 'none') as state, coalesce(r.edition, 1) as edition, coalesce(r.version, 0) as version,
       r.saved_at, {REVIEW}, coalesce(v.remarks, '{{}}')::text as remarks,
       coalesce(v.verdicts, '{{}}')::text as verdicts, coalesce(v.proposals, '{{}}')::text as proposals,
       sec.domain_now() as now,
       coalesce(r.supplement, false) as supplement,
       core.extended_until($1, e.programme_id, e.unit_id, 'registration') as extended,
       sec.domain_today() as today, i.keys, i.texts, i.points, k.keys as confirmed
from enrolment e
join unit u on u.tenant_id = $1 and u.id = e.unit_id
join person w on w.tenant_id = $1 and w.id = e.person_id
left join registration r on r.tenant_id = $1 and r.programme_id = e.programme_id and r.person_id = e.person_id
{LAST_REVIEW}
cross join lateral (
  select coalesce(array_agg(criterion order by ordinal), '{{}}') as keys,
         coalesce(array_agg(solution order by ordinal), '{{}}') as texts,
         coalesce(array_agg(points order by ordinal), '{{}}') as points
  from registration_item where tenant_id = $1 and registration_id = r.id and edition = r.edition) i
cross join lateral (
  select coalesce(array_agg(criterion), '{{}}') as keys
  from registration_item where tenant_id = $1 and registration_id = r.id and r.supplement and edition = {IN_FORCE}) k
where e.tenant_id = $1 and e.programme_id = $2 and e.person_id = $3
"""

VALIDATORS = """
select p.full_name as name, s.title, u.name as unit_name, u.id = c.id as own
from unit c
join unit u on u.tenant_id = c.tenant_id and (u.id = c.id or u.id = c.parent_id)
join position s on s.tenant_id = c.tenant_id and s.unit_id = u.id and s.title <> 'officer'
  and s.starts_on <= sec.domain_today() and (s.ends_on is null or s.ends_on >= sec.domain_today())
join person p on p.tenant_id = c.tenant_id and p.id = s.person_id
where c.tenant_id = $1 and c.id = $2 and s.person_id is distinct from $3
order by own desc, array_position(array['secretary', 'deputy', 'standing', 'member'], s.title), p.sort_key, p.id
"""


async def my_work(tx: Transaction, actor: Actor) -> tuple[Work, ...]:
    """The actor's programmes, newest first: state, deadline, what to do now."""
    rows = {row["programme_id"]: row for row in await tx.fetch(WORK, tx.tenant_id, actor.person_id)}
    if not rows:
        return ()
    found = await programmes.listing(tx)
    return tuple(_work(programme, rows[programme.id]) for programme in found if programme.id in rows)


async def form(tx: Transaction, actor: Actor, programme: Programme) -> Form:
    """The form with everything that is written on it. NotFound for who is not enrolled."""
    row = await tx.fetchrow(FORM, tx.tenant_id, programme.id, actor.person_id)
    if row is None:
        raise NotFound("registration.not-enrolled")
    items = dict(zip(row["keys"], row["texts"], strict=True))
    sheet, brought = SheetFact(items=items, points=stored_points(row)), None
    if row["state"] == "none":
        brought = await carried(tx, programme, actor.person_id, subject(programme, row))
    if brought:
        items = dict(brought.items)
        sheet = SheetFact(items=items, points=rules.with_points(programme.rules, tuple(items), None))
    found = form_of(programme, row, sheet, pinned.reading_hooks(programme.pack_id, programme.hooks_hash))
    return msgspec.structs.replace(found, carried=brought)


def retyped(view: Form, typed: Mapping[str, str], points: Mapping[str, int] | None = None) -> Form:
    """The form with what was typed in place of what is stored: for a page that was refused. `points` are those the
    owner gave by himself, None where they are spread evenly."""
    held = [choice.key for group in view.groups for choice in group.choices if choice.confirmed]
    spread = rules.with_points(view.programme.rules, tuple(dict.fromkeys([*held, *typed])), points)
    groups = tuple(
        msgspec.structs.replace(
            group,
            have=sum(1 for choice in group.choices if choice.confirmed or choice.key in typed),
            choices=tuple(
                msgspec.structs.replace(
                    choice, points=spread.get(choice.key),
                    solution=choice.solution if choice.confirmed else typed.get(choice.key, ""),
                    chosen=choice.confirmed or choice.key in typed,
                )
                for choice in group.choices
            ),
        )
        for group in view.groups
    )
    return msgspec.structs.replace(view, groups=groups, own_points=points is not None)


async def validators(tx: Transaction, unit_id: UUID, person_id: UUID | None) -> tuple[Validator, ...]:
    """Who may decide on the sheet of a person who counts at this unit: its committee and the parent's, never
    himself (domain.md §8). Empty: the act waits, visibly."""
    rows = await tx.fetch(VALIDATORS, tx.tenant_id, unit_id, person_id)
    return tuple(Validator(**dict(row)) for row in rows)


def _work(programme: Programme, row: asyncpg.Record) -> Work:
    registering, assessing = programme.due("registration"), stage_due(programme, lambda stage: stage.actor == "self")
    opened = assessing is not None and row["now"] >= asked_from(assessing)
    todo = rules.next_act(
        row["roster"], row["sheet"], presence=row["presence"], is_open=programme.state == "open",
        self_assessed=row["self_assessed"], assessing=opened, midway=_owes_midway(programme, row),
    )  # fmt: skip
    due = registering if todo in ("register", "continue", "revise") else None
    due = assessing if todo in ("train", "self_assess") else due
    due = _midway_due(programme) if todo == "review_midway" else due
    due = stage_due(programme, lambda stage: stage.decides) if todo == "await_rating" else due
    kept = {name: row[name] for name in Work.__struct_fields__ if name in row}
    longer = msgspec.json.decode(row["extensions"], type=dict[str, datetime])
    extended = longer.get(due.act) if due else None
    extended = extended if due and extended and extended > due.closes_at else None
    return Work(programme=programme, todo=todo, due=due, assessing=opened, extended=extended, **kept)


def _midway_due(programme: Programme) -> Due | None:
    early = midway(programme.rules)
    return programme.due(f"stage:{early[0]}.{early[1]}") if early else None


def _owes_midway(programme: Programme, row: asyncpg.Record) -> bool:
    """Whether the review on the way is asked for and not given."""
    early, due = midway(programme.rules), _midway_due(programme)
    if early is None or due is None or f"{early[0]}.{early[1]}" in row["given"]:
        return False
    return row["now"] >= asked_from(due)


def form_of(programme: Programme, row: Mapping[str, Any], sheet: SheetFact, hooks: PackHooks) -> Form:
    """The form of a sheet over a row of `FORM`, stored or invented for a preview."""
    pack, who = programme.rules, subject(programme, row)
    words, verdicts, proposals = (
        msgspec.json.decode(row[part], type=dict[str, str]) for part in ("remarks", "verdicts", "proposals")
    )
    must = criteria.required(pack, who)
    choices = {
        key: msgspec.structs.replace(
            _choice(pack, key, sheet, words.get(key, ""), who, key in must, hooks.suggestions(pack, key, who)),
            confirmed=key in row["confirmed"], verdict=verdicts.get(key, ""), proposal=proposals.get(key, ""),
        )
        for key in criteria.offered(pack, who)
    }
    groups = tuple(
        ChoiceGroup(
            key=part.group, title=pack.groups[part.group].title, number=pack.groups[part.group].number,
            guidance=pack.groups[part.group].guidance, polarity=pack.groups[part.group].polarity,
            have=part.have, need=part.need,
            choices=tuple(c for key, c in choices.items() if pack.criteria[key].group == part.group),
        )
        for part in rules.progress(pack, tuple(sheet.items))
    )  # fmt: skip
    kept = {name: row[name] for name in Form.__struct_fields__ if name in row}
    findings = hooks.registration_problems(pack, sheet, who)
    missing = rules.as_problems(pack, findings)
    if row["supplement"] and set(sheet.items) <= set(row["confirmed"]):
        missing.append(Problem("registration.nothing-added", field="items"))
    spread = rules.with_points(pack, tuple(sheet.items), None)
    return Form(
        programme=programme, groups=groups, due=programme.due("registration"),
        missing=tuple(missing),
        solution_required=pack.registration.solution == "required",
        own_points=bool(sheet.points) and dict(sheet.points) != spread, **kept,
    )  # fmt: skip


def _choice(
    pack: Pack, key: str, sheet: SheetFact, remark: str, who: SubjectFact, required: bool,
    ready: tuple[Suggestion, ...],
) -> Choice:  # fmt: skip
    entry = pack.criteria[key]
    title = criteria.wording(entry, who)
    return Choice(
        key=key, title=title, number=entry.number, polarity=criteria.polarity(pack, key), required=required,
        stricter=title != entry.title, guidance=entry.guidance, suggestions=ready, solution=sheet.items.get(key, ""),
        points=sheet.points.get(key), chosen=key in sheet.items, remark=remark,
    )  # fmt: skip
