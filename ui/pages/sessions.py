"""A branch's meeting: opened with its form and reason, one person scored after the other (S4-47, S4-48)."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct, structs

from core.access import Target, can
from core.assessments import attendance, ballots, proceedings, queries, rules, scoring, sessions, unit_queries
from core.assessments.attendance import Roll
from core.assessments.ballots import Ballot
from core.assessments.queries import Round
from core.assessments.scoring import Scores
from core.assessments.sessions import Meeting, Session, Situation
from core.assessments.unit_queries import Person
from core.errors import NotFound, Problem
from core.evidence import queries as evidence
from core.evidence.queries import Piece
from core.feedback.queries import Feedback, for_committee
from core.packs.patching import active
from core.packs.schema import Level, Stage
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers.capping import Offence, capping
from core.units import queries as units
from ui.editing import posted
from ui.feedback_words import answers
from ui.forms import Form
from ui.guard import Visit, enter, redirect
from ui.i18n import _, current, ngettext
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
    agenda: str = ""
    place: str = ""

    @property
    def votes(self) -> bool:
        """Whether the pack has the meeting vote."""
        return sessions.votes_on(self.stage)

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
    roll: Roll
    ballots: Mapping[UUID, Ballot]

    @property
    def open(self) -> bool:
        """Whether this reader holds a meeting that goes on."""
        return self.session.state == "open" and self.session.may_hold

    @property
    def votes(self) -> bool:
        """Whether the pack has the meeting vote."""
        return sessions.votes_on(self.stage)

    @property
    def walk(self) -> tuple[Person, ...]:
        """Whom J and K come by: who can be given a result here."""
        return tuple(
            one for one in self.people if one.may_rate and one.registration_id and one.state in rules.RATABLE
        )

    @property
    def left(self) -> tuple[Person, ...]:
        """Who can be confirmed as he scored himself, by this reader."""
        return tuple(one for one in self.people if one.self_assessed and one.may_rate and one.state == "validated")

    @property
    def rated(self) -> int:
        """How many have a result."""
        return sum(one.level is not None for one in self.people)


class One(Struct, frozen=True):
    """One person before the meeting, with what it should know of him; `ballot` is how it voted."""

    held: Held
    session: Session
    round: Round
    stage: Stage
    levels: tuple[tuple[str, Level], ...]
    conditions: tuple[tuple[str, object], ...]
    here: str
    back: str
    evidence: Mapping[str, tuple[Piece, ...]] = {}
    offences: tuple[Offence, ...] = ()
    feedback: Feedback | None = None
    answers: tuple[tuple[str, str], ...] = ()
    ballot: Ballot | None = None

    @property
    def place(self) -> int:
        """Which of the people this is, from 1; 0 for somebody who is not walked by."""
        found = [one.registration_id for one in self.held.walk]
        return found.index(self.round.registration_id) + 1 if self.round.registration_id in found else 0

    def beside(self, step: int) -> str | None:
        """The address of the person before or after."""
        at = self.place - 1 + step
        if not self.place or not 0 <= at < len(self.held.walk):
            return None
        return f"{self.back}/nguoi/{self.held.walk[at].registration_id}"

    @property
    def bands(self) -> str:
        """Level by least sum, for the script that shows it while points are typed: "90=…;80=…"; '' where more than
        the points decides."""
        if self.conditions or not self.round.by_points:
            return ""
        named = ((one.minimum, one.title.in_(current())) for _key, one in self.levels if one.minimum is not None)
        return ";".join(f"{least}={title}" for least, title in named)


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

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        made = await sessions.open_session(
            visit.tx, visit.actor, programme, request.path_params["unit"], await _meeting(visit)
        )
        return await visit.done(f"buoi-danh-gia/{made}", ("done", _("Đã mở buổi đánh giá.")))

    return await posted(request, act, "sessions/unit.html", _unit)


@get(AT, opt=READ)
async def meeting(request: Request) -> Response:
    """The people of the meeting with their own points and what they were given."""
    async with enter(request) as visit:
        view = await held_of(visit, request)
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

    async def act(visit: Visit) -> Response:
        session_id = request.path_params["session"]
        registration = request.path_params["registration"]
        await scoring.score(visit.tx, visit.actor, session_id, registration, _scores(visit), visit.form.version)
        view = await held_of(visit, request)
        following = _after(view, registration)
        path = f"/nguoi/{following.registration_id}" if following and visit.form.flag("next") else ""
        return await visit.done(f"buoi-danh-gia/{session_id}{path}", ("done", _("Đã ghi điểm.")))

    return await posted(request, act, "sessions/person.html", _one)


@get(AT + "/xac-nhan", opt=HOLD)
async def ask_confirm(request: Request) -> Response:
    """Who would be confirmed as he scored himself, by name, before it is done."""
    async with enter(request) as visit:
        view = await held_of(visit, request)
    return page(visit, "sessions/confirm.html", view)


@post(AT + "/xac-nhan", opt=HOLD)
async def confirm(request: Request) -> Response:
    """Confirm the chosen people's own points, with one vote on all of them; who could not be is named with the
    reason."""

    async def act(visit: Visit) -> Response:
        view = await held_of(visit, request)
        chosen = {name.removeprefix("as.") for name in visit.form.names("as.")}
        votes, blank, casting = votes_of(visit.form)
        ballots.check(votes, blank, view.session.present)
        done, told = 0, []
        for one in view.left:
            if str(one.registration_id) not in chosen:
                continue
            try:
                await _as_he_did(visit, view, one, Scores(points={}, votes=votes, blank=blank, casting=casting))
                done += 1
            except Problem as problem:
                why = sentence(problem.code, problem.facts)
                told.append(_("%(name)s: %(why)s") % {"name": one.name, "why": why})
        words = ngettext("Đã xác nhận %(num)s người.", "Đã xác nhận %(num)s người.", done) % {"num": done}
        flash = ("soon" if told else "done", " ".join([words, *told]))
        return await visit.done(f"buoi-danh-gia/{view.session.id}", flash)

    return await posted(request, act, "sessions/confirm.html", held_of)


async def _as_he_did(visit: Visit, view: Held, one: Person, said: Scores) -> None:
    """The points that somebody gave himself become the meeting's."""
    found = await queries.round_of(visit.tx, visit.actor, one.registration_id)
    own = {item.key: item.points for item in found.items if item.points is not None}
    async with visit.tx.savepoint():
        await scoring.score(
            visit.tx, visit.actor, view.session.id, one.registration_id, structs.replace(said, points=own),
            one.decision_version,
        )  # fmt: skip


def _after(view: Held, registration: UUID) -> Person | None:
    """Who comes next: the first one after this person who has no result yet, round the end."""
    order = [one.registration_id for one in view.people]
    at = order.index(registration) if registration in order else -1
    ring = (*view.people[at + 1 :], *view.people[: max(at, 0)])
    waiting = {one.registration_id for one in view.left}
    return next((one for one in ring if one.registration_id in waiting), None)


async def _meeting(visit: Visit) -> Meeting:
    form = visit.form
    return Meeting(
        held_on=form.date("held_on") or await visit.tx.today(), variant=form.line("variant", 40),
        ground=form.line("ground", 40), reason=form.text("reason", sessions.TEXT_MAX),
        consulted=form.text("consulted", sessions.TEXT_MAX), chair=form.line("chair", sessions.CHAIR_MAX),
        present=form.integer("present"), secretary=form.line("secretary", sessions.CHAIR_MAX),
        place=form.line("place", sessions.CHAIR_MAX), agenda=form.text("agenda", sessions.AGENDA_MAX),
        ballot=form.line("ballot", 10),
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
    votes, blank, casting = votes_of(form)
    return Scores(
        points=points, comment=form.text("comment", rules.COMMENT_MAX), conditions=conditions,
        votes=votes, blank=blank, casting=casting, level=form.line("level", 40),
        override_reason=form.text("override_reason", rules.REASON_MAX),
    )  # fmt: skip


def votes_of(form: Form) -> tuple[tuple[int, int] | None, int, bool | None]:
    """For and against, blank ones, the chair's word. What is left empty beside a count is none."""
    typed = [form.integer(f"votes_{name}") for name in ("for", "against", "blank")]
    casting = True if form.flag("casting") else None
    if all(one is None for one in typed):
        return None, 0, casting
    agree, against, blank = (one or 0 for one in typed)
    return (agree, against), blank, casting


async def _unit(visit: Visit, request: Request) -> Unit:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    pack = programme.rules
    if not rules.rates(pack):
        raise NotFound("access.not-found")
    checkpoint = rules.final_checkpoint(pack)
    key = rules.deciding_stage(pack, checkpoint)
    stage = pack.stages[key]
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
        proceedings.agenda_of(pack, checkpoint, key, visit.locale), found.place,
    )  # fmt: skip


async def held_of(visit: Visit, request: Request) -> Held:
    session = await sessions.session(visit.tx, visit.actor, request.path_params["session"])
    programme = await programmes.by_id(visit.tx, session.programme_id)
    people = await unit_queries.people_of(visit.tx, visit.actor, programme, session.unit_id, session.path)
    shown = tuple(one for one in people if one.presence == "present")
    stage = programme.rules.stages[session.stage]
    here = visit.shell.url(f"buoi-danh-gia/{session.id}")
    return Held(
        session, programme, stage, shown, queries.levels(programme.rules), here,
        await attendance.roll(visit.tx, session), await ballots.of_session(visit.tx, session.id),
    )  # fmt: skip


async def _one(visit: Visit, request: Request) -> One:
    held = await held_of(visit, request)
    session = held.session
    found = await queries.round_of(visit.tx, visit.actor, request.path_params["registration"])
    if found.unit_id != session.unit_id or found.programme.id != session.programme_id or not found.may_rate:
        raise NotFound("access.not-found")
    pack, back = found.programme.rules, visit.shell.url(f"buoi-danh-gia/{session.id}")
    conditions = tuple(active(pack.scale.prerequisites).items())
    here = f"{back}/nguoi/{found.registration_id}"
    shown = await evidence.by_item(visit.tx, found)
    return One(
        held, session, found, held.stage, held.levels, conditions, here, back, shown,
        await capping(visit.tx, visit.actor, found.programme, found.person_id, found.unit_path),
        await for_committee(visit.tx, visit.actor, found), answers(), held.ballots.get(found.registration_id),
    )  # fmt: skip


ROUTES = (unit, begin, meeting, person, score, ask_confirm, confirm)
