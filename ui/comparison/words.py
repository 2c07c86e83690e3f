"""A comparison in words: values with their unit, states that are no number, the names of groups and orders."""

from fractions import Fraction

from babel import numbers

from core.comparison.facts import Cell, Indicator
from ui.comparison.asking import GROUPS
from ui.formats import EMPTY, number, percent
from ui.i18n import N_, _, current

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
    "no_data": N_("Tỉnh chưa công bố số liệu của năm này."),
    "crosswalk": N_("Đã tính theo bảng đối chiếu của Trung ương."),
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
    "none": N_("Không có chiều tốt, xấu; không xếp hạng."),
}
SUBJECT_NAMES = {"member": N_("Đoàn viên"), "cadre": N_("Cán bộ Đoàn")}
VIEW_NAMES = {"reported": N_("Như đã công bố"), "restated": N_("Quy về địa giới hiện nay")}
LEVEL_NAMES = {
    "excellent": N_("Tốt, xuất sắc"),
    "good": N_("Khá, tốt"),
    "completed": N_("Trung bình, hoàn thành"),
    "not_completed": N_("Yếu, không hoàn thành"),
}


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
        return percent(float(number_))
    return f"{numbers.format_decimal(float(number_), '#,##0.#', locale=current())}‰"


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
