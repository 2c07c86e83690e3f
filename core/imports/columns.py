"""Which column of a file holds what: by the words of its heading, with or without diacritics. Pure.

The national member workbook is known by its 32 headings. Their spelling and order differ between its editions, so it
is recognised by how many of them there are, wherever they stand.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from core.units.naming import search_key

KINDS = ("people", "units")
# field → headings as people write them, without diacritics
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "full_name": ("ho va ten", "ho ten", "ho va ten khai sinh", "ten doan vien", "ho ten doan vien",
                  "ho va ten doan vien", "full name", "name"),
    "family_name": ("ho dem", "ho va dem", "ho va ten dem", "ho va chu dem", "ho lot", "ho va chu lot", "ho chu lot"),
    "given_name": ("ten",),
    "code": ("ma doan vien", "ma so doan vien", "so the doan", "so the doan vien", "ma the doan", "ma dv",
             "ma the doan vien", "ma dinh danh doan vien", "member code"),
    "birth_date": ("ngay sinh", "ngay thang nam sinh", "sinh ngay", "ngay thang sinh", "nam sinh", "date of birth"),
    "gender": ("gioi tinh", "phai", "nam nu", "gender", "sex"),
    "female": ("nu",),
    "joined_on": ("ngay vao doan", "ngay thang vao doan", "ngay thang nam vao doan", "ngay ket nap doan",
                  "ngay vao doan tncs ho chi minh", "vao doan ngay", "ngay ket nap"),
    "occupation": ("nghe nghiep", "nghe nghiep hien nay", "nghe nghiep hien tai", "doi tuong"),
    "phone": ("so dien thoai", "dien thoai", "sdt", "dien thoai di dong", "so dt", "dt", "di dong",
              "so dien thoai di dong", "phone"),
    "email": ("email", "e mail", "thu dien tu", "dia chi email", "dia chi thu dien tu"),
    "unit": ("don vi", "don vi sinh hoat", "noi sinh hoat", "chi doan sinh hoat", "don vi doan", "duong dan don vi",
             "sinh hoat tai"),
    "unit_code": ("ma don vi", "ma chi doan"),
    "unit_top": ("tinh doan", "tinh thanh doan", "tinh thanh doan va tuong duong", "tinh doan thanh doan"),
    "unit_district": ("huyen doan", "quan huyen doan", "huyen doan va tuong duong", "doan cap huyen", "quan doan",
                      "doan cap tren truc tiep", "doan cap tren", "huyen thi thanh doan"),
    "unit_grassroots": ("doan co so", "doan xa", "doan xa phuong", "doan xa phuong thi tran", "doan cap xa",
                        "don vi co so", "to chuc co so doan"),
    "unit_branch": ("chi doan", "ten chi doan", "chi doan truc thuoc"),
    "starts_on": ("ngay ve chi doan", "ngay chuyen den", "sinh hoat tu ngay", "ngay ve don vi"),
    "title": ("chuc vu", "chuc vu doan", "chuc danh", "chuc danh doan", "chuc vu trong doan", "chuc vu hien tai",
              "chuc vu hien nay", "chuc vu doan hien nay"),
    "seat_unit": ("don vi giu chuc danh", "noi giu chuc danh", "noi giu chuc vu", "don vi giu chuc vu",
                  "giu chuc vu tai"),
    "seat_from": ("ngay giu chuc vu", "ngay giu chuc danh", "giu chuc vu tu ngay", "ngay bo nhiem", "ngay bau"),
}  # fmt: skip
UNITS: Mapping[str, tuple[str, ...]] = {
    "name": ("ten don vi", "don vi", "ten", "ten to chuc doan", "unit", "name"),
    "code": ("ma don vi", "ma", "code"),
    "kind": ("cap", "cap don vi", "loai", "loai don vi", "cap bo doan", "loai hinh", "kind"),
    "parent": ("truc thuoc", "don vi cap tren", "cap tren", "don vi cha", "don vi cap tren truc tiep", "parent"),
    "parent_code": ("ma don vi cap tren", "ma cap tren", "ma don vi cha"),
    "block": ("khoi", "khoi doi tuong", "linh vuc"),
    "place": ("dia danh", "noi dat tru so", "tru so", "place"),
    "opened_on": ("ngay thanh lap", "thanh lap ngay", "opened on"),
}
# A unit's report that went out as a workbook: the head of its rows' ids, and two more by which it is known.
UNIT_REPORT: Mapping[str, tuple[str, ...]] = {
    "code": ("ma dong",), "name": ("don vi",), "why": ("ly do khac nhau",),
}  # fmt: skip
# What the law calls sensitive, and numbers of papers: no table has a column for them, so they are never stored.
SENSITIVE: Mapping[str, tuple[str, ...]] = {
    "ethnicity": ("dan toc",),
    "religion": ("ton giao",),
    "party": ("vao dang", "ket nap dang", "dang vien", "dang chinh thuc", "the dang", "dang du bi", "chinh thuc"),
    "identity": ("cmnd", "cccd", "can cuoc", "chung minh", "dinh danh", "ho chieu", "ngay cap", "noi cap",
                 "so giay to"),
    "health": ("suc khoe", "khuyet tat", "nhom mau"),
}  # fmt: skip
IGNORED = (
    "stt", "tt", "so thu tu", "que quan", "nguyen quan", "noi sinh", "dia chi", "ho khau", "thuong tru", "tam tru",
    "noi o", "trinh do", "ngoai ngu", "tin hoc", "chuyen mon", "ly luan", "ghi chu", "tinh trang", "khen thuong",
    "ky luat", "nang khieu", "so truong", "facebook", "zalo", "noi vao doan", "noi ket nap", "truong thanh",
    "quoc tich", "noi hoc tap", "noi lam viec", "noi cong tac", "don vi cong tac", "hon nhan", "van hoa",
    "hoc van", "doan phi", "lop", "khoa hoc",
)  # fmt: skip
NATIONAL = (
    "STT", "Mã đoàn viên", "Họ và tên", "Giới tính", "Ngày sinh", "Số CMND/CCCD", "Ngày cấp", "Nơi cấp", "Dân tộc",
    "Tôn giáo", "Quốc tịch", "Quê quán", "Địa chỉ thường trú", "Nơi ở hiện nay", "Số điện thoại", "Email",
    "Nghề nghiệp", "Nơi học tập, làm việc", "Trình độ văn hóa", "Trình độ chuyên môn", "Trình độ lý luận chính trị",
    "Trình độ ngoại ngữ", "Trình độ tin học", "Ngày vào Đoàn", "Nơi vào Đoàn", "Ngày vào Đảng", "Chức vụ Đoàn",
    "Ngày giữ chức vụ", "Tỉnh/Thành đoàn", "Huyện đoàn và tương đương", "Đoàn cơ sở", "Chi đoàn",
)  # fmt: skip
NATIONAL_ENOUGH = 24
IDENTITY_NUMBER = re.compile(r"\d{12}")
NOISE = re.compile(r"\([^)]*\)|[^\w\s]+|_")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a file. `role`: field (it goes to `field`), open (somebody may choose), ignored (there is no place
    for it), sensitive (never stored; `field` says why). `at` counts the stored cells of a row; None: not stored."""

    heading: str
    role: str
    field: str = ""
    at: int | None = None
    samples: tuple[str, ...] = ()


def fields(kind: str) -> Mapping[str, tuple[str, ...]]:
    """The fields that a file of `kind` can fill."""
    return {"people": PEOPLE, "unit_report": UNIT_REPORT}.get(kind, UNITS)


def plain(heading: str) -> str:
    """A heading for comparing: no diacritics, brackets, signs; "Họ và tên (*)" is "ho va ten"."""
    return " ".join(NOISE.sub(" ", search_key(heading)).split())


def role_of(heading: str, kind: str) -> tuple[str, str]:
    """Role and field of a heading on its own."""
    words = plain(heading)
    if not words:
        return "ignored", ""
    for field, headings in fields(kind).items():
        if words in headings:
            return "field", field
    if kind == "people":
        padded = f" {words} "
        for field, parts in SENSITIVE.items():
            if any(f" {part} " in padded for part in parts):
                return "sensitive", field
    if any(words == part or words.startswith(part + " ") or words.endswith(" " + part) for part in IGNORED):
        return "ignored", ""
    return "open", ""


def recognised(headings: Iterable[str], kind: str) -> int:
    """How many headings are known: by this the row of headings is found."""
    return sum(role_of(heading, kind)[0] in ("field", "sensitive") for heading in headings if heading)


def is_national(headings: Sequence[str]) -> bool:
    """Whether these are the headings of the national member workbook."""
    known = {plain(heading) for heading in headings}
    return sum(plain(heading) in known for heading in NATIONAL) >= NATIONAL_ENOUGH


def guessed(headings: Sequence[str], samples: Sequence[Sequence[str]], kind: str) -> tuple[Column, ...]:
    """The columns of a file; a field is taken once. `samples` are the first cells under each heading."""
    taken: set[str] = set()
    found: list[Column] = []
    stored = 0
    for heading, seen in zip(headings, samples, strict=True):
        role, field = role_of(heading, kind)
        if role == "field" and field in taken:
            role, field = "open", ""
        if role == "open" and kind == "people" and _identity_numbers(seen):
            role, field = "sensitive", "identity"
        if role == "ignored" and not heading.strip() and any(seen):
            role = "open"
        kept = role in ("field", "open")
        if role == "field":
            taken.add(field)
        found.append(Column(
            heading=" ".join(heading.split())[:120], role=role, field=field, at=stored if kept else None,
            samples=tuple(seen[:3]) if kept else (),
        ))  # fmt: skip
        stored += kept
    return tuple(found)


def mapping_of(columns: Iterable[Column]) -> dict[str, int]:
    """field → place among the stored cells, as guessed."""
    return {column.field: column.at for column in columns if column.role == "field" and column.at is not None}


def missing(mapping: Mapping[str, int], kind: str) -> tuple[str, ...]:
    """The fields without which no row of the file can be used."""
    if kind == "units":
        return () if "name" in mapping else ("name",)
    named = "full_name" in mapping or {"family_name", "given_name"} <= mapping.keys()
    known = "birth_date" in mapping or "code" in mapping
    return (() if named else ("full_name",)) + (() if known else ("birth_date",))


def _identity_numbers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) > 0 and sum(bool(IDENTITY_NUMBER.fullmatch(cell)) for cell in filled) * 5 >= len(filled) * 4
