"""The progress board: how far each unit is at each step, which lag, and the way down to people (ui.md, blueprint 5)."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from core.access import Actor, Target, can, may
from core.enrolments import listing
from core.extensions import queries as extensions
from core.extensions.queries import Held
from core.messages import nudges
from core.packs.calendar import VIETNAM
from core.packs.patching import active
from core.people.rules import search_key
from core.programmes import pilot_units
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports import a_year_ago, groups, queries
from core.reports.checks import Checked, described
from core.reports.movements import Movement, movements
from core.reports.steps import Lag, Step, behind, lags, steps_of
from core.reports.tallies import Board, Line, Tally
from core.steering.queries import Owed
from ui.documents import progress_sheet, xlsx
from ui.downloads import download
from ui.formats import file_years, people_of, years
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.pages.centre_asks import pressing
from ui.pages.midway import list_url
from ui.render import page
from ui.trail import crumbs_of, years_of

AT = "/{tenant:str}/chuong-trinh/{programme:str}/tien-do"
LABELS = {
    "registered": N_("Đăng ký"),
    "validated": N_("Thẩm định"),
    "self_assessed": N_("Tự đánh giá"),
    "rated": N_("Xếp loại"),
    "recognised": N_("Công nhận"),
}
WAITING = {
    "registered": N_("Chưa đăng ký"),
    "validated": N_("Chờ thẩm định"),
    "self_assessed": N_("Chưa tự đánh giá"),
    "rated": N_("Chưa xếp loại"),
    "recognised": N_("Chờ công nhận"),
}


class Cell(Struct, frozen=True, kw_only=True):
    """One step of one unit: `done` of `of`, `late` of those done, `missing`, and whether the date has passed."""

    key: str
    label: str
    done: int
    of: int
    late: int
    missing: int
    overdue: bool


class BoardRow(Struct, frozen=True, kw_only=True):
    """A unit of the board; `url` leads one level down, None for the unit's own people."""

    name: str
    kind: str | None
    eligible: int
    on_leave: int
    cells: tuple[Cell, ...]
    url: str | None = None
    pilot: bool = False
    closed_on: date | None = None

    @property
    def overdue(self) -> bool:
        """Whether something is missing after its date."""
        return any(cell.overdue and cell.missing for cell in self.cells)


class LagView(Struct, frozen=True, kw_only=True):
    """A step that is not done, in words; `worst` are (name, address, missing, of)."""

    label: str
    lag: Lag
    worst: tuple[tuple[str, str, int, int], ...]
    all_url: str
    nudge_url: str | None = None


class Wanted(Struct, frozen=True, kw_only=True):
    """What the address asks for: words of the name, a step at which people are missing, the worst first."""

    words: str = ""
    step: str = ""
    worst_first: bool = False


class BoardView(Struct, frozen=True, kw_only=True):
    """The board of one unit in one programme."""

    programme: Programme
    board: Board
    now: datetime
    crumbs: tuple[tuple[str, str | None], ...]
    years: tuple[tuple[str, str, bool, None], ...]
    steps: tuple[tuple[str, str], ...]
    head: tuple[Cell, ...]
    own: BoardRow | None
    rows: tuple[BoardRow, ...]
    total: BoardRow
    lags: tuple[LagView, ...]
    check: Checked | None
    unrated: int
    wanted: Wanted
    here: str
    report_url: str | None
    roster_url: str | None
    queue_url: str | None
    people: listing.Page | None
    moved: tuple[Movement, ...]
    midway_url: str | None = None
    owed: tuple[Owed, ...] = ()
    longer: tuple[Held, ...] = ()
    inside: int = 0
    extensions_url: str | None = None
    beside: tuple[tuple[str, str], ...] = ()
    ago: Mapping[str, tuple[int, int]] = {}


@get(AT, opt={"policy": "progress.read"})
async def start(request: Request, programme: str) -> Response[bytes]:
    """Progress of the reader's own unit."""
    return await _board(request, programme, None)


@get(AT + "/{unit:uuid}", opt={"policy": "progress.read"})
async def board(request: Request, programme: str, unit: UUID) -> Response[bytes]:
    """Progress of a unit and of those directly below it."""
    return await _board(request, programme, unit)


@get(AT + "/{unit:uuid}/xlsx", opt={"policy": "progress.read"})
async def workbook(request: Request, programme: str, unit: UUID) -> Response[bytes]:
    """The board as a workbook: every line that the address asks for, with numbers in place of bars."""
    async with enter(request) as visit:
        view = await _view(visit, programme, unit, _wanted(request.query_params))
    rows = (*((view.own,) if view.own else ()), *view.rows, view.total)
    sheet = progress_sheet.Sheet(
        f"{view.programme.title.in_('vi')} {years(view.programme)}", view.board.unit.name,
        f"tính đến ngày {view.now.astimezone(VIETNAM):%d/%m/%Y}", people_of(view.programme),
        tuple(LABELS[key] for key, _label in view.steps),
        tuple(
            progress_sheet.Row(
                row.name, row.eligible, tuple((cell.done, cell.late, cell.missing) for cell in row.cells)
            )
            for row in rows
        ),
    )  # fmt: skip
    content = await asyncio.to_thread(progress_sheet.write, sheet)
    return download(content, f"Tiến độ {file_years(view.programme)} - {view.board.unit.name}.xlsx", xlsx.XLSX)


async def _board(request: Request, programme: str, unit_id: UUID | None) -> Response[bytes]:
    async with enter(request) as visit:
        view = await _view(visit, programme, unit_id, _wanted(request.query_params))
    return page(visit, "progress/board.html", view)


async def _view(visit: Visit, slug: str, unit_id: UUID | None, wanted: Wanted) -> BoardView:
    programme, base = await programmes.get(visit.tx, slug), f"chuong-trinh/{slug}/tien-do"
    root = unit_id or queries.home(visit.actor, "progress.read")
    found = await queries.board(visit.tx, visit.actor, programme, root)
    crumbs = await crumbs_of(visit, found.unit.path, "progress.read", base)
    own = _own_line(found, people_of(programme))
    steps, here = steps_of(programme), visit.shell.url(f"{base}/{found.unit.id}")
    place = Target(unit_path=found.unit.path)
    people = None
    if found.own.eligible and can(visit.actor, "registration.read", place):
        mine = listing.Filter(unit_path=found.unit.path, own_only=True)
        people = await listing.page(visit.tx, programme, mine)
    key, check = _report(programme)
    return BoardView(
        programme=programme,
        board=found,
        now=visit.now,
        crumbs=crumbs,
        years=years_of(visit, programme, f"tien-do/{found.unit.id}"),
        steps=tuple((step.key, _(LABELS[step.key])) for step in steps),
        head=_cells(found.total, steps, visit.now),
        own=row_of(own, steps, visit.now, None) if own and _chosen((own,), steps, wanted) else None,
        rows=tuple(
            row_of(line, steps, visit.now, visit.shell.url(f"{base}/{line.id}"))
            for line in _chosen(found.lines, steps, wanted)
        ),
        total=row_of(_whole(found), steps, visit.now, None),
        lags=tuple(
            _lag(lag, here, visit.shell.url(base), found.unit.id, nudging=_nudging(visit, programme, place))
            for lag in lags(steps, found.total, (*((own,) if own else ()), *found.lines), visit.now)
        ),
        check=check,
        unrated=max(0, found.total.registered - found.total.rated),
        wanted=wanted,
        here=here,
        report_url=_report_url(visit, slug, key, found.unit.id, place),
        roster_url=_roster_url(visit, slug, found.unit.id),
        midway_url=list_url(visit, programme, found.unit.id) if people else None,
        queue_url=visit.shell.url("can-xu-ly") if _near(visit.actor, found.unit.path) else None,
        people=people,
        moved=await movements(visit.tx, visit.actor, programme, found.unit),
        owed=await pressing(visit) if len(found.unit.path) == 4 else (),
        longer=tuple((await extensions.holding(visit.tx, programme, found.unit.id)).values()),
        inside=await extensions.registered_inside(visit.tx, programme, found.unit.path),
        extensions_url=visit.shell.url(f"chuong-trinh/{slug}/gia-han") if can(visit.actor, "extension.read", place)
        else None,
        beside=await _beside(visit, programme, found),
        ago=await a_year_ago.progress(visit.tx, programme, found.unit.path) if programme.state == "open" else {},
    )


async def _beside(visit: Visit, programme: Programme, found: Board) -> tuple[tuple[str, str], ...]:
    """From the top's board to its units in other groups: emulation clusters, pilots."""
    if len(found.unit.path) > 4:
        return ()
    base = visit.shell.url(f"chuong-trinh/{programme.slug}")
    shown = [(_("Theo cụm thi đua"), f"{base}/cum")] if await groups.clusters(visit.tx, visit.actor) else []
    if pilot_units.follows(programme.rules):
        shown.append((_("Đơn vị chỉ đạo điểm"), f"{base}/chi-dao-diem/tien-do"))
    return tuple(shown)


def _wanted(asked: Mapping[str, str]) -> Wanted:
    return Wanted(
        words=asked.get("ten", "").strip()[:80],
        step=asked.get("thieu", "") if asked.get("thieu", "") in LABELS else "",
        worst_first=asked.get("sap") == "cham",
    )


def _chosen(lines: tuple[Line, ...], steps: tuple[Step, ...], wanted: Wanted) -> list[Line]:
    """The lines asked for; "the worst first" judges by the step asked for, else by registering."""
    step = next((step for step in steps if step.key == wanted.step), None)
    words = search_key(wanted.words)
    kept = [line for line in lines if words in line.search_key and (step is None or step.missing(line.tally))]
    if not wanted.worst_first:
        return kept
    worst = behind(step or steps[0], kept)
    return worst + [line for line in kept if line not in worst]


def _cells(tally: Tally, steps: tuple[Step, ...], now: datetime) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            key=step.key, label=_(LABELS[step.key]), done=step.done(tally), of=step.of(tally), late=step.late(tally),
            missing=step.missing(tally), overdue=step.overdue(now),
        )
        for step in steps
    )  # fmt: skip


def row_of(line: Line, steps: tuple[Step, ...], now: datetime, url: str | None) -> BoardRow:
    """A unit as a row of a board."""
    return BoardRow(
        name=line.name, kind=line.kind, eligible=line.tally.eligible, on_leave=line.tally.on_leave, pilot=line.pilot,
        closed_on=line.closed_on, cells=_cells(line.tally, steps, now), url=url,
    )  # fmt: skip


def _own_line(found: Board, people: str) -> Line | None:
    """The unit's own people as a line among its children; none where they are all there is, or nobody."""
    if not found.lines or found.own == Tally():
        return None
    return _named(found, _("%(people)s tính tại %(unit)s") % {"people": people, "unit": found.unit.name}, found.own)


def _whole(found: Board) -> Line:
    return _named(found, _("Toàn đơn vị"), found.total)


def _named(found: Board, name: str, tally: Tally) -> Line:
    return Line(
        id=found.unit.id, name=name, kind=found.unit.kind, block=None, pilot=False, search_key=search_key(name),
        tally=tally,
    )  # fmt: skip


def _nudging(visit: Visit, programme: Programme, place: Target) -> bool:
    return programme.state == "open" and can(visit.actor, "nudge.send", place)


def _lag(lag: Lag, here: str, base: str, own: UUID, *, nudging: bool) -> LagView:
    def place(line: Line) -> tuple[str, str, int, int]:
        url = f"{here}#can-bo" if line.id == own else f"{base}/{line.id}"
        return line.name, url, lag.step.missing(line.tally), lag.step.of(line.tally)

    return LagView(
        label=_(WAITING[lag.step.key]),
        lag=lag,
        worst=tuple(place(line) for line in lag.worst),
        all_url=f"{here}?thieu={lag.step.key}&sap=cham",
        nudge_url=f"{here}/nhac/{lag.step.key}" if nudging and lag.step.key in nudges.OWED else None,
    )


def _report(programme: Programme) -> tuple[str | None, Checked | None]:
    """The first report of the rules, and its check that says: everybody registered has a result."""
    for key, report in active(programme.rules.reports).items():
        for name, check in active(report.checks).items():
            if check.equals_sum and report.columns[check.left].source == "registered":
                return key, described(name, check, report.columns)
        return key, None
    return None, None


def _report_url(visit: Visit, slug: str, key: str | None, unit_id: UUID, place: Target) -> str | None:
    if key is None or not can(visit.actor, "report.read", place):
        return None
    return visit.shell.url(f"chuong-trinh/{slug}/bao-cao/{key}/{unit_id}")


def _roster_url(visit: Visit, slug: str, unit_id: UUID) -> str | None:
    if not may(visit.actor, "enrolment.read"):
        return None
    return visit.shell.url(f"quan-tri/chuong-trinh/{slug}/danh-sach") + f"?don-vi={unit_id}"


def _near(actor: Actor, path: str) -> bool:
    """Whether sheets of this unit may wait for the reader."""
    return can(actor, "queue.read", Target(unit_path=path))


ROUTES = (start, board, workbook)
