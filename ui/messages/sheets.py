"""Sheets: registration, review, assessment, recognition, reports."""

from ui.i18n import N_
from ui.messages.counted import Counted, ngettext

MESSAGES: dict[str, str | Counted] = {
    "assessment.comment-missing": N_("Hãy viết nhận xét."),
    "assessment.level-missing": N_("Hãy chọn một mức xếp loại."),
    "assessment.mark-missing": N_("Hãy cho biết bạn đã làm mục này đến đâu."),
    "assessment.not-registered": N_("Mục này không có trong phiếu đăng ký."),
    "assessment.unknown-level": N_("Hãy chọn một mức trong thang xếp loại."),
    "assessment.unknown-mark": N_("Hãy chọn một trong các mức tự đánh giá."),
    "assessment.unknown-stage": N_("Chương trình này không có bước đánh giá đó."),
    "registration.already-returned": N_("Phiếu đã được trả lại và đang chờ người đăng ký sửa."),
    "registration.already-submitted": N_("Phiếu đã nộp và đang chờ thẩm định. Muốn sửa, hãy rút phiếu về."),
    "registration.already-validated": N_("Phiếu đã được thẩm định nên không sửa được nữa."),
    "registration.changed-since": N_("Phiếu đã được nộp lại từ khi bạn mở trang. Hãy xem bản mới rồi quyết định."),
    "registration.closed": N_("Đã hết hạn đăng ký lúc %(closes_at)s. Hãy xin đoàn cấp trên gia hạn."),
    "registration.group-too-few": ngettext(
        "Bạn cần đăng ký thêm %(num)s tiêu chí ở nội dung “%(group)s”.",
        "Bạn cần đăng ký thêm %(num)s tiêu chí ở nội dung “%(group)s”.",
        "need",
        "got",
    ),
    "registration.incomplete": N_("Phiếu chưa đủ để nộp, xem từng mục bên dưới. Bản nháp vẫn được giữ."),
    "registration.left": N_("Bạn không còn trong danh sách của chương trình này."),
    "registration.not-enrolled": N_("Bạn chưa có trong danh sách của chương trình này. Hãy hỏi Ban Chấp hành đơn vị."),
    "registration.not-on-sheet": N_("Tiêu chí này không có trong phiếu."),
    "registration.not-open-yet": N_("Chưa đến kỳ đăng ký: bắt đầu nhận từ %(opens_at)s."),
    "registration.not-submitted": N_("Phiếu chưa được nộp."),
    "registration.on-leave": N_(
        "Danh sách ghi bạn đang nghỉ nên chưa nhận phiếu. Nếu chưa đúng, hãy báo Ban Chấp hành."
    ),
    "registration.reason-missing": N_("Hãy viết lý do trả lại để người đăng ký biết cần sửa gì."),
    "registration.reason-too-long": N_("Lý do dài quá %(max)s ký tự, hãy viết ngắn lại."),
    "registration.refused": N_("Phiếu có chỗ chưa lưu được, xem từng mục bên dưới."),
    "registration.remark-too-long": N_("Góp ý dài quá %(max)s ký tự, hãy viết ngắn lại."),
    "registration.review-refused": N_("Chưa ghi được quyết định, xem từng mục bên dưới."),
    "registration.solution-missing": N_("Hãy viết giải pháp cụ thể cho “%(criterion)s”."),
    "registration.solution-too-long": N_("Giải pháp dài quá %(max)s ký tự, hãy viết ngắn lại."),
    "registration.solution-too-short": N_("Giải pháp cho “%(criterion)s” còn ngắn: cần ít nhất %(need)s ký tự."),
    "registration.stale": N_("Phiếu này vừa được sửa ở nơi khác. Hãy so sánh hai bản rồi lưu lại."),
    "registration.too-few-items": ngettext(
        "Bạn cần đăng ký thêm %(num)s tiêu chí.",
        "Bạn cần đăng ký thêm %(num)s tiêu chí.",
        "need",
        "got",
    ),
    "registration.unknown-criterion": N_("Chương trình này không có tiêu chí đó."),
    "report.less-than": N_("Số ở cột này (%(left)s) nhỏ hơn số phải có (%(right)s)."),
    "report.not-the-sum": N_("Số ở cột này (%(left)s) không bằng tổng các cột thành phần (%(right)s)."),
    "report.unknown-source": N_("Báo cáo có một cột mà hệ thống không tính được: %(source)s."),
}
