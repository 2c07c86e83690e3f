"""An activity in words: when it is, and in which phase."""

from typing import NamedTuple

from core.activities.rules import Phase, Times
from ui.formats import short_date, weekday
from ui.i18n import N_, _


class Said(NamedTuple):
    """A phase: its words, tone and icon."""

    text: str
    kind: str
    mark: str


_PHASES: dict[Phase, Said] = {
    "planned": Said(N_("Đang chuẩn bị"), "neutral", "pencil"),
    "open": Said(N_("Đang nhận đăng ký"), "info", "calendar-event"),
    "running": Said(N_("Đang diễn ra"), "soon", "player-play"),
    "over": Said(N_("Chờ tổng kết"), "neutral", "hourglass-high"),
    "done": Said(N_("Đã hoàn thành"), "done", "circle-check"),
    "cancelled": Said(N_("Đã hủy"), "late", "circle-x"),
}


def said(phase: Phase) -> Said:
    """A phase for a reader of the current language."""
    found = _PHASES[phase]
    return Said(_(found.text), found.kind, found.mark)


def when(times: Times) -> str:
    """Chủ Nhật 23/05/2021, 07:30–11:00; over several days both ends."""
    first, last = f"{times.starts_at:%H:%M}", f"{times.ends_at:%H:%M}"
    day = f"{weekday(times.happens_on)} {short_date(times.happens_on)}"
    if times.ends_on == times.happens_on:
        return f"{day}, {first}–{last}"
    until = f"{weekday(times.ends_on)} {short_date(times.ends_on)}"
    return _("từ %(first)s %(day)s đến %(last)s %(until)s", first=first, day=day, last=last, until=until)
