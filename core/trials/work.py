"""The trial as a job: it reads a year, judges it by the draft, and writes all rows at the end, so that it may begin
again at any time."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Database, Scope, Transaction
from core.enrolments import roster
from core.enrolments import rules as enrolments
from core.jobs import Progress
from core.packs.calendar import Due
from core.packs.facts import SheetFact
from core.packs.installed import PackHooks
from core.packs.schema import Pack
from core.programmes import pinned
from core.programmes.queries import Programme, by_id
from core.trials import facts, rules
from core.trials.rules import Outcome, Stored
from core.trials.summary import Line, Summary, Tally

COLUMNS = ("tenant_id", "trial_id", "person_id", "unit_id", "outcome", "was", "now", "step", "why", "sheet", "shifts")
PATIENCE = "set local statement_timeout = '300s'; set local idle_in_transaction_session_timeout = '300s'"


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """The two sides of a trial: the year with its pinned rules and code, the draft with the pack's code of today."""

    programme: Programme
    draft: Pack
    old: PackHooks
    new: PackHooks

    @property
    def due_then(self) -> Mapping[str, Due]:
        """What was due in the year, by act."""
        return {due.act: due for due in self.programme.milestones.values()}

    @property
    def due_now(self) -> Mapping[str, Due]:
        """What the draft would have made due in that year, by act. Its phase is lifted: the year is a trial's."""
        period = msgspec.structs.replace(self.draft.period, first=None, last=None)
        lifted = msgspec.structs.replace(self.draft, period=period)
        return {due.act: due for due in self.new.milestones(lifted, self.programme.year)}


async def run(database: Database, scope: Scope, payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Carry out the trial `payload["trial"]`."""
    trial_id = UUID(payload["trial"])
    async with database.tenant(scope) as tx:
        await tx.execute(PATIENCE)
        summary = await carry_out(tx, trial_id, progress)
    return {"changed": summary.changed, "undecided": summary.undecided}


async def carry_out(tx: Transaction, trial_id: UUID, progress: Progress | None = None) -> Summary:
    """Judge everybody on the year's roster and keep what came out."""
    trial = await sides(tx, trial_id)
    outside, added = await scope_of(tx, trial)
    total, done = await facts.count(tx, trial.programme.id), 0
    then, now = trial.due_then, trial.due_now
    tally, records = Tally(then, now), []
    async for part in facts.parts(tx, trial.programme):
        lines = await asyncio.to_thread(judged, trial, part, outside, then, now)  # pages are served meanwhile
        for line, stored in zip(lines, part, strict=True):
            tally.add(line, stored.acts, stored.late)
            records.append(_record(tx, trial_id, line))
        done += len(part)
        if progress:
            await progress.at(done, total)
    summary = tally.told(added)
    await _keep(tx, trial_id, summary, records)
    return summary


async def sides(tx: Transaction, trial_id: UUID) -> Trial:
    """What a trial compares."""
    row = await tx.fetchrow(
        """select t.programme_id, t.rules_hash, t.pack_id, r.hooks_hash from trial t
           join rules r on r.tenant_id = t.tenant_id and r.hash = t.rules_hash
           where t.tenant_id = $1 and t.id = $2""",
        tx.tenant_id, trial_id,
    )  # fmt: skip
    programme = await by_id(tx, row["programme_id"])
    draft = (await pinned.load(tx, [row["rules_hash"]]))[row["rules_hash"]]
    return Trial(
        programme=programme, draft=draft, new=pinned.hooks_of(row["pack_id"], row["hooks_hash"]),
        old=pinned.reading_hooks(programme.pack_id, programme.hooks_hash),
    )  # fmt: skip


async def scope_of(tx: Transaction, trial: Trial) -> tuple[frozenset[UUID], int]:
    """Who is enrolled by the old rules and not by the draft, and how many the other way round. Both are computed from
    the positions of that census day, so that acts on single people make no difference."""
    old, new = trial.programme.rules, trial.draft
    if old.subject == new.subject:
        return frozenset(), 0
    day = trial.programme.census_on
    was = enrolments.compute(trial.old, old, *await roster.all_of(tx, old, day))
    now = enrolments.compute(trial.new, new, *await roster.all_of(tx, new, day))
    before, after = ({place.person_id for place in side.places} for side in (was, now))
    return frozenset(before - after), len(after - before)


def judged(
    trial: Trial, part: tuple[Stored, ...], outside: frozenset[UUID], then: Mapping[str, Due], now: Mapping[str, Due]
) -> list[Line]:
    """The lines of some people."""
    return [
        Line(
            person_id=one.person_id, unit_id=one.unit_id, was=one.level or "",
            registered=one.registration_id is not None,
            outcome=outcome_of(trial, one, outside), sheet=sheet_of(trial, one), shifts=rules.shifts(then, now, one),
        )
        for one in part
    ]  # fmt: skip


def outcome_of(trial: Trial, stored: Stored, outside: frozenset[UUID] = frozenset()) -> Outcome:
    """What the draft makes of one person; who is outside its audience has no level by it."""
    if stored.person_id in outside:
        return Outcome(kind="outside")
    then = rules.Side(trial.programme.rules, trial.old.rate)
    return rules.judge(then, rules.Side(trial.draft, trial.new.rate), stored)


def sheet_of(trial: Trial, stored: Stored) -> tuple[tuple[str, str], ...]:
    """What the draft would have refused on a sheet that was taken."""
    old, new = trial.programme.rules, trial.draft
    alike = all(getattr(old, part) == getattr(new, part) for part in ("criteria", "groups", "registration"))
    if stored.registration_id is None or alike:
        return ()
    sheet = SheetFact(items=stored.items, points={key: most for key, most in stored.points.items() if most is not None})
    return rules.refused(
        trial.old.registration_problems(old, sheet, stored.subject),
        trial.new.registration_problems(new, sheet, stored.subject),
    )


def _record(tx: Transaction, trial_id: UUID, line: Line) -> tuple[object, ...]:
    outcome = line.outcome
    texts = (msgspec.json.encode(value).decode() for value in (outcome.why, line.sheet, line.shifts))
    return (
        tx.tenant_id, trial_id, line.person_id, line.unit_id, outcome.kind, line.was, outcome.level or "", outcome.step,
        *texts,
    )  # fmt: skip


async def _keep(tx: Transaction, trial_id: UUID, summary: Summary, records: list[tuple[object, ...]]) -> None:
    await tx.execute("delete from trial_row where tenant_id = $1 and trial_id = $2", tx.tenant_id, trial_id)
    if records:
        await tx.load("trial_row", COLUMNS, records)
    await tx.execute(
        "update trial set summary = $3::jsonb, done_at = sec.domain_now() where tenant_id = $1 and id = $2",
        tx.tenant_id, trial_id, msgspec.json.encode(summary).decode(),
    )  # fmt: skip
