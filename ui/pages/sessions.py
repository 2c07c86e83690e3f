"""A branch's meeting: opened with its form and reason, each person scored, closed with minutes (S4-47, S4-48)."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can
from core.assessments import queries, rules, scoring, sessions, unit_queries
from core.assessments.queries import Round
from core.assessments.scoring import Scores
from core.assessments.sessions import Meeting, Session, Situation
from core.assessments.unit_queries import Person
from core.errors import NotFound, Problem
from core.evidence import queries as evidence
from core.evidence.queries import Piece
from core.packs.patching import active
from core.packs.schema import Level, Stage
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.units import queries as units
from ui.editing import shown_again
from ui.guard import Visit, enter, redirect
from ui.i18n import _, ngettext
from ui.pages.assessments import typed_points
from ui.problems import sentence
from ui.render import page

UNIT = "/{tenant:str}/chuong-trinh/{programme:str}/buoi-danh-gia/{unit:uuid}"
AT = "/{tenant:str}/buoi-danh-gia/{session:uuid}"
READ, HOLD = {"policy": "progress.read"}, {"policy": "session.hold"}


class Unit(Struct, frozen=True):
    """A branch before its meeting: what its size calls for, the meetings so far, who is ready."""

    programme: Programme
    unit_id: UUID
    name: str
    stage: Stage
    situation: Situation
    held: tuple[Session, ...]
    people: tuple[Person, ...]
    may_hold: bool
    here: str

    @property
    def running(self) -> Session | None:
        """The meeting that is not closed yet."""
        return next((one for one in self.held if one.state == "open"), None)

    @property
    def ready(self) -> int:
        """How many have handed in their own points."""
        return sum(one.self_assessed for one in self.people)


class Held(Struct, frozen=True):
    """A meeting with its people. `left` have their own points and no result yet."""

    session: Session
    programme: Programme
    stage: Stage
    people: tuple[Person, ...]
    levels: tuple[tuple[str, Level], ...]
    here: str

    @property
    def left(self) -> tuple[Person, ...]:
        """Who can be confirmed as he scored himself, by this reader."""
        return tuple(one for one in self.people if one.self_assessed and one.may_rate and one.state == "validated")

    @property
    def rated(self) -> int:
        """How many have a result."""
        return sum(one.level is not None for one in self.people)


class One(Struct, frozen=True):
    """One person before the meeting."""

    session: Session
    round: Round
    stage: Stage
    levels: tuple[tuple[str, Level], ...]
    conditions: tuple[tuple[str, object], ...]
    here: str
    back: str
    evidence: Mapping[str, tuple[Piece, ...]] = {}


@get(UNIT, opt=READ)
async def unit(request: Request) -> Response:
    """The branch's meetings; where one is running, straight to it."""
    async with enter(request) as visit:
        view = await _unit(visit, request)
    if view.running:
        return redirect(visit, visit.shell.url(f"buoi-danh-gia/{view.running.id}"))
    return page(visit, "sessions/unit.html", view)


@post(UNIT, opt=HOLD)
async def begin(request: Request) -> Response:
    """Open the meeting; what the record still lacks is said at its field."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            made = await sessions.open_session(
                visit.tx, visit.actor, programme, request.path_params["unit"], await _meeting(visit)
            )
            answer = await visit.done(f"buoi-danh-gia/{made}", ("done", _("Đã mở buổi đánh giá.")))
    except Problem as problem:
        return await shown_again(request, visit, problem, "sessions/unit.html", _unit)
    return answer


@get(AT, opt=READ)
async def meeting(request: Request) -> Response:
    """The people of the meeting with their own points and what they were given."""
    async with enter(request) as visit:
        view = await _held(visit, request)
    return page(visit, "sessions/meeting.html", view)


@get(AT + "/nguoi/{registration:uuid}", opt=HOLD)
async def person(request: Request) -> Response:
    """One person, item by item."""
    async with enter(request) as visit:
        view = await _one(visit, request)
    return page(visit, "sessions/person.html", view)


@post(AT + "/nguoi/{registration:uuid}", opt=HOLD)
async def score(request: Request) -> Response:
    """Record what the meeting gave; the next person follows."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            session_id = request.path_params["session"]
            registration = request.path_params["registration"]
            await scoring.score(visit.tx, visit.actor, session_id, registration, _scores(visit), visit.form.version)
            view = await _held(visit, request)
            following = next((one for one in view.left if one.registration_id != registration), None)
            path = f"/nguoi/{following.registration_id}" if following and visit.form.flag("next") else ""
            answer = await visit.done(f"buoi-danh-gia/{session_id}{path}", ("done", _("Đã ghi điểm.")))
    except Problem as problem:
        return await shown_again(request, visit, problem, "sessions/person.html", _one)
    return answer


@get(AT + "/xac-nhan", opt=HOLD)
async def ask_confirm(request: Request) -> Response:
    """Who would be confirmed as he scored himself, by name, before it is done."""
    async with enter(request) as visit:
        view = await _held(visit, request)
    return page(visit, "sessions/confirm.html", view)


@post(AT + "/xac-nhan", opt=HOLD)
async def confirm(request: Request) -> Response:
    """Confirm the chosen people's own points; who could not be is named with the reason."""
    async with enter(request, write=True) as visit:
        view = await _held(visit, request)
        chosen = {UUID(one) for one in visit.form.all("person") if _is_id(one)}
        done, told = 0, []
        for one in view.left:
            if one.registration_id not in chosen or one.registration_id is None:
                continue
            found = await queries.round_of(visit.tx, visit.actor, one.registration_id)
            own = {item.key: item.points for item in found.items if item.points is not None}
            try:
                async with visit.tx.savepoint():
                    await scoring.score(
                        visit.tx, visit.actor, view.session.id, one.registration_id, Scores(points=own),
                        one.decision_version,
                    )  # fmt: skip
                done += 1
            except Problem as problem:
                told.append(_("%(name)s: %(why)s") % {"name": one.name, "why": sentence(problem.code, problem.facts)})
        words = ngettext("Đã xác nhận %(num)s người.", "Đã xác nhận %(num)s người.", done) % {"num": done}
        flash = ("soon" if told else "done", " ".join([words, *told]))
        answer = await visit.done(f"buoi-danh-gia/{view.session.id}", flash)
    return answer


@post(AT + "/dong", opt=HOLD)
async def close(request: Request) -> Response:
    """Close the meeting with its minutes; the results are sent from the unit's page."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            minutes = visit.form.text("minutes", sessions.MINUTES_MAX)
            session_id = request.path_params["session"]
            found = await sessions.close_session(visit.tx, visit.actor, session_id, minutes, visit.form.version)
            programme = await programmes.by_id(visit.tx, found.programme_id)
            words = _("Đã kết thúc buổi đánh giá. Hãy xem lại và gửi kết quả.")
            answer = await visit.done(f"chuong-trinh/{programme.slug}/ket-qua/{found.unit_id}", ("done", words))
    except Problem as problem:
        return await shown_again(request, visit, problem, "sessions/meeting.html", _held)
    return answer


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _meeting(visit: Visit) -> Meeting:
    form = visit.form
    return Meeting(
        held_on=form.date("held_on") or await visit.tx.today(), variant=form.line("variant", 40),
        ground=form.line("ground", 40), reason=form.text("reason", sessions.TEXT_MAX),
        consulted=form.text("consulted", sessions.TEXT_MAX), chair=form.line("chair", sessions.CHAIR_MAX),
        present=form.integer("present"),
    )  # fmt: skip


def _scores(visit: Visit) -> Scores:
    """What was typed; every refused field is named at once."""
    form, points, refused = visit.form, {}, []
    for name in form.names("points."):
        try:
            value = typed_points(form, name)
        except Problem as problem:
            refused.append(problem)
            continue
        if value is not None:
            points[name.partition(".")[2]] = value
    if refused:
        raise Problem("form.refused", problems=refused)
    conditions = {
        name.partition(".")[2]: form.line(name, 3) == "yes" for name in form.names("condition.") if form.line(name, 3)
    }
    votes = (form.integer("votes_for"), form.integer("votes_against"))
    return Scores(
        points=points, comment=form.text("comment", rules.COMMENT_MAX), conditions=conditions,
        votes=(votes[0], votes[1]) if votes[0] is not None and votes[1] is not None else None,
        casting=True if form.flag("casting") else None, level=form.line("level", 40),
        override_reason=form.text("override_reason", rules.REASON_MAX),
    )  # fmt: skip


async def _unit(visit: Visit, request: Request) -> Unit:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    pack = programme.rules
    if not rules.rates(pack):
        raise NotFound("access.not-found")
    stage = pack.stages[rules.deciding_stage(pack, rules.final_checkpoint(pack))]
    found = await units.get(visit.tx, request.path_params["unit"])
    if stage.actor != "branch" or not can(visit.actor, "progress.read", Target(unit_path=found.path)):
        raise NotFound("access.not-found")
    situation = await sessions.situation(visit.tx, programme, found.id, await visit.tx.today())
    return Unit(
        programme, found.id, found.name, stage, situation,
        await sessions.of_unit(visit.tx, visit.actor, programme, found.id),
        await unit_queries.people_of(visit.tx, visit.actor, programme, found.id, found.path),
        can(visit.actor, "session.hold", Target(unit_path=found.path)) and programme.state == "open",
        visit.shell.url(f"chuong-trinh/{programme.slug}/buoi-danh-gia/{found.id}"),
    )  # fmt: skip


async def _held(visit: Visit, request: Request) -> Held:
    session = await sessions.session(visit.tx, visit.actor, request.path_params["session"])
    programme = await programmes.by_id(visit.tx, session.programme_id)
    people = await unit_queries.people_of(visit.tx, visit.actor, programme, session.unit_id, session.path)
    shown = tuple(one for one in people if one.presence == "present")
    stage = programme.rules.stages[session.stage]
    here = visit.shell.url(f"buoi-danh-gia/{session.id}")
    return Held(session, programme, stage, shown, queries.levels(programme.rules), here)


async def _one(visit: Visit, request: Request) -> One:
    session = await sessions.session(visit.tx, visit.actor, request.path_params["session"])
    found = await queries.round_of(visit.tx, visit.actor, request.path_params["registration"])
    if found.unit_id != session.unit_id or found.programme.id != session.programme_id or not found.may_rate:
        raise NotFound("access.not-found")
    pack, back = found.programme.rules, visit.shell.url(f"buoi-danh-gia/{session.id}")
    conditions = tuple(active(pack.scale.prerequisites).items())
    here = f"{back}/nguoi/{found.registration_id}"
    shown = await evidence.by_item(visit.tx, found)
    return One(session, found, pack.stages[session.stage], queries.levels(pack), conditions, here, back, shown)


ROUTES = (unit, begin, meeting, person, score, ask_confirm, confirm, close)
