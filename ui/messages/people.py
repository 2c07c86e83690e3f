"""Persons, memberships, positions."""

from ui.i18n import N_
from ui.messages.counted import Counted

MESSAGES: dict[str, str | Counted] = {
    "membership.already-there": N_("Người này đang sinh hoạt tại %(name)s."),
    "membership.before-current": N_("Ngày chuyển phải sau ngày %(since)s của lần sinh hoạt trước."),
    "membership.before-unit": N_("Đơn vị được thành lập ngày %(opened)s, hãy chọn ngày sau đó."),
    "membership.end-out-of-range": N_("Ngày thôi sinh hoạt phải từ %(since)s đến %(today)s."),
    "membership.in-the-future": N_("Ngày này chưa đến. Hãy chọn hôm nay hoặc ngày trước đó."),
    "membership.none": N_("Người này hiện không sinh hoạt ở chi đoàn nào."),
    "membership.not-a-branch": N_(
        "%(name)s không phải chi đoàn. Đoàn viên sinh hoạt tại chi đoàn hoặc chi đoàn cơ sở."
    ),
    "membership.unit-closed": N_("%(name)s đã giải thể."),
    "person.birth-date-unlikely": N_("Ngày sinh này cho tuổi ngoài khoảng 14–80. Hãy kiểm tra lại."),
    "person.code-taken": N_("Mã đoàn viên này đã có người dùng."),
    "person.joined-in-the-future": N_("Ngày vào Đoàn chưa đến. Hãy kiểm tra lại."),
    "person.joined-too-young": N_("Ngày vào Đoàn trước khi đủ 14 tuổi. Hãy kiểm tra lại ngày sinh và ngày vào Đoàn."),
    "person.name-too-short": N_("Hãy nhập đầy đủ họ và tên."),
    "person.not-a-phone": N_("Số điện thoại cần 10 chữ số, ví dụ 0912345678."),
    "person.not-an-email": N_("Địa chỉ email chưa đúng, ví dụ ten@vidu.vn."),
    "person.stale": N_("Hồ sơ này vừa được người khác sửa. Hãy xem bản mới rồi sửa lại."),
    "position.before-unit": N_("Đơn vị được thành lập ngày %(opened)s, hãy chọn ngày sau đó."),
    "position.ends-before-start": N_("Ngày thôi giữ chức phải sau ngày bắt đầu %(since)s."),
    "position.held-already": N_("Người này đang giữ chức danh đó tại đơn vị."),
    "position.no-full-time-here": N_("Cấp này không có cán bộ chuyên trách: %(kind)s."),
    "position.officer-is-full-time": N_("Cán bộ chuyên trách cần được đánh dấu là chuyên trách."),
    "position.second-secretary": N_("Đơn vị đang có bí thư là %(name)s từ ngày %(since)s. Hãy cho thôi chức trước."),
    "position.stale": N_("Chức danh này vừa được người khác sửa. Hãy xem bản mới rồi sửa lại."),
    "position.title-not-here": N_("Cấp này không có chức danh %(title)s: %(kind)s."),
    "position.unit-closed": N_("%(name)s đã giải thể ngày %(on)s."),
}
