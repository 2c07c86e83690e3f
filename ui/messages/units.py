"""The tree of units."""

from ui.i18n import N_
from ui.messages.counted import Counted, ngettext

MESSAGES: dict[str, str | Counted] = {
    "unit.already-closed": N_("Đơn vị đã giải thể ngày %(on)s."),
    "unit.changed-out-of-range": N_("Ngày áp dụng phải từ %(since)s (lần thay đổi trước) đến %(today)s."),
    "unit.children-do-not-fit": N_("Đơn vị trực thuộc không hợp với cấp mới: %(names)s."),
    "unit.closed-out-of-range": N_("Ngày giải thể phải từ %(opened)s đến %(today)s."),
    "unit.has-children": ngettext(
        "Còn %(num)s đơn vị trực thuộc đang hoạt động. Hãy chuyển hoặc giải thể trước.",
        "Còn %(num)s đơn vị trực thuộc đang hoạt động. Hãy chuyển hoặc giải thể trước.",
        "children",
    ),
    "unit.has-members": ngettext(
        "Còn %(num)s người đang sinh hoạt hoặc giữ chức tại đơn vị. Hãy chuyển họ trước.",
        "Còn %(num)s người đang sinh hoạt hoặc giữ chức tại đơn vị. Hãy chuyển họ trước.",
        "members",
    ),
    "unit.is-open": N_("Đơn vị đang hoạt động."),
    "unit.kind-not-under-parent": N_("%(kind)s không thể trực thuộc %(parent)s. Hãy chọn cấp khác."),
    "unit.move-into-itself": N_("Không thể chuyển đơn vị vào chính nó hoặc vào đơn vị trực thuộc nó."),
    "unit.name-taken": N_("Đơn vị cấp trên đã có một đơn vị mang tên này."),
    "unit.name-too-short": N_("Hãy nhập đầy đủ tên đơn vị."),
    "unit.opens-before-parent": N_("Đơn vị cấp trên được thành lập ngày %(opened)s, hãy chọn ngày sau đó."),
    "unit.opens-in-the-future": N_("Ngày thành lập chưa đến. Hãy chọn hôm nay hoặc ngày trước đó."),
    "unit.parent-closed": N_("%(name)s đã giải thể nên không nhận đơn vị trực thuộc."),
    "unit.reopened-out-of-range": N_("Ngày hoạt động trở lại phải từ ngày giải thể %(closed)s đến %(today)s."),
    "unit.stale": N_("Đơn vị này vừa được người khác sửa. Hãy xem bản mới rồi sửa lại."),
    "unit.too-many-children": N_("Đơn vị này đã có quá nhiều đơn vị trực thuộc."),
    "unit.top-stays": N_("Không thể giải thể đơn vị cao nhất."),
}
