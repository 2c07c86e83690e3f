"""The documents a unit can write of a programme: what each is called, what is read for it, who builds it."""

from collections.abc import Awaitable, Callable, Mapping

import msgspec

from core.access import Actor
from core.assessments import rules as assessing
from core.db.scope import Transaction
from core.documents import queries
from core.documents.rules import PHASES
from core.programmes import pilot_units
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.units.queries import Unit
from ui.documents import number_papers, people_papers
from ui.documents.framing import Subject
from ui.documents.paper import Paper
from ui.i18n import N_

Reader = Callable[[Transaction, Actor, Subject], Awaitable[Paper]]


class Kind(msgspec.Struct, frozen=True):
    """A document: its name and one sentence on it as msgids, the name of its icon, and who makes it."""

    title: str
    about: str
    mark: str
    make: Reader


async def _follow_up(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    return people_papers.follow_up(of, await queries.people(tx, actor, of.programme, of.issuer.unit))


async def _results(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    return people_papers.results(of, await queries.people(tx, actor, of.programme, of.issuer.unit))


async def _decision(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    found = await queries.recognised(tx, actor, of.programme, of.issuer.unit)
    first = next((one for one in found if one.decision_number), None)
    if first and not of.draft.number:  # the decision was named when the results were recognised
        draft = msgspec.structs.replace(of.draft, number=first.decision_number, dated_on=first.decision_dated)
        of = msgspec.structs.replace(of, draft=draft)
    return people_papers.decision(of, found)


async def _yearly(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    total = await queries.numbers(tx, actor, of.programme, of.issuer.unit)
    return number_papers.yearly(of, total, await queries.parts(tx, actor, of.programme, of.issuer.unit))


async def _mid(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    return await _review(tx, actor, of, final=False)


async def _final(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    return await _review(tx, actor, of, final=True)


async def _review(tx: Transaction, actor: Actor, of: Subject, *, final: bool) -> Paper:
    """Every year of the same programme up to this one."""
    years = [
        one for one in await programmes.listing(tx)
        if one.pack_id == of.programme.pack_id and one.year <= of.programme.year
    ]  # fmt: skip
    unit = of.issuer.unit
    over = [(one.year, await queries.numbers(tx, actor, one, unit)) for one in sorted(years, key=lambda one: one.year)]
    kept = [(year, counts) for year, counts in over if counts.eligible]
    return number_papers.review(of, kept, await queries.parts(tx, actor, of.programme, unit), final=final)


async def _commended(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    return people_papers.commended(of, await queries.commended(tx, actor, of.programme, of.issuer.unit))


async def _complete(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    return number_papers.completeness(of, await queries.parts(tx, actor, of.programme, of.issuer.unit))


async def _pilots(tx: Transaction, actor: Actor, of: Subject) -> Paper:
    unit, found = of.issuer.unit, await pilot_units.of_programme(tx, of.programme)
    ids = {one.unit_id: one.path for one in found.marked}
    ids |= {one.match.found.id: one.match.found.path for one in found.named if one.match.found}
    below = [unit_id for unit_id, path in ids.items() if path.startswith(unit.path)]
    total = await queries.numbers(tx, actor, of.programme, unit)
    return number_papers.pilots(of, total, await queries.parts(tx, actor, of.programme, unit, below))


KINDS: Mapping[str, Kind] = {
    "theo-doi": Kind(N_("Bảng theo dõi"), N_("Từng người của đơn vị đã làm đến bước nào, ngày nào."), "list-check",
                     _follow_up),
    "ket-qua": Kind(N_("Danh sách kết quả"), N_("Kết quả của người trong đơn vị, để gửi cấp trên công nhận."),
                    "file-text", _results),
    "quyet-dinh": Kind(N_("Quyết định công nhận"), N_("Quyết định kèm danh sách người đã được đơn vị này công nhận."),
                       "rosette-discount-check", _decision),
    "bao-cao": Kind(N_("Báo cáo kết quả năm"), N_("Số liệu điền sẵn, phần nhận xét đơn vị tự viết."), "file-text",
                    _yearly),
    "so-ket": Kind(N_("Báo cáo sơ kết giữa giai đoạn"), N_("Số liệu từ đầu giai đoạn đến nay, điền sẵn."), "history",
                   _mid),
    "tong-ket": Kind(N_("Báo cáo tổng kết giai đoạn"), N_("Số liệu cả giai đoạn, điền sẵn, so sánh qua các năm."),
                     "history", _final),
    "tuyen-duong": Kind(N_("Danh sách tuyên dương, khen thưởng"), N_("Từ sổ tuyên dương của đơn vị và cấp dưới."),
                        "award", _commended),
    "day-du": Kind(N_("Danh sách mức độ hoàn thành"), N_("Đơn vị nào đã gửi kết quả, đơn vị nào còn thiếu."),
                   "circle-check", _complete),
    "chi-dao-diem": Kind(N_("Báo cáo đơn vị chỉ đạo điểm"), N_("Đơn vị chỉ đạo điểm so với toàn đơn vị."), "flag",
                         _pilots),
}  # fmt: skip


def offered(programme: Programme, unit: Unit) -> tuple[str, ...]:
    """The documents that make sense for a unit in a programme: reviews where a milestone asks for them, results where
    people are rated, lists of units where there can be units below."""
    lowest = unit.kind in ("branch", "grassroots_branch", "subbranch")
    rules = programme.rules
    left_out = {key for key, act in PHASES.items() if programme.due(act) is None}
    if not assessing.rates(rules):
        left_out |= {"ket-qua", "quyet-dinh", "theo-doi", "bao-cao", "day-du"}
    if not pilot_units.follows(rules):
        left_out.add("chi-dao-diem")
    if not any(one.kind == "commendation" for one in rules.registers.values()):
        left_out.add("tuyen-duong")
    if lowest:
        left_out |= {"quyet-dinh", "day-du", "chi-dao-diem"}
    return tuple(key for key in KINDS if key not in left_out)
