"""The registration sheets of a unit as a file: at once for a small unit, else ordered, followed and fetched."""

from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Stream
from msgspec import Struct

from core import jobs
from core.documents import queries, sheet_lists, sheet_orders
from core.errors import NotFound, Problem
from core.jobs import queries as following
from core.jobs.queries import Job
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.units import queries as units
from core.units.queries import Unit
from ui.documents import paper_pdf, sheet_papers
from ui.downloads import headers
from ui.formats import file_years
from ui.guard import Visit, enter, redirect
from ui.i18n import _
from ui.papers import making
from ui.problems import message
from ui.render import fragment, page

HERE = "chuong-trinh/{}/van-ban/{}/tap-phieu"
AT = "/{tenant:str}/chuong-trinh/{programme:str}/van-ban/{unit:uuid}/tap-phieu"
ONE = AT + "/{job:uuid}"
LISTED = {"policy": "progress.read"}
TYPES = {"pdf": paper_pdf.PDF, "zip": "application/zip"}


class Order(Struct, frozen=True):
    """What was ordered last: how far it is, why it failed, where it is followed."""

    job: Job
    reason: str
    url: str


class Offer(Struct, frozen=True, kw_only=True):
    """Sheets to be had: the unit's own, or the `whole` below it too. `at_once` is where to fetch them without
    waiting, None where they are ordered; `url` is where the order goes."""

    whole: bool
    sheets: int
    units: int
    at_once: str | None
    url: str
    order: Order | None


class Followed(Struct, frozen=True, kw_only=True):
    """An order on its own page; `back` is the unit's list of documents."""

    programme: Programme
    unit: str
    order: Order
    whole: bool
    again: str
    back: str


async def offers(visit: Visit, programme: Programme, unit: Unit) -> tuple[Offer, ...]:
    """What the list of documents offers of a unit's sheets."""
    counted = await sheet_lists.count(visit.tx, visit.actor, programme, unit)
    url = visit.shell.url(HERE.format(programme.slug, unit.id))
    found = []
    if counted.own:
        small = counted.own <= sheet_papers.AT_ONCE
        order = None if small else await _latest(visit, programme, unit, url, whole=False)
        found.append(Offer(
            whole=False, sheets=counted.own, units=1, at_once=url if small else None, url=url, order=order
        ))  # fmt: skip
    if counted.whole > counted.own:
        order = await _latest(visit, programme, unit, url, whole=True)
        found.append(Offer(
            whole=True, sheets=counted.whole, units=counted.units, at_once=None, url=url, order=order
        ))  # fmt: skip
    return tuple(found)


@get(AT, opt=LISTED)
async def at_once(request: Request, programme: str, unit: UUID) -> Response:
    """The sheets of a small unit's own people in one PDF; of a larger one they are ordered on the list."""
    async with enter(request) as visit:
        year = await programmes.get(visit.tx, programme)
        issuer = await queries.issuer(visit.tx, visit.actor, unit)
        found = await sheet_lists.handed_in(visit.tx, visit.actor, year, issuer.unit)
        if not found:
            raise NotFound("access.not-found")
        if len(found[0].sheets) > sheet_papers.AT_ONCE:
            return redirect(visit, visit.shell.url(f"chuong-trinh/{programme}/van-ban/{unit}#phieu"))
        papers = await sheet_papers.of_unit(visit.tx, visit.actor, unit, found[0].sheets)
    return making.file(await paper_pdf.make(papers), _title(year, issuer.unit), "pdf", paper_pdf.PDF)


@post(AT, opt=LISTED)
async def order(request: Request, programme: str, unit: UUID) -> Response:
    """Order the file; one that is being made is followed instead."""
    async with enter(request, write=True) as visit:
        year = await programmes.get(visit.tx, programme)
        whole = visit.form.flag("whole")
        job = await sheet_orders.order(visit.tx, visit.actor, year, unit, whole=whole)
        answer = await visit.done(f"{HERE.format(programme, unit)}/{job}")
    return answer


@get(ONE, opt=LISTED)
async def follow(request: Request, programme: str, unit: UUID, job: UUID) -> Response:
    """How far it is, and the file when it is done."""
    async with enter(request) as visit:
        view = await _followed(visit, programme, unit, job)
    return page(visit, "documents/sheet_file.html", view)


@get(ONE + "/tien-do", opt=LISTED)
async def progress(request: Request, programme: str, unit: UUID, job: UUID) -> Response:
    """How far it is, for the page that waits."""
    async with enter(request) as visit:
        view = await _followed(visit, programme, unit, job)
    answer = fragment(visit, "documents/sheet_file_progress.html", view)
    if not view.order.job.live:
        answer.headers["hx-refresh"] = "true"
    return answer


@post(ONE + "/dung", opt=LISTED)
async def stop(request: Request, programme: str, unit: UUID, job: UUID) -> Response:
    """Stop the making."""
    async with enter(request, write=True) as visit:
        year = await programmes.get(visit.tx, programme)
        await sheet_orders.find(visit.tx, visit.actor, year, unit, job)
        stopped = await jobs.cancel(visit.tx, visit.actor, job)
        told = None if stopped else ("info", _("Việc đã kết thúc trước khi dừng."))
        answer = await visit.done(f"{HERE.format(programme, unit)}/{job}", told)
    return answer


@get(ONE + "/tep", opt=LISTED)
async def download(request: Request, programme: str, unit: UUID, job: UUID) -> Stream:
    """The file; who fetches it is noted."""
    async with enter(request, write=True) as visit:
        year = await programmes.get(visit.tx, programme)
        made, parts = await sheet_orders.fetched(visit.tx, visit.actor, year, unit, job)
        title = _title(year, await units.get(visit.tx, unit), whole=made.payload["whole"])
    ending = made.result["ending"]
    body = following.output(request.app.state.database, visit.scope, job, parts)
    return Stream(body, media_type=TYPES[ending], headers=headers(f"{title}.{ending}"))


async def _followed(visit: Visit, word: str, unit_id: UUID, job_id: UUID) -> Followed:
    programme = await programmes.get(visit.tx, word)
    job = await sheet_orders.find(visit.tx, visit.actor, programme, unit_id, job_id)
    url = visit.shell.url(HERE.format(word, unit_id))
    return Followed(
        programme=programme, unit=(await units.get(visit.tx, unit_id)).name, order=_told(job, url),
        whole=job.payload["whole"], again=url, back=visit.shell.url(f"chuong-trinh/{word}/van-ban/{unit_id}"),
    )  # fmt: skip


async def _latest(visit: Visit, programme: Programme, unit: Unit, url: str, *, whole: bool) -> Order | None:
    job = await sheet_orders.latest(visit.tx, visit.actor, programme, unit, whole=whole)
    return _told(job, url) if job else None


def _told(job: Job, url: str) -> Order:
    reason = message(Problem(job.problem.code, **job.problem.facts)) if job.problem else ""
    return Order(job, reason, f"{url}/{job.id}")


def _title(programme: Programme, unit: Unit, *, whole: bool = False) -> str:
    return f"Phiếu đăng ký {file_years(programme)} - {unit.name}" + (" và cấp dưới" if whole else "")


ROUTES = (at_once, order, follow, progress, stop, download)
