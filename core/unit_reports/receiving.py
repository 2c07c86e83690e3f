"""The unit above: takes reports in, returns or accepts them, excuses units, asks for reports by a day of its own."""

from datetime import date
from uuid import UUID

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.programmes.queries import Programme
from core.unit_reports import rules
from core.unit_reports.actions import hold, leave
from core.unit_reports.worksheet import report_of
from core.wording import worded

RECEIVED = """
update unit_report_recipient set received_on = $4, received_by = $5, noted_by = $6, noted_at = sec.domain_now()
where tenant_id = $1 and edition_id = $2 and ordinal = $3 and received_on is null
"""
OF_EDITION = """
select u.path, u.id as unit_id, c.kind, e.submitted_at, r.programme_id
from unit_report_edition e join unit_report r on r.tenant_id = e.tenant_id and r.id = e.report_id
join unit u on u.tenant_id = r.tenant_id and u.id = r.unit_id
join unit_report_recipient c on c.tenant_id = e.tenant_id and c.edition_id = e.id and c.ordinal = $3
where e.tenant_id = $1 and e.id = $2
"""


async def confirm(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, edition: UUID) -> None:
    """Say that what waits has come in, before it is decided on; the sender sees when, and by whom."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.receive")
    await _still(tx, held.id, edition)
    done = await tx.execute(RECEIVED, tx.tenant_id, edition, 1, await tx.today(), actor.name, actor.account_id)
    if done != "UPDATE 1":
        raise Problem("unit_report.already-received")
    await audit.record(tx, actor, "unit_report.received", edition, ordinal=1)


async def accept(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, edition: UUID) -> None:
    """Accept what waits: from now on the unit's numbers in the report above are these."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.receive")
    await _still(tx, held.id, edition)
    found = await leave(tx, actor, programme, key, held, "accept", "")
    await tx.execute(RECEIVED, tx.tenant_id, found, 1, await tx.today(), actor.name, actor.account_id)


async def give_back(
    tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, edition: UUID, reason: str
) -> None:
    """Return what waits, with a reason."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.receive")
    kept = rules.words(reason, "reason")
    await _still(tx, held.id, edition)
    found = await leave(tx, actor, programme, key, held, "return", kept)
    await tx.execute(RECEIVED, tx.tenant_id, found, 1, await tx.today(), actor.name, actor.account_id)


async def note_receipt(
    tx: Transaction, actor: Actor, edition: UUID, ordinal: int, received_on: date | None, received_by: str
) -> None:
    """Write down that a recipient has it: the unit above for itself, the sender for those outside of the system."""
    row = await tx.fetchrow(OF_EDITION, tx.tenant_id, edition, ordinal)
    if row is None:
        raise NotFound("access.not-found")
    target = Target(unit_path=row["path"])
    upper = row["kind"] == "upper" and "." in row["path"]
    require(actor, "unit_report.receive" if upper else "unit_report.write", target, see="report.read")
    if received_on is None:
        raise Problem("form.required", field="received_on")
    if received_on > await tx.today():
        raise Problem("unit_report.date-to-come", field="received_on")
    worded(received_by, "received_by", 200)
    done = await tx.execute(
        RECEIVED, tx.tenant_id, edition, ordinal, received_on, received_by or actor.name, actor.account_id
    )
    if done != "UPDATE 1":
        raise Problem("unit_report.already-received")
    await audit.record(tx, actor, "unit_report.received", edition, ordinal=ordinal)


async def excuse(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, reason: str) -> None:
    """A unit need not report this year; who decided and why is kept."""
    await hold(tx, actor, programme, key, unit_id, "unit_report.receive")
    kept = rules.words(reason, "reason")
    done = await tx.execute(
        """insert into unit_report_exemption (tenant_id, programme_id, report, unit_id, reason, by_account, at)
           values ($1, $2, $3, $4, $5, $6, sec.domain_now()) on conflict do nothing""",
        tx.tenant_id, programme.id, key, unit_id, kept, actor.account_id,
    )  # fmt: skip
    if done != "INSERT 0 1":
        raise Problem("unit_report.already-exempt")
    await audit.record(tx, actor, "unit_report.exempted", unit_id, programme=str(programme.id), report=key)


async def expect(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID) -> None:
    """An excused unit is expected again."""
    await hold(tx, actor, programme, key, unit_id, "unit_report.receive")
    await tx.execute(
        """delete from unit_report_exemption
           where tenant_id = $1 and programme_id = $2 and report = $3 and unit_id = $4""",
        tx.tenant_id, programme.id, key, unit_id,
    )  # fmt: skip
    await audit.record(tx, actor, "unit_report.expected", unit_id, programme=str(programme.id), report=key)


async def call(
    tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, due_on: date | None
) -> None:
    """A unit asks those directly below it for their reports by the end of a day; None takes it back."""
    path = await tx.fetchval("select path from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit_id)
    if path is None:
        raise NotFound("access.not-found")
    require(actor, "unit_report.write", Target(unit_path=path), see="report.read")
    report_of(programme.rules, key)
    if programme.state != "open":
        raise Problem("programme.closed")
    if due_on is None:
        await tx.execute(
            """delete from unit_report_call
               where tenant_id = $1 and programme_id = $2 and report = $3 and unit_id = $4""",
            tx.tenant_id, programme.id, key, unit_id,
        )  # fmt: skip
    else:
        if due_on < await tx.today():
            raise Problem("unit_report.day-gone-by", field="due_on")
        await tx.execute(
            """insert into unit_report_call (tenant_id, programme_id, report, unit_id, due_on, by_account, at)
               values ($1, $2, $3, $4, $5, $6, sec.domain_now())
               on conflict (tenant_id, programme_id, report, unit_id) do update set due_on = excluded.due_on,
                 by_account = excluded.by_account, at = excluded.at""",
            tx.tenant_id, programme.id, key, unit_id, due_on, actor.account_id,
        )  # fmt: skip
    await audit.record(tx, actor, "unit_report.called", unit_id, programme=str(programme.id), report=key)


async def _still(tx: Transaction, report: UUID | None, edition: UUID) -> None:
    """The edition that was looked at must be the one that waits."""
    waiting = await tx.fetchval(
        "select id from unit_report_edition where tenant_id = $1 and report_id = $2 and outcome = 'waiting'"
        " order by edition desc limit 1",
        tx.tenant_id, report,
    )  # fmt: skip
    if waiting != edition:
        raise Problem("unit_report.not-the-last")
