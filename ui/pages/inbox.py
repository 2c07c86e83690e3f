"""The inbox, how one wants to be told, the calendar to subscribe to, and the administrator's log of letters."""

from datetime import datetime
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Actor
from core.errors import NotFound, Problem
from core.messages import actions, feeds, letters, queries
from core.messages.queries import Delivery, Setting
from core.programmes import queries as programmes
from ui import calendar_feed, demo_mail, i18n
from ui.demo_mail import Caught
from ui.editing import tried
from ui.guard import Visit, enter, redirect, tenant_of
from ui.i18n import _
from ui.message_words import Said, said
from ui.render import page

OWN, ADMIN = {"policy": "account.own"}, {"policy": "message.admin"}
AT, SETTINGS, LOG = "thong-bao", "tai-khoan/thong-bao", "quan-tri/thu-da-gui"


class Inbox(Struct, frozen=True):
    """One's messages, newest first; `before` continues on the next page, None on the last."""

    messages: tuple[Said, ...]
    unread: int
    before: str | None
    now: datetime


class Told(Struct, frozen=True):
    """How one is told; `feed` is the new address of the calendar, shown once; `since` when there is one;
    `shorts` whether short texts can be sent at all."""

    setting: Setting
    sends: bool
    since: datetime | None
    feed: str = ""
    shorts: bool = False


class Log(Struct, frozen=True):
    """The letters of the last time; `sends` says whether a mail server is set up at all; `caught` is what
    the demo's own has taken, nothing anywhere else."""

    letters: tuple[Delivery, ...]
    sends: bool
    caught: tuple[Caught, ...]


@get(f"/{{tenant:str}}/{AT}", opt=OWN)
async def inbox(request: Request) -> Response:
    """What one was told, unread first to the eye: they are marked."""
    async with enter(request) as visit:
        before = _instant(request.query_params.get("truoc", ""))
        found = await queries.inbox(visit.tx, visit.actor, before=before)
        known = {one.id: one for one in await programmes.listing(visit.tx)}
        shown = tuple(said(one, known, visit.now) for one in found[: queries.PAGE])
        more = shown[-1].at.isoformat() if len(found) > queries.PAGE else None
        view = Inbox(shown, await queries.unread(visit.tx, visit.actor.account_id), more, visit.now)
    return page(visit, "messages/inbox.html", view)


@get(f"/{{tenant:str}}/{AT}/{{message:uuid}}", opt=OWN)
async def follow(request: Request, message: UUID) -> Response:
    """Go where a message leads; it is read then."""
    async with enter(request, write=True) as visit:
        found = await queries.one(visit.tx, visit.actor, message)
        known = {one.id: one for one in await programmes.listing(visit.tx)}
        await actions.read(visit.tx, visit.actor, message)
        path = said(found, known, visit.now).path or AT
    return redirect(visit, visit.shell.url(path))


@post(f"/{{tenant:str}}/{AT}/da-doc", opt=OWN)
async def read_all(request: Request) -> Response:
    """Everything so far is read."""
    async with enter(request, write=True) as visit:
        await actions.read(visit.tx, visit.actor)
        answer = await visit.done(AT)
    return answer


@get(f"/{{tenant:str}}/{SETTINGS}", opt=OWN)
async def settings(request: Request) -> Response:
    """How letters come, and the calendar."""
    return await _settings(request)


@post(f"/{{tenant:str}}/{SETTINGS}", opt=OWN)
async def set_mode(request: Request) -> Response:
    """Keep how one wants to be told."""

    async def act(visit: Visit) -> Response:
        await actions.set_mode(visit.tx, visit.actor, visit.form.line("mode", 10), visit.form.line("address", 120))
        return await visit.done(SETTINGS, ("done", _("Đã lưu cách nhận thông báo.")))

    return await tried(request, act, lambda problem: _settings(request, problem))


@post(f"/{{tenant:str}}/{SETTINGS}/tin-ngan", opt=OWN)
async def set_short(request: Request) -> Response:
    """Keep whether short texts come, and to which number."""

    async def act(visit: Visit) -> Response:
        wanted = visit.form.line("short", 2) == "1"
        await actions.set_short(visit.tx, visit.actor, visit.form.line("phone", 30), wanted=wanted)
        return await visit.done(SETTINGS, ("done", _("Đã lưu cách nhận thông báo.")))

    return await tried(request, act, lambda problem: _settings(request, problem))


@post(f"/{{tenant:str}}/{SETTINGS}/lich", opt=OWN)
async def subscribe(request: Request) -> Response:
    """A new address of the calendar, shown on the answer alone."""
    async with enter(request, write=True) as visit:
        token = await feeds.subscribe(visit.tx, visit.actor)
        view = await _told(visit, f"{request.app.state.settings.base_url}{visit.shell.url(f'lich/{token}.ics')}")
    return page(visit, "messages/settings.html", view)


@post(f"/{{tenant:str}}/{SETTINGS}/thu-hoi", opt=OWN)
async def unsubscribe(request: Request) -> Response:
    """The address of the calendar stops working."""
    async with enter(request, write=True) as visit:
        await feeds.unsubscribe(visit.tx, visit.actor)
        said_so = _("Đã thu hồi địa chỉ lịch. Lịch trên máy sẽ không cập nhật nữa.")
        answer = await visit.done(SETTINGS, ("done", said_so))
    return answer


@get("/{tenant:str}/lich/{feed:str}", opt={"policy": "public"})
async def feed(request: Request, feed: str) -> Response[bytes]:
    """The calendar behind a secret address: dates of the programmes in which its owner is listed, and no name."""
    token, dot, kind = feed.partition(".")
    if (dot, kind) != (".", "ics"):
        raise NotFound("access.not-found")
    tenant = await tenant_of(request)
    async with request.app.state.database.tenant(tenant.scope) as tx:
        owner, locale = await feeds.owner_of(tx, token)
        found = await queries.enrolled_in(tx, owner)
        listed = [one for one in await programmes.listing(tx) if one.state == "open" and one.id in found]
        now = await tx.now()
    i18n.activate(locale or tenant.locale)
    address = f"{request.app.state.settings.base_url}/{tenant.slug}"
    content = calendar_feed.written(tenant.short_name, tuple(listed), address, now)
    return Response(content, media_type="text/calendar", headers={"cache-control": "private, max-age=3600"})


@get(f"/{{tenant:str}}/{LOG}", opt=ADMIN)
async def log(request: Request) -> Response:
    """Which letters went out, which wait, which could not be handed over and why."""
    async with enter(request) as visit:
        found = await queries.log(visit.tx, visit.actor)
    config = request.app.state.settings
    caught = demo_mail.read(config.data_dir / demo_mail.FOLDER, visit.tenant.slug) if config.demo else ()
    view = Log(found, bool(config.smtp_url), caught)
    return page(visit, "messages/log.html", view)


@post(f"/{{tenant:str}}/{LOG}/{{letter:uuid}}", opt=ADMIN)
async def retry(request: Request, letter: UUID) -> Response:
    """Try a letter once more."""
    async with enter(request, write=True) as visit:
        await letters.retry(visit.tx, visit.actor, letter)
        answer = await visit.done(LOG, ("done", _("Thư sẽ được gửi lại trong ít phút.")))
    return answer


async def _settings(request: Request, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        view = await _told(visit)
    return page(visit, "messages/settings.html", view, problem=problem, form=visit.form)


async def _told(visit: Visit, feed: str = "") -> Told:
    actor: Actor = visit.actor
    since = await feeds.feed_since(visit.tx, actor)
    config = visit.request.app.state.settings
    found = await queries.setting(visit.tx, actor)
    return Told(found, bool(config.smtp_url), since, feed, bool(config.short_text_url))


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+")) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None


ROUTES = (inbox, follow, read_all, settings, set_mode, set_short, subscribe, unsubscribe, feed, log, retry)
