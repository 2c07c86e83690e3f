"""The pictures of the documentation, from the untouched demo (`make screenshots`)."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pages import DESK, PHONE, Person, Site

PLACE = Path(os.environ.get("SCREENSHOTS") or Path(__file__).parents[2] / "docs" / "screenshots")
YEAR = "chuong-trinh/kien_giang_kl06-2021"
MOST = 150_000  # bytes of a picture
SCENE = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce", "color_scheme": "light"}


def by_link(path: str, selector: str) -> Callable[[Person], None]:
    """Open a page and follow its first such link."""

    def follow(person: Person) -> None:
        person.go(path)
        person.follow(person.page.locator(selector).first)

    return follow


def the_paper(person: Person) -> None:
    """The appendix of a district, from its letterhead on."""
    by_link(f"{YEAR}/tien-do", "a[href*='/bao-cao/appendix/']")(person)
    person.page.locator(".rl-paper").evaluate("paper => scrollTo(0, paper.getBoundingClientRect().top - 80)")


def half_written(person: Person) -> None:
    """A registration with two criteria written, the second one open."""
    person.go(f"{YEAR}/dang-ky?mo=dont_3")
    solutions = {
        "do_2": "Hoàn thành việc được giao trước hạn 02 ngày; báo cáo bí thư vào buổi sinh hoạt hằng tháng.",
        "dont_3": "Không họp quá 60 phút; tài liệu gửi trước 01 ngày qua nhóm Zalo của chi đoàn.",
    }
    for key, text in solutions.items():
        person.page.locator(f"[id='f-solution.{key}']").evaluate(
            "(area, text) => { area.value = text; area.dispatchEvent(new Event('input', {bubbles: true})) }", text
        )
    person.page.locator("[data-save-status][data-state=saved]").wait_for()


PICTURES: tuple[tuple[str, str, str | Callable[[Person], None]], ...] = (
    ("viec-cua-toi", "uyvien.chidoan", "viec-cua-toi"),
    ("dang-ky", "uyvien.chidoan", half_written),
    ("can-xu-ly", "bithu.vinhthanh", "can-xu-ly"),
    ("xem-phieu", "bithu.vinhthanh", by_link("can-xu-ly", ".rl-task-link")),
    ("tu-danh-gia", "bithu.vinhthanh", f"{YEAR}/tu-danh-gia?sua=1"),
    ("xep-loai", "bithu.vinhthanh", by_link(f"{YEAR}/ket-qua", "a[href$='/danh-gia']")),
    ("ket-qua", "bithu.vinhthanh", f"{YEAR}/ket-qua"),
    ("tien-do", "bithu.tinhdoan", f"{YEAR}/tien-do"),
    ("phu-luc", "bithu.rachgia", the_paper),
    ("mo-chuong-trinh", "admin.kiengiang", "quan-tri/chuong-trinh/mo/kien_giang_kl06-2022/moc"),
    ("danh-sach", "admin.kiengiang", "quan-tri/chuong-trinh/mo/kien_giang_kl06-2022/danh-sach"),
    ("don-vi", "admin.kiengiang", by_link("tim?q=doan+phuong+vinh+thanh", "main a[href*='/don-vi/']")),
)
# The centre's pages: name, address, from where on.
NATION = (
    ("so-sanh", "so-sanh?nam=2021&doi-tuong=can-bo", ".rl-cmp-lead"),
    ("so-sanh-hop-nhat", "so-sanh?nam=2025&tinh=an-giang-2025&hinh=o-luoi", ".rl-cmp-question"),
    ("so-sanh-qua-cac-nam", "so-sanh/tinh/binh-duong?nam=2020&doi-tuong=can-bo", ".rl-chart"),
    ("so-sanh-dau-hieu", "so-sanh/dau-hieu?nam=2021&doi-tuong=can-bo", "main"),
)
ENGLISH = ("viec-cua-toi", "dang-ky", "tien-do")


@pytest.mark.screenshots
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
def test_pictures_in_vietnamese(site, phone):
    """One picture of each screen that decides, small enough for the repository."""
    guest = site.guest(device_scale_factor=2 if phone else 1, viewport=PHONE if phone else DESK, **SCENE)
    guest.go("dang-nhap")
    taken = [take(guest, "dang-nhap", phone)]
    taken += [picture(site, name, username, way, phone=phone, locale="vi") for name, username, way in PICTURES]
    assert len(set(taken)) == 1 + len(PICTURES)


@pytest.mark.screenshots
def test_pictures_in_english(site):
    """Three of them in English."""
    taken = [
        picture(site, name, username, way, phone=name == "viec-cua-toi", locale="en")
        for name, username, way in PICTURES if name in ENGLISH
    ]  # fmt: skip
    assert len(set(taken)) == len(ENGLISH)


@pytest.mark.screenshots
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
def test_pictures_of_the_nation(site, phone):
    """The comparison of provinces as an analyst sees it."""
    scene = {"device_scale_factor": 2 if phone else 1, "viewport": PHONE if phone else DESK, **SCENE}
    analyst = site.guest("trung-uong", **scene)
    analyst.sign_in("phantich.trunguong")
    analyst.speak("vi")
    taken = set()
    for name, path, top in NATION:
        analyst.go(path)
        analyst.page.locator(top).first.evaluate("part => scrollTo(0, part.getBoundingClientRect().top - 84)")
        taken.add(take(analyst, name, phone))
    assert len(taken) == len(NATION)


def picture(
    site: Site, name: str, username: str, way: str | Callable[[Person], None], *, phone: bool, locale: str
) -> Path:
    """Sign in, go there, take it."""
    person = site.guest(device_scale_factor=2 if phone else 1, viewport=PHONE if phone else DESK, **SCENE)
    person.sign_in(username)
    person.speak(locale)
    person.go(way) if isinstance(way, str) else way(person)
    taken = take(person, name if locale == "vi" else f"{name}-{locale}", phone)
    person.speak("vi")
    return taken


def take(person: Person, name: str, phone: bool) -> Path:
    """Write the picture of the window; one that is too large is not for a repository. Its file."""
    PLACE.mkdir(parents=True, exist_ok=True)
    person.page.evaluate("document.fonts.ready")
    path = PLACE / f"{name}{'-360' if phone else ''}.jpg"
    person.page.screenshot(path=path, quality=80)
    assert path.stat().st_size < MOST, path.name
    return path
