"""Mergers, splits and dissolutions of units."""

from ui.i18n import N_
from ui.messages.counted import Counted, ngettext

MESSAGES: dict[str, str | Counted] = {
    "reorganisation.changed-since": N_(
        "Có dữ liệu đã thay đổi sau lần sắp xếp này nên không thực hiện được. Hãy xem lại từng đơn vị."
    ),
    "reorganisation.in-the-future": N_("Ngày có hiệu lực chưa đến. Hãy chọn hôm nay hoặc ngày trước đó."),
    "reorganisation.in-use": N_("Đơn vị mới đã được sử dụng nên không hoàn tác được: %(names)s."),
    "reorganisation.meeting-open": N_("Đang họp xét tại: %(names)s. Hãy kết thúc phiên họp trước."),
    "reorganisation.names-clash": N_("Trùng tên trong cùng đơn vị cấp trên: %(names)s."),
    "reorganisation.no-source": N_("Chưa chọn đơn vị được sắp xếp."),
    "reorganisation.no-target": N_("Chưa chọn đơn vị tiếp nhận."),
    "reorganisation.not-a-branch": N_("%(name)s không phải chi đoàn nên không nhận đoàn viên."),
    "reorganisation.not-a-draft": N_("Lần sắp xếp này đã được thực hiện."),
    "reorganisation.not-done": N_("Lần sắp xếp này chưa thực hiện hoặc đã hoàn tác."),
    "reorganisation.one-source": N_("Chia, tách chỉ áp dụng cho một đơn vị."),
    "reorganisation.one-target": N_("Sáp nhập chỉ có một đơn vị tiếp nhận."),
    "reorganisation.parent-gone": N_("Đơn vị mới chưa có cấp trên đang hoạt động. Hãy chọn cấp trên khác."),
    "reorganisation.people-left": ngettext(
        "%(name)s: còn %(num)s người chưa có đơn vị tiếp nhận.",
        "%(name)s: còn %(num)s người chưa có đơn vị tiếp nhận.",
        "people",
    ),
    "reorganisation.plan-changed": N_("Dữ liệu vừa thay đổi so với lúc chạy thử. Hãy xem lại kết quả chạy thử mới."),
    "reorganisation.source-is-target": N_("%(name)s không thể vừa được sắp xếp vừa tiếp nhận."),
    "reorganisation.split-needs-two": N_("Chia một đơn vị cần ít nhất hai đơn vị tiếp nhận, hoặc giữ lại đơn vị cũ."),
    "reorganisation.stale": N_("Bản nháp này vừa được người khác sửa. Hãy xem lại rồi chọn lại."),
    "reorganisation.too-early": N_("Có thay đổi của các đơn vị này từ ngày %(since)s. Hãy chọn ngày đó hoặc sau đó."),
    "reorganisation.undo-too-late": N_("Chỉ hoàn tác được trong ngày thực hiện (%(on)s)."),
    "reorganisation.unit-closed": N_("%(name)s đã giải thể từ ngày %(on)s."),
    "reorganisation.unit-does-not-fit": N_("%(name)s (%(kind)s) không thể trực thuộc %(parent)s. Hãy chọn nơi khác."),
    "reorganisation.units-left": ngettext(
        "%(name)s: còn %(num)s đơn vị trực thuộc chưa có nơi đến (%(names)s).",
        "%(name)s: còn %(num)s đơn vị trực thuộc chưa có nơi đến (%(names)s).",
        "units",
    ),
}
