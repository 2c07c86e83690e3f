"""Opening a programme: the rules are pinned and the milestones computed, at once and for good (domain.md §2)."""

from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem
from core.packs.calendar import Due, census_day, years_in
from core.packs.installed import InstalledPack
from core.programmes import pinned
from core.programmes.queries import Programme, by_id
from core.programmes.rules import period_of

NUMBER_MAX, ISSUER_MAX = 60, 160


class Plan(msgspec.Struct, frozen=True):
    """The document that founds the programme: the source leaves number and date empty (S0-A9)."""

    number: str
    dated: date | None
    issuer: str


async def open_programme(tx: Transaction, actor: Actor | None, pack: InstalledPack, year: int, plan: Plan) -> Programme:
    """Open `pack` for `year`: pin its rules, store the real dates. The caller enrols in the same transaction
    (`core.enrolments.actions.enrol`). Refused outside the phase (S0-A10), with a finding that no erratum answers,
    without the plan's number, date and issuer (S0-A9), and twice for one year. `actor` is None only where the demo is
    written."""
    if actor is not None:
        require(actor, "programme.admin", Target())
    starts_on, ends_on = period_of(pack.rules, year)
    check_answered(pack)
    check_plan(plan, ends_on)
    dues = pack.hooks.milestones(pack.rules, year)
    _check_known(pack, dues)
    programme_id = new_id()
    stored = await tx.execute(
        """insert into programme (tenant_id, id, pack_id, year, starts_on, ends_on, rules_hash, plan_number, plan_dated,
                                  plan_issuer, census_on, opened_by, opened_at, state, closed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, sec.domain_now(), $13,
                   case when $13 = 'closed' then sec.domain_now() end)
           on conflict (tenant_id, pack_id, year) do nothing""",
        tx.tenant_id, programme_id, pack.id, year, starts_on, ends_on, await pinned.pin(tx, pack), plan.number,
        plan.dated, plan.issuer, census_day(pack.rules, year), actor.account_id if actor else None,
        "closed" if pack.rules.provenance == "historical" else "open",  # a closed phase loads as history (S1-A4)
    )  # fmt: skip
    if stored != "INSERT 0 1":
        words = years_in(pack.rules.period, year)
        raise Problem("programme.already-open", field="year", pack=pack.rules.title, years=words)
    await _store_milestones(tx, programme_id, dues)
    await audit.record(tx, actor, "programme.open", programme_id, pack=pack.id, version=pack.version, year=year)
    return await by_id(tx, programme_id)


def check_answered(pack: InstalledPack) -> None:
    """Refuse a pack with a finding of the linter that nobody has answered in writing: it would bind people to rules
    that contradict themselves."""
    places = tuple(one.place for one in pack.notices if one.waived_by is None)
    if places:
        raise Problem("pack.findings-open", field="pack", places=places)


def check_plan(plan: Plan, ends_on: date) -> None:
    """Number, date and issuer are all needed; a plan dated after its programme year founds nothing (S0-A9)."""
    problems = []
    if not plan.number:
        problems.append(Problem("programme.plan-number-missing", field="number"))
    if plan.dated is None:
        problems.append(Problem("programme.plan-date-missing", field="dated"))
    elif plan.dated > ends_on:
        problems.append(Problem("programme.plan-too-late", field="dated", day=ends_on))
    if not plan.issuer:
        problems.append(Problem("programme.plan-issuer-missing", field="issuer"))
    for field, value, most in (("number", plan.number, NUMBER_MAX), ("issuer", plan.issuer, ISSUER_MAX)):
        if len(value) > most:
            problems.append(Problem("form.too-long", field=field, max=most))
    if problems:
        raise Problem("programme.plan-incomplete", problems=problems)


def _check_known(pack: InstalledPack, dues: tuple[Due, ...]) -> None:
    """A hook may move a date; it may not invent a milestone whose words the pinned rules lack."""
    for due in dues:
        if due.milestone not in pack.rules.milestones:
            raise Problem("programme.unknown-milestone", milestone=due.key)


async def _store_milestones(tx: Transaction, programme_id: UUID, dues: tuple[Due, ...]) -> None:
    await tx.execute(
        """insert into milestone (tenant_id, programme_id, key, act, opens_at, closes_at)
           select $1, $2, n.* from unnest($3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[]) n""",
        tx.tenant_id, programme_id, [due.key for due in dues], [due.act for due in dues],
        [due.opens_at for due in dues], [due.closes_at for due in dues],
    )  # fmt: skip
