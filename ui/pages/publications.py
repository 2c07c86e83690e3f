"""Số liệu công bố: what this province gave to the centre, when, and what the centre sees of it after the rule."""

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import may
from core.comparison import own_publication, publishing
from core.comparison.own_publication import Sent, Trace
from core.packs.text import Text
from core.programmes import pinned
from ui.centre import enter_province
from ui.i18n import N_, _
from ui.render import page

AT = "/{tenant:str}/so-lieu-cong-bo"
NUMBERS = {
    "units": N_("Đơn vị"),
    "units_implementing": N_("Đơn vị triển khai"),
    "eligible": N_("Người trong danh sách"),
    "registered": N_("Đã đăng ký"),
    "validated": N_("Đã xác nhận"),
    "registered_late": N_("Đăng ký trễ"),
    "assessed": N_("Đã xếp loại"),
    "reviewed": N_("Phiếu đã thẩm định"),
    "returned": N_("Phiếu bị trả lại ít nhất một lần"),
    "texts": N_("Giải pháp đã viết"),
    "alike": N_("Giải pháp nhiều người viết giống hệt nhau"),
    "commended": N_("Được biểu dương"),
    "high": N_("Nửa trên của thang: xuất sắc và tốt"),
    "low": N_("Nửa dưới của thang: hoàn thành và không hoàn thành"),
}
DETAILS = {
    "levels": N_("Từ 50 người được xếp loại: Trung ương thấy số người ở từng mức."),
    "classes": N_("Từ 10 đến 49 người: Trung ương chỉ thấy hai nửa của thang."),
    "total": N_("Một nửa của thang chỉ có một, hai người: Trung ương chỉ thấy tổng số."),
    "hidden": N_("Dưới 10 người: Trung ương không thấy kết quả."),
    "none": N_("Chưa ai được xếp loại."),
}


class Line(Struct, frozen=True):
    """A published row with the words of its pack."""

    sent: Sent
    title: Text | None
    levels: dict[str, Text]


class Publications(Struct, frozen=True, kw_only=True):
    """Everything published, the trail of it, and whether districts and communes are shown."""

    lines: tuple[Line, ...]
    traces: tuple[Trace, ...]
    below: bool
    may_choose: bool
    numbers: dict[str, str]
    details: dict[str, str]


@get(AT, opt={"policy": "publication.read"})
async def show(request: Request) -> Response:
    """What the centre sees of us."""
    async with enter_province(request) as visit:
        sent = await own_publication.sent(visit.tx, visit.actor)
        view = Publications(
            lines=tuple(_line(one) for one in sent), traces=await own_publication.traces(visit.tx, visit.actor),
            below=await own_publication.shows_below(visit.tx), may_choose=may(visit.actor, "publication.admin"),
            numbers={key: _(words) for key, words in NUMBERS.items()},
            details={key: _(words) for key, words in DETAILS.items()},
        )  # fmt: skip
    return page(visit, "publications/page.html", view)


@post(AT + "/cap-duoi", opt={"policy": "publication.admin"})
async def choose(request: Request) -> Response:
    """Show the numbers of districts and communes to the centre, or stop it."""
    async with enter_province(request, write=True) as visit:
        below = visit.form.flag("below")
        await publishing.choose(visit.tx, visit.actor, below=below)
        told = (
            _("Từ lần cập nhật tới, Trung ương thấy cả số liệu đã làm tròn của cấp huyện, cấp xã.")
            if below
            else _("Đã thôi công bố số liệu cấp huyện, cấp xã.")
        )
        answer = await visit.done("so-lieu-cong-bo", ("done", told))
    return answer


def _line(sent: Sent) -> Line:
    pack = pinned.catalog().packs.get(sent.pack)
    levels = {key: level.title for key, level in pack.rules.scale.levels.items()} if pack else {}
    return Line(sent, pack.rules.title if pack else None, levels)


ROUTES = (show, choose)
