"""The fields of a paper: how a template calls them, what they are, and what stands there in an example.

Names are Vietnamese without accents, because union offices write them in Word. Explanations are msgids.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from core.packs.schema import Column, Pack
from core.reports import columns
from core.reports.columns import MARK, NAME
from ui.i18n import N_

TEXT, LINES, ROWS, GROUP = "text", "lines", "rows", "group"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A field. `kind`: `text` one value, `lines` a list of texts, `rows` a list with `fields` of its own, `group` one
    thing with `fields`. `about` is a msgid, or where `said` a text of the pack as it is."""

    name: str
    about: str
    kind: str = TEXT
    fields: tuple["Field", ...] = ()
    important: bool = False
    said: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A field as the list of available fields shows it: what to write in the document, and an example. `path` is how
    a row's field is called inside the loop (`dong.ten`), `place` where it is (`cac_dong.ten`)."""

    field: Field
    path: str
    place: str
    writes: str
    sample: str
    depth: int = 0


def of_report(rules: Pack, key: str) -> tuple[Field, ...]:
    """The fields of a report: its frame, its rows, its signatures."""
    shown = columns.shown(columns.report_of(rules, key))
    numbers = tuple(_number(name, one) for name, one in shown.items() if one.source not in (MARK, NAME))
    return (
        Field(name="don_vi", about=N_("Đơn vị lập báo cáo")),
        Field(name="cap_tren", about=N_("Đơn vị cấp trên trực tiếp")),
        Field(name="dau_trai", about=N_("Các dòng bên trái đầu trang"), kind=LINES),
        Field(name="dau_phai", about=N_("Các dòng bên phải đầu trang"), kind=LINES),
        Field(name="ngay_thang", about=N_("Địa danh, ngày tháng năm")),
        Field(name="dia_danh", about=N_("Địa danh của đơn vị")),
        Field(name="nam", about=N_("Năm của chương trình")),
        Field(name="so_ky_hieu", about=N_("Số và ký hiệu lấy từ sổ; trống khi báo cáo chưa gửi")),
        Field(name="ngay_ky", about=N_("Ngày ký, viết gọn; trống khi báo cáo chưa gửi")),
        Field(name="tieu_de", about=N_("Dòng đầu của tên báo cáo")),
        Field(name="ten_bao_cao", about=N_("Tên báo cáo"), important=True),
        Field(name="dong_nam", about=N_("Dòng ghi năm dưới tên báo cáo")),
        Field(name="tong", about=N_("Số của cả đơn vị, để viết trong câu văn"), kind=GROUP, fields=numbers),
        Field(
            name="cac_dong", about=N_("Các dòng của bảng"), kind=ROWS, important=True,
            fields=(
                Field(name="tt", about=N_("Số thứ tự"), important=True),
                Field(name="ten", about=N_("Tên đơn vị"), important=True),
                Field(name="bac", about=N_("Bậc của dòng: 0 là đơn vị báo cáo, 1 là cấp dưới trực tiếp")),
                *(msgspec.structs.replace(one, important=True) for one in numbers),
            ),
        ),
        Field(name="ghi_chu", about=N_("Ghi chú dưới bảng"), kind=LINES),
        Field(name="ket_qua_noi_bat", about=N_("Mục kết quả nổi bật, từng đoạn"), kind=LINES),
        Field(name="kho_khan", about=N_("Mục khó khăn, hạn chế, từng đoạn"), kind=LINES),
        Field(name="kien_nghi", about=N_("Mục kiến nghị, đề xuất, từng đoạn"), kind=LINES),
        Field(name="noi_nhan", about=N_("Các dòng nơi nhận, dòng cuối là nơi lưu; trống khi chưa gửi"), kind=LINES),
        Field(
            name="danh_sach_nhan", about=N_("Từng nơi nhận, để tự trình bày"), kind=ROWS,
            fields=(
                Field(name="ten", about=N_("Tên nơi nhận")),
                Field(name="de", about=N_("Để làm gì, trống nếu không ghi")),
            ),
        ),
        Field(name="luu", about=N_("Nơi lưu")),
        Field(name="ky_trai", about=N_("Các dòng chữ ký bên trái"), kind=LINES),
        Field(name="ky_phai", about=N_("Các dòng chữ ký bên phải"), kind=LINES, important=True),
        Field(name="chuc_vu_ky", about=N_("Chức vụ của người ký; trống khi chưa gửi")),
        Field(name="nguoi_ky", about=N_("Họ tên người ký; trống khi chưa gửi")),
    )  # fmt: skip


def of_sheet(rules: Pack) -> tuple[Field, ...]:
    """The fields of the registration sheet of one person."""
    points = (Field(name="diem", about=N_("Điểm đăng ký")),) if rules.registration.points else ()
    lines = (
        Field(name="so", about=N_("Số thứ tự")),
        Field(name="noi_dung", about=N_("Tiêu chí đã chọn"), important=True),
        Field(name="giai_phap", about=N_("Giải pháp cụ thể"), important=True),
        *points,
    )
    groups = (
        Field(name="so", about=N_("Số thứ tự")),
        Field(name="ten", about=N_("Tên nhóm tiêu chí")),
        Field(name="cac_dong", about=N_("Các tiêu chí của nhóm"), kind=ROWS, fields=lines, important=True),
    )
    return (
        Field(name="ho_ten", about=N_("Họ và tên"), important=True),
        Field(name="chuc_vu", about=N_("Chức vụ trong Đoàn, trống nếu không có")),
        Field(name="don_vi", about=N_("Đơn vị"), important=True),
        Field(name="dau_trai", about=N_("Các dòng bên trái đầu trang"), kind=LINES),
        Field(name="dau_phai", about=N_("Các dòng bên phải đầu trang"), kind=LINES),
        Field(name="ngay_thang", about=N_("Địa danh, ngày tháng năm")),
        Field(name="nam", about=N_("Năm của chương trình")),
        Field(name="thoi_ky", about=N_("Năm hoặc năm học, có cả chữ")),
        Field(name="chuong_trinh", about=N_("Tên chương trình")),
        Field(name="cac_nhom", about=N_("Các nhóm tiêu chí"), kind=ROWS, fields=groups, important=True),
        *(Field(name=f"tong_{one.name}", about=N_("Tổng điểm đăng ký")) for one in points),
        Field(name="tinh_trang", about=N_("Phiếu đang soạn, đã nộp hay đã thẩm định")),
        Field(name="ky_trai", about=N_("Các dòng chữ ký bên trái"), kind=LINES),
        Field(name="ky_phai", about=N_("Các dòng chữ ký bên phải"), kind=LINES),
    )


def of_slot(rules: Pack, slot: str) -> tuple[Field, ...]:
    """The fields of a slot of the pack."""
    return of_report(rules, slot.removeprefix("report.")) if slot.startswith("report.") else of_sheet(rules)


def entries(
    known: Sequence[Field], values: Mapping[str, object], prefix: str = "", above: str = "", depth: int = 0
) -> Iterator[Entry]:
    """Every field with an example out of `values`, rows followed by what their rows have."""
    for field in known:
        path, place = f"{prefix}{field.name}", f"{above}{field.name}"
        value = values.get(field.name, "")
        inside = value if field.kind == GROUP else value[0] if field.kind == ROWS and value else {}
        sample = "" if field.kind in (ROWS, GROUP) else " / ".join(value) if isinstance(value, list) else str(value)
        yield Entry(field=field, path=path, place=place, writes=_written(field, path), sample=sample, depth=depth)
        if field.fields and isinstance(inside, Mapping):
            before = f"{path}." if field.kind == GROUP else f"{row_name(field.name)}."
            yield from entries(field.fields, inside, before, f"{place}.", depth + 1)


def row_name(name: str) -> str:
    """What our own templates call one row of a list: `nhom` of `cac_nhom`, `dong` of any other."""
    return name.removeprefix("cac_") if name.startswith("cac_") else "dong"


def _written(field: Field, path: str) -> str:
    one = row_name(field.name)
    if field.kind == ROWS:
        return f"{{%tr for {one} in {path} %}} … {{%tr endfor %}}"
    if field.kind == LINES:
        return f"{{%p for {one} in {path} %}} {{{{ {one} }}}} {{%p endfor %}}"
    return "" if field.kind == GROUP else f"{{{{ {path} }}}}"


def _number(name: str, column: Column) -> Field:
    title = f"{column.under.vi}: {column.title.vi}" if column.under else column.title.vi
    return Field(name=name, about=f"{title} ({column.number})" if column.number else title, said=True)
