"""Packs of data that a union brings along: what an archive is refused for, what is wrong inside."""

from ui.i18n import N_
from ui.messages.counted import Counted

FINDINGS: dict[str, str] = {
    "upload.case-fails": N_("Một ví dụ kèm theo không đúng với quy tắc trong gói"),
    "upload.foreign-file": N_("Tệp này không thuộc một gói quy tắc thuần dữ liệu"),
    "upload.id-taken": N_("Tên gói này đã là của một bộ quy tắc được cài sẵn"),
    "upload.large-file": N_("Tệp này quá lớn"),
    "upload.no-cases": N_("Gói chưa có ví dụ kiểm tra nào"),
    "upload.no-such-paper": N_("Mẫu Word này không ứng với văn bản nào của gói"),
    "upload.version-taken": N_("Bản này đã tải lên trước với nội dung khác"),
}
MESSAGES: dict[str, str | Counted] = {
    "upload.bad-id": N_("Tên gói gồm chữ thường không dấu, số và dấu gạch dưới, bắt đầu bằng chữ, không quá 40 ký tự."),
    "upload.too-heavy": N_("Gói kiểm tra quá lâu hoặc quá nặng nên đã dừng."),
    "upload.too-many": N_("Đơn vị đã tải lên %(most)s bản. Hãy báo người vận hành."),
}
