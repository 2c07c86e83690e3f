"""Our own Word templates, made from what the pack says: ready to use, and to be edited in Word.

The frame of official papers: issuer and *** left, the union right, place and day, the table with a head repeated on
every page, two signatures. Times New Roman, because that is what offices have; Tinos stands in where they do not.
"""

from collections.abc import Callable, Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row

from core.packs.schema import Column, Pack
from core.reports import columns
from core.reports.columns import MARK, NAME, Head

FONT, SIZE = "Times New Roman", 13
LONG, SHORT = Cm(29.7), Cm(21.0)
Line = tuple[str, str]  # text, and how: b bold, i italic, u underlined
SECTIONS = {"ket_qua_noi_bat": "Kết quả nổi bật", "kho_khan": "Khó khăn, hạn chế", "kien_nghi": "Kiến nghị, đề xuất"}
MARK_WIDTH, NAME_PART = 1.3, 0.3  # centimetres; share of the rest


def of_slot(rules: Pack, slot: str) -> bytes:
    """The template of a report (`report.<key>`), or of the sheet of one person."""
    return _report(rules, slot.removeprefix("report.")) if slot.startswith("report.") else _sheet(rules)


def _report(rules: Pack, key: str) -> bytes:
    shown = columns.shown(columns.report_of(rules, key))
    document = _page(landscape=True)
    _letterhead(document, "Số: {{ so_ky_hieu }}", "so_ky_hieu")
    _centred(document, [("{{ tieu_de }}", "b"), ("{{ ten_bao_cao }}", "b"), ("{{ dong_nam }}", "b")], before=12)
    _number_table(document, shown)
    for name, title in SECTIONS.items():
        _given(document.add_paragraph, name, title, "b")
        _looped(document.add_paragraph, name, "", align=ALIGN.JUSTIFY)
    _looped(document.add_paragraph, "ghi_chu", "i", size=11, align=ALIGN.LEFT)
    _signatures(document, name="{{ nguoi_ky }}", sent="noi_nhan")
    return _saved(document, "{{ ten_bao_cao }}")


def _sheet(rules: Pack) -> bytes:
    scored = rules.registration.points is not None
    document = _page(landscape=False)
    _letterhead(document)
    title = [("PHIẾU ĐĂNG KÝ RÈN LUYỆN", "b"), ("{{ thoi_ky }}", "b"), ("({{ chuong_trinh }})", "i")]
    _centred(document, title, before=12)
    _write(document.add_paragraph(), "Họ và tên: {{ ho_ten }}")
    _write(document.add_paragraph(), "{%p if chuc_vu %}")
    _write(document.add_paragraph(), "Chức vụ: {{ chuc_vu }}")
    _write(document.add_paragraph(), "{%p endif %}")
    _write(document.add_paragraph(), "Đơn vị: {{ don_vi }}")
    _sheet_table(document, scored)
    _write(document.add_paragraph(), "{{ tinh_trang }}", "i")
    _signatures(document, name="{{ ho_ten }}")
    return _saved(document, "Phiếu đăng ký rèn luyện")


def _page(*, landscape: bool) -> Document:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    style.paragraph_format.space_after = Pt(3)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.left_margin, section.right_margin = Cm(2 if landscape else 3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5 if landscape else 2)
    section.header_distance = Cm(0.6 if landscape else 1)
    section.different_first_page_header_footer = True  # pages are numbered from the second
    _page_number(section.header.paragraphs[0])
    return document


def _page_number(paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(OxmlElement("w:r"))
    paragraph._p.append(field)


def _letterhead(document: Document, number: str = "", given: str = "") -> None:
    left, right = _parts(document, 2)
    _looped(left.add_paragraph, "dau_trai", "", last="b")
    _write(left.add_paragraph(), "{%p if dau_trai %}")
    _write(left.add_paragraph(), "***", align=ALIGN.CENTER)
    _write(left.add_paragraph(), "{%p endif %}")
    if number:
        _given(left.add_paragraph, given, number, "", align=ALIGN.CENTER)
    _looped(right.add_paragraph, "dau_phai", "bu")
    _write(right.add_paragraph(), "{{ ngay_thang }}", "i", align=ALIGN.CENTER)


def _signatures(document: Document, name: str = "", sent: str = "") -> None:
    """The blocks beside each other; `sent` is the field of the recipients, who stand at the left of them."""
    document.add_paragraph()
    *first, left, right = _parts(document, 3 if sent else 2)
    for cell in first:
        _given(cell.add_paragraph, sent, "Nơi nhận:", "bi")
        _looped(cell.add_paragraph, sent, "", size=11, align=ALIGN.LEFT)
        cell.add_paragraph()  # a cell of which everything may go needs a paragraph that stays
    _looped(left.add_paragraph, "ky_trai", "b")
    _looped(right.add_paragraph, "ky_phai", "b")
    for _ in range(4):
        right.add_paragraph()
    if name:
        _write(right.add_paragraph(), name, "b", align=ALIGN.CENTER)


def _parts(document: Document, count: int) -> tuple[_Cell, ...]:
    """A table of cells without lines beside each other; the empty paragraph that each is born with goes."""
    table = document.add_table(1, count)
    _widths(table, [_usable(document) / count] * count)
    cells = table.rows[0].cells
    for cell in cells:
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)
    _unsplit(table.rows[0])
    return tuple(cells)


def _number_table(document: Document, shown: dict[str, Column]) -> None:
    heads = columns.heads(shown)
    table = document.add_table(len(heads) + 1, len(shown), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _heads(table, heads)
    for at, column in enumerate(shown.values()):
        _write(table.cell(len(heads), at).paragraphs[0], column.number, "i", size=11, align=ALIGN.CENTER)
    _tag_row(table, "{%tr for dong in cac_dong %}")
    _tag_row(table, "{%tr if dong.bac == 0 %}")
    _numbers(table.add_row(), shown, "b", "{{ dong.ten | upper }}")
    _tag_row(table, "{%tr else %}")
    _numbers(table.add_row(), shown, "", "{{ dong.ten }}")
    _tag_row(table, "{%tr endif %}")
    _tag_row(table, "{%tr endfor %}")
    for row in table.rows[: len(heads) + 1]:
        _repeated(row)
    _widths(table, _column_widths(document, shown))


def _numbers(row: _Row, shown: dict[str, Column], how: str, name: str) -> None:
    _unsplit(row)
    for cell, (key, column) in zip(row.cells, shown.items(), strict=True):
        texts = {MARK: ("{{ dong.tt }}", ALIGN.CENTER), NAME: (name, ALIGN.LEFT)}
        text, align = texts.get(column.source, (f"{{{{ dong.{key} }}}}", ALIGN.RIGHT))
        _write(cell.paragraphs[0], text, how, size=12, align=align)


def _heads(table: Table, heads: Sequence[Sequence[Head]]) -> None:
    taken: set[tuple[int, int]] = set()
    for depth, line in enumerate(heads):
        at = 0
        for head in line:
            while (depth, at) in taken:
                at += 1
            cell = table.cell(depth, at)
            if head.columns > 1 or head.rows > 1:
                cell = cell.merge(table.cell(depth + head.rows - 1, at + head.columns - 1))
            _write(cell.paragraphs[0], head.text, "b", size=12, align=ALIGN.CENTER)
            taken |= {(depth + r, at + c) for r in range(head.rows) for c in range(head.columns)}
            at += head.columns


def _sheet_table(document: Document, scored: bool) -> None:
    titles = ["TT", "Nội dung đăng ký", "Giải pháp cụ thể", *(["Điểm"] if scored else [])]
    table = document.add_table(1, len(titles), style="Table Grid")
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        _write(cell.paragraphs[0], title, "b", align=ALIGN.CENTER)
    _repeated(table.rows[0])
    _tag_row(table, "{%tr for nhom in cac_nhom %}")
    group = table.add_row()
    _write(group.cells[0].merge(group.cells[-1]).paragraphs[0], "{{ nhom.so }}. {{ nhom.ten }}", "b")
    _tag_row(table, "{%tr for dong in nhom.cac_dong %}")
    line = table.add_row()
    texts = ["{{ dong.so }}", "{{ dong.noi_dung }}", "{{ dong.giai_phap }}", "{{ dong.diem }}"]
    for cell, text in zip(line.cells, texts, strict=False):
        _write(cell.paragraphs[0], text, align=ALIGN.CENTER if text in (texts[0], texts[3]) else None)
    _tag_row(table, "{%tr endfor %}")
    _tag_row(table, "{%tr endfor %}")
    if scored:
        total = table.add_row()
        _write(total.cells[0].merge(total.cells[2]).paragraphs[0], "Tổng điểm đăng ký", "b")
        _write(total.cells[3].paragraphs[0], "{{ tong_diem }}", "b", align=ALIGN.CENTER)
    rest = _usable(document) / Cm(1) - MARK_WIDTH - (1.7 if scored else 0)
    _widths(table, [Cm(MARK_WIDTH), Cm(rest * 0.45), Cm(rest * 0.55), *([Cm(1.7)] if scored else [])])


def _tag_row(table: Table, tag: str) -> None:
    """A row that holds only a tag; it is gone in the finished paper."""
    _write(table.add_row().cells[0].paragraphs[0], tag, size=9)


def _looped(add: Callable[[], object], name: str, how: str, *, last: str = "", size: int = SIZE,
            align: ALIGN = ALIGN.CENTER) -> None:  # fmt: skip
    """A paragraph for each line of a list; `last` is how the last one looks, if not like the others."""
    _write(add(), f"{{%p for dong in {name} %}}")
    if last:
        _write(add(), "{%p if loop.last %}")
        _write(add(), "{{ dong }}", last, size=size, align=align)
        _write(add(), "{%p else %}")
    _write(add(), "{{ dong }}", how, size=size, align=align)
    if last:
        _write(add(), "{%p endif %}")
    _write(add(), "{%p endfor %}")


def _given(add: Callable[[], object], name: str, text: str, how: str, *, align: ALIGN = ALIGN.LEFT) -> None:
    """A paragraph that stands there only where the field says something."""
    _write(add(), f"{{%p if {name} %}}")
    shown = add()
    _write(shown, text, how, align=align)
    shown.paragraph_format.space_before = Pt(4)
    _write(add(), "{%p endif %}")


def _centred(document: Document, lines: Sequence[Line], before: int) -> None:
    for at, (text, how) in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(0 if at else before)
        _write(paragraph, text, how, align=ALIGN.CENTER)


def _write(paragraph, text: str, how: str = "", *, size: int | None = None, align: ALIGN | None = None) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = "b" in how or None, "i" in how or None, "u" in how or None
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(2)


def _usable(document: Document) -> int:
    section = document.sections[0]
    return section.page_width - section.left_margin - section.right_margin


def _column_widths(document: Document, shown: dict[str, Column]) -> list[int]:
    whole = _usable(document) / Cm(1)
    marks = sum(1 for one in shown.values() if one.source == MARK)
    numbers = sum(1 for one in shown.values() if one.source not in (MARK, NAME))
    rest = whole - marks * MARK_WIDTH
    name = rest * NAME_PART if numbers else rest
    each = (rest - name) / max(1, numbers)
    return [Cm({MARK: MARK_WIDTH, NAME: name}.get(one.source, each)) for one in shown.values()]


def _widths(table: Table, widths: Sequence[float]) -> None:
    """Both the grid's and the cells': one office program reads the one, another the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = int(width)
    for row in table.rows:
        at = 0
        for cell in row._tr.tc_lst:
            span = cell.grid_span
            cell.width = int(sum(widths[at : at + span]))
            at += span


def _repeated(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _unsplit(row)


def _unsplit(row: _Row) -> None:
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _saved(document: Document, title: str) -> bytes:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
