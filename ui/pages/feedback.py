"""The committee's page of a cadre's feedback: open a round, and when it is over the sum, its texts, the voice."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.assessments import queries
from core.assessments.queries import Given, Round
from core.errors import NotFound, Problem
from core.feedback import actions, rules
from core.feedback.queries import Feedback, for_committee
from ui.editing import again
from ui.feedback_words import answers, as_voice
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

AT, POLICY = "/{tenant:str}/phieu/{registration:uuid}/gop-y", {"policy": "assessment.voice"}


class Page(Struct, frozen=True):
    """A cadre's feedback before the committee; `draft` is the sum as a text for the voice, '' where there is none or
    the voice can no longer be written; `may_open` whether a round can be opened now."""

    round: Round
    feedback: Feedback
    stage: Given
    answers: tuple[tuple[str, str], ...]
    draft: str
    may_open: bool
    least: int = rules.LEAST


@get(AT, opt=POLICY)
async def feedback(request: Request) -> Response:
    """Where the round stands."""
    return await _shown(request)


@post(AT, opt=POLICY)
async def open_feedback(request: Request) -> Response:
    """Ask until the end of a day."""
    visit: Visit | None = None
    sheet = request.path_params["registration"]
    try:
        async with enter(request, write=True) as visit:
            await actions.open_round(visit.tx, visit.actor, sheet, visit.form.date("closes_on"))
            told = ("done", _("Đã mở góp ý. Người được hỏi nhận thông báo."))
            answer = await visit.done(f"phieu/{sheet}/gop-y", told)
    except Problem as problem:
        if visit is None:
            raise
        return await _shown(request, problem, visit.form)
    return answer


@post(AT + "/chon-loc", opt=POLICY)
async def moderate(request: Request) -> Response:
    """Keep which texts enter the sum."""
    sheet = request.path_params["registration"]
    async with enter(request, write=True) as visit:
        await actions.moderate(visit.tx, visit.actor, sheet, _chosen(visit.form))
        answer = await visit.done(f"phieu/{sheet}/gop-y", ("done", _("Đã lưu phần chọn lọc.")))
    return answer


def _chosen(form: Form) -> dict[UUID, bool]:
    """The texts decided about, by id; what is no id is left out."""
    found = {}
    for name in form.names("text."):
        try:
            found[UUID(name.removeprefix("text."))] = form.line(name, 10) == "show"
        except ValueError:
            continue
    return found


async def _shown(request: Request, problem: Problem | None = None, form: Form | None = None) -> Response:
    if problem:
        again(problem)
    async with enter(request) as visit:
        found = await queries.round_of(visit.tx, visit.actor, request.path_params["registration"])
        told = await for_committee(visit.tx, visit.actor, found)
    if told is None:
        raise NotFound("access.not-found")
    draft = as_voice(told.summary) if told.summary and found.may_voice else ""
    may_open = found.may_voice and told.asked >= rules.LEAST and bool(told.statements)
    view = Page(found, told, found.stages[rules.VOICE], answers(), draft, may_open)
    return page(visit, "feedback/round.html", view, problem=problem, form=form)


ROUTES = (feedback, open_feedback, moderate)
