"""Word templates of the tenant: which there are, the fields of each, sending another one, going back to an old one."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from msgspec import Struct, json

from core.errors import NotFound, Problem
from core.packs.schema import Pack
from core.packs.text import Text
from core.paper_templates import actions, queries, rules, word_files
from core.paper_templates.queries import Act, Slot, Version
from core.programmes import queries as programmes
from ui.editing import again, asked, asked_id, posted
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.papers import fields, making, samples, texts, word
from ui.papers.blocks import Block
from ui.papers.fields import Entry
from ui.render import page

HOME = "quan-tri/mau-van-ban"
BASE = "/{tenant:str}/quan-tri/mau-van-ban"
AT = BASE + "/{pack:str}/{slot:str}"
ADMIN = {"policy": "template.admin"}
UPLOAD_LIMIT = word_files.MOST + 200_000  # the file and the other fields
SHEET = N_("Phiếu đăng ký của một người")


class Line(Struct, frozen=True):
    """One slot in the list with its last act, None where nobody ever changed it."""

    slot: str
    title: str
    last: Act | None


class Group(Struct, frozen=True):
    """The slots of one pack."""

    pack_id: str
    title: Text
    lines: tuple[Line, ...]


class Listing(Struct, frozen=True):
    """All slots: of packs with programmes here, then of the others."""

    used: tuple[Group, ...]
    others: tuple[Group, ...]


class Tried(Struct, frozen=True):
    """What was sent and judged."""

    name: str
    content: bytes
    missing: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


class One(Struct, frozen=True, kw_only=True):
    """One slot: what holds, what is on trial, what was before, and what may be written in it. `text` is the short text
    that holds."""

    pack_id: str
    pack_title: Text
    slot: Slot
    title: str
    entries: tuple[Entry, ...]
    filters: tuple[tuple[str, str], ...]
    most: int
    text: str = ""
    is_text: bool = False

    @property
    def held(self) -> Version | None:
        """The version that holds, None: the pack's own."""
        return next((one for one in self.slot.versions if one.id == self.slot.current), None)


class Back(Struct, frozen=True, kw_only=True):
    """Going back: to a version, or (None) to the pack's own template."""

    one: One
    version: Version | None


@get(BASE, opt=ADMIN)
async def listing(request: Request) -> Response:
    """Every paper that can have a template of its own."""
    async with enter(request) as visit:
        packs = await making.rules_of_packs(visit.tx)
        with_programmes = {one.pack_id for one in await programmes.listing(visit.tx)}
        latest = await queries.latest(visit.tx, visit.actor)
    groups = [_group(pack_id, pack, latest) for pack_id, pack in packs.items()]
    view = Listing(
        tuple(one for one in groups if one.pack_id in with_programmes),
        tuple(one for one in groups if one.pack_id not in with_programmes),
    )
    return page(visit, "papers/list.html", view)


@get(AT, opt=ADMIN)
async def show(request: Request) -> Response:
    """One paper with its fields and its history."""
    return await _show(request)


@post(AT, opt=ADMIN, request_max_body_size=UPLOAD_LIMIT)
async def upload(request: Request) -> Response:
    """Judge a file and render its example; on trial until it is accepted."""
    try:
        async with enter(request) as visit:  # before anything is read: who sends it, and from where
            pack, slot = await slot_of(visit, request)
            sent = visit.form.file("file")
            typed = visit.form.text("text", texts.MOST) if rules.is_text(slot) else None
        tried = _text(typed, slot) if typed is not None else await _word(pack, slot, sent)
        async with enter(request, write=True) as visit:
            await actions.try_out(
                visit.tx, visit.actor, pack, slot, tried.name, tried.content, missing=tried.missing,
                preview=json.encode(tried.blocks).decode(),
            )  # fmt: skip
            answer = await visit.done(f"{HOME}/{pack.id}/{slot}/thu")
    except Problem as problem:
        again(problem)
        return await _show(request, problem)
    return answer


@get(AT + "/tai", opt=ADMIN)
async def template(request: Request) -> Response[bytes]:
    """The template that holds, or the version of `?ban=`; with `?goc=1` the pack's own."""
    async with enter(request) as visit:
        pack, slot = await slot_of(visit, request)
        found = await queries.slot(visit.tx, visit.actor, pack.id, slot)
        own = asked(request).flag("goc")
        version = asked_id(request, "ban") or (None if own else found.current)
        content = await queries.body(visit.tx, visit.actor, pack.id, slot, version) if version else None
    title = f"Mẫu {title_of(pack, slot)}"
    if rules.is_text(slot):
        return making.file(content or b"", title, "txt", "text/plain; charset=utf-8")
    return making.file(content or await making.default(pack, slot), title)


@get(AT + "/khoi-phuc", opt=ADMIN)
async def back_form(request: Request) -> Response:
    """Ask for the reason of going back to the version of `?ban=`, without one to the pack's own."""
    async with enter(request) as visit:
        view = await _back(visit, request, asked_id(request, "ban"))
    return page(visit, "papers/back.html", view)


@post(AT + "/khoi-phuc", opt=ADMIN)
async def back(request: Request) -> Response:
    """Go back."""

    async def act(visit: Visit) -> Response:
        pack, slot = await slot_of(visit, request)
        version, reason = visit.form.uuid("ban"), visit.form.text("reason", rules.REASON_MOST)
        await actions.restore(visit.tx, visit.actor, pack, slot, version, reason, visit.form.version)
        told = _("Mẫu đã khôi phục được dùng từ bây giờ.") if version else _("Mẫu gốc được dùng từ bây giờ.")
        return await visit.done(f"{HOME}/{pack.id}/{slot}", ("done", told))

    return await posted(request, act, "papers/back.html", _back_again)


async def _back_again(visit: Visit, request: Request) -> Back:
    """The page of the version that was asked for; an id that is none asks for the pack's own."""
    return await _back(visit, request, next(iter(visit.form.uuids("ban")), None))


async def _word(pack: Pack, slot: str, sent: UploadFile | None) -> Tried:
    """A Word file, judged, with its example."""
    if sent is None:
        raise Problem("file.empty", field="file")
    content = await sent.read(word_files.MOST + 1)
    made = await word.make(content, fields.of_slot(pack, slot), samples.values_of(pack, slot), shown=True)
    return Tried(sent.filename, content, made.missing, made.blocks)


def _text(typed: str, slot: str) -> Tried:
    """A short text, judged. Its example is made again for the page: it costs nothing."""
    texts.check(typed)
    return Tried(f"{slot}.txt", typed.encode())


async def slot_of(visit: Visit, request: Request) -> tuple[Pack, str]:
    """The pack and the slot of the address; NotFound where there is none."""
    packs = await making.rules_of_packs(visit.tx)
    pack, slot = packs.get(request.path_params["pack"]), str(request.path_params["slot"])
    if pack is None:
        raise NotFound("access.not-found")
    rules.check_slot(pack, slot)
    return pack, slot


def title_of(pack: Pack, slot: str) -> str:
    """What a slot's paper is called."""
    if rules.is_text(slot):
        return _(texts.TITLES[slot])
    key = rules.report_of(slot)
    if not key:
        return _(SHEET)
    report = pack.reports[key]
    return f"{report.title.vi.capitalize()}: {report.heading.vi}" if report.title.vi else report.heading.vi


async def view_of(visit: Visit, request: Request) -> One:
    """One slot as its pages show it."""
    pack, slot = await slot_of(visit, request)
    text = rules.is_text(slot)
    known = texts.listed() if text else word_fields(pack, slot)
    found = await queries.slot(visit.tx, visit.actor, pack.id, slot)
    held = await queries.held(visit.tx, pack.id, slot) if text else None
    return One(
        pack_id=pack.id, pack_title=pack.title, title=title_of(pack, slot),
        slot=found, entries=known, text=held.decode() if held else "", is_text=text,
        filters=tuple((write, _(about)) for write, about in FILTERS), most=word_files.MOST >> 20,
    )  # fmt: skip


def word_fields(pack: Pack, slot: str) -> tuple[Entry, ...]:
    """The fields of a Word file with examples."""
    return tuple(fields.entries(fields.of_slot(pack, slot), samples.values_of(pack, slot)))


FILTERS = (
    ("{{ ten_truong | upper }}", N_("viết hoa")),
    ("{%p if ten_truong %} … {%p endif %}", N_("chỉ in khi có nội dung")),
    ("{{ danh_sach | join(\", \") }}", N_("nối danh sách thành một dòng")),
    ("{{ loop.index }}", N_("số thứ tự trong vòng lặp")),
)  # fmt: skip


async def _show(request: Request, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        view = await view_of(visit, request)
    return page(visit, "papers/show.html", view, problem=problem, form=visit.form)


async def _back(visit: Visit, request: Request, version_id: UUID | None) -> Back:
    one = await view_of(visit, request)
    version = next((v for v in one.slot.versions if v.id == version_id), None)
    if version_id is not None and version is None:
        raise NotFound("access.not-found")
    return Back(one=one, version=version)


def _group(pack_id: str, pack: Pack, latest: Mapping[tuple[str, str], Act]) -> Group:
    slots = (*rules.papers(pack), *rules.TEXTS)
    lines = [Line(slot, title_of(pack, slot), latest.get((pack_id, slot))) for slot in slots]
    return Group(pack_id, pack.title, tuple(lines))


ROUTES = (listing, show, upload, template, back_form, back)
