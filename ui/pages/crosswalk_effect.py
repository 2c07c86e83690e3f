"""What the draft does to the ranking of an indicator, before it is published; and publishing it."""

from collections.abc import Mapping

from litestar import Request, Response, get, post
from msgspec import Struct

from core.comparison import provinces
from core.comparison import queries as comparison
from core.comparison.facts import Crosswalk, Indicator, Question
from core.comparison.indicators import CATALOGUE
from core.crosswalks import actions, effect, queries
from core.crosswalks.effect import Effect, Move
from core.crosswalks.queries import Version
from core.errors import NotFound, Problem
from core.steering import queries as steering
from ui.centre import enter_centre
from ui.comparison import words
from ui.editing import asked
from ui.guard import Visit
from ui.i18n import _
from ui.pages.crosswalks import AT, HERE, READ, WRITE, drafted_again, own_levels
from ui.pages.steering import place_names
from ui.render import page

# The indicators that levels decide; a crosswalk changes no other.
MOST = 5  # that are named first
BY_LEVEL = ("excellent_good", "excellent", "good", "completed", "not_completed")


class Line(Struct, frozen=True, kw_only=True):
    """A province in words, under both versions."""

    name: str
    move: Move
    before: str
    after: str
    why: str


class Preview(Struct, frozen=True, kw_only=True):
    """The draft's effect on one indicator, year and subject: lines in the order to come; `up` and `down` are the few
    that gain and lose most."""

    draft: Version
    base: Crosswalk
    question: Question
    indicator: Indicator
    indicators: tuple[Indicator, ...]
    years: tuple[int, ...]
    subjects: tuple[tuple[str, str], ...]
    effect: Effect
    lines: tuple[Line, ...]
    up: tuple[Line, ...]
    down: tuple[Line, ...]
    synthetic: bool
    number: int
    ready: bool


@get(AT + "/ban-thao/anh-huong", opt=READ)
async def preview(request: Request) -> Response:
    """Both rankings side by side."""
    async with enter_centre(request) as visit:
        view = await _preview(visit, request)
    return page(visit, "crosswalks/effect.html", view)


@post(AT + "/ban-thao/cong-bo", opt=WRITE)
async def publish(request: Request) -> Response:
    """Publish the draft; what is still wrong with it is shown where it is edited."""
    visit: Visit | None = None
    try:
        async with enter_centre(request, write=True) as visit:
            number = await actions.publish(visit.tx, visit.actor, own_levels(), visit.form.version)
            told = _("Đã công bố bảng quy đổi bản %(n)s. Mọi so sánh từ nay tính theo bản này.") % {"n": number}
            answer = await visit.done(HERE, ("done", told))
    except Problem as problem:
        return await drafted_again(request, visit, problem)
    return answer


async def _preview(visit: Visit, request: Request) -> Preview:
    draft = await queries.draft(visit.tx, visit.actor)
    if draft is None:
        raise NotFound("access.not-found")
    base = await queries.in_force(visit.tx)
    central = request.app.state.central
    known = await comparison.known(central)
    question = _question(visit, request, known)
    rows = await comparison.published(central, question.year - 1, question.year, question.subject)
    indicator = CATALOGUE[question.indicator]
    before = comparison.compared(rows, question, indicator, base)
    found = effect.effect(before, comparison.compared(rows, question, indicator, draft.crosswalk))
    named = await _names(visit, question.year)
    lines = tuple(_line(indicator, move, named) for move in found.moves)
    levels, by_places = own_levels(), sorted(lines, key=lambda line: line.move.places)
    ready = all(one.basis.strip() and one.reason.strip() for one in draft.overrides.values() if one.levels)
    return Preview(
        draft=draft, base=base, question=question, indicator=indicator,
        indicators=tuple(CATALOGUE[key] for key in BY_LEVEL),
        years=tuple(sorted({year for year, subject, pack in known if pack in levels}, reverse=True)),
        subjects=tuple((key, _(name)) for key, name in words.SUBJECT_NAMES.items()),
        effect=found, lines=lines, up=tuple(line for line in by_places[::-1][:MOST] if line.move.places > 0),
        down=tuple(line for line in by_places[:MOST] if line.move.places < 0),
        synthetic=any(cell.synthetic for cell in before.cells), number=base.version + 1, ready=ready,
    )  # fmt: skip


def _question(visit: Visit, request: Request, known: tuple[tuple[int, str, str], ...]) -> Question:
    """What is asked in the address; else the newest year up to today's with numbers of cadres."""
    form = asked(request)
    key = form.raw.get("chi-tieu", BY_LEVEL[0])
    subject = "member" if form.raw.get("doi-tuong") == "member" else "cadre"
    years = [year for year, of, _pack in known if of == subject]
    latest = max((year for year in years if year < visit.today.year), default=max(years, default=visit.today.year))
    year = form.raw.get("nam", "")
    return Question(
        indicator=key if key in BY_LEVEL else BY_LEVEL[0], subject=subject,
        year=int(year) if year.isascii() and year.isdigit() and int(year) in years else latest,
    )  # fmt: skip


async def _names(visit: Visit, year: int) -> Mapping[str, str]:
    """Unions by code; provinces as they were called in the year of the question."""
    then = {code: place.name for code, place in provinces.of_year(year).items()}
    return place_names(await steering.hosted(visit.tx)) | then


def _line(indicator: Indicator, move: Move, named: Mapping[str, str]) -> Line:
    note = move.after.note if move.after.state != "value" else ""
    return Line(
        name=named.get(move.province, move.province), move=move, before=words.value(indicator, move.before),
        after=words.value(indicator, move.after), why=_(words.NOTES[note]) if note in words.NOTES else "",
    )  # fmt: skip


ROUTES = (preview, publish)
