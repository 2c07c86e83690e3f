"""Activities within reach: the list, one of them, signing up."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can
from core.activities import attending, queries, rules
from core.activities.queries import Activity
from core.packs.schema import Register
from core.packs.text import Text
from core.programmes import queries as programmes
from core.registers import queries as books
from ui.activity_words import Said, said, when
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.render import page

READ, JOIN = {"policy": "activity.read"}, {"policy": "activity.join"}
AT = "/{tenant:str}/hoat-dong"
ONE = AT + "/{activity:uuid}"
# the parts of the list in their order, with the phases that each holds
PARTS = (
    (N_("Đang diễn ra"), ("running",)),
    (N_("Đang chuẩn bị"), ("planned",)),
    (N_("Sắp tới"), ("open",)),
    (N_("Chờ tổng kết"), ("over",)),
    (N_("Đã qua"), ("done", "cancelled")),
)


class Row(Struct, frozen=True):
    """An activity of the list in words."""

    activity: Activity
    when: str
    said: Said


class Listing(Struct, frozen=True):
    """The parts of the list that hold something."""

    parts: tuple[tuple[str, tuple[Row, ...]], ...]
    may_plan: bool
    base: str


class Shown(Struct, frozen=True, kw_only=True):
    """One activity; of a closed one the `book` and the `quantities` entered there."""

    activity: Activity
    phase: rules.Phase
    said: Said
    when: str
    criteria: tuple[Text, ...]
    programme: Text
    may_join: bool
    may_plan: bool
    here: str
    base: str
    book: Register | None = None
    quantities: Mapping[str, int] = {}
    book_url: str = ""


@get(AT, opt=READ)
async def listing(request: Request) -> Response:
    """All activities within reach."""
    async with enter(request) as visit:
        rows = [_row(visit, one) for one in await queries.listing(visit.tx, visit.actor)]
        view = Listing(
            tuple((_(title), _part(visit, rows, phases)) for title, phases in PARTS if _part(visit, rows, phases)),
            bool(visit.actor.at("committee")), visit.shell.url("hoat-dong"),
        )  # fmt: skip
    return page(visit, "activities/listing.html", view)


@get(ONE, opt=READ)
async def show(request: Request, activity: UUID) -> Response:
    """One activity."""
    async with enter(request) as visit:
        view = await shown(visit, activity)
    return page(visit, "activities/activity.html", view)


@post(ONE + "/dang-ky", opt=JOIN)
async def sign_up(request: Request, activity: UUID) -> Response:
    """I will come."""
    async with enter(request, write=True) as visit:
        await attending.sign_up(visit.tx, visit.actor, activity)
        return await visit.done(f"hoat-dong/{activity}", ("done", _("Đã đăng ký tham gia.")))


@post(ONE + "/rut", opt=JOIN)
async def take_back(request: Request, activity: UUID) -> Response:
    """I will not come after all."""
    async with enter(request, write=True) as visit:
        await attending.take_back(visit.tx, visit.actor, activity)
        return await visit.done(f"hoat-dong/{activity}", ("done", _("Đã rút đăng ký.")))


async def shown(visit: Visit, activity_id: UUID) -> Shown:
    """An activity with what the reader may do with it."""
    found = await queries.get(visit.tx, visit.actor, activity_id)
    programme = await programmes.by_id(visit.tx, found.programme_id)
    known, target, phase = programme.rules.criteria, Target(unit_path=found.unit_path), found.phase(visit.today)
    entry = await books.entry(visit.tx, found.entry_id) if found.entry_id else None
    book = rules.book(programme.rules) if entry and not entry.removed_at else None
    return Shown(
        activity=found, phase=phase, said=said(phase), when=when(found.times), programme=programme.title,
        criteria=tuple(known[key].title for key in found.criteria if key in known),
        may_plan=can(visit.actor, "activity.plan", target),
        may_join=visit.actor.person_id is not None and can(visit.actor, "activity.join", target),
        here=visit.shell.url(f"hoat-dong/{activity_id}"), base=visit.shell.url("hoat-dong"),
        book=book[1] if book else None, quantities=entry.quantities if book and entry else {},
        book_url=_book_url(visit, programme.slug, book[0], found) if book else "",
    )  # fmt: skip


def _book_url(visit: Visit, slug: str, key: str, found: Activity) -> str:
    """Where the sums of the book stand, for who reads it."""
    if not can(visit.actor, "register.read", Target(unit_path=found.unit_path, state="open")):
        return ""
    return visit.shell.url(f"chuong-trinh/{slug}/so/{key}/{found.unit_id}")


def _row(visit: Visit, one: Activity) -> Row:
    return Row(one, when(one.times), said(one.phase(visit.today)))


def _part(visit: Visit, rows: list[Row], phases: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows of these phases: what is to come with the next first, what was with the latest first."""
    found = [row for row in rows if row.activity.phase(visit.today) in phases]
    return tuple(found if "done" in phases else reversed(found))


ROUTES = (listing, show, sign_up, take_back)
