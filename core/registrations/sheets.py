"""Reading one sheet: what is on it, what changed since the last edition, and what was said (blueprint 2)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from core.access import Actor, Target, can, require
from core.db.scope import Transaction
from core.errors import NotFound
from core.extensions.queries import SHEET_INSIDE
from core.packs import criteria
from core.packs.patching import active
from core.packs.schema import Pack
from core.packs.text import Text
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registrations import rules
from core.registrations.remarks import Remark, read


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One registered criterion. `before` is the solution of the edition before, None where there was none;
    `change` is "", "added", "changed" or "removed"; a removed one shows the old solution. `points` are hundredths.
    `remark` is what was said on this edition, `asked` what was said on the one before."""

    key: str
    title: Text
    solution: str
    number: str = ""
    polarity: str | None = None
    points: int | None = None
    points_before: int | None = None
    before: str | None = None
    change: str = ""
    remark: Remark | None = None
    asked: Remark | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The registered criteria of one list."""

    key: str
    title: Text
    number: str
    polarity: str | None
    lines: tuple[Line, ...]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of the committee on one edition."""

    edition: int
    decision: str
    reason: str
    remarks: Mapping[str, Remark]
    submitted_at: datetime
    at: datetime
    by: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet as its reader may see it. `edition` is the one shown, `last` the newest he may read;
    `version` is what a decision must name; `supplement` tells that its owner is adding to a confirmed sheet."""

    id: UUID
    programme: Programme
    person_id: UUID
    name: str
    seat_title: str
    seat_full_time: bool
    unit_id: UUID
    unit_name: str
    unit_path: str
    unit_kind: str
    state: str
    roster: str
    edition: int
    last: int
    editing: bool
    late: bool
    inside: bool
    submitted_at: datetime | None
    first_submitted_at: datetime | None
    validated_at: datetime | None
    saved_at: datetime
    version: int
    now: datetime
    groups: tuple[Group, ...]
    count: int
    reviews: tuple[Review, ...]
    mine: bool
    may_review: bool
    supplement: bool
    may_supplement: bool

    @property
    def total(self) -> int | None:
        """The sum of the points in hundredths, None on a scale without."""
        given = [line.points for group in self.groups for line in group.lines if line.points is not None]
        return sum(given) if given else None

    @property
    def review(self) -> Review | None:
        """The decision on the edition shown."""
        return next((one for one in self.reviews if one.edition == self.edition), None)

    @property
    def previous_review(self) -> Review | None:
        """The decision on the edition before the one shown: what the changes answer to."""
        return next((one for one in self.reviews if one.edition == self.edition - 1), None)

    @property
    def changes(self) -> int:
        """How many lines differ from the edition before."""
        return sum(1 for group in self.groups for line in group.lines if line.change)


HEAD = f"""
select r.id, r.programme_id, r.person_id, w.full_name as name, e.seat_title, e.seat_full_time, e.unit_id,
       u.name as unit_name, u.path as unit_path, u.kind as unit_kind, r.state, e.state as roster,
       r.supplement, e.self_assessed, e.presence, r.edition, r.late, {SHEET_INSIDE} as inside,
       r.submitted_at, r.first_submitted_at,
       r.validated_at, r.saved_at, r.version,
       sec.domain_now() as now
from registration r
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = r.tenant_id and u.id = e.unit_id
join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
where r.tenant_id = $1
"""

ITEMS = """
select edition, criterion, solution, points from registration_item
where tenant_id = $1 and registration_id = $2 and edition between $3 and $4 order by edition, ordinal
"""

REVIEWS = """
select v.edition, v.decision, v.reason, v.remarks::text as remarks, v.verdicts::text as verdicts,
       v.proposals::text as proposals, v.submitted_at, v.at,
       coalesce(w.full_name, a.display_name, '') as by
from registration_review v
left join person w on w.tenant_id = v.tenant_id and w.id = v.by_person
left join account a on a.tenant_id = v.tenant_id and a.id = v.by_account
where v.tenant_id = $1 and v.registration_id = $2 order by v.edition
"""


async def sheet(tx: Transaction, actor: Actor, registration_id: UUID, edition: int | None = None) -> Sheet:
    """The sheet for a committee or an upper level: submitted editions only, the newest unless one is named.

    NotFound where the actor may not read it or nothing was submitted."""
    row = await tx.fetchrow(f"{HEAD} and r.id = $2", tx.tenant_id, registration_id)
    if row is None:
        raise NotFound("access.not-found")
    require(actor, "registration.read", _target(row))
    last = rules.readable_edition(row["state"], row["edition"])
    return await _built(tx, actor, row, last, edition)


async def whose(tx: Transaction, actor: Actor, registration_id: UUID) -> tuple[str, Target, Programme]:
    """Whose sheet it is, what access is judged by, and its programme; for the person and whoever may read it."""
    row = await tx.fetchrow(f"{HEAD} and r.id = $2", tx.tenant_id, registration_id)
    if row is None:
        raise NotFound("access.not-found")
    target = _target(row)
    if not can(actor, "own.read", target):
        require(actor, "registration.read", target)
    return row["name"], target, await programmes.by_id(tx, row["programme_id"])


async def own_sheet(tx: Transaction, actor: Actor, programme: Programme, edition: int | None = None) -> Sheet | None:
    """The actor's own sheet with everything on it, or None before the first save."""
    sql = f"{HEAD} and r.programme_id = $2 and r.person_id = $3"
    row = await tx.fetchrow(sql, tx.tenant_id, programme.id, actor.person_id)
    return await _built(tx, actor, row, row["edition"], edition, programme) if row else None


def grouped(
    pack: Pack, now: Mapping[str, str], before: Mapping[str, str] | None, remarks: Mapping[str, Remark],
    asked: Mapping[str, Remark] | None = None,
) -> tuple[Group, ...]:
    """The lines by group in the pack's order; `before` is the edition before, None for the first.

    Nothing registered is ever hidden: criteria that the rules no longer offer follow at the end of their group."""
    keys = list(dict.fromkeys([*active(pack.criteria), *now, *(before or {})]))
    groups = []
    for key, group in pack.groups.items():
        held = [k for k in keys if k in pack.criteria and pack.criteria[k].group == key]
        lines = tuple(
            msgspec.structs.replace(
                _line(pack, k, now.get(k), before), remark=remarks.get(k), asked=(asked or {}).get(k)
            )
            for k in held if k in now or k in (before or {})
        )  # fmt: skip
        if lines or not group.disabled:
            groups.append(Group(key=key, title=group.title, number=group.number, polarity=group.polarity, lines=lines))
    return tuple(groups)


def scored(
    groups: tuple[Group, ...], points: Mapping[str, int], before: Mapping[str, int]
) -> tuple[Group, ...]:
    """The same lines with their points, and those of the edition before."""
    return tuple(
        msgspec.structs.replace(
            group,
            lines=tuple(
                msgspec.structs.replace(line, points=points.get(line.key), points_before=before.get(line.key))
                for line in group.lines
            ),
        )
        for group in groups
    )


def _line(pack: Pack, key: str, now: str | None, before: Mapping[str, str] | None) -> Line:
    old = None if before is None else before.get(key)
    if now is None:
        change = "removed"
    elif before is None:
        change = ""
    elif old is None:
        change = "added"
    else:
        change = "" if old == now else "changed"
    text = now if now is not None else old or ""
    criterion = pack.criteria[key]
    return Line(
        key=key, title=criterion.title, number=criterion.number, polarity=criteria.polarity(pack, key), solution=text,
        before=old, change=change,
    )  # fmt: skip


def _target(row: asyncpg.Record) -> Target:
    return Target(unit_path=row["unit_path"], person_id=row["person_id"], state=row["state"])


async def _built(
    tx: Transaction,
    actor: Actor,
    row: asyncpg.Record,
    last: int,
    edition: int | None,
    programme: Programme | None = None,
) -> Sheet:
    shown = last if edition is None else edition
    if not 1 <= shown <= last:
        raise NotFound("access.not-found")
    programme = programme or await programmes.by_id(tx, row["programme_id"])
    editions: dict[int, dict[str, str]] = {shown - 1: {}, shown: {}}
    points: dict[int, dict[str, int]] = {shown - 1: {}, shown: {}}
    for item in await tx.fetch(ITEMS, tx.tenant_id, row["id"], shown - 1, shown):
        editions[item["edition"]][item["criterion"]] = item["solution"]
        points[item["edition"]][item["criterion"]] = item["points"]
    reviews = tuple(_review(found) for found in await tx.fetch(REVIEWS, tx.tenant_id, row["id"]))
    said = {one.edition: one.remarks for one in reviews}
    kept = {name: row[name] for name in Sheet.__struct_fields__ if name in row}
    return Sheet(
        **kept | {"edition": shown},
        programme=programme,
        last=last,
        editing=row["state"] in ("draft", "returned") and shown == row["edition"],
        groups=scored(
            grouped(programme.rules, editions[shown], editions[shown - 1] if shown > 1 else None, 
                    said.get(shown, {}), said.get(shown - 1, {})),
            points[shown], points[shown - 1],
        ),
        count=len(editions[shown]),
        reviews=reviews,
        mine=row["person_id"] == actor.person_id,
        may_supplement=_may_supplement(programme, row, actor),
        may_review=can(actor, "registration.validate", _target(row)) and programme.state == "open" and shown == last,
    )


def _may_supplement(programme: Programme, row: asyncpg.Record, actor: Actor) -> bool:
    if row["person_id"] != actor.person_id or programme.state != "open" or row["presence"] != "present":
        return False
    return not rules.supplement_refusal(
        programme.rules, row["roster"], row["state"], self_assessed=row["self_assessed"]
    )  # fmt: skip


def _review(row: asyncpg.Record) -> Review:
    words, verdicts, proposals = (msgspec.json.decode(row[part]) for part in ("remarks", "verdicts", "proposals"))
    kept = {name: row[name] for name in Review.__struct_fields__}
    return Review(**kept | {"remarks": read(words, verdicts, proposals)})
