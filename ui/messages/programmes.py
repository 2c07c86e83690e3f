"""Programmes, the roster, declarations of units."""

from ui.i18n import N_
from ui.messages.counted import Counted

# A fault of a pack says where, what is there and what should be: one sentence serves all of them.
PACK_FAULT = N_("%(place)s: đang là %(found)s, cần %(wanted)s.")

MESSAGES: dict[str, str | Counted] = {
    "declaration.changed": N_("Bản kê khai này vừa được người khác sửa. Hãy xem bản mới rồi sửa lại."),
    "declaration.date-missing": N_("Hãy điền ngày của văn bản hoặc việc đã làm."),
    "declaration.file-missing": N_("Hãy đính kèm tệp của văn bản."),
    "declaration.future-date": N_("Ngày văn bản chưa đến. Hãy kiểm tra lại."),
    "declaration.incomplete": N_("Bản kê khai còn thiếu, xem từng mục bên dưới."),
    "declaration.not-yet": N_("Chưa đến kỳ kê khai: bắt đầu nhận từ %(day)s."),
    "declaration.number-missing": N_("Hãy điền số văn bản."),
    "declaration.too-late": N_("Đã hết hạn kê khai ngày %(day)s. Hãy xin đoàn cấp trên gia hạn."),
    "enrolment.already-enrolled": N_("Người này đã có trong danh sách."),
    "enrolment.already-rated": N_("Người này đã được xếp loại nên không thể cho nghỉ hoặc rời danh sách."),
    "enrolment.census-passed": N_("Danh sách đã chốt ngày %(day)s, từ nay mỗi thay đổi cần một lý do."),
    "enrolment.changed": N_("Danh sách vừa được người khác sửa. Hãy xem bản mới rồi làm lại."),
    "enrolment.reason-missing": N_("Hãy viết lý do."),
    "enrolment.recognised": N_("Kết quả đã được công nhận nên không chuyển đơn vị được nữa."),
    "enrolment.same-presence": N_("Người này đang ở đúng tình trạng đó."),
    "enrolment.same-unit": N_("Người này đang được tính ở đúng đơn vị đó."),
    "enrolment.unit-missing": N_("Hãy chọn đơn vị."),
    "extension.already-asked": N_("Đơn vị đã có một đề nghị gia hạn mốc này đang chờ trả lời."),
    "extension.already-decided": N_("Đề nghị này đã được trả lời. Hãy xem lại."),
    "extension.day-passed": N_("Ngày này đã qua. Hãy chọn từ hôm nay trở đi."),
    "extension.nobody-above": N_("Không có cấp trên trong hệ thống để xin gia hạn. Quản trị có thể dời mốc chung."),
    "extension.not-longer": N_("Hãy chọn ngày sau hạn chung %(day)s."),
    "extension.too-long": N_("Hãy chọn ngày chậm nhất %(day)s, ba tháng sau khi hết năm chương trình."),
    "extension.own-request": N_("Bạn là người đề nghị nên không tự trả lời được."),
    "extension.reason-missing": N_("Hãy viết lý do."),
    "nudge.nobody": N_("Không còn ai thiếu ở bước này."),
    "nudge.today": N_("Hôm nay đơn vị này đã được nhắc về việc này. Ngày mai có thể nhắc lại."),
    "programme.already-open": N_("Chương trình “%(pack)s” %(years)s đã được mở."),
    "programme.already-closed": N_("Chương trình đã đóng."),
    "programme.changed": N_("Chương trình vừa được người khác sửa. Hãy xem bản mới rồi làm lại."),
    "programme.closed": N_("Chương trình đang tạm dừng hoặc đã đóng nên chưa sửa được."),
    "programme.date-before-opening": N_("Ngày cuối cùng phải sau ngày mở %(opens)s."),
    "programme.date-outside": N_("Hãy chọn một ngày trong năm chương trình, từ %(first)s đến %(last)s."),
    "programme.is-paused": N_("Chương trình đang tạm dừng."),
    "programme.level-in-use": N_("Đã có người ở mức %(levels)s mà quy tắc mới không còn. Hãy giữ mức đó."),
    "programme.look-first": N_("Hãy xem tác động của quy tắc mới lên từng phiếu trước khi áp dụng."),
    "programme.not-paused": N_("Chương trình không ở tình trạng tạm dừng."),
    "programme.nothing-newer": N_("Chương trình đang dùng đúng quy tắc hiện hành, không có gì mới hơn."),
    "programme.same-date": N_("Đây đang là hạn hiện nay. Hãy chọn ngày khác."),
    "programme.historical": N_("Giai đoạn đã kết thúc, chương trình chỉ để đọc."),
    "programme.not-closed": N_("Chương trình đang mở."),
    "programme.pack-changed": N_("Bộ quy tắc “%(pack)s” đã thay đổi từ khi mở chương trình. Kết quả cũ vẫn xem được."),
    "programme.plan-date-missing": N_("Hãy điền ngày ban hành kế hoạch."),
    "programme.plan-incomplete": N_("Hãy nhập đủ số, ngày và cơ quan ban hành của kế hoạch."),
    "programme.plan-issuer-missing": N_("Hãy điền cơ quan ban hành kế hoạch."),
    "programme.plan-number-missing": N_("Hãy điền số kế hoạch."),
    "programme.plan-too-late": N_("Kế hoạch phải được ban hành trước khi chương trình kết thúc ngày %(day)s."),
    "programme.reason-missing": N_("Hãy nêu lý do."),
    "programme.rules-altered": N_(
        "Quy tắc lưu cùng chương trình đã bị thay đổi ngoài hệ thống. Hãy báo người vận hành."
    ),
    "programme.unlikely-year": N_("Hãy nhập một năm, ví dụ 2022."),
    "programme.unknown-milestone": N_("Chương trình này không có mốc thời gian đó."),
}
