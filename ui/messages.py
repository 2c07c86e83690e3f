"""The sentences for codes. A code is stable public API; its sentence may be improved at any time."""

from msgspec import Struct

from ui.i18n import N_


class Counted(Struct, frozen=True):
    """A sentence about a number of things: `by` names the fact that counts, shown as %(num)s."""

    by: str
    one: str


def counted(by: str, one: str) -> Counted:
    """A counted sentence, marked for extraction as its own plural."""
    return Counted(by, one)


BY_STATUS = {
    403: N_("Bạn không có quyền làm việc này."),
    404: N_("Không tìm thấy nội dung này."),
    409: N_("Nội dung này vừa được người khác sửa. Hãy xem bản mới rồi sửa lại."),
    422: N_("Thông tin chưa hợp lệ, hãy kiểm tra lại."),
    429: N_("Bạn thao tác quá nhanh. Hãy đợi một lát rồi thử lại."),
}

MESSAGES: dict[str, str | Counted] = {
    # any form
    "form.required": N_("Hãy điền ô này."),
    "form.too-long": N_("Nội dung dài quá %(max)s ký tự."),
    "form.not-a-date": N_("Hãy nhập ngày theo dạng ngày/tháng/năm, ví dụ 31/01/2021."),
    "form.not-a-number": N_("Hãy nhập một số."),
    "form.unknown-choice": N_("Hãy chọn một trong các mục đã cho."),
    "form.unsafe-text": N_("Nội dung có ký tự không hiển thị được. Hãy xóa rồi gõ lại."),
    "form.expired": N_("Trang này mở đã lâu. Hãy tải lại trang rồi gửi lại."),
}
