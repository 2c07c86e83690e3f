"""What a message says: a title, a sentence, and where it leads; the same in the inbox and in a letter."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from core.messages.queries import Message
from core.programmes.queries import Programme
from ui.formats import number, short_date, years
from ui.i18n import N_, _, current
from ui.wording import due_words


class Said(Struct, frozen=True, kw_only=True):
    """A message in the reader's language. `path` leads into the tenant's pages, '' to nowhere."""

    id: UUID
    title: str
    text: str
    path: str
    icon: str
    tone: str
    at: datetime
    unread: bool


# kind → (title, sentence, page inside the programme, icon, tone); %(…)s are filled from the facts.
WORDS: Mapping[str, tuple[str, str, str, str, str]] = {
    "due.registration": (
        N_("Bạn chưa nộp phiếu đăng ký"), N_("%(due)s."), "dang-ky", "pencil", "soon",
    ),
    "due.self": (N_("Bạn chưa tự đánh giá"), N_("%(due)s."), "tu-danh-gia", "clipboard-check", "soon"),
    "due.rating": (
        N_("Còn %(people)s người chưa được xếp loại"), N_("%(due)s."), "ket-qua", "award", "soon",
    ),
    "due.declaration": (N_("Đơn vị chưa kê khai"), N_("%(due)s."), "ke-khai", "file-check", "soon"),
    "due.report": (
        N_("%(unit)s chưa gửi báo cáo"), N_("%(due)s."), "bao-cao", "table", "soon",
    ),
    "report.submitted": (
        N_("%(unit)s đã gửi báo cáo"), N_("Báo cáo chờ tiếp nhận."), "bao-cao", "send", "info",
    ),
    "report.returned": (
        N_("Báo cáo của %(unit)s bị trả lại"), N_("Hãy đọc lý do, sửa rồi gửi lại."), "bao-cao", "corner-up-left",
        "soon",
    ),
    "report.accepted": (
        N_("Báo cáo của %(unit)s đã được tiếp nhận"), N_("Sửa sau lúc này là một bản điều chỉnh."), "bao-cao",
        "circle-check", "done",
    ),
    "due.centre": (N_("Trung ương chờ: %(title)s"), N_("%(due)s."), "@centre", "flag", "soon"),
    "centre.asked": (N_("Trung ương giao: %(title)s"), N_("Xem yêu cầu và hạn."), "@centre", "flag", "info"),
    "centre.reminded": (N_("Trung ương nhắc: %(title)s"), N_("Hãy trả lời sớm."), "@centre", "bell", "soon"),
    "overdue.registration": (
        N_("%(people)s người ở %(units)s đơn vị quá hạn đăng ký"), N_("%(due)s. Hãy nhắc từng người."), "tien-do",
        "clock-exclamation", "late",
    ),
    "overdue.self": (
        N_("%(people)s người ở %(units)s đơn vị quá hạn tự đánh giá"), N_("%(due)s. Hãy nhắc từng người."), "tien-do",
        "clock-exclamation", "late",
    ),
    "waiting.sheets": (
        N_("%(people)s phiếu chờ thẩm định đã hơn 3 ngày"), N_("Người nộp đang chờ ý kiến của Ban Chấp hành."),
        "@queue", "inbox", "soon",
    ),
    "sheet.returned": (
        N_("Phiếu của bạn được trả lại để sửa"), N_("Hãy đọc góp ý của Ban Chấp hành, sửa rồi nộp lại."), "dang-ky",
        "corner-up-left", "soon",
    ),
    "sheet.approved": (
        N_("Phiếu của bạn đã được thẩm định"), N_("Hãy thực hiện những điều đã đăng ký."), "phieu", "circle-check",
        "done",
    ),
    "paper.entered": (
        N_("Phiếu giấy của bạn đã được nhập"), N_("Hãy xem có đúng với phiếu bạn viết không."), "phieu", "file-check",
        "info",
    ),
    "paper.objected": (
        N_("Một phiếu bạn nhập hộ bị báo chưa đúng"), N_("Hãy xem lại rồi trả phiếu để sửa."), "@queue",
        "alert-triangle", "soon",
    ),
    "result.recognised": (
        N_("Kết quả của bạn đã được công nhận"), N_("Xem xếp loại và lý do."), "tu-danh-gia", "rosette-discount-check",
        "done",
    ),
    "result.reopened": (
        N_("Kết quả đã công nhận của bạn được mở lại"), N_("Xem lý do và bước tiếp theo."), "tu-danh-gia", "lock-open",
        "soon",
    ),
    "results.reopened": (
        N_("Kết quả của %(name)s, %(unit)s được mở lại"), N_("Xem lý do, xếp loại hoặc gửi lại."), "ket-qua",
        "lock-open", "soon",
    ),
    "reply.draft": (
        N_("Đã có mức dự kiến của bạn"), N_("Đồng ý hoặc nêu ý kiến: %(due)s."), "tu-danh-gia", "award", "soon",
    ),
    "due.reply": (
        N_("Sắp hết hạn phản hồi mức dự kiến"), N_("%(due)s."), "tu-danh-gia", "hourglass-high", "soon",
    ),
    "reply.objected": (
        N_("%(name)s có ý kiến về mức dự kiến"), N_("Hãy trả lời trước khi kết quả được công nhận."), "ket-qua",
        "message-report", "soon",
    ),
    "waiting.replies": (
        N_("%(people)s ý kiến về mức dự kiến chờ trả lời đã hơn 3 ngày"),
        N_("Kết quả của đơn vị chưa được công nhận khi ý kiến chưa được trả lời."), "ket-qua", "message-report", "soon",
    ),
    "reply.answered": (
        N_("Ban Chấp hành đã trả lời ý kiến của bạn"), N_("Xem câu trả lời và mức xếp loại."), "tu-danh-gia",
        "message", "info",
    ),
    "results.returned": (
        N_("Kết quả của %(unit)s bị trả lại"), N_("Hãy đọc lý do, sửa rồi gửi lại."), "ket-qua", "corner-up-left",
        "soon",
    ),
    "results.sent": (
        N_("%(unit)s đã gửi kết quả"), N_("Kết quả chờ được công nhận."), "ket-qua", "send", "info",
    ),
    "programme.opened": (
        N_("Chương trình mới đã mở"), N_("Bạn có tên trong danh sách. Xem việc cần làm và thời hạn."), "@mine", "flag",
        "info",
    ),
    "programme.reopened": (
        N_("Chương trình được mở lại"), N_("Xem những việc còn làm được."), "@mine", "lock-open", "info",
    ),
    "programme.date": (
        N_("Hạn mới của “%(what)s”: %(day)s"), N_("Lý do: %(reason)s."), "@mine", "calendar-event", "soon",
    ),
    "programme.paused": (
        N_("Chương trình tạm dừng"), N_("Chưa ghi được gì cho đến khi tiếp tục. Lý do: %(reason)s."), "@mine",
        "hourglass-high", "soon",
    ),
    "programme.resumed": (
        N_("Chương trình tiếp tục"), N_("Lý do: %(reason)s."), "@mine", "player-play", "info",
    ),
    "feedback.asked": (
        N_("Mời góp ý cho cán bộ của %(unit)s"), N_("Không ghi tên người góp ý, chừng một phút."), "gop-y", "message",
        "info",
    ),
    "nudge.registration": (
        N_("%(unit)s nhắc: bạn chưa nộp phiếu đăng ký"), N_("%(due)s."), "dang-ky", "bell", "soon",
    ),
    "nudge.self": (
        N_("%(unit)s nhắc: bạn chưa tự đánh giá"), N_("%(due)s."), "tu-danh-gia", "bell", "soon",
    ),
    "nudge.talk": (
        N_("%(unit)s nhắc: %(people)s đoàn viên chưa được trao đổi"),
        N_("Hãy gặp hoặc gọi, rồi ghi lại buổi trao đổi."), "trao-doi/toi-theo-doi", "bell", "soon",
    ),
    "difficulty.raised": (
        N_("Một đoàn viên của %(unit)s nêu khó khăn"), N_("Hãy đọc và trả lời."), "kho-khan/viec/%(difficulty)s",
        "help-circle", "soon",
    ),
    "difficulty.answered": (
        N_("Khó khăn đã nêu có câu trả lời"), N_("Xem câu trả lời và bước tiếp theo."), "kho-khan/viec/%(difficulty)s",
        "message", "done",
    ),
    "difficulty.passed-up": (
        N_("%(unit)s chuyển lên một khó khăn"), N_("Đơn vị cần cấp trên tháo gỡ."), "kho-khan/viec/%(difficulty)s",
        "arrow-up", "soon",
    ),
    "extension.asked": (
        N_("%(unit)s xin gia hạn “%(what)s”"), N_("Xin đến hết ngày %(day)s. Hãy đồng ý hoặc trả lời lý do."),
        "gia-han", "calendar-event", "soon",
    ),
    "extension.granted": (
        N_("%(unit)s được gia hạn “%(what)s”"), N_("Đến hết ngày %(day)s."), "gia-han", "circle-check", "done",
    ),
    "extension.refused": (
        N_("Không gia hạn “%(what)s” cho %(unit)s"), N_("Hãy đọc lý do."), "gia-han", "corner-up-left", "soon",
    ),
    "data.answered": (
        N_("Yêu cầu về dữ liệu cá nhân đã được trả lời"), N_("Xem câu trả lời."), "@data", "shield-check", "info",
    ),
}  # fmt: skip
FAMILIES: Mapping[str, str] = {
    "report": N_("Về báo cáo của đơn vị"),
    "due": N_("Nhắc sắp đến hạn"), "overdue": N_("Báo quá hạn"), "waiting": N_("Nhắc việc đang chờ"),
    "sheet": N_("Về phiếu đăng ký"), "paper": N_("Về phiếu giấy nhập hộ"),
    "result": N_("Về kết quả"), "results": N_("Về kết quả của đơn vị"),
    "programme": N_("Về chương trình"), "data": N_("Về dữ liệu cá nhân"),
    "centre": N_("Về việc Trung ương giao"), "extension": N_("Về gia hạn"),
    "reply": N_("Về mức dự kiến"), "difficulty": N_("Về khó khăn đã nêu"),
    "nudge": N_("Đơn vị nhắc việc"), "feedback": N_("Mời góp ý cho cán bộ"),
}  # fmt: skip
PATHS = {"@queue": "can-xu-ly", "@mine": "viec-cua-toi", "@data": "tai-khoan/du-lieu", "@centre": "trung-uong-giao"}


def said(message: Message, programmes: Mapping[UUID, Programme], now: datetime) -> Said:
    """A message in words."""
    title, text, page, icon, tone = WORDS[message.kind]
    programme = programmes.get(message.programme_id) if message.programme_id else None
    facts = {name: number(value) if isinstance(value, int) else value for name, value in message.facts.items()}
    if "milestone" in facts and programme:  # a date that was moved, by its title in the reader's language
        due = programme.milestones.get(str(facts["milestone"]))
        facts["what"] = due.title.in_(current()) if due else _("một việc")
        facts["day"] = short_date(date.fromisoformat(str(facts["day"])))
    if "due" in facts:
        facts["due"] = _due(programme, datetime.fromisoformat(str(facts["due"])), now)
        if datetime.fromisoformat(str(message.facts["due"])) <= now:
            tone = "late"
    words = [_(text) % facts]
    if programme:
        words.append(f"{programme.title.in_(current())} {years(programme)}")
    path = PATHS.get(page) or (f"chuong-trinh/{programme.slug}/{page % message.facts}" if programme else "")
    return Said(
        id=message.id, title=_(title) % facts, text=" · ".join(word.rstrip(".") for word in words), path=path,
        icon=icon, tone=tone, at=message.at, unread=message.read_at is None,
    )  # fmt: skip


def kind_label(kind: str) -> str:
    """What sort of message a kind is."""
    return _(FAMILIES[kind.partition(".")[0]])


def subject(messages: tuple[Said, ...]) -> str:
    """The subject of a letter with these messages."""
    if len(messages) == 1:
        return messages[0].title
    return _("%(first)s, và %(more)s thông báo khác") % {"first": messages[-1].title, "more": number(len(messages) - 1)}


def body(name: str, messages: tuple[Said, ...], address: str) -> str:
    """A letter as plain text; `address` is where the tenant's pages are."""
    lines = [_("Chào %(name)s,") % {"name": name}, ""]
    for one in reversed(messages):
        lines += [f"• {one.title}", f"  {one.text} ({short_date(one.at)})", f"  {address}/{one.path}".rstrip("/"), ""]
    lines += [_("Đổi cách nhận thư: %(url)s") % {"url": f"{address}/tai-khoan/thong-bao"}]
    return "\n".join(lines)


def _due(programme: Programme | None, closes_at: datetime, now: datetime) -> str:
    wording = "by"
    if programme:
        known = (one.wording for one in programme.milestones.values() if one.closes_at == closes_at)
        wording = next(known, "by")
    return due_words(closes_at, now, wording).text
