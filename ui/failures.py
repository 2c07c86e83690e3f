"""The pages for what cannot be shown: unknown address, no right, stale edit, too fast, fault, maintenance."""

from collections.abc import Mapping

from litestar import Response
from msgspec import Struct

from core.errors import Problem
from ui import i18n
from ui.i18n import N_, _
from ui.problems import message
from ui.render import HTML, Shell, html

_WORDS = {
    400: (N_("Yêu cầu không đọc được"), N_("Hãy tải lại trang rồi thử lại."), "alert-circle"),
    401: (N_("Bạn cần đăng nhập"), N_("Phiên đăng nhập đã hết. Hãy đăng nhập lại để tiếp tục."), "lock"),
    403: (N_("Bạn không có quyền xem trang này"), N_("Nếu công việc cần trang này, hãy hỏi người quản trị."), "lock"),
    404: (
        N_("Không tìm thấy trang"),
        N_("Địa chỉ có thể đã gõ nhầm, hoặc nội dung không thuộc đơn vị của bạn."),
        "map-search",
    ),
    405: (N_("Không làm được theo cách này"), N_("Hãy quay lại trang trước và dùng nút trên trang."), "alert-circle"),
    409: (N_("Nội dung vừa được người khác sửa"), N_("Bản của bạn chưa được lưu."), "git-compare"),
    413: (N_("Tệp quá lớn"), N_("Hãy chọn tệp nhỏ hơn rồi gửi lại."), "file-alert"),
    422: (N_("Chưa thực hiện được"), N_("Thông tin chưa hợp lệ, hãy kiểm tra lại."), "alert-circle"),
    429: (N_("Bạn thao tác quá nhanh"), N_("Hãy đợi một lát rồi thử lại."), "hourglass-high"),
    500: (
        N_("Hệ thống gặp lỗi"),
        N_("Việc bạn vừa làm có thể chưa được lưu. Chúng tôi đã ghi nhận lỗi này."),
        "mood-sad",
    ),
    503: (N_("Hệ thống đang bảo trì"), N_("Hãy quay lại sau ít phút. Những gì đã lưu vẫn còn nguyên."), "tool"),
}


# A title of its own, and the code for whoever asks for help.
_TITLES = {"tenant.suspended": N_("Đơn vị đang tạm ngừng")}


class Change(Struct, frozen=True):
    """One field of a stale edit: the stored text beside the one typed."""

    label: str
    theirs: str
    yours: str


class Action(Struct, frozen=True):
    """Where to go from here."""

    label: str
    url: str


class Failure(Struct, frozen=True, kw_only=True):
    """A page that says what happened, what it means, and what to do."""

    title: str
    text: str
    icon: str
    actions: tuple[Action, ...]
    changes: tuple[Change, ...] = ()
    reference: str | None = None


def failure_page(
    shell: Shell,
    status: int,
    problem: Problem | None = None,
    *,
    form: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    reference: str | None = None,
    back: str | None = None,
) -> Response[bytes]:
    """Answer with the page for `status`. For a stale edit, `problem.facts["theirs"]` (field → stored text) is set
    beside the `form` as typed, each under its label; `back` is the page that the form came from."""
    i18n.activate(shell.locale)
    title, text, icon = _WORDS.get(status) or _WORDS[422 if status < 500 else 500]
    view = Failure(
        title=_(_TITLES.get(problem.code, title) if problem else title),
        text=message(problem) if problem else _(text),
        icon=icon,
        actions=_actions(shell, status, back or shell.path),
        changes=changes_of(problem, form or {}, labels or {}),
        reference=reference or (problem.code if problem and problem.code in _TITLES else None),
    )
    return Response(html(shell, "shell/error.html", view).encode(), media_type=HTML, status_code=status)


def changes_of(problem: Problem | None, form: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Change, ...]:
    """The fields whose stored text differs from the one typed."""
    theirs = problem.facts.get("theirs") if problem else None
    if not isinstance(theirs, Mapping):
        return ()
    pairs = ((name, str(stored or ""), form.get(name, "")) for name, stored in theirs.items())
    return tuple(Change(labels.get(name, name), stored, typed) for name, stored, typed in pairs if stored != typed)


def _actions(shell: Shell, status: int, back: str) -> tuple[Action, ...]:
    home = Action(_("Về trang chính"), shell.url() or "/")
    if status == 401 and shell.tenant_slug:
        return (Action(_("Đăng nhập"), shell.url("dang-nhap")),)
    if status in (409, 500, 503):
        return (Action(_("Tải lại trang"), back), home)
    return (home,)
