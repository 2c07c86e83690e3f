"""Who can see a person or a sheet, and why: by which seat or grant, computed from the access table."""

from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from core.access import Target, below, can
from core.accounts import visibility
from core.accounts.visibility import Circle, Viewer
from core.errors import NotFound
from core.people import queries as people
from core.registrations import publication, sheets
from ui import terms
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.render import page

# What is asked of a person's record, of a sheet; in the order of the page.
OF_PERSON = {
    "person.read": N_("Xem hồ sơ: họ tên, ngày sinh, chi đoàn, chức danh"),
    "person.admin": N_("Sửa hồ sơ"),
}
OF_SHEET = {
    "registration.read": N_("Xem phiếu đã nộp và kết quả"),
    "published.read": N_("Xem phần công khai: nội dung đăng ký, không có nhận xét và xếp loại"),
    "registration.validate": N_("Thẩm định phiếu, ở trạng thái hiện nay"),
    "assessment.voice": N_("Ghi ý kiến đánh giá, ở trạng thái hiện nay"),
    "assessment.rate": N_("Xếp loại, ở trạng thái hiện nay"),
    "results.recognise": N_("Công nhận kết quả"),
}


class Reason(Struct, frozen=True):
    """One viewer and why, in words."""

    name: str
    role: str
    unit: str
    place: str
    viewer: Viewer


class Ring(Struct, frozen=True):
    """What may be done, by whom; `more` are counted only."""

    title: str
    reasons: tuple[Reason, ...]
    accounts: int
    more: bool


class Visible(Struct, frozen=True):
    """Whose record or sheet, and who can see it. `back` is where it is shown."""

    name: str
    sheet: bool
    mine: bool
    rings: tuple[Ring, ...]
    back: str


@get("/{tenant:str}/quan-tri/nguoi/{person:uuid}/ai-xem-duoc", opt={"policy": "person.read"})
async def of_person(request: Request, person: UUID) -> Response:
    """For those who may read the person."""
    async with enter(request) as visit:
        targets = await _targets(visit, person)
        if not any(can(visit.actor, "person.read", target) for target in targets):
            raise NotFound("access.not-found")
        view = await _of_person(visit, person, targets, visit.shell.url(f"quan-tri/nguoi/{person}"))
    return page(visit, "account/visible.html", view)


@get("/{tenant:str}/tai-khoan/ai-xem-duoc", opt={"policy": "own.read"})
async def of_me(request: Request) -> Response:
    """For oneself."""
    async with enter(request) as visit:
        if visit.actor.person_id is None:
            raise NotFound("access.not-found")
        targets = await _targets(visit, visit.actor.person_id)
        view = await _of_person(visit, visit.actor.person_id, targets, visit.shell.url("tai-khoan"))
    return page(visit, "account/visible.html", view)


@get("/{tenant:str}/phieu/{registration:uuid}/ai-xem-duoc", opt={"policy": "account.own"})
async def of_sheet(request: Request, registration: UUID) -> Response:
    """For the person and for those who may read the sheet."""
    async with enter(request) as visit:
        name, target, programme = await sheets.whose(visit.tx, visit.actor, registration)
        mine = can(visit.actor, "own.read", target)
        back = visit.shell.url("viec-cua-toi" if mine else f"phieu/{registration}")
        closed = () if publication.is_open(programme.rules) else ("published.read",)
        rings = await _rings(visit, {key: title for key, title in OF_SHEET.items() if key not in closed}, [target])
    return page(visit, "account/visible.html", Visible(name, True, mine, rings, back))


async def _targets(visit: Visit, person: UUID) -> list[Target]:
    """What access to a person is judged by: each unit he belongs to or serves, or none."""
    paths = await people.places_of(visit.tx, person)
    return [Target(unit_path=path, person_id=person) for path in (paths or ("",))]


async def _of_person(visit: Visit, person: UUID, targets: list[Target], back: str) -> Visible:
    who = await people.get(visit.tx, person)
    return Visible(
        who.full_name, False, person == visit.actor.person_id, await _rings(visit, OF_PERSON, targets), back
    )


async def _rings(visit: Visit, asked: dict[str, str], targets: list[Target]) -> tuple[Ring, ...]:
    found = await visibility.circles(visit.tx, tuple(asked), targets)
    paths = [target.unit_path for target in targets]
    return tuple(_ring(circle, asked[circle.action], paths) for circle in found)


def _ring(circle: Circle, title: str, paths: list[str]) -> Ring:
    reasons = tuple(
        Reason(one.account, _role(one), one.unit_name, _place(one.unit_path, paths), one)
        for one in circle.viewers
        if one.role != "member"
    )
    named = len({one.viewer.id for one in reasons})
    return Ring(_(title), reasons, circle.accounts, named < circle.accounts)


def _role(one: Viewer) -> str:
    """The title or granted role, with its task."""
    label = terms.post_label(one.title) if one.title else terms.role_label(one.role)
    return f"{label}: {terms.task_label(one.task)}" if one.task else label


def _place(path: str, paths: list[str]) -> str:
    """Where the seat stands towards the person's units."""
    if path in paths:
        return _("đơn vị này")
    if any(below(one, path) for one in paths):
        return _("cấp trên")
    return _("theo vai trò toàn hệ thống")


ROUTES = (of_person, of_me, of_sheet)
