"""What the operator of the platform is told, and people of a tenant that is suspended."""

from ui.i18n import N_

MESSAGES = {
    "operator.code-wrong": N_("Mã không đúng, đã dùng hoặc đã quá mười phút. Hãy lấy mã mới."),
    "profile.unknown": N_("Hãy chọn một mẫu trong danh sách."),
    "profile.wrong": N_("Mẫu %(file)s chưa đúng: %(detail)s"),
    "tenant.already-begun": N_("Đơn vị này đã có người đặt mật khẩu; người quản trị ở đó tự cấp mã mời."),
    "tenant.already-suspended": N_("Đơn vị này đang tạm ngừng rồi."),
    "tenant.not-suspended": N_("Đơn vị này không bị tạm ngừng."),
    "tenant.short-name-wrong": N_("Tên gọi tắt cần từ 2 đến %(most)s ký tự."),
    "tenant.slug-taken": N_("Đường dẫn “%(slug)s” đã có đơn vị dùng hoặc được giữ cho nền tảng."),
    "tenant.slug-wrong": N_("Đường dẫn gồm chữ thường không dấu, số và gạch nối, từ 2 đến 40 ký tự."),
    "tenant.suspended": N_("Dữ liệu của đơn vị vẫn còn nguyên và sẽ trở lại khi được mở lại. Hãy hỏi người quản trị."),
    "tenant.unknown": N_("Không có đơn vị “%(slug)s”."),
}
