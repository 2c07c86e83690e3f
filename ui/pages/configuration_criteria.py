"""The criteria of a configuration: the list with its order, switches and additions, and the form of each."""

from collections.abc import Mapping

from litestar import Request, Response, get, post
from msgspec import Struct

from core.configurations import actions
from core.configurations.ordering import moved, rearranged
from core.configurations.rules import Place
from core.errors import NotFound, Problem, Stale
from ui import configuration_criteria as criteria
from ui.configuration_criteria import SECTION, Chapter
from ui.configuration_editing import said, save, show
from ui.configuration_frame import AT, SECTIONS, Frame, frame_of
from ui.editing import again, asked
from ui.guard import enter
from ui.i18n import _
from ui.problems import message
from ui.render import page

HERE = f"{AT}/sua/{SECTION}"
READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}
STEPS = {"up": -1, "down": 1}


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
    try:
        async with enter(request, write=True) as visit:
            frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
            key, changes = _asked_for(frame, visit.form.line("act"), visit.form.all("order"))
            # A step is one from where the entry stands now; a whole new order is of the list that was seen.
            seen = visit.form.integer("seen") or 0 if visit.form.names("order") else frame.version
            draft = await actions.edit(visit.tx, visit.actor, frame.pack_id, changes, seen)
            tail = f"sua/{SECTION}" + (f"#tc-{key}" if key else "")
            answer = await visit.done(frame.url_of(tail), said(frame, draft))
    except Problem as problem:
        again(problem)
        if isinstance(problem, Stale):
            problem = Stale("configuration.moved-on")
        return await _listing(request, problem)
    return answer


@get(HERE + "/dieu/{key:str}", opt=READ)
async def criterion(request: Request, key: str) -> Response:
    """One criterion."""
    return await show(request, SECTION, lambda frame, form: criteria.criterion(frame, key))


@post(HERE + "/dieu/{key:str}", opt=WRITE)
async def save_criterion(request: Request, key: str) -> Response:
    """Save one criterion."""
    return await save(request, SECTION, lambda frame, form: criteria.criterion(frame, key))


@get(HERE + "/moi", opt=READ)
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


@get(HERE + "/noi-dung-moi", opt=READ)
async def new_group(request: Request) -> Response:
    """Add a content."""
    return await show(request, SECTION, criteria.new_group)


@post(HERE + "/noi-dung-moi", opt=WRITE)
async def add_group(request: Request) -> Response:
    """Save the new content."""
    return await save(request, SECTION, criteria.new_group)


@post(AT + "/hoan-tac", opt=WRITE)
async def undo(request: Request) -> Response:
    """Take the last edit of the draft back."""
    pack = str(request.path_params["pack"])
    tail = ""
    try:
        async with enter(request, write=True) as visit:
            section = visit.form.line("section")
            tail = f"/sua/{section}" if section in SECTIONS else ""
            await actions.undo(visit.tx, visit.actor, pack, visit.form.integer("seen") or 0)
            told = ("done", _("Đã hoàn tác thay đổi gần nhất."))
            answer = await visit.done(f"quan-tri/cau-hinh/{pack}{tail}", told)
    except Problem as problem:
        again(problem)
        async with enter(request) as visit:
            answer = await visit.done(f"quan-tri/cau-hinh/{pack}{tail}", ("soon", message(problem)))
    return answer


async def _listing(request: Request, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), SECTION)
    found = criteria.chapters(frame)
    view = Listing(frame, found, sum(not row.disabled for chapter in found for row in chapter.rows))
    if problem is not None and problem.problems:  # a locked entry: the list has no inputs to stand beside
        problem = Problem(problem.problems[0].code, **problem.problems[0].facts)
    return page(visit, "configurations/criteria.html", view, problem=problem)


def _asked_for(frame: Frame, act: str, order: list[str]) -> tuple[str, dict[Place, object]]:
    """What a button or a drag asks for: the entry that it is about, and the changes."""
    lists: Mapping[str, Mapping] = {"criteria": frame.rules.criteria, "groups": frame.rules.groups}
    if order:
        return "", _in_sequence("criteria", lists["criteria"], order)
    verb, _colon, word = act.partition(":")
    part, _slash, key = word.partition("/")
    if key not in lists.get(part, {}):
        raise NotFound("access.not-found")
    if verb in STEPS:
        return key, _in_sequence(part, lists[part], moved(_beside(part, lists[part], key), key, STEPS[verb]))
    if verb in ("off", "on"):
        return key, {(part, key, "disabled"): verb == "off"}
    if verb == "drop" and key not in getattr(frame.draft.base, part):
        return "", {(part, key): None}
    raise NotFound("access.not-found")


def _beside(part: str, entries: Mapping, key: str) -> list[str]:
    """The entries among which one moves, in order: the criteria of its content, or the contents."""
    found = sorted(entries, key=lambda name: entries[name].order)
    return found if part == "groups" else [name for name in found if entries[name].group == entries[key].group]


def _in_sequence(part: str, entries: Mapping, keys: list[str]) -> dict[Place, object]:
    if len(set(keys)) < len(keys) or not set(keys) <= set(entries):
        raise Stale("configuration.moved-on")  # the list had other entries than the draft has now
    orders = {name: one.order for name, one in entries.items()}
    return {(part, key, "order"): number for key, number in rearranged(orders, keys).items()}


def _group_of(form: object) -> str:
    """The content that a new criterion was put into, whatever key its form was given."""
    raw = form.raw if form is not None else {}  # type: ignore[attr-defined]
    return next((value for name, value in raw.items() if name.startswith("criteria/") and name.endswith("/group")), "")


ROUTES = (
    listing, arrange, criterion, save_criterion, new_criterion, add_criterion, group, save_group, new_group, add_group,
    undo,
)  # fmt: skip
