"""The desk for requests about personal data: what waits with its last day, one to answer, what was answered."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.data_requests import actions, queries
from core.errors import Problem
from ui.editing import again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/quan-tri/du-lieu-ca-nhan"
ADMIN = {"policy": "data.admin"}


class Desk(Struct, frozen=True):
    """Requests that wait, the most urgent first, or the latest answers."""

    requests: tuple[queries.Request, ...]
    answered: bool
    account_id: UUID


@get(AT, opt=ADMIN)
async def waiting(request: Request) -> Response:
    """What waits for an answer."""
    async with enter(request) as visit:
        view = Desk(await queries.listing(visit.tx, visit.actor), False, visit.actor.account_id)
    return page(visit, "data_requests/list.html", view)


@get(AT + "/da-tra-loi", opt=ADMIN)
async def answered(request: Request) -> Response:
    """What was answered, by whom and when."""
    async with enter(request) as visit:
        view = Desk(await queries.listing(visit.tx, visit.actor, answered=True), True, visit.actor.account_id)
    return page(visit, "data_requests/list.html", view)


@get(AT + "/yeu-cau/{case:uuid}", opt=ADMIN)
async def show(request: Request, case: UUID) -> Response:
    """One request with the form for its answer."""
    async with enter(request) as visit:
        view = await queries.to_answer(visit.tx, visit.actor, case)
    return page(visit, "data_requests/answer.html", view)


@post(AT + "/yeu-cau/{case:uuid}", opt=ADMIN)
async def answer(request: Request, case: UUID) -> Response:
    """Answer it."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            view = await queries.to_answer(visit.tx, visit.actor, case)
            await actions.answer(
                visit.tx, visit.actor, case, visit.form.line("outcome", 10), visit.form.text("answer", 2000)
            )
            told = _("Đã trả lời %(name)s.") % {"name": view.name}
            done = await visit.done("quan-tri/du-lieu-ca-nhan", ("done", told))
    except Problem as problem:
        if visit is None:
            raise
        again(problem)
        return page(visit, "data_requests/answer.html", view, problem=problem, form=visit.form)
    return done


ROUTES = (waiting, answered, show, answer)
