"""Documents that name people: the follow-up table, the list of results, the decision that recognises them, the list of
those commended. Pure."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import msgspec

from core.documents.queries import Commended, Person
from core.packs.patching import active
from ui.documents.framing import BLANK, Subject, paper
from ui.documents.paper import Block, Column, Line, Paper, Table, Words, one_line
from ui.formats import official_date, short_paper_date
from ui.papers.values import TITLES

STATES = {
    "enrolled": "Chưa đăng ký", "draft": "Chưa đăng ký", "submitted": "Chờ thẩm định", "returned": "Bị trả lại",
    "validated": "Đã thẩm định", "rated": "Đã xếp mức", "recognised": "Đã công nhận",
}  # fmt: skip
PRESENCE = {"on_leave": "Nghỉ trong kỳ", "left": "Đã thôi"}
TABLE_SIZE = 13


def follow_up(of: Subject, people: Sequence[Person]) -> Paper:
    """Bảng theo dõi: each of the unit's people with the days of his steps."""
    heads = ("STT", "Họ và tên", "Chức vụ", "Đăng ký", "Thẩm định", "Tự đánh giá", "Kết quả", "Tình trạng", "Ghi chú")
    sides = ("center", "left", "left", "center", "center", "center", "center", "left", "left")
    columns = tuple(map(Column, (1.0, 4.8, 4.4, 2.2, 2.2, 2.2, 2.1, 2.5, 1.9), sides))
    lines = tuple(
        Line((
            str(number), one.name, TITLES.get(one.title, ""), short_paper_date(one.submitted_at),
            short_paper_date(one.validated_at), short_paper_date(one.self_at), level(of, one),
            PRESENCE.get(one.presence) or STATES.get(one.state, ""), "Trễ hạn" if one.late else "",
        ))
        for number, one in enumerate(people, 1)
    )  # fmt: skip
    about = (f"Thực hiện {of.scheme}", of.period.capitalize())
    table = Table(columns=columns, heads=one_line(heads), lines=lines)
    return paper(of, "", "BẢNG THEO DÕI", about, (table, *_counted(of, people)), lying=True, size=TABLE_SIZE)


def results(of: Subject, people: Sequence[Person]) -> Paper:
    """Danh sách kết quả: who has which level, for the unit above to recognise."""
    kept = [one for one in people if one.presence == "present"]
    about = (f"Kết quả {of.scheme}", of.period.capitalize())
    blocks = (_levels_table(of, kept), *_counted(of, kept))
    sent = (("Cấp ủy cùng cấp", "để b/c"),)
    return paper(of, "", "DANH SÁCH", about, blocks, sent=sent, size=TABLE_SIZE)


def decision(of: Subject, people: Sequence[Person]) -> Paper:
    """Quyết định công nhận: its grounds, its articles, and the list of those recognised."""
    body = "BAN THƯỜNG VỤ" if of.issuer.unit.standing else "BAN CHẤP HÀNH"
    unit = of.issuer.unit.name
    grounds = of.draft.sections.get("grounds") or _grounds(of)
    scheme = f"{of.scheme} {of.period}"
    blocks: list[Block] = [Words(f"{body} {unit.upper()}", "centre")]
    blocks += [Words(line.strip()) for line in grounds.splitlines() if line.strip()]
    blocks += [
        Words("QUYẾT ĐỊNH:", "centre"),
        Words(f"Điều 1. Công nhận kết quả {scheme} của {len(people)} đồng chí (có danh sách kèm theo)."),
        Words(f"Điều 2. Kết quả này là cơ sở để đánh giá, xếp loại {of.people} {of.period}."),
        Words(f"Điều 3. {unit}, các đơn vị trực thuộc và các đồng chí có tên tại Điều 1 thi hành Quyết định này."),
    ]
    sent = (("Cấp ủy cùng cấp", "để b/c"), ("Như Điều 3", "để t/h"))
    about = ("Về việc công nhận kết quả", scheme)
    made = paper(of, "QĐ", "QUYẾT ĐỊNH", about, tuple(blocks), sent=sent)
    titles = ("DANH SÁCH", f"Kèm theo Quyết định {made.number[:1].lower()}{made.number[1:]}, {made.dateline}")
    listed = (*(Words(text, "centre") for text in titles), _levels_table(of, people, by_unit=True))
    return msgspec.structs.replace(made, attached=(*listed, *_counted(of, people)))


def commended(of: Subject, entries: Sequence[Commended]) -> Paper:
    """Danh sách tuyên dương, khen thưởng, by unit."""
    heads = ("STT", "Họ và tên", "Thành tích", "Ngày", "Hình thức", "Quyết định")
    sides = ("center", "left", "left", "center", "left", "left")
    columns = tuple(map(Column, (1.1, 4.4, 5.4, 2.5, 2.8, 3.2), sides))
    lines: list[Line] = []
    for unit, group in groupby(entries, key=lambda one: one.unit):
        lines.append(Line((unit,), "over"))
        for one in group:
            number = sum(1 for line in lines if line.look != "over") + 1
            day = f"{one.happened_on:%d/%m/%Y}"
            lines.append(Line((str(number), one.name, one.about, day, one.award.form, _decided(one))))
    table = Table(columns=columns, heads=one_line(heads), lines=tuple(lines))
    total = Words(f"Danh sách có {len(entries)} lượt tuyên dương, khen thưởng.", "note")
    about = (f"Tuyên dương, khen thưởng trong thực hiện {of.scheme}", of.period.capitalize())
    sent = (("Cấp ủy cùng cấp", "để b/c"),)
    return paper(of, "", "DANH SÁCH", about, (table, total), sent=sent, size=TABLE_SIZE)


def _decided(one: Commended) -> str:
    """The decision's number and day, as far as they are known."""
    day = f"ngày {one.award.dated:%d/%m/%Y}" if one.award.dated else ""
    return " ".join(part for part in (one.award.number, day) if part)


def level(of: Subject, one: Person) -> str:
    """The person's level in the scale's words; nothing where there is none."""
    return levels_of(of).get(one.level or "", "")


def levels_of(of: Subject) -> Mapping[str, str]:
    """The scale's levels by key, the best first."""
    return {key: one.title.vi for key, one in active(of.rules.scale.levels).items()}


def _levels_table(of: Subject, people: Sequence[Person], *, by_unit: bool = False) -> Table:
    scored = any(one.points is not None for one in people)
    heads = ("STT", "Họ và tên", "Chức vụ", *(("Điểm",) if scored else ()), "Kết quả", "Ghi chú")
    widths = (1.1, 5.0, 4.9, *((1.7,) if scored else ()), 2.4, 2.4)
    sides = ("center", "left", "left", *(("center",) if scored else ()), "center", "left")
    lines: list[Line] = []
    number = 0
    for unit, group in groupby(people, key=lambda one: one.unit):
        if by_unit:
            lines.append(Line((unit,), "over"))
        for one in group:
            number += 1
            points = (_points(one.points),) if scored else ()
            title = TITLES.get(one.title, "")
            lines.append(Line((str(number), one.name, title, *points, level(of, one), "")))
    return Table(columns=tuple(map(Column, widths, sides)), heads=one_line(heads), lines=tuple(lines))


def _counted(of: Subject, people: Sequence[Person]) -> tuple[Words, ...]:
    """How many there are of each level, in one sentence."""
    counts = [(title, sum(1 for one in people if one.level == key)) for key, title in levels_of(of).items()]
    rated = "; ".join(f"{title}: {count}" for title, count in counts)
    return (Words(f"Tổng số: {len(people)} đồng chí. {rated}.", "plain"),)


def _grounds(of: Subject) -> str:
    """The grounds that every such decision has, where nobody typed others."""
    programme = of.programme
    dated = f", {official_date(programme.plan_dated)}" if programme.plan_dated else ""
    number = f" số {programme.plan_number}" if programme.plan_number else f" {BLANK}"
    return "\n".join((
        "Căn cứ Điều lệ Đoàn TNCS Hồ Chí Minh;",
        f"Căn cứ Kế hoạch{number}{dated} của {programme.plan_issuer or 'Ban Thường vụ'} về {of.scheme};",
        "Xét đề nghị của các đơn vị trực thuộc,",
    ))  # fmt: skip


def _points(hundredths: int | None) -> str:
    return "" if hundredths is None else f"{hundredths / 100:g}".replace(".", ",")
