"""One's own data: everything that is held, to read, to take away, and to have corrected."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core import audit
from core.data_requests import actions, rules
from core.data_requests import queries as requests
from core.errors import Problem
from core.notices import queries as notices
from core.notices.queries import Standing
from core.own_data.queries import own_data
from core.programmes import queries as programmes
from ui.data_archive import archive, archive_name, attached
from ui.editing import again
from ui.guard import Visit, enter
from ui.i18n import _
from ui.own_data import Section, sections
from ui.render import page
from ui.terms import request_kinds

AT = "/{tenant:str}/tai-khoan/du-lieu"
OWN = {"policy": "account.own"}
MOST = 10  # rows of a kind on the page; the download holds all


class Mine(Struct, frozen=True):
    """What is held, one's requests, and how one stands to the notice in force."""

    sections: tuple[Section, ...]
    requests: tuple[requests.Request, ...]
    notice: notices.Notice
    standing: Standing


class Ask(Struct, frozen=True):
    """The form of a request: what may be asked, and how soon an answer is due."""

    kinds: tuple[tuple[str, str, str], ...]
    kind: str
    days: int


@get(AT, opt=OWN)
async def mine(request: Request) -> Response:
    """Everything about oneself, by kind."""
    async with enter(request) as visit:
        held = await own_data(visit.tx, visit.actor, most=MOST)
        notice = await notices.current(visit.tx)
        view = Mine(
            sections(held, await programmes.listing(visit.tx)), await requests.own(visit.tx, visit.actor), notice,
            await notices.standing(visit.tx, visit.actor, notice.key),
        )  # fmt: skip
    return page(visit, "own_data/page.html", view)


@post(AT + "/tai-ve", opt=OWN)
async def download(request: Request) -> Response[bytes]:
    """All of it as one file: JSON for machines, pages and tables for people."""
    async with enter(request, write=True) as visit:
        held = await own_data(visit.tx, visit.actor)
        years = await programmes.listing(visit.tx)
        await audit.record(visit.tx, visit.actor, "data.downloaded", visit.actor.account_id)
        now = await visit.tx.now()
    packed = archive(visit.shell, visit.actor.name, now, held, sections(held, years))
    return attached(packed, archive_name(visit.actor.name, now))


@get(AT + "/yeu-cau", opt=OWN)
async def form(request: Request) -> Response:
    """A request to the provincial administrators; `?loai=` chooses what kind."""
    async with enter(request) as visit:
        view = _ask(request.query_params.get("loai", "correct"))
    return page(visit, "own_data/ask.html", view)


@post(AT + "/yeu-cau", opt=OWN)
async def ask(request: Request) -> Response:
    """Send it."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            await actions.ask(visit.tx, visit.actor, visit.form.line("kind", 20), visit.form.text("words", 2000))
            told = _("Đã gửi yêu cầu. Bạn sẽ thấy câu trả lời ở trang này, trong %(n)s ngày làm việc.")
            answer = await visit.done("tai-khoan/du-lieu", ("done", told % {"n": rules.WORKING_DAYS}))
    except Problem as problem:
        if visit is None:
            raise
        again(problem)
        return page(visit, "own_data/ask.html", _ask(""), problem=problem, form=visit.form)
    return answer


def _ask(kind: str) -> Ask:
    return Ask(request_kinds(), kind if kind in rules.KINDS else "", rules.WORKING_DAYS)


ROUTES = (mine, download, form, ask)
