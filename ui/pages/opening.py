"""Opening a programme in four steps: which rules and year, what they say, who is enrolled, by which document."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.configurations import openable
from core.configurations import queries as configurations
from core.enrolments import actions as enrolments
from core.enrolments.preview import Preview, Wanted, preview
from core.errors import Problem
from core.messages.planned import days_of
from core.packs import calendar
from core.packs.calendar import Due
from core.packs.catalog import BrokenPack
from core.packs.installed import InstalledPack
from core.packs.schema import Pack
from core.programmes import actions, pinned, queries
from core.programmes.actions import Plan
from core.programmes.queries import Programme
from core.programmes.rules import parse_slug, period_of, slug
from ui.editing import asked, asked_id, tried
from ui.formats import number, period, years
from ui.guard import Visit, enter, redirect
from ui.i18n import _
from ui.problems import message
from ui.render import page
from ui.rulebook import RuleBook, date_row, rule_book
from ui.terms import kind_label, post_label

BASE = "quan-tri/chuong-trinh"


class Choice(Struct, frozen=True):
    """A pack that can be opened: the years it covers and those already open; `year` is the next free one."""

    pack: InstalledPack
    opened: tuple[int, ...]
    year: int | None


class Waiting(Struct, frozen=True):
    """A pack taken up that opens nothing now, and why."""

    pack_id: str
    words: str


class Choices(Struct, frozen=True, kw_only=True):
    """What the tenant has taken up and can open, what must be upgraded first, and the packs that cannot be used, with
    what is wrong."""

    choices: tuple[Choice, ...]
    blocked: tuple[Waiting, ...]
    broken: tuple[BrokenPack, ...]
    pack: str
    year: str


class Draft(Struct, frozen=True, kw_only=True):
    """What would be opened."""

    word: str
    pack: InstalledPack
    year: int
    starts_on: date
    ends_on: date
    census_on: date
    today: date
    steps: tuple[tuple[str, str], ...]
    at: int

    @property
    def rules(self) -> Pack:
        """What it would be run by."""
        return self.pack.rules


class Rules(Struct, frozen=True):
    """Steps 2 and 3: what the rules say and when."""

    draft: Draft
    book: RuleBook


class People(Struct, frozen=True, kw_only=True):
    """Step 4: the roster before it is stored."""

    draft: Draft
    found: Preview
    wanted: Wanted
    unit_name: str
    kind_names: Mapping[str, str]
    posts: Mapping[UUID, str]
    href: str


class Letter(Struct, frozen=True):
    """A reminder that will go out: of what, to whom, on which days before the end, and when it is over."""

    title: object
    who: str
    before: tuple[date, ...]
    over: date
    above: date


class Confirm(Struct, frozen=True, kw_only=True):
    """Step 5: the plan's number, date and issuer, and everything once more."""

    draft: Draft
    enrolled: int
    outside: int
    milestones: int
    letters: tuple[Letter, ...]
    plan: Plan
    before: Programme | None


@get(f"/{{tenant:str}}/{BASE}/mo", opt={"policy": "programme.admin"})
async def choose(request: Request) -> Response:
    """Which pack, which year; a year outside the phase is refused here, with the reason (S0-A10)."""
    form = asked(request)
    problem = None
    async with enter(request) as visit:
        opened = await queries.listing(visit.tx)
        ready, held_up = await openable.listing(visit.tx)
        blocked = tuple(Waiting(one.configuration.pack_id, message(one.problem)) for one in held_up)
        if "bo" in request.query_params or "nam" in request.query_params:
            try:
                return redirect(visit, visit.shell.url(f"{BASE}/mo/{_chosen(form, opened, ready)}"))
            except Problem as refused:
                problem = refused
        view = _choices(opened, form.raw, visit.today, ready, blocked)
    return page(visit, "programmes/choose.html", view, problem=problem, form=form.raw)


@get(f"/{{tenant:str}}/{BASE}/mo/{{word:str}}", opt={"policy": "programme.admin"})
async def rules(request: Request, word: str) -> Response:
    """What the rules say: criteria, sheet, scale, stages, duties."""
    return await _rules(request, word, 1, "programmes/open_rules.html")


@get(f"/{{tenant:str}}/{BASE}/mo/{{word:str}}/moc", opt={"policy": "programme.admin"})
async def dates(request: Request, word: str) -> Response:
    """Every date of the year, with its day of the week."""
    return await _rules(request, word, 2, "programmes/open_dates.html")


@get(f"/{{tenant:str}}/{BASE}/mo/{{word:str}}/danh-sach", opt={"policy": "programme.admin"})
async def people(request: Request, word: str) -> Response:
    """Who would be enrolled, where and why; who would not."""
    form = asked(request)
    wanted = Wanted(
        text=form.raw.get("q", "").strip()[:100],
        unit_id=asked_id(request, "don-vi"),
        outside=form.flag("ngoai"),
        page=int(raw) if (raw := form.raw.get("trang", "1")).isascii() and raw.isdigit() and len(raw) < 6 else 1,
    )
    async with enter(request) as visit:
        if answer := await _opened(visit, word):
            return answer
        draft = await _draft(visit, word, 3)
        found = await preview(visit.tx, draft.pack, draft.year, wanted)
        names = {area.unit.id: area.unit.name for area in found.areas}
        view = People(
            draft=draft, found=found, wanted=wanted, unit_name=names.get(wanted.unit_id, ""),
            kind_names={kind: kind_label(kind) for kind in found.kinds},
            posts={one.person_id: post_label(one.title, one.full_time) for one in found.lines if one.title},
            href=visit.shell.url(f"{BASE}/mo/{word}/danh-sach"),
        )  # fmt: skip
    return page(visit, "programmes/open_people.html", view)


@get(f"/{{tenant:str}}/{BASE}/mo/{{word:str}}/xac-nhan", opt={"policy": "programme.admin"})
async def confirm(request: Request, word: str) -> Response:
    """The founding document, and what follows from opening."""
    return await _confirm(request, word)


@post(f"/{{tenant:str}}/{BASE}/mo/{{word:str}}/xac-nhan", opt={"policy": "programme.admin"})
async def opened(request: Request, word: str) -> Response:
    """Pin the rules, store the dates, enrol everybody: one transaction."""

    async def act(visit: Visit) -> Response:
        form = visit.form
        draft = await _draft(visit, word, 4)
        plan = Plan(form.line("number"), form.date("dated"), form.line("issuer", 300))
        made = await actions.open_programme(visit.tx, visit.actor, draft.pack, draft.year, plan)
        listed = await enrolments.enrol(visit.tx, made)
        said = _("Đã mở chương trình %(period)s với %(count)s người trong danh sách.")
        words = {"period": period(made), "count": number(len(listed.places))}
        return await visit.done(f"{BASE}/{made.slug}", ("done", said % words))

    return await tried(request, act, lambda problem: _confirm(request, word, problem))


async def _rules(request: Request, word: str, at: int, template: str) -> Response:
    async with enter(request) as visit:
        if answer := await _opened(visit, word):
            return answer
        draft = await _draft(visit, word, at)
        dues = draft.pack.hooks.milestones(draft.pack.rules, draft.year)
        view = Rules(draft, rule_book(draft.pack.rules, dues, draft.year))
    return page(visit, template, view)


async def _confirm(request: Request, word: str, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        if answer := await _opened(visit, word):
            return answer
        draft = await _draft(visit, word, 4)
        found = await preview(visit.tx, draft.pack, draft.year, Wanted())
        dues = draft.pack.hooks.milestones(draft.pack.rules, draft.year)
        earlier = [one for one in await queries.listing(visit.tx) if one.pack_id == draft.pack.id]
        view = Confirm(
            draft=draft, enrolled=found.total, outside=found.outside,
            milestones=len(dues), letters=_letters(draft, dues),
            plan=_plan(draft.pack, earlier[0] if earlier else None), before=earlier[0] if earlier else None,
        )  # fmt: skip
    return page(visit, "programmes/open_confirm.html", view, problem=problem, form=visit.form.raw)


def _letters(draft: Draft, dues: tuple[Due, ...]) -> tuple[Letter, ...]:
    """What people will be reminded of in the year: registering, reviewing oneself, rating, declaring."""
    found = []
    for due in dues:
        reminded = due.act == "registration" or due.act.startswith(("stage:", "declaration:"))
        if reminded and due.last_day >= draft.today:
            row = date_row(draft.pack.rules, due)
            found.append(Letter(due.title, row.who, *days_of(due, draft.today)))
    return tuple(found)


async def _opened(visit: Visit, word: str) -> Response | None:
    """What is open already is shown instead of being opened twice."""
    found = next((one for one in await queries.listing(visit.tx) if one.slug == word), None)
    if found is None:
        return None
    refused = Problem("programme.already-open", pack=found.title, years=years(found))
    return redirect(visit, visit.shell.url(f"{BASE}/{word}"), ("info", message(refused)))


async def _draft(visit: Visit, word: str, at: int) -> Draft:
    """The pack as in force and the year of an address; 404 for a pack not taken up, a refusal outside the phase
    (S0-A10)."""
    pack_id, year = parse_slug(word)
    pack = await configurations.in_force(visit.tx, pack_id)
    _check_year(pack, year)
    starts_on, ends_on = period_of(pack.rules, year)
    base = visit.shell.url(f"{BASE}/mo")
    return Draft(
        word=word, pack=pack, year=year, starts_on=starts_on, ends_on=ends_on,
        census_on=calendar.census_day(pack.rules, year), today=visit.today, at=at,
        steps=(
            (_("Bộ quy tắc"), f"{base}?{_query(pack_id, year)}"), (_("Nội dung"), f"{base}/{word}"),
            (_("Mốc thời gian"), f"{base}/{word}/moc"), (_("Danh sách"), f"{base}/{word}/danh-sach"),
            (_("Xác nhận"), f"{base}/{word}/xac-nhan"),
        ),
    )  # fmt: skip


def _query(pack_id: str, year: int) -> str:
    return f"chon={pack_id}&den={year}"


def _chosen(form, opened: tuple[Programme, ...], ready: tuple[InstalledPack, ...]) -> str:
    """The address of the chosen pack and year, or why it cannot be opened."""
    pack = next((one for one in ready if one.id == form.line("bo")), None)
    if pack is None:
        raise Problem("form.required" if not form.line("bo") else "form.unknown-choice", field="bo")
    _check_answered(pack)
    year = form.integer("nam")
    if year is None:
        raise Problem("form.required", field="nam")
    if not 2000 <= year <= 2100:
        raise Problem("programme.unlikely-year", field="nam")
    _check_year(pack, year)
    if any((one.pack_id, one.year) == (pack.id, year) for one in opened):
        words = calendar.years_in(pack.rules.period, year)
        raise Problem("programme.already-open", field="nam", pack=pack.rules.title, years=words)
    return slug(pack.id, year)


def _check_answered(pack: InstalledPack) -> None:
    """Refuse a pack with open findings at the field `bo`, before anything else is asked."""
    try:
        actions.check_answered(pack)
    except Problem as refused:
        raise Problem(refused.code, field="bo", **refused.facts) from None


def _check_year(pack: InstalledPack, year: int) -> None:
    """Refuse a year outside the phase at the field `nam`; years are facts to be read, not counted (S0-A10)."""
    try:
        calendar.check_year(pack.rules.period, year)
    except Problem as refused:
        facts = {name: str(fact) for name, fact in refused.facts.items()}
        raise Problem(refused.code, field="nam", **facts) from None


def _choices(
    opened: tuple[Programme, ...],
    typed: Mapping[str, str],
    today: date,
    ready: tuple[InstalledPack, ...],
    blocked: tuple[Waiting, ...],
) -> Choices:
    choices = tuple(
        _choice(pack, tuple(sorted(one.year for one in opened if one.pack_id == pack.id)), today)
        for pack in ready
    )
    first = next((choice for choice in choices if choice.year), choices[0] if choices else None)
    chosen = typed.get("bo") or typed.get("chon") or (first.pack.id if first else "")
    year = typed.get("nam") or typed.get("den") or (str(first.year) if first and first.year else "")
    return Choices(choices=choices, blocked=blocked, broken=pinned.catalog().broken, pack=chosen, year=year)


def _choice(pack: InstalledPack, opened: tuple[int, ...], today: date) -> Choice:
    first = pack.rules.period.first or today.year
    last = pack.rules.period.last or today.year + 1
    free = [year for year in range(first, last + 1) if year not in opened]
    return Choice(pack, opened, next((year for year in free if year >= today.year), free[0] if free else None))


def _plan(pack: InstalledPack, before: Programme | None) -> Plan:
    """What the form starts with: what the pack knows of its document; the issuer as the year before wrote it."""
    document = pack.rules.document
    issuer = before.plan_issuer if before else pack.rules.issuer.in_("vi")
    return Plan(document.number if document else "", document.issued if document else None, issuer)


ROUTES = (choose, rules, dates, people, confirm, opened)
