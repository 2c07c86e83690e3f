"""The books of a programme."""

from ui.i18n import N_

MESSAGES = {
    "award.dated-ahead": N_("Ngày của quyết định không thể sau hôm nay."),
    "award.form-missing": N_("Hãy ghi danh hiệu hoặc hình thức khen."),
    "award.level-missing": N_("Hãy chọn cấp khen."),
    "award.occasion-missing": N_("Hãy chọn dịp: định kỳ hay đột xuất."),
    "award.reason-missing": N_("Hãy viết lý do thu hồi."),
    "register.changed": N_("Mục này vừa được người khác sửa. Hãy xem cả hai bản rồi lưu lại."),
    "register.choice-missing": N_("Hãy chọn loại."),
    "register.date-missing": N_("Hãy nhập ngày."),
    "register.future": N_("Ngày ở sau hôm nay: chỉ ghi việc đã diễn ra."),
    "register.not-whole": N_("Hãy nhập một số nguyên từ 0 trở lên, ví dụ 70 hoặc 35.000.000."),
    "register.not-yours": N_("Sổ này mỗi người tự ghi: chỉ người ghi mới sửa được."),
    "register.outside-period": N_("Ngày phải trong thời gian của chương trình, từ %(begins)s đến %(ends)s."),
    "register.own-entry": N_("Bạn không ghi hoặc xác nhận mục về chính mình. Người khác trong Ban Chấp hành sẽ làm."),
    "register.quantity-missing": N_("Hãy nhập số này; không có thì nhập 0."),
    "register.refused": N_("Chưa ghi vào sổ được, xem từng mục bên dưới."),
    "register.removed": N_("Mục này đã bỏ khỏi sổ. Hãy đưa trở lại trước."),
    "register.title-missing": N_("Hãy ghi nội dung."),
    "register.too-much": N_("Số này lớn quá, hãy kiểm tra lại."),
}
