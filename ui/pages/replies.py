"""The level as a draft: the person agrees or objects within the days of the pack, the committee answers in writing."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, require
from core.assessments import queries, replies, reply_rules
from core.assessments.queries import Round
from core.assessments.replies import Standing
from core.errors import NotFound, Problem
from core.packs.schema import Level
from core.programmes import queries as programmes
from ui.editing import shown_again
from ui.guard import Visit, enter, redirect
from ui.i18n import _
from ui.pages.assessments import typed_points
from ui.render import page

OWN = "/{tenant:str}/chuong-trinh/{programme:str}/tu-danh-gia"
ANSWER = "/{tenant:str}/phieu/{registration:uuid}/tra-loi"
GIVE, ANSWERING = {"policy": "reply.give"}, {"policy": "reply.answer"}


class Replying(Struct, frozen=True):
    """A result with the right of reply on it: before the person, or before the committee that answers."""

    round: Round
    standing: Standing
    levels: tuple[tuple[str, Level], ...]
    most: int = reply_rules.WORDS_MAX


@post(OWN + "/dong-y", opt=GIVE)
async def agree(request: Request) -> Response:
    """Agree with the level as it is proposed."""
    async with enter(request, write=True) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        await replies.agree(visit.tx, visit.actor, programme, visit.form.version)
        said = _("Đã ghi: bạn đồng ý với mức dự kiến. Kết quả chờ đoàn cấp trên công nhận.")
        return await visit.done(_own(programme.slug), ("done", said))


@get(OWN + "/co-y-kien", opt=GIVE)
async def object_form(request: Request) -> Response:
    """The form of an objection; where none can be made, the result says how things stand."""
    async with enter(request) as visit:
        view = await _mine(visit, request)
    if not view.standing.may_reply:
        return redirect(visit, visit.shell.url(_own(view.round.programme.slug)))
    return page(visit, "replies/object.html", view)


@post(OWN + "/co-y-kien", opt=GIVE)
async def object_to(request: Request) -> Response:
    """Object to the level, with the reason."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            words = visit.form.text("words", reply_rules.WORDS_MAX)
            await replies.object_to(visit.tx, visit.actor, programme, words, visit.form.version)
            said = _("Đã gửi ý kiến của bạn. Ban Chấp hành trả lời bằng văn bản trước khi kết quả được công nhận.")
            answer = await visit.done(_own(programme.slug), ("done", said))
    except Problem as problem:
        return await shown_again(request, visit, problem, "replies/object.html", _mine)
    return answer


@get(ANSWER, opt=ANSWERING)
async def answer_form(request: Request) -> Response:
    """An objection before the committee."""
    async with enter(request) as visit:
        view = await _theirs(visit, request)
    if not view.standing.may_answer:
        return redirect(visit, visit.shell.url(f"phieu/{view.round.registration_id}/danh-gia"))
    return page(visit, "replies/answer.html", view)


@post(ANSWER, opt=ANSWERING)
async def answer(request: Request) -> Response:
    """Keep or change the level, with the answer."""
    visit: Visit | None = None
    sheet = request.path_params["registration"]
    try:
        async with enter(request, write=True) as visit:
            form = visit.form
            words, outcome = form.text("words", reply_rules.WORDS_MAX), form.line("outcome", 10)
            if outcome == "keep":
                await replies.keep(visit.tx, visit.actor, sheet, words, form.version)
                said = _("Đã trả lời: giữ nguyên mức.")
            elif outcome == "change":
                points = {
                    name.partition(".")[2]: given for name in form.names("points.")
                    if (given := typed_points(form, name)) is not None
                }  # fmt: skip
                level = form.line("level", 40)
                await replies.change(visit.tx, visit.actor, sheet, words, form.version, level, points)
                said = _("Đã trả lời và ghi mức mới.")
            else:
                raise Problem("reply.outcome-missing", field="outcome")
            view = await _theirs(visit, request)
            done = await visit.done(
                f"chuong-trinh/{view.round.programme.slug}/ket-qua/{view.round.unit_id}", ("done", said)
            )
    except Problem as problem:
        return await shown_again(request, visit, problem, "replies/answer.html", _theirs)
    return done


def _own(slug: str) -> str:
    return f"chuong-trinh/{slug}/tu-danh-gia"


async def _mine(visit: Visit, request: Request) -> Replying:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    found = await queries.own_round(visit.tx, visit.actor, programme)
    if found is None:
        raise NotFound("access.not-found")
    return await _replying(visit, found)


async def _theirs(visit: Visit, request: Request) -> Replying:
    found = await queries.round_of(visit.tx, visit.actor, request.path_params["registration"])
    at = Target(unit_path=found.unit_path, person_id=found.person_id, state="rated")
    require(visit.actor, "reply.answer", at, see="registration.read")
    return await _replying(visit, found)


async def _replying(visit: Visit, found: Round) -> Replying:
    standing = await replies.standing(visit.tx, visit.actor, found)
    return Replying(found, standing, queries.levels(found.programme.rules))


ROUTES = (agree, object_form, object_to, answer_form, answer)
