"""A trial in words: why nothing can be said of somebody, why a sheet would have come back, what moved."""

from collections.abc import Callable, Mapping

from core.packs.schema import Pack
from core.trials.rules import Why
from ui.formats import points
from ui.i18n import N_, _, current

OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "changed": (N_("Đổi mức"), "info", "git-compare"),
    "same": (N_("Giữ nguyên mức"), "done", "circle-check"),
    "undecided": (N_("Chưa tính lại được"), "soon", "help-circle"),
    "outside": (N_("Ngoài đối tượng"), "neutral", "user-minus"),
    "unrated": (N_("Chưa có kết quả"), "neutral", "circle-dashed"),
    "sheet": (N_("Phiếu sẽ bị trả lại"), "soon", "corner-up-left"),
    "shift": (N_("Đổi đúng hạn, trễ hạn"), "info", "clock"),
}
WHY: Mapping[str, str] = {
    "criterion-gone": N_("Bản nháp không còn tiêu chí “%(title)s” mà người này đã đăng ký và được chấm điểm."),
    "total-moved": N_("Tổng điểm của phiếu đổi (%(key)s), điểm đã chấm không quy đổi được."),
    "condition-open": N_("Bản nháp hỏi điều kiện “%(title)s” mà năm đó chưa ai trả lời."),
    "item-open": N_("Tiêu chí “%(title)s” chưa được chấm điểm, không tính là 0."),
    "level-gone": N_("Mức “%(title)s” không còn trong bản nháp. Ban Chấp hành phải xếp lại."),
    "case-gone": N_("Bản nháp không nói người không đăng ký hoặc không thực hiện xếp mức nào."),
    "no-band": N_("%(points)s điểm không thuộc mức nào của bản nháp."),
    "no-items": N_("Không có nội dung nào được chấm điểm."),
    "no-level": N_("Chưa ai quyết định mức."),
    "no-levels": N_("Bản nháp không xếp mức cho từng người."),
    "judged-instead": N_("Bản nháp để Ban Chấp hành quyết định mức thay cho tính điểm. Năm đó chưa ai quyết định."),
    "points-instead": N_("Bản nháp tính mức theo điểm. Năm đó chưa ai chấm điểm."),
    "record-differs": N_("Kết quả đã lưu khác với kết quả tính lại theo chính quy tắc năm đó. Hãy xem lại hồ sơ."),
    "open": N_("Quy tắc của bản nháp chưa kết luận được."),
}
REFUSALS: Mapping[str, str] = {
    "registration.unknown-criterion": N_("Tiêu chí “%(title)s” không còn cho đăng ký"),
    "registration.too-few-items": N_("Chưa đủ số nội dung tối thiểu của phiếu"),
    "registration.too-many-items": N_("Quá số nội dung tối đa của phiếu"),
    "registration.group-too-few": N_("Chưa đủ nội dung ở “%(title)s”"),
    "registration.required-missing": N_("Thiếu tiêu chí bắt buộc “%(title)s”"),
    "registration.solution-missing": N_("Chưa nêu giải pháp dưới một nội dung đã chọn"),
    "registration.solution-too-short": N_("Giải pháp dưới một nội dung ngắn hơn quy định"),
    "registration.points-missing": N_("Chưa có điểm dưới một nội dung đã chọn"),
    "registration.points-sum": N_("Tổng điểm đăng ký không bằng tổng điểm quy định"),
}


def why_text(why: Why, old: Pack, new: Pack) -> str:
    """Why the draft says nothing of a person."""
    words = WHY.get(why.code, WHY["open"])
    shown = points(int(why.key)) if why.code == "no-band" and why.key.isdigit() else ""
    return _(words) % {"title": title_of(why.key, new, old), "key": why.key, "points": shown}


def refusal_text(code: str, key: str, old: Pack, new: Pack) -> str:
    """Why the draft would have sent a sheet back."""
    words = REFUSALS.get(code)
    return _(words) % {"title": title_of(key, new, old)} if words else _("Chưa đúng quy tắc riêng của bộ quy tắc")


def title_of(key: str, *packs: Pack) -> str:
    """What a criterion, group, condition or level is called, in the first of the packs that has it."""
    kinds: tuple[Callable[[Pack], Mapping[str, object]], ...] = (
        lambda pack: pack.criteria, lambda pack: pack.groups, lambda pack: pack.scale.prerequisites,
        lambda pack: pack.scale.levels,
    )  # fmt: skip
    for kind in kinds:
        for pack in packs:
            if (entry := kind(pack).get(key)) is not None:
                return entry.title.in_(current())  # type: ignore[attr-defined]
    return key
