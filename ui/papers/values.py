"""What the fields of a paper hold: plain texts and lists out of a report or a sheet. Official papers are Vietnamese."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from babel import numbers

from core.packs.calendar import years_in
from core.registrations.sheets import Sheet
from core.reports.context import ReportContext
from ui.documents.notes import note_lines, sections_of, sent_lines
from ui.formats import official_date, period_heading, short_paper_date

UNION = "ĐOÀN TNCS HỒ CHÍ MINH"
TITLES: Mapping[str, str] = {
    "secretary": "Bí thư", "deputy": "Phó Bí thư", "standing": "Ủy viên Ban Thường vụ",
    "member": "Ủy viên Ban Chấp hành", "officer": "Cán bộ chuyên trách",
}  # fmt: skip
Values = dict[str, object]


def of_report(context: ReportContext) -> Values:
    """The values of a report, under the names of `fields.of_report`; what only a sent one has is empty before."""
    official, sections = context.official, sections_of(context)
    rows = [
        {
            "tt": row.number,
            "ten": row.place.name,
            "bac": row.depth,
            **{key: _number(count) for key, count in zip(context.measured, row.total, strict=True)},
        }
        for row in context.rows
    ]
    return {
        "don_vi": context.issuer.name,
        "cap_tren": context.issuer.parent,
        "dau_trai": list(context.left),
        "dau_phai": list(context.right),
        "ngay_thang": context.dateline,
        "dia_danh": context.issuer.place,
        "nam": context.years or str(context.year),
        "so_ky_hieu": official.number if official else "",
        "ngay_ky": short_paper_date(context.day) if official else "",
        "tieu_de": context.title,
        "ten_bao_cao": context.heading,
        "dong_nam": context.year_line,
        "tong": {key: rows[0][key] for key in context.measured} if rows else {},
        "cac_dong": rows,
        "ghi_chu": list(note_lines(context.exemptions)),
        "ket_qua_noi_bat": list(sections.get("results", ())),
        "kho_khan": list(sections.get("difficulties", ())),
        "kien_nghi": list(sections.get("proposals", ())),
        "noi_nhan": list(sent_lines(context)),
        "danh_sach_nhan": [{"ten": name, "de": purpose} for name, purpose in official.recipients] if official else [],
        "luu": official.kept_by if official else "",
        "ky_trai": list(context.signed_left),
        "ky_phai": list(context.signed_right),
        "chuc_vu_ky": official.position if official else "",
        "nguoi_ky": official.signer if official else "",
    }


def of_sheet(sheet: Sheet, issuer: tuple[str, ...], place: str) -> Values:
    """The values of one person's sheet; `issuer` are the upper committee and the person's, as the printed sheet."""
    scored = sheet.total is not None
    day = sheet.submitted_at or sheet.saved_at
    groups = []
    for group in sheet.groups:
        kept = [line for line in group.lines if line.change != "removed"]
        if not kept:
            continue
        lines = [
            {"so": line.number or str(number), "noi_dung": line.title.vi, "giai_phap": line.solution}
            | ({"diem": _points(line.points)} if scored else {})
            for number, line in enumerate(kept, 1)
        ]
        groups.append({"so": str(len(groups) + 1), "ten": group.title.vi, "cac_dong": lines})
    return {
        "ho_ten": sheet.name,
        "chuc_vu": TITLES.get(sheet.seat_title, ""),
        "don_vi": sheet.unit_name,
        "dau_trai": [line.upper() for line in issuer],
        "dau_phai": [UNION],
        "ngay_thang": f"{place or '..........'}, {official_date(day)}",
        "nam": years_in(sheet.programme.rules.period, sheet.programme.year),
        "thoi_ky": period_heading(sheet.programme),
        "chuong_trinh": sheet.programme.title.vi,
        "cac_nhom": groups,
        **({"tong_diem": _points(sheet.total)} if scored else {}),
        "tinh_trang": _state(sheet),
        "ky_trai": ["TM. BAN CHẤP HÀNH"],
        "ky_phai": ["NGƯỜI ĐĂNG KÝ"],
    }


def _state(sheet: Sheet) -> str:
    if sheet.state == "validated" and isinstance(sheet.validated_at, datetime):
        by = f" ({sheet.review.by})" if sheet.review and sheet.review.by else ""
        return f"Phiếu được thẩm định {official_date(sheet.validated_at)}{by}."
    return "Bản đang soạn, chưa nộp." if sheet.editing else ""


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _points(hundredths: int | None) -> str:
    return "" if hundredths is None else numbers.format_decimal(Decimal(hundredths) / 100, locale="vi")
