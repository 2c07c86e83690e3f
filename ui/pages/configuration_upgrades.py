"""A newer release of a pack, or the centre's base, taken with conflicts decided one by one; and offering a base."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.configurations import offers, queries, upgrading
from core.configurations.offers import LOCKABLE, Offer
from core.configurations.queries import Configuration
from core.configurations.upgrades import Choice
from core.errors import NotFound, Problem
from core.packs.installed import InstalledPack
from ui.configuration_labels import SECTIONS
from ui.configuration_values import shown
from ui.configuration_words import Chapter, Said, by_section, named, said, section_of
from ui.editing import again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

BASE = "quan-tri/cau-hinh"
AT = "/{tenant:str}/" + BASE + "/{pack:str}"
WRITE = {"policy": "configuration.admin"}


class Question(Struct, frozen=True, kw_only=True):
    """A thing that both changed, in words; the answer goes into field `name`."""

    name: str
    section: str
    subject: str
    what: str
    was: str
    theirs: str
    mine: str


class Waiting(Struct, frozen=True, kw_only=True):
    """What a release brings and what it asks. `offer` is set where it is the centre's base."""

    held: Configuration
    release: InstalledPack
    offer: Offer | None
    tail: str
    drafted: bool
    news: tuple[Chapter, ...]
    questions: tuple[Question, ...]
    kept: tuple[Said, ...]
    bound: tuple[Said, ...]

    @property
    def count(self) -> int:
        """How many things the release says otherwise."""
        return sum(len(chapter.lines) for chapter in self.news)


class Offering(Struct, frozen=True, kw_only=True):
    """The centre's form: what can be locked, by section."""

    held: Configuration
    last: Offer | None
    sections: tuple[tuple[str, str], ...]
    locked: tuple[str, ...]
    drafted: bool


@get(AT + "/nang-cap", opt=WRITE)
async def release(request: Request) -> Response:
    """The newer release of the pack."""
    return await _page(request, "nang-cap")


@post(AT + "/nang-cap", opt=WRITE)
async def upgraded(request: Request) -> Response:
    """A draft over the newer release."""
    return await _start(request, "nang-cap")


@get(AT + "/ban-nen", opt=WRITE)
async def base(request: Request) -> Response:
    """The centre's base."""
    return await _page(request, "ban-nen")


@post(AT + "/ban-nen", opt=WRITE)
async def based(request: Request) -> Response:
    """A draft over the centre's base."""
    return await _start(request, "ban-nen")


@get(AT + "/chao", opt=WRITE)
async def offering(request: Request) -> Response:
    """What the centre offers, and what it locks."""
    async with enter(request) as visit:
        view = await _offering(visit, request)
    return page(visit, "configurations/offer.html", view)


@post(AT + "/chao", opt=WRITE)
async def offered(request: Request, pack: str) -> Response:
    """Offer what is in force to the provinces."""
    try:
        async with enter(request, write=True) as visit:
            form = visit.form
            made = await offers.publish(
                visit.tx, visit.actor, pack, form.text("note"), form.all("locked"), form.text("reason"),
                form.text("reason_en"),
            )  # fmt: skip
            said_so = _("Đã gửi bản nền số %(number)s. Các tỉnh thấy ở trang Bộ quy tắc.") % {"number": made.number}
            return await visit.done(f"{BASE}/{pack}", ("done", said_so))
    except Problem as refused:
        again(refused)
        problem = refused
    async with enter(request) as visit:
        view = await _offering(visit, request)
    return page(visit, "configurations/offer.html", view, problem=problem, form=visit.form)


async def _page(request: Request, tail: str, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        view = await _waiting(visit, request, tail)
    return page(visit, "configurations/upgrade.html", view, problem=problem, form=visit.form)


async def _start(request: Request, tail: str) -> Response:
    pack = str(request.path_params["pack"])
    try:
        async with enter(request, write=True) as visit:
            held = await queries.get(visit.tx, pack)
            found, offer = await _release(visit, held, tail)
            asked = upgrading.plan(held, found).choices
            decided = {one.place: visit.form.line(upgrading.field_of(one.place)) for one in asked}
            draft = await upgrading.start(visit.tx, visit.actor, pack, found, decided)
            if offer is not None:
                await offers.stand_on(visit.tx, offer, draft)
            said_so = _("Đã lập bản nháp nâng cấp. Xem lại rồi công bố; chưa công bố thì chưa có gì thay đổi.")
            return await visit.done(f"{BASE}/{pack}/cong-bo", ("done", said_so))
    except Problem as problem:
        again(problem)
        return await _page(request, tail, problem)


async def _waiting(visit: Visit, request: Request, tail: str) -> Waiting:
    held = await queries.get(visit.tx, str(request.path_params["pack"]))
    found, offer = await _release(visit, held, tail)
    plan = upgrading.plan(held, found)
    mine = queries.edited(held.base, plan.patch)
    return Waiting(
        held=held, release=found, offer=offer, tail=tail, drafted=await queries.has_draft(visit.tx, held.pack_id),
        news=by_section(said(plan.was, plan.now, one) for one in plan.news),
        questions=tuple(_question(plan, mine, one) for one in plan.choices),
        kept=tuple(said(plan.was, mine, one) for one in plan.kept),
        bound=tuple(said(plan.was, mine, one) for one in plan.bound),
    )  # fmt: skip


async def _release(visit: Visit, held: Configuration, tail: str) -> tuple[InstalledPack, Offer | None]:
    """The release that waits; NotFound where none does."""
    if tail == "ban-nen":
        offer = await offers.newer(visit.tx, held)
        if offer is None:
            raise NotFound("access.not-found")
        return await offers.as_pack(visit.tx, offer), offer
    pack = (await queries.available(visit.tx)).get(held.pack_id)
    if pack is None or (pack.rules == held.base and pack.hooks_hash == held.hooks_hash):
        raise NotFound("access.not-found")
    return pack, None


def _question(plan: upgrading.Upgrade, mine: queries.Plain, one: Choice) -> Question:
    subject, what = named(plan.was, mine, one.place)
    sides = ((plan.was, one.was), (plan.now, one.theirs), (mine, one.mine))
    was, theirs, own = (shown(side, one.place, value) or _("không có") for side, value in sides)
    return Question(
        name=upgrading.field_of(one.place), section=section_of(one.place), subject=subject, what=what, was=was,
        theirs=theirs, mine=own,
    )  # fmt: skip


async def _offering(visit: Visit, request: Request) -> Offering:
    if visit.tenant.kind != "centre":
        raise NotFound("access.not-found")
    held = await queries.get(visit.tx, str(request.path_params["pack"]))
    last = await offers.own(visit.tx, held.pack_id)
    before = tuple(place for lock in last.locks for place in lock.places) if last else ()
    return Offering(
        held=held, last=last,
        sections=tuple((key, _(SECTIONS[key])) for key in LOCKABLE),
        locked=tuple(visit.form.all("locked")) if request.method == "POST" else before,
        drafted=await queries.has_draft(visit.tx, held.pack_id),
    )  # fmt: skip


ROUTES = (release, upgraded, base, based, offering, offered)
