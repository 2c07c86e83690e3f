"""Who looks after whom, talks, and difficulties."""

from ui.i18n import N_

MESSAGES = {
    "companion.ends-before": N_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
    "companion.nobody-chosen": N_("Hãy chọn ít nhất một đoàn viên khác người được giao."),
    "companion.nobody-to-spread": N_("Không chia được: chi đoàn cần có ủy viên Ban Chấp hành và đoàn viên."),
    "companion.starts-before": N_("Phân công bắt đầu từ hôm nay hoặc ngày sau."),
    "companion.unknown": N_("Hãy chọn một người của chi đoàn."),
}
