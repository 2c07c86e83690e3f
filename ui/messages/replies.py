"""The right of reply to a proposed level; recognised results opened again; records over the years."""

from ui.i18n import N_
from ui.messages.counted import Counted

MESSAGES: dict[str, str | Counted] = {
    "reply.already-agreed": N_("Bạn đã đồng ý với mức này."),
    "reply.already-answered": N_("Ý kiến của bạn đã được trả lời; mức này không phản hồi lần nữa."),
    "reply.already-objected": N_("Bạn đã gửi ý kiến về mức này. Ban Chấp hành sẽ trả lời bằng văn bản."),
    "reply.answer-first": N_("Người này đã có ý kiến về mức dự kiến. Hãy trả lời ý kiến ấy thay vì ghi mức mới."),
    "reply.outcome-missing": N_("Hãy chọn giữ nguyên mức hay đổi mức."),
    "reply.answer-missing": N_("Hãy viết câu trả lời để người được xếp loại biết vì sao."),
    "reply.no-right": N_("Mức này không có thời hạn phản hồi."),
    "reply.nothing-to-answer": N_("Không có ý kiến nào đang chờ trả lời."),
    "reply.over": N_("Đã hết thời hạn phản hồi mức dự kiến."),
    "reply.reason-missing": N_("Hãy nêu lý do bạn chưa đồng ý."),
    "reply.same-level": N_("Đây vẫn là mức cũ: hãy chọn mức khác, hoặc trả lời giữ nguyên."),
    "reply.same-points": N_("Điểm chưa đổi: hãy sửa điểm, hoặc trả lời giữ nguyên."),
    "record.purpose-missing": N_("Hãy chọn mở hồ sơ để làm gì."),
    "reopening.by-rule": N_("Kết quả này có theo quy tắc khi chương trình đóng; hãy mở lại chương trình."),
    "reopening.date-ahead": N_("Ngày của quyết định không thể sau hôm nay."),
    "reopening.date-missing": N_("Hãy ghi ngày của quyết định."),
    "reopening.no-result": N_("Người này chưa có kết quả nên không có gì để mở lại."),
    "reopening.not-recognised-yet": N_("Kết quả chưa được công nhận: hãy trả lại kết quả của đơn vị thay vì mở lại."),
    "reopening.number-missing": N_("Hãy ghi số của quyết định."),
    "reopening.reason-missing": N_("Hãy viết lý do mở lại kết quả."),
    "results.objection-open": N_("Chưa công nhận được: ý kiến của %(names)s về mức dự kiến chưa được trả lời."),
    "results.reply-open": N_(
        "Chưa công nhận được: %(names)s còn quyền phản hồi mức dự kiến đến hết ngày %(until)s và chưa đồng ý."
    ),
}
