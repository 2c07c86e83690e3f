"""The scale of a configuration: the ruler with its bounds, its levels, conditions, caps and marks (blueprint 8)."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import NotFound
from ui import configuration_scale as scales
from ui.configuration_editing import Making, save, show
from ui.configuration_entries import arrange
from ui.configuration_frame import AT, frame_of
from ui.configuration_scale import PARTS, SECTION
from ui.guard import enter
from ui.render import fragment
from ui.ruler_view import RulerView

HERE = f"{AT}/sua/{SECTION}"
READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}


class Drawn(Struct, frozen=True):
    """The ruler alone, as it would be with what is typed."""

    ruler: RulerView | None


@get(HERE, opt=READ)
async def scale(request: Request) -> Response:
    """The scale with its ruler."""
    return await show(request, SECTION, scales.scale)


@post(HERE, opt=WRITE)
async def save_scale(request: Request) -> Response:
    """Save the bounds; or move, switch off or on, or take away one piece."""
    form = await request.form()
    if "act" in form:
        return await arrange(request, SECTION, PARTS, scales.scale)
    return await save(request, SECTION, scales.scale)


@post(HERE + "/thuoc", opt=READ)
async def draw(request: Request) -> Response:
    """The ruler of what is typed, for redrawing it; nothing is saved."""
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
        sheet = scales.scale(frame, visit.form)
    return fragment(visit, "configurations/_ruler.html", Drawn(sheet.more.ruler))


@get(HERE + "/them/{sort:str}", opt=READ)
async def new(request: Request, sort: str) -> Response:
    """Add a level, a condition, a cap or a mark."""
    return await show(request, SECTION, _making(sort))


@post(HERE + "/them/{sort:str}", opt=WRITE)
async def add(request: Request, sort: str) -> Response:
    """Save the new piece."""
    return await save(request, SECTION, _making(sort))


@get(HERE + "/{sort:str}/{key:str}", opt=READ)
async def piece(request: Request, sort: str, key: str) -> Response:
    """One level, condition, cap or mark."""
    return await show(request, SECTION, _making(sort, key))


@post(HERE + "/{sort:str}/{key:str}", opt=WRITE)
async def save_piece(request: Request, sort: str, key: str) -> Response:
    """Save one of them."""
    return await save(request, SECTION, _making(sort, key))


def _making(sort: str, key: str = "") -> Making:
    makers = {"dieu-kien": scales.condition, "muc-tran": scales.cap, "dau": scales.mark}
    if sort == "muc":
        return (lambda frame, form: scales.level(frame, key)) if key else scales.new_level
    if sort not in makers:
        raise NotFound("access.not-found")
    return lambda frame, form: makers[sort](frame, form, key)


ROUTES = (scale, save_scale, draw, new, add, piece, save_piece)
