"""What comes of a worked case, line by line: the same words for what is expected and for what the rules say."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import cast

from core.packs.cases import Case
from core.packs.schema import Pack
from core.packs.text import Text
from ui.case_names import criterion, level, milestone, title_of
from ui.formats import date_time, number, short_date
from ui.i18n import N_, _, current
from ui.messages import FINDINGS
from ui.terms import KINDS as UNIT_KINDS

Table = Mapping[str, object]
WORDINGS = {
    "by": N_("chậm nhất ngày"),
    "before": N_("trước ngày"),
    "within": N_("trong tháng"),
    "within_year": N_("trong năm"),
    "every": N_("định kỳ"),
}
REASONS = {
    "committee": N_("là ủy viên Ban Chấp hành"),
    "full_time": N_("là cán bộ chuyên trách"),
    "member": N_("là đoàn viên"),
    "no_seat": N_("không giữ chức danh nào thuộc đối tượng"),
    "no_membership": N_("không sinh hoạt ở chi đoàn nào"),
    "other_block": N_("thuộc khối khác"),
}
PROBLEMS = {
    "assessment.comment-missing": N_("thiếu nhận xét"),
    "assessment.condition-open": N_("chưa trả lời điều kiện"),
    "assessment.explanation-missing": N_("thiếu giải trình"),
    "assessment.level-missing": N_("chưa chọn mức"),
    "assessment.mark-missing": N_("chưa tự đánh giá đủ"),
    "assessment.not-registered": N_("có mục không đăng ký"),
    "assessment.override-reason-missing": N_("đổi mức mà không nêu lý do"),
    "assessment.points-missing": N_("chưa cho đủ điểm"),
    "assessment.points-outside": N_("điểm vượt mức đã đăng ký"),
    "assessment.tie": N_("phiếu ngang nhau, chờ người chủ trì"),
    "assessment.unknown-level": N_("mức không có trong thang"),
    "assessment.unknown-mark": N_("dấu tự đánh giá không có"),
    "assessment.unknown-stage": N_("không có bước này"),
    "assessment.votes-negative": N_("số phiếu âm"),
    "registration.group-too-few": N_("có nội dung còn thiếu tiêu chí"),
    "registration.points-missing": N_("có tiêu chí chưa có điểm"),
    "registration.points-sum": N_("tổng điểm chưa đúng"),
    "registration.required-missing": N_("thiếu tiêu chí bắt buộc"),
    "registration.solution-missing": N_("thiếu giải pháp"),
    "registration.solution-too-short": N_("giải pháp quá ngắn"),
    "registration.too-few-items": N_("chưa đủ số tiêu chí tối thiểu"),
    "registration.too-many-items": N_("vượt số tiêu chí tối đa"),
    "registration.unknown-criterion": N_("có tiêu chí không dành cho người này"),
    "report.less-than": N_("có ô nhỏ hơn ô phải lớn hơn"),
    "report.not-the-sum": N_("có ô không bằng tổng các ô"),
}
STEPS = {
    "item": N_("từng tiêu chí"),
    "sum": N_("cộng điểm"),
    "band": N_("đối chiếu thang điểm"),
    "condition": N_("điều kiện"),
    "cap": N_("mức trần"),
    "judged": N_("tập thể đánh giá"),
    "override": N_("đổi mức có lý do"),
    "case": N_("trường hợp riêng"),
    "voice": N_("ý kiến đã có"),
    "missing": N_("ý kiến còn thiếu"),
}
HIDDEN = ("act", "order", "source", "fields")  # how a piece is tied to the others: nothing to read
DATED = ("by", "before", "within", "printed", "issued", "opens", "starts")
# What a piece of the rules says of itself; other names stand as they are written.
FACTS = {
    "audience": N_("dành cho"),
    "encouraged": N_("khuyến khích"),
    "group": N_("thuộc nội dung"),
    "issued": N_("ban hành ngày"),
    "issuer": N_("cơ quan ban hành"),
    "keys": N_("gồm"),
    "kind": N_("loại"),
    "minimum": N_("từ điểm"),
    "maximum": N_("đến điểm"),
    "below": N_("dưới điểm"),
    "before": N_("trước ngày"),
    "by": N_("chậm nhất ngày"),
    "within": N_("trong"),
    "national": N_("mức chung toàn quốc"),
    "number": N_("số"),
    "of": N_("tính theo"),
    "owed_by": N_("thực hiện"),
    "printed": N_("văn bản in"),
    "read_as": N_("hiểu là"),
    "reason": N_("vì"),
    "required": N_("yêu cầu"),
    "requirement": N_("mục trong văn bản"),
    "stages": N_("các bước"),
    "duty": N_("nhiệm vụ"),
}
YES, NO = N_("có"), N_("không")


def lines(rules: Pack, case: Case, answer: Table) -> tuple[str, ...]:
    """An answer to the case, expected or given, one fact a line."""
    if "refused" in answer:
        codes = [str(one) for one in cast(list, answer["refused"])]
        return (_("bị từ chối: %(why)s") % {"why": "; ".join(_finding(one) for one in codes)},)
    return tuple(ANSWERS[case.kind](rules, case, answer))


def words(value: object) -> str:
    """Any plain value as people read it."""
    if isinstance(value, Text):
        return value.in_(current())
    if isinstance(value, Mapping) and "vi" in value:
        return str(value.get(current()) or value["vi"])
    if isinstance(value, bool):
        return _(YES) if value else _(NO)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list | tuple):
        return ", ".join(words(one) for one in value) or "–"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {words(one)}" for key, one in value.items())
    return "–" if value in (None, "") else str(value)


def _milestones(rules: Pack, _case: Case, answer: Table) -> Iterator[str]:
    for key, value in answer.items():
        if key in ("keys", "late"):
            names = "; ".join(milestone(rules, str(one)) for one in cast(list, value or [])) or "–"
            yield (_("các mốc: %(names)s") if key == "keys" else _("đã quá hạn: %(names)s")) % {"names": names}
        elif isinstance(value, Mapping):
            yield f"{milestone(rules, key)}: {_due(value) or '–'}"
        else:
            yield _("%(milestone)s: không có trong năm") % {"milestone": milestone(rules, key)}


def _due(value: Table) -> str:
    parts = []
    if value.get("wording"):
        parts.append(_("cách nói “%(wording)s”") % {"wording": _(WORDINGS[str(value["wording"])])})
    if value.get("opens"):
        parts.append(_("mở từ %(day)s") % {"day": _day(value["opens"])})
    if value.get("last"):
        parts.append(_("nhận đến hết %(day)s") % {"day": _day(value["last"])})
    if value.get("late_from"):
        parts.append(_("trễ từ %(day)s") % {"day": _day(value["late_from"])})
    if owners := cast(list, value.get("owed_by") or []):
        names = [_(UNIT_KINDS[one]) if one in UNIT_KINDS else _("người đăng ký") for one in owners]
        parts.append(_("thực hiện: %(who)s") % {"who": ", ".join(names)})
    parts += [_("gửi %(to)s") % {"to": words(value[name])} for name in ("to", "through") if value.get(name)]
    return ", ".join(parts)


def _day(value: object) -> str:
    if isinstance(value, datetime):
        return date_time(value)
    if isinstance(value, date):
        return short_date(value)
    text = str(value)
    return date_time(datetime.fromisoformat(text)) if "T" in text else short_date(date.fromisoformat(text))


def _enrolment(_rules: Pack, case: Case, answer: Table) -> Iterator[str]:
    if "unit" in answer:
        seats = [*cast(list, case.given.get("seats", [])), case.given.get("membership") or {}]
        kinds = {one.get("unit_id"): one.get("unit_kind") for one in seats}
        kind = kinds.get(answer["unit"])
        if answer["unit"]:
            yield _("thuộc đối tượng, tính tại: %(unit)s") % {"unit": _(UNIT_KINDS[kind]) if kind else answer["unit"]}
        else:
            yield _("không thuộc đối tượng")
    if answer.get("reason"):
        yield _("vì %(reason)s") % {"reason": _(REASONS[str(answer["reason"])])}


def _problems(rules: Pack, case: Case, answer: Table) -> Iterator[str]:
    found = [str(one).partition("@") for one in cast(list, answer.get("problems") or [])]
    fine = {"registration": N_("nộp được"), "report": N_("các số khớp nhau")}.get(case.kind, N_("ghi nhận được"))
    if not found:
        yield _(fine)
    for code, _at, field in found:
        sort, _dot, key = field.partition(".")
        names = {"group": rules.groups, "item": rules.criteria, "solution": rules.criteria, "points": rules.criteria}
        name = criterion(rules, key) if names.get(sort) is rules.criteria else title_of(names.get(sort, {}), key)
        said = _(PROBLEMS[code]) if code in PROBLEMS else code
        yield f"{said} ({name})" if key else said


def _offer(rules: Pack, _case: Case, answer: Table) -> Iterator[str]:
    if "keys" in answer:
        keys = cast(list, answer["keys"])
        yield _("được chọn trong %(num)s tiêu chí: %(names)s") % {"num": len(keys), "names": _criteria(rules, keys)}
    if "required" in answer:
        yield _("bắt buộc: %(names)s") % {"names": _criteria(rules, cast(list, answer["required"])) or "–"}
    for key, value in cast(Mapping, answer.get("wording") or {}).items():
        yield f"{criterion(rules, key)}: “{words(value)}”"


def _criteria(rules: Pack, keys: list) -> str:
    return ", ".join(criterion(rules, str(key)) for key in keys)


def _rate(rules: Pack, _case: Case, answer: Table) -> Iterator[str]:
    if "level" in answer:
        yield _("xếp loại: %(level)s") % {"level": level(rules, str(answer["level"] or ""))}
    if "computed" in answer and answer.get("computed") != answer.get("level"):
        yield _("tính theo điểm: %(level)s") % {"level": level(rules, str(answer["computed"] or ""))}
    if answer.get("total") is not None:
        yield _("tổng điểm: %(points)s") % {"points": words(answer["total"])}
    if answer.get("open"):
        yield _("còn chờ: %(open)s") % {"open": words(answer["open"])}
    if "steps" in answer:
        steps = [_(STEPS[one]) if one in STEPS else str(one) for one in cast(list, answer["steps"])]
        yield _("cách tính: %(steps)s") % {"steps": " → ".join(dict.fromkeys(steps)) or "–"}


def _variant(rules: Pack, case: Case, answer: Table) -> Iterator[str]:
    key = str(answer.get("variant") or "")
    stage = rules.stages[str(case.given["stage"])]
    yield (
        title_of(stage.variants, key)
        if key
        else _("theo cách thường lệ: %(stage)s") % {"stage": stage.title.in_(current())}
    )


def _undated(rules: Pack, _case: Case, answer: Table) -> Iterator[str]:
    names = "; ".join(milestone(rules, str(one)) for one in cast(list, answer.get("keys") or []))
    yield _("theo kỳ họp, không có ngày: %(names)s") % {"names": names or "–"}


def _reply(_rules: Pack, _case: Case, answer: Table) -> Iterator[str]:
    days, last = answer.get("days"), answer.get("last")
    if days:
        yield _("phản hồi trong %(days)s ngày") % {"days": days}
    if last:
        yield _("đến hết ngày %(day)s") % {"day": short_date(date.fromisoformat(str(last)))}
    if not days and not last:
        yield _("không có thời hạn phản hồi")


def _suggestions(rules: Pack, case: Case, answer: Table) -> Iterator[str]:
    found = rules.criteria[str(case.given["criterion"])]
    known = dict(found.suggestions)
    for advice in found.advice.values():
        known |= advice.suggestions
    keys = [str(one) for one in cast(list, answer.get("keys") or [])]
    yield from (words(known[key]) if key in known else key for key in keys)


def _targets(rules: Pack, _case: Case, answer: Table) -> Iterator[str]:
    for key, value in answer.items():
        one = value if isinstance(value, Mapping) else {}
        met = one.get("met")
        said = _("chưa có số liệu") if met == "open" else _("đạt") if met else _("chưa đạt")
        if "done" in one and "whole" in one:
            said = f"{said} ({words(one['done'])}/{words(one['whole'])})"
        yield f"{title_of(rules.targets, key)}: {said}"


def _data(_rules: Pack, _case: Case, answer: Table) -> Iterator[str]:
    for key, value in answer.items():
        if key == "requirement" and len(answer) > 1:
            continue
        if isinstance(value, Mapping) and set(value) == {"requirement"}:
            value = value["requirement"]
        if key in HIDDEN:
            continue
        said = _written(str(value)) if key in DATED else words(value)
        yield f"“{said}”" if key in ("title", "text", "vi") else f"{_(FACTS[key]) if key in FACTS else key}: {said}"


def _written(day: str) -> str:
    """A day or month as packs write it, the other way round: "15/12", "01/06/2020"."""
    return "/".join(reversed(day.split("-"))) if day not in ("", "None") else "–"


def _lint(_rules: Pack, _case: Case, answer: Table) -> Iterator[str]:
    found = [str(one) for one in cast(list, answer.get("open") or [])]
    if "open" in answer and not found:
        yield _("không còn điểm nào phải sửa")
    yield from (_finding(one) for one in found)
    for one in cast(list, answer.get("waived") or []):
        yield _("đã giải trình: %(what)s") % {"what": _finding(str(one))}


def _finding(address: str) -> str:
    code, _at, place = address.partition("@")
    said = _(FINDINGS[code]).rstrip(".") if code in FINDINGS else code
    return f"{said} ({place})" if place else said


ANSWERS: Mapping[str, Callable[[Pack, Case, Table], Iterator[str]]] = {
    "milestones": _milestones,
    "undated": _undated,
    "enrolment": _enrolment,
    "offer": _offer,
    "registration": _problems,
    "suggestions": _suggestions,
    "rate": _rate,
    "variant": _variant,
    "reply": _reply,
    "assessment": _problems,
    "report": _problems,
    "targets": _targets,
    "data": _data,
    "lint": _lint,
}
