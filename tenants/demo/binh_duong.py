"""The places of Bình Dương as they were in 2020: districts, some of their communes and wards, the unions beside them.

Place names are real and public; every person of the demo is invented. `p` phường (ward), `t` thị trấn (township),
`x` xã (commune); the demo has a part of them, about 1,500 people in all.
"""

from datetime import date

from tenants.demo.land import CITY, OFFICES, Affiliated, District, Land

SOUTH, NORTH, DIRECT = "Cụm 1 – Phía Nam", "Cụm 2 – Phía Bắc", "Cụm 3 – Đoàn trực thuộc"

DISTRICTS = (
    District(
        "thudaumot", "Thành đoàn Thủ Dầu Một", "Thủ Dầu Một", SOUTH,
        "p Phú Cường, p Hiệp Thành, p Phú Lợi, p Phú Hòa, p Chánh Nghĩa", "Võ Minh Đức, Chuyên Hùng Vương",
        CITY, "urban",
    ),
    District(
        "thuanan", "Thành đoàn Thuận An", "Thuận An", SOUTH,
        "p Lái Thiêu, p An Phú, p Thuận Giao, x An Sơn",
        "Trịnh Hoài Đức", CITY, "urban", (("Thị đoàn Thuận An", date(2020, 2, 1)),),
    ),
    District(
        "dian", "Thành đoàn Dĩ An", "Dĩ An", SOUTH,
        "p Dĩ An, p Đông Hòa, p Tân Bình", "Dĩ An", CITY, "urban",
        (("Thị đoàn Dĩ An", date(2020, 2, 1)),),
    ),
    District(
        "bencat", "Thị đoàn Bến Cát", "Bến Cát", SOUTH, "p Mỹ Phước, p Thới Hòa, x An Điền", "Bến Cát",
        "Công an thị xã, Trung tâm Y tế thị xã", "urban",
    ),
    District(
        "tanuyen", "Thị đoàn Tân Uyên", "Tân Uyên", SOUTH, "p Uyên Hưng, p Khánh Bình, x Bạch Đằng",
        "Huỳnh Văn Nghệ", "Công an thị xã, Trung tâm Y tế thị xã", "urban",
    ),
    District(
        "baubang", "Huyện đoàn Bàu Bàng", "Bàu Bàng", NORTH, "t Lai Uyên, x Long Nguyên", "Bàu Bàng",
        OFFICES, "rural",
    ),
    District(
        "bactanuyen", "Huyện đoàn Bắc Tân Uyên", "Bắc Tân Uyên", NORTH, "x Tân Thành, x Lạc An",
        "Lê Lợi", OFFICES, "rural",
    ),
    District(
        "dautieng", "Huyện đoàn Dầu Tiếng", "Dầu Tiếng", NORTH, "t Dầu Tiếng, x Định Hiệp, x Minh Tân",
        "Dầu Tiếng", OFFICES, "rural",
    ),
    District(
        "phugiao", "Huyện đoàn Phú Giáo", "Phú Giáo", NORTH, "t Phước Vĩnh, x An Bình", "Phước Vĩnh",
        OFFICES, "rural",
    ),
)  # fmt: skip

AFFILIATED = (
    Affiliated(
        "khoicoquan", "Đoàn khối Các cơ quan tỉnh", "Thủ Dầu Một", "civil_service",
        {
            "Đoàn cơ sở Sở Y tế": "Văn phòng Sở, Bệnh viện Đa khoa tỉnh",
            "Đoàn cơ sở Sở Thông tin và Truyền thông": "Văn phòng Sở, Trung tâm Công nghệ thông tin",
        },
        "Cơ quan Tỉnh đoàn, Sở Nội vụ, Sở Tư pháp, Sở Kế hoạch và Đầu tư",
    ),
    Affiliated(
        "khoidoanhnghiep", "Đoàn khối Doanh nghiệp tỉnh", "Thủ Dầu Một", "enterprise",
        {"Đoàn cơ sở Công ty Cao su Dầu Tiếng": "Nông trường Bến Súc, Khối Văn phòng"},
        "Công ty Nước – Môi trường, Công ty Xổ số kiến thiết",
    ),
    Affiliated(
        "daihocthudaumot", "Đoàn trường Đại học Thủ Dầu Một", "Thủ Dầu Một", "school",
        {"Đoàn khoa Kinh tế": "Quản trị kinh doanh K9, Kế toán K10", "Đoàn khoa Sư phạm": "Giáo dục Tiểu học K9"},
        "Cán bộ – Giảng viên",
    ),
    Affiliated(
        "congantinh", "Đoàn Thanh niên Công an tỉnh", "Thủ Dầu Một", "armed_forces", {},
        "Phòng Tham mưu, Phòng Cảnh sát giao thông",
    ),
)  # fmt: skip

HAMLETS = (
    "Long Bình", "Bến Giang", "Cây Sắn", "Đồng Sến", "Bưng Thuốc", "Suối Sâu", "Cà Tong", "Giáp Minh", "Tân Đức",
    "Hố Cạn", "Bàu Lòng", "Xóm Bưng", "Vườn Vũ", "Giáng Hương", "Cây Dừng", "Đồng Chinh", "Lễ Trang", "Rạch Sắn",
)  # fmt: skip

BINH_DUONG = Land(
    name="Tỉnh đoàn Bình Dương", place="Thủ Dầu Một", founded=date(1997, 1, 1), code="BD", districts=DISTRICTS,
    affiliated=AFFILIATED, direct=DIRECT, pilots=("Đoàn phường Hiệp Thành", "Đoàn xã An Sơn", "Đoàn cơ sở Sở Y tế"),
    hamlets=HAMLETS, first=("thudaumot", "thuanan", "khoicoquan"), kept={"thudaumot": "p Phú Cường"},
    shown_district="thudaumot", shown_commune="Đoàn phường Phú Cường", branches=(1, 1),
)  # fmt: skip
