"""Invented Vietnamese names, drawn with frequencies like those of the south-west."""

from random import Random

SURNAMES = {
    "Nguyễn": 310, "Trần": 120, "Lê": 95, "Phạm": 62, "Huỳnh": 60, "Võ": 48, "Phan": 40, "Danh": 34, "Trương": 30,
    "Dương": 27, "Bùi": 24, "Đặng": 24, "Ngô": 21, "Hồ": 21, "Đỗ": 20, "Lâm": 17, "Lý": 15, "Mai": 12, "Đinh": 11,
    "Cao": 10, "Châu": 10, "Trịnh": 9, "Lương": 8, "Tô": 8, "Đoàn": 8, "Tạ": 6, "Thạch": 6, "Quách": 5, "Hà": 5,
    "Kiều": 4, "Lưu": 4, "Thái": 4, "Vương": 3, "Tăng": 3, "Giang": 3, "Từ": 2, "Âu": 1,
}  # fmt: skip
MIDDLES = {
    "female": {
        "Thị": 170, "Thị Mỹ": 30, "Thị Kim": 30, "Thị Thanh": 26, "Thị Hồng": 26, "Thị Ngọc": 30, "Thị Bích": 20,
        "Ngọc": 40, "Kim": 22, "Thanh": 20, "Bích": 20, "Thúy": 18, "Hồng": 16, "Như": 14, "Phương": 14, "Mỹ": 14,
        "Yến": 10, "Trúc": 12, "Cẩm": 12, "Diễm": 10, "Tuyết": 8, "Huỳnh": 8, "Bảo": 8, "Thị Huyền": 8, "Thùy": 10,
    },
    "male": {
        "Văn": 150, "Minh": 60, "Hoàng": 45, "Quốc": 42, "Thanh": 36, "Hữu": 30, "Đức": 22, "Công": 18, "Ngọc": 18,
        "Tuấn": 18, "Trung": 16, "Nhật": 16, "Chí": 16, "Tấn": 16, "Thành": 14, "Phước": 12, "Hoài": 10, "Trọng": 12,
        "Duy": 14, "Khánh": 10, "Gia": 8, "Phúc": 6, "Anh": 8, "Vũ": 8, "Huỳnh": 6, "Thái": 6,
    },
}  # fmt: skip
GIVEN = {
    "female": {
        "Linh": 30, "Trang": 26, "Ngân": 24, "Vy": 12, "Trâm": 20, "Nhi": 18, "Như": 22, "Thảo": 24, "Hương": 20,
        "Hằng": 20, "Lan": 16, "Mai": 12, "Anh": 20, "Quyên": 16, "Tiên": 22, "Duyên": 20, "My": 14, "Yến": 16,
        "Phượng": 14, "Thúy": 12, "Trinh": 18, "Xuân": 8, "Huyền": 16, "Hân": 12, "Loan": 12, "Nga": 12, "Hạnh": 12,
        "Dung": 14, "Tuyền": 14, "Kiều": 10, "Diễm": 8, "Ngọc": 16, "Đào": 6, "Thư": 14, "Thoa": 8, "Nương": 5,
        "Phương": 14, "Oanh": 10, "Nhung": 12, "Hiền": 12, "Liễu": 6, "Thắm": 8, "Giang": 6, "Châu": 8, "Ý": 3,
    },
    "male": {
        "Khang": 14, "Huy": 20, "Phúc": 14, "Khoa": 16, "Nam": 18, "Tùng": 10, "Dũng": 14, "Hùng": 12, "Cường": 14,
        "Tuấn": 18, "Đạt": 20, "Duy": 18, "Hải": 14, "Hiếu": 18, "Hậu": 14, "Kiệt": 14, "Lâm": 12, "Lộc": 12,
        "Long": 12, "Luân": 10, "Nghĩa": 14, "Nhân": 14, "Phong": 14, "Phú": 10, "Quân": 12, "Quang": 10, "Sang": 12,
        "Sơn": 14, "Tài": 14, "Tâm": 12, "Tân": 10, "Thắng": 10, "Thành": 12, "Thiện": 10, "Thịnh": 10, "Toàn": 12,
        "Trí": 10, "Trung": 12, "Tú": 8, "Việt": 8, "Vinh": 12, "Vũ": 12, "Đăng": 10, "Khánh": 10, "Thái": 10,
        "Thuận": 10, "Bình": 8, "Giàu": 6, "Đông": 4, "An": 8, "Nhựt": 6, "Út": 2, "Lợi": 8, "Phát": 8,
    },
}  # fmt: skip
# Lists with weights are turned once into cumulative ones: `choices` is the generator's hottest call.
_TABLES = {
    id(table): (list(table), [sum(list(table.values())[: n + 1]) for n in range(len(table))])
    for table in (SURNAMES, *MIDDLES.values(), *GIVEN.values())
}


def pick(rng: Random, table: dict[str, int]) -> str:
    """One entry of a weighted table."""
    words, weights = _TABLES[id(table)]
    return rng.choices(words, cum_weights=weights)[0]


def full_name(rng: Random, gender: str) -> str:
    """A full name; middle and given name never repeat each other."""
    middle = pick(rng, MIDDLES[gender])
    given = pick(rng, GIVEN[gender])
    while given in middle.split():
        given = pick(rng, GIVEN[gender])
    return f"{pick(rng, SURNAMES)} {middle} {given}"
