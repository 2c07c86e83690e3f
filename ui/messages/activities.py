"""Activities of units."""

from ui.i18n import N_

MESSAGES = {
    "activity.code-expired": N_("Mã điểm danh đã đổi. Hãy quét lại mã đang hiện trên màn hình."),
    "activity.criteria-missing": N_("Hãy chọn ít nhất một tiêu chí."),
    "activity.not-today": N_("Chỉ điểm danh trong ngày diễn ra hoạt động."),
    "activity.outside-period": N_("Ngày phải trong thời gian của chương trình, từ %(begins)s đến %(ends)s."),
    "activity.over": N_("Hoạt động này đã qua, không đăng ký được nữa."),
    "activity.refused": N_("Chưa lưu được hoạt động, xem từng mục bên dưới."),
    "activity.time-missing": N_("Hãy nhập giờ bắt đầu, ví dụ 07:30."),
    "activity.title-missing": N_("Hãy ghi tên hoạt động."),
}
