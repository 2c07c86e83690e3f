"""The movable clock of a demo tenant; outside the demo this page does not exist."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from msgspec import Struct

from core import audit
from core.errors import NotFound, Problem
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Struct, frozen=True):
    """The tenant's domain instant."""

    now: datetime


def _only_in_the_demo(request: Request) -> None:
    if not request.app.state.settings.demo:
        raise NotFound("access.not-found")


@get("/{tenant:str}/quan-tri/dong-ho", opt={"policy": "clock.move"})
async def form(request: Request) -> Response:
    """Which day the demo believes it is."""
    _only_in_the_demo(request)
    async with enter(request) as visit:
        view = Clock(visit.now)
    return page(visit, "account/clock.html", view)


@post("/{tenant:str}/quan-tri/dong-ho", opt={"policy": "clock.move"})
async def move(request: Request) -> Response:
    """Set the day (09:00); deadlines and states follow at once, audit times stay real."""
    _only_in_the_demo(request)
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            day = visit.form.date("day")
            if day is None or not 2010 <= day.year <= 2040:
                raise Problem("clock.out-of-range", field="day")
            instant = datetime.combine(day, time(9), ZONE)
            await visit.tx.execute("select sec.move_clock($1)", instant)
            await audit.record(visit.tx, visit.actor, "clock.moved", visit.tenant.id, to=instant)
            answer = await visit.done("quan-tri/dong-ho", ("done", _("Đã chuyển đồng hồ thử.")))
    except Problem as problem:
        if visit is None:
            raise
        return page(visit, "account/clock.html", Clock(visit.now), problem=problem, form=visit.form.raw)
    return answer


ROUTES = (form, move)
