"""A date of a milestone in words: its wording, and the last day on which an act is in time (domain.md §3)."""

from collections.abc import Mapping
from datetime import date

import msgspec

from core.configurations.year import instants
from core.packs import calendar
from core.packs.calendar import DAY, VIETNAM, Due
from core.packs.schema import Milestone, Pack, Timing
from ui.formats import month_year, short_date, weekday
from ui.i18n import N_, _, ngettext
from ui.rulebook import MEETINGS, SATURDAY

RHYTHMS = {1: N_("hằng tháng"), 3: N_("hằng quý"), 6: N_("sáu tháng một lần"), 12: N_("mỗi năm một lần")}


def accepted(last: date) -> str:
    """The last day in time: "nhận đến hết 14/12/2022", with a word where offices are closed then."""
    words = _("nhận đến hết %(day)s") % {"day": short_date(last)}
    if last.weekday() < SATURDAY:
        return words
    return _("%(until)s (rơi vào %(weekday)s)") % {"until": words, "weekday": weekday(last)}


def sentence(rules: Pack, timing: Timing | Milestone, year: int) -> str:
    """A timing with its last acceptable day in a programme year: "trước ngày 15/12 → nhận đến hết 14/12/2022"."""
    said = wording(timing)
    if timing.every and timing.every.meeting:
        return said
    closes = instants(timing, rules, year)
    if not closes:
        return _("%(wording)s → không rơi vào năm %(year)s") % {"wording": said, "year": year}
    last = (closes[0].astimezone(VIETNAM) - DAY).date()
    if len(closes) == 1:
        return f"{said} → {accepted(last)}"
    facts = {"wording": said, "num": len(closes), "until": accepted(last)}
    return _("%(wording)s → %(num)s kỳ trong năm, kỳ đầu %(until)s") % facts


def wording(timing: Timing | Milestone) -> str:
    """A timing as its document says it, without a year where it returns every year."""
    if timing.by:
        return _("chậm nhất ngày %(day)s") % {"day": _day(timing.by)}
    if timing.before:
        return _("trước ngày %(day)s") % {"day": _day(timing.before)}
    if timing.within:
        if len(timing.within) == 4:
            return _("trong năm %(year)s") % {"year": timing.within}
        year = calendar.full_year(timing.within)
        month = int(timing.within[-2:])
        said = month_year(date(year, month, 1)) if year else f"{month:02}"
        return _("trong tháng %(month)s") % {"month": said}
    return rhythm(timing)


def rhythm(timing: Timing | Milestone) -> str:
    """What returns: "hằng quý", "mỗi kỳ họp Ban Chấp hành, không có ngày cố định"."""
    every = timing.every
    if every is None:
        return _("chưa có ngày")
    if every.meeting:
        return _(MEETINGS[every.meeting])
    months = every.months or 0
    said = (
        _(RHYTHMS[months])
        if months in RHYTHMS
        else ngettext("%(num)s tháng một lần", "%(num)s tháng một lần", months) % {"num": months}
    )
    if not every.times:
        return said
    return _("%(rhythm)s, mỗi năm %(times)s kỳ") % {"rhythm": said, "times": every.times}


def due_words(due: Due) -> str:
    """The last acceptable day of something due, and what becomes of it afterwards."""
    after = _("sau đó không nhận") if due.late == "close" else _("sau đó ghi trễ hạn")
    return f"{accepted(due.last_day)}, {after}"


def timing_of(plain: Mapping[str, object]) -> Timing:
    """A timing of plain data; raises ValueError where it is none."""
    names = Timing.__struct_fields__
    return msgspec.convert({name: plain[name] for name in names if plain.get(name)}, Timing)


def _day(written: str) -> str:
    parts = written.split("-")
    return "/".join(reversed(parts))
