"""A tenant's packs: the catalogue, one pack with what is in force and what waits, taking up and retiring."""

from datetime import date

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import may
from core.configurations import actions, history, offers, queries, releases
from core.configurations.history import Edit
from core.configurations.offers import Offer
from core.configurations.queries import Configuration, Version
from core.configurations.releases import Shelf
from core.errors import NotFound
from core.packs import reading
from core.packs.catalog import BrokenPack
from core.packs.installed import InstalledPack
from core.programmes import pinned
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from ui.configuration_glance import Glance, Month, glance, months
from ui.configuration_words import Chapter, chapters
from ui.editing import asked
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page
from ui.rulebook import RuleBook, rule_book

BASE = "quan-tri/cau-hinh"
AT = "/{tenant:str}/" + BASE
READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}
PARTS = ("tong-quan", "noi-dung", "phien-ban", "lich-su")


class Card(Struct, frozen=True, kw_only=True):
    """A pack in the catalogue; `edited` counts what the tenant says otherwise than the pack."""

    shelf: Shelf
    glance: Glance | None
    edited: int
    years: tuple[Programme, ...]
    offered: bool


class Catalogue(Struct, frozen=True, kw_only=True):
    """The packs in use, those that can be taken up, those that cannot be used with what is wrong."""

    used: tuple[Card, ...]
    free: tuple[Card, ...]
    retired: tuple[Card, ...]
    broken: tuple[BrokenPack, ...]
    admin: bool


class Told(Struct, frozen=True):
    """A saved edit with what it changed."""

    edit: Edit
    changed: tuple[Chapter, ...]


class One(Struct, frozen=True, kw_only=True):
    """One pack. Not taken up: what it says. Taken up: what is in force, the draft, versions, edits, programmes.

    `differs` are the tenant's published edits in words, `draft` those that wait; `numbers` says which published version
    a programme follows (by the hash of its rules)."""

    shelf: Shelf
    part: str
    parts: tuple[tuple[str, str], ...]
    book: RuleBook
    glance: Glance
    months: tuple[Month, ...]
    differs: tuple[Chapter, ...]
    draft: queries.Draft | None
    waiting: tuple[Chapter, ...]
    versions: tuple[Version, ...]
    edits: tuple[Told, ...]
    years: tuple[Programme, ...]
    numbers: dict[str, int]
    offer: Offer | None
    from_centre: Offer | None
    own_offer: Offer | None
    centre: bool
    admin: bool

    @property
    def held(self) -> Configuration | None:
        """What the tenant has taken up."""
        return self.shelf.held

    @property
    def edited(self) -> int:
        """How many things the tenant's published rules say otherwise than the pack."""
        return sum(len(chapter.lines) for chapter in self.differs)

    @property
    def changes(self) -> int:
        """How many things the draft says otherwise than what is in force."""
        return sum(len(chapter.lines) for chapter in self.waiting)


@get(AT, opt=READ)
async def listing(request: Request) -> Response:
    """The catalogue: what is in use, and what could be."""
    async with enter(request) as visit:
        shelves = await releases.shelves(visit.tx)
        opened = await programmes.listing(visit.tx)
        offered = {one.pack_id for one in await offers.open_to(visit.tx)}
        cards = tuple(_card(one, opened, visit.today, one.pack_id in offered) for one in shelves)
        view = Catalogue(
            used=tuple(one for one in cards if one.shelf.enabled),
            free=tuple(one for one in cards if one.shelf.held is None),
            retired=tuple(one for one in cards if one.shelf.held is not None and not one.shelf.enabled),
            broken=pinned.catalog().broken, admin=may(visit.actor, "configuration.admin"),
        )  # fmt: skip
    return page(visit, "configurations/list.html", view)


@get(AT + "/{pack:str}", opt=READ)
async def shown(request: Request) -> Response:
    """One pack: taken up, with what is in force and what waits; otherwise what it says."""
    async with enter(request) as visit:
        view = await _one(visit, request)
    template = "configurations/show.html" if view.held else "configurations/offered.html"
    return page(visit, template, view)


@post(AT + "/{pack:str}/dung", opt=WRITE)
async def taken_up(request: Request, pack: str) -> Response:
    """Use a pack from now on."""
    async with enter(request, write=True) as visit:
        found = (await queries.available(visit.tx)).get(pack)
        if found is None:
            raise NotFound("access.not-found")
        await actions.enable(visit.tx, visit.actor, found)
        said = _("Đã chọn bộ quy tắc. Bạn có thể chỉnh sửa, hoặc mở chương trình ngay.")
        return await visit.done(f"{BASE}/{pack}", ("done", said))


@get(AT + "/{pack:str}/ngung", opt=WRITE)
async def asked_to_retire(request: Request) -> Response:
    """What follows from retiring, asked once."""
    async with enter(request) as visit:
        view = await _one(visit, request)
        if view.held is None:
            raise NotFound("access.not-found")
    return page(visit, "configurations/retire.html", view)


@post(AT + "/{pack:str}/ngung", opt=WRITE)
async def retired(request: Request, pack: str) -> Response:
    """Open nothing more by this pack."""
    async with enter(request, write=True) as visit:
        await actions.retire(visit.tx, visit.actor, pack)
        return await visit.done(BASE, ("done", _("Đã ngừng dùng bộ quy tắc. Chương trình đang chạy vẫn giữ nguyên.")))


async def _one(visit: Visit, request: Request) -> One:
    pack_id = request.path_params["pack"]
    shelf = next((one for one in await releases.shelves(visit.tx) if one.pack_id == pack_id), None)
    pack = _of(shelf)
    if shelf is None or pack is None:
        raise NotFound("access.not-found")
    opened = tuple(one for one in await programmes.listing(visit.tx) if one.pack_id == pack_id)
    part = asked(request).raw.get("phan", PARTS[0])
    seen = glance(pack, visit.today)
    rows = tuple(row for month in seen.months for row in month.rows)
    draft = await queries.draft(visit.tx, pack_id) if shelf.held and shelf.drafted else None
    versions = await queries.versions(visit.tx, pack_id) if shelf.held else ()
    held = shelf.held
    return One(
        shelf=shelf, part=part if part in PARTS else PARTS[0],
        parts=tuple(zip(PARTS, (_("Tổng quan"), _("Nội dung"), _("Phiên bản"), _("Lịch sử sửa")), strict=True)),
        book=rule_book(pack.rules, (row.due for row in rows), seen.year), glance=seen,
        months=months(pack.rules, rows, seen.year),
        differs=chapters(reading.plain(held.base), reading.plain(held.rules)) if held else (),
        draft=draft, waiting=chapters(reading.plain(held.rules), draft.plain) if held and draft else (),
        versions=versions, edits=await _edits(visit, held) if held and part == "lich-su" else (),
        years=opened, numbers={one.rules_hash: one.number for one in versions},
        offer=await offers.newer(visit.tx, held) if held else await offers.newest(visit.tx, pack_id),
        from_centre=await offers.taken(visit.tx, held) if held else None,
        own_offer=await offers.own(visit.tx, pack_id) if held else None,
        centre=visit.tenant.kind == "centre", admin=may(visit.actor, "configuration.admin"),
    )  # fmt: skip


def _of(shelf: Shelf | None) -> InstalledPack | None:
    """The pack with the rules in force, or as installed where it is not taken up."""
    if shelf is None:
        return None
    return queries.as_in_force(shelf.pack, shelf.held) if shelf.held else shelf.pack


async def _edits(visit: Visit, held: Configuration) -> tuple[Told, ...]:
    return tuple(Told(one.edit, chapters(one.before, one.after)) for one in await history.steps(visit.tx, held.pack_id))


def _card(shelf: Shelf, opened: tuple[Programme, ...], today: date, offered: bool) -> Card:
    pack = _of(shelf)
    held = shelf.held
    found = chapters(reading.plain(held.base), reading.plain(held.rules)) if held else ()
    return Card(
        shelf=shelf, glance=glance(pack, today) if pack else None, offered=offered,
        edited=sum(len(chapter.lines) for chapter in found),
        years=tuple(one for one in opened if one.pack_id == shelf.pack_id),
    )  # fmt: skip


ROUTES = (listing, shown, taken_up, asked_to_retire, retired)
