"""An invented report and an invented sheet of a pack: what a template's example is made of."""

from datetime import date
from uuid import UUID

import msgspec

from core.packs.calendar import said, years_in
from core.packs.patching import active
from core.packs.schema import Pack
from core.paper_templates import rules as slots
from core.reports.context import Exemption, Issuer, Matter, Official, ReportContext, compose, counters_of
from core.reports.rules import Place
from ui.papers import values

UNITS = (
    ("0000", "district", "Huyện đoàn An Bình"),
    ("0000.0001", "grassroots", "Đoàn xã Thuận Hòa"),
    ("0000.0001.0001", "branch", "Chi đoàn ấp Hòa Bình"),
    ("0000.0001.0002", "branch", "Chi đoàn ấp Hòa Lợi"),
    ("0000.0002", "grassroots", "Đoàn thị trấn An Bình"),
    ("0000.0002.0001", "branch", "Chi đoàn khu phố 2"),
)
COUNTS = {"eligible": 12, "registered": 12, "validated": 11, "self_assessed": 11, "rated": 11, "recognised": 11}
LEVELS = (4, 4, 2, 1, 0)
OFFICIAL = Official(
    number="12-BC/ĐTN", signer="Lê Văn Tám", position="", kept_by="VP",
    texts={
        "results": "Các chi đoàn đưa việc rèn luyện vào sinh hoạt hằng tháng.",
        "difficulties": "Một số đoàn viên đi làm xa, khó theo dõi.",
        "proposals": "Tập huấn thêm cho bí thư chi đoàn.",
    },
    recipients=(("Tỉnh đoàn", "để báo cáo"), ("Huyện ủy", "để báo cáo"), ("UBND huyện", "để biết")),
)  # fmt: skip
SOLUTION = "Mỗi tuần đọc một bài về Nghị quyết, ghi lại điều làm được và chia sẻ trong sinh hoạt chi đoàn."


def values_of(rules: Pack, slot: str, year: int = 2021) -> values.Values:
    """Example values for every field of a slot."""
    key = slots.report_of(slot)
    return values.of_report(report(rules, key, year)) if key else sheet(rules, year)


def report(rules: Pack, key: str, year: int) -> ReportContext:
    """A small district's report, as it was sent."""
    ids = [UUID(int=number + 1) for number in range(len(UNITS))]
    places = tuple(
        Place(id=one, path=path, kind=kind, name=name, ordinal=at, sort_key=f"{at:04}")
        for at, (one, (path, kind, name)) in enumerate(zip(ids, UNITS, strict=True))
    )
    own = tuple(_count(counter) for counter in counters_of(rules, key))
    matter = Matter(
        places=places, own=dict.fromkeys(ids[2:], own),
        exemptions=(Exemption(person="Trần Thị Bé", unit=UNITS[2][2], presence="on_leave", reason="nghỉ thai sản"),),
    )  # fmt: skip
    issuer = Issuer(
        id=ids[0], name=UNITS[0][2], kind="district", path="0000", standing=True, parent="Tỉnh đoàn", place="An Bình"
    )
    made = compose(rules, key, year, issuer, date(year, 12, 5), matter, lambda row: ())
    official = msgspec.structs.replace(OFFICIAL, position="".join(made.signed_right[-1:]))
    return msgspec.structs.replace(made, official=official)


def _count(counter: str) -> int:
    rank = counter.removeprefix("level_")
    return LEVELS[min(int(rank) - 1, 4)] if rank.isdecimal() else COUNTS.get(counter, 0)


def sheet(rules: Pack, year: int) -> values.Values:
    """An invented member's sheet with the pack's first criteria."""
    scored = rules.registration.points is not None
    groups = []
    for key, group in list(active(rules.groups).items())[:3]:
        chosen = [one for one in active(rules.criteria).values() if one.group == key][:3]
        if chosen:
            lines = [
                {"so": one.number or str(at), "noi_dung": one.title.vi, "giai_phap": SOLUTION}
                | ({"diem": "5"} if scored else {})
                for at, one in enumerate(chosen, 1)
            ]
            groups.append({"so": str(len(groups) + 1), "ten": group.title.vi, "cac_dong": lines})
    return {
        "ho_ten": "Nguyễn Thị Hồng Ánh",
        "chuc_vu": "Phó Bí thư",
        "don_vi": UNITS[2][2],
        "dau_trai": [UNITS[1][2].upper(), UNITS[2][2].upper()],
        "dau_phai": [values.UNION],
        "ngay_thang": f"An Bình, {_day(date(year, 1, 20))}",
        "nam": years_in(rules.period, year),
        "thoi_ky": said(rules.period, year).capitalize(),
        "chuong_trinh": rules.title.vi,
        "cac_nhom": groups,
        **({"tong_diem": "100"} if scored else {}),
        "tinh_trang": f"Phiếu được thẩm định {_day(date(year, 1, 28))} (Lê Văn Tám).",
        "ky_trai": ["TM. BAN CHẤP HÀNH"],
        "ky_phai": ["NGƯỜI ĐĂNG KÝ"],
    }


def _day(day: date) -> str:
    return f"ngày {day.day:02} tháng {day.month:02} năm {day.year}"
