"""Members answer about their cadres, without a name: the list of whom one is asked about, and a minute's form."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import Problem
from core.feedback import actions, queries, rules
from core.feedback.queries import Cadre, Question
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from ui.editing import again
from ui.feedback_words import answers
from ui.guard import Visit, enter, redirect
from ui.i18n import _
from ui.render import page

POLICY = {"policy": "feedback.give"}
AT = "/{tenant:str}/gop-y/{registration:uuid}"


class Listing(Struct, frozen=True):
    """The cadres who wait for one's answer in a programme."""

    programme: Programme
    cadres: tuple[Cadre, ...]


class Asked(Struct, frozen=True):
    """The form about one cadre."""

    question: Question
    answers: tuple[tuple[str, str], ...]
    words_most: int = rules.WORDS_MAX
    least: int = rules.LEAST


@get("/{tenant:str}/chuong-trinh/{programme:str}/gop-y", opt=POLICY)
async def listing(request: Request) -> Response:
    """Whom one is asked about and has not answered."""
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        view = Listing(
            programme, await queries.waiting(visit.tx, visit.actor, programme.pack_id, programme.year)
        )  # fmt: skip
    return page(visit, "feedback/list.html", view)


@get(AT, opt=POLICY)
async def asked(request: Request) -> Response:
    """The form, or thanks once one has answered."""
    async with enter(request) as visit:
        view = Asked(await queries.question(visit.tx, visit.actor, request.path_params["registration"]), answers())
    return page(visit, "feedback/answer.html", view)


@post(AT, opt=POLICY)
async def answer(request: Request) -> Response:
    """Answer once. The form has no key: the table of keys would tell who sent what; a second sending is refused by the
    row that says one has answered, and leads to the same thanks."""
    visit: Visit | None = None
    sheet = request.path_params["registration"]
    try:
        async with enter(request, write=True) as visit:
            marks = {name.partition(".")[2]: visit.form.line(name, 20) for name in visit.form.names("mark.")}
            words = visit.form.text("words", rules.WORDS_MAX)
            await actions.answer(visit.tx, visit.actor, sheet, marks, words)
    except Problem as problem:
        again(problem)
        if visit is None:
            raise
        async with enter(request) as visit:
            view = Asked(await queries.question(visit.tx, visit.actor, sheet), answers())
        if problem.code in ("feedback.already-answered", "feedback.over"):
            return page(visit, "feedback/answer.html", view)
        return page(visit, "feedback/answer.html", view, problem=problem, form=visit.form)
    return redirect(visit, visit.shell.url(f"gop-y/{sheet}"), ("done", _("Đã nhận góp ý của bạn.")))


ROUTES = (listing, asked, answer)
