"""The roster of a programme: who is on it, its refresh until the census day, and the acts that change it later."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import may
from core.enrolments import actions, acts, listing
from core.enrolments.listing import Filter, Line, Page, Past
from core.enrolments.rules import Change
from core.errors import NotFound, Problem
from core.people import listing as people_listing
from core.people import queries as people
from core.people import search as people_search
from core.programmes import queries
from core.programmes.queries import Programme
from core.units import queries as units
from core.units.queries import Unit
from ui.editing import asked, asked_id, tried
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.render import page
from ui.terms import post_label

BASE = "/{tenant:str}/quan-tri/chuong-trinh/{programme:str}/danh-sach"
PRESENCES = {"present": N_("Đang sinh hoạt"), "on_leave": N_("Đang nghỉ"), "left": N_("Đã rời danh sách")}
NAMES_SHOWN = 30


class Roster(Struct, frozen=True, kw_only=True):
    """A page of the roster; `area` is the unit chosen, `areas` those to choose from."""

    programme: Programme
    found: Page
    wanted: Filter
    area: Unit | None
    areas: tuple[Unit, ...]
    presences: Mapping[str, int]
    posts: Mapping[UUID, str]
    admin: bool
    refreshable: bool
    query: str


class OnePerson(Struct, frozen=True, kw_only=True):
    """One person's place in the roster, what was done to it, and what may be done now."""

    programme: Programme
    line: Line
    post: str
    acts: tuple[Past, ...]
    units: tuple[tuple[str, str], ...]
    presences: tuple[tuple[str, str, str], ...]
    admin: bool
    form: str


class Adding(Struct, frozen=True, kw_only=True):
    """Choosing whom to add, then where: `person` is None until chosen."""

    programme: Programme
    q: str
    found: tuple[people_listing.Row, ...]
    enrolled: frozenset[UUID]
    person: people.Person | None
    units: tuple[tuple[str, str], ...]


class Refreshing(Struct, frozen=True, kw_only=True):
    """What bringing the roster up to date would change, with the first names of each group."""

    programme: Programme
    change: Change
    names: Mapping[UUID, str]
    shown: int
    late: bool


@get(BASE, opt={"policy": "enrolment.read"})
async def roster(request: Request, programme: str) -> Response:
    """The roster, by name, filtered by unit, state, presence and words of the name."""
    form = asked(request)
    async with enter(request) as visit:
        found = await queries.get(visit.tx, programme)
        area_id = asked_id(request, "don-vi")
        area = await units.get(visit.tx, area_id) if area_id else None
        wanted = Filter(
            text=form.raw.get("q", "").strip()[:100], unit_path=area.path if area else "",
            state=form.raw.get("trang-thai", ""), presence=form.raw.get("hien-dien", ""),
        )  # fmt: skip
        rows = await listing.page(
            visit.tx, found, wanted, after=asked_id(request, "sau"), before=asked_id(request, "truoc")
        )
        view = Roster(
            programme=found, found=rows, wanted=wanted, area=area, areas=await _areas(visit, area),
            presences=await listing.presences(visit.tx, found), admin=may(visit.actor, "enrolment.admin"),
            refreshable=found.state == "open" and visit.today <= found.census_on,
            posts={line.person_id: _post(line) for line in rows.lines},
            query=urlencode({k: v for k, v in form.raw.items() if k not in ("sau", "truoc") and v}),
        )  # fmt: skip
    return page(visit, "programmes/roster.html", view)


@get(f"{BASE}/{{person:uuid}}", opt={"policy": "enrolment.read"})
async def one(request: Request, programme: str, person: UUID) -> Response:
    """One person: where he counts, why, what was changed, and the forms to change it."""
    return await _one(request, programme, person)


@post(f"{BASE}/{{person:uuid}}/hien-dien", opt={"policy": "enrolment.admin"})
async def exempt(request: Request, programme: str, person: UUID) -> Response:
    """On leave, left, or back."""

    async def act(visit: Visit) -> Response:
        found = await queries.get(visit.tx, programme)
        form = visit.form
        await acts.exempt(
            visit.tx, visit.actor, found, person, form.line("presence"), form.line("reason", 500),
            was=form.line("was"),
        )  # fmt: skip
        return await visit.done(_path(found, person), ("done", _("Đã ghi thay đổi vào danh sách.")))

    return await tried(request, act, lambda problem: _one(request, programme, person, problem, "presence"))


@post(f"{BASE}/{{person:uuid}}/chuyen", opt={"policy": "enrolment.admin"})
async def move(request: Request, programme: str, person: UUID) -> Response:
    """Count at another unit."""

    async def act(visit: Visit) -> Response:
        found, form = await queries.get(visit.tx, programme), visit.form
        was, unit = form.uuid("was"), form.uuid("unit")
        if unit is None or was is None:
            raise Problem("enrolment.unit-missing", field="unit")
        await acts.move(visit.tx, visit.actor, found, person, unit, form.line("move_reason", 500), was=was)
        return await visit.done(_path(found, person), ("done", _("Đã chuyển đơn vị tính.")))

    async def refused(problem: Problem) -> Response:
        return await _one(request, programme, person, _renamed(problem, "reason", "move_reason"), "move")

    return await tried(request, act, refused)


@get(f"{BASE}/them", opt={"policy": "enrolment.admin"})
async def whom(request: Request, programme: str) -> Response:
    """Find the person to add."""
    q = asked(request).raw.get("q", "").strip()[:100]
    async with enter(request) as visit:
        found = await queries.get(visit.tx, programme)
        rows = await people_search.find(visit.tx, visit.actor, q) if q else ()
        enrolled = await listing.enrolled_of(visit.tx, found, [row.id for row in rows])
        view = Adding(programme=found, q=q, found=rows, enrolled=enrolled, person=None, units=())
    return page(visit, "programmes/add.html", view)


@get(f"{BASE}/them/{{person:uuid}}", opt={"policy": "enrolment.admin"})
async def where(request: Request, programme: str, person: UUID) -> Response:
    """Where the person counts, and why he is added."""
    return await _where(request, programme, person)


@post(f"{BASE}/them/{{person:uuid}}", opt={"policy": "enrolment.admin"})
async def add(request: Request, programme: str, person: UUID) -> Response:
    """Put the person on the roster."""

    async def act(visit: Visit) -> Response:
        found = await queries.get(visit.tx, programme)
        unit = visit.form.uuid("unit")
        if unit is None:
            raise Problem("enrolment.unit-missing", field="unit")
        await acts.add(visit.tx, visit.actor, found, person, unit, visit.form.line("reason", 500))
        return await visit.done(_path(found, person), ("done", _("Đã thêm vào danh sách.")))

    return await tried(request, act, lambda problem: _where(request, programme, person, problem))


@get(f"{BASE}/cap-nhat", opt={"policy": "enrolment.admin"})
async def changes(request: Request, programme: str) -> Response:
    """What would change, before it does."""
    return await _changes(request, programme)


@post(f"{BASE}/cap-nhat", opt={"policy": "enrolment.admin"})
async def refresh(request: Request, programme: str) -> Response:
    """Bring the roster up to date with units and positions."""

    async def act(visit: Visit) -> Response:
        found = await queries.get(visit.tx, programme)
        change = await actions.refresh(visit.tx, visit.actor, found)
        said = _("Đã cập nhật: thêm %(added)s, chuyển %(moved)s, bỏ %(dropped)s.") % {
            "added": len(change.added), "moved": len(change.moved), "dropped": len(change.dropped),
        }  # fmt: skip
        return await visit.done(_path(found), ("done", said))

    return await tried(request, act, lambda problem: _changes(request, programme, problem))


async def _areas(visit: Visit, area: Unit | None) -> tuple[Unit, ...]:
    """The units to choose from: those directly below the chosen one, or below the top."""
    root = area or await units.top(visit.tx)
    found = await units.children(visit.tx, root.id)
    return found if found or area is None else (area,)


async def _one(
    request: Request, programme: str, person: UUID, problem: Problem | None = None, form: str = ""
) -> Response:
    async with enter(request) as visit:
        found = await queries.get(visit.tx, programme)
        line = await listing.line(visit.tx, found, person)
        if line is None:
            raise NotFound("access.not-found")
        view = OnePerson(
            programme=found, line=line, post=_post(line), acts=await listing.past(visit.tx, found, person),
            units=await _units_of(visit, person, line.unit_id),
            presences=_presences(line.presence), form=form,
            admin=may(visit.actor, "enrolment.admin") and found.state == "open" and visit.actor.person_id != person,
        )  # fmt: skip
    return page(visit, "programmes/roster_person.html", view, problem=problem, form=visit.form.raw)


async def _where(request: Request, programme: str, person: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        found = await queries.get(visit.tx, programme)
        view = Adding(
            programme=found, q="", found=(), enrolled=frozenset(), person=await people.get(visit.tx, person),
            units=await _units_of(visit, person, None),
        )  # fmt: skip
    return page(visit, "programmes/add.html", view, problem=problem, form=visit.form.raw)


async def _changes(request: Request, programme: str, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        found = await queries.get(visit.tx, programme)
        change = await actions.pending(visit.tx, found)
        groups = [place.person_id for place in change.added[:NAMES_SHOWN] + change.moved[:NAMES_SHOWN]]
        groups += change.dropped[:NAMES_SHOWN] + change.held[:NAMES_SHOWN]
        names = await listing.names(visit.tx, groups)
        view = Refreshing(
            programme=found, change=change, names=names, shown=NAMES_SHOWN, late=visit.today > found.census_on
        )
    return page(visit, "programmes/refresh.html", view, problem=problem)


async def _units_of(visit: Visit, person: UUID, but: UUID | None) -> tuple[tuple[str, str], ...]:
    found = await listing.candidate_units(visit.tx, person)
    return tuple((str(unit_id), name) for unit_id, name in found if unit_id != but)


def _presences(now: str) -> tuple[tuple[str, str, str], ...]:
    help = {
        "present": _("Trở lại, được tính đầy đủ."),
        "on_leave": _("Vẫn tính trong tổng số cán bộ, không tính vào số đăng ký."),
        "left": _("Thôi làm cán bộ trước khi đánh giá: không tính ở cột nào."),
    }
    return tuple((key, _(label), help[key]) for key, label in PRESENCES.items() if key != now)


def _post(line: Line) -> str:
    return post_label(line.seat_title, line.seat_full_time) if line.seat_title else _("không giữ chức danh tại đơn vị")


def _path(programme: Programme, person: UUID | None = None) -> str:
    return f"quan-tri/chuong-trinh/{programme.slug}/danh-sach" + (f"/{person}" if person else "")


def _renamed(problem: Problem, field: str, shown: str) -> Problem:
    """Two forms on one page: the message goes to the field of the form that was sent."""
    if problem.field == field:
        problem.field = shown
    return problem


ROUTES = (roster, one, exempt, move, whom, where, add, changes, refresh)
