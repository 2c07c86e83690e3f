"""The rules of a programme in words: what templates show of a pack, with dates worked out and roles named."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from core.declarations.rules import of_year
from core.packs.calendar import VIETNAM, Due, undated
from core.packs.criteria import polarity
from core.packs.patching import active
from core.packs.schema import Basis, Criterion, Document, Erratum, Guide, Level, Milestone, Pack, Role, Target
from core.packs.text import Text
from core.programmes.holidays import holiday, working_day
from ui import told
from ui.formats import month_year, short_date, weekday
from ui.i18n import N_, _, ngettext
from ui.terms import kind_label

SUBJECTS = {
    "member": N_("Đoàn viên"),
    "cadre": N_("Cán bộ đoàn"),
    "collective": N_("Tập thể"),
    "unit": N_("Đơn vị"),
}
ACTORS = {
    "self": N_("Người đăng ký"),
    "committee": N_("Ban Chấp hành đơn vị"),
    "voice": N_("Ban Chấp hành ghi lại ý kiến"),
    "parent_committee": N_("Ban Chấp hành cấp trên"),
    "branch": N_("Tập thể chi đoàn"),
    "upper": N_("Đoàn cấp trên"),
}
FIELDS = {
    "number": N_("số văn bản"),
    "dated_on": N_("ngày"),
    "file": N_("tệp kèm theo"),
    "note": N_("ghi chú"),
}
HOLIDAYS = {
    "new_year": N_("Tết Dương lịch"),
    "tet": N_("Tết Nguyên đán"),
    "hung_kings": N_("Giỗ Tổ Hùng Vương"),
    "reunification": N_("Ngày Chiến thắng 30/4"),
    "labour": N_("Ngày Quốc tế lao động"),
    "national": N_("Quốc khánh"),
}
MEETINGS = {
    "branch": N_("mỗi kỳ sinh hoạt chi đoàn, không có ngày cố định"),
    "committee": N_("mỗi kỳ họp Ban Chấp hành, không có ngày cố định"),
    "standing": N_("mỗi kỳ họp Ban Thường vụ, không có ngày cố định"),
}
SATURDAY = 5


class Line(Struct, frozen=True):
    """A criterion with what is special about it: for whom it is, who must register it, who is held to more."""

    key: str
    criterion: Criterion
    polarity: str | None
    notes: tuple[str, ...]
    part: Text | None = None  # the sub-heading that begins with this line


class Chapter(Struct, frozen=True):
    """A list of criteria under its heading; `polarity` is `do`, `dont` or None."""

    key: str
    number: str
    title: Text
    polarity: str | None
    criteria: tuple[Line, ...]


class Book(Struct, frozen=True):
    """A register: what is kept in it, who writes, what is counted."""

    title: Text
    help: Text | None
    notes: tuple[str, ...]


class Step(Struct, frozen=True):
    """A voice or decision of the assessment: who gives it; `decides` marks the one that counts, `notes` the other ways
    to hold it and how a divided vote is settled."""

    title: Text
    help: Text | None
    who: str
    decides: bool
    notes: tuple[str, ...] = ()


class DateRow(Struct, frozen=True, kw_only=True):
    """A milestone as a real date: `day` is the last day in time, `words` how the source says it; `weekend` marks a
    Saturday or Sunday, when offices are closed; `holiday` names a public holiday on that day."""

    key: str
    act: str
    title: Text
    day: date
    opens: date | None
    words: str
    wording: str
    weekday: str
    weekend: bool
    who: str
    due: Due
    holiday: str = ""

    @property
    def working_day(self) -> date | None:
        """The last working day before a weekend or holiday on which the date falls; None where it is one itself."""
        day = working_day(self.day)
        return day if day != self.day else None

    @property
    def first_late(self) -> date:
        """The first day that is late."""
        return self.day + timedelta(days=1)


class Duty(Struct, frozen=True):
    """What units declare: who owes it, who is encouraged, with which details."""

    title: Text
    help: Text | None
    owed: str
    encouraged: str
    fields: str


class Undated(Struct, frozen=True):
    """A duty that is bound to meetings and has no date of its own (S3-20); `words` says to which."""

    title: Text
    words: str
    who: str
    to: Text | None


class RuleBook(Struct, frozen=True, kw_only=True):
    """Everything a pack says, in the order in which people ask."""

    rules: Pack
    subject: tuple[tuple[str, str], ...]
    sheet: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    levels: tuple[tuple[Level, str], ...]
    conditions: tuple[str, ...]
    books: tuple[Book, ...]
    steps: tuple[Step, ...]
    duties: tuple[Duty, ...]
    targets: tuple[Target, ...]
    dates: tuple[DateRow, ...]
    undated: tuple[Undated, ...]
    basis: tuple[Basis, ...]
    document: Document | None
    guide: tuple[Guide, ...]
    roles: tuple[Role, ...]
    errata: tuple[Erratum, ...]


def rule_book(rules: Pack, dues: Iterable[Due], year: int) -> RuleBook:
    """The words of `rules` with the real dates of one year."""
    return RuleBook(
        rules=rules,
        subject=told.subject(rules, _(SUBJECTS[rules.subject.kind])),
        sheet=told.sheet(rules),
        chapters=_chapters(rules),
        levels=told.levels(rules),
        conditions=told.conditions(rules),
        books=tuple(
            Book(book.title, book.help, told.register_notes(book)) for book in active(rules.registers).values()
        ),
        steps=_steps(rules),
        duties=_duties(rules, dues := tuple(dues)),
        targets=tuple(active(rules.targets).values()),
        dates=tuple(date_row(rules, due) for due in dues),
        undated=tuple(undated_row(rules, one) for one in undated(rules, year).values()),
        basis=tuple(active(rules.basis).values()),
        document=rules.document,
        guide=tuple(active(rules.guide).values()),
        roles=tuple(active(rules.roles).values()),
        errata=tuple(active(rules.errata).values()),
    )


def date_row(rules: Pack, due: Due) -> DateRow:
    """A milestone with its day of the week and its debtor in words."""
    opens = due.opens_at.astimezone(VIETNAM).date()
    return DateRow(
        key=due.key,
        act=due.act,
        title=due.title,
        day=due.last_day,
        opens=opens if due.wording in ("within", "within_year") or due.opens_strict else None,
        words=words_of(due),
        wording=due.wording,
        weekday=weekday(due.last_day),
        weekend=due.last_day.weekday() >= SATURDAY,
        who=_owners(rules, due.owed_by),
        due=due,
        holiday=_(HOLIDAYS[found]) if (found := holiday(due.last_day)) else "",
    )


def undated_row(rules: Pack, milestone: Milestone) -> Undated:
    """A meeting-bound duty in words: it is owed at every meeting, whenever that is."""
    meeting = milestone.every.meeting if milestone.every else None
    words = _(MEETINGS[meeting]) if meeting else ""
    return Undated(milestone.title, words, _owners(rules, milestone.owed_by), milestone.to)


def words_of(due: Due) -> str:
    """A date in the wording of its document: "trước ngày 15/12/2021" (domain.md §3)."""
    day = due.named
    match due.wording:
        case "by":
            return _("chậm nhất là ngày %(day)s") % {"day": short_date(day)}
        case "before":
            return _("trước ngày %(day)s") % {"day": short_date(day)}
        case "within_year":
            return _("trong năm %(year)s") % {"year": day.year}
        case "every":
            return _("%(rhythm)s, %(stretch)s") % {"rhythm": rhythm(due), "stretch": stretch_of(due)}
    return _("trong tháng %(month)s") % {"month": month_year(day)}


def rhythm(due: Due) -> str:
    """How often a duty returns, from the length of its stretch: "hằng tháng", "hằng quý", "4 tháng một lần"."""
    months = _months(due)
    known = {1: N_("hằng tháng"), 3: N_("hằng quý"), 6: N_("sáu tháng một lần"), 12: N_("mỗi năm một lần")}
    if months in known:
        return _(known[months])
    return ngettext("%(num)s tháng một lần", "%(num)s tháng một lần", months) % {"num": months}


def stretch_of(due: Due) -> str:
    """Which stretch of a rhythm a date is of: "kỳ tháng 03/2015", "kỳ 01/2015 – 06/2015"."""
    first, months = due.opens_at.astimezone(VIETNAM).date(), _months(due)
    if months == 1 and first.day == 1:
        return _("kỳ tháng %(month)s") % {"month": month_year(first)}
    return _("kỳ từ %(first)s đến %(last)s") % {"first": short_date(first), "last": short_date(due.last_day)}


def _months(due: Due) -> int:
    first, after = due.opens_at.astimezone(VIETNAM), due.closes_at.astimezone(VIETNAM)
    return max(1, round((after - first).days / 30.44))


def _chapters(rules: Pack) -> tuple[Chapter, ...]:
    criteria = active(rules.criteria)
    found = []
    for key, group in active(rules.groups).items():
        held = [(k, c) for k, c in criteria.items() if c.group == key]
        before = ["", *(c.part for _k, c in held)]
        lines = tuple(
            Line(
                k, c, polarity(rules, k), told.criterion_notes(c),
                group.parts[c.part] if c.part and c.part != before[n] else None,
            )
            for n, (k, c) in enumerate(held)
        )  # fmt: skip
        found.append(Chapter(key, group.number, group.title, group.polarity, lines))
    return tuple(found)


def _steps(rules: Pack) -> tuple[Step, ...]:
    stages = active(rules.stages)
    heard = [key for checkpoint in active(rules.checkpoints).values() for key in checkpoint.stages if key in stages]
    return tuple(
        Step(
            stages[key].title, stages[key].help, _(ACTORS[stages[key].actor]), stages[key].decides,
            told.stage_notes(stages[key]),
        )
        for key in dict.fromkeys(heard)
    )  # fmt: skip


def _duties(rules: Pack, dues: tuple[Due, ...]) -> tuple[Duty, ...]:
    asked = of_year(rules, frozenset(due.act for due in dues)).values()
    return tuple(
        Duty(
            entry.title, entry.help, _kinds(entry.owed_by), _kinds(entry.encouraged),
            ", ".join(_(FIELDS[field]) for field in entry.fields),
        )
        for entry in active(rules.declarations).values()
        if any(entry is one for one in asked)
    )  # fmt: skip


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(kind_label(kind) for kind in kinds)


def _owners(rules: Pack, owed_by: Iterable[str]) -> str:
    return ", ".join(_(SUBJECTS[rules.subject.kind]) if who == "person" else kind_label(who) for who in owed_by)
