"""What a person has to do in a programme, in words: one sentence, one button (ui.md, "Việc của tôi")."""

from msgspec import Struct

from core.assessments.rules import rates
from core.packs.calendar import Due
from core.registrations.queries import Form, Work
from ui.formats import last_day, local
from ui.i18n import N_, _, ngettext
from ui.states import Step, steps_of


class Todo(Struct, frozen=True):
    """The next move: `path` is the page inside the programme, None where there is nothing to press."""

    title: str
    text: str
    icon: str
    tone: str
    action: str = ""
    path: str | None = None


_WORDS = {
    "register": (
        N_("Đăng ký nội dung rèn luyện"),
        N_("Chọn những điều bạn sẽ rèn luyện và viết giải pháp cụ thể dưới mỗi điều."),
        "pencil",
        "info",
    ),
    "continue": (
        N_("Hoàn thành phiếu đang soạn"),
        N_("Bản nháp đã được lưu. Hãy xem lại rồi nộp để Ban Chấp hành thẩm định."),
        "pencil",
        "info",
    ),
    "revise": (
        N_("Sửa và nộp lại phiếu"),
        N_("Ban Chấp hành đã trả lại phiếu. Hãy đọc lý do, sửa rồi nộp lại."),
        "corner-up-left",
        "soon",
    ),
    "await_review": (
        N_("Chờ Ban Chấp hành thẩm định"),
        N_("Bạn đã nộp phiếu. Chưa cần làm gì thêm."),
        "hourglass-high",
        "neutral",
    ),
    "train": (
        N_("Thực hiện những điều đã đăng ký"),
        N_("Phiếu đã được thẩm định. Hãy làm đúng những gì đã ghi; đến kỳ, bạn tự đánh giá từng điều."),
        "circle-check",
        "done",
    ),
    "continue_supplement": (
        N_("Hoàn thành phần đăng ký bổ sung"),
        N_("Phần bổ sung đã được lưu nháp. Hãy nộp để Ban Chấp hành thẩm định, hoặc bỏ nếu không cần nữa."),
        "pencil",
        "info",
    ),
    "revise_supplement": (
        N_("Sửa phần đăng ký bổ sung"),
        N_("Ban Chấp hành đã trả lại phần bổ sung. Những điều đã thẩm định vẫn giữ nguyên giá trị."),
        "corner-up-left",
        "soon",
    ),
    "await_supplement": (
        N_("Chờ thẩm định phần bổ sung"),
        N_("Bạn đã nộp phần bổ sung. Hãy tiếp tục thực hiện những điều đã được thẩm định."),
        "hourglass-high",
        "neutral",
    ),
    "review_midway": (
        N_("Tự đánh giá giữa kỳ"),
        N_("Nêu việc đã làm và chỗ còn vướng, để Ban Chấp hành và chi đoàn giúp bạn kịp thời."),
        "clipboard-check",
        "info",
    ),
    "self_assess": (
        N_("Tự đánh giá kết quả"),
        N_("Đã đến kỳ tự kiểm điểm: đối chiếu từng điều đã đăng ký với việc đã làm."),
        "clipboard-check",
        "info",
    ),
    "await_rating": (
        N_("Chờ đánh giá và xếp loại"),
        N_("Bạn đã tự đánh giá. Bước tiếp theo là nghe các ý kiến và xếp loại."),
        "hourglass-high",
        "neutral",
    ),
    "await_recognition": (
        N_("Chờ đoàn cấp trên công nhận"),
        N_("Ban Chấp hành đã xếp loại. Kết quả có hiệu lực khi cấp trên công nhận."),
        "hourglass-high",
        "neutral",
    ),
    "finished": (
        N_("Đã có kết quả"),
        N_("Kết quả rèn luyện năm của bạn đã được công nhận."),
        "rosette-discount-check",
        "done",
    ),
    "on_leave": (
        N_("Bạn đang tạm nghỉ"),
        N_("Danh sách ghi bạn đang nghỉ nên năm nay chưa cần đăng ký. Nếu chưa đúng, hãy báo Ban Chấp hành."),
        "circle-minus",
        "neutral",
    ),
    "left": (
        N_("Bạn đã rời danh sách"),
        N_("Bạn không còn trong danh sách của chương trình này."),
        "logout",
        "neutral",
    ),
    "closed": (
        N_("Chương trình không nhận phiếu"),
        N_("Chương trình đang tạm dừng hoặc đã đóng, không nhận thêm phiếu."),
        "lock",
        "neutral",
    ),
}

_ACTIONS = {
    "register": (N_("Bắt đầu đăng ký"), "dang-ky"),
    "continue": (N_("Viết tiếp"), "dang-ky"),
    "revise": (N_("Sửa phiếu"), "dang-ky"),
    "self_assess": (N_("Tự đánh giá"), "tu-danh-gia"),
    "await_review": (N_("Xem phiếu đã nộp"), "phieu"),
    "train": (N_("Xem phiếu của tôi"), "phieu"),
    "review_midway": (N_("Viết tự đánh giá"), "giua-ky"),
    "await_supplement": (N_("Xem phiếu đã nộp"), "phieu"),
    "continue_supplement": (N_("Viết tiếp"), "dang-ky"),
    "revise_supplement": (N_("Sửa phần bổ sung"), "dang-ky"),
    "await_rating": (N_("Xem bản tự đánh giá"), "tu-danh-gia"),
    "await_recognition": (N_("Xem kết quả"), "tu-danh-gia"),
    "finished": (N_("Xem kết quả"), "tu-danh-gia"),
}


def todo_of(work: Work) -> Todo:
    """The next move of the person in this programme."""
    title, text, icon, tone = _WORDS[work.todo]
    if work.todo in ("register", "continue") and work.due and work.now >= work.due.closes_at:
        return _overdue(work, work.due)
    if work.todo == "train" and not rates(work.programme.rules):
        text = N_("Phiếu đã được thẩm định. Hãy làm đúng những gì đã ghi; chương trình này không xếp loại cá nhân.")
    action, path = _ACTIONS.get(work.todo, ("", None))
    if path is None and work.registration_id:
        action, path = N_("Xem phiếu"), "phieu"
    return Todo(_(title), _(text), icon, tone, _(action) if action else "", path)


def line_of(work: Work) -> tuple[Step, ...]:
    """The five steps with the dates that bind them; where nobody is rated the line ends with the training."""
    steps = steps_of(_state(work), assessing=work.assessing, notes=("", _reviewed(work)))
    return steps if rates(work.programme.rules) else steps[:3]


def summary_of(view: Form) -> str:
    """Where the form stands: "3 nên làm · 1 không nên làm · đã đủ điều kiện nộp"."""
    if any(group.number for group in view.groups):
        return _numbered(view)
    held = [_count(group.polarity, group.have) or f"{group.have} {group.title}" for group in view.groups if group.have]
    lacking = [part for group in view.groups if (part := _count(group.polarity, group.need - group.have))]
    if lacking:
        held.append(_("cần thêm %(what)s") % {"what": ", ".join(lacking)})
    elif not view.missing:
        held.append(_("đã đủ điều kiện nộp"))
    else:
        held.append(_("có chỗ cần viết thêm"))
    words = " · ".join(held)
    return words[:1].upper() + words[1:]


def _numbered(view: Form) -> str:
    """Of a sheet with numbered contents: "7/10 tiêu chí · thiếu nội dung 4 · 100/100 điểm"."""
    least = max(view.programme.rules.registration.items_min, 1)
    parts = [_("%(have)s/%(need)s tiêu chí") % {"have": view.chosen, "need": least}]
    lacking = ", ".join(group.number for group in view.groups if group.have < group.need)
    if lacking:
        parts.append(_("thiếu nội dung %(which)s") % {"which": lacking})
    elif not view.missing:
        parts.append(_("đã đủ điều kiện nộp"))
    return " · ".join(parts)


def _overdue(work: Work, due: Due) -> Todo:
    """After the date a sheet is still taken and marked late, unless the pack closes (domain.md §2)."""
    title, action = _WORDS[work.todo][0], _ACTIONS[work.todo]
    if work.more_time and work.extended:
        text = _("Đơn vị được gia hạn đến hết ngày %(day)s: phiếu được nhận và ghi là trễ hạn, trong gia hạn.")
        text %= {"day": last_day(work.extended)}
        return Todo(_(title), text, "calendar-event", "soon", _(action[0]), action[1])
    if due.late == "close":
        text = _("Đã hết hạn đăng ký nên phiếu không được nhận nữa, trừ khi đoàn cấp trên gia hạn.")
        return Todo(_(title), text, "lock", "neutral")
    text = _("Đã hết hạn, nhưng phiếu vẫn được nhận và ghi là nộp trễ. Hãy hoàn thành sớm.")
    return Todo(_(title), text, "clock-exclamation", "soon", _(action[0]), action[1])


def _state(work: Work) -> str:
    if work.roster == "validated" and work.self_assessed:
        return "self_assessed"
    if work.roster != "enrolled":
        return work.roster
    due = work.programme.due("registration")
    if work.is_mine_to_do and due and work.now >= due.closes_at:
        return "late"
    return "draft" if work.sheet == "draft" else "enrolled"


def _reviewed(work: Work) -> str:
    done = work.roster in ("validated", "rated", "recognised") and work.reviewed_at
    return f"{local(work.reviewed_at):%d/%m}" if done and work.reviewed_at else ""


def _count(polarity: str | None, n: int) -> str:
    if n <= 0:
        return ""
    if polarity == "do":
        return ngettext("%(num)s nên làm", "%(num)s nên làm", n) % {"num": n}
    return ngettext("%(num)s không nên làm", "%(num)s không nên làm", n) % {"num": n} if polarity == "dont" else ""
