"""Deadlines in words, with the wording that the document uses: chậm nhất, trước ngày, trong tháng (domain.md §3)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import dates
from msgspec import Struct

from ui.i18n import _, current, ngettext

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SOON_DAYS = 7
# without and with the year
_MONTHS = {"vi": ("MM", "MM/yyyy"), "en": ("MMMM", "MMMM yyyy")}
_DAYS = {"vi": ("dd/MM", "dd/MM/yyyy"), "en": ("d MMM", "d MMM yyyy")}


class Due(Struct, frozen=True):
    """A deadline as people say it; `tone` is `done`, `soon`, `late` or `neutral`."""

    text: str
    tone: str
    icon: str


def due_words(closes_at: datetime, now: datetime | date, wording: str, *, done: bool = False) -> Due:
    """How long is left, and until when. `closes_at` is the first instant that is too late; `wording` is
    `by`, `before`, `within`, `within_year` or `every`; `now` is domain time."""
    last = (closes_at.astimezone(ZONE) - timedelta(microseconds=1)).date()
    today = now.astimezone(ZONE).date() if isinstance(now, datetime) else now
    if done:
        return Due(_("Đã hoàn thành"), "done", "circle-check")
    left = (last - today).days
    until = _until(last, today, wording)
    if left < 0:
        text = ngettext("Quá hạn %(num)s ngày", "Quá hạn %(num)s ngày", -left) % {"num": -left}
        return Due(_("%(late)s (hạn %(until)s)") % {"late": text, "until": until}, "late", "alert-triangle")
    if left == 0:
        return Due(_("Hôm nay là ngày cuối, %(until)s") % {"until": until}, "soon", "clock-exclamation")
    text = ngettext("Còn %(num)s ngày", "Còn %(num)s ngày", left) % {"num": left}
    soon = left <= SOON_DAYS
    return Due(f"{text}, {until}", "soon" if soon else "neutral", "clock-exclamation" if soon else "clock")


def _until(last: date, today: date, wording: str) -> str:
    year = last.year != today.year
    if wording == "before":
        return _("trước ngày %(day)s") % {"day": _day(last + timedelta(days=1), year)}
    if wording == "within":
        pattern = _MONTHS[current()][year]
        month = dates.format_date(last, pattern, locale=current())
        return _("trong tháng %(month)s") % {"month": month}
    if wording == "every":
        return _("hết kỳ ngày %(day)s") % {"day": _day(last, year)}
    return _("chậm nhất ngày %(day)s") % {"day": _day(last, year)}


def _day(day: date, year: bool) -> str:
    return dates.format_date(day, _DAYS[current()][year], locale=current())
