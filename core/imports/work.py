"""The import as work in the background: it opens its own transactions and can begin again after a crash, because all
that it writes stands in one transaction."""

import asyncio
import contextvars
import logging
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.access import Actor
from core.db.scope import Database, Scope
from core.errors import Problem
from core.imports import runs

NAME = "import.run"
log = logging.getLogger("renluyen.imports")


class Told:
    """Writes how far an import is, at most once a second, outside the transaction in which it runs."""

    def __init__(self, database: Database, scope: Scope, batch_id: UUID) -> None:
        self._database, self._scope, self._batch = database, scope, batch_id
        self._at = 0.0

    async def at(self, done: int, total: int = 0) -> None:
        """`done` of `total` parts are done."""
        if done < total and time.monotonic() - self._at < 1:
            return
        self._at = time.monotonic()
        await asyncio.create_task(self._write(done, total), context=contextvars.Context())

    async def _write(self, done: int, total: int) -> None:
        async with self._database.tenant(self._scope) as tx:
            await tx.execute(
                """update import_batch set progress = $3, progress_of = $4, progress_at = sec.domain_now()
                where tenant_id = $1 and id = $2 and state = 'running'""",
                tx.tenant_id, self._batch, done, total,
            )  # fmt: skip


async def run(database: Database, scope: Scope, payload: Mapping[str, Any], progress: Any) -> Mapping[str, int]:
    """Carry out the import `payload["import"]` for the account `payload["account"]`; a failure is noted with it."""
    batch_id = UUID(payload["import"])
    actor = Actor(account_id=UUID(payload["account"]), name="")
    try:
        async with database.tenant(scope) as tx:
            return await runs.carry_out(tx, actor, batch_id, progress)
    except Exception as error:
        problem = error if isinstance(error, Problem) else Problem("import.broken")
        if problem is not error:
            log.exception("an import failed")
        async with database.tenant(scope) as tx:
            await runs.fail(tx, batch_id, problem)
        raise
