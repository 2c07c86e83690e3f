"""Who looks after whom, talks, and difficulties."""

from ui.i18n import N_

MESSAGES = {
    "companion.ends-before": N_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    "companion.nobody-chosen": N_("Hãy chọn ít nhất một đoàn viên khác người được giao."),
    "companion.nobody-to-spread": N_("Không chia được: chi đoàn cần có ủy viên Ban Chấp hành và đoàn viên."),
    "companion.starts-before": N_("Phân công bắt đầu từ hôm nay hoặc ngày sau."),
    "companion.unknown": N_("Hãy chọn một người của chi đoàn."),
    "difficulty.changed": N_("Khó khăn này vừa được người khác xử lý. Hãy xem lại rồi gửi."),
    "difficulty.already-solved": N_("Khó khăn này đã được tháo gỡ. Hãy nêu lại nếu vẫn còn vướng."),
    "difficulty.due-outside": N_("Hãy chọn ngày từ hôm nay đến %(day)s."),
    "difficulty.nobody-above": N_("Không còn cấp trên trong hệ thống để chuyển lên."),
    "difficulty.not-solved": N_("Khó khăn này chưa được đóng."),
    "difficulty.not-yours": N_("Khó khăn này do Ban Chấp hành nơi đang xử lý hoặc người theo dõi trả lời."),
    "difficulty.own": N_("Bạn không tự trả lời khó khăn của mình. Khi hết vướng, hãy bấm “Đã tháo gỡ”."),
    "difficulty.responsible-missing": N_("Hãy chọn người làm bước này."),
    "difficulty.words-missing": N_("Hãy viết vài lời."),
    "talk.today": N_("Hôm nay đã nhắc về việc này. Ngày mai có thể nhắc lại."),
    "talk.nobody": N_("Ai cũng đã được trao đổi, không cần nhắc."),
}
