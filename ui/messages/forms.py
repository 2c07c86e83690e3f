"""Any form, any page: fields, files, rights, expired pages."""

from ui.i18n import N_
from ui.messages.counted import Counted

BY_STATUS = {
    403: N_("Bạn không có quyền làm việc này."),
    404: N_("Địa chỉ có thể đã gõ nhầm, hoặc nội dung không thuộc đơn vị của bạn."),
    409: N_("Nội dung này vừa được người khác sửa. Hãy xem bản mới rồi sửa lại."),
    422: N_("Thông tin chưa hợp lệ, hãy kiểm tra lại."),
    429: N_("Bạn thao tác quá nhanh. Hãy đợi một lát rồi thử lại."),
}

MESSAGES: dict[str, str | Counted] = {
    "access.not-found": BY_STATUS[404],
    "csrf.expired": N_("Trang này mở đã lâu. Hãy tải lại trang rồi gửi lại."),
    "csrf.foreign-origin": N_("Yêu cầu này không gửi từ trang của chúng tôi nên không được thực hiện."),
    "file.empty": N_("Tệp này trống. Hãy chọn tệp khác."),
    "file.too-large": N_("Tệp lớn hơn %(most)s MB. Hãy chọn tệp nhỏ hơn."),
    "file.wrong-type": N_("Loại tệp này không nhận được. Hãy gửi tệp PDF, Word (.docx) hoặc ảnh JPEG, PNG."),
    "form.hidden-characters": N_("Nội dung có ký tự không hiển thị được. Hãy xóa rồi gõ lại."),
    "form.key-reused": N_("Biểu mẫu này đã được gửi với nội dung khác. Hãy tải lại trang rồi gửi lại."),
    "form.not-a-date": N_("Hãy nhập ngày theo dạng ngày/tháng/năm, ví dụ 31/01/2021."),
    "form.not-a-number": N_("Hãy nhập một số nguyên, ví dụ 12."),
    "form.refused": N_("Có chỗ cần sửa, xem từng mục bên dưới."),
    "form.required": N_("Hãy điền ô này."),
    "form.too-long": N_("Nội dung dài quá %(max)s ký tự, hãy viết ngắn lại."),
    "form.unknown-choice": N_("Hãy chọn một trong các mục đã cho."),
}
