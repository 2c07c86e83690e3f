"""Units side by side: an emulation cluster for its department, the pilots of a programme."""

from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from core.access import Target, can, may
from core.errors import NotFound
from core.messages import nudges
from core.programmes import pilot_units
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports import groups
from core.reports.groups import Beside
from core.reports.steps import Step, steps_of
from core.reports.tallies import Line, Tally, added
from ui.editing import asked
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.progress import LABELS, WAITING, BoardRow, row_of
from ui.render import page

AT = "/{tenant:str}/chuong-trinh/{programme:str}"
READ = {"policy": "progress.read"}


class Row(Struct, frozen=True, kw_only=True):
    """A unit: its steps, targets, difficulties, requests for more time, and whom to remind of what."""

    board: BoardRow
    beside: Beside
    nudges: tuple[tuple[str, str], ...]
    difficulties_url: str | None


class SideBySide(Struct, frozen=True, kw_only=True):
    """The units and their sum; `tabs` lead to the other clusters, `empty` says why there is none."""

    programme: Programme
    title: str
    subtitle: str
    tabs: tuple[tuple[str, str, bool, None], ...]
    steps: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    total: BoardRow | None
    targets: bool
    empty: tuple[str, str]
    back: str
    extensions_url: str | None


@get(AT + "/cum", opt=READ)
async def cluster(request: Request) -> Response:
    """One emulation cluster: the one asked for, else the first that the reader follows."""
    wanted = asked(request).raw.get("ten", "")[:80]
    async with enter(request) as visit:
        programme = await _programme(visit, request)
        names = await groups.clusters(visit.tx, visit.actor)
        name = wanted if wanted in names else next(iter(names), "")
        here = visit.shell.url(f"chuong-trinh/{programme.slug}/cum")
        found = await groups.of_cluster(visit.tx, visit.actor, programme, name) if name else ()
        tabs = tuple((one, f"{here}?ten={one}", one == name, None) for one in names) if len(names) > 1 else ()
        view = _view(
            visit, programme, found, title=name or _("Cụm thi đua"), tabs=tabs,
            subtitle=_("Tiến độ, chỉ tiêu, việc quá hạn và khó khăn của các đơn vị trong cụm"),
            empty=(_("Chưa có đơn vị nào trong cụm"), _("Quản trị ghi cụm thi đua ở trang của từng đơn vị.")),
        )  # fmt: skip
    return page(visit, "progress/side_by_side.html", view)


@get(AT + "/chi-dao-diem/tien-do", opt=READ)
async def pilots(request: Request) -> Response:
    """The pilots of a programme within reach."""
    async with enter(request) as visit:
        programme = await _programme(visit, request)
        if not pilot_units.follows(programme.rules):
            raise NotFound("access.not-found")
        found = await groups.of_pilots(visit.tx, visit.actor, programme)
        view = _view(
            visit, programme, found, title=_("Đơn vị chỉ đạo điểm"), tabs=(),
            subtitle=_("Tiến độ của các đơn vị làm điểm, cạnh nhau"),
            empty=(_("Chưa có đơn vị chỉ đạo điểm nào trong phạm vi của bạn"),
                   _("Quản trị đánh dấu đơn vị chỉ đạo điểm ở trang Chỉ tiêu.")),
        )  # fmt: skip
    return page(visit, "progress/side_by_side.html", view)


async def _programme(visit: Visit, request: Request) -> Programme:
    return await programmes.get(visit.tx, request.path_params["programme"])


def _view(
    visit: Visit, programme: Programme, found: tuple[Beside, ...], *, title: str, subtitle: str,
    tabs: tuple[tuple[str, str, bool, None], ...], empty: tuple[str, str],
) -> SideBySide:  # fmt: skip
    steps, base = steps_of(programme), visit.shell.url(f"chuong-trinh/{programme.slug}")
    rows = tuple(_row(visit, programme, one, steps, base) for one in found)
    whole = added(one.line.tally for one in found)
    total = row_of(_sum(whole), steps, visit.now, None) if found else None
    return SideBySide(
        programme=programme, title=title, subtitle=subtitle, tabs=tabs, empty=empty, rows=rows, total=total,
        steps=tuple((step.key, _(LABELS[step.key])) for step in steps), back=f"{base}/tien-do",
        targets=any(one.verdicts is not None for one in found),
        extensions_url=f"{base}/gia-han" if may(visit.actor, "extension.read") else None,
    )  # fmt: skip


def _sum(tally: Tally) -> Line:
    return Line(id=UUID(int=0), name=_("Cộng"), kind="", block=None, pilot=False, search_key="", tally=tally)


def _row(visit: Visit, programme: Programme, one: Beside, steps: tuple[Step, ...], base: str) -> Row:
    board = f"{base}/tien-do/{one.line.id}"
    place, open_now = Target(unit_path=one.path), programme.state == "open"
    missing = tuple(
        (_(WAITING[step.key]), f"{board}/nhac/{step.key}")
        for step in steps
        if open_now and step.key in nudges.OWED and step.begun(visit.now) and step.missing(one.line.tally)
        and can(visit.actor, "nudge.send", place)
    )  # fmt: skip
    return Row(
        board=row_of(one.line, steps, visit.now, board), beside=one, nudges=missing,
        difficulties_url=f"{base}/kho-khan/{one.line.id}" if can(visit.actor, "exchange.read", place) else None,
    )  # fmt: skip


ROUTES = (cluster, pilots)
