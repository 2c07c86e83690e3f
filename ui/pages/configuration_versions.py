"""From a draft to a version and back: differences in words, publishing, published versions, restoring, discarding."""

from collections.abc import Mapping

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import may
from core.configurations import actions, own_cases, publishing, queries
from core.configurations.queries import Configuration, Draft, Version
from core.configurations.rules import Plain
from core.errors import NotFound, Problem
from core.packs import reading
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from ui.case_words import Told, told
from ui.configuration_findings import ANSWER, Blocking, blocking
from ui.configuration_words import Chapter, chapters
from ui.editing import again, asked
from ui.formats import period
from ui.guard import Visit, enter, redirect
from ui.i18n import _
from ui.problems import message
from ui.render import page

BASE = "quan-tri/cau-hinh"
AT = "/{tenant:str}/" + BASE + "/{pack:str}"
READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}


class Compared(Struct, frozen=True, kw_only=True):
    """Two sets of rules of one pack side by side; `sides` are those that can be chosen, by their word in addresses."""

    held: Configuration
    sides: tuple[tuple[str, str], ...]
    left: str
    right: str
    chapters: tuple[Chapter, ...]
    drafted: bool
    admin: bool

    @property
    def count(self) -> int:
        """How many things differ."""
        return sum(len(chapter.lines) for chapter in self.chapters)


class Publishing(Struct, frozen=True, kw_only=True):
    """A draft before it is published: what it changes, what stands in the way, what follows."""

    held: Configuration
    draft: Draft
    has_draft: bool
    chapters: tuple[Chapter, ...]
    blocking: tuple[Blocking, ...]
    broken: tuple[Told, ...]
    right: int
    total: int
    running: tuple[Programme, ...]

    @property
    def must_mend(self) -> bool:
        """Whether something stands in the way that no written answer removes."""
        return any(not one.answerable for one in self.blocking)

    @property
    def count(self) -> int:
        """How many things the draft changes."""
        return sum(len(chapter.lines) for chapter in self.chapters)


class Shown(Struct, frozen=True, kw_only=True):
    """A published version: what it changed against the one before, the programmes that follow it; `broken` cases were
    published all the same, for the reason `answer`."""

    held: Configuration
    version: Version
    before: int | None
    chapters: tuple[Chapter, ...]
    years: tuple[Programme, ...]
    drafted: bool
    admin: bool
    broken: int
    answer: str


@get(AT + "/khac-biet", opt=READ)
async def compared(request: Request) -> Response:
    """What differs in words: draft, what is in force, the pack, a version, the rules of a year."""
    async with enter(request) as visit:
        found = await queries.get(visit.tx, _pack(request))
        drafted = await queries.has_draft(visit.tx, found.pack_id)
        known = await _sides(visit, found, drafted)
        words = asked(request).raw
        left = words.get("tu", "dang-dung" if drafted else "bo-quy-tac")
        right = words.get("den", "nhap" if drafted else "dang-dung")
        if left not in known or right not in known:
            raise NotFound("access.not-found")
        view = Compared(
            held=found, sides=tuple((word, title) for word, (title, _rules) in known.items()), left=left, right=right,
            chapters=chapters(known[left][1], known[right][1]), drafted=drafted,
            admin=may(visit.actor, "configuration.admin"),
        )  # fmt: skip
    return page(visit, "configurations/compare.html", view)


@get(AT + "/cong-bo", opt=WRITE)
async def before_publishing(request: Request) -> Response:
    """What would be published, and what stands in the way."""
    async with enter(request) as visit:
        view = await _publishing(visit, _pack(request))
    return page(visit, "configurations/publish.html", view)


@post(AT + "/cong-bo", opt=WRITE)
async def published(request: Request) -> Response:
    """Answer what is answered in writing, and publish."""
    pack = _pack(request)
    try:
        async with enter(request, write=True) as visit:
            form = visit.form
            answers = {name.removeprefix(ANSWER): form.text(name, 500) for name in form.names(ANSWER)}
            number = await publishing.publish(
                visit.tx, visit.actor, pack, form.text("reason"), form.integer("seen") or 0, answers=answers,
                cases=form.text("cases"),
            )  # fmt: skip
            said = _("Đã công bố phiên bản %(number)s. Chương trình mở từ nay theo phiên bản này.") % {"number": number}
            return await visit.done(f"{BASE}/{pack}", ("done", said))
    except Problem as refused:
        again(refused)
        problem = refused
    async with enter(request) as visit:
        view = await _publishing(visit, pack)
    return page(visit, "configurations/publish.html", view, problem=problem, form=visit.form)


@get(AT + "/bo-nhap", opt=WRITE)
async def before_discarding(request: Request) -> Response:
    """What would be lost, asked once."""
    async with enter(request) as visit:
        view = await _publishing(visit, _pack(request))
    return page(visit, "configurations/discard.html", view)


@post(AT + "/bo-nhap", opt=WRITE)
async def discarded(request: Request) -> Response:
    """Throw the draft away."""
    pack = _pack(request)
    async with enter(request, write=True) as visit:
        await actions.discard(visit.tx, visit.actor, pack)
        return await visit.done(f"{BASE}/{pack}", ("done", _("Đã bỏ bản nháp. Bản đang dùng không thay đổi.")))


@get(AT + "/phien-ban/{number:int}", opt=READ)
async def version(request: Request, number: int) -> Response:
    """One published version."""
    async with enter(request) as visit:
        found = await queries.get(visit.tx, _pack(request))
        one, rules = await queries.version(visit.tx, found.pack_id, number)
        before = (await queries.version(visit.tx, found.pack_id, number - 1))[1] if number > 1 else None
        old = reading.plain(before) if before else None
        years = await programmes.listing(visit.tx)
        broken, answer = (await own_cases.answers(visit.tx, found.pack_id)).get(number, ((), ""))
        view = Shown(
            held=found, version=one, before=number - 1 if before else None,
            chapters=chapters(old, reading.plain(rules)) if old is not None else (),
            years=tuple(year for year in years if year.rules_hash == one.rules_hash),
            drafted=await queries.has_draft(visit.tx, found.pack_id), admin=may(visit.actor, "configuration.admin"),
            broken=len(broken), answer=answer,
        )  # fmt: skip
    return page(visit, "configurations/version.html", view)


@post(AT + "/phien-ban/{number:int}", opt=WRITE)
async def restored(request: Request, number: int) -> Response:
    """A new draft that says what this version said."""
    pack = _pack(request)
    try:
        async with enter(request, write=True) as visit:
            await actions.restore(visit.tx, visit.actor, pack, number)
            said = _("Đã lập bản nháp theo phiên bản %(number)s. Xem lại rồi công bố.") % {"number": number}
            return await visit.done(f"{BASE}/{pack}/cong-bo", ("done", said))
    except Problem as problem:
        again(problem)
        return redirect(visit, visit.shell.url(f"{BASE}/{pack}"), ("soon", message(problem)))


async def _publishing(visit: Visit, pack: str) -> Publishing:
    held = await queries.get(visit.tx, pack)
    draft = await queries.draft(visit.tx, pack)
    opened = await programmes.listing(visit.tx)
    report = await own_cases.cases_of(visit.tx, draft)
    return Publishing(
        held=held, draft=draft, has_draft=await queries.has_draft(visit.tx, pack),
        chapters=chapters(reading.plain(held.rules), draft.plain), blocking=blocking(draft, f"{BASE}/{pack}"),
        broken=tuple(told(draft.rules or draft.base, one) for one in report.broken) if report else (),
        right=report.right if report else 0, total=report.total if report else 0,
        running=tuple(one for one in opened if one.pack_id == pack and one.state == "open"),
    )  # fmt: skip


async def _sides(visit: Visit, found: Configuration, drafted: bool) -> Mapping[str, tuple[str, Plain]]:
    """Everything that can be compared, newest first, by its word in addresses."""
    sides: dict[str, tuple[str, Plain]] = {}
    if drafted:
        sides["nhap"] = (_("Bản nháp"), (await queries.draft(visit.tx, found.pack_id)).plain)
    title = _("Đang dùng (phiên bản %(number)s)") % {"number": found.number}
    sides["dang-dung"] = (title, reading.plain(found.rules))
    title = _("Bộ quy tắc gốc, bản %(version)s") % {"version": found.base.version}
    sides["bo-quy-tac"] = (title, reading.plain(found.base))
    installed = (await queries.available(visit.tx)).get(found.pack_id)
    if installed is not None and installed.rules != found.base:
        title = _("Bộ quy tắc mới, bản %(version)s") % {"version": installed.version}
        sides["ban-moi"] = (title, reading.plain(installed.rules))
    for number in range(found.number - 1, 0, -1):
        _one, rules = await queries.version(visit.tx, found.pack_id, number)
        sides[f"phien-ban-{number}"] = (_("Phiên bản %(number)s") % {"number": number}, reading.plain(rules))
    for year in await programmes.listing(visit.tx):
        if year.pack_id == found.pack_id:
            title = _("Chương trình %(period)s") % {"period": period(year)}
            sides[f"nam-{year.year}"] = (title, reading.plain(year.rules))
    return sides


def _pack(request: Request) -> str:
    return str(request.path_params["pack"])


ROUTES = (compared, before_publishing, published, before_discarding, discarded, version, restored)
