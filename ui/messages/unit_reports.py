"""Reports of units up the chain."""

from ui.i18n import N_

MESSAGES = {
    "unit_report.already-exempt": N_("Đơn vị này đã được miễn báo cáo."),
    "unit_report.already-received": N_("Nơi này đã được ghi là đã nhận."),
    "unit_report.changed": N_("Báo cáo vừa được người khác sửa. Hãy xem bản mới rồi làm tiếp."),
    "unit_report.changed-since-signed": N_(
        "Số liệu đã thay đổi từ lúc ký nên chưa gửi được. Hãy mở lại báo cáo, kiểm tra và ký lại."
    ),
    "unit_report.closed": N_("Mốc này không nhận báo cáo sau ngày %(day)s. Hãy xin gia hạn."),
    "unit_report.date-to-come": N_("Ngày này chưa đến. Hãy chọn hôm nay hoặc một ngày trước."),
    "unit_report.day-gone-by": N_("Ngày này đã qua. Hãy chọn hôm nay hoặc một ngày sau."),
    "unit_report.file-blank": N_("Ô %(cell)s: còn trống. Nhập đủ cả dòng, hoặc để trống cả dòng."),
    "unit_report.file-cell": N_("Ô %(cell)s: “%(value)s” không phải là số nguyên từ 0."),
    "unit_report.file-other-programme": N_("Tệp này của chương trình hoặc báo cáo khác. Hãy tải lại mẫu ở trang này."),
    "unit_report.file-other-unit": N_("Tệp này của đơn vị khác. Hãy tải mẫu của đúng đơn vị ở trang này."),
    "unit_report.file-other-version": N_(
        "Báo cáo đã được sửa sau khi tải mẫu này. Hãy tải mẫu mới rồi chép số liệu sang."
    ),
    "unit_report.file-row": N_("Dòng %(row)s: đơn vị không có trong báo cáo này. Không thêm, không đổi dòng của mẫu."),
    "unit_report.file-too-many": N_("Tệp còn %(count)s lỗi khác."),
    "unit_report.file-unknown": N_("Đây không phải là mẫu báo cáo tải từ trang này."),
    "unit_report.file-words": N_("Ô %(cell)s: hãy ghi lý do vì sao số liệu khác phần mềm."),
    "unit_report.findings-open": N_("Còn %(count)s chỗ chưa đạt kiểm tra. Hãy sửa số liệu hoặc ghi giải trình."),
    "unit_report.nobody-to-send-to": N_("Hãy ghi nơi nhận, trước hết là Đoàn cấp trên."),
    "unit_report.not-a-signatory": N_("Chỉ bí thư hoặc phó bí thư của đơn vị ký báo cáo."),
    "unit_report.not-now": N_("Báo cáo không còn ở bước này. Hãy tải lại trang để xem tình trạng mới."),
    "unit_report.not-the-last": N_("Đơn vị đã rút hoặc gửi bản khác. Hãy xem bản mới."),
    "unit_report.number-out-of-range": N_("Hãy ghi một số từ 0 đến %(max)s."),
    "unit_report.number-taken": N_("Số %(number)s đã dùng trong sổ của năm. Hãy lấy số khác."),
    "unit_report.row-incomplete": N_("Hãy ghi đủ các cột của dòng này, hoặc để trống cả dòng."),
    "unit_report.too-many-recipients": N_("Ghi nhiều nhất %(max)s nơi nhận."),
    "unit_report.words-missing": N_("Hãy ghi lý do."),
}
