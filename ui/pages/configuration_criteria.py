"""The criteria of a configuration: the list with its order, switches and additions, and the form of each."""


from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import Problem
from ui import configuration_criteria as criteria
from ui.configuration_criteria import SECTION, Chapter
from ui.configuration_editing import save, show
from ui.configuration_frame import AT, Frame, frame_of
from ui.configuration_lists import arranged
from ui.editing import asked
from ui.guard import enter
from ui.render import page

HERE = f"{AT}/sua/{SECTION}"
READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}


class Listing(Struct, frozen=True):
    """The criteria by content; `count` are those in use."""

    frame: Frame
    chapters: tuple[Chapter, ...]
    count: int


@get(HERE, opt=READ)
async def listing(request: Request) -> Response:
    """Every content with its criteria."""
    return await _listing(request)


@post(HERE, opt=WRITE)
async def arrange(request: Request) -> Response:
    """Move, switch off or on, or take away one entry; or a new order of a content's criteria."""
    return await arranged(request, SECTION, ("criteria", "groups"), _listing, criteria.beside)


@get(HERE + "/dieu/{key:str}", opt=READ)
async def criterion(request: Request, key: str) -> Response:
    """One criterion."""
    return await show(request, SECTION, lambda frame, form: criteria.criterion(frame, key))


@post(HERE + "/dieu/{key:str}", opt=WRITE)
async def save_criterion(request: Request, key: str) -> Response:
    """Save one criterion."""
    return await save(request, SECTION, lambda frame, form: criteria.criterion(frame, key))


@get(HERE + "/moi", opt=WRITE)
async def new_criterion(request: Request) -> Response:
    """Add a criterion to a content."""
    group = asked(request).raw.get("noi-dung", "")
    return await show(request, SECTION, lambda frame, form: criteria.new_criterion(frame, form, group))


@post(HERE + "/moi", opt=WRITE)
async def add_criterion(request: Request) -> Response:
    """Save the new criterion."""
    return await save(request, SECTION, lambda frame, form: criteria.new_criterion(frame, form, _group_of(form)))


@get(HERE + "/noi-dung/{key:str}", opt=READ)
async def group(request: Request, key: str) -> Response:
    """One content."""
    return await show(request, SECTION, lambda frame, form: criteria.group(frame, key))


@post(HERE + "/noi-dung/{key:str}", opt=WRITE)
async def save_group(request: Request, key: str) -> Response:
    """Save one content."""
    return await save(request, SECTION, lambda frame, form: criteria.group(frame, key))


@get(HERE + "/noi-dung-moi", opt=WRITE)
async def new_group(request: Request) -> Response:
    """Add a content."""
    return await show(request, SECTION, criteria.new_group)


@post(HERE + "/noi-dung-moi", opt=WRITE)
async def add_group(request: Request) -> Response:
    """Save the new content."""
    return await save(request, SECTION, criteria.new_group)


async def _listing(request: Request, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
    found = criteria.chapters(frame)
    view = Listing(frame, found, sum(not row.disabled for chapter in found for row in chapter.rows))
    return page(visit, "configurations/criteria.html", view, problem=problem)


def _group_of(form: object) -> str:
    """The content that a new criterion was put into, whatever key its form was given."""
    raw = form.raw if form is not None else {}  # type: ignore[attr-defined]
    return next((value for name, value in raw.items() if name.startswith("criteria/") and name.endswith("/group")), "")


ROUTES = (
    listing, arrange, criterion, save_criterion, new_criterion, add_criterion, group, save_group, new_group, add_group,
)  # fmt: skip
