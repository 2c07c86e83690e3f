"""The calendar of a configuration: the year with its flags, moving one, the form of each milestone (blueprint 9)."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.configurations import actions, queries
from core.configurations import year as years
from core.configurations.rules import Place
from core.errors import Problem, Stale
from core.packs.installed import PackHooks
from ui import configuration_calendar as calendars
from ui import milestone_form
from ui.configuration_calendar import PARTS, SECTION, CalendarView
from ui.configuration_editing import Making, Sheet, said, save, show
from ui.configuration_entries import arranged
from ui.configuration_frame import AT, Frame, frame_of
from ui.editing import again, asked
from ui.forms import Form
from ui.guard import Visit, enter, read_form
from ui.i18n import _, current
from ui.milestone_words import sentence
from ui.render import fragment, page

HERE = f"{AT}/sua/{SECTION}"
READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}


class Page(Struct, frozen=True):
    """The calendar inside the editor."""

    frame: Frame
    calendar: CalendarView


class Sentence(Struct, frozen=True):
    """What the typed date means."""

    words: str


@get(HERE, opt=READ)
async def year(request: Request) -> Response:
    """A programme year, the coming one unless `?nam=` asks for another."""
    return await _year(request)


@post(HERE, opt=WRITE)
async def arrange(request: Request) -> Response:
    """Switch a milestone off or on, or take an own one away."""
    try:
        async with enter(request, write=True) as visit:
            frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
            _sort, changes = arranged(frame, PARTS, visit.form.line("act"))
            draft = await actions.edit(visit.tx, visit.actor, frame.pack_id, changes, frame.version)
            answer = await visit.done(frame.url_of(_back(visit.form)), said(frame, draft))
    except Problem as problem:
        return await _year(request, problem)
    return answer


@post(HERE + "/doi", opt=WRITE)
async def move(request: Request) -> Response:
    """Put a flag on another day: the date changes, its wording stays."""
    try:
        async with enter(request, write=True) as visit:
            frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
            key, day, asked_year = visit.form.line("key", 60), visit.form.date("day"), _asked_year(visit.form)
            if day is None or asked_year is None:
                raise Problem("form.required", field="day")
            changes = years.moved(frame.rules, key, asked_year, day)
            seen = visit.form.integer("seen") or 0
            draft = await actions.edit(visit.tx, visit.actor, frame.pack_id, changes, seen)
            answer = await visit.done(frame.url_of(_back(visit.form)), _told(frame, draft, key, asked_year, changes))
    except Problem as problem:
        if isinstance(problem, Stale):
            problem = Stale("configuration.moved-on")
        return await _year(request, problem)
    return answer


@post(HERE + "/cau", opt=READ)
async def say(request: Request) -> Response:
    """The typed date as a sentence with the last day in time; nothing is saved."""
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
        words = calendars.preview(frame, visit.form, "-", _shown_year(visit, frame, visit.form))
    return fragment(visit, "configurations/_sentence.html", Sentence(words))


@get(HERE + "/moc/{key:str}", opt=READ)
async def milestone(request: Request, key: str) -> Response:
    """One milestone; `?dau=1` its own date of the first year."""
    return await show(request, SECTION, _making(request, key))


@post(HERE + "/moc/{key:str}", opt=WRITE)
async def save_milestone(request: Request, key: str) -> Response:
    """Save one milestone."""
    return await _save(request, _making(request, key))


@get(HERE + "/them", opt=READ)
async def new(request: Request) -> Response:
    """Give an act a date."""
    return await show(request, SECTION, _making(request))


@post(HERE + "/them", opt=WRITE)
async def add(request: Request) -> Response:
    """Save the new milestone."""
    return await _save(request, _making(request))


@get(HERE + "/giai-doan", opt=READ)
async def period(request: Request) -> Response:
    """The years that the programme covers."""
    return await show(request, SECTION, calendars.period)


@post(HERE + "/giai-doan", opt=WRITE)
async def save_period(request: Request) -> Response:
    """Save them."""
    return await save(request, SECTION, calendars.period)


async def _year(request: Request, problem: Problem | None = None) -> Response:
    if problem is not None:
        again(problem)
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
        pack = (await queries.available(visit.tx)).get(frame.pack_id)
        wanted = _asked_year(visit.form) or _asked_year(asked(request))
    found = calendars.view(frame, pack.hooks if pack else PackHooks(), wanted, visit.today)
    if problem is not None and problem.problems:  # a locked date: the calendar has no inputs
        problem = Problem(problem.problems[0].code, **problem.problems[0].facts)
    return page(visit, "configurations/calendar.html", Page(frame, found), problem=problem)


async def _save(request: Request, making: Making) -> Response:
    """Save a milestone whose date can be read; otherwise show it again with what is wrong at each input."""
    try:
        milestone_form.changes(await read_form(request), ())
    except Problem as problem:
        return await show(request, SECTION, making, problem)
    return await save(request, SECTION, making)


def _making(request: Request, key: str = "") -> Making:
    query = asked(request)

    def making(frame: Frame, form: Form | None) -> Sheet:
        year = _asked_year(form) if form else None
        year = year or _asked_year(query) or _default_year(frame)
        if not key:
            return calendars.new_milestone(frame, form, year)
        return calendars.milestone(frame, form, key, year, first="dau" in request.query_params)

    return making


def _default_year(frame: Frame) -> int:
    return years.coming(frame.rules.period, frame.configuration.enabled_at.date())


def _shown_year(visit: Visit, frame: Frame, form: Form) -> int:
    return _asked_year(form) or years.coming(frame.rules.period, visit.today)


def _asked_year(form: Form | None) -> int | None:
    """The year of `nam`; anything else is none."""
    text = form.raw.get("nam", "") if form else ""
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def _back(form: Form) -> str:
    year = _asked_year(form)
    return f"sua/{SECTION}" + (f"?nam={year}" if year else "")


def _told(
    frame: Frame, draft: queries.Draft, key: str, year: int, changes: dict[Place, object]
) -> tuple[str, str]:  # fmt: skip
    """What became of a moved flag: "Đã dời “…”: trước ngày 20/12 → nhận đến hết 19/12/2022"."""
    rules = draft.rules or frame.rules
    one = rules.milestones[key]
    first = any("first_cycle" in place for place in changes)
    timing = one.first_cycle if first and one.first_cycle else one
    words = _("Đã dời “%(title)s”: %(sentence)s.") % {
        "title": one.title.in_(current()), "sentence": sentence(rules, timing, year),
    }  # fmt: skip
    place = f"milestones.{key}"
    wrong = any(one.place == place or one.place.startswith(f"{place}.") for one in draft.open_findings)
    return ("soon" if wrong else "done", words)


ROUTES = (year, arrange, move, say, milestone, save_milestone, new, add, period, save_period)
