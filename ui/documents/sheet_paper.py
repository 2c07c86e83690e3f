"""The registration sheet of a person as an official document: for one, and for a branch at once. Pure."""

from core.registrations.sheets import Sheet
from ui.documents.paper import Column, Line, Paper, Signed, Table, Words, one_line
from ui.documents.regulations import regulation_on
from ui.formats import file_years, local
from ui.papers.values import of_sheet

SIZE = 13


def of_person(sheet: Sheet, issuer: tuple[str, ...], place: str) -> Paper:
    """The sheet as it stands; `issuer` are the upper committee and the person's."""
    told = of_sheet(sheet, issuer, place)
    scored = "tong_diem" in told
    heads = ("TT", "Nội dung đăng ký", "Giải pháp cụ thể", *(("Điểm",) if scored else ()))
    columns = (Column(1.2, "center"), Column(7.0), Column(8.0), *((Column(1.6, "center"),) if scored else ()))
    lines: list[Line] = []
    for group in told["cac_nhom"]:
        lines.append(Line((f"{group['so']}. {group['ten']}",), "over"))
        for one in group["cac_dong"]:
            points = (one["diem"],) if scored else ()
            lines.append(Line((one["so"], one["noi_dung"], one["giai_phap"], *points)))
    if scored:
        lines.append(Line(("", "Tổng điểm đăng ký", "", told["tong_diem"]), "strong"))
    person = [f"Họ và tên: {told['ho_ten']}", *([f"Chức vụ: {told['chuc_vu']}"] if told["chuc_vu"] else [])]
    state = [Words(told["tinh_trang"], "note")] if told["tinh_trang"] else []
    return Paper(
        regulation=regulation_on(local(sheet.submitted_at or sheet.saved_at)),
        title=f"Phiếu đăng ký {file_years(sheet.programme)} - {sheet.name}",
        left=tuple(told["dau_trai"]),
        right=tuple(told["dau_phai"]),
        dateline=told["ngay_thang"],
        kind="PHIẾU ĐĂNG KÝ RÈN LUYỆN",
        about=(told["thoi_ky"], f"({told['chuong_trinh']})"),
        blocks=(
            *(Words(text, "plain") for text in (*person, f"Đơn vị: {told['don_vi']}")),
            Table(columns=columns, heads=one_line(heads), lines=tuple(lines)),
            *state,
        ),
        signed=(Signed(tuple(told["ky_trai"])), Signed(tuple(told["ky_phai"]), sheet.name)),
        size=SIZE,
    )
