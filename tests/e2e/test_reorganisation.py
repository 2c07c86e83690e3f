"""A district goes into three new communes in the middle of an open year: chosen, placed, tried, done and undone by the
pages alone, on a desk and on a phone, with every total before and after explained."""

import re

import pytest
from audit import faults
from cast import ADMIN, scene
from pages import Person
from playwright.sync_api import expect

HOME = "quan-tri/don-vi/sap-xep"
BOARD = "chuong-trinh/kien_giang_kl06-2021/tien-do"
NEW = ("Đoàn xã Thử Đông", "Đoàn xã Thử Tây", "Đoàn xã Thử Nam")
CAUSE = re.compile(r"^([+−]) ([\d.]+) ")


def smallest_district():
    """The district with the fewest communes, and the province above it."""
    districts = [unit for unit in scene().top.children if unit.kind == "district" and unit.closed_on is None]
    return min(districts, key=lambda unit: len(unit.children))


@pytest.mark.parametrize("phone", [False, pytest.param(True, marks=pytest.mark.full)], ids=["1280", "360"])
def test_a_district_becomes_three_communes_and_comes_back(sign_in, phone):
    """The dry run explains each total, the boards then say the same, and undoing brings all of it back."""
    admin, district = sign_in(ADMIN, phone=phone), smallest_district()
    admin.go(BOARD)
    province, old = eligible(admin), board_of(admin, district.name)
    begin(admin, district.name)
    choose(admin, phone)
    place(admin, district.name)
    totals = dry_run(admin, phone)
    assert totals["Tỉnh đoàn Kiên Giang"] == (province, province)
    assert totals[district.name][0] == old
    admin.press("Thực hiện sắp xếp")
    assert "Có thể hoàn tác trong hôm nay" in admin.told()
    change = admin.path()
    fit_for_all(admin, phone)
    admin.go(BOARD)
    assert eligible(admin) == province
    for name in NEW:
        assert board_of(admin, name) == totals[name][1]
    expect(admin.page.locator("#don-vi")).to_contain_text(NEW[0])
    looks_back(admin, district.name)
    admin.go(change)
    admin.press("Hoàn tác")
    fit_for_all(admin, phone)
    admin.press("Hoàn tác")
    assert "Mọi thứ trở lại như trước" in admin.told()
    admin.go(BOARD)
    assert (eligible(admin), board_of(admin, district.name)) == (province, old)
    expect(admin.page.locator("main")).not_to_contain_text(NEW[0])


def begin(admin: Person, name: str) -> None:
    """From the unit's page to a draft."""
    admin.go("quan-tri/don-vi")
    admin.press("Sắp xếp đơn vị")
    admin.page.check("input[name=kind][value=dissolve]")
    admin.page.fill("#f-basis", "Nghị quyết 1654/NQ-UBTVQH15")
    admin.press("Bắt đầu")
    search(admin, "nguon", name)


def search(admin: Person, field: str, name: str) -> None:
    """Find a unit and take it in."""
    admin.page.fill(f"#f-{field}", name)
    with admin.page.expect_navigation():
        admin.page.locator(f"#f-{field}").press("Enter")
    admin.press(f"Chọn {name}")


def choose(admin: Person, phone: bool) -> None:
    """The district's communes go too; three new ones and the province receive."""
    admin.press(re.compile("^Thêm các đơn vị cấp dưới"))
    search(admin, "nhan", "Tỉnh đoàn Kiên Giang")
    for name in NEW:
        admin.page.fill("#f-name", name)
        admin.page.select_option("#f-kind", "grassroots")
        admin.press("Thêm đơn vị mới")
    expect(admin.page.locator("#nhan")).to_contain_text(NEW[2])
    fit_for_all(admin, phone)
    admin.press("Tiếp tục")
    fit_for_all(admin, phone)


def fit_for_all(admin: Person, phone: bool) -> None:
    """Nothing that axe objects to, at both widths; once, on the desk."""
    if not phone:
        assert faults(admin.page) == []
        admin.page.set_viewport_size({"width": 1280, "height": 800})


def place(admin: Person, district: str) -> None:
    """Each commune's branches together into one of the three, what no commune may hold under the province."""
    page = admin.page
    for nth, several in enumerate(page.locator("select[name^='a.']").all()):
        labels = several.locator("option").all_inner_texts()
        if NEW[nth % 3] in labels:
            several.select_option(label=NEW[nth % 3])
    for one in page.locator("select[name^='u.']").all():
        labels = one.locator("option").all_inner_texts()
        if NEW[0] not in labels:
            one.select_option(label="Tỉnh đoàn Kiên Giang")
        elif len(page.locator("select[name^='a.']").all()) == 0:
            one.select_option(label=NEW[0])
    for nth, people in enumerate(page.locator("select[name^='p.']").all()):
        people.select_option(label=NEW[nth % 3])
    missing = [one for one in page.locator("select[name^='u.']").all() if not _placed(page, one)]
    for one in missing:
        one.select_option(label=NEW[1])
    admin.press("Lưu và chạy thử")


def _placed(page, one) -> bool:
    """Whether a sub-unit has a place of its own, or its source one for all."""
    card = one.locator("xpath=ancestor::*[contains(@class, 'rl-card')][1]")
    together = card.locator("select[name^='a.']")
    return bool(one.input_value()) or (together.count() > 0 and bool(together.input_value()))


def dry_run(admin: Person, phone: bool) -> dict[str, tuple[int, int]]:
    """Every unit's total before and after, each explained by what went and came."""
    expect(admin.page.locator("main")).to_contain_text("Tổng số trước và sau")
    fit_for_all(admin, phone)
    found = {}
    for row in admin.page.locator("table tbody tr").all():
        head = row.locator("th").inner_text().strip().splitlines()
        numbers = [int(n.replace(".", "")) for n in re.findall(r"[\d.]+", row.locator("td").first.inner_text())]
        before, after = numbers[0], numbers[-1]
        moved = [CAUSE.match(line) for line in row.locator(".rl-causes li").all_inner_texts()]
        change = sum(int(one[2].replace(".", "")) * (1 if one[1] == "+" else -1) for one in moved if one)
        assert before + change == after, (head, before, change, after)
        found[head[0]] = (before, after)
    assert set(NEW) <= set(found)
    return found


def looks_back(admin: Person, district: str) -> None:
    """Yesterday's tree has the district by its name; its page says where it went."""
    page = admin.go(HOME)
    expect(page.locator(".rl-tasks")).to_contain_text("Đã thực hiện")
    admin.go("quan-tri/don-vi?q=" + district)
    expect(admin.page.locator("main")).not_to_contain_text("› " + district)
    admin.go("quan-tri/don-vi?ngay=2021-01-04&q=" + district)
    admin.follow(admin.page.locator(".rl-tasks a").first)
    expect(admin.page.locator("main")).to_contain_text("Đã nhập vào")
    expect(admin.page.locator("main")).to_contain_text(NEW[0])


def eligible(admin: Person) -> int:
    """The people of the board's unit."""
    shown = admin.page.locator(".rl-board-head .rl-stat-value").first.inner_text()
    return int(shown.replace(".", ""))


def board_of(admin: Person, name: str) -> int:
    """The people of a unit directly below the province, on its own board."""
    admin.go(BOARD + "?ten=" + name)
    admin.follow(admin.page.locator("#don-vi table a").filter(has_text=name).first)
    found = eligible(admin)
    admin.go(BOARD)
    return found
