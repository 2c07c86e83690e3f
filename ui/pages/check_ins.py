"""Checking in at an activity: the organiser's screen with the code of the moment, and where it leads."""

import time
from datetime import UTC, datetime
from uuid import UUID

from litestar import MediaType, Request, Response, get, post
from msgspec import Struct, json

from core.access import Target, require
from core.activities import attending, codes, queries
from core.activities.queries import Activity, Guest
from core.errors import NotFound, Problem
from ui.activity_words import when
from ui.editing import shown_again
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.pages.activities import JOIN, ONE
from ui.problems import message
from ui.qr import Qr, qr
from ui.render import page

MARK = {"policy": "activity.mark"}
ARRIVE = "activities/arrive.html"
DONE = {
    "came": ("done", N_("Đã điểm danh. Cảm ơn bạn đã tham gia!")),
    "already": ("info", N_("Bạn đã điểm danh hoạt động này rồi; chỉ tính một lần.")),
    "waits": ("soon", N_("Đã gửi điểm danh ghi lúc không có mạng. Người tổ chức sẽ xác nhận.")),
}


class Board(Struct, frozen=True, kw_only=True):
    """The organiser's screen; `qr` and `digits` are None and '' on other days."""

    activity: Activity
    guests: tuple[Guest, ...]
    me: UUID | None
    when: str
    open: bool
    may_mark: bool
    qr: Qr | None
    link: str
    digits: str
    here: str
    base: str

    @property
    def waiting(self) -> tuple[Guest, ...]:
        """Whose phones said so without a network."""
        return tuple(one for one in self.guests if one.waits)

    @property
    def others(self) -> tuple[Guest, ...]:
        """Everybody else who signed up or came."""
        return tuple(one for one in self.guests if not one.waits)


class Arriving(Struct, frozen=True, kw_only=True):
    """Where the scanned link leads (`code` is its), and where six digits are typed."""

    activity: Activity
    when: str
    today: bool
    code: str
    me: UUID | None
    here: str
    base: str


@get(ONE + "/diem-danh", opt=MARK)
async def board(request: Request, activity: UUID) -> Response:
    """The code of the moment and who is there; it renews itself."""
    async with enter(request) as visit:
        found = await queries.get(visit.tx, visit.actor, activity)
        require(visit.actor, "activity.mark", Target(unit_path=found.unit_path))
        phase, at = found.phase(visit.today), time.time()
        here, running = visit.shell.url(f"hoat-dong/{activity}"), phase == "running"
        link = f"{request.app.state.settings.base_url}{here}/den/{codes.link(visit.secret, activity, at)}"
        view = Board(
            activity=found, guests=await queries.guests(visit.tx, activity), me=visit.actor.person_id,
            when=when(found.times), open=running, may_mark=phase in ("running", "over", "done"),
            qr=qr(link) if running else None, link=link if running else "",
            digits=codes.typed(visit.secret, activity, at) if running else "",
            here=here, base=visit.shell.url("hoat-dong"),
        )  # fmt: skip
    answer = page(visit, "activities/board.html", view)
    answer.headers["cache-control"] = "no-store"
    return answer


@post(ONE + "/co-mat/{person:uuid}", opt=MARK)
async def mark(request: Request, activity: UUID, person: UUID) -> Response:
    """The organiser says that somebody was there."""
    async with enter(request, write=True) as visit:
        await attending.mark(visit.tx, visit.actor, activity, person)
        return await visit.done(f"hoat-dong/{activity}/diem-danh", ("done", _("Đã ghi có mặt.")))


@get([ONE + "/den", ONE + "/den/{code:str}"], opt=JOIN)
async def arrive(request: Request, activity: UUID) -> Response:
    """Where the scanned link leads: one button. Without a code: six digits to type."""
    async with enter(request) as visit:
        view = await _arriving(visit, request)
    return page(visit, ARRIVE, view)


@post(ONE + "/den", opt=JOIN)
async def check_in(request: Request, activity: UUID) -> Response:
    """I am here. The script, which sends what waited for a network, is answered in JSON."""
    by_script = request.headers.get("x-checkin") == "1"
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            if by_script and visit.form.uuid("person") != visit.actor.person_id:
                raise NotFound("access.not-found")  # another one's phone: it keeps what it has
            outcome = await attending.check_in(visit.tx, visit.actor, activity, _shown(visit))
            if outcome in DONE:
                kind, words = DONE[outcome]
                answer = await visit.done(f"hoat-dong/{activity}", (kind, _(words)))
        if outcome not in DONE:
            raise Problem("activity.paused" if outcome == "paused" else "activity.code-expired", field="code")
    except Problem as problem:
        if visit is None or problem.status not in (409, 422):
            raise
        if by_script:
            return _json({"outcome": "refused", "said": message(problem)})
        return await shown_again(request, visit, problem, ARRIVE, _arriving)
    return _told(answer, outcome) if by_script else answer


def _told(answer: Response, outcome: str) -> Response:
    """The answer for the script: the message travels with it as on any other way."""
    told = _json({"outcome": outcome, "said": _(DONE[outcome][1])})
    told.cookies = list(answer.cookies)
    return told


def _shown(visit: Visit) -> attending.Shown:
    said = visit.form.line("said", 20)
    stamp = int(said) / 1000 if said.isascii() and said.isdigit() and len(said) <= 14 else None
    code = "".join(visit.form.line("code", 64).split())
    return attending.Shown(
        code=code, secret=visit.secret, at=datetime.now(UTC),
        said=datetime.fromtimestamp(stamp, UTC) if stamp is not None else None,
    )  # fmt: skip


async def _arriving(visit: Visit, request: Request) -> Arriving:
    found = await queries.get(visit.tx, visit.actor, request.path_params["activity"])
    require(visit.actor, "activity.join", Target(unit_path=found.unit_path), see="activity.read")
    return Arriving(
        activity=found, when=when(found.times), today=found.phase(visit.today) == "running",
        code=_scanned(request, visit.form), me=visit.actor.person_id,
        here=visit.shell.url(f"hoat-dong/{found.id}"), base=visit.shell.url("hoat-dong"),
    )  # fmt: skip


def _scanned(request: Request, form: Form) -> str:
    """The code of the link; a refused one is not offered again."""
    return "" if form.names() else str(request.path_params.get("code", ""))


def _json(body: object) -> Response[bytes]:
    return Response(json.encode(body), media_type=MediaType.JSON)


ROUTES = (board, mark, arrive, check_in)
