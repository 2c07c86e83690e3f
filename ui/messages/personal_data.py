"""Privacy notices, consents, requests about one's own data."""

from ui.i18n import N_
from ui.messages.counted import Counted, ngettext

MESSAGES: dict[str, str | Counted] = {
    "data.answered-already": N_("Yêu cầu này đã được trả lời."),
    "data.own-request": N_("Đây là yêu cầu của chính bạn. Một quản trị khác cần trả lời."),
    "data.too-many-open": ngettext(
        "Bạn đang có %(num)s yêu cầu chờ trả lời. Hãy đợi câu trả lời rồi gửi tiếp.",
        "Bạn đang có %(num)s yêu cầu chờ trả lời. Hãy đợi câu trả lời rồi gửi tiếp.",
        "most",
    ),
    "notice.consent-unchanged": N_("Lựa chọn này đã được ghi nhận từ trước."),
    "notice.no-headings": N_("Hãy viết ít nhất hai tiêu đề (dòng bắt đầu bằng ##) với nội dung bên dưới."),
    "notice.stale": N_("Thông báo vừa được người khác công bố bản mới. Hãy xem bản đó trước."),
    "notice.unchanged": N_("Nội dung giống hệt phiên bản đang áp dụng."),
}
