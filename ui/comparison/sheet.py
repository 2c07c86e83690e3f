"""A comparison as a document to take away: the numbers, and with them what they mean."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from core.comparison import provinces
from core.comparison.facts import Cell, Comparison
from ui.comparison import words
from ui.comparison.frame import pack_name
from ui.formats import ZONE, date_time
from ui.i18n import _, current

Value = str | int | float | None


class Column(Struct, frozen=True):
    """A column: its name for machines, its heading, its width in letters, and how a number is written."""

    key: str
    head: str
    width: int
    form: str = ""  # "percent", "number" or ""


class Sheet(Struct, frozen=True, kw_only=True):
    """The document; `about` are (label, words), `meaning` the definitions, `rows` in the order of the columns."""

    title: str
    name: str
    about: tuple[tuple[str, str], ...]
    meaning: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    nation: tuple[Value, ...]
    synthetic: str


def sheet(found: Comparison, names: Mapping[str, str], address: str, subject: str, scope: str) -> Sheet:
    """The document of an answer; `address` is the permalink, `subject` and `scope` are in words."""
    one, asked = found.indicator, found.question
    title = one.title.in_(current())
    marked = sum(1 for cell in found.cells if cell.synthetic)
    as_of = [cell.as_of for cell in found.cells if cell.as_of]
    return Sheet(
        title=_("%(title)s, năm %(year)s") % {"title": title, "year": asked.year},
        name=f"so-sanh-{asked.indicator.replace('_', '-')}-{asked.year}",
        about=(
            (_("Chỉ số"), title),
            (_("Năm"), str(asked.year)),
            (_("Đối tượng"), subject),
            (_("Phạm vi"), scope),
            (_("Bộ quy tắc"), pack_name(asked.pack) if asked.pack else _("Mọi bộ quy tắc")),
            (_("Địa giới"), _(words.VIEW_NAMES[asked.view])),
            (_("Tính đến"), date_time(max(as_of, default=None))),
            (_("Thiếu số liệu"), ", ".join(_name(code, names) for code in found.missing) or _("không tỉnh nào")),
            (_("Liên kết cố định"), address),
        ),
        meaning=_meaning(found),
        columns=_columns(one.unit),
        rows=tuple(_row(cell, _name(cell.province, names), one.unit) for cell in _ranked(found.cells)),
        nation=_row(found.nation, scope, one.unit),
        synthetic=_synthetic(marked, len(found.cells)),
    )  # fmt: skip


def _synthetic(count: int, of: int) -> str:
    if not count:
        return ""
    words_ = _("Dữ liệu tổng hợp giả lập cho %(num)s/%(of)s đơn vị: để trình diễn, không phải kết quả thật.")
    return words_ % {"num": count, "of": of}


def _meaning(found: Comparison) -> tuple[tuple[str, str], ...]:
    one = found.indicator
    packs = sorted({pack for cell in found.cells for pack in cell.packs})
    return (
        (_("Định nghĩa"), one.definition.in_(current())),
        (_("Tử số"), one.numerator.in_(current())),
        (_("Mẫu số"), one.denominator.in_(current())),
        (_("Độ phủ"), one.coverage.in_(current())),
        (_("Đơn vị tính"), _("phần trăm") if one.unit == "percent" else _("trên 1.000 người")),
        (_("Chiều"), _(words.DIRECTIONS[one.direction])),
        (_("Có từ năm"), str(one.since)),
        (_("Bảng quy đổi mức"), words.crosswalk(found.crosswalk)),
        *(
            (_("Nguồn: %(pack)s") % {"pack": pack_name(pack)}, words.source(one, pack))
            for pack in packs
        ),
        (_("Chưa đo"), _("Ô trống với trạng thái “chưa đo” không phải là bằng không.")),
        (_("Khoảng tin cậy"), _("Khoảng Wilson 95%% khi mẫu số dưới 100 người.") % ()),
        (
            _("Quy tắc công bố"),
            _("Nhóm dưới 10 người không công bố; 10–49 người chỉ hai nhóm mức; từ 50 người đủ bốn mức."),
        ),
    )


def _columns(unit: str) -> tuple[Column, ...]:
    share = "percent" if unit == "percent" else "number"
    return (
        Column("hang", _("Hạng"), 7, "whole"),
        Column("ma", _("Mã"), 20),
        Column("don_vi", _("Tỉnh, thành phố"), 24),
        Column("vung", _("Vùng"), 32),
        Column("gia_tri", _("Giá trị"), 10, share),
        Column("tu_so", _("Tử số"), 11, "whole"),
        Column("mau_so", _("Mẫu số"), 11, "whole"),
        Column("do_phu", _("Độ phủ"), 10, "percent"),
        Column("thap", _("Cận dưới 95%%") % (), 13, "percent"),
        Column("cao", _("Cận trên 95%%") % (), 13, "percent"),
        Column("hang_nam_truoc", _("Hạng năm trước"), 15, "whole"),
        Column("trang_thai", _("Trạng thái"), 24),
        Column("ghi_chu", _("Ghi chú"), 44),
        Column("gia_lap", _("Dữ liệu giả lập"), 15),
        Column("tinh_den", _("Tính đến"), 19),
    )


def _row(cell: Cell, name: str, unit: str) -> tuple[Value, ...]:
    place = provinces.ALL.get(cell.province)
    return (
        cell.rank,
        cell.province,
        name,
        provinces.REGIONS[place.region] if place else "",
        None if cell.value is None else round(float(cell.value), 6),
        cell.numerator,
        cell.denominator,
        None if cell.coverage is None else round(float(cell.coverage), 6),
        None if cell.low is None else round(cell.low, 6),
        None if cell.high is None else round(cell.high, 6),
        cell.before,
        _("Có số liệu") if cell.state == "value" else _(words.STATES[cell.state]),
        _(words.NOTES[cell.note]) if cell.note in words.NOTES else "",
        _("có") if cell.synthetic else _("không"),
        _moment(cell.as_of),
    )


def _ranked(cells: tuple[Cell, ...]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.rank is None, cell.rank or 0))


def _name(code: str, names: Mapping[str, str]) -> str:
    return provinces.ALL[code].name if code in provinces.ALL else names.get(code, code)


def _moment(moment: datetime | None) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if moment else ""
