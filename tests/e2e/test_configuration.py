"""A province takes a newer release up, fits it to its plan, publishes, and opens the next year with it, while the
running year keeps its own rules; then it goes back. The pictures of the guide are taken on the way."""

import os
from collections.abc import Iterator

import pytest
from conftest import served
from packs import Desk
from pages import Person, Site
from playwright.sync_api import expect
from test_screenshots import take

KL06 = "kien_giang_kl06"
REASON = "Theo Kế hoạch số 15-KH/TĐTN ngày 20/11/2021"


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """A demo of its own: what is published here would meet the other tests."""
    with served(tmp_path_factory.mktemp("rl")) as found:
        yield found


def test_a_province_configures_its_pack(site) -> None:
    """From the catalogue to the opened year, and back by restoring."""
    assert "Đã bỏ bản nháp" in configured(site).told()


@pytest.mark.screenshots
def test_pictures_of_the_guide(site) -> None:
    """The same way, with a picture of each step."""
    assert "Đã bỏ bản nháp" in configured(site).told()


def configured(site: Site) -> Person:
    """The whole way of one pack; the administrator at its end."""
    admin = site.person("admin.kiengiang")
    desk = Desk(admin, KL06)
    catalogue(admin)
    upgraded(desk)
    edited(desk)
    read_and_published(desk)
    opened(admin)
    rolled_back(desk)
    return admin


def catalogue(admin: Person) -> None:
    """What is in use comes first, what waits is said; another pack can be looked into before it is chosen."""
    admin.go("quan-tri/cau-hinh")
    card = admin.page.locator(".rl-shelf").first
    for words in ("Đang dùng", "Có bản mới", "06-KL/TWĐTN-BKT", "Cán bộ đoàn"):
        expect(card).to_contain_text(words)
    expect(card.locator(".rl-glance-month")).to_have_count(12)
    pictured(admin, "cau-hinh-danh-muc")
    admin.go("quan-tri/cau-hinh/dhkt_school_year")
    expect(admin.page.locator("main")).to_contain_text("Sau khi chọn")
    admin.go(f"quan-tri/cau-hinh/{KL06}")
    pictured(admin, "cau-hinh-tong-quan")


def upgraded(desk: Desk) -> None:
    """Without an answer the upgrade is refused at the question; with it the edit that met nothing goes on by itself."""
    desk.person.press("Xem và nâng cấp")
    desk.says("1 chỗ cần bạn chọn", "sát với nhiệm vụ được phân công", "1 chỗ của đơn vị được giữ")
    pictured(desk.person, "cau-hinh-nang-cap")
    desk.upgrade()
    assert "Hãy chọn giữ của đơn vị" in desk.person.errors()
    desk.decide("registration/intro", "mine")
    desk.upgrade()
    desk.says("Thêm gợi ý giải pháp")
    expect(desk.line("Lời dẫn")).to_have_count(0)
    desk.publish("Nâng cấp lên bản 2019.1")
    assert "Đã công bố phiên bản 3" in desk.person.told()
    desk.says("bộ quy tắc bản 2019.1")
    expect(desk.main).not_to_contain_text("Có bản mới")


def edited(desk: Desk) -> None:
    """A criterion is switched off and the deadline of registering moved."""
    desk.switch_off("do_8")
    desk.move("registration", "before", 15, 2)
    pictured(desk.person, "cau-hinh-lich")


def read_and_published(desk: Desk) -> None:
    """The difference is read in words; publishing without a reason is refused with everything kept."""
    desk.go("khac-biet").says("2 chỗ khác")
    line = desk.line("Đăng ký nội dung rèn luyện")
    expect(line).to_contain_text("trong tháng 01")
    expect(line).to_contain_text("trước ngày 15/02")
    pictured(desk.person, "cau-hinh-khac-biet")
    desk.go("cong-bo").says("giữ nguyên quy tắc lúc mở")
    pictured(desk.person, "cau-hinh-cong-bo")
    desk.publish(cases="Hạn của năm 2022 theo kế hoạch mới của tỉnh.")
    assert desk.person.errors()
    desk.publish(REASON, cases="Hạn của năm 2022 theo kế hoạch mới của tỉnh.")
    assert "Đã công bố phiên bản 4" in desk.person.told()
    desk.go("?phan=phien-ban").says(REASON, "phiên bản 4", "Nâng cấp")
    pictured(desk.person, "cau-hinh-phien-ban")
    desk.go("?phan=lich-su").says("Quản trị Tỉnh đoàn", "Đăng ký nội dung rèn luyện")
    desk.compare("nam-2021", "dang-dung").says("Lời dẫn", "trước ngày 15/02")


def opened(admin: Person) -> None:
    """2022 opens with the new date and without the criterion; 2021 has both as they were."""
    admin.open_programme(f"{KL06}-2022", "15-KH/TĐTN")
    assert "Đã mở chương trình năm 2022" in admin.told()
    new, old = f"quan-tri/chuong-trinh/{KL06}-2022", f"quan-tri/chuong-trinh/{KL06}-2021"
    admin.go(f"{new}?phan=moc")
    dates = admin.page.locator("main")
    expect(dates).to_contain_text("14/02/2022")
    admin.go(f"{old}?phan=moc")
    expect(dates).to_contain_text("31/01/2021")
    for path, count in ((new, 0), (old, 1)):
        admin.go(f"{path}?phan=noi-dung")
        expect(dates.get_by_text("Tích cực rèn luyện kỹ năng", exact=True)).to_have_count(count)
    admin.go(f"quan-tri/cau-hinh/{KL06}")
    expect(admin.page.locator("main")).to_contain_text("theo phiên bản 4")
    expect(admin.page.locator("main")).to_contain_text("theo phiên bản 1")


def rolled_back(desk: Desk) -> None:
    """The version before the upgrade comes back as a draft over its release, and is thrown away again."""
    desk.go("phien-ban/2")
    desk.person.press("Dùng lại bản này")
    desk.says("gợi ý giải pháp", "Dùng lại")
    desk.go("bo-nhap")
    desk.person.press("Bỏ bản nháp")


def test_what_nobody_could_fulfil_keeps_a_draft_from_being_published(site) -> None:
    """The linter's finding stands on the page of publishing with the page where it is mended, and the button is off."""
    admin = site.person("admin.dhkt", tenant="dhkt")
    desk = Desk(admin, "dhkt_school_year")
    desk.go("sua/dang-ky")
    admin.page.fill("[id='f-registration/items_min']", "150")
    admin.press("Lưu vào bản nháp")
    desk.go("cong-bo").says("1 điểm cần xử lý trước")
    expect(admin.page.locator("main form").get_by_role("button", name="Công bố")).to_be_disabled()
    desk.go("bo-nhap")
    admin.press("Bỏ bản nháp")


def test_a_base_of_the_centre_is_taken_on_a_phone(site) -> None:
    """The province sees what the centre locks; a locked scale cannot be edited afterwards, and says why."""
    admin = site.person("admin.binhduong", tenant="binh-duong", phone=True)
    desk = Desk(admin, KL06)
    admin.go("quan-tri/cau-hinh")
    desk.take_up()
    desk.says("Bản nền của Trung ương số 1")
    admin.press("Xem bản nền")
    desk.says("Trung ương khóa", "Thang xếp loại")
    admin.press("Lập bản nháp")
    desk.publish("Theo bản nền của Trung ương")
    desk.says("bản nền số 1 của Trung ương")
    expect(desk.go("sua/thang").main).to_contain_text("Bốn mức xếp loại dùng chung")


def pictured(person: Person, name: str) -> None:
    """A picture for the guide, where pictures are asked for."""
    if os.environ.get("SCREENSHOTS"):
        take(person, name, phone=False)
