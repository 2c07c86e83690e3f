"""Own worked cases as forms: which situation, what should come of it; to the plain data of a case and back.

Five questions that an officer can ask without knowing how a case is written; each exists where the pack has the matter.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast

from msgspec import Struct

from core.configurations.cases import OwnCase
from core.configurations.own_cases import Written
from core.errors import Problem, check_all
from core.packs import calendar
from core.packs.patching import active
from core.packs.schema import Pack
from ui.case_names import criterion
from ui.forms import Form
from ui.i18n import N_, _, current
from ui.terms import KINDS as UNIT_KINDS
from ui.terms import TITLES

Options = tuple[tuple[str, str], ...]
SINCE = "2019-01-01"  # a position held for long enough
UNIT = "don-vi"
POSTS = (("no", N_("Không")), ("yes", N_("Có")))


class Input(Struct, frozen=True, kw_only=True):
    """One input of a case: `kind` is number, points, date, one or several."""

    name: str
    label: str
    kind: str
    options: Options = ()
    hint: str = ""
    value: str = ""
    chosen: tuple[str, ...] = ()


class Question(Struct, frozen=True, kw_only=True):
    """A kind of case as a form: what is given, what is expected."""

    key: str
    title: str
    help: str
    mark: str
    given: tuple[Input, ...]
    expected: tuple[Input, ...]


def questions(rules: Pack) -> tuple[Question, ...]:
    """The kinds of case that can be asked of these rules."""
    return tuple(made for key in MAKERS if (made := MAKERS[key](rules)) is not None)


def question(rules: Pack, key: str) -> Question | None:
    """One kind of case, None where the rules have nothing to ask."""
    return MAKERS[key](rules) if key in MAKERS else None


def key_of(kind: str) -> str:
    """The question whose cases are of this kind; '' for one that has no form."""
    return {kind_: key for key, (kind_, _write, _fill) in WAYS.items()}.get(kind, "")


def filled(found: Question, typed: Form | None, own: OwnCase | None) -> Question:
    """The question with what was typed, or with what a stored case says."""
    values: Mapping[str, object] = {}
    if typed is None and own is not None:
        values = WAYS[found.key][2](own)

    def fill(one: Input) -> Input:
        if typed is not None:
            return _with(one, typed.raw.get(one.name, ""), tuple(typed.all(one.name)))
        value = values.get(one.name, one.value)
        several = tuple(str(part) for part in value) if isinstance(value, list | tuple) else ()
        return _with(one, "" if several or value is None else str(value), several)

    return Question(key=found.key, title=found.title, help=found.help, mark=found.mark,
                    given=tuple(map(fill, found.given)), expected=tuple(map(fill, found.expected)))  # fmt: skip


def written(rules: Pack, found: Question, form: Form) -> Written:
    """The case that the form describes. Problem at every input that says nothing that can be asked."""
    check_all(*(_checked(one, form) for one in (*found.given, *found.expected)))
    kind, write, _fill = WAYS[found.key]
    given, expect = write(rules, form)
    return Written(title=form.line("title", 160), kind=kind, given=given, expect=expect)


def _with(one: Input, value: str, chosen: tuple[str, ...]) -> Input:
    return Input(name=one.name, label=one.label, kind=one.kind, options=one.options, hint=one.hint, value=value,
                 chosen=chosen)  # fmt: skip


def _checked(one: Input, form: Form) -> Callable[[], object]:
    def check() -> None:
        known = {key for key, _words in one.options}
        if one.kind == "several":
            if set(form.all(one.name)) - known:
                raise Problem("form.unknown-choice", field=one.name)
            return
        if one.kind == "one":
            value = form.line(one.name)
            if value not in known:
                raise Problem("form.unknown-choice" if value else "form.required", field=one.name)
            return
        read = {"number": form.integer, "points": lambda name: _points(form, name), "date": form.date}[one.kind]
        if read(one.name) is None:
            raise Problem("form.required", field=one.name)

    return check


def _points(form: Form, name: str) -> float | None:
    text = form.line(name, 10).replace(",", ".")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise Problem("form.not-a-number", field=name) from None
    if not 0 <= value <= 1000 or round(value, 2) != value:
        raise Problem("form.not-a-number", field=name)
    return value


# ---- dates ----------------------------------------------------------------------------------------------------------


def _dates(rules: Pack) -> Question | None:
    dated = tuple((key, one.title.in_(current())) for key, one in active(rules.milestones).items()
                  if not (one.every and one.every.meeting))  # fmt: skip
    if not dated:
        return None
    return Question(
        key="han", title=_("Ngày cuối của một việc"), mark="calendar-event",
        help=_("Năm nào, việc nào, nhận đến hết ngày nào."),
        given=(Input(name="year", label=_("Năm của chương trình"), kind="number"),
               Input(name="milestone", label=_("Việc"), kind="one", options=dated)),
        expected=(Input(name="last", label=_("Ngày cuối cùng còn nhận"), kind="date"),),
    )  # fmt: skip


def _write_dates(rules: Pack, form: Form) -> tuple[dict, dict]:
    key, last = form.line("milestone", 60), cast(date, form.date("last"))
    milestone = rules.milestones[key]
    year = form.integer("year") or 0
    timing = calendar.timing_in(milestone, year, rules.period)
    if timing and timing.every and len(calendar.recurrences(timing.every, year, rules.period)) > 1:
        key = f"{key}.1"
    return {"year": year}, {key: {"last": last.isoformat()}}


def _fill_dates(own: OwnCase) -> dict[str, object]:
    key = next(iter(own.expect), "")
    one = own.expect.get(key)
    last = one.get("last", "") if isinstance(one, Mapping) else ""
    return {"year": own.given.get("year"), "milestone": key.removesuffix(".1"), "last": last}


# ---- a sheet --------------------------------------------------------------------------------------------------------


def _sheet(rules: Pack) -> Question | None:
    criteria = tuple((key, criterion(rules, key)) for key in active(rules.criteria))
    if not criteria or rules.subject.kind in ("unit", "collective"):
        return None
    problems = [("registration.too-few-items@items", _("Chưa đủ số tiêu chí tối thiểu"))]
    if rules.registration.items_max is not None:
        problems.append(("registration.too-many-items@items", _("Vượt số tiêu chí tối đa")))
    lacking = _("Thiếu tiêu chí ở “%(group)s”")
    problems += [
        (f"registration.group-too-few@group.{key}", lacking % {"group": one.title.in_(current())})
        for key, one in active(rules.groups).items()
        if rules.registration.every_group or rules.registration.per_group_min.get(key)
    ]
    return Question(
        key="phieu", title=_("Một phiếu có nộp được không"), mark="pencil",
        help=_("Chọn những tiêu chí có trong phiếu, rồi nói phiếu ấy nộp được hay còn thiếu gì."),
        given=(Input(name="items", label=_("Tiêu chí trong phiếu"), kind="several", options=criteria),),
        expected=(Input(name="problems", label=_("Phiếu chưa nộp được vì"), kind="several", options=tuple(problems),
                        hint=_("Không chọn gì: phiếu nộp được.")),),
    )  # fmt: skip


def _write_sheet(rules: Pack, form: Form) -> tuple[dict, dict]:
    solution = " ".join([_("Việc làm cụ thể.")] * (1 + rules.registration.solution_min // 10))
    return {"items": dict.fromkeys(form.all("items"), solution)}, {"problems": sorted(form.all("problems"))}


def _fill_sheet(own: OwnCase) -> dict[str, object]:
    return {"items": list(cast(Mapping, own.given.get("items", {}))), "problems": own.expect.get("problems", [])}


# ---- who counts -----------------------------------------------------------------------------------------------------


def _whom(rules: Pack) -> Question | None:
    if rules.subject.kind != "cadre":
        return None
    kinds = tuple((key, _(words)) for key, words in UNIT_KINDS.items())
    counted = (("yes", _("Thuộc đối tượng")), ("no", _("Không thuộc đối tượng")))
    return Question(
        key="doi-tuong", title=_("Một người có thuộc đối tượng không"), mark="user-check",
        help=_("Giữ chức danh gì, ở cấp nào, có phải tham gia không."),
        given=(Input(name="title_held", label=_("Chức danh"), kind="one",
                     options=tuple((key, _(words)) for key, words in TITLES.items())),
               Input(name="kind", label=_("Ở cấp"), kind="one", options=kinds),
               Input(name="full_time", label=_("Chuyên trách"), kind="one", value="no",
                     options=tuple((key, _(words)) for key, words in POSTS))),
        expected=(Input(name="counted", label=_("Kết quả"), kind="one", options=counted),),
    )  # fmt: skip


def _write_whom(_rules: Pack, form: Form) -> tuple[dict, dict]:
    seat = {"unit_id": UNIT, "unit_kind": form.line("kind"), "title": form.line("title_held"),
            "full_time": form.line("full_time") == "yes", "starts_on": SINCE}  # fmt: skip
    return {"seats": [seat]}, {"unit": UNIT if form.line("counted") == "yes" else ""}


def _fill_whom(own: OwnCase) -> dict[str, object]:
    seat = next(iter(cast(list, own.given.get("seats", []))), {})
    return {
        "title_held": seat.get("title", ""),
        "kind": seat.get("unit_kind", ""),
        "full_time": "yes" if seat.get("full_time") else "no",
        "counted": "yes" if own.expect.get("unit") else "no",
    }


# ---- a level --------------------------------------------------------------------------------------------------------


def _result(rules: Pack) -> Question | None:
    levels = tuple((key, one.title.in_(current())) for key, one in active(rules.scale.levels).items())
    if not rules.scale.by_points or not levels or not active(rules.criteria):
        return None
    met = (("yes", _("Đạt")), ("no", _("Không đạt")))
    conditions = tuple(
        Input(name=f"met.{key}", label=one.title.in_(current()), kind="one", options=met, value="yes")
        for key, one in active(rules.scale.prerequisites).items()
    )
    return Question(
        key="xep-loai", title=_("Bao nhiêu điểm thì được mức nào"), mark="scale",
        help=_("Tổng điểm được chấm và điều kiện đạt hay không, rồi mức phải ra."),
        given=(Input(name="points", label=_("Tổng điểm"), kind="points", hint=_("Ví dụ: 89,5")), *conditions),
        expected=(Input(name="level", label=_("Xếp loại"), kind="one", options=levels),),
    )  # fmt: skip


def _write_result(rules: Pack, form: Form) -> tuple[dict, dict]:
    first = next(iter(active(rules.criteria)))
    total = rules.registration.points.total if rules.registration.points else 100
    given: dict[str, object] = {"items": {first: {"registered": total, "given": _points(form, "points")}}}
    if conditions := active(rules.scale.prerequisites):
        given["prerequisites"] = {key: form.line(f"met.{key}") == "yes" for key in conditions}
    return given, {"level": form.line("level")}


def _fill_result(own: OwnCase) -> dict[str, object]:
    items = list(cast(Mapping, own.given.get("items", {})).values())
    conditions = cast(Mapping, own.given.get("prerequisites", {}))
    met = {f"met.{key}": "yes" if one else "no" for key, one in conditions.items()}
    points = items[0].get("given") if items else None
    shown = "" if points is None else f"{points:g}".replace(".", ",")
    return {"points": shown, "level": own.expect.get("level"), **met}


# ---- how a stage is held --------------------------------------------------------------------------------------------


def _way(rules: Pack) -> Question | None:
    found = _varied(rules)
    if found is None:
        return None
    stage = rules.stages[found]
    grounds = [("", _("Không có lý do riêng"))]
    for one in active(stage.variants).values():
        grounds += [(key, words.in_(current())) for key, words in one.declared.items()]
    ways = [("usual", stage.title.in_(current()))]
    ways += [(key, one.title.in_(current())) for key, one in active(stage.variants).items()]
    return Question(
        key="cach-hop", title=_("Chi đoàn nào họp theo cách nào"), mark="users-group",
        help=_("Chi đoàn bao nhiêu đoàn viên thì họp tập thể, bao nhiêu thì Ban Chấp hành đánh giá."),
        given=(Input(name="members", label=_("Số đoàn viên"), kind="number"),
               Input(name="declared", label=_("Lý do đã nêu"), kind="one", options=tuple(grounds))),
        expected=(Input(name="way", label=_("Cách đánh giá"), kind="one", options=tuple(ways)),),
    )  # fmt: skip


def _varied(rules: Pack) -> str | None:
    return next((key for key, one in active(rules.stages).items() if active(one.variants)), None)


def _write_way(rules: Pack, form: Form) -> tuple[dict, dict]:
    given = {"stage": _varied(rules), "members": form.integer("members"), "declared": form.line("declared")}
    way = form.line("way")
    return given, {"variant": "" if way == "usual" else way}


def _fill_way(own: OwnCase) -> dict[str, object]:
    return {"members": own.given.get("members"), "declared": own.given.get("declared", ""),
            "way": own.expect.get("variant") or "usual"}  # fmt: skip


MAKERS: Mapping[str, Callable[[Pack], Question | None]] = {
    "han": _dates, "phieu": _sheet, "xep-loai": _result, "doi-tuong": _whom, "cach-hop": _way,
}  # fmt: skip
WAYS: Mapping[str, tuple[str, Callable[[Pack, Form], tuple[dict, dict]], Callable[[OwnCase], dict[str, object]]]] = {
    "han": ("milestones", _write_dates, _fill_dates),
    "phieu": ("registration", _write_sheet, _fill_sheet),
    "xep-loai": ("rate", _write_result, _fill_result),
    "doi-tuong": ("enrolment", _write_whom, _fill_whom),
    "cach-hop": ("variant", _write_way, _fill_way),
}
