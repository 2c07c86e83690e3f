"""The note under a report: who is counted otherwise, by name and with the reason (domain.md §4).

Official papers are Vietnamese whatever the reader's language, so nothing here is translated.
"""

from collections.abc import Sequence

from core.reports.context import Exemption

HEADS = {
    "on_leave": "Nghỉ trong kỳ, còn ở tổng số cán bộ, không tính ở số đăng ký:",
    "left": "Thôi làm cán bộ Đoàn trước khi đánh giá, không tính ở cả hai cột:",
}


def note_lines(exemptions: Sequence[Exemption]) -> tuple[str, ...]:
    """One line a kind of exemption, none where everybody is counted."""
    lines = []
    for presence, head in HEADS.items():
        named = [_named(one) for one in exemptions if one.presence == presence]
        if named:
            lines.append(f"{head} {'; '.join(named)}.")
    return tuple(["Ghi chú:", *lines] if lines else [])


def _named(one: Exemption) -> str:
    reason = f", {one.reason.rstrip(' .;')}" if one.reason else ""
    return f"{one.person} ({one.unit}{reason})"
