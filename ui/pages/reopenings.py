"""A recognised result opened again: the page that asks for the decision and says what follows."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, require
from core.assessments import queries, reopening, rules
from core.assessments.queries import Round
from core.assessments.reopening import NUMBER_MAX, Reopening
from core.errors import Problem
from core.packs.schema import Level
from ui.editing import shown_again
from ui.guard import Visit, enter, redirect
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/phieu/{registration:uuid}/mo-lai"
REOPEN = {"policy": "result.reopen"}


class Asking(Struct, frozen=True):
    """A recognised result before it is opened again, with what was opened before."""

    round: Round
    levels: tuple[tuple[str, Level], ...]
    before: tuple[Reopening, ...]
    possible: bool


@get(AT, opt=REOPEN)
async def ask(request: Request) -> Response:
    """The form; a result that cannot be opened again is shown as it stands."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    if not view.possible:
        return redirect(visit, visit.shell.url(f"phieu/{view.round.registration_id}/danh-gia"))
    return page(visit, "results/reopen.html", view)


@post(AT, opt=REOPEN)
async def reopen(request: Request) -> Response:
    """Open the result again."""
    visit: Visit | None = None
    sheet = request.path_params["registration"]
    try:
        async with enter(request, write=True) as visit:
            form = visit.form
            await reopening.reopen(
                visit.tx, visit.actor, sheet, form.line("step", 20), form.text("reason", rules.REASON_MAX),
                form.line("number", NUMBER_MAX), form.date("dated"),
            )  # fmt: skip
            said = _("Đã mở lại kết quả. Người được xếp loại và Ban Chấp hành của đơn vị được báo.")
            answer = await visit.done(f"phieu/{sheet}/danh-gia", ("done", said))
    except Problem as problem:
        return await shown_again(request, visit, problem, "results/reopen.html", _view)
    return answer


async def _view(visit: Visit, request: Request) -> Asking:
    found = await queries.round_of(visit.tx, visit.actor, request.path_params["registration"])
    at = Target(unit_path=found.unit_path, person_id=found.person_id, state=found.state)
    require(visit.actor, "result.reopen", at, see="registration.read")
    before = await reopening.reopenings(visit.tx, found)
    return Asking(
        found, queries.levels(found.programme.rules), before, reopening.may_reopen(visit.actor, found)
    )  # fmt: skip


ROUTES = (ask, reopen)
