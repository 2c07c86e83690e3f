"""Inspections of units."""

from ui.i18n import N_
from ui.messages.counted import Counted, ngettext

MESSAGES: dict[str, str | Counted] = {
    "inspection.already-followed": N_("Kiến nghị này đã được ghi kết quả thực hiện."),
    "inspection.already-held": N_("Cuộc kiểm tra đã tiến hành."),
    "inspection.changed": N_("Cuộc kiểm tra vừa được người khác sửa. Hãy xem bản mới."),
    "inspection.closed": N_("Cuộc kiểm tra đã kết thúc theo dõi."),
    "inspection.day-ahead": N_("Ngày này không thể sau hôm nay."),
    "inspection.dropped": N_("Cuộc kiểm tra đã bỏ khỏi kế hoạch."),
    "inspection.not-held": N_("Cuộc kiểm tra chưa tiến hành."),
    "inspection.unfollowed": ngettext(
        "Còn %(num)s kiến nghị chưa có kết quả thực hiện.",
        "Còn %(num)s kiến nghị chưa có kết quả thực hiện.",
        "count",
    ),
    "inspection.words-missing": N_("Hãy ghi nội dung."),
}
