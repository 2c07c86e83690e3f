"""Difficulties: the lists that wait, one with its answer and history, asking for help with a registered item."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, require
from core.companions import queries as companions
from core.companions.queries import Companion
from core.errors import NotFound, Problem
from core.exchanges import difficulties, queries, rules, thread
from core.exchanges.queries import Act, Difficulty, Page, Sums
from core.exchanges.thread import Item
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports.queries import home
from core.units import queries as units
from core.units.queries import Unit
from ui.editing import asked_id, posted, shown_again, version_after
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.pages.exchanges import titles_of
from ui.render import page
from ui.trail import crumbs_of

AT = "/{tenant:str}/chuong-trinh/{programme:str}"
READ, OWN, PERSON = {"policy": "exchange.read"}, {"policy": "exchange.own"}, {"policy": "own.read"}
# part of the address → (state, only what lies with this unit, only overdue ones)
PARTS = {
    "chua": ("open", False, False), "tai-day": ("open", True, False), "dang": ("answered", False, False),
    "qua-han": ("answered", False, True), "xong": ("solved", False, False),
}  # fmt: skip
SAID = {
    "answer": N_("Đã gửi câu trả lời."), "solve": N_("Đã ghi: khó khăn được tháo gỡ."),
    "up": N_("Đã chuyển lên cấp trên."), "reopen": N_("Đã nêu lại khó khăn."),
}  # fmt: skip


class Listing(Struct, frozen=True, kw_only=True):
    """A part of a unit's difficulties, with the sums of all parts."""

    programme: Programme
    unit: Unit
    crumbs: tuple[tuple[str, str | None], ...]
    part: str
    sums: Sums
    found: Page
    titles: Mapping[str, str]
    here: str
    board_url: str | None
    base: str


class One(Struct, frozen=True, kw_only=True):
    """A difficulty with its history; `takers` may take a step, the flags say what the reader may do."""

    programme: Programme
    one: Difficulty
    title: str
    acts: tuple[Act, ...]
    takers: tuple[tuple[str, str], ...]
    may_answer: bool
    may_pass_up: bool
    own: bool
    version: int
    here: str
    back: str
    board_url: str | None


class Asking(Struct, frozen=True, kw_only=True):
    """Asking for help: the registered items to name, and whom to ask."""

    programme: Programme
    items: tuple[tuple[str, str], ...]
    companions: tuple[Companion, ...]
    chosen: str
    here: str
    back: str


@get(AT + "/kho-khan", opt=READ)
async def start(request: Request) -> Response:
    """The list of the reader's own unit."""
    return await _listing(request, None)


@get(AT + "/kho-khan/{unit:uuid}", opt=READ)
async def listing(request: Request, unit: UUID) -> Response:
    """The list of a unit within reach."""
    return await _listing(request, unit)


@get(AT + "/kho-khan/viec/{difficulty:uuid}", opt=PERSON)
async def shown(request: Request) -> Response:
    """One of them."""
    async with enter(request) as visit:
        view = await _one(visit, request)
    return page(visit, "exchanges/difficulty.html", view)


@post(AT + "/kho-khan/viec/{difficulty:uuid}", opt=PERSON)
async def act(request: Request, difficulty: UUID) -> Response:
    """Answer, close, pass up, raise again: the button pressed says which."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            form, tx, actor = visit.form, visit.tx, visit.actor
            done, words = form.line("act", 10), form.text("answer", rules.WORDS_MAX)
            if done == "solve":
                await difficulties.solve(tx, actor, difficulty, words, form.version)
            elif done == "up":
                await difficulties.pass_up(tx, actor, difficulty, words, form.version)
            elif done == "reopen":
                await difficulties.reopen(tx, actor, difficulty, words, form.version)
            else:
                done = "answer"
                await difficulties.answer(
                    tx, actor, difficulty, words, form.uuid("responsible"), form.date("due_on"), form.version
                )
            slug = request.path_params["programme"]
            answer = await visit.done(f"chuong-trinh/{slug}/kho-khan/viec/{difficulty}", ("done", _(SAID[done])))
    except Problem as problem:
        return await shown_again(request, visit, problem, "exchanges/difficulty.html", _again(problem))
    return answer


@get(AT + "/nho-giup", opt=OWN)
async def ask_form(request: Request) -> Response:
    """Ask for help, with the item named where one comes from it."""
    async with enter(request) as visit:
        view = await _asking(visit, request)
    return page(visit, "exchanges/ask.html", view)


@post(AT + "/nho-giup", opt=OWN)
async def ask(request: Request) -> Response:
    """Send it to the companion or the committee."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        new = await difficulties.raise_own(
            visit.tx, visit.actor, programme, visit.form.text("difficulty", rules.WORDS_MAX),
            criterion=visit.form.line("criterion", 40), asked_id=visit.form.uuid("asked"),
        )  # fmt: skip
        said = ("done", _("Đã gửi. Bạn sẽ được báo khi có câu trả lời."))
        return await visit.done(f"chuong-trinh/{programme.slug}/kho-khan/viec/{new}", said)

    return await posted(request, act, "exchanges/ask.html", _asking)


async def _listing(request: Request, unit_id: UUID | None) -> Response:
    part = request.query_params.get("muc", "")
    part = part if part in PARTS else "chua"
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        unit = await units.get(visit.tx, unit_id or home(visit.actor, "exchange.read"))
        require(visit.actor, "exchange.read", Target(unit_path=unit.path))
        state, here, overdue = PARTS[part]
        found = await queries.listing(
            visit.tx, visit.actor, programme, unit.path, state, here=here, overdue=overdue,
            after=asked_id(request, "sau"),
        )  # fmt: skip
        base = f"chuong-trinh/{programme.slug}"
        view = Listing(
            programme=programme, unit=unit, part=part, found=found,
            crumbs=await crumbs_of(visit, unit.path, "exchange.read", f"{base}/kho-khan"),
            sums=queries.added(await queries.sums(visit.tx, programme, unit.path)),
            titles=titles_of(programme, {one.criterion for one in found.found}),
            here=visit.shell.url(f"{base}/kho-khan/{unit.id}"), base=visit.shell.url(base),
            board_url=visit.shell.url(f"{base}/trao-doi/{unit.id}") if rules.talk_book(programme.rules) else None,
        )  # fmt: skip
    return page(visit, "exchanges/list.html", view)


def _again(problem: Problem):
    async def view(visit: Visit, request: Request) -> One:
        return await _one(visit, request, problem)

    return view


async def _one(visit: Visit, request: Request, problem: Problem | None = None) -> One:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    one = await queries.one(visit.tx, visit.actor, request.path_params["difficulty"])
    if one.programme_id != programme.id:
        raise NotFound("access.not-found")
    at = Target(unit_path=one.at_path, person_id=one.person_id)
    opened, base = programme.state == "open", f"chuong-trinh/{programme.slug}"
    answers = opened and await difficulties.may_answer(
        visit.tx, visit.actor, one.at_path, one.unit_path, one.person_id
    )
    return One(
        programme=programme, one=one, acts=await queries.history(visit.tx, one.id),
        title=titles_of(programme, {one.criterion}).get(one.criterion, ""),
        takers=await _takers(visit, one) if answers else (), may_answer=answers,
        may_pass_up=opened and "." in one.at_path and can(visit.actor, "difficulty.answer", at),
        own=opened and one.person_id == visit.actor.person_id,
        version=version_after(problem, one.version), here=visit.shell.url(f"{base}/kho-khan/viec/{one.id}"),
        back=visit.shell.url(f"{base}/trao-doi/nguoi/{one.person_id}"),
        board_url=visit.shell.url(f"{base}/kho-khan/{one.unit_id}")
        if can(visit.actor, "exchange.read", Target(unit_path=one.unit_path)) else None,
    )  # fmt: skip


async def _takers(visit: Visit, one: Difficulty) -> tuple[tuple[str, str], ...]:
    """Who may take a step: the committee where it lies, who looks after the person, the person himself."""
    branch = await companions.branch(visit.tx, one.at_unit_id)
    found = {str(seat.person_id): seat.name for seat in branch.committee}
    found |= {str(each.person_id): each.name for each in await companions.of_person(visit.tx, one.person_id)}
    return tuple({**found, str(one.person_id): one.person_name}.items())


async def _asking(visit: Visit, request: Request) -> Asking:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    person = visit.actor.person_id
    if person is None:
        raise NotFound("access.not-found")
    items: tuple[Item, ...] = await thread.registered(visit.tx, programme, person)
    titles = titles_of(programme, {one.criterion for one in items})
    base = visit.shell.url(f"chuong-trinh/{programme.slug}")
    return Asking(
        programme=programme, items=tuple((one.criterion, titles.get(one.criterion, one.criterion)) for one in items),
        companions=await companions.of_person(visit.tx, person), chosen=request.query_params.get("dieu", "")[:40],
        here=f"{base}/nho-giup", back=f"{base}/trao-doi/cua-toi",
    )  # fmt: skip


ROUTES = (start, listing, shown, act, ask_form, ask)
