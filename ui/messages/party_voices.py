"""Links by which party committees give their voice."""

from ui.i18n import N_

MESSAGES = {
    "party.addressee-missing": N_("Hãy ghi cấp ủy nhận liên kết."),
    "party.end-missing": N_("Hãy chọn ngày cuối dùng được liên kết."),
    "party.end-outside": N_("Ngày cuối phải từ hôm nay và trong vòng %(most)s ngày."),
    "party.heard-meanwhile": N_("Ý kiến về người này vừa được ghi ở nơi khác; hãy để trống và gửi lại."),
    "party.not-asked": N_("Liên kết này không hỏi về người này."),
    "party.not-open": N_("Liên kết này đã dùng, đã thu hồi hoặc hết hạn."),
    "party.nothing-said": N_("Hãy ghi nhận xét cho ít nhất một người."),
    "party.over": N_("Liên kết này không còn dùng được."),
    "party.paper-future": N_("Ngày văn bản không thể sau hôm nay."),
    "party.paper-half": N_("Hãy ghi cả số và ngày của văn bản."),
    "party.refused": N_("Chưa ghi được, xem từng mục bên dưới."),
    "party.signed-missing": N_("Hãy ghi họ tên, chức vụ người cho ý kiến."),
}
