"""Words of the pages about units' reports: states, standing, sections, where numbers come from."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from core.reports.context import ReportContext
from core.unit_reports import findings
from core.unit_reports.duties import Duty
from core.unit_reports.findings import Finding, Group
from core.unit_reports.rules import Recipient
from ui.formats import number, percent
from ui.i18n import N_, _
from ui.wording import due_words

# state → (words, tone, icon)
STATES: Mapping[str, tuple[str, str, str]] = {
    "planned": (N_("Chưa lập"), "neutral", "circle-dashed"),
    "draft": (N_("Đang soạn"), "info", "pencil"),
    "checked": (N_("Đã kiểm tra, chờ ký"), "info", "checklist"),
    "signed": (N_("Đã ký, chưa gửi"), "soon", "edit"),
    "submitted": (N_("Đã gửi, chờ tiếp nhận"), "info", "send"),
    "returned": (N_("Bị trả lại"), "soon", "corner-up-left"),
    "accepted": (N_("Đã tiếp nhận"), "done", "circle-check"),
    "compiled": (N_("Đã tổng hợp lên cấp trên"), "done", "checks"),
}
ACTIONS: Mapping[str, str] = {
    "planned": N_("Lập báo cáo"), "draft": N_("Soạn tiếp"), "checked": N_("Ký báo cáo"), "signed": N_("Gửi báo cáo"),
    "returned": N_("Sửa và gửi lại"),
}  # fmt: skip
OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "waiting": (N_("Chờ tiếp nhận"), "info", "hourglass-high"),
    "recalled": (N_("Đã rút"), "neutral", "circle-x"),
    "returned": (N_("Bị trả lại"), "soon", "corner-up-left"),
    "accepted": (N_("Đã tiếp nhận"), "done", "circle-check"),
}
SECTIONS: Mapping[str, tuple[str, str]] = {
    "results": (N_("Kết quả nổi bật"), N_("Cách làm hay, việc nổi bật của năm.")),
    "difficulties": (N_("Khó khăn, hạn chế"), N_("Việc chưa làm được và nguyên nhân.")),
    "proposals": (N_("Kiến nghị, đề xuất"), N_("Đề nghị với Đoàn cấp trên, cấp ủy, chính quyền.")),
}
RECIPIENTS: Mapping[str, str] = {
    "upper": N_("Đoàn cấp trên"), "party": N_("Cấp ủy"), "authority": N_("Chính quyền"), "other": N_("Nơi khác"),
}  # fmt: skip
SIGNED_AS: Mapping[str, str] = {"secretary": N_("Bí thư"), "deputy": N_("KT. Bí thư, Phó Bí thư")}
KINDS: Mapping[str, tuple[str, str, str]] = {
    "counted": (N_("Số liệu trong phần mềm"), "neutral", "chart-bar"),
    "awaited": (N_("Chưa có báo cáo, lấy số liệu trong phần mềm"), "soon", "chart-bar"),
    "typed": (N_("Nhập tay"), "soon", "edit"),
    "reported": (N_("Theo báo cáo đã tiếp nhận"), "done", "circle-check"),
}
FOR_REPORT, FOR_NOTICE = "báo cáo", "để biết"  # on paper, which is Vietnamese
ASKED: Mapping[str, str] = {
    "owed": N_("Theo kế hoạch"), "called": N_("Đoàn cấp trên yêu cầu"), "free": N_("Không bắt buộc"),
}  # fmt: skip


class Badge(Struct, frozen=True):
    """A status: words, tone, icon."""

    text: str
    tone: str
    icon: str


def state(found: str, *, top: bool = False) -> Badge:
    """The state of a report in words; what the top unit sent waits for nobody here."""
    if top and found == "submitted":
        return Badge(_("Đã gửi"), "done", "send")
    words, tone, icon = STATES[found]
    return Badge(_(words), tone, icon)


def outcome(found: str, *, top: bool = False) -> Badge:
    """What became of an edition."""
    if top and found == "waiting":
        return Badge(_("Đã gửi"), "done", "send")
    words, tone, icon = OUTCOMES[found]
    return Badge(_(words), tone, icon)


def kind(found: str, *, awaited: bool = False) -> Badge:
    """Where a row's numbers come from; `awaited`: a report should have brought them."""
    words, tone, icon = KINDS["awaited" if awaited and found == "counted" else found]
    return Badge(_(words), tone, icon)


def received(by: int, of: int) -> Badge:
    """How many of its recipients are known to have a report."""
    text = _("%(num)s/%(all)s nơi đã nhận") % {"num": by, "all": of}
    return Badge(text, "done" if by == of else "neutral", "inbox")


def facts_of(duty: Duty, now: datetime) -> tuple[Badge, ...]:
    """The date and what is true beside the state: due in words, late, more time, excused, received."""
    if duty.standing == "exempt":
        return (Badge(_("Được miễn báo cáo"), "neutral", "circle-minus"),)
    if duty.sent_at is not None:
        shown = {"late": Badge(_("Trễ hạn"), "late", "clock-exclamation"),
                 "inside": Badge(_("Trễ hạn, trong gia hạn"), "soon", "clock-exclamation")}  # fmt: skip
        told = (received(duty.received_by, duty.sent_to),) if duty.sent_to else ()
        return (*((shown[duty.standing],) if duty.standing in shown else ()), *told)
    if duty.closes_at is None:
        return (Badge(_("Không bắt buộc"), "neutral", "info-circle"),)
    end = duty.until if duty.until and duty.until > duty.closes_at and now >= duty.closes_at else duty.closes_at
    due = due_words(end, now, duty.wording if end == duty.closes_at else "by")
    given = (Badge(_("Được gia hạn"), "info", "calendar-plus"),) if end != duty.closes_at else ()
    return (Badge(due.text, due.tone, due.icon), *given)


def above(context: ReportContext) -> Mapping[UUID, str]:
    """By row the unit above it, where that is not the one that reports: branches of many wards have the same name."""
    names, top = {row.place.path: row.place.name for row in context.rows}, context.rows[0].place.path
    ways = {row.place.id: row.place.path[:-5] for row in context.rows}
    return {unit: names[way] for unit, way in ways.items() if way in names and way != top}


def rule(group: Group, titles: Mapping[str, str]) -> str:
    """What a check holds."""
    if group.rule == findings.PARTS:
        return _("Đơn vị = cán bộ của đơn vị + các đơn vị trực thuộc")
    if group.rule == findings.PREVIOUS:
        return _("So với năm trước: thay đổi lớn cần một lời giải thích")
    return titles.get(group.rule, group.shown)


def said(group: Group, one: Finding, column: str) -> str:
    """A finding with its cell and numbers."""
    facts = {"column": column, "left": number(one.left), "right": number(one.right)}
    if group.rule == findings.PARTS:
        return _("Cột %(column)s là %(left)s, cộng các đơn vị trực thuộc là %(right)s") % facts
    if group.rule == findings.PREVIOUS:
        share = percent(abs(one.left - one.right) / one.right) if one.right else _("năm trước không có")
        return _("Cột %(column)s là %(left)s, năm trước %(right)s (%(share)s)") % (facts | {"share": share})
    _left, _sign, rest = group.shown.partition(" = " if " = " in group.shown else " ≥ ")
    return _("Cột %(column)s là %(left)s, %(rest)s là %(right)s") % (facts | {"rest": rest})


def recipients_first(parent: str, top: bool) -> tuple[Recipient, ...]:
    """The places a report usually goes to (S0-27): the upper union, the party committee, the authorities."""
    upper = () if top else (Recipient(kind="upper", name=parent, purpose=FOR_REPORT),)
    rest = (("party", FOR_REPORT), ("authority", FOR_NOTICE))
    return (*upper, *(Recipient(kind=kind, name="", purpose=purpose) for kind, purpose in rest))
