"""Activities of units."""

from ui.i18n import N_

MESSAGES = {
    "activity.changed": N_("Hoạt động này vừa được người khác sửa. Hãy xem lại rồi lưu."),
    "activity.code-expired": N_("Mã không đúng hoặc đã đổi. Hãy quét hoặc nhập mã đang hiện trên màn hình."),
    "activity.criteria-missing": N_("Hãy chọn ít nhất một tiêu chí."),
    "activity.ends-before-start": N_("Lúc kết thúc phải sau lúc bắt đầu."),
    "activity.not-open": N_("Hoạt động này không nhận đăng ký và điểm danh."),
    "activity.not-today": N_("Chỉ điểm danh trong ngày diễn ra hoạt động."),
    "activity.not-yet": N_("Hoạt động chưa diễn ra nên chưa tổng kết được."),
    "activity.outside-period": N_("Ngày phải trong thời gian của chương trình, từ %(begins)s đến %(ends)s."),
    "activity.over": N_("Hoạt động này đã qua, không đăng ký được nữa."),
    "activity.paused": N_("Bạn đã nhập sai nhiều lần. Hãy đợi 5 phút, hoặc nhờ người tổ chức ghi có mặt."),
    "activity.reason-missing": N_("Hãy ghi lý do để mọi người biết."),
    "activity.refused": N_("Chưa lưu được hoạt động, xem từng mục bên dưới."),
    "activity.time-missing": N_("Hãy nhập giờ, ví dụ 07:30."),
    "activity.title-missing": N_("Hãy ghi tên hoạt động."),
    "activity.wrong-state": N_("Hoạt động này đã chuyển sang bước khác. Hãy tải lại trang."),
}
