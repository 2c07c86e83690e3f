"""Running a programme: its dates moved with a reason, pauses, newer rules looked at first, and what has happened."""

from collections.abc import Mapping
from datetime import datetime

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import NotFound, Problem
from core.programme_life import actions, queries, repinning
from core.programme_life.queries import Act
from core.programme_life.repinning import Offer
from core.programme_life.rules import REASON_MAX
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.trials import queries as trials
from core.trials.queries import Kept
from ui.editing import posted
from ui.formats import number, short_date
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page
from ui.rulebook import DateRow, date_row

AT = "/{tenant:str}/quan-tri/chuong-trinh/{programme:str}/dieu-hanh"
ADMIN = {"policy": "programme.admin"}


class Happened(Struct, frozen=True):
    """An act in words."""

    act: Act
    words: str
    mark: str


class Running(Struct, frozen=True, kw_only=True):
    """The page: dates, state, rules and history. `next_year` opens the year that follows, None where it is open or
    outside the phase."""

    programme: Programme
    dates: tuple[DateRow, ...]
    moved: frozenset[str]
    offer: Offer | None
    history: tuple[Happened, ...]
    next_year: int | None
    here: str


class Moving(Struct, frozen=True, kw_only=True):
    """One date to be moved; `acted` tells how many have done it by now."""

    programme: Programme
    row: DateRow
    here: str


class Repinning(Struct, frozen=True, kw_only=True):
    """Newer rules: what they do to this year, and the button once that has been looked at."""

    programme: Programme
    offer: Offer
    kept: Kept | None
    trial_url: str
    here: str


@get(AT, opt=ADMIN)
async def shown(request: Request) -> Response:
    """Everything that can be done to a running programme."""
    async with enter(request) as visit:
        view = await _running(visit, request)
    return page(visit, "programmes/life.html", view)


@post(AT + "/tam-dung", opt=ADMIN)
async def pause(request: Request) -> Response:
    """Stop all writing for a while."""
    return await _act(request, actions.pause, _("Đã tạm dừng chương trình. Không ai ghi được gì cho đến khi tiếp tục."))


@post(AT + "/tiep-tuc", opt=ADMIN)
async def resume(request: Request) -> Response:
    """Go on."""
    return await _act(request, actions.resume, _("Chương trình tiếp tục. Nếu cần, hãy gia hạn các mốc bị ảnh hưởng."))


@get(AT + "/moc/{milestone:str}", opt=ADMIN)
async def date_form(request: Request) -> Response:
    """One date, to be moved with a reason."""
    async with enter(request) as visit:
        view = await _moving(visit, request)
    return page(visit, "programmes/life_date.html", view)


@post(AT + "/moc/{milestone:str}", opt=ADMIN)
async def move(request: Request, milestone: str) -> Response:
    """Move it; who was late by the old end only is in time."""

    async def act(visit: Visit) -> Response:
        programme, form = await _programme(visit, request), visit.form
        day, reason = form.date("day"), form.text("reason", REASON_MAX)
        moved, people = await actions.move_date(
            visit.tx, visit.actor, programme, milestone, day, reason, form.version
        )  # fmt: skip
        said = _("Đã dời hạn từ %(was)s sang %(now)s.") % {
            "was": short_date(moved.was), "now": short_date(moved.now)
        }  # fmt: skip
        if people:
            said += " " + _("%(people)s việc đã ghi trễ hạn nay là đúng hạn.") % {"people": number(people)}
        return await visit.done(_at(programme), ("done", said))

    return await posted(request, act, "programmes/life_date.html", _moving)


@get(AT + "/quy-tac", opt=ADMIN)
async def rules(request: Request) -> Response:
    """What the rules in force would do to this year."""
    async with enter(request) as visit:
        view = await _repinning(visit, request)
    return page(visit, "programmes/life_rules.html", view)


@post(AT + "/quy-tac/xem", opt=ADMIN)
async def look(request: Request) -> Response:
    """Work out the effect on each sheet, in the background."""

    async def act(visit: Visit) -> Response:
        programme = await _programme(visit, request)
        trial = await repinning.look(visit.tx, visit.actor, programme)
        return await visit.done(f"quan-tri/cau-hinh/{programme.pack_id}/thu/{trial}")

    return await posted(request, act, "programmes/life_rules.html", _repinning)


@post(AT + "/quy-tac", opt=ADMIN)
async def repin(request: Request) -> Response:
    """Pin the rules in force, with a reason."""

    async def act(visit: Visit) -> Response:
        programme, form = await _programme(visit, request), visit.form
        trial = form.uuid("trial")
        if trial is None:
            raise Problem("programme.look-first")
        reason = form.text("reason", REASON_MAX)
        await repinning.repin(visit.tx, visit.actor, programme, trial, reason, form.version)
        said = _("Chương trình đã dùng quy tắc hiện hành. Việc áp dụng được ghi vào nhật ký.")
        return await visit.done(_at(programme), ("done", said))

    return await posted(request, act, "programmes/life_rules.html", _repinning)


async def _act(request: Request, act, said: str) -> Response:
    async def done(visit: Visit) -> Response:
        programme, form = await _programme(visit, request), visit.form
        await act(visit.tx, visit.actor, programme, form.text("reason", REASON_MAX), form.version)
        return await visit.done(_at(programme), ("done", said))

    return await posted(request, done, "programmes/life.html", _running)


async def _programme(visit: Visit, request: Request) -> Programme:
    return await programmes.get(visit.tx, request.path_params["programme"])


def _at(programme: Programme) -> str:
    return f"quan-tri/chuong-trinh/{programme.slug}/dieu-hanh"


async def _running(visit: Visit, request: Request) -> Running:
    programme = await _programme(visit, request)
    titles = {key: due.title for key, due in programme.milestones.items()}
    acts = await queries.history(visit.tx, programme)
    years = [one.year for one in await programmes.listing(visit.tx) if one.pack_id == programme.pack_id]
    last = programme.rules.period.last
    after = programme.year + 1
    return Running(
        programme=programme, moved=frozenset(act.milestone for act in acts if act.act == "date"),
        dates=tuple(date_row(programme.rules, due) for due in programme.milestones.values()),
        offer=await repinning.offer(visit.tx, programme) if programme.state != "closed" else None,
        history=tuple(_told(act, titles) for act in acts),
        next_year=after if after not in years and (last is None or after <= last) else None,
        here=visit.shell.url(f"quan-tri/chuong-trinh/{programme.slug}"),
    )  # fmt: skip


async def _moving(visit: Visit, request: Request) -> Moving:
    programme = await _programme(visit, request)
    due = programme.milestones.get(request.path_params["milestone"])
    if due is None:
        raise NotFound("access.not-found")
    here = visit.shell.url(f"quan-tri/chuong-trinh/{programme.slug}")
    return Moving(programme=programme, row=date_row(programme.rules, due), here=here)


async def _repinning(visit: Visit, request: Request) -> Repinning:
    programme = await _programme(visit, request)
    found = await repinning.offer(visit.tx, programme)
    if found is None:
        raise NotFound("access.not-found")
    kept = await trials.get(visit.tx, visit.actor, found.trial) if found.trial else None
    at = f"quan-tri/cau-hinh/{programme.pack_id}/thu/{found.trial}"
    return Repinning(
        programme=programme, offer=found, kept=kept, trial_url=visit.shell.url(at) if found.trial else "",
        here=visit.shell.url(f"quan-tri/chuong-trinh/{programme.slug}"),
    )  # fmt: skip


def _told(act: Act, titles: Mapping[str, object]) -> Happened:
    if act.act == "date":
        title = titles.get(act.milestone)
        words = _("dời hạn “%(what)s” từ %(was)s sang %(now)s") % {
            "what": title.in_("vi") if title else act.milestone,  # type: ignore[attr-defined]
            "was": short_date(datetime.fromisoformat(act.was).date()),
            "now": short_date(datetime.fromisoformat(act.now).date()),
        }  # fmt: skip
        return Happened(act, words, "calendar-event")
    known = {"paused": (_("tạm dừng chương trình"), "lock"), "resumed": (_("tiếp tục chương trình"), "player-play"),
             "rules": (_("áp dụng quy tắc hiện hành"), "refresh")}  # fmt: skip
    return Happened(act, *known[act.act])


ROUTES = (shown, pause, resume, date_form, move, rules, look, repin)
