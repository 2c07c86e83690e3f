"""Meetings that rate a branch's people."""

from ui.i18n import N_

MESSAGES = {
    "assessment.by-meeting": N_("Chương trình này xếp loại theo điểm, trong buổi đánh giá của chi đoàn."),
    "assessment.open": N_("Chưa đủ để tính kết quả, còn thiếu: %(waits)s."),
    "assessment.supplement-open": N_("Phiếu đang bổ sung nội dung; hãy chờ phần bổ sung được thẩm định."),
    "session.already-open": N_("Đơn vị đang có một buổi đánh giá chưa kết thúc."),
    "session.chair-missing": N_("Hãy ghi họ tên người chủ trì."),
    "session.changed-since": N_("Buổi đánh giá vừa được sửa ở nơi khác. Hãy xem lại."),
    "session.closed": N_("Buổi đánh giá đã kết thúc. Muốn sửa, hãy mở buổi mới trước khi gửi kết quả."),
    "session.consulted-missing": N_("Hãy ghi đã tham khảo ý kiến của những nhóm nào."),
    "session.future": N_("Buổi đánh giá không thể ở ngày sau hôm nay."),
    "session.ground-missing": N_("Chi đoàn chưa đến 30 đoàn viên: hãy chọn lý do để Ban Chấp hành đánh giá thay."),
    "session.excuse-missing": N_("Hãy ghi lý do vắng."),
    "session.not-paused": N_("Buổi đánh giá không tạm dừng."),
    "session.paused": N_("Buổi đánh giá đang tạm dừng. Hãy bấm Tiếp tục trước khi ghi."),
    "session.roll-first": N_("Hãy điểm danh trước khi ghi kết quả biểu quyết."),
    "session.roll-refused": N_("Chưa ghi được điểm danh, xem từng mục bên dưới."),
    "session.votes-against": N_("Phiếu không đồng ý nhiều hơn: hãy bàn lại điểm hoặc mức rồi biểu quyết lại."),
    "session.votes-outside": N_("Tổng số phiếu là %(cast)s, nhưng chỉ có %(most)s người có mặt."),
    "session.present-outside": N_("Số người có mặt phải từ 0 đến %(most)s."),
    "session.reason-missing": N_("Hãy nêu lý do chọn hình thức này."),
    "session.refused": N_("Chưa mở được buổi đánh giá, xem từng mục bên dưới."),
}
