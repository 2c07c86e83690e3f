"""The committee's work page: mine, due, overdue, waiting for the member, all; oldest first (ui.md, "Cần xử lý")."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from core import access
from core.assessments import reply_queries
from core.assessments.reply_queries import Objection
from core.assessments.unit_queries import Waiting as Rounds
from core.errors import NotFound
from core.packs.calendar import Due
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registrations import queue, watching
from core.registrations.queue import ANSWER_DAYS, Queue
from core.registrations.signals import Signals
from ui import queue_lists
from ui.guard import enter
from ui.pages.results import rounds_of
from ui.pages.unit_reviews import Nudge, nudges
from ui.queue_lists import Walk
from ui.render import page


class Waiting(Struct, frozen=True, kw_only=True):
    """A list of the queue. `narrowed` says that another year than the running one, or one unit, is shown; `due` is
    the date of registering while it lasts; `answer_days` is after how many days a sheet waits too long."""

    queue: Queue | None
    walk: Walk
    programmes: tuple[Programme, ...]
    narrowed: bool
    next_page: str | None
    first_page: str | None
    rounds: Rounds | None
    rounds_url: str
    reviews: tuple[Nudge, ...]
    due: Due | None = None
    signals: Mapping[UUID, Signals] = {}
    may_assign: bool = False
    answer_days: int = ANSWER_DAYS
    objections: tuple[Objection, ...] = ()
    may_enter: bool = False

    @property
    def tab(self) -> str:
        """The list's word in the address."""
        return self.walk.word


@get("/{tenant:str}/can-xu-ly", opt={"policy": "queue.read"})
async def waiting(request: Request) -> Response:
    """What waits, oldest first; the other lists by tab."""
    asked, walk = request.query_params, queue_lists.asked(request)
    search, first = asked.get("ten", "")[:80], walk.word == queue_lists.FIRST
    async with enter(request) as visit:
        every, current = await programmes.listing(visit.tx), await programmes.current(visit.tx)
        programme = chosen(every, asked.get("chuong-trinh", ""), current)
        found, signals = None, {}
        if programme:
            found = await queue.listing(
                visit.tx, visit.actor, programme, walk.list, after=asked.get("sau", ""), search=search,
                unit_id=walk.unit_id,
            )  # fmt: skip
            waits = [one.registration_id for one in found.entries if one.waits and one.registration_id]
            signals = await watching.signals_of(visit.tx, programme, waits)
        slug = programme.slug if programme else ""
        rounds = await rounds_of(visit, slug) if first else None
        reviews = await nudges(visit) if first else ()
        objections = await reply_queries.objections(visit.tx, visit.actor) if first else ()
    kept = {"muc": walk.word, "ten": search, "don-vi": str(walk.unit_id or ""), "chuong-trinh": slug}
    start = visit.shell.url("can-xu-ly") + "?" + urlencode({k: v for k, v in kept.items() if v})
    due = programme.due("registration") if programme else None
    view = Waiting(
        queue=found, walk=walk, programmes=every, narrowed=programme != current or walk.unit_id is not None,
        next_page=f"{start}&{urlencode({'sau': found.after})}" if found and found.after else None,
        first_page=start if asked.get("sau") else None, rounds=rounds, reviews=reviews, signals=signals,
        rounds_url=visit.shell.url(f"chuong-trinh/{slug}/ket-qua"),
        due=due if due and visit.now < due.closes_at else None, may_assign=access.may(visit.actor, "companion.assign"),
        objections=objections, may_enter=access.may(visit.actor, "registration.enter"),
    )  # fmt: skip
    return page(visit, "queue/list.html", view)


def chosen(every: tuple[Programme, ...], word: str, current: Programme | None) -> Programme | None:
    """The programme that an address names, else the current one."""
    if not word:
        return current
    named = next((programme for programme in every if programme.slug == word), None)
    if named is None:
        raise NotFound("access.not-found")
    return named


ROUTES = (waiting,)
