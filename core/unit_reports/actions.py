"""Writing, checking, signing and submitting a unit's report (domain.md §6).

Every act takes the programme's row first, so that closing the year and an act on a report never pass each other: what
was accepted before the closing stands, what comes after it is refused. Freezing a report and accepting one below it
take the same lock, so that a frozen report holds everything accepted before it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Forbidden, NotFound, Problem, Stale
from core.extensions.queries import due_for
from core.programmes.queries import Programme
from core.unit_reports import duties, frozen, rules, worksheet
from core.unit_reports.findings import Group
from core.unit_reports.frozen import Paper
from core.unit_reports.rules import Act, Recipient, State
from core.unit_reports.worksheet import Worksheet

LOCK = "select pg_advisory_xact_lock(hashtextextended('unit-report:' || $1::text, 0))"
UPSERT = """
insert into unit_report (tenant_id, id, programme_id, unit_id, report, state, saved_by, saved_at)
values ($1, $2, $3, $4, $5, $6, $7, sec.domain_now())
on conflict (tenant_id, programme_id, report, unit_id) do update set state = excluded.state,
  saved_by = excluded.saved_by, saved_at = excluded.saved_at, version = unit_report.version + 1
returning id
"""
STATE = """
update unit_report set state = $3, edition = edition + $4::int, saved_by = $5, saved_at = sec.domain_now(),
  version = version + 1
where tenant_id = $1 and id = $2
"""
EDITION = """
insert into unit_report_edition (tenant_id, id, report_id, edition, content, sha256, number, symbol, dated_on, reason,
  signed_by, signed_as, submitted_by, submitted_at)
select $1, $2, r.id, r.edition, $4, $5, $6, $7, $8, r.reason, r.signed_by, r.signed_as, $9, sec.domain_now()
from unit_report r where r.tenant_id = $1 and r.id = $3
"""
NUMBER = """
insert into unit_report_number (tenant_id, unit_id, year, number, edition_id, symbol, dated_on, taken_at)
values ($1, $2, $3, $4, $5, $6, $7, sec.domain_now())
"""
RECIPIENT = """
insert into unit_report_recipient (tenant_id, edition_id, ordinal, kind, name, purpose)
select $1, $2, * from unnest($3::smallint[], $4::text[], $5::text[], $6::text[])
"""
FIGURE = """
insert into unit_report_figure (tenant_id, report_id, unit_id, numbers, words, by_account, at)
values ($1, $2, $3, $4, $5, $6, sec.domain_now())
on conflict (tenant_id, report_id, unit_id) do update set numbers = excluded.numbers, words = excluded.words,
  by_account = excluded.by_account, at = excluded.at
"""
WORD = """
insert into unit_report_word (tenant_id, report_id, key, digest, words, by_account, at)
values ($1, $2, $3, $4, $5, $6, sec.domain_now())
"""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row as typed: its cells (all None: nothing typed, the data stand), and why it differs."""

    numbers: tuple[int | None, ...]
    words: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return all(one is None for one in self.numbers)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What the form holds: sections, typed rows by unit, justifications by key. None: not in this form, kept."""

    texts: Mapping[str, str] | None = None
    rows: Mapping[UUID, Row] | None = None
    words: Mapping[str, str] | None = None
    version: int = 0


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's report under lock; `id` is None for one that nobody has begun."""

    id: UUID | None
    unit_id: UUID
    parent_id: UUID | None
    path: str
    kind: str
    state: State
    version: int
    signed_digest: str

    @property
    def top(self) -> bool:
        """Whether there is nobody above."""
        return self.parent_id is None


async def save(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, entry: Entry) -> UUID:
    """Keep what was written; the report is a draft again. Stale where somebody else wrote meanwhile."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.write")
    _check_version(held, entry.version)
    state = rules.move(held.state, "save", top=held.top)
    report = await _put(tx, actor, programme, key, held, state)
    if entry.texts is not None:
        await tx.execute(
            "update unit_report set texts = $3::jsonb where tenant_id = $1 and id = $2",
            tx.tenant_id, report, msgspec.json.encode(rules.texts(entry.texts)).decode(),
        )  # fmt: skip
    if entry.rows is not None:
        await _keep_rows(tx, actor, report, entry.rows, await worksheet.of_unit(tx, actor, programme, key, unit_id))
    if entry.words is not None:
        await _keep_words(tx, actor, report, entry.words, await worksheet.of_unit(tx, actor, programme, key, unit_id))
    await audit.record(tx, actor, "unit_report.saved", report, programme=str(programme.id), report=key)
    return report


async def check(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, version: int) -> UUID:
    """Say that the report is ready: nothing is found that nobody has mended or justified."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.write")
    _check_version(held, version)
    state = rules.move(held.state, "check", top=held.top)
    sheet = await worksheet.of_unit(tx, actor, programme, key, unit_id)
    if sheet.open:
        raise Problem("unit_report.findings-open", field="findings", count=sheet.open)
    report = await _put(tx, actor, programme, key, held, state)
    await audit.record(tx, actor, "unit_report.checked", report, programme=str(programme.id), report=key)
    return report


async def sign(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, version: int) -> UUID:
    """The secretary, or a deputy in his place, signs these numbers (S0-44)."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.sign")
    _check_version(held, version)
    title = signatory(actor, held.path)
    state = rules.move(held.state, "sign", top=held.top)
    sheet = await worksheet.of_unit(tx, actor, programme, key, unit_id)
    if sheet.open:
        raise Problem("unit_report.findings-open", field="findings", count=sheet.open)
    report = await _put(tx, actor, programme, key, held, state, (title, sheet.digest))
    await audit.record(tx, actor, "unit_report.signed", report, programme=str(programme.id), report=key)
    return report


async def reopen(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, version: int) -> None:
    """Take the signature back, to write on."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.write")
    _check_version(held, version)
    report = await _put(tx, actor, programme, key, held, rules.move(held.state, "reopen", top=held.top))
    await audit.record(tx, actor, "unit_report.reopened", report, programme=str(programme.id), report=key)


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """Number and date from the unit's register, and whom it goes to."""

    number: int | None
    symbol: str
    dated_on: date | None
    recipients: tuple[Recipient, ...]
    version: int = 0


async def submit(
    tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, sending: Sending
) -> UUID:
    """Freeze what was signed and send it; the new edition. Refused where the numbers are not the signed ones any more.
    The database's clock decides whether it is late."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.write")
    _check_version(held, sending.version)
    state = rules.move(held.state, "submit", top=held.top)
    await _check_open(tx, programme, key, held)
    to = rules.recipients(sending.recipients, top=held.top)
    taken = await numbers_taken(tx, unit_id, (sending.dated_on or await tx.today()).year)
    rules.check_number(sending.number, sending.symbol, sending.dated_on, await tx.today(), taken)
    assert sending.number is not None and sending.dated_on is not None and held.id is not None
    sheet = await worksheet.of_unit(tx, actor, programme, key, unit_id, dated_on=sending.dated_on)
    if sheet.changed or sheet.open:
        raise Problem("unit_report.changed-since-signed")
    content, digest = frozen.write(paper_of(sheet, sending.number, sending.symbol, sending.dated_on, to))
    edition = new_id()
    await tx.execute(
        EDITION, tx.tenant_id, edition, held.id, content, digest, sending.number, sending.symbol, sending.dated_on,
        actor.account_id,
    )  # fmt: skip
    await _send(tx, held, edition, sending, to, [part.edition_id for part in sheet.parts.values()])
    await tx.execute(STATE, tx.tenant_id, held.id, state, 0, actor.account_id)
    await audit.record(
        tx, actor, "unit_report.submitted", edition, programme=str(programme.id), report=key, sha256=digest
    )
    return edition


def paper_of(sheet: Worksheet, number: int, symbol: str, dated_on: date, to: tuple[Recipient, ...]) -> Paper:
    """The report as it is frozen."""
    assert sheet.draft is not None
    return Paper(
        context=sheet.context, lines=sheet.lines, own={row.place.id: row.own for row in sheet.context.rows},
        groups=sheet.groups, words=frozen.said(sheet.groups), texts=sheet.draft.texts, number=number, symbol=symbol,
        dated_on=dated_on, signer=sheet.draft.signer, signed_as=sheet.draft.signed_as, recipients=to,
        reason=sheet.draft.reason,
    )  # fmt: skip


async def recall(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID) -> None:
    """Take a submitted report back before it is accepted; its number stays in the register."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.write")
    await leave(tx, actor, programme, key, held, "recall", "")


async def correct(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, reason: str) -> None:
    """Begin a new edition of an accepted report; the accepted one holds until the new one is accepted."""
    held = await hold(tx, actor, programme, key, unit_id, "unit_report.write")
    kept = rules.words(reason, "reason")
    state = rules.move(await _derived(tx, programme, key, held), "correct", top=held.top)
    await tx.execute(STATE, tx.tenant_id, held.id, state, 1, actor.account_id)
    await tx.execute("update unit_report set reason = $3 where tenant_id = $1 and id = $2", tx.tenant_id, held.id, kept)
    assert held.id is not None
    await audit.record(tx, actor, "unit_report.correcting", held.id, programme=str(programme.id), report=key)


async def leave(
    tx: Transaction, actor: Actor, programme: Programme, key: str, held: Held, act: Act, reason: str
) -> UUID:
    """End the wait of the edition that was submitted last; its id."""
    state = rules.move(held.state, act, top=held.top)
    outcome = {"recall": "recalled", "return": "returned", "accept": "accepted"}[act]
    edition = await tx.fetchval(
        """update unit_report_edition set outcome = $3, outcome_by = $4, outcome_at = sec.domain_now(),
             outcome_reason = $5
           where tenant_id = $1 and report_id = $2 and outcome = 'waiting' and edition = (
             select r.edition from unit_report r where r.tenant_id = $1 and r.id = $2) returning id""",
        tx.tenant_id, held.id, outcome, actor.account_id, reason,
    )  # fmt: skip
    await tx.execute(STATE, tx.tenant_id, held.id, state, int(act in rules.NEW_EDITION), actor.account_id)
    await audit.record(tx, actor, f"unit_report.{outcome}", edition, programme=str(programme.id), report=key)
    return edition


async def hold(tx: Transaction, actor: Actor, programme: Programme, key: str, unit_id: UUID, action: str) -> Held:
    """A unit's report under lock, by who may do `action`, in a year that is open: first the programme, then the report
    that is frozen or changed by the act, then its row."""
    unit = await tx.fetchrow(
        "select path, kind, parent_id from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit_id
    )
    if unit is None:
        raise NotFound("access.not-found")
    require(actor, action, Target(unit_path=unit["path"]), see="report.read")
    worksheet.report_of(programme.rules, key)
    state = await tx.fetchval(
        "select state from programme where tenant_id = $1 and id = $2 for share", tx.tenant_id, programme.id
    )
    if state != "open":
        raise Problem("programme.is-paused" if state == "paused" else "programme.closed")
    frozen_by = unit["parent_id"] if action == "unit_report.receive" else unit_id
    await tx.execute(LOCK, f"{programme.id}:{key}:{frozen_by}")
    row = await tx.fetchrow(
        """select id, state, version, signed_digest from unit_report
           where tenant_id = $1 and programme_id = $2 and report = $3 and unit_id = $4 for update""",
        tx.tenant_id, programme.id, key, unit_id,
    )  # fmt: skip
    return Held(
        id=row["id"] if row else None, unit_id=unit_id, parent_id=unit["parent_id"], path=unit["path"],
        kind=unit["kind"], state=row["state"] if row else "planned", version=row["version"] if row else 0,
        signed_digest=(row["signed_digest"] or "") if row else "",
    )  # fmt: skip


def signatory(actor: Actor, path: str) -> str:
    """As what somebody signs for a unit: its secretary, or a deputy in his place."""
    titles = {seat.title for seat in actor.at("committee") if seat.unit_path == path}
    for title in ("secretary", "deputy"):
        if title in titles:
            return title
    raise Forbidden("unit_report.not-a-signatory")


async def numbers_taken(tx: Transaction, unit_id: UUID, year: int) -> frozenset[int]:
    """The numbers of a year that a unit's register holds; the register is held until the act is done."""
    await tx.execute(LOCK, f"register:{unit_id}:{year}")
    rows = await tx.fetch(
        "select number from unit_report_number where tenant_id = $1 and unit_id = $2 and year = $3",
        tx.tenant_id, unit_id, year,
    )  # fmt: skip
    return frozenset(row["number"] for row in rows)


async def _send(
    tx: Transaction, held: Held, edition: UUID, sending: Sending, to: tuple[Recipient, ...], parts: list[UUID]
) -> None:
    assert sending.dated_on is not None
    await tx.execute(
        NUMBER, tx.tenant_id, held.unit_id, sending.dated_on.year, sending.number, edition, sending.symbol,
        sending.dated_on,
    )  # fmt: skip
    await tx.execute(
        RECIPIENT, tx.tenant_id, edition, list(range(1, len(to) + 1)), [one.kind for one in to],
        [one.name.strip() for one in to], [one.purpose.strip() for one in to],
    )  # fmt: skip
    await tx.execute(
        "insert into unit_report_part (tenant_id, edition_id, part_id) select $1, $2, unnest($3::uuid[])",
        tx.tenant_id, edition, parts,
    )  # fmt: skip


async def _put(
    tx: Transaction, actor: Actor, programme: Programme, key: str, held: Held, state: State,
    signed: tuple[str, str] | None = None,
) -> UUID:  # fmt: skip
    report = await tx.fetchval(
        UPSERT, tx.tenant_id, held.id or new_id(), programme.id, held.unit_id, key, "draft" if signed else state,
        actor.account_id,
    )  # fmt: skip
    by, title, digest = (actor.account_id, *signed) if signed else (None, "", None)
    await tx.execute(
        """update unit_report set state = $3, signed_by = $4, signed_as = $5, signed_digest = $6,
             signed_at = case when $4::uuid is not null then sec.domain_now() end
           where tenant_id = $1 and id = $2""",
        tx.tenant_id, report, state, by, title, digest,
    )  # fmt: skip
    return report


async def _keep_rows(tx: Transaction, actor: Actor, report: UUID, rows: Mapping[UUID, Row], sheet: Worksheet) -> None:
    """Typed rows: of the unit itself and of those directly below that have no accepted report."""
    open_to = {line.place.id for line in sheet.lines if line.kind != "reported"}
    for unit, row in rows.items():
        if unit not in open_to:
            continue
        if row.empty:
            await tx.execute(
                "delete from unit_report_figure where tenant_id = $1 and report_id = $2 and unit_id = $3",
                tx.tenant_id, report, unit,
            )  # fmt: skip
            continue
        cells = rules.numbers(row.numbers, f"row.{unit}")
        words = rules.words(row.words, f"why.{unit}")
        await tx.execute(FIGURE, tx.tenant_id, report, unit, list(cells), words, actor.account_id)


async def _keep_words(tx: Transaction, actor: Actor, report: UUID, words: Mapping[str, str], sheet: Worksheet) -> None:
    """The justifications for what is found now; those of what is not found any more go."""
    await tx.execute("delete from unit_report_word where tenant_id = $1 and report_id = $2", tx.tenant_id, report)
    digests = _digests(sheet.groups)
    for key, text in words.items():
        if key in digests and (kept := rules.words(text, f"word.{key}", needed=False)):
            await tx.execute(WORD, tx.tenant_id, report, key, digests[key], kept, actor.account_id)


def _digests(groups: tuple[Group, ...]) -> dict[str, str]:
    found = {group.rule: group.digest for group in groups if group.findings}
    return found | {one.key: one.digest for group in groups for one in group.findings}


async def _derived(tx: Transaction, programme: Programme, key: str, held: Held) -> State:
    found = await duties.around(tx, programme, key, held.unit_id)
    return next((one.state for one in found if one.unit_id == held.unit_id), held.state)


async def _check_open(tx: Transaction, programme: Programme, key: str, held: Held) -> None:
    """A date that closes refuses what comes after it, and after the time that the unit was given beyond it."""
    found = rules.owed(programme.rules, programme.milestones, key)
    if found is None or held.kind not in found[1]:
        return
    now: datetime = await tx.now()
    due = await due_for(tx, programme, found[0], held.unit_id, now)
    if due and due.late == "close" and now >= due.closes_at:
        raise Problem("unit_report.closed", day=due.last_day)


def _check_version(held: Held, version: int) -> None:
    if version != held.version:
        raise Stale("unit_report.changed", theirs={}, version=held.version)
