"""Talks with members: who was talked with this month or quarter, one's own list, one member's thread, a new note."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, require
from core.companions import queries as companions
from core.errors import NotFound
from core.exchanges import overview, queries, talks, thread
from core.exchanges import rules as talking
from core.exchanges.overview import Reach, Round, Talked
from core.exchanges.queries import Sums
from core.exchanges.thread import Thread
from core.messages import talks as reminding
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports.queries import home
from core.units import queries as units
from core.units.queries import Unit
from ui.editing import posted
from ui.guard import Visit, enter, redirect
from ui.i18n import _, current, ngettext
from ui.pages.register_entries import draft_of
from ui.render import page
from ui.trail import crumbs_of

AT = "/{tenant:str}/chuong-trinh/{programme:str}/trao-doi"
READ, OWN, PERSON, NUDGE = (
    {"policy": one} for one in ("exchange.read", "exchange.own", "own.read", "nudge.send")
)  # fmt: skip


class Row(Struct, frozen=True):
    """A unit directly below, or the unit's own people (`url` is None)."""

    name: str
    url: str | None
    reach: Reach
    sums: Sums


class Board(Struct, frozen=True, kw_only=True):
    """Talks and difficulties of a unit: in numbers for those below, by name for its own people."""

    programme: Programme
    unit: Unit
    crumbs: tuple[tuple[str, str | None], ...]
    now: Round
    reach: Reach
    sums: Sums
    rows: tuple[Row, ...]
    people: tuple[Talked, ...]
    nudged: bool | None
    assign_url: str | None
    here: str
    base: str


class Following(Struct, frozen=True):
    """The people one looks after oneself; `now` is None where the pack keeps no book of talks."""

    programme: Programme
    now: Round
    people: tuple[Talked, ...]
    base: str


class Talking(Struct, frozen=True, kw_only=True):
    """One member's thread, and the form of a new note; `titles` are his registered items by criterion."""

    thread: Thread
    now: Round | None
    titles: Mapping[str, str]
    here: str
    base: str
    back: tuple[str, str]


@get(AT, opt=READ)
async def start(request: Request) -> Response:
    """The board of the reader's own unit."""
    return await _board(request, None)


@get(AT + "/{unit:uuid}", opt=READ)
async def board(request: Request, unit: UUID) -> Response:
    """The board of a unit within reach."""
    return await _board(request, unit)


@post(AT + "/{unit:uuid}/nhac", opt=NUDGE)
async def remind(request: Request, unit: UUID) -> Response:
    """Remind who is to talk with whom nobody has talked yet."""
    async with enter(request, write=True) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        told = await reminding.remind(visit.tx, visit.actor, programme, unit)
        said = ngettext("Đã nhắc %(num)s người.", "Đã nhắc %(num)s người.", told) % {"num": told}
        answer = await visit.done(f"chuong-trinh/{programme.slug}/trao-doi/{unit}", ("done", said))
    return answer


@get(AT + "/toi-theo-doi", opt=PERSON)
async def following(request: Request) -> Response:
    """The people one looks after, those with whom one has not talked first."""
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        now = await overview.running(visit.tx, programme)
        mine = await companions.assigned_to(visit.tx, visit.actor.person_id)
        people = await overview.of_people(visit.tx, programme, now, mine)
        view = Following(programme, now, people, visit.shell.url(f"chuong-trinh/{programme.slug}/trao-doi"))
    return page(visit, "exchanges/following.html", view)


@get(AT + "/cua-toi", opt=OWN)
async def own(request: Request) -> Response:
    """To one's own thread."""
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        if visit.actor.person_id is None:
            raise NotFound("access.not-found")
        there = visit.shell.url(f"chuong-trinh/{programme.slug}/trao-doi/nguoi/{visit.actor.person_id}")
    return redirect(visit, there)


@get(AT + "/nguoi/{person:uuid}", opt=PERSON)
async def shown(request: Request) -> Response:
    """One member's thread."""
    async with enter(request) as visit:
        view = await _talking(visit, request)
    return page(visit, "exchanges/thread.html", view)


@get(AT + "/nguoi/{person:uuid}/ghi", opt=PERSON)
async def write_form(request: Request) -> Response:
    """A new note."""
    async with enter(request) as visit:
        view = await _writing(visit, request)
    return page(visit, "exchanges/write.html", view)


@post(AT + "/nguoi/{person:uuid}/ghi", opt=PERSON)
async def write(request: Request, person: UUID) -> Response:
    """Write it down, with the difficulty that came up."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        book = talking.talk_book(programme.rules)
        if book is None:
            raise NotFound("access.not-found")
        await talks.write(
            visit.tx, visit.actor, programme, person, draft_of(visit.form, book[1]),
            difficulty=visit.form.text("difficulty", talking.WORDS_MAX), criterion=visit.form.line("criterion", 40),
        )  # fmt: skip
        said = ("done", _("Đã ghi buổi trao đổi."))
        return await visit.done(f"chuong-trinh/{programme.slug}/trao-doi/nguoi/{person}", said)

    return await posted(request, act, "exchanges/write.html", _writing)


def titles_of(programme: Programme, keys: set[str]) -> dict[str, str]:
    """The wording of criteria in the reader's language, by key."""
    known = programme.rules.criteria
    return {key: known[key].title.in_(current()) for key in keys if key in known}


async def _board(request: Request, unit_id: UUID | None) -> Response:
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        unit = await units.get(visit.tx, unit_id or home(visit.actor, "exchange.read"))
        place = Target(unit_path=unit.path)
        require(visit.actor, "exchange.read", place)
        now = await overview.running(visit.tx, programme)
        reach = await overview.counts(visit.tx, programme, now, unit.path)
        sums = await queries.sums(visit.tx, programme, unit.path)
        base = f"chuong-trinh/{programme.slug}/trao-doi"
        total = Reach(sum(one.people for one in reach.values()), sum(one.talked for one in reach.values()))
        nudging = programme.state == "open" and total.missing and can(visit.actor, "nudge.send", place)
        people = await overview.of_unit(visit.tx, programme, now, unit.id)
        view = Board(
            programme=programme, unit=unit, now=now, reach=total, sums=queries.added(sums), people=people,
            crumbs=await crumbs_of(visit, unit.path, "exchange.read", base),
            rows=tuple([
                Row(one.name, visit.shell.url(f"{base}/{one.id}"), reach.get(one.path, Reach()),
                    sums.get(one.path, Sums()))
                for one in await units.children(visit.tx, unit.id) if one.path in reach or one.path in sums
            ]),
            nudged=await reminding.reminded_today(visit.tx, programme, unit.id) if nudging else None,
            assign_url=visit.shell.url(f"phan-cong/{unit.id}")
            if people and can(visit.actor, "companion.assign", place) else None,
            here=visit.shell.url(f"{base}/{unit.id}"), base=visit.shell.url(f"chuong-trinh/{programme.slug}"),
        )  # fmt: skip
    return page(visit, "exchanges/board.html", view)


async def _talking(visit: Visit, request: Request) -> Talking:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    found = await thread.of_person(visit.tx, visit.actor, programme, request.path_params["person"])
    now = await overview.running(visit.tx, programme) if talking.talk_book(programme.rules) else None
    base = visit.shell.url(f"chuong-trinh/{programme.slug}")
    keys = {one.criterion for one in found.items} | {one.criterion for one in found.difficulties}
    return Talking(
        thread=found, now=now, titles=titles_of(programme, keys), base=base,
        here=f"{base}/trao-doi/nguoi/{found.person_id}", back=await _back(visit, found, base),
    )  # fmt: skip


async def _back(visit: Visit, found: Thread, base: str) -> tuple[str, str]:
    """Where the reader came from: his own work, the people he looks after, the board of the unit."""
    if found.own:
        return _("Việc của tôi"), visit.shell.url("viec-cua-toi")
    if await companions.looks_after(visit.tx, visit.actor.person_id, found.person_id):
        return _("Người tôi theo dõi"), f"{base}/trao-doi/toi-theo-doi"
    return _("Trao đổi, khó khăn"), f"{base}/trao-doi/{found.place.unit_id}"


async def _writing(visit: Visit, request: Request) -> Talking:
    view = await _talking(visit, request)
    if not view.thread.may_write or view.now is None:
        raise NotFound("access.not-found")
    return view


ROUTES = (start, board, remind, following, own, shown, write_form, write)
