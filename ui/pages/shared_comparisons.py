"""Comparisons that the centre hands out: chosen and looked at first as a province will see it, then handed out."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.comparison import queries as comparison
from core.comparison.facts import Comparison, Indicator, Question
from core.comparison.indicators import CATALOGUE
from core.crosswalks import queries as crosswalks
from core.errors import Problem
from core.steering import actions, queries, rules
from core.steering.queries import Handed
from core.steering.rules import Own, Shared
from ui.centre import enter_centre
from ui.comparison import words
from ui.comparison.asking import SUBJECTS, Asked, asked
from ui.comparison.spread import Spread, spread_of
from ui.editing import shown_again
from ui.guard import Visit
from ui.i18n import _, current
from ui.render import page

AT = "/{tenant:str}/chi-dao/so-sanh"
ADMIN = {"policy": "steering.admin"}


class Line(Struct, frozen=True):
    """A comparison handed out, with its indicator and subject in words."""

    handed: Handed
    indicator: str
    subject: str


class Listing(Struct, frozen=True):
    """What was handed out."""

    lines: tuple[Line, ...]


class Draft(Struct, frozen=True, kw_only=True):
    """A comparison about to be handed out; `example` is how the province in the middle will see it."""

    asked: Asked
    title: str
    indicators: tuple[tuple[str, str], ...]
    years: tuple[tuple[int, int], ...]
    subjects: tuple[tuple[str, str], ...]
    shared: Shared | None
    example: Spread | None
    own: Own | None
    synthetic: bool


@get(AT, opt=ADMIN)
async def listing(request: Request) -> Response:
    """What was handed out."""
    async with enter_centre(request) as visit:
        found = await queries.handed(visit.tx, visit.actor)
    return page(visit, "steering/comparisons.html", Listing(tuple(_line(one) for one in found)))


@get(AT + "/moi", opt=ADMIN)
async def choose(request: Request) -> Response:
    """Choose what is handed out, and see it as a province will."""
    async with enter_centre(request) as visit:
        view = await _draft(visit)
    return page(visit, "steering/hand_out.html", view)


@post(AT + "/moi", opt=ADMIN)
async def hand_out(request: Request) -> Response:
    """Hand it out as it stands now."""
    visit: Visit | None = None
    try:
        async with enter_centre(request, write=True) as visit:
            view = await _draft(visit)
            form = visit.form
            title, text = form.line("title", rules.LONGEST["title"]), form.text("words", rules.LONGEST["words"])
            await actions.hand_out(visit.tx, visit.actor, await _answer(visit, view.asked), title, text)
            told = _("Đã gửi. Mỗi tỉnh thấy vị trí của mình, không thấy tên tỉnh khác.")
            answer = await visit.done("chi-dao/so-sanh", ("done", told))
    except Problem as problem:
        return await shown_again(
            request, visit, problem, "steering/hand_out.html", lambda visit, _request: _draft(visit)
        )
    return answer


@post(AT + "/{handed:uuid}/rut", opt=ADMIN)
async def take_back(request: Request, handed: UUID) -> Response:
    """Take it back."""
    async with enter_centre(request, write=True) as visit:
        await actions.take_back(visit.tx, visit.actor, handed)
        answer = await visit.done("chi-dao/so-sanh", ("done", _("Đã rút lại. Các tỉnh không còn thấy so sánh này.")))
    return answer


async def _draft(visit: Visit) -> Draft:
    known = await comparison.known(visit.request.app.state.central)
    years = sorted({year for year, _subject, _pack in known}, reverse=True)
    latest = max((year for year in years if year < visit.today.year), default=visit.today.year)
    wanted = asked(visit.request.query_params, CATALOGUE, indicator="registered", year=latest)
    found = await _answer(visit, wanted)
    try:
        shared = rules.shared(found)
    except Problem:
        shared = None
    middle = sorted(shared.own.values(), key=lambda own: own.rank)[len(shared.own) // 2] if shared else None
    return Draft(
        asked=wanted, title=title_of(found.indicator, found.question),
        indicators=tuple((key, one.title.in_(current())) for key, one in CATALOGUE.items()),
        years=tuple((year, year) for year in years),
        subjects=tuple((key, _(words.SUBJECT_NAMES[of])) for key, of in SUBJECTS.items()),
        shared=shared, own=middle, synthetic=found.nation.synthetic,
        example=spread_of(found.indicator, middle, shared.spread) if shared and middle else None,
    )  # fmt: skip


async def _answer(visit: Visit, wanted: Asked) -> Comparison:
    crosswalk = await crosswalks.in_force(visit.tx, wanted.crosswalk)
    return await comparison.compare(visit.request.app.state.central, wanted.question, crosswalk)


def title_of(indicator: Indicator, question: Question) -> str:
    """What a comparison is called unless the centre says otherwise."""
    about = {"indicator": indicator.title.in_(current()), "subject": _(words.SUBJECT_NAMES[question.subject])}
    return _("%(indicator)s, %(subject)s, năm %(year)s") % {**about, "year": question.year}


def _line(handed: Handed) -> Line:
    indicator = CATALOGUE.get(handed.question.indicator)
    name = indicator.title.in_(current()) if indicator else handed.question.indicator
    return Line(handed, name, _(words.SUBJECT_NAMES[handed.question.subject]))


ROUTES = (listing, choose, hand_out, take_back)
