"""The dry run and the import itself: the same reading and the same decisions; the one keeps what wants somebody, the
other writes, all in one transaction."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

import msgspec

from core import audit, jobs
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem, Stale
from core.imports import people_known, people_match, people_write, queries, reading, unit_rows, unit_write
from core.imports.people_match import Decision
from core.imports.people_rows import Reader, Said
from core.imports.queries import Batch
from core.units import actions as units

NAME = "import.run"
MOST_ODD = 5000  # rows kept for looking at; the counts are of all
PATIENCE = "set local statement_timeout = '300s'; set local idle_in_transaction_session_timeout = '300s'"
# A connection keeps the plans of its foreign-key checks. Made while a table was tiny, they read it from end to end: a
# hundred thousand rows later that is hours. So they are made anew, and from the index.
FRESH_PLANS = "discard plans; set local enable_seqscan = off"
ODD = ("tenant_id", "batch_id", "number", "state", "cells", "faults", "same_id", "same_row", "choice")


class Progress(Protocol):
    """Hears how far the work is."""

    async def at(self, done: int, total: int = 0) -> None:
        """`done` of `total` parts are done."""


class Silent:
    """Nobody waits."""

    async def at(self, done: int, total: int = 0) -> None:
        """Nothing is told."""


async def check(tx: Transaction, actor: Actor, batch_id: UUID) -> Mapping[str, int]:
    """A dry run: counts of the rows by what they would do; faulty and doubtful ones are kept to be looked at."""
    require(actor, "import.admin", Target())
    await tx.execute(PATIENCE)
    batch = await queries.get(tx, batch_id)
    if not batch.open:
        raise Stale("import.not-open")
    decisions = await _decided(tx, batch)
    counts = people_match.counted(decisions)
    await _keep_odd(tx, batch, decisions)
    await tx.execute(
        """update import_batch set state = 'checked', counts = $3::jsonb, failure = null, version = version + 1
        where tenant_id = $1 and id = $2""",
        tx.tenant_id, batch_id, msgspec.json.encode(counts).decode(),
    )  # fmt: skip
    return counts


async def begin(tx: Transaction, actor: Actor, batch_id: UUID) -> UUID:
    """Queue the import: from now on nothing of it may be changed. Returns the job's id."""
    await claim(tx, actor, batch_id)
    payload = {"import": str(batch_id), "account": str(actor.account_id)}
    job_id = await jobs.enqueue(tx, NAME, payload, by=actor)
    await tx.execute(
        "update import_batch set job_id = $3 where tenant_id = $1 and id = $2", tx.tenant_id, batch_id, job_id
    )
    return job_id


async def claim(tx: Transaction, actor: Actor, batch_id: UUID) -> None:
    """Say that the import begins. Problem unless a dry run was made and there is something to write."""
    require(actor, "import.admin", Target())
    await tx.execute("select from import_batch where tenant_id = $1 and id = $2 for update", tx.tenant_id, batch_id)
    batch = await queries.get(tx, batch_id)
    if batch.state not in ("checked", "failed"):
        raise Stale("import.not-open")
    if not batch.ready:
        raise Problem("import.nothing-to-do")
    await tx.execute(
        """update import_batch set state = 'running', failure = null, job_id = null, version = version + 1
        where tenant_id = $1 and id = $2""",
        tx.tenant_id, batch_id,
    )  # fmt: skip


async def carry_out(
    tx: Transaction, actor: Actor | None, batch_id: UUID, progress: Progress | None = None
) -> Mapping[str, int]:
    """Write the rows that are clear; faulty, doubtful and skipped ones stay out. All or nothing; counts as written."""
    await tx.execute(PATIENCE)
    batch = await queries.get(tx, batch_id)
    if batch.state not in ("running", "failed"):  # failed: the job is done a second time
        raise Stale("import.not-open")
    told = progress or Silent()
    if batch.kind == "units":
        await units.lock_tree(tx)
    decisions = await _decided(tx, batch)
    await tx.execute(FRESH_PLANS)
    write = people_write.write if batch.kind == "people" else unit_write.write
    await write(tx, batch_id, decisions, told)
    counts = people_match.counted(decisions)
    await _finish(tx, batch, decisions, counts)
    await audit.record(tx, actor, "import.run", batch_id, **counts)
    return counts


async def fail(tx: Transaction, batch_id: UUID, problem: Problem) -> None:
    """Note why an import stopped; nothing of it was written, so it can be begun again."""
    failure = {"code": problem.code, "facts": {name: str(fact) for name, fact in problem.facts.items()}}
    await tx.execute(
        """update import_batch set state = 'failed', failure = $3::jsonb, version = version + 1
        where tenant_id = $1 and id = $2 and state = 'running'""",
        tx.tenant_id, batch_id, msgspec.json.encode(failure).decode(),
    )  # fmt: skip


async def _decided(tx: Transaction, batch: Batch) -> Sequence[Decision]:
    choices = await _choices(tx, batch.id)
    tree, today = await queries.tree(tx), await tx.today()
    if batch.kind == "units":
        known = await unit_rows.known(tx)
        texts = await _texts(tx, batch.id)
        return await asyncio.to_thread(unit_rows.decided, texts, batch.mapping, known, today, batch.since)
    home = tree.by_id.get(batch.home_unit) if batch.home_unit else None
    reader = Reader(batch.mapping, tree, today, batch.since, home)
    said: list[Said] = []
    for (cells,) in await _chunks(tx, batch.id):
        # A thread at a time and a chunk at a time: the pages of others are served between two.
        said += await asyncio.to_thread(lambda cells=cells: [reader.read(*row) for row in reading.rows_of(cells)])
    known = await people_known.known(tx, said)
    secretaries = await people_known.secretaries(tx, said)
    judge = people_match.Judge(known, secretaries, today, new_id, choices, batch.duplicates)
    return await asyncio.to_thread(lambda: [judge.decide(one) for one in said])


async def _choices(tx: Transaction, batch_id: UUID) -> dict[int, str]:
    """What somebody has chosen for single rows."""
    rows = await tx.fetch(
        "select number, choice from import_row where tenant_id = $1 and batch_id = $2 and choice <> ''",
        tx.tenant_id, batch_id,
    )  # fmt: skip
    return dict((row[0], row[1]) for row in rows)


async def _chunks(tx: Transaction, batch_id: UUID) -> list[Any]:
    return await tx.fetch(
        "select cells from import_chunk where tenant_id = $1 and batch_id = $2 order by first", tx.tenant_id, batch_id
    )


async def _texts(tx: Transaction, batch_id: UUID) -> list[reading.Row]:
    return [row for (cells,) in await _chunks(tx, batch_id) for row in reading.rows_of(cells)]


async def _keep_odd(tx: Transaction, batch: Batch, decisions: Sequence[Decision]) -> None:
    """Faulty rows, rows to decide on, and rows decided on already, with what the file says."""
    chosen = await _choices(tx, batch.id)
    wanted = {one.said.row: one for one in decisions if one.state == "faulty" or one.asked}
    kept = dict(list(wanted.items())[:MOST_ODD])
    await tx.execute("delete from import_row where tenant_id = $1 and batch_id = $2", tx.tenant_id, batch.id)
    records = []
    for (cells,) in await _chunks(tx, batch.id) if kept else ():
        for number, texts in reading.rows_of(cells):
            if (one := kept.get(number)) is not None:
                state = one.state if one.state in ("faulty", "duplicate") else "decided"
                faults = msgspec.json.encode(one.faults).decode()
                records.append((
                    tx.tenant_id, batch.id, number, state, texts, faults, one.same_id, one.same_row,
                    chosen.get(number, ""),
                ))  # fmt: skip
    if records:
        await tx.load("import_row", ODD, records)


async def _finish(tx: Transaction, batch: Batch, decisions: Sequence[Decision], counts: Mapping[str, int]) -> None:
    """What was read is forgotten, but for the rows that stayed out: those can still be taken away as a workbook."""
    await _keep_odd(tx, batch, decisions)
    await tx.execute("delete from import_chunk where tenant_id = $1 and batch_id = $2", tx.tenant_id, batch.id)
    await tx.execute(
        "delete from import_row where tenant_id = $1 and batch_id = $2 and state <> 'faulty'", tx.tenant_id, batch.id
    )
    shape = msgspec.structs.replace(
        batch.shape, columns=tuple(msgspec.structs.replace(one, samples=()) for one in batch.shape.columns)
    )
    await tx.execute(
        """update import_batch set state = 'done', counts = $3::jsonb, shape = $4::jsonb, carried_at = sec.domain_now(),
          version = version + 1 where tenant_id = $1 and id = $2""",
        tx.tenant_id, batch.id, msgspec.json.encode(counts).decode(), msgspec.json.encode(shape).decode(),
    )  # fmt: skip
