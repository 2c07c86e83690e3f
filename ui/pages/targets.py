"""Targets: what each asks, what is reached, unit by unit with the way down; pilots where a programme has them."""

from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from core.access import may
from core.errors import NotFound
from core.packs.patching import active
from core.packs.schema import Pack, Target
from core.programmes import queries as programmes
from core.programmes.pilot_units import Pilots
from core.programmes.queries import Programme
from core.registers.queries import readable
from core.reports import target_queries
from core.reports.queries import home
from core.reports.target_queries import Cell, Line
from core.reports.targets import tally
from core.units.queries import Unit
from core.units.rules import is_below
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.render import page
from ui.trail import crumbs_of, years_of

WORD = "chi-tieu"
AT = f"/{{tenant:str}}/chuong-trinh/{{programme:str}}/{WORD}"
READ = {"policy": "progress.read"}
WHY = {
    "nobody": N_("không có đơn vị nào thuộc diện"),
    "no_roster": N_("không có danh sách người"),
    "not_this_year": N_("năm này không giao việc này"),
    "no_entries": N_("chưa ghi mục nào"),
    "unrecorded": N_("chưa ghi nhận đơn vị nào"),
    "audience": N_("số tổng hợp không tách được đối tượng này"),
    "restricted": N_("chỉ Ban Chấp hành xem"),
}


class Asked(Struct, frozen=True, kw_only=True):
    """A target with its number on the page, what the unit has reached, and where it can be worked on."""

    number: int
    key: str
    target: Target
    cell: Cell
    url: str | None


class Page(Struct, frozen=True, kw_only=True):
    """The targets of a unit; `verdicts` counts those met, missed and not known; `marked` are the pilots below it by
    the unit above them."""

    programme: Programme
    unit: Unit
    crumbs: tuple[tuple[str, str | None], ...]
    years: tuple[tuple[str, str, bool, None], ...]
    asked: tuple[Asked, ...]
    lines: tuple[Line, ...]
    verdicts: tuple[int, int, int]
    why: dict[str, str]
    pilots: Pilots | None
    marked: tuple[tuple[str, tuple[str, ...]], ...]
    pilots_url: str | None
    base: str


@get(AT, opt=READ)
async def mine(request: Request) -> Response:
    """The targets of the unit that the reader leads."""
    async with enter(request) as visit:
        view = await _view(visit, request, home(visit.actor, "progress.read"))
    return page(visit, "targets/board.html", view)


@get(AT + "/{unit:uuid}", opt=READ)
async def of_unit(request: Request, unit: UUID) -> Response:
    """The targets of a unit within reach."""
    async with enter(request) as visit:
        view = await _view(visit, request, unit)
    return page(visit, "targets/board.html", view)


async def _view(visit: Visit, request: Request, unit_id: UUID) -> Page:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    if not active(programme.rules.targets):
        raise NotFound("access.not-found")
    found = await target_queries.board(visit.tx, visit.actor, programme, unit_id)
    base, rules, unit = f"chuong-trinh/{programme.slug}", programme.rules, found.unit
    admin = found.pilots is not None and programme.state == "open" and may(visit.actor, "programme.admin")
    return Page(
        programme=programme, unit=unit, crumbs=await crumbs_of(visit, unit.path, "progress.read", f"{base}/{WORD}"),
        years=years_of(visit, programme, f"{WORD}/{unit.id}"),
        asked=tuple(
            Asked(number=number, key=key, target=target, cell=cell, url=_source(visit, base, rules, unit, target))
            for number, ((key, target), cell) in enumerate(zip(found.targets, found.total, strict=True), start=1)
        ),
        lines=tuple(line for line in found.lines if _concerned(line)), verdicts=tally(cell.met for cell in found.total),
        why={key: _(text) for key, text in WHY.items()}, pilots=found.pilots,
        marked=_marked(found.pilots, unit),
        pilots_url=visit.shell.url(f"{base}/chi-dao-diem") if admin else None, base=visit.shell.url(f"{base}/{WORD}"),
    )  # fmt: skip


def _concerned(line: Line) -> bool:
    """Whether any target is about a unit: a row of "nobody" says nothing."""
    return any(cell.reached.why not in ("nobody", "no_roster") for cell in line.cells)


def _marked(pilots: Pilots | None, unit: Unit) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for one in pilots.marked if pilots else ():
        if is_below(one.path, unit.path):
            found.setdefault(one.parent, []).append(one.name)
    return tuple((parent, tuple(names)) for parent, names in found.items())


def _source(visit: Visit, base: str, rules: Pack, unit: Unit, target: Target) -> str | None:
    """The page whose numbers a target sums up, for who may read it; None where it has none."""
    sort, _colon, key = target.of.partition(":")
    if sort == "declaration" and may(visit.actor, "declaration.read"):
        return visit.shell.url(f"{base}/ke-khai/{unit.id}?viec={key}#don-vi")
    if sort == "register":
        seen = readable(visit.actor, rules.registers[key], unit.path)
        return visit.shell.url(f"{base}/so/{key}/{unit.id}") if seen else None
    return visit.shell.url(f"{base}/tien-do/{unit.id}") if sort == "indicator" else None


ROUTES = (mine, of_unit)
