"""The places of Kiên Giang as they were in 2021: districts, communes, wards, and the unions beside them.

Place names are real and public; every person of the demo is invented. A commune is written with its kind:
`p` phường (ward), `t` thị trấn (township), `x` xã (commune).
"""

from datetime import date

from tenants.demo.land import CITY, OFFICES, Affiliated, District, Land, Merger

PROVINCE, PROVINCE_PLACE = "Tỉnh đoàn Kiên Giang", "Rạch Giá"
ISLANDS, COAST = "Cụm 1 – Đô thị, biển đảo", "Cụm 2 – Tứ giác Long Xuyên"
WEST, UMINH, DIRECT = "Cụm 3 – Tây sông Hậu", "Cụm 4 – U Minh Thượng", "Cụm 5 – Đoàn trực thuộc"

DISTRICTS = (
    District(
        "rachgia", "Thành đoàn Rạch Giá", "Rạch Giá", ISLANDS,
        "p An Bình, p An Hòa, p Rạch Sỏi, p Vĩnh Bảo, p Vĩnh Hiệp, p Vĩnh Lạc, p Vĩnh Lợi, p Vĩnh Quang, "
        "p Vĩnh Thanh, p Vĩnh Thanh Vân, p Vĩnh Thông, x Phi Thông",
        "Nguyễn Trung Trực, Huỳnh Mẫn Đạt, Nguyễn Hùng Sơn", CITY, "urban",
    ),
    District(
        "hatien", "Thành đoàn Hà Tiên", "Hà Tiên", ISLANDS,
        "p Bình San, p Đông Hồ, p Mỹ Đức, p Pháo Đài, p Tô Châu, x Thuận Yên, x Tiên Hải",
        "Nguyễn Thần Hiến", CITY, "urban", (("Thị đoàn Hà Tiên", date(2018, 11, 1)),),
    ),
    District(
        "phuquoc", "Thành đoàn Phú Quốc", "Phú Quốc", ISLANDS,
        "p Dương Đông, p An Thới, x Bãi Thơm, x Cửa Cạn, x Cửa Dương, x Dương Tơ, x Gành Dầu, x Hàm Ninh, "
        "x Thổ Châu",
        "Phú Quốc, Dương Đông", CITY, "urban", (("Huyện đoàn Phú Quốc", date(2021, 3, 1)),),
    ),
    District(
        "anbien", "Huyện đoàn An Biên", "An Biên", UMINH,
        "t Thứ Ba, x Đông Thái, x Đông Yên, x Hưng Yên, x Nam Thái, x Nam Thái A, x Nam Yên, x Tây Yên, "
        "x Tây Yên A",
        "An Biên", OFFICES, "rural",
    ),
    District(
        "anminh", "Huyện đoàn An Minh", "An Minh", UMINH,
        "t Thứ Mười Một, x Đông Hòa, x Đông Hưng, x Đông Hưng A, x Đông Hưng B, x Đông Thạnh, x Tân Thạnh, "
        "x Thuận Hòa, x Vân Khánh, x Vân Khánh Đông, x Vân Khánh Tây",
        "An Minh", OFFICES, "rural",
    ),
    District(
        "chauthanh", "Huyện đoàn Châu Thành", "Châu Thành", WEST,
        "t Minh Lương, x Bình An, x Giục Tượng, x Minh Hòa, x Mong Thọ, x Mong Thọ A, x Mong Thọ B, "
        "x Thạnh Lộc, x Vĩnh Hòa Hiệp, x Vĩnh Hòa Phú",
        "Châu Thành", OFFICES, "rural",
    ),
    District(
        "giangthanh", "Huyện đoàn Giang Thành", "Giang Thành", COAST,
        "x Phú Lợi, x Phú Mỹ, x Tân Khánh Hòa, x Vĩnh Điều, x Vĩnh Phú",
        "Thoại Ngọc Hầu", OFFICES, "rural",
    ),
    District(
        "giongrieng", "Huyện đoàn Giồng Riềng", "Giồng Riềng", WEST,
        "t Giồng Riềng, x Bàn Tân Định, x Bàn Thạch, x Hòa An, x Hòa Hưng, x Hòa Lợi, x Hòa Thuận, "
        "x Long Thạnh, x Ngọc Chúc, x Ngọc Hòa, x Ngọc Thành, x Ngọc Thuận, x Thạnh Bình, x Thạnh Hòa, "
        "x Thạnh Hưng, x Thạnh Lộc, x Thạnh Phước, x Vĩnh Phú, x Vĩnh Thạnh",
        "Giồng Riềng", OFFICES, "rural",
    ),
    District(
        "goquao", "Huyện đoàn Gò Quao", "Gò Quao", WEST,
        "t Gò Quao, x Định An, x Định Hòa, x Thới Quản, x Thủy Liễu, x Vĩnh Hòa Hưng Bắc, "
        "x Vĩnh Hòa Hưng Nam, x Vĩnh Phước A, x Vĩnh Phước B, x Vĩnh Thắng, x Vĩnh Tuy",
        "Gò Quao", OFFICES, "rural",
    ),
    District(
        "hondat", "Huyện đoàn Hòn Đất", "Hòn Đất", COAST,
        "t Hòn Đất, t Sóc Sơn, x Bình Giang, x Bình Sơn, x Lình Huỳnh, x Mỹ Hiệp Sơn, x Mỹ Lâm, x Mỹ Phước, "
        "x Mỹ Thái, x Mỹ Thuận, x Nam Thái Sơn, x Sơn Bình, x Sơn Kiên, x Thổ Sơn",
        "Hòn Đất", OFFICES, "rural",
    ),
    District(
        "kienhai", "Huyện đoàn Kiên Hải", "Kiên Hải", ISLANDS,
        "x An Sơn, x Hòn Tre, x Lại Sơn, x Nam Du", "Kiên Hải", OFFICES, "rural",
    ),
    District(
        "kienluong", "Huyện đoàn Kiên Lương", "Kiên Lương", COAST,
        "t Kiên Lương, x Bình An, x Bình Trị, x Dương Hòa, x Hòa Điền, x Hòn Nghệ, x Kiên Bình, x Sơn Hải",
        "Kiên Lương", OFFICES, "rural",
    ),
    District(
        "tanhiep", "Huyện đoàn Tân Hiệp", "Tân Hiệp", WEST,
        "t Tân Hiệp, x Tân An, x Tân Hiệp A, x Tân Hiệp B, x Tân Hòa, x Tân Hội, x Tân Thành, x Thạnh Đông, "
        "x Thạnh Đông A, x Thạnh Đông B, x Thạnh Trị",
        "Tân Hiệp", OFFICES, "rural",
    ),
    District(
        "uminhthuong", "Huyện đoàn U Minh Thượng", "U Minh Thượng", UMINH,
        "x An Minh Bắc, x Hòa Chánh, x Minh Thuận, x Thạnh Yên, x Thạnh Yên A, x Vĩnh Hòa",
        "U Minh Thượng", OFFICES, "rural",
    ),
    District(
        "vinhthuan", "Huyện đoàn Vĩnh Thuận", "Vĩnh Thuận", UMINH,
        "t Vĩnh Thuận, x Bình Minh, x Phong Đông, x Tân Thuận, x Vĩnh Bình Bắc, x Vĩnh Bình Nam, "
        "x Vĩnh Phong, x Vĩnh Thuận",
        "Vĩnh Thuận", OFFICES, "rural",
    ),
)  # fmt: skip

AFFILIATED = (
    Affiliated(
        "khoicoquan", "Đoàn khối Các cơ quan tỉnh", "Rạch Giá", "civil_service",
        {
            "Đoàn cơ sở Sở Lao động – Thương binh và Xã hội": "Văn phòng Sở, Trung tâm Dịch vụ việc làm, "
            "Trung tâm Bảo trợ xã hội",
            "Đoàn cơ sở Sở Y tế": "Văn phòng Sở, Trung tâm Kiểm soát bệnh tật, Bệnh viện Đa khoa tỉnh",
            "Đoàn cơ sở Sở Nông nghiệp và Phát triển nông thôn": "Chi cục Kiểm lâm, Trung tâm Khuyến nông, "
            "Chi cục Thủy sản",
            "Đoàn cơ sở Sở Giáo dục và Đào tạo": "Văn phòng Sở, Trung tâm Giáo dục thường xuyên tỉnh",
        },
        "Cơ quan Tỉnh đoàn, Văn phòng Ủy ban nhân dân tỉnh, Sở Nội vụ, Sở Tư pháp, Sở Tài chính, "
        "Đài Phát thanh và Truyền hình",
    ),
    Affiliated(
        "khoidoanhnghiep", "Đoàn khối Doanh nghiệp tỉnh", "Rạch Giá", "enterprise",
        {
            "Đoàn cơ sở Công ty Điện lực Kiên Giang": "Khối Văn phòng, Đội quản lý vận hành",
            "Đoàn cơ sở Công ty Cấp thoát nước Kiên Giang": "Khối Văn phòng, Nhà máy nước Rạch Giá",
            "Đoàn cơ sở Viễn thông Kiên Giang": "Khối Văn phòng, Trung tâm Công nghệ thông tin",
        },
        "Ngân hàng Chính sách xã hội tỉnh, Công ty Xổ số kiến thiết, Công ty Du lịch Kiên Giang",
    ),
    Affiliated(
        "congantinh", "Đoàn Thanh niên Công an tỉnh", "Rạch Giá", "armed_forces",
        {
            "Đoàn cơ sở Phòng Cảnh sát giao thông": "Đội 1, Đội 2",
            "Đoàn cơ sở Phòng Cảnh sát cơ động": "Tiểu đội 1, Tiểu đội 2",
        },
        "Phòng Tham mưu, Phòng Xây dựng lực lượng, Trại tạm giam",
    ),
    Affiliated(
        "quansutinh", "Đoàn Thanh niên Quân sự tỉnh", "Rạch Giá", "armed_forces",
        {
            "Đoàn cơ sở Trung đoàn 893": "Tiểu đoàn 1, Tiểu đoàn 2",
            "Đoàn cơ sở Phòng Tham mưu": "Ban Tác huấn, Đại đội Trinh sát",
        },
        "Phòng Chính trị, Phòng Hậu cần",
    ),
    Affiliated(
        "bienphong", "Đoàn Thanh niên Bộ đội Biên phòng tỉnh", "Rạch Giá", "armed_forces",
        {"Đoàn cơ sở Hải đội 2": "Tàu tuần tra, Khối bờ"},
        "Đồn Biên phòng Xẻo Nhàu, Đồn Biên phòng Thổ Châu, Đồn Biên phòng Phú Mỹ",
    ),
    Affiliated(
        "caodangsupham", "Đoàn trường Cao đẳng Sư phạm", "Rạch Giá", "school",
        {
            "Đoàn khoa Tiểu học – Mầm non": "Giáo dục Mầm non K18, Giáo dục Mầm non K19, Giáo dục Tiểu học K19",
            "Đoàn khoa Xã hội": "Sư phạm Ngữ văn K19, Công tác xã hội K19",
        },
        "Cán bộ – Giảng viên",
    ),
    Affiliated(
        "daihockiengiang", "Đoàn trường Đại học Kiên Giang", "Châu Thành", "school",
        {
            "Đoàn khoa Kinh tế – Du lịch": "Quản trị kinh doanh K5, Kế toán K6, Du lịch K6",
            "Đoàn khoa Kỹ thuật – Công nghệ": "Xây dựng K5, Công nghệ thông tin K6",
            "Đoàn khoa Nông nghiệp – Thủy sản": "Nuôi trồng thủy sản K5, Khoa học cây trồng K6",
        },
        "Cán bộ trẻ",
    ),
)  # fmt: skip

PILOTS = (  # S1-13: one a block
    "Đoàn cơ sở Sở Lao động – Thương binh và Xã hội",
    "Đoàn phường Tô Châu",
    "Đoàn xã Thạnh Yên A",
    "Đoàn khoa Tiểu học – Mầm non",
)
HAMLETS = (
    "Hòa Thuận", "Thạnh Lợi", "Tân Phước", "Bảy Chợ", "Xẻo Rô", "Kênh Năm", "Tám Xáng", "Hai Chẹt", "Tân Điền",
    "Minh Phong", "Đông Bình", "Xẻo Nhàu", "Kênh Xáng", "Vĩnh Tiến", "Hòa Tạo", "Tân Lợi", "Ngã Cạy", "Rọc Lá",
    "Thạnh Phong", "Bờ Dừa", "Cạn Ngọn", "Kênh Hãng", "Láng Cò", "Đường Xuồng", "Ba Hòn", "Cây Gòn", "Hòa Lộc",
    "Vàm Răng", "Thuận Tiến", "Mười Huỳnh", "An Thạnh", "Phước Thạnh", "Lung Kè", "Xẻo Cui", "Thới Bình",
    "Kênh Một", "Kênh Ba", "Hiệp Hòa", "Lô Mười Lăm", "Giồng Kè", "Cái Nước", "Công Sự", "Bời Lời",
)  # fmt: skip

KIEN_GIANG = Land(
    name=PROVINCE, place=PROVINCE_PLACE, founded=date(1962, 10, 30), code="KG", districts=DISTRICTS,
    affiliated=AFFILIATED, direct=DIRECT, pilots=PILOTS, hamlets=HAMLETS,
    first=("rachgia", "hatien", "uminhthuong", "khoicoquan", "caodangsupham"),
    kept={"hatien": "p Tô Châu", "uminhthuong": "x Thạnh Yên A", "rachgia": "p Vĩnh Thanh"},
    shown_district="rachgia", shown_commune="Đoàn phường Vĩnh Thanh", branches=(1, 2),
    young=("giangthanh",),
    # Xã Hòn Thơm became part of phường An Thới when Phú Quốc turned a city.
    merger=Merger("phuquoc", "Đoàn xã Hòn Thơm", "Hòn Thơm", "Đoàn phường An Thới", date(2021, 2, 28)),
)  # fmt: skip
