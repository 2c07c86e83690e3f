"""Work in the background: what it is called, and why it did not go through."""

from ui.i18n import N_

NAMES = {
    "comparison.publish": N_("Công bố số liệu tổng hợp cho Trung ương"),
    "sheets.print": N_("Tập phiếu đăng ký của một đơn vị"),
    "import.run": N_("Nhập dữ liệu từ tệp"),
    "trial.run": N_("Thử bản nháp trên một năm đã qua"),
    "tenant.export": N_("Xuất toàn bộ dữ liệu của đơn vị"),
}

MESSAGES = {
    "export.already-running": N_("Đang có một lần xuất dữ liệu chưa xong. Hãy đợi xong rồi xuất lần nữa."),
    "job.broken": N_("Việc dừng vì lỗi của hệ thống (%(kind)s). Hãy làm lại; nếu vẫn lỗi, hãy báo người vận hành."),
    "job.cancelled": N_("Việc đã dừng theo yêu cầu của người đặt."),
    "job.interrupted": N_("Việc bị ngắt %(attempts)s lần vì máy chủ dừng giữa chừng. Hãy báo người vận hành."),
    "job.not-failed": N_("Việc này không ở tình trạng lỗi nên không cần làm lại."),
    "job.unknown": N_("Phiên bản đang chạy không còn làm được việc này (%(name)s)."),
    "paper.not-set": N_("Không dựng được tệp PDF vì máy chủ đang quá tải. Hãy làm lại sau ít phút."),
    "sheets.none": N_("Không còn phiếu đăng ký nào đã nộp trong đơn vị này."),
    "sheets.not-yours": N_("Tài khoản đặt tệp này không còn quyền xem phiếu đăng ký của đơn vị."),
}
