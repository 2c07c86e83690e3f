"""A tenant's packs and its edits of them: what an edit meets, and what keeps a draft from being published."""

from collections.abc import Mapping

from ui.i18n import N_

MESSAGES: Mapping[str, str] = {
    "configuration.case-stale": N_("%(by)s vừa sửa ví dụ này. Hãy xem lại, rồi lưu lại nếu vẫn giữ bản của bạn."),
    "configuration.cases-unanswered": N_("Có %(count)s ví dụ không còn đúng. Hãy ghi rõ vì sao vẫn công bố."),
    "configuration.day-outside": N_("Ngày này nằm ngoài năm của chương trình (từ %(opens)s đến %(ends)s)."),
    "configuration.draft-in-hand": N_("Còn bản nháp đang sửa. Hãy công bố hoặc bỏ bản nháp trước."),
    "configuration.findings-open": N_("Chưa công bố được: còn điểm cần sửa hoặc giải trình ở %(places)s."),
    "configuration.lines-differ": N_("Tiếng Việt có %(vi)s dòng, tiếng Anh có %(en)s dòng: cần bằng nhau."),
    "configuration.locked": N_("Mục này đã khóa: %(reason)s"),
    "configuration.locked-form": N_("Có mục đã khóa nên chưa lưu được, xem từng mục bên dưới."),
    "configuration.moved-on": N_("Bản nháp vừa có người sửa. Hãy xem lại bản mới nhất rồi làm tiếp."),
    "configuration.not-an-edit": N_("“%(word)s” không phải CHỖ=GIÁ TRỊ."),
    "configuration.not-movable": N_("Mốc này không có ngày riêng trong năm đang xem nên không dời được trên lịch."),
    "configuration.nothing-to-publish": N_("Không có thay đổi nào để công bố."),
    "configuration.nothing-to-undo": N_("Không còn thay đổi nào để hoàn tác."),
    "configuration.offer-of-other-code": N_(
        "Bản nền này cần một bản khác của bộ quy tắc. Hãy báo người vận hành cập nhật hệ thống."
    ),
    "configuration.number-range": N_("Cần một số từ %(low)s đến %(high)s."),
    "configuration.stale": N_("Người khác vừa đổi mục này thành “%(theirs)s”; bạn nhập “%(mine)s”."),
    "configuration.stale-form": N_("Có mục vừa được người khác sửa. Hãy so sánh hai bản rồi lưu lại."),
    "configuration.undecided": N_("Hãy chọn giữ của đơn vị hay theo bản mới."),
    "configuration.undecided-form": N_("Còn chỗ chưa chọn, xem từng chỗ bên dưới."),
    "configuration.too-many-cases": N_("Mỗi bộ quy tắc chứa tối đa %(max)s ví dụ riêng."),
    "configuration.unknown-side": N_("Không biết “%(side)s”: dùng draft, in-force, pack, new hoặc số phiên bản."),
    "configuration.upgrade-first": N_("Bộ quy tắc “%(pack)s” đã có bản mới. Hãy nâng cấp trước khi mở chương trình."),
    "own-words.twice": N_("“%(word)s” đã dùng cho mục khác."),
}
