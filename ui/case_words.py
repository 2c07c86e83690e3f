"""A worked case in words: what is given, what is expected, and what the rules say instead."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import cast

from msgspec import Struct

from core.configurations.cases import Outcome
from core.packs.case_kinds import PERSON
from core.packs.cases import UNREADABLE, Case
from core.packs.schema import Pack
from core.packs.text import Text
from ui import case_answers
from ui.case_names import criterion, level, register, stage, stretch_of_path, title_of
from ui.formats import date_time, number, short_date
from ui.i18n import N_, _, ngettext
from ui.messages import FINDINGS
from ui.terms import KINDS as UNIT_KINDS
from ui.terms import OCCUPATIONS, TITLES

Table = Mapping[str, object]
TOPICS = {
    "milestones": N_("Ngày, hạn"),
    "undated": N_("Ngày, hạn"),
    "enrolment": N_("Đối tượng"),
    "offer": N_("Tiêu chí, phiếu đăng ký"),
    "registration": N_("Tiêu chí, phiếu đăng ký"),
    "suggestions": N_("Tiêu chí, phiếu đăng ký"),
    "rate": N_("Đánh giá, xếp loại"),
    "reply": N_("Đánh giá, xếp loại"),
    "variant": N_("Đánh giá, xếp loại"),
    "assessment": N_("Đánh giá, xếp loại"),
    "report": N_("Báo cáo, chỉ tiêu"),
    "targets": N_("Báo cáo, chỉ tiêu"),
    "data": N_("Đúng lời văn bản"),
    "lint": N_("Kiểm tra bộ quy tắc"),
}


class Told(Struct, frozen=True, kw_only=True):
    """A case for people: `given` is the situation, `wanted` what should come of it, `got` what came instead (empty
    where it passed), `faults` why the case itself proves nothing."""

    outcome: Outcome
    topic: str
    given: str
    wanted: tuple[str, ...]
    got: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def told(rules: Pack, outcome: Outcome) -> Told:
    """The case in the active language; never fails on a strange case, which then speaks for itself."""
    case, result = outcome.case, outcome.result
    topic = _(TOPICS.get(case.kind, N_("Khác")))
    faults = tuple(_(FINDINGS[one.code]) if one.code in FINDINGS else one.code for one in result.errors)
    if case.kind not in TOPICS or case.kind == UNREADABLE:
        return Told(outcome=outcome, topic=topic, given=case.title, wanted=(), faults=faults)
    try:
        wanted = case_answers.lines(rules, case, case.expect)
        said = () if result.passed else case_answers.lines(rules, case, _asked(case.expect, result.answer))
        got = tuple(line for line in said if line not in wanted) or said
        given = given_words(rules, case)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return Told(outcome=outcome, topic=topic, given=case.title, wanted=(), got=(result.difference,), faults=faults)
    got = () if faults else got or (() if result.passed else (result.difference,))
    return Told(outcome=outcome, topic=topic, given=given, wanted=wanted, got=got, faults=faults)


def given_words(rules: Pack, case: Case) -> str:
    """The situation in one sentence."""
    words = GIVEN[case.kind](rules, case.given)
    if case.edits or case.remove:
        words = _("%(given)s, khi sửa thử quy tắc") % {"given": words}
    return words[:1].upper() + words[1:]


def person(given: Table) -> str:
    """Who is meant: "sinh viên, 17 tuổi, Bí thư (Chi đoàn)"; '' where nothing is known."""
    parts = []
    if isinstance(seat := given.get("seat"), Mapping):
        parts.append(seat_words(seat))
    if given.get("occupation"):
        parts.append(_(OCCUPATIONS[str(given["occupation"])]).lower())
    if given.get("age") is not None:
        parts.append(_("%(age)s tuổi") % {"age": given["age"]})
    return ", ".join(parts)


def seat_words(seat: Table) -> str:
    """One position: "Bí thư (Chi đoàn)", "Cán bộ chuyên trách (Cấp tỉnh), chuyên trách"."""
    kind, title = _(UNIT_KINDS[str(seat["unit_kind"])]), _(TITLES[str(seat["title"])])
    words = f"{title} ({kind})"
    return _("%(seat)s, chuyên trách") % {"seat": words} if seat.get("full_time") else words


def _asked(expect: object, answer: object) -> dict[str, object]:
    """The part of the answer that the case speaks about."""
    if not isinstance(expect, Mapping) or not isinstance(answer, Mapping):
        return {}
    if "refused" in answer:
        return {"refused": answer["refused"]}
    found = {}
    for key, value in expect.items():
        inside = answer.get(key)
        deeper = isinstance(value, Mapping) and isinstance(inside, Mapping) and not set(inside) <= {"vi", "en"}
        found[key] = _asked(value, inside) if deeper else inside
    return found


def _year(rules: Pack, given: Table) -> str:
    year = int(str(given["year"]))
    spans = rules.period.starts != "01-01"
    shown = f"{year}–{year + 1}" if spans else str(year)
    words = _("năm học %(year)s") if rules.period.kind == "school_year" else _("năm %(year)s")
    return words % {"year": shown}


def _milestones(rules: Pack, given: Table) -> str:
    if "at" not in given:
        return _year(rules, given)
    at = given["at"]
    day = short_date(at) if isinstance(at, date) else str(at)
    return _("%(year)s, xem vào ngày %(day)s") % {"year": _year(rules, given), "day": day}


def _enrolment(rules: Pack, given: Table) -> str:
    seats = cast(list, given.get("seats", []))
    if seats:
        return _("người giữ chức danh: %(seats)s") % {"seats": "; ".join(seat_words(one) for one in seats)}
    if isinstance(member := given.get("membership"), Mapping):
        return _("đoàn viên ở đơn vị loại %(kind)s") % {"kind": _(UNIT_KINDS[str(member["unit_kind"])])}
    return _("người không giữ chức danh nào")


def _registration(rules: Pack, given: Table) -> str:
    items = cast(Mapping, given["items"])
    count = ngettext("phiếu có %(num)s tiêu chí", "phiếu có %(num)s tiêu chí", len(items)) % {"num": len(items)}
    names = ", ".join(criterion(rules, key) for key in list(items)[:4]) + ("…" if len(items) > 4 else "")
    words = f"{count} ({names})" if items else count
    who = person(given)
    return _("%(sheet)s của %(person)s") % {"sheet": words, "person": who} if who else words


def _offer(rules: Pack, given: Table) -> str:
    return person(given) or _("người chưa rõ công việc, độ tuổi")


def _suggestions(rules: Pack, given: Table) -> str:
    who = person({name: given[name] for name in PERSON if name in given})
    words = _("gợi ý cho tiêu chí “%(criterion)s”") % {"criterion": criterion(rules, str(given["criterion"]))}
    return f"{words}, {who}" if who else words


def _rate(rules: Pack, given: Table) -> str:
    parts = []
    items = [one for one in cast(Mapping, given.get("items", {})).values() if isinstance(one, Mapping)]
    scored = [float(one["given"]) for one in items if one.get("given") is not None]
    if items:
        said = number(round(sum(scored), 2)) if len(scored) == len(items) else _("chưa đủ điểm")
        parts.append(_("tổng điểm %(points)s") % {"points": said})
    if given.get("level"):
        parts.append(_("tập thể đánh giá mức “%(level)s”") % {"level": level(rules, str(given["level"]))})
    for key, met in cast(Mapping, given.get("prerequisites", {})).items():
        name = title_of(rules.scale.prerequisites, key)
        parts.append((_("đạt điều kiện “%(name)s”") if met else _("không đạt điều kiện “%(name)s”")) % {"name": name})
    for key, count in cast(Mapping, given.get("violations", {})).items():
        parts.append(_("%(count)s lần trong sổ “%(book)s”") % {"count": count, "book": register(rules, key)})
    if given.get("registered") is False:
        parts.append(_("không đăng ký nội dung nào"))
    if given.get("carried_out") is False:
        parts.append(_("không thực hiện nội dung đã đăng ký"))
    missing = [stage(rules, str(one)) for one in cast(list, given.get("missing", []))]
    if missing:
        parts.append(_("chưa có ý kiến: %(stages)s") % {"stages": ", ".join(missing)})
    return ", ".join(parts) or _("chưa có gì để đánh giá")


def _variant(rules: Pack, given: Table) -> str:
    words = _("chi đoàn có %(num)s đoàn viên") % {"num": given["members"]}
    if not given.get("declared"):
        return words
    variants = rules.stages[str(given["stage"])].variants.values()
    declared: dict[str, Text] = {key: one for variant in variants for key, one in variant.declared.items()}
    ground = declared.get(str(given["declared"]))
    return f"{words}, {case_answers.words(ground) if ground else given['declared']}"


def _assessment(rules: Pack, given: Table) -> str:
    words = _("bước “%(stage)s”") % {"stage": stage(rules, str(given["stage"]))}
    if given.get("level"):
        words = _("%(step)s cho mức “%(level)s”") % {"step": words, "level": level(rules, str(given["level"]))}
    if given.get("votes"):
        votes = cast(list, given["votes"])
        words = _("%(step)s, %(for)s phiếu thuận, %(against)s phiếu chống") % {
            "step": words, "for": votes[0], "against": votes[1],
        }  # fmt: skip
    return words


def _report(rules: Pack, given: Table) -> str:
    report = rules.reports[str(given["report"])]
    pairs = cast(Mapping, given["values"]).items()
    cells = "; ".join(f"{title_of(report.columns, key)}: {value}" for key, value in pairs)
    return _("dòng báo cáo %(cells)s") % {"cells": cells}


def _targets(rules: Pack, given: Table) -> str:
    names = [title_of(rules.targets, key) for key in cast(Mapping, given["figures"])]
    return _("số liệu của chỉ tiêu: %(names)s") % {"names": "; ".join(names)}


def _data(rules: Pack, given: Table) -> str:
    return stretch_of_path(rules, str(given.get("at", "")))


def _reply(rules: Pack, given: Table) -> str:
    return _("mức xếp loại được ghi lúc %(when)s") % {"when": date_time(cast(datetime, given["at"]))}


def _lint(rules: Pack, given: Table) -> str:
    return _("soát toàn bộ quy tắc")


GIVEN: Mapping[str, Callable[[Pack, Table], str]] = {
    "milestones": _milestones,
    "undated": _milestones,
    "enrolment": _enrolment,
    "offer": _offer,
    "registration": _registration,
    "suggestions": _suggestions,
    "rate": _rate,
    "variant": _variant,
    "reply": _reply,
    "assessment": _assessment,
    "report": _report,
    "targets": _targets,
    "data": _data,
    "lint": _lint,
}
