"""The note under a report: who is counted otherwise, by name and with the reason (domain.md §4)."""

from collections.abc import Sequence

from core.reports.context import Exemption
from ui.i18n import N_, _

HEADS = {
    "on_leave": N_("Nghỉ trong kỳ, còn ở tổng số cán bộ, không tính ở số đăng ký:"),
    "left": N_("Thôi làm cán bộ Đoàn trước khi đánh giá, không tính ở cả hai cột:"),
}


def note_lines(exemptions: Sequence[Exemption]) -> tuple[str, ...]:
    """One line a kind of exemption, none where everybody is counted; in the active language."""
    lines = []
    for presence, head in HEADS.items():
        named = [_named(one) for one in exemptions if one.presence == presence]
        if named:
            lines.append(f"{_(head)} {'; '.join(named)}.")
    return tuple([_("Ghi chú:"), *lines] if lines else [])


def _named(one: Exemption) -> str:
    reason = f", {one.reason}" if one.reason else ""
    return f"{one.person} ({one.unit}{reason})"
