"""What the centre asks of provinces, and comparisons handed out."""

from ui.i18n import N_
from ui.messages.counted import Counted

MESSAGES: dict[str, str | Counted] = {
    "comparison.no-title": N_("Hãy đặt tiêu đề để các tỉnh biết đây là so sánh gì."),
    "comparison.too-few": N_("Cần ít nhất %(least)s tỉnh có trị số, nếu ít hơn các tỉnh sẽ đoán ra nhau."),
    "duty.all-answered": N_("Tỉnh nào cũng đã trả lời."),
    "duty.day-gone": N_("Hạn đã qua. Hãy chọn một ngày từ hôm nay trở đi."),
    "duty.no-answer": N_("Hãy ghi đã làm gì, hoặc báo cáo đã gửi bằng văn bản nào."),
    "duty.no-day": N_("Hãy chọn hạn."),
    "duty.no-such-year": N_("Năm phải từ %(first)s đến %(last)s."),
    "duty.no-title": N_("Hãy ghi việc cần làm."),
    "duty.stale": N_("Một người khác trong đơn vị vừa trả lời. Hãy xem câu trả lời đó rồi sửa nếu cần."),
    "note.empty": N_("Hãy viết nội dung ghi chú."),
}
