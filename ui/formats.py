"""How dates, numbers and texts are written, as Jinja filters. Times are shown in Asia/Ho_Chi_Minh (domain.md §3)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import dates, numbers
from markupsafe import Markup, escape

from core.packs.calendar import said, years_in
from core.packs.schema import Text
from core.programmes.queries import Programme
from ui.i18n import _, current
from ui.wording import due_words
from ui.words import differences, highlight, initials

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
EMPTY = "–"


def local(moment: date | datetime) -> date:
    """The Vietnamese calendar day of an instant; a date stays itself."""
    return moment.astimezone(ZONE).date() if isinstance(moment, datetime) else moment


def short_date(moment: date | datetime | None) -> str:
    """31/01/2022, in English 31 Jan 2022."""
    if moment is None:
        return EMPTY
    pattern = "dd/MM/yyyy" if current() == "vi" else "d MMM yyyy"
    return dates.format_date(local(moment), pattern, locale=current())


def long_date(moment: date | datetime) -> str:
    """Thứ Hai, 31 tháng 01, 2022."""
    pattern = "EEEE, dd 'tháng' MM, yyyy" if current() == "vi" else "EEEE, d MMMM yyyy"
    return dates.format_date(local(moment), pattern, locale=current())


def month_year(moment: date | datetime) -> str:
    """12/2021, in English December 2021."""
    return dates.format_date(local(moment), "MM/yyyy" if current() == "vi" else "MMMM yyyy", locale=current())


def weekday(moment: date | datetime) -> str:
    """Thứ Hai."""
    return dates.format_date(local(moment), "EEEE", locale=current())


def official_date(moment: date | datetime) -> str:
    """ngày 05 tháng 02 năm 2021: the wording of official papers, in Vietnamese always."""
    day = local(moment)
    return f"ngày {day.day:02} tháng {day.month:02} năm {day.year}"


def short_paper_date(moment: date | datetime | None) -> str:
    """05/02/2021 on official papers, in Vietnamese always; nothing where there is no day."""
    return f"{local(moment):%d/%m/%Y}" if moment else ""


def date_time(moment: datetime | None) -> str:
    """14:32, 20/11/2021."""
    if moment is None:
        return EMPTY
    there = moment.astimezone(ZONE)
    return f"{there:%H:%M}, {short_date(there)}"


def last_day(closes_at: datetime | None) -> str:
    """31/01/2022 of an end that is the first instant too late."""
    return EMPTY if closes_at is None else short_date(closes_at.astimezone(ZONE) - timedelta(days=1))


def clock(moment: datetime) -> str:
    """14:32."""
    return f"{moment.astimezone(ZONE):%H:%M}"


def points(hundredths: int | None) -> str:
    """9,09 of 909 hundredths; whole points without decimals."""
    return EMPTY if hundredths is None else numbers.format_decimal(Decimal(hundredths) / 100, locale=current())


def people_of(programme: Programme) -> str:
    """What the people of a programme are called where they are counted."""
    return _("Đoàn viên") if programme.rules.subject.kind == "member" else _("Cán bộ")


def years(programme: Programme) -> str:
    """2021, or 2020 - 2021 for a school year."""
    return years_in(programme.rules.period, programme.year)


def period(programme: Programme, year: int | None = None) -> str:
    """A programme's year, or another year of its rules, in a sentence: năm 2021, năm học 2020 - 2021. At its beginning
    with `| capitalize`."""
    held = programme.rules.period
    words = _("năm học %(year)s") if held.kind == "school_year" else _("năm %(year)s")
    return words % {"year": years_in(held, year or programme.year)}


def paper_period(programme: Programme) -> str:
    """The same on official papers, in Vietnamese always."""
    return said(programme.rules.period, programme.year)


def period_heading(programme: Programme) -> str:
    """The line under the title of an official paper: Năm 2021, Năm học 2020 - 2021."""
    return paper_period(programme).capitalize()


def file_years(programme: Programme) -> str:
    """In the name of a file: 2021, 2020-2021."""
    return years(programme).replace(" ", "")


def number(value: int | float | Decimal | None) -> str:
    """1.234 in Vietnamese, 1,234 in English."""
    return EMPTY if value is None else numbers.format_decimal(value, locale=current())


def file_size(count: int) -> str:
    """The size of a file: 850 kB, 2,4 MB."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1000)))} kB"
    return f"{numbers.format_decimal(count / 1_000_000, '#,##0.0', locale=current())} MB"


def percent(value: float | None, of: float | None = None) -> str:
    """A ratio, or `value` out of `of`, with at most one decimal: 93,6%. A share of nothing is a dash."""
    if value is None or of == 0:
        return EMPTY
    ratio = value if of is None else value / of
    shown = numbers.format_percent(ratio, "#,##0.#%", locale=current())
    whole = numbers.format_percent(1, "#,##0%", locale=current())
    return _almost(ratio, shown, whole)


def ago(moment: datetime, now: datetime) -> str:
    """3 ngày trước; after a month the date."""
    past = now - moment
    if past > timedelta(days=30):
        return short_date(moment)
    if past < timedelta(minutes=1):
        return _("vừa xong")
    return dates.format_timedelta(-past, add_direction=True, locale=current())


def pack_text(text: Text | str | None) -> Markup:
    """A pack's text in the reader's language; a missing English wording is shown in Vietnamese, marked so."""
    if text is None:
        return Markup("")
    if isinstance(text, str) or text.translated(current()):
        return escape(text if isinstance(text, str) else text.in_(current()))
    tag = Markup('<span class="rl-untranslated" title="{}">vi</span>').format(_("Chưa có bản tiếng Anh"))
    return Markup('<span lang="vi">{}</span> {}').format(text.vi, tag)


def _almost(ratio: float, shown: str, whole: str) -> str:
    """99.96 % must not read as 100 %: rounding never says that everybody has done it."""
    if shown != whole or ratio >= 1:
        return shown
    return numbers.format_percent(0.999, "#,##0.#%", locale=current())


FILTERS: dict[str, Callable[..., object]] = {
    "date": short_date,
    "longdate": long_date,
    "weekday": weekday,
    "official_date": official_date,
    "datetime": date_time,
    "lastday": last_day,
    "clock": clock,
    "number": number,
    "points": points,
    "people": people_of,
    "years": years,
    "period": period,
    "period_heading": period_heading,
    "percent": percent,
    "filesize": file_size,
    "ago": ago,
    "text": pack_text,
    "highlight": highlight,
    "differences": differences,
    "initials": initials,
    "due_words": due_words,
}
