"""Reviewing oneself on the way through the year: one text, and the committee's list of them (S4-44)."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.assessments import midway, rules
from core.assessments.midway import Line, Review
from core.errors import NotFound, Problem
from core.exchanges import difficulties, peers, queries
from core.exchanges.peers import Fellow, Word
from core.exchanges.queries import Difficulty
from core.exchanges.rules import WORDS_MAX
from core.programmes import queries as programmes
from core.programmes import rounds
from core.programmes.queries import Programme
from core.units import queries as units
from ui.editing import again, posted, version_after
from ui.failures import Change
from ui.guard import Visit, enter
from ui.i18n import _
from ui.problems import sentence
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/giua-ky"
POLICY = {"policy": "assessment.self"}


class Writing(Struct, frozen=True):
    """One's own text. `phase` is `unready` (the sheet is not validated), `shut`, `write` or `given`; `why` says why
    nothing may be written."""

    review: Review
    phase: str
    version: int
    why: str = ""
    changes: tuple[Change, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    words: tuple[Word, ...] = ()


class Fellows(Struct, frozen=True):
    """Those of one's branch who have reviewed themselves, and what one said to each."""

    programme: Programme
    title: object
    people: tuple[Fellow, ...]
    here: str
    back: str


class Listing(Struct, frozen=True):
    """What the people of a unit said."""

    programme: Programme
    title: object
    unit_name: str
    people: tuple[Line, ...]
    back: str
    words: tuple[Word, ...] = ()
    difficulties_url: str = ""

    @property
    def given(self) -> int:
        """How many said something."""
        return sum(1 for one in self.people if one.given_at)


@get(AT, opt=POLICY)
async def own(request: Request) -> Response:
    """One's own review on the way; `?sua=1` opens what was handed in."""
    async with enter(request) as visit:
        view = await _view(visit, request, editing=bool(request.query_params.get("sua")))
    return page(visit, "midway/own.html", view)


@post(AT, opt=POLICY)
async def give(request: Request) -> Response:
    """Hand it in; what was typed is kept where it is refused."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            comment = visit.form.text("comment", rules.COMMENT_MAX)
            await midway.give(visit.tx, visit.actor, programme, comment, visit.form.version)
            if hard := visit.form.text("difficulty", WORDS_MAX).strip():
                await difficulties.raise_own(visit.tx, visit.actor, programme, hard, source="midway")
            answer = await visit.done(f"chuong-trinh/{programme.slug}/giua-ky", ("done", _("Đã gửi tự đánh giá.")))
    except Problem as problem:
        again(problem)
        if visit is None:
            raise
        async with enter(request) as visit:
            view = await _view(visit, request, editing=True, problem=problem)
        if view.phase != "write":
            raise
        return page(visit, "midway/own.html", view, problem=problem, form=visit.form)
    return answer


@get(AT + "/{unit:uuid}", opt={"policy": "registration.read"})
async def unit(request: Request) -> Response:
    """Who of a unit said what, for its committee and the levels above."""
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        found = await units.get(visit.tx, request.path_params["unit"])
        people = await midway.of_unit(visit.tx, visit.actor, programme, found.id, found.path)
        stage = programme.rules.stages[_stage(programme)]
        back = visit.shell.url(f"chuong-trinh/{programme.slug}/tien-do/{found.id}")
        words = await peers.about(visit.tx, programme, [one.person_id for one in people])
        hard = visit.shell.url(f"chuong-trinh/{programme.slug}/kho-khan/{found.id}")
        view = Listing(programme, stage.title, found.name, people, back, words, hard)
    return page(visit, "midway/unit.html", view)


@get(AT + "/ban-be", opt={"policy": "peer.say"})
async def fellows(request: Request) -> Response:
    """The fellow members who have reviewed themselves."""
    async with enter(request) as visit:
        view = await _fellows(visit, request)
    return page(visit, "midway/fellows.html", view)


@post(AT + "/ban-be", opt={"policy": "peer.say"})
async def say(request: Request) -> Response:
    """Say something to one of them."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        person = visit.form.uuid("person")
        if person is None:
            raise Problem("form.required", field="person")
        words = visit.form.text(f"words.{person}", WORDS_MAX)
        await peers.say(visit.tx, visit.actor, programme, person, words)
        return await visit.done(f"chuong-trinh/{programme.slug}/giua-ky/ban-be", ("done", _("Đã gửi góp ý.")))

    return await posted(request, act, "midway/fellows.html", _fellows)


async def _fellows(visit: Visit, request: Request) -> Fellows:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    people = await peers.fellows(visit.tx, visit.actor, programme)
    here = visit.shell.url(f"chuong-trinh/{programme.slug}/giua-ky")
    return Fellows(programme, programme.rules.stages[_stage(programme)].title, people, f"{here}/ban-be", here)


def list_url(visit: Visit, programme: Programme, unit_id: UUID) -> str | None:
    """Where a unit's reviews on the way are read; None where the programme has none."""
    if rounds.midway(programme.rules) is None:
        return None
    return visit.shell.url(f"chuong-trinh/{programme.slug}/giua-ky/{unit_id}")


async def _view(visit: Visit, request: Request, *, editing: bool, problem: Problem | None = None) -> Writing:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    found = await midway.own(visit.tx, visit.actor, programme)
    why = sentence(found.refusal, {}) if found.refusal else ""
    version = version_after(problem, visit.form.version) if problem else found.version
    changes = ()
    if problem is not None and problem.status == 409:
        changes = (Change(_("Nội dung"), found.comment, visit.form.raw.get("comment", "")),)
    person = visit.actor.person_id
    raised = await queries.of_person(visit.tx, programme, person) if person else ()
    return Writing(
        found, _phase(found, editing=editing), version, why, changes,
        tuple(one for one in raised if one.source == "midway"),
        await peers.about(visit.tx, programme, [person]) if person else (),
    )  # fmt: skip


def _phase(found: Review, *, editing: bool) -> str:
    if found.given_at and (found.refusal or not editing):
        return "given"
    if found.refusal:
        return "shut"
    return "write" if found.state == "validated" else "unready"


def _stage(programme: Programme) -> str:
    found = rounds.midway(programme.rules)
    if found is None:
        raise NotFound("access.not-found")
    return found[1]


ROUTES = (own, give, unit, fellows, say)
