"""A programme whose subject is a unit, on phones of 360 px: a district reviews, a commune reads, the province follows.

The shipped pack with such rounds is a closed phase, so a pack of this year with its rules is installed beside it."""

import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import served
from packs import Desk
from pages import Person
from playwright.sync_api import expect

NAME = "danh_gia_co_so"
AT = f"chuong-trinh/{NAME}-2021"
COMMUNE = "Đoàn phường Vĩnh Thanh"
WORDS = "Ba nội dung rèn luyện đều có hoạt động cụ thể; hồ sơ theo dõi đoàn viên cần ghi đủ hơn."


@pytest.fixture(scope="module")
def packs(tmp_path_factory) -> Path:
    """A folder with the pack as a distribution of its own: the rules of 2015–2017, issued for any year."""
    home = tmp_path_factory.mktemp("packs")
    source = Path(find_spec("kien_giang_member_training").origin).parent
    shutil.copytree(source, home / NAME, ignore=shutil.ignore_patterns("__pycache__", "cases"))
    rules = home / NAME / "pack.toml"
    text = rules.read_text("utf-8").replace('"kien_giang_member_training"', f'"{NAME}"').replace("historical", "issued")
    text = text.replace('kind = "phase"\nfirst = 2015\nlast = 2017', 'kind = "calendar_year"')
    text = re.sub(r"\[milestones\.(rollout|pilot_review)\]\n(?:.+\n)+", "", text)
    rules.write_text(text, "utf-8")
    info = home / f"{NAME}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME.replace('_', '-')}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[renluyen.packs]\n{NAME} = {NAME}\n")
    return home


@pytest.fixture(scope="module")
def address(packs, tmp_path_factory) -> Iterator[str]:
    """The demo with the pack installed."""
    with served(tmp_path_factory.mktemp("rl"), PYTHONPATH=str(packs)) as found:
        yield found


def test_a_district_reviews_a_commune_reads_and_the_province_follows(site):
    """S1-21: found without diacritics, refused without words, late marked; read by the one, followed by the other."""
    opened(site.person("admin.kiengiang"))
    district = site.person("bithu.rachgia", phone=True)
    district.go(f"quan-tri/{AT}")
    district.press("Nhận xét đơn vị")
    main = district.page.locator("main")
    expect(main).to_contain_text("Thành đoàn Rạch Giá")
    expect(main).to_contain_text("0/15")
    review(district, "Một năm", told="Đã lưu nhận xét.")
    expect(district.page.locator("main")).to_contain_text("1/15")
    review(district, "Sáu tháng", told="Đã lưu nhận xét, ghi là trễ hạn.")
    corrected(district)
    reads(site.person("bithu.vinhthanh", phone=True))
    follows(site.person("bithu.tinhdoan", phone=True))


def opened(admin: Person) -> None:
    """The administrator takes the pack up and opens the programme of 2021."""
    Desk(admin, NAME).take_up()
    for step in ("", "/moc", "/danh-sach", "/xac-nhan"):
        admin.go(f"quan-tri/chuong-trinh/mo/{NAME}-2021{step}")
    admin.page.fill("[name=number]", "12-KH/TĐTN")
    admin.page.fill("[name=dated]", "2021-01-04")
    admin.follow(admin.page.locator("main button[type=submit]").last)


def review(district: Person, checkpoint: str, told: str) -> None:
    """Find the commune in the round, be refused without words, write them."""
    district.follow(district.page.locator(".rl-tabs a", has_text=checkpoint))
    district.page.fill("#f-ten", "vinh thanh")
    district.press("Lọc")
    expect(district.page.locator(".rl-task")).to_have_count(2)  # Vĩnh Thanh and Vĩnh Thanh Vân
    district.follow(district.page.locator(".rl-task-link").get_by_text(COMMUNE, exact=True))
    district.press("Lưu nhận xét")
    assert "Hãy viết nhận xét" in district.errors()
    district.page.fill("#f-comment", WORDS)
    district.press("Lưu nhận xét")
    assert told in district.told()


def corrected(district: Person) -> None:
    """The review is changed; the commune reads the new words."""
    district.follow(district.page.locator(".rl-task-link").get_by_text(COMMUNE, exact=True))
    district.press("Sửa nhận xét")
    district.page.fill("#f-comment", f"{WORDS} Đề nghị báo cáo trước ngày 15/12.")
    district.press("Lưu thay đổi")


def reads(commune: Person) -> None:
    """The commune's own committee reads both rounds and writes none."""
    commune.go(f"{AT}/nhan-xet-don-vi")
    expect(commune.page.locator("main")).to_contain_text("Nhận xét của cấp trên về đơn vị")
    expect(commune.page.locator("main")).to_contain_text("Đã nhận xét, trễ hạn")
    commune.press("Sáu tháng")
    expect(commune.page.locator("main")).to_contain_text("Đề nghị báo cáo trước ngày 15/12.")
    assert commune.page.locator("main textarea").count() == 0


def follows(province: Person) -> None:
    """The province sees how far each district is, then who is missing by name; targets say what is not known."""
    province.go(f"{AT}/nhan-xet-don-vi?ky=year")
    row = province.page.locator("tr", has_text="Thành đoàn Rạch Giá")
    expect(row).to_contain_text("1/15")
    province.page.select_option("#f-loc", "missing")
    province.page.fill("#f-ten", "vinh thanh")
    province.press("Lọc")
    names = province.page.locator(".rl-task-link").all_inner_texts()
    assert COMMUNE not in names and "Đoàn phường Vĩnh Thanh Vân" in names
    province.go(f"{AT}/chi-tieu")
    expect(province.page.locator("main")).to_contain_text("Chưa biết")
    expect(province.page.locator(".rl-pilots")).to_contain_text("Đoàn xã Thạnh Yên A")
