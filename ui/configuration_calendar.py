"""The year of a configuration as the editor shows it: twelve months with flags, and the form of each milestone."""

from collections.abc import Mapping
from datetime import date

import msgspec
from msgspec import Struct

from core.configurations import year as years
from core.configurations.ordering import after
from core.configurations.rules import Place
from core.configurations.year import Flag, Month
from core.errors import NotFound, Problem
from core.packs.installed import PackHooks
from core.packs.schema import Milestone, Pack, Timing
from core.packs.text import Text
from ui import milestone_form
from ui.configuration_editing import Sheet
from ui.configuration_entries import new_key, own
from ui.configuration_fields import Block, Field
from ui.configuration_frame import Frame
from ui.forms import Form
from ui.i18n import N_, _, current
from ui.milestone_form import OWN, Typed
from ui.milestone_words import due_words, sentence, timing_of, wording
from ui.rulebook import SATURDAY, SUBJECTS, words_of
from ui.terms import KINDS as UNIT_KINDS
from ui.terms import kind_label

SECTION = "lich"
HERE = f"sua/{SECTION}"
LATE = (
    ("mark", N_("Vẫn nhận, ghi là trễ hạn"), N_("Cách thường dùng.")),
    ("close", N_("Không nhận nữa"), N_("Muốn nhận phải gia hạn từng người.")),
)
PARTS: Mapping[str, Place] = {"moc": ("milestones",)}


class Chip(Struct, frozen=True, kw_only=True):
    """A milestone of the year in words; `n` is its number on the calendar, `tone` its kind of wording."""

    n: int
    key: str
    title: Text
    day: date
    words: str
    until: str
    who: str
    to: Text | None
    movable: bool
    tone: str
    first: bool
    changed: bool


class MonthView(Struct, frozen=True, kw_only=True):
    """A month with its flags; `days` are (day, flags, weekend)."""

    month: Month
    days: tuple[tuple[int, tuple[Chip, ...], bool], ...]
    chips: tuple[Chip, ...]


class Row(Struct, frozen=True, kw_only=True):
    """A milestone that has no day in the year: why, in words."""

    key: str
    title: Text
    note: str
    disabled: bool
    own: bool
    changed: bool


class CalendarView(Struct, frozen=True, kw_only=True):
    """The year with everything due; `others` are the milestones without a day in it."""

    year: int
    label: str
    years: tuple[tuple[int, str], ...]
    months: tuple[MonthView, ...]
    chips: tuple[Chip, ...]
    others: tuple[Row, ...]
    period: str
    today: date


class MilestoneView(Struct, frozen=True, kw_only=True):
    """What the page of one milestone shows beside its fields."""

    key: str
    typed: Typed
    sentence: str
    year: int
    label: str
    first: bool
    first_year: int | None
    act: str


def view(frame: Frame, hooks: PackHooks, wanted: int | None, today: date) -> CalendarView:
    """The calendar of a programme year, the coming one unless another is asked for."""
    rules, unsound = years.computable(frame.rules)
    coming = years.coming(rules.period, today)
    offered = years.years(rules.period, wanted if wanted is not None else coming)
    year = wanted if wanted in offered else coming
    found = years.view(rules, year, hooks.milestones(rules, year))
    chips = tuple(_chip(frame, flag, n, year) for n, flag in enumerate(found.flags, start=1))
    by_flag = dict(zip((id(flag) for flag in found.flags), chips, strict=True))
    months = tuple(_month(month, by_flag) for month in found.months)
    shown = {chip.key for chip in chips}
    others = tuple(
        _row(frame, key, one, year, unsound)
        for key, one in sorted(frame.rules.milestones.items(), key=lambda pair: pair[1].order)
        if key not in shown or one.disabled
    )  # fmt: skip
    return CalendarView(
        year=year, label=label_of(rules, year), months=months, chips=chips, others=others, today=today,
        years=tuple((one, label_of(rules, one)) for one in years.years(rules.period, year)), period=_period(rules),
    )  # fmt: skip


def label_of(rules: Pack, year: int) -> str:
    """A programme year: "2022", or "2021–2022" where it spans two."""
    return str(year) if rules.period.starts == "01-01" else f"{year}–{year + 1}"


def milestone(frame: Frame, form: Form | None, key: str, year: int, first: bool = False) -> Sheet:
    """The form of one milestone; `first` is its own date of the first year of the period."""
    one = frame.rules.milestones.get(key)
    if one is None or (first and one.first_cycle is None):
        raise NotFound("access.not-found")
    at = ("milestones", key, "first_cycle") if first else ("milestones", key)
    timing = one.first_cycle if first else one
    fixed = _timing_edits(form, at, timing)
    fields = () if first else _fields(frame.rules, at, one)
    title = one.title.in_(current())
    if first:
        title = _("%(title)s, riêng năm %(year)s") % {"title": title, "year": frame.rules.period.first}
    return _sheet(
        frame, form, key, timing, at=at, fields=fields, fixed=fixed, year=year, first=first,
        path=f"{HERE}/moc/{key}" + ("?dau=1" if first else ""), entry=("milestones", key),
        title=title,
    )  # fmt: skip


def new_milestone(frame: Frame, form: Form | None, year: int) -> Sheet:
    """A date for something that has none."""
    key = new_key(form)
    at = ("milestones", key)
    orders = {name: one.order for name, one in frame.rules.milestones.items()}
    acts = tuple((act, words, "") for act, words in free_acts(frame.rules))
    fixed = {(*at, "order"): after(orders, None)} | _timing_edits(form, at, None)
    first = Field(place=(*at, "act"), kind="one", label=_("Hạn của việc nào"), required=True, options=acts)
    return _sheet(
        frame, form, key, None, at=at, fields=(first, *_fields(frame.rules, at, None)), fixed=fixed, year=year,
        first=False, path=f"{HERE}/them", entry=(), title=_("Thêm mốc thời gian"),
    )  # fmt: skip


def period(frame: Frame, form: Form | None) -> Sheet:
    """The form of the years that the programme covers."""
    at, rules = ("period",), frame.rules
    starts = sorted({rules.period.starts} | {f"{month:02}-01" for month in range(1, 13)})
    options = tuple((one, "/".join(reversed(one.split("-"))), "") for one in starts)
    fields = (
        Field(place=(*at, "first"), kind="number", label=_("Năm đầu"), low=1976, high=2200, width="short",
              hint=_("Để trống nếu văn bản không giới hạn.")),
        Field(place=(*at, "last"), kind="number", label=_("Năm cuối"), low=1976, high=2200, width="short",
              hint=_("Kéo dài giai đoạn khi có văn bản gia hạn.")),
        Field(place=(*at, "starts"), kind="one", label=_("Năm của chương trình bắt đầu từ ngày"), required=True,
              options=options, width="short", default="01-01", hint=_("Năm học thường bắt đầu ngày 01/09.")),
    )  # fmt: skip
    return Sheet(
        title=_("Giai đoạn"), blocks=(Block(title="", fields=fields),), path=f"{HERE}/giai-doan", back=HERE,
        entry=at, way=((_("Lịch"), HERE),),
    )  # fmt: skip


def preview(frame: Frame, form: Form, key: str, year: int) -> str:
    """The sentence of what is typed, or what is missing for one."""
    at = ("milestones", key)
    try:
        plain: dict[str, object] = {place[-1]: value for place, value in milestone_form.changes(form, at).items()}
        if isinstance(every := plain.get("every"), Mapping):
            plain["every"] = {name: value for name, value in every.items() if value is not None}
        return sentence(frame.rules, timing_of(plain), year)
    except (Problem, ValueError, msgspec.ValidationError):
        return _("Gõ đủ ngày, tháng để xem ngày cuối cùng được nhận.")


def free_acts(rules: Pack) -> list[tuple[str, str]]:
    """The acts that have no date yet, in words."""
    taken = {one.act for one in rules.milestones.values()}
    found = [("registration", _("Đăng ký"))]
    for key, checkpoint in rules.checkpoints.items():
        round_ = checkpoint.title.in_(current())
        found += [
            (f"stage:{key}.{stage}", f"{round_}: {rules.stages[stage].title.in_(current())}")
            for stage in checkpoint.stages if stage in rules.stages
        ]  # fmt: skip
    for sort, entries, words in (
        ("declaration", rules.declarations, _("Kê khai: %(title)s")),
        ("report", rules.reports, _("Báo cáo: %(title)s")),
        ("register", rules.registers, _("Sổ: %(title)s")),
    ):
        found += [(f"{sort}:{key}", words % {"title": one.title.in_(current())}) for key, one in entries.items()]
    return [(act, words) for act, words in found if act not in taken]


def act_words(rules: Pack, act: str) -> str:
    """What an act is: "Báo cáo: PHỤ LỤC BÁO CÁO"."""
    bare = msgspec.structs.replace(rules, milestones={})
    return dict(free_acts(bare)).get(act, act)


def _sheet(
    frame: Frame, form: Form | None, key: str, timing: Timing | Milestone | None, *, at: Place,
    fields: tuple[Field, ...], fixed: dict[Place, object], year: int, first: bool, path: str, entry: Place, title: str,
) -> Sheet:  # fmt: skip
    one = frame.rules.milestones.get(key)
    typed = milestone_form.typed(form, timing)
    said = sentence(frame.rules, timing, year) if timing is not None and form is None else ""
    if form is not None and form.names(OWN):
        said = preview(frame, form, key, year)
    more = MilestoneView(
        key=key, typed=typed, sentence=said, year=year, label=label_of(frame.rules, year), first=first,
        first_year=frame.rules.period.first if one and one.first_cycle and not first else None,
        act=act_words(frame.rules, one.act) if one else "",
    )  # fmt: skip
    return Sheet(
        title=title, blocks=(Block(title="", fields=fields), Block(title="", fields=_hidden(at))), path=path,
        back=f"{HERE}?nam={year}", entry=entry, fixed=fixed, way=((_("Lịch"), HERE),), more=more,
        button="" if one else _("Thêm vào bản nháp"), template="configurations/milestone.html",
    )  # fmt: skip


def _fields(rules: Pack, at: Place, one: Milestone | None) -> tuple[Field, ...]:
    owners = [("person", _(SUBJECTS[rules.subject.kind]), "")]
    owners += [(kind, kind_label(kind), "") for kind in UNIT_KINDS]
    late = tuple((key, _(words), _(help_)) for key, words, help_ in LATE)
    fields = [
        Field(place=(*at, "title"), kind="text", label=_("Việc phải làm"), required=True, most=300, rows=2),
        Field(place=(*at, "owed_by"), kind="some", label=_("Ai thực hiện"), required=True, options=tuple(owners),
              default=["person"]),
        Field(place=(*at, "to"), kind="line", label=_("Gửi đến"), most=200),
        Field(place=(*at, "through"), kind="line", label=_("Qua đơn vị"), most=200),
        Field(place=(*at, "late"), kind="one", label=_("Khi quá hạn"), required=True, options=late,
              default="mark"),
    ]  # fmt: skip
    if one is not None:
        fields.append(Field(place=(*at, "disabled"), kind="flag", label=_("Đang dùng"), on=False))
    return tuple(fields)


def _hidden(at: Place) -> tuple[Field, ...]:
    """The places of the date itself, for telling a stale edit; the page has inputs of its own for them."""
    names = {"by": _("Chậm nhất ngày"), "before": _("Trước ngày"), "within": _("Trong tháng"), "every": _("Định kỳ"),
             "opens": _("Nhận từ ngày"), "printed": _("Ngày in trong văn bản")}  # fmt: skip
    return tuple(Field(place=(*at, name), kind="plain", label=label) for name, label in names.items())


def _timing_edits(form: Form | None, at: Place, timing: Timing | Milestone | None) -> dict[Place, object]:
    if form is None or not form.names(OWN):
        return {}
    try:
        return milestone_form.decided(form, at, milestone_form.changes(form, at, timing))
    except Problem:
        return {}  # the page that saves has refused it already


def _chip(frame: Frame, flag: Flag, n: int, year: int) -> Chip:
    due = flag.due
    key = due.milestone or due.key
    who = [_(SUBJECTS[frame.rules.subject.kind]) if one == "person" else kind_label(one) for one in due.owed_by]
    return Chip(
        n=n, key=key, title=due.title, day=flag.day, words=words_of(due), until=due_words(due), who=", ".join(who),
        to=due.to, movable=flag.movable and frame.writable, tone=due.wording.removesuffix("_year"),
        first=flag.place[-1:] == ("first_cycle",), changed=frame.changed_at(("milestones", key)),
    )  # fmt: skip


def _month(month: Month, chips: Mapping[int, Chip]) -> MonthView:
    days = []
    for day in range(1, month.days + 1):
        here = tuple(chips[id(flag)] for flag in month.flags.get(day, ()))
        days.append((day, here, (month.offset + day - 1) % 7 >= SATURDAY))
    return MonthView(month=month, days=tuple(days), chips=tuple(one for _day, here, _w in days for one in here))


def _row(frame: Frame, key: str, one: Milestone, year: int, unsound: tuple[str, ...]) -> Row:
    if key in unsound:
        note = _("Ngày chưa dùng được: hãy sửa lại.")
    elif one.disabled or (one.every and one.every.meeting):
        note = wording(one)
    elif one.years and year not in one.years:
        held = ", ".join(map(str, one.years))
        note = _("%(wording)s, chỉ trong năm %(years)s") % {"wording": wording(one), "years": held}
    else:
        note = _("%(wording)s, không rơi vào năm %(year)s") % {
            "wording": wording(one), "year": label_of(frame.rules, year),
        }  # fmt: skip
    return Row(key=key, title=one.title, note=note, disabled=one.disabled, own=own(frame, ("milestones",), key),
               changed=frame.changed_at(("milestones", key)))  # fmt: skip


def _period(rules: Pack) -> str:
    found = rules.period
    if found.first and found.last:
        span = _("Giai đoạn %(first)s–%(last)s") % {"first": found.first, "last": found.last}
    elif found.first:
        span = _("Từ năm %(first)s") % {"first": found.first}
    else:
        span = _("Hằng năm, không giới hạn giai đoạn")
    if found.starts == "01-01":
        return span
    return _("%(span)s; năm bắt đầu ngày %(day)s") % {"span": span, "day": "/".join(reversed(found.starts.split("-")))}
