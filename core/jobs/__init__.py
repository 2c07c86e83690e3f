"""Work that takes longer than a page: queued with the act, done by a worker, followed on a page.

A handler is one coroutine. It opens transactions of its own through the door, and it may be started a second time
after a crash, so it must be able to begin again:

    async def import_people(database: Database, scope: Scope, payload: Payload, progress: Progress) -> Payload | None:
        for start in range(0, total, 1000):
            async with database.tenant(scope) as tx:
                …
            await progress.at(start, total)            # cheap: written once a second at most
        return {"created": 12}                         # the result: counts and ids, shown on the page of jobs

It is made known by a line in `tenants/handlers.py`, or in `ui/jobs_table.py` where it writes papers:

    HANDLERS = {"people.import": import_people, …}

and queued inside the transaction of the act, so that a rollback takes the job back:

    job_id = await jobs.enqueue(visit.tx, "people.import", {"import": str(import_id)}, by=visit.actor)
    …
    job = await queries.find(tx, job_id)               # state, done, total, result, problem: for a page that waits

Whoever ordered a job may stop it by `jobs.cancel`: the handler's next `progress.at` raises.

A `Problem` raised by the handler is the failure's reason, in the words of `ui/messages`; any other exception shows as
`job.broken` and goes to the log. A page's sentence for the name stands in `ui/messages/jobs.py`. Payload, result and
problem hold ids, counts and codes: what a person wrote stays in the noun's own tables.

The ticket in pgqueuer's table holds the tenant's and the job's id alone; all else is under row security in `core.job`.
A tenant runs one job at a time, and tenants take turns (docs/decisions/0012).
"""

from core.jobs.actions import cancel, enqueue, retry, revive
from core.jobs.running import Handler, Payload, Progress

__all__ = ["Handler", "Payload", "Progress", "cancel", "enqueue", "retry", "revive"]
