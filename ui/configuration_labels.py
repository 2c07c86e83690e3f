"""What the parts of a pack are called where edits are told: sections, things, and their properties."""

from ui.i18n import N_

SECTIONS = {
    "title": N_("Tên và giới thiệu"), "summary": N_("Tên và giới thiệu"), "issuer": N_("Tên và giới thiệu"),
    "provenance": N_("Tên và giới thiệu"), "languages": N_("Tên và giới thiệu"),
    "basis": N_("Văn bản căn cứ"), "document": N_("Văn bản căn cứ"), "guide": N_("Hướng dẫn thêm"),
    "roles": N_("Ai làm gì"), "subject": N_("Đối tượng"), "period": N_("Giai đoạn"),
    "groups": N_("Nội dung"), "criteria": N_("Tiêu chí"), "registration": N_("Phiếu đăng ký"),
    "scale": N_("Thang xếp loại"), "marks": N_("Quy trình đánh giá"), "stages": N_("Quy trình đánh giá"),
    "checkpoints": N_("Quy trình đánh giá"), "milestones": N_("Mốc thời gian"),
    "declarations": N_("Việc đơn vị kê khai"), "targets": N_("Chỉ tiêu"), "registers": N_("Sổ theo dõi"),
    "pilots": N_("Đơn vị chỉ đạo điểm"), "reports": N_("Báo cáo"), "disclosure": N_("Công khai"),
    "locks": N_("Mục khóa"), "errata": N_("Đính chính văn bản"),
}  # fmt: skip
# What an added or removed entry of a map is.
THINGS = {
    "basis": N_("văn bản căn cứ"), "guide": N_("phần hướng dẫn"), "roles": N_("vai trò"), "groups": N_("nội dung"),
    "criteria": N_("tiêu chí"), "levels": N_("mức"), "prerequisites": N_("điều kiện"), "caps": N_("giới hạn mức"),
    "marks": N_("câu trả lời"), "stages": N_("bước đánh giá"), "checkpoints": N_("kỳ đánh giá"),
    "milestones": N_("mốc"), "declarations": N_("việc kê khai"), "targets": N_("chỉ tiêu"), "registers": N_("sổ"),
    "pilots": N_("đơn vị chỉ đạo điểm"), "reports": N_("báo cáo"), "locks": N_("khóa"), "errata": N_("đính chính"),
    "suggestions": N_("gợi ý giải pháp"), "advice": N_("gợi ý theo chức danh"), "stricter": N_("yêu cầu riêng"),
    "columns": N_("cột"), "checks": N_("phép kiểm tra"), "parts": N_("mục con"), "variants": N_("cách làm khác"),
    "quantities": N_("số lượng"), "choices": N_("loại"),
}  # fmt: skip
PROPERTIES = {
    "title": N_("Tên"), "summary": N_("Giới thiệu"), "issuer": N_("Cơ quan ban hành"), "number": N_("Số"),
    "issued": N_("Ngày ban hành"), "guidance": N_("Hướng dẫn"), "group": N_("Thuộc nội dung"),
    "polarity": N_("Nên hay không nên"), "audience": N_("Dành cho"), "required_for": N_("Bắt buộc với"),
    "evidence": N_("Minh chứng lấy từ sổ"), "part": N_("Mục con"), "sensitive": N_("Nội dung nhạy cảm"),
    "items_min": N_("Số tiêu chí ít nhất"), "items_max": N_("Số tiêu chí nhiều nhất"),
    "per_group_min": N_("Ít nhất ở nội dung"), "every_group": N_("Đăng ký đủ các nội dung"),
    "solution": N_("Giải pháp cụ thể"), "solution_min": N_("Độ dài giải pháp ít nhất"),
    "points": N_("Điểm"), "total": N_("Tổng điểm"), "spread": N_("Chia điểm"), "editable": N_("Tự chia lại điểm"),
    "supplement": N_("Đăng ký bổ sung"), "channels": N_("Hình thức đăng ký"), "intro": N_("Lời dẫn"),
    "national": N_("Mức tương ứng toàn quốc"), "description": N_("Mô tả"), "minimum": N_("Từ điểm"),
    "maximum": N_("Đến điểm"), "below": N_("Dưới điểm"), "requires": N_("Điều kiện kèm theo"),
    "also": N_("Cũng xếp mức này khi"), "help": N_("Giải thích"), "kind": N_("Loại"), "level": N_("Mức cao nhất"),
    "register": N_("Sổ"), "at_least": N_("Ít nhất"), "at_most": N_("Nhiều nhất"), "choice": N_("Loại"),
    "actor": N_("Ai thực hiện"), "gives": N_("Cho"), "decides": N_("Quyết định mức"), "comment": N_("Nhận xét"),
    "explanation": N_("Kể việc đã làm"), "tie": N_("Khi phiếu ngang nhau"),
    "disclosed": N_("Người được nhận xét đọc ngay"),
    "reply_days": N_("Số ngày phản hồi mức dự kiến"),
    "stages": N_("Các bước"), "kinds": N_("Cấp đơn vị"), "timing": N_("Hạn"), "opens": N_("Mở từ"),
    "printed": N_("Ngày in trong văn bản"), "years": N_("Chỉ các năm"), "first_cycle": N_("Năm đầu tiên"),
    "owed_by": N_("Ai thực hiện"), "encouraged": N_("Khuyến khích"), "to": N_("Gửi đến"), "through": N_("Gửi qua"),
    "late": N_("Khi trễ hạn"), "act": N_("Việc"), "fields": N_("Kê khai gồm"), "yearly": N_("Làm mỗi năm"),
    "required": N_("Mức phải đạt (%)"), "of": N_("Tính theo"), "heading": N_("Tiêu đề"),
    "year_line": N_("Dòng năm"), "letterhead": N_("Đầu trang"), "left": N_("Bên trái"), "right": N_("Bên phải"),
    "lines": N_("Các dòng ký"), "lines_without_standing": N_("Các dòng ký khi không có Ban Thường vụ"),
    "dateline": N_("Dòng ngày tháng"), "rows": N_("Các dòng"), "down_to": N_("Đến cấp"),
    "hide_empty": N_("Ẩn dòng trống"), "source": N_("Số liệu"), "registered_items": N_("Ai đọc được nội dung đăng ký"),
    "places": N_("Các mục"), "reason": N_("Lý do"), "binds": N_("Khóa với"), "duty": N_("Nhiệm vụ"),
    "text": N_("Nội dung"), "read_as": N_("Hiểu là"), "waives": N_("Giải trình cho"), "starts": N_("Bắt đầu từ"),
    "first": N_("Năm đầu"), "last": N_("Năm cuối"), "committees": N_("Ủy viên Ban Chấp hành các cấp"),
    "full_time": N_("Cán bộ chuyên trách các cấp"), "blocks": N_("Khối"), "focus": N_("Trọng tâm"),
    "dont": N_("Câu chữ ở điều không nên làm"), "requirement": N_("Ký hiệu yêu cầu"), "unit": N_("Đơn vị"),
    "confirmed": N_("Tính khi được xác nhận"), "restricted": N_("Chỉ Ban Chấp hành đọc"), "by": N_("Ai ghi"),
    "rhythm": N_("Bao lâu trao đổi một lần"),
    "signer": N_("Người ký"), "recipients": N_("Nơi nhận"), "signature": N_("Chữ ký"), "under": N_("Nhóm cột"),
    "printed_text": N_("Văn bản in"), "branch_size_at_least": N_("Chi đoàn từ (người)"),
}  # fmt: skip
VALUES = {
    "rhythm": {"month": N_("hằng tháng"), "quarter": N_("hằng quý")},
    "polarity": {"do": N_("nên làm"), "dont": N_("không nên làm")},
    "late": {"mark": N_("vẫn nhận, ghi là trễ hạn"), "close": N_("không nhận nữa")},
    "solution": {"required": N_("bắt buộc"), "optional": N_("không bắt buộc")},
    "comment": {"required": N_("bắt buộc"), "optional": N_("không bắt buộc")},
    "explanation": {"required": N_("bắt buộc"), "optional": N_("không bắt buộc")},
    "tie": {"chair": N_("chủ trì quyết định"), "upper": N_("cấp trên trực tiếp quyết định")},
    "registered_items": {"nobody": N_("không ai"), "unit_and_below": N_("đơn vị và cấp dưới")},
    "gives": {
        "marks": N_("tự đánh giá từng điều"), "points": N_("điểm"), "opinion": N_("ý kiến"), "level": N_("mức"),
        "recognition": N_("công nhận"), "review": N_("nhận xét"),
    },
    "national": {
        "excellent": N_("hoàn thành xuất sắc"), "good": N_("hoàn thành tốt"), "completed": N_("hoàn thành"),
        "not_completed": N_("không hoàn thành"),
    },
    "binds": {"tenant": N_("đơn vị và các cấp dưới"), "unit": N_("các cấp dưới")},
    "by": {
        "centre": N_("Trung ương"), "pack": N_("bộ quy tắc"), "province": N_("đơn vị"), "self": N_("từng người"),
        "committee": N_("Ban Chấp hành"),
    },
    "kind": {
        "none": N_("không xếp loại"), "named": N_("theo mức"), "points": N_("theo điểm"),
        "points_with_prerequisites": N_("theo điểm và điều kiện"),
    },
}  # fmt: skip
# What holds where the rules say nothing.
ABSENT = {
    "late": N_("vẫn nhận, ghi là trễ hạn"), "audience": N_("mọi người"), "required_for": N_("không ai"),
    "solution": N_("bắt buộc"), "comment": N_("không bắt buộc"), "explanation": N_("không bắt buộc"),
    "registered_items": N_("không ai"), "items_max": N_("không giới hạn"), "opens": N_("đầu kỳ"),
    "sensitive": N_("không"), "supplement": N_("không"), "every_group": N_("không"), "encouraged": N_("không"),
    "decides": N_("không"), "disclosed": N_("không"), "confirmed": N_("không"), "restricted": N_("không"),
    "yearly": N_("có"), "hide_empty": N_("có"), "editable": N_("có"), "years": N_("mọi năm"),
    "rhythm": N_("hằng quý"),
}  # fmt: skip
