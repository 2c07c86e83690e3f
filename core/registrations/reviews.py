"""The committee's acts: approve a sheet, approve several, return one with a reason (domain.md §2, step 3)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.registrations import remarks as saying
from core.registrations import rules
from core.registrations.by_paper import ENTERED, PAPER, check_hand
from core.registrations.remarks import Remark

MOST = 200  # sheets in one batch


class Reviewed(msgspec.Struct, frozen=True):
    """What a decision left."""

    registration_id: UUID
    programme_id: UUID
    name: str
    edition: int
    version: int


class Skipped(msgspec.Struct, frozen=True):
    """A sheet that the batch left alone, and the code that says why; no name where the actor may not see it."""

    registration_id: UUID
    name: str
    code: str


class Ready(msgspec.Struct, frozen=True):
    """A sheet that a batch would approve, with the version that was read."""

    registration_id: UUID
    version: int
    name: str
    unit_name: str


class Plan(msgspec.Struct, frozen=True):
    """What a batch would do, before it does it."""

    ready: tuple[Ready, ...]
    skipped: tuple[Skipped, ...]


class Batch(msgspec.Struct, frozen=True):
    """What a batch did."""

    approved: tuple[Reviewed, ...]
    skipped: tuple[Skipped, ...]


# Locked in one order, so that two committees never wait for each other; the share lock keeps a closing out.
FOUND = f"""
select r.id, r.programme_id, r.state, r.edition, r.version, e.person_id, u.path, p.state as programme_state,
       w.full_name, u.name as unit_name, {ENTERED},
       array(select i.criterion from registration_item i where i.tenant_id = $1
                          and i.registration_id = r.id and i.edition = r.edition) as items
from registration r
join programme p on p.tenant_id = $1 and p.id = r.programme_id
join enrolment e on e.tenant_id = $1 and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = $1 and u.id = e.unit_id
join person w on w.tenant_id = $1 and w.id = e.person_id
{PAPER}
where r.tenant_id = $1 and r.id = any($2::uuid[])
order by r.id"""
LOAD = f"{FOUND} for share of p for update of r"

# One review a sheet and edition; a return copies the items on, so the reviewed edition stays as it was. Who has a
# supplement before the committee stays validated whatever comes of it.
DECIDE = """
with head as (
  update registration r
  set state = $3, edition = r.edition + $4::smallint, version = r.version + 1,
      validated_at = case when $3 = 'validated' then sec.domain_now() when r.supplement then r.validated_at end,
      supplement = r.supplement and $3 <> 'validated'
  where r.tenant_id = $1 and r.id = any($2::uuid[]) and r.state = 'submitted'
  returning r.id, r.programme_id, r.person_id, (r.edition - $4::smallint)::smallint as reviewed, r.version,
            r.submitted_at, r.supplement
), review as (
  insert into registration_review (tenant_id, registration_id, edition, decision, reason, remarks, verdicts, proposals,
                                   submitted_at, by_account, by_person, at)
  select $1, head.id, head.reviewed, $5, $6, $7::jsonb, $11::jsonb, $12::jsonb, head.submitted_at, $8, $9,
         sec.domain_now() from head
), copied as (
  insert into registration_item (tenant_id, registration_id, edition, criterion, solution, points, ordinal, since)
  select $1, i.registration_id, i.edition + $4::smallint, i.criterion, i.solution, i.points, i.ordinal, i.since
  from head join registration_item i on i.tenant_id = $1 and i.registration_id = head.id and i.edition = head.reviewed
  where $4::smallint = 1
), moved as (
  update enrolment e set state = case when head.supplement then e.state else $10 end from head
  where e.tenant_id = $1 and e.programme_id = head.programme_id and e.person_id = head.person_id
)
select head.*, w.full_name from head join person w on w.tenant_id = $1 and w.id = head.person_id
"""


async def approve(
    tx: Transaction, actor: Actor, registration_id: UUID, version: int,
    comment: str = "", remarks: Mapping[str, Remark | str] | None = None,
) -> Reviewed:  # fmt: skip
    """Confirm a submitted sheet. A comment and remarks are advice to the owner, not conditions: refused where a
    criterion is to be mended.

    Stale if the sheet changed since the actor read it."""
    return await _one(tx, actor, "approve", registration_id, version, comment, remarks or {})


async def give_back(
    tx: Transaction, actor: Actor, registration_id: UUID, version: int, reason: str,
    remarks: Mapping[str, Remark | str],
) -> Reviewed:  # fmt: skip
    """Return a submitted sheet with a reason, of its own or at a criterion, so that its owner goes on with the next
    edition.

    Refused after an approval (domain.md §8)."""
    return await _one(tx, actor, "return", registration_id, version, reason, remarks)


async def _one(
    tx: Transaction, actor: Actor, act: str, registration_id: UUID, version: int, reason: str,
    remarks: Mapping[str, Remark | str],
) -> Reviewed:  # fmt: skip
    sheet = await _load_one(tx, actor, registration_id)
    _check(actor, sheet, version)
    if act == "approve":
        check_hand(actor, sheet)
    said = saying.said(remarks)
    saying.check(reason, said, sheet["items"], returning=act == "return")
    return (await _decide(tx, actor, act, [registration_id], reason, said))[0]


async def plan(tx: Transaction, actor: Actor, chosen: Sequence[tuple[UUID, int]]) -> Plan:
    """What `approve_many` would do with the same sheets now, in their order: nothing is changed."""
    asked = [one for one, _version in chosen[:MOST]]
    rows = {row["id"]: row for row in await tx.fetch(FOUND, tx.tenant_id, asked, actor.person_id)}
    ready, skipped = [], []
    for sheet_id, version in chosen[:MOST]:
        row = rows.get(sheet_id)
        code = _refusal(actor, row, version)
        if row is not None and code is None:
            ready.append(Ready(sheet_id, version, row["full_name"], row["unit_name"]))
        else:
            skipped.append(Skipped(sheet_id, _name(actor, row), code or ""))
    return Plan(tuple(ready), tuple(skipped))


async def approve_many(tx: Transaction, actor: Actor, chosen: Sequence[tuple[UUID, int]]) -> Batch:
    """Approve the sheets named with the versions that were read; each is checked by itself, and what cannot
    be approved is left alone and named."""
    versions = dict(chosen[:MOST])
    found = {row["id"]: row for row in await tx.fetch(LOAD, tx.tenant_id, list(versions), actor.person_id)}
    ready, skipped = [], []
    for sheet_id, version in versions.items():
        code = _refusal(actor, found.get(sheet_id), version)
        if code is None:
            ready.append(sheet_id)
        else:
            skipped.append(Skipped(sheet_id, _name(actor, found.get(sheet_id)), code))
    approved = await _decide(tx, actor, "approve", ready, "", {}) if ready else ()
    return Batch(tuple(approved), tuple(skipped))


async def _load_one(tx: Transaction, actor: Actor, registration_id: UUID) -> asyncpg.Record:
    rows = await tx.fetch(LOAD, tx.tenant_id, [registration_id], actor.person_id)
    if not rows:
        raise NotFound("access.not-found")
    return rows[0]


def _check(actor: Actor, sheet: asyncpg.Record, version: int) -> None:
    """Whose task it is, whatever the state; then the state; then what the actor had read."""
    at = Target(unit_path=sheet["path"], person_id=sheet["person_id"], state="submitted")
    require(actor, "registration.validate", at, see="registration.read")
    if sheet["programme_state"] != "open":
        raise Problem("programme.closed")
    rules.move("approve", sheet["state"], sheet["edition"])
    if sheet["version"] != version:
        raise Stale("registration.changed-since", theirs={}, version=sheet["version"])


def _refusal(actor: Actor, sheet: asyncpg.Record | None, version: int) -> str | None:
    if sheet is None:
        return "access.not-found"
    try:
        _check(actor, sheet, version)
        check_hand(actor, sheet)
    except Problem as problem:
        return problem.code
    return None


def _name(actor: Actor, sheet: asyncpg.Record | None) -> str:
    if sheet is None:
        return ""
    try:
        require(actor, "registration.read", Target(unit_path=sheet["path"], person_id=sheet["person_id"]))
    except NotFound:
        return ""
    return sheet["full_name"]


async def _decide(
    tx: Transaction, actor: Actor, act: str, ids: Sequence[UUID], reason: str, remarks: Mapping[str, Remark]
) -> Sequence[Reviewed]:
    moved = rules.move(act, "submitted")
    step = moved.edition - 1
    decision = "approved" if act == "approve" else "returned"
    rows = await tx.fetch(
        DECIDE, tx.tenant_id, list(ids), moved.state, step, decision, reason.strip(),
        _by_criterion(remarks, "words"), actor.account_id, actor.person_id, moved.roster,
        _by_criterion(remarks, "verdict"), _by_criterion(remarks, "proposal"),
    )  # fmt: skip
    for row in rows:
        await audit.record(tx, actor, f"registration.{act}", row["id"], edition=row["reviewed"])
    return [Reviewed(row["id"], row["programme_id"], row["full_name"], row["reviewed"], row["version"]) for row in rows]


def _by_criterion(remarks: Mapping[str, Remark], part: str) -> str:
    held = {key: getattr(one, part) for key, one in remarks.items()}
    return msgspec.json.encode({key: text for key, text in held.items() if text}).decode()
