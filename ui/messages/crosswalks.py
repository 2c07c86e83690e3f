"""Crosswalks."""

from ui.i18n import N_
from ui.messages.counted import Counted

MESSAGES: dict[str, str | Counted] = {
    "crosswalk.draft-exists": N_("Đang có một bản thảo. Hãy công bố hoặc bỏ bản thảo đó trước."),
    "crosswalk.no-basis": N_("Hãy ghi căn cứ cho mức xếp khác bộ quy tắc."),
    "crosswalk.no-reason": N_("Hãy ghi lý do cho mức xếp khác bộ quy tắc."),
    "crosswalk.out-of-order": N_("Mức cao hơn của bộ quy tắc không được quy đổi thấp hơn mức đứng sau nó."),
    "crosswalk.stale": N_("Bản thảo vừa được người khác sửa. Hãy kiểm tra rồi lưu lại nếu vẫn muốn giữ bản của bạn."),
    "crosswalk.unchanged": N_("Bản thảo giống hệt bản đang áp dụng nên không có gì để công bố."),
    "crosswalk.unknown-level": N_("Bộ quy tắc không có mức này."),
    "crosswalk.unknown-pack": N_("Bộ quy tắc này không được cài đặt."),
}
