"""Closing a programme year: what is still open, what closing does, and opening it again."""

from collections.abc import Mapping

from litestar import Request, Response, get, post
from msgspec import Struct

from core.assessments import closing
from core.assessments.closing import Matters
from core.assessments.rules import rates
from core.programme_life import checklist
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from ui.editing import posted
from ui.guard import Visit, enter
from ui.i18n import N_, _, ngettext
from ui.render import page

AT = "/{tenant:str}/quan-tri/chuong-trinh/{programme:str}/dong"
ADMIN = {"policy": "programme.admin"}


# What a closing looks at → the words, and the page where it is settled.
POINTS: Mapping[str, tuple[str, str]] = {
    "dates": (N_("Mốc thời gian chưa qua"), ""),
    "waiting": (N_("Phiếu chờ thẩm định"), "tien-do"),
    "returned": (N_("Phiếu trả lại chưa nộp lại"), "tien-do"),
    "unassessed": (N_("Người đã thẩm định chưa được xếp loại"), "tien-do"),
    "unsent": (N_("Đơn vị có kết quả chưa gửi lên"), "tien-do"),
    "unrecognised": (N_("Kết quả đã gửi chờ công nhận"), "tien-do"),
    "undeclared": (N_("Bản kê khai còn thiếu của các đơn vị"), "ke-khai"),
}


class Point(Struct, frozen=True):
    """One point of the checklist: what is open, how many, and where it is settled (None: nowhere, it only passes)."""

    words: str
    count: int
    url: str | None


class Closing(Struct, frozen=True):
    """The page that asks; `level` is the title of what who registered nothing gets."""

    programme: Programme
    matters: Matters
    here: str
    points: tuple[Point, ...] = ()

    @property
    def rates(self) -> bool:
        """Whether people get a result in this programme."""
        return rates(self.programme.rules)


@get(AT, opt=ADMIN)
async def ask(request: Request) -> Response:
    """What is still open, by number and by name, before it is done."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    return page(visit, "programmes/close.html", view)


@post(AT, opt=ADMIN)
async def close(request: Request) -> Response:
    """Close; or open again where it is closed, with a reason."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        if visit.form.flag("reopen"):
            await closing.reopen(visit.tx, visit.actor, programme, visit.form.text("reason", closing.REASON_MAX))
            words = _("Đã mở lại chương trình. Kết quả tự động khi đóng đã được thu lại.")
        else:
            people = await closing.close(visit.tx, visit.actor, programme)
            words = _("Đã đóng chương trình.")
            if people:
                told = ngettext("%(num)s người không đăng ký.", "%(num)s người không đăng ký.", people)
                words = f"{words} {told % {'num': people}}"
        return await visit.done(f"quan-tri/chuong-trinh/{programme.slug}", ("done", words))

    return await posted(request, act, "programmes/close.html", _view)


async def _view(visit: Visit, request: Request) -> Closing:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    found = await closing.matters(visit.tx, visit.actor, programme)
    at = visit.shell.url(f"chuong-trinh/{programme.slug}")
    points = tuple(
        Point(_(POINTS[one.point][0]), one.count, f"{at}/{page}" if (page := POINTS[one.point][1]) else None)
        for one in await checklist.of_programme(visit.tx, programme)
    )
    return Closing(programme, found, visit.shell.url(f"quan-tri/chuong-trinh/{programme.slug}"), points)


ROUTES = (ask, close)
