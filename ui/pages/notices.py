"""The privacy notice: for everybody to read, for each account to confirm, for the administrator to publish."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import Problem, Stale
from core.notices import actions, queries, rules
from core.notices.queries import Notice, Past, Standing
from core.notices.rules import Block
from ui.anyone import Reader, read_by_anyone
from ui.editing import again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import page

AT = "/{tenant:str}/thong-bao-du-lieu"
DESK = "/{tenant:str}/quan-tri/du-lieu-ca-nhan/thong-bao"
OWN, ADMIN = {"policy": "account.own"}, {"policy": "notice.admin"}


class Shown(Struct, frozen=True, kw_only=True):
    """A version as it is read. `standing` is the reader's own, None for a stranger; `current` says that this is the
    version in force; `later` is where to go without confirming; `translated` whether it is in the reader's language."""

    notice: Notice
    blocks: tuple[Block, ...]
    current: bool
    translated: bool
    standing: Standing | None
    later: str = ""


class Desk(Struct, frozen=True):
    """The versions with their readers, of so many accounts; who agrees today and who has withdrawn."""

    notice: Notice
    past: tuple[Past, ...]
    accounts: int
    agree: int
    withdrawn: int


class Draft(Struct, frozen=True):
    """The next version while it is written; `preview` is set once it was looked at."""

    base: str
    text_vi: str
    text_en: str
    preview: tuple[Block, ...] = ()
    preview_en: tuple[Block, ...] = ()


@get(AT, opt={"policy": "public"})
async def current(request: Request) -> Response[bytes]:
    """The notice in force: for strangers too, and the first page of an account that has not read it."""
    async with read_by_anyone(request) as reader:
        notice = await queries.current(reader.tx)
        standing = await queries.standing(reader.tx, reader.actor, notice.key) if reader.actor else None
    view = _shown(notice, reader, standing, current=True)
    return reader.page("notices/notice.html", view)


@get(AT + "/{notice:str}", opt={"policy": "public"})
async def version(request: Request, notice: str) -> Response[bytes]:
    """A version as it was published."""
    async with read_by_anyone(request) as reader:
        found = await queries.version(reader.tx, notice)
        now = await queries.current(reader.tx)
        standing = await queries.standing(reader.tx, reader.actor, found.key) if reader.actor else None
    view = _shown(found, reader, standing, current=found.key == now.key)
    return reader.page("notices/notice.html", view)


@post(AT + "/da-doc", opt=OWN)
async def read(request: Request) -> Response:
    """Note that the notice was read, and what was ticked under it; on to the start page."""
    async with enter(request, write=True) as visit:
        key = visit.form.line("notice", 40)
        try:
            await actions.read(visit.tx, visit.actor, key)
            if visit.form.flag("consent"):
                await actions.consent(visit.tx, visit.actor, key, given=True)
        except Stale:
            told = ("soon", _("Thông báo vừa có phiên bản mới. Hãy đọc bản mới."))
            return await visit.done("thong-bao-du-lieu", told)
        answer = await visit.done("", ("done", _("Đã ghi nhận bạn đã đọc thông báo. Cảm ơn bạn.")))
    return answer


@post(AT + "/dong-y", opt=OWN)
async def consent(request: Request) -> Response:
    """Give consent, or withdraw it as easily."""
    async with enter(request, write=True) as visit:
        given = visit.form.line("given", 3) == "1"
        try:
            await actions.consent(visit.tx, visit.actor, visit.form.line("notice", 40), given=given)
        except Problem as problem:
            again(problem)
            told = ("soon", _("Thông báo hoặc lựa chọn vừa thay đổi. Hãy xem lại."))
        else:
            told = ("done", _("Đã ghi nhận bạn đồng ý.") if given else _("Đã rút lại đồng ý."))
        answer = await visit.done("tai-khoan/du-lieu", told)
    return answer


@get(DESK, opt=ADMIN)
async def desk(request: Request) -> Response:
    """Versions, readers, consents."""
    async with enter(request) as visit:
        past, accounts = await queries.history(visit.tx, visit.actor)
        view = Desk(await queries.current(visit.tx), past, accounts, *(await queries.consents(visit.tx, visit.actor)))
    return page(visit, "notices/desk.html", view)


@get(DESK + "/moi", opt=ADMIN)
async def write(request: Request) -> Response:
    """The next version, begun from the one in force."""
    async with enter(request) as visit:
        now = await queries.current(visit.tx)
    return page(visit, "notices/write.html", Draft(now.key, now.text_vi, now.text_en))


@post(DESK + "/moi", opt=ADMIN)
async def publish(request: Request) -> Response:
    """Look at the text first (`act=xem`), then publish it."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            form = visit.form
            texts = form.text("text_vi", rules.MOST), form.text("text_en", rules.MOST)
            if form.line("act", 12) != "cong-bo":
                rules.check_text(texts[0], field="text_vi", required=True)
                rules.check_text(texts[1], field="text_en", required=False)
                draft = Draft(form.line("base", 40), *texts, *(rules.blocks(text) for text in texts))
                return page(visit, "notices/write.html", draft)
            notice = await actions.publish(visit.tx, visit.actor, *texts, form.line("base", 40))
            told = _("Đã công bố phiên bản %(n)s. Mọi người được mời đọc ở lần vào tới.") % {"n": notice.number}
            answer = await visit.done("quan-tri/du-lieu-ca-nhan/thong-bao", ("done", told))
    except Problem as problem:
        if visit is None:
            raise
        again(problem)
        raw = visit.form.raw
        draft = Draft(raw.get("base", ""), raw.get("text_vi", ""), raw.get("text_en", ""))
        return page(visit, "notices/write.html", draft, problem=problem, form=visit.form)
    return answer


def _shown(notice: Notice, reader: Reader, standing: Standing | None, *, current: bool) -> Shown:
    locale = reader.shell.locale
    return Shown(
        notice=notice, blocks=rules.blocks(notice.in_(locale)), current=current, standing=standing,
        translated=locale != "en" or bool(notice.text_en), later=reader.shell.nav[0].url if reader.shell.nav else "",
    )  # fmt: skip


ROUTES = (current, version, read, consent, desk, write, publish)
