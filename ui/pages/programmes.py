"""Programmes: the list, and one programme with its rules in words, its real dates and its documents."""

from collections.abc import Mapping

from litestar import Request, Response, get
from msgspec import Struct

from core.access import may
from core.enrolments import listing
from core.programmes import queries
from core.programmes.queries import Programme
from core.unit_reviews.rules import rounds
from ui.editing import asked
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page
from ui.rulebook import DateRow, RuleBook, date_row, rule_book

PARTS = ("tong-quan", "noi-dung", "moc", "can-cu")


class Card(Struct, frozen=True):
    """A programme in the list: `next` is what is due next, None when nothing is left."""

    programme: Programme
    running: bool
    next: DateRow | None


class Programmes(Struct, frozen=True):
    """All programmes, newest first; `admin` may open another."""

    cards: tuple[Card, ...]
    admin: bool


class Overview(Struct, frozen=True, kw_only=True):
    """One programme; `part` is the tab, `presences` the roster in three numbers (None: not for this reader)."""

    programme: Programme
    part: str
    book: RuleBook
    next: DateRow | None
    presences: Mapping[str, int] | None
    admin: bool
    targets_url: str | None
    reviews_url: str | None
    parts: tuple[tuple[str, str], ...]


@get("/{tenant:str}/quan-tri/chuong-trinh", opt={"policy": "programme.read"})
async def listed(request: Request) -> Response:
    """Every programme of the tenant."""
    async with enter(request) as visit:
        found = await queries.listing(visit.tx)
        cards = tuple(Card(one, one.starts_on <= visit.today <= one.ends_on, _next(one, visit)) for one in found)
        view = Programmes(cards, may(visit.actor, "programme.admin"))
    return page(visit, "programmes/list.html", view)


@get("/{tenant:str}/quan-tri/chuong-trinh/{programme:str}", opt={"policy": "programme.read"})
async def shown(request: Request, programme: str) -> Response:
    """One programme, a tab at a time."""
    async with enter(request) as visit:
        found = await queries.get(visit.tx, programme)
        part = asked(request).raw.get("phan", PARTS[0])
        view = Overview(
            programme=found,
            part=part if part in PARTS else PARTS[0],
            book=rule_book(found.rules, found.milestones.values(), found.year),
            next=_next(found, visit),
            presences=await listing.presences(visit.tx, found) if may(visit.actor, "enrolment.read") else None,
            admin=may(visit.actor, "enrolment.admin"),
            targets_url=_url(visit, found, "chi-tieu", "progress.read"),
            reviews_url=_url(visit, found, "nhan-xet-don-vi", "unit_review.read") if rounds(found.rules) else None,
            parts=tuple(
                zip(PARTS, (_("Tổng quan"), _("Nội dung"), _("Mốc thời gian"), _("Căn cứ và đính chính")), strict=True)
            ),
        )
    return page(visit, "programmes/show.html", view)


def _url(visit: Visit, programme: Programme, page: str, action: str) -> str | None:
    """A page of the programme, for who may open it."""
    return visit.shell.url(f"chuong-trinh/{programme.slug}/{page}") if may(visit.actor, action) else None


def _next(programme: Programme, visit) -> DateRow | None:
    ahead = [due for due in programme.milestones.values() if due.closes_at > visit.now]
    return date_row(programme.rules, ahead[0]) if ahead else None


ROUTES = (listed, shown)
