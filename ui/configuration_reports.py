"""The reports of a pack as the editor shows them: titles, letterhead, columns' names and signatures of each."""

from collections.abc import Mapping

from msgspec import Struct

from core.configurations.rules import Place
from core.errors import NotFound
from core.packs.schema import Column, Report
from core.reports import columns
from core.reports.columns import Head
from ui import terms
from ui.configuration_editing import Sheet
from ui.configuration_fields import Block, Field
from ui.configuration_frame import Frame
from ui.configuration_lists import Row, in_order, row
from ui.forms import Form
from ui.i18n import _, current, ngettext

SECTION = "bao-cao"
HERE = f"sua/{SECTION}"
LINE, LINES = 300, 1500


class Paper(Struct, frozen=True, kw_only=True):
    """The head and foot of a report as printed, with its placeholders filled by names of an example."""

    report: Report
    columns: tuple[Column, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    dateline: str
    year_line: str
    heads: tuple[tuple[Head, ...], ...]
    numbers: tuple[str, ...]
    signed_left: tuple[str, ...]
    signed_right: tuple[str, ...]


class Reports(Struct, frozen=True):
    """The list of reports."""

    frame: Frame
    rows: tuple[Row, ...]


def reports(frame: Frame) -> Reports:
    """Every report of the pack."""
    found = frame.rules.reports
    counts = {key: len(columns.shown(one)) for key, one in found.items()}
    notes = {key: ngettext("%(num)s cột", "%(num)s cột", n) % {"num": n} for key, n in counts.items()}
    return Reports(frame, tuple(row(frame, "reports", key, (notes[key],), f"{HERE}/{key}") for key in in_order(found)))


def sheet(frame: Frame, form: Form | None, key: str, example: Mapping[str, str]) -> Sheet:
    """The form of one report; `example` fills the placeholders of the preview."""
    one = frame.rules.reports.get(key)
    if one is None:
        raise NotFound("access.not-found")
    at = ("reports", key)
    return Sheet(
        title=one.title.in_(current()),
        help=_("Lời in trên báo cáo. Số liệu và các cột lấy từ chương trình."),
        blocks=(_titles(at), _letterhead(at, one), _signatures(at), _columns(at, one), _rows(at)),
        path=f"{HERE}/{key}",
        back=f"{HERE}/{key}",
        entry=at,
        template="configurations/report.html",
        way=((_("Báo cáo"), HERE),),
        more=_paper(one, example),
    )


def _titles(at: Place) -> Block:
    return Block(
        title=_("Tên báo cáo"),
        fields=(
            Field(place=(*at, "title"), kind="line", label=_("Tên"), required=True, most=LINE),
            Field(place=(*at, "heading"), kind="text", label=_("Trích yếu"), required=True, most=LINES, rows=2),
            Field(
                place=(*at, "year_line"),
                kind="line",
                label=_("Dòng chỉ năm"),
                most=LINE,
                hint=_("{years} được thay bằng năm của chương trình: 2021, với năm học là 2020 - 2021."),
            ),
            Field(place=(*at, "disabled"), kind="flag", label=_("Đang dùng"), on=False),
        ),
    )


def _letterhead(at: Place, one: Report) -> Block:
    has = one.letterhead is not None
    place = (*at, "letterhead")
    return Block(
        title=_("Đầu trang"),
        folded=not has,
        help=_("Mỗi dòng in thành một dòng. Viết {unit} cho tên đơn vị, {parent} cho cấp trên, {place} cho nơi lập."),
        fields=(
            Field(place=(*place, "left"), kind="lines", label=_("Góc trái"), required=has, most=LINES),
            Field(place=(*place, "right"), kind="lines", label=_("Góc phải"), required=has, most=LINES),
            Field(
                place=(*place, "dateline"),
                kind="line",
                label=_("Dòng ngày tháng"),
                required=has,
                most=LINE,
                hint=_("{day}, {month}, {year} là ngày in."),
            ),
        ),
    )


def _signatures(at: Place) -> Block:
    sides = (("left", _("Bên trái")), ("right", _("Bên phải")))
    fields: list[Field] = []
    for side, label in sides:
        other = _("%(side)s, khi đơn vị không có Ban Thường vụ") % {"side": label}
        fields += [
            Field(place=(*at, side, "lines"), kind="lines", label=label, required=True, most=LINES),
            Field(place=(*at, side, "lines_without_standing"), kind="lines", label=other, most=LINES),
        ]
    return Block(title=_("Người ký"), fields=tuple(fields), help=_("Thể thức và chức vụ, mỗi dòng một dòng in."))


def _columns(at: Place, one: Report) -> Block:
    fields: list[Field] = []
    for n, key in enumerate(in_order(one.columns), start=1):
        place = (*at, "columns", key)
        label = _("Cột %(num)s") % {"num": n}
        number = _("Cột %(num)s: số in dưới tên cột") % {"num": n}
        fields += [
            Field(place=(*place, "title"), kind="line", label=label, required=True, most=LINE),
            Field(place=(*place, "number"), kind="plain", label=number, most=30, width="half"),
        ]
    return Block(title=_("Tên các cột"), fields=tuple(fields), folded=True)


def _rows(at: Place) -> Block:
    kinds = tuple((kind, terms.kind_label(kind), "") for kind in terms.KINDS if kind != "top")
    deep = _("In đến cấp nào")
    empty = _("Bỏ đơn vị không có ai thuộc diện")
    return Block(
        title=_("Các dòng"),
        folded=True,
        fields=(
            Field(
                place=(*at, "rows", "down_to"),
                kind="one",
                label=deep,
                options=kinds,
                required=True,
                width="half",
                default="branch",
            ),
            Field(place=(*at, "rows", "hide_empty"), kind="flag", label=empty, default=True),
        ),
    )


def _paper(one: Report, example: Mapping[str, str]) -> Paper:
    """What stands around the numbers, as it is printed: in Vietnamese."""
    held, shown = one.letterhead, columns.shown(one)
    return Paper(
        report=one,
        columns=tuple(shown.values()),
        left=tuple(_filled(text.vi, example).upper() for text in held.left) if held else (),
        right=tuple(_filled(text.vi, example) for text in held.right) if held else (),
        dateline=_filled(held.dateline.vi, example) if held else "",
        year_line=_filled(one.year_line.vi, example) if one.year_line else "",
        heads=columns.heads(shown),
        numbers=tuple(column.number for column in shown.values()),
        signed_left=tuple(_filled(text.vi, example) for text in one.left.lines),
        signed_right=tuple(_filled(text.vi, example) for text in one.right.lines),
    )


def _filled(text: str, example: Mapping[str, str]) -> str:
    for name, value in example.items():
        text = text.replace(f"{{{name}}}", value)
    return text
