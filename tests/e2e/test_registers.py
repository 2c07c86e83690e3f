"""The books in the browser: a cadre on a phone, the committee above, the province's sums (S3-11, S3-16)."""

from pages import Person
from playwright.sync_api import expect

AT = "chuong-trinh/binh_duong_criteria-2020/so"
WHERE = "Đoàn phường Phú Cường"


def sums(province: Person, book: str) -> list[int]:
    """The line of the whole province in a book: entries, then what the book counts."""
    province.go(f"{AT}/{book}")
    cells = province.page.locator("#don-vi .rl-total td").all_inner_texts()
    return [int(cell.replace(".", "")) for cell in cells]


def test_a_visit_and_an_initiative_reach_the_province(sign_in):
    """A few taps from "Việc của tôi" write a visit; the committee above confirms an initiative; the province sees both
    sums go up, and one go down and up again when the visit is taken out and put back."""
    province = sign_in("bithu.binhduong", tenant="binh-duong")
    visits, initiatives = sums(province, "field_visit"), sums(province, "initiative")

    cadre = sign_in("bithu.phucuong", tenant="binh-duong", phone=True)
    page = cadre.go("viec-cua-toi")
    cadre.follow(page.get_by_role("link", name="Ghi chuyến đi"))
    page.select_option("#f-place", index=1)
    page.fill("#f-title", "Thăm khu nhà trọ thanh niên công nhân")
    page.fill("[id='f-quantity.people']", "mười hai")
    cadre.press("Ghi vào sổ")
    assert "số nguyên" in cadre.errors()
    expect(page.locator("#f-title")).to_have_value("Thăm khu nhà trọ thanh niên công nhân")
    page.fill("[id='f-quantity.people']", "1.012")
    cadre.press("Ghi vào sổ")
    assert "Đã ghi vào sổ" in cadre.told()
    expect(page.locator("main")).to_contain_text("1.012 người")
    cadre.press("Ghi sáng kiến")
    page.fill("#f-title", "Lịch trực nhà sinh hoạt thanh niên trên điện thoại")
    cadre.press("Ghi vào sổ")
    expect(page.locator("main")).to_contain_text("Chờ xác nhận")
    assert sums(province, "field_visit") == [visits[0] + 1, visits[1] + 1012]
    assert sums(province, "initiative") == [initiatives[0] + 1, initiatives[1]]

    above = sign_in("bithu.thudaumot", tenant="binh-duong")
    above.go(f"{AT}/initiative?q=lich+truc+nha&cho=1")
    above.follow(above.page.get_by_role("link", name="Lịch trực nhà sinh hoạt thanh niên trên điện thoại"))
    above.press("Xác nhận")
    assert "Đã xác nhận" in above.told()
    assert sums(province, "initiative") == [initiatives[0] + 1, initiatives[1] + 1]

    take_out(cadre)
    assert sums(province, "field_visit") == visits
    cadre.press("Đưa trở lại sổ")
    assert sums(province, "field_visit") == [visits[0] + 1, visits[1] + 1012]
    province.follow(province.page.get_by_role("link", name="Thành đoàn Thủ Dầu Một").first)
    expect(province.page.get_by_role("link", name=WHERE).first).to_be_visible()


def take_out(cadre: Person) -> None:
    """Unfold the visit in one's own book and take it out."""
    cadre.go(f"{AT}/cua-toi")
    entry = cadre.page.locator(".rl-book-entry", has_text="Thăm khu nhà trọ").first
    entry.locator("summary").tap()
    cadre.press("Bỏ khỏi sổ", entry)
    expect(cadre.page.locator("main")).to_contain_text("Đã bỏ “Thăm khu nhà trọ thanh niên công nhân” khỏi sổ.")
