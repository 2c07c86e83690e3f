"""A comparison in words: values with their unit, states that are no number, the names of groups and orders."""

from fractions import Fraction
from typing import TYPE_CHECKING

from babel import numbers

from core.comparison.facts import Cell, Indicator
from ui.comparison.asking import GROUPS
from ui.formats import EMPTY, number
from ui.i18n import N_, _, current, pgettext

if TYPE_CHECKING:
    from ui.comparison.view import Headline

STATES = {
    "not_measured": N_("Chưa đo"),
    "hidden": N_("Không công bố: nhóm nhỏ"),
    "missing": N_("Chưa có số liệu"),
}
SHORT_STATES = {"not_measured": N_("chưa đo"), "hidden": N_("ẩn"), "missing": N_("thiếu")}
NOTES = {
    "small_group": N_("Dưới 10 người được đánh giá nên không công bố."),
    "small_class": N_("Một nhóm mức chỉ có 1 hoặc 2 người nên chỉ công bố tổng số."),
    "not_comparable": N_("Thang xếp loại của bộ quy tắc này được coi là không so sánh được."),
    "no_source": N_("Bộ quy tắc của tỉnh không có trường nào để đo chỉ số này."),
    "no_data": N_("Chưa có số liệu của năm này."),
    "partial": N_("Một phần địa bàn chưa có số liệu nên không xếp hạng."),
    "crosswalk": N_("Đã tính theo bảng quy đổi của Trung ương."),
}
GROUP_NAMES = {
    "": N_("Mọi tỉnh, thành phố"),
    "province": N_("Các tỉnh"),
    "city": N_("Các thành phố"),
    "other": N_("Đoàn trực thuộc khác"),
}
ORDER_NAMES = {
    "hang": N_("Cao trước"),
    "cuoi": N_("Thấp trước"),
    "ten": N_("Theo tên"),
    "mau-so": N_("Theo số người"),
    "do-phu": N_("Theo độ phủ"),
    "thay-doi": N_("Theo thay đổi thứ hạng"),
}
DIRECTIONS = {
    "more": N_("Càng cao càng tốt; hạng 1 là cao nhất."),
    "less": N_("Càng thấp càng tốt; hạng 1 là thấp nhất."),
    "none": N_("Không nói lên tốt hay xấu; thứ hạng chỉ theo giá trị."),
}
SUBJECT_NAMES = {"member": N_("Đoàn viên"), "cadre": N_("Cán bộ Đoàn")}
LEVEL_NAMES = {
    "excellent": N_("Xuất sắc"),
    "good": N_("Tốt"),
    "completed": N_("Hoàn thành"),
    "not_completed": N_("Không hoàn thành"),
}
SOURCES = {  # what a numerator rests on, as the pages call it
    "units_implementing": N_("phiếu đăng ký của từng đơn vị"),
    "registered": N_("phiếu đăng ký rèn luyện đã nộp"),
    "validated": N_("bước thẩm định phiếu đăng ký"),
    "rated": N_("kết quả xếp loại cuối năm"),
    "level": N_("mức xếp loại cuối năm"),
    "registered_late": N_("ngày nộp phiếu so với hạn của tỉnh"),
    "register:commendation": N_("sổ theo dõi khen thưởng"),
    "reports_on_time": N_("ngày nộp báo cáo so với hạn"),
}
VIEW_NAMES = {"reported": N_("Như đã công bố"), "restated": N_("Quy về địa giới hiện nay")}


def source(indicator: Indicator, pack: str) -> str:
    """What the numerator rests on in a pack, in words; "chưa đo" where the pack has nothing to count."""
    key = indicator.sources.get(pack, indicator.source)
    return _(SOURCES[key]) if key else _("chưa đo")


def group_name(group: str, regions: dict[str, str]) -> str:
    """A type of province or a region in words; regions are proper names."""
    return regions[group] if group in regions else _(GROUP_NAMES.get(group, ""))


def groups(regions: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What may be chosen: (group, name), all first."""
    return tuple((group, group_name(group, regions)) for group in ("", *GROUPS.values()))


def value(indicator: Indicator, cell: Cell) -> str:
    """71,4%, or 12,3‰ of "per_thousand"; the state in words where there is no number."""
    if cell.value is None:
        return _(STATES.get(cell.state, "Chưa có số liệu"))
    return amount(indicator, cell.value)


def short_value(indicator: Indicator, cell: Cell) -> str:
    """The same for a tile."""
    if cell.value is None:
        return _(SHORT_STATES.get(cell.state, "thiếu"))
    return amount(indicator, cell.value)


def amount(indicator: Indicator, number_: Fraction) -> str:
    """A value with its unit."""
    if indicator.unit == "percent":
        return share(number_)
    return f"{numbers.format_decimal(float(number_), '#,##0.#', locale=current())}‰"


def share(ratio: Fraction | float) -> str:
    """80,0%: always one decimal, so that columns align; what is not all of it never reads 100,0%."""
    kept = min(float(ratio), 0.999) if ratio < 1 else float(ratio)
    return numbers.format_percent(kept, "#,##0.0%", locale=current())


def border(indicator: Indicator, bound: Fraction) -> str:
    """A border of a colour class: whole where it can be."""
    return number(float(bound)) + ("%" if indicator.unit == "percent" else "‰")


def interval(indicator: Indicator, cell: Cell) -> str:
    """The 95 % interval: "58–71%"; '' where none is given."""
    if cell.low is None or cell.high is None:
        return ""
    scale = 100 if indicator.unit == "percent" else 1000
    low, high = (numbers.format_decimal(bound * scale, "#,##0", locale=current()) for bound in (cell.low, cell.high))
    return f"{low}–{high}{'%' if indicator.unit == 'percent' else '‰'}"


def part(cell: Cell) -> str:
    """12.345/20.000; a dash where unknown."""
    if cell.numerator is None or cell.denominator is None:
        return EMPTY if cell.denominator is None else f"–/{number(cell.denominator)}"
    return f"{number(cell.numerator)}/{number(cell.denominator)}"


def subject_of(subject: str) -> str:
    """Members or cadres."""
    return _(SUBJECT_NAMES[subject])


def people_of(subject: str) -> str:
    """Many of them, after a number."""
    return pgettext("nhiều người", "đoàn viên") if subject == "member" else pgettext("nhiều người", "cán bộ Đoàn")


def summary(title: str, year: int, head: "Headline") -> str:
    """The picture in one or two sentences, for whoever does not see it."""
    facts = {"title": title, "year": year, "value": head.text, "num": head.with_value, "of": head.of}
    first = _("%(title)s năm %(year)s: cả nước %(value)s, có số liệu của %(num)s/%(of)s đơn vị.") % facts
    if head.first is None or head.last is None:
        return first
    ends = {"best": head.first.name, "high": head.first.text, "worst": head.last.name, "low": head.last.text}
    return first + " " + _("Đứng đầu là %(best)s (%(high)s), đứng cuối là %(worst)s (%(low)s).") % ends


def crosswalk(version: int) -> str:
    """Which mapping of levels a comparison was made by."""
    if version == 0:
        return _("Theo mức quốc gia mà mỗi bộ quy tắc tự khai; Trung ương chưa điều chỉnh.")
    return _("Phiên bản %(number)s của Trung ương.") % {"number": version}


# A title, why it is asked, how it is found: questions, never verdicts.
SIGNALS = {
    "all_best": (
        N_("Mọi người đều ở mức cao nhất?"),
        N_("Một tập thể lớn mà không ai thấp hơn mức cao nhất thì nên hỏi việc đánh giá đã diễn ra thế nào."),
        N_("Hỏi khi %(share)s người được xếp loại ở mức cao nhất, trong nhóm từ %(least)s người trở lên."),
    ),
    "no_returns": (
        N_("Không trả lại phiếu nào?"),
        N_("Thẩm định mà không phiếu nào phải sửa có thể là rất tốt, cũng có thể là không đọc."),
        N_("Hỏi khi không phiếu nào bị trả lại, trong số từ %(least)s phiếu đã xét trở lên."),
    ),
    "last_day": (
        N_("Dồn vào ngày cuối?"),
        N_("Phần lớn đăng ký đúng vào ngày cuối thường là đăng ký thay, hoặc đợt vận động đến quá muộn."),
        N_("Hỏi khi từ %(share)s số đăng ký đúng hạn dồn vào ngày cuối, trong số từ %(least)s phiếu trở lên."),
    ),
    "same_texts": (
        N_("Nội dung giống hệt nhau?"),
        N_("Giải pháp chép nhau thì chưa phải của từng người. Trung ương chỉ nhận số đếm, không nhận câu chữ."),
        N_("Hỏi khi từ %(share)s giải pháp có ít nhất năm người viết giống từng chữ, trong số từ %(least)s giải pháp."),
    ),
}
