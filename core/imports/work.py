"""The import as a job: it opens its own transactions and can begin again after a crash, because all that it writes
stands in one transaction."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.access import Actor
from core.db.scope import Database, Scope
from core.errors import Problem
from core.imports import runs
from core.jobs import Progress


async def run(database: Database, scope: Scope, payload: Mapping[str, Any], progress: Progress) -> Mapping[str, int]:
    """Carry out the import `payload["import"]` for the account `payload["account"]`; a failure is noted with it."""
    batch_id = UUID(payload["import"])
    actor = Actor(account_id=UUID(payload["account"]), name="")
    try:
        async with database.tenant(scope) as tx:
            done = await runs.carry_out(tx, actor, batch_id, progress)
        async with database.tenant(scope) as tx:  # the pages that follow must not be planned for an empty union
            await tx.execute("select sec.count_anew()")
        return done
    except Exception as error:
        problem = error if isinstance(error, Problem) else Problem("import.broken")
        async with database.tenant(scope) as tx:
            await runs.fail(tx, batch_id, problem)
        raise
