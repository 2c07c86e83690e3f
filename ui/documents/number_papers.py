"""Documents made of numbers: yearly report, mid-phase and final review, completeness, pilot units. Pure."""

from collections.abc import Mapping, Sequence

from core.documents.queries import Numbers, Part
from core.packs.calendar import said
from ui.documents.framing import BLANK, Subject, paper
from ui.documents.paper import Block, Column, Line, Paper, Table, Words, one_line
from ui.documents.people_papers import TABLE_SIZE, levels_of
from ui.documents.report_paper import printed
from ui.i18n import N_

# What is typed into a report: the form's label, and the heading on paper.
SECTIONS: Mapping[str, tuple[str, str]] = {
    "grounds": (N_("Căn cứ ban hành"), "Căn cứ ban hành"),
    "carried_out": (N_("Công tác lãnh đạo, chỉ đạo, triển khai"), "Công tác lãnh đạo, chỉ đạo, triển khai"),
    "made_known": (N_("Công tác tuyên truyền"), "Công tác tuyên truyền"),
    "strengths": (N_("Ưu điểm"), "Ưu điểm"),
    "limits": (N_("Hạn chế"), "Hạn chế"),
    "causes": (N_("Nguyên nhân"), "Nguyên nhân"),
    "lessons": (N_("Bài học kinh nghiệm"), "Bài học kinh nghiệm"),
    "tasks": (N_("Nhiệm vụ, giải pháp thời gian tới"), "Nhiệm vụ, giải pháp thời gian tới"),
    "proposals": (N_("Kiến nghị, đề xuất"), "Kiến nghị, đề xuất"),
}
STATES = {"none": "Chưa gửi", "sent": "Đã gửi", "returned": "Bị trả lại", "recognised": "Đã công nhận"}
REPORTED_TO = (("Cấp ủy, chính quyền cùng cấp", "để b/c"),)


def yearly(of: Subject, total: Numbers, parts: Sequence[Part]) -> Paper:
    """Báo cáo kết quả năm: typed sections around what was counted."""
    blocks = [
        Words("I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO VÀ TUYÊN TRUYỀN", "heading"),
        *_typed(of, ("carried_out", "made_known")),
        Words("II. KẾT QUẢ THỰC HIỆN", "heading"),
        *_counted(of, total),
        *(_by_unit(of, total, parts) if parts else ()),
        Words("III. ĐÁNH GIÁ CHUNG", "heading"),
        *_typed(of, ("strengths", "limits", "causes")),
        Words("IV. NHIỆM VỤ VÀ KIẾN NGHỊ", "heading"),
        *_typed(of, ("tasks", "proposals")),
    ]
    about = ("Kết quả thực hiện", f"{of.scheme}, {of.period}")
    return paper(of, "BC", "BÁO CÁO", about, tuple(blocks), sent=REPORTED_TO)


def review(of: Subject, years: Sequence[tuple[int, Numbers]], parts: Sequence[Part], *, final: bool) -> Paper:
    """Báo cáo sơ kết or tổng kết: the same over the years of the phase, with what changed."""
    blocks = [
        Words("I. TÌNH HÌNH TRIỂN KHAI", "heading"),
        *_typed(of, ("carried_out", "made_known")),
        Words("II. KẾT QUẢ QUA CÁC NĂM", "heading"),
        _by_year(of, years),
        *_change(of, years),
        *(_by_unit(of, years[-1][1], parts) if parts and years else ()),
        Words("III. ĐÁNH GIÁ CHUNG", "heading"),
        *_typed(of, ("strengths", "limits", "causes", "lessons")),
        Words("IV. NHIỆM VỤ VÀ KIẾN NGHỊ", "heading"),
        *_typed(of, ("tasks", "proposals")),
    ]
    about = (f"{'Tổng kết' if final else 'Sơ kết'} thực hiện", f"{of.scheme}, {_span(of, years, final=final)}")
    return paper(of, "BC", "BÁO CÁO", about, tuple(blocks), sent=REPORTED_TO)


def completeness(of: Subject, parts: Sequence[Part]) -> Paper:
    """Danh sách đầy đủ: how far each unit directly below is, and whether its results came in."""
    heads = ("STT", "Đơn vị", f"Tổng số {of.people}", "Đã đăng ký", "Đã đánh giá", "Đã công nhận", "Còn thiếu",
             "Kết quả của đơn vị")  # fmt: skip
    sides = ("center", "left", *(["right"] * 5), "left")
    lines = []
    for number, part in enumerate(parts, 1):
        counts = part.numbers
        missing = counts.registered - counts.rated
        figures = map(printed, (counts.eligible, counts.registered, counts.rated, counts.recognised, missing))
        lines.append(Line((str(number), part.name, *figures, STATES[part.results])))
    columns = tuple(map(Column, (1.0, 6.0, 2.2, 2.0, 2.0, 2.2, 1.8, 3.0), sides))
    table = Table(columns=columns, heads=one_line(heads), lines=tuple(lines))
    done = sum(1 for part in parts if part.numbers.rated >= part.numbers.registered > 0)
    said = Words(f"Có {done}/{len(parts)} đơn vị đã đánh giá đủ số người đăng ký.", "plain")
    about = (f"Mức độ hoàn thành báo cáo {of.scheme}", of.period.capitalize())
    return paper(of, "", "DANH SÁCH", about, (table, said), lying=True, size=TABLE_SIZE)


def pilots(of: Subject, total: Numbers, parts: Sequence[Part]) -> Paper:
    """Báo cáo đơn vị chỉ đạo điểm: each pilot beside the whole."""
    blocks = [
        Words("I. KẾT QUẢ CỦA CÁC ĐƠN VỊ CHỈ ĐẠO ĐIỂM", "heading"),
        _figures(of, (*((part.name, part.numbers, "") for part in parts),
                      (f"Toàn {of.issuer.unit.name}", total, "strong")), "Đơn vị"),
        Words("II. NHẬN XÉT", "heading"),
        *_typed(of, ("strengths", "limits")),
        Words("III. KIẾN NGHỊ", "heading"),
        *_typed(of, ("proposals",)),
    ]  # fmt: skip
    about = ("Kết quả các đơn vị chỉ đạo điểm", f"{of.scheme}, {of.period}")
    return paper(of, "BC", "BÁO CÁO", about, tuple(blocks), sent=REPORTED_TO)


def share(part: int, whole: int) -> str:
    """12 of 40 is 30%; 1 of 3 is 33,3%."""
    if not whole:
        return "–"
    return f"{100 * part / whole:.1f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


def _typed(of: Subject, keys: Sequence[str]) -> list[Block]:
    """The typed sections with their headings; a dotted line where nothing was written."""
    found: list[Block] = []
    for number, key in enumerate(keys, 1):
        found.append(Words(f"{number}. {SECTIONS[key][1]}", "heading"))
        lines = [line.strip() for line in of.draft.sections.get(key, "").splitlines() if line.strip()]
        found += [Words(line) for line in lines or (BLANK * 3,)]
    return found


def _counted(of: Subject, total: Numbers) -> list[Block]:
    steps = (
        (f"Tổng số {of.people} thuộc diện thực hiện: {printed(total.eligible)} đồng chí"
         + (f", trong đó {printed(total.on_leave)} đồng chí nghỉ trong kỳ" if total.on_leave else "") + "."),
        f"Đăng ký thực hiện: {_of(total.registered, total.eligible)}; thẩm định: "
        f"{_of(total.validated, total.registered)}; tự đánh giá: {_of(total.self_assessed, total.registered)}.",
        f"Đã đánh giá, xếp mức: {_of(total.rated, total.registered)}; đã được công nhận: "
        f"{printed(total.recognised)} đồng chí.",
        "Kết quả xếp mức: " + "; ".join(
            f"{title}: {_of(count, total.rated)}" for title, count in zip(_titles(of), total.levels, strict=True)
        ) + ".",
    )  # fmt: skip
    return [Words(f"- {text}") for text in steps]


def _of(part: int, whole: int) -> str:
    return f"{printed(part)} đồng chí ({share(part, whole)})"


def _titles(of: Subject) -> list[str]:
    return list(levels_of(of).values())


def _by_unit(of: Subject, total: Numbers, parts: Sequence[Part]) -> tuple[Block, ...]:
    """Each unit below, the people whom the unit counts itself, and the sum."""
    unit, own = of.issuer.unit.name, less(total, parts)
    lines = [(f"Trực tiếp tại {unit}", own, "")] if own.eligible else []
    lines += [(part.name, part.numbers, "") for part in parts]
    figures = (*lines, ("Tổng cộng", total, "strong"))
    return Words("Kết quả theo đơn vị:", "plain"), _figures(of, figures, "Đơn vị")


def less(total: Numbers, parts: Sequence[Part]) -> Numbers:
    """What is left of a whole when the units below are taken away: the unit's own people."""
    kept = {
        name: getattr(total, name) - sum(getattr(part.numbers, name) for part in parts)
        for name in Numbers.__struct_fields__ if name != "levels"
    }  # fmt: skip
    columns = zip(*(part.numbers.levels for part in parts), strict=True) if parts else [()] * len(total.levels)
    levels = tuple(whole - sum(column) for whole, column in zip(total.levels, columns, strict=True))
    return Numbers(**kept, levels=levels)


def _span(of: Subject, years: Sequence[tuple[int, Numbers]], *, final: bool) -> str:
    """The time of a review: the whole phase at its end, up to this year in its middle."""
    period, year = of.rules.period, of.programme.year
    first = period.first or min((year, *(one for one, _counts in years)))
    if final:
        return f"giai đoạn {first} - {period.last or year}"
    return f"từ {said(period, first)} đến {of.period}" if first < year else of.period


def _by_year(of: Subject, years: Sequence[tuple[int, Numbers]]) -> Table:
    period = of.rules.period
    return _figures(of, tuple((said(period, year).capitalize(), counts, "") for year, counts in years), "Năm")


def _figures(of: Subject, lines: Sequence[tuple[str, Numbers, str]], first: str) -> Table:
    titles = _titles(of)
    heads = ("STT", first, "Tổng số", "Đăng ký", "Xếp mức", *titles)
    sides = ("center", "left", *(["right"] * (3 + len(titles))))
    widths = (1.1, 6.4, 1.7, 1.7, 1.6, *([1.6] * len(titles)))
    rows = []
    for number, (name, counts, look) in enumerate(lines, 1):
        figures = map(printed, (counts.eligible, counts.registered, counts.rated, *counts.levels))
        rows.append(Line(("" if look else str(number), name, *figures), look))
    return Table(columns=tuple(map(Column, widths, sides)), heads=one_line(heads), lines=tuple(rows))


def _change(of: Subject, years: Sequence[tuple[int, Numbers]]) -> list[Block]:
    """What changed from the first year to the last, in words."""
    if len(years) < 2:
        return []
    (first, then), (last, now) = years[0], years[-1]
    best = _titles(of)[0]
    pairs = (
        ("Tỷ lệ đăng ký", share(then.registered, then.eligible), share(now.registered, now.eligible)),
        ("Tỷ lệ được đánh giá trong số đăng ký", share(then.rated, then.registered), share(now.rated, now.registered)),
        (f"Tỷ lệ xếp mức {best}", share(then.levels[0], then.rated), share(now.levels[0], now.rated)),
    )
    start, end = said(of.rules.period, first), said(of.rules.period, last)
    return [Words(f"- {name}: {start} là {old}, {end} là {new}.") for name, old, new in pairs]
