"""What runs in the background: how far, why it failed, once more; and the tenant's whole data as one file."""

from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Stream
from msgspec import Struct

from core import access, jobs
from core.errors import Problem
from core.jobs import queries
from core.jobs.queries import Job
from tenants import exporting
from ui.downloads import headers
from ui.guard import Visit, enter
from ui.i18n import _
from ui.messages.jobs import NAMES
from ui.problems import message
from ui.render import page

AT = "/{tenant:str}/quan-tri/viec-nen"
HERE = "quan-tri/viec-nen"


class Entry(Struct, frozen=True):
    """A job in words; `reason` says why it failed."""

    job: Job
    label: str
    reason: str
    fetchable: bool


class Listing(Struct, frozen=True):
    """The tenant's jobs, the live ones first; while there are any the page looks again by itself."""

    entries: tuple[Entry, ...]
    live: bool
    may_export: bool


@get(AT, opt={"policy": "job.read"})
async def listing(request: Request) -> Response:
    """Every job of the last weeks."""
    async with enter(request) as visit:
        view = await _listing(visit)
    return page(visit, "jobs/list.html", view)


@post(AT + "/{job:uuid}/lam-lai", opt={"policy": "job.admin"})
async def again(request: Request, job: UUID) -> Response:
    """Start a failed job once more."""
    async with enter(request, write=True) as visit:
        await jobs.retry(visit.tx, visit.actor, job)
        answer = await visit.done(HERE, ("done", _("Đã xếp việc vào hàng đợi để làm lại.")))
    return answer


@post(AT + "/xuat-du-lieu", opt={"policy": "tenant.export"})
async def export(request: Request) -> Response:
    """Order the tenant's whole data; the file waits here when it is ready."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            view = await _listing(visit)
            await exporting.order(visit.tx, visit.actor)
            answer = await visit.done(HERE, ("info", _("Đang xuất dữ liệu. Bạn có thể rời trang này.")))
    except Problem as problem:
        if visit is None:
            raise
        return page(visit, "jobs/list.html", view, problem=problem)
    return answer


@get(AT + "/{job:uuid}/tep", opt={"policy": "tenant.export"})
async def download(request: Request, job: UUID) -> Stream:
    """The file of an export; who fetches it is noted."""
    async with enter(request, write=True) as visit:
        number = await exporting.fetched(visit.tx, visit.actor, job)
    body = queries.output(request.app.state.database, visit.scope, job, number)
    return Stream(
        body,
        media_type="application/zip",
        headers=headers(f"{visit.tenant.slug}-{visit.today:%Y%m%d}.zip"),
    )


async def _listing(visit: Visit) -> Listing:
    found = await queries.latest(visit.tx)
    export = access.may(visit.actor, "tenant.export")
    entries = tuple(_entry(job, export) for job in found)
    return Listing(entries, any(job.live for job in found), export)


def _entry(job: Job, export: bool) -> Entry:
    reason = message(Problem(job.problem.code, **job.problem.facts)) if job.problem else ""
    label = _(NAMES[job.name]) if job.name in NAMES else job.name
    return Entry(job, label, reason, export and job.name == exporting.NAME and job.state == "done" and job.size > 0)


ROUTES = (listing, again, export, download)
