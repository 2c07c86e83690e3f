"""A tenant's packs and its edits of them: what an edit meets, and what keeps a draft from being published."""

from collections.abc import Mapping

from ui.i18n import N_

MESSAGES: Mapping[str, str] = {
    "configuration.draft-in-hand": N_("Còn bản nháp đang sửa. Hãy công bố hoặc bỏ bản nháp trước."),
    "configuration.findings-open": N_("Chưa công bố được: còn điểm cần sửa hoặc giải trình ở %(places)s."),
    "configuration.locked": N_("Mục này đã khóa: %(reason)s"),
    "configuration.locked-form": N_("Có mục đã khóa nên chưa lưu được, xem từng mục bên dưới."),
    "configuration.moved-on": N_("Bản nháp vừa có người sửa. Hãy xem lại bản mới nhất rồi làm tiếp."),
    "configuration.nothing-to-publish": N_("Không có thay đổi nào để công bố."),
    "configuration.nothing-to-undo": N_("Không còn thay đổi nào để hoàn tác."),
    "configuration.stale": N_("Người khác vừa đổi mục này thành “%(theirs)s”; bạn nhập “%(mine)s”."),
    "configuration.stale-form": N_("Có mục vừa được người khác sửa. Hãy so sánh hai bản rồi lưu lại."),
    "configuration.upgrade-first": N_("Bộ quy tắc “%(pack)s” đã có bản mới. Hãy nâng cấp trước khi mở chương trình."),
}
