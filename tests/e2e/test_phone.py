"""The core loop in English on a phone of 360 × 740 with touch: nothing scrolls sideways, the language is remembered."""

import re

from acts import AT, approve, give_level, hear, open_year, register, review_self
from cast import ADMIN, Company, company
from pages import Person, Site
from playwright.sync_api import expect

WORDS = {
    "do_2": "Finish each task two days early and report at the monthly branch meeting.",
    "dont_3": "Visit the quarters twice a month and note what was settled.",
}
VIETNAMESE_FRAME = re.compile("Việc của tôi|Cần xử lý|Tiến độ|Đăng xuất|Lưu nháp|Trễ hạn|Chờ thẩm định")


def english(site: Site, username: str) -> Person:
    """Somebody on a phone who reads English."""
    person = site.person(username, phone=True)
    person.speak("en")
    return person


def test_the_core_loop_in_english_on_a_phone(site, sign_in):
    """Register, submit, approve, review oneself and be rated by touch, every page within 360 px and in English."""
    played = company("Đoàn phường Vĩnh Lạc")
    admin = sign_in(ADMIN)
    open_year(admin, "2022-01-13")
    cadre, secretary = english(site, played.cadre.username), english(site, played.secretary.username)
    cadre.go("viec-cua-toi")
    cadre.follow(cadre.page.locator(f"main a[href$='{AT}/dang-ky']").first)
    expect(cadre.page.locator("h1")).to_contain_text("Registration for 2022")
    register(cadre, WORDS)
    expect(cadre.page.locator("main")).to_contain_text(played.secretary.name)
    in_english(cadre)
    approve(secretary, played.cadre)
    open_year(admin, "2022-11-17")
    review_self(cadre)
    in_english(cadre)
    rated(secretary, cadre, played)
    again = site.person(played.cadre.username, phone=True, locale=None)
    expect(again.page.locator("html")).to_have_attribute("lang", "en")
    again.go(f"{AT}/tu-danh-gia")
    expect(again.page.locator("main")).to_contain_text("Good")


def test_the_bottom_bar_leads_everywhere_without_sideways_scroll(site, sign_in):
    """The bar holds at most four entries of 44 px; the last opens all of them in groups, and each page fits."""
    open_year(sign_in(ADMIN), "2022-11-17")
    person = english(site, "bithu.rachgia")
    bar = person.page.locator(".rl-bottom-item")
    assert 1 <= bar.count() <= 4
    assert all(item.bounding_box()["height"] >= 44 for item in bar.all())
    bar.last.tap()
    expect(person.page.locator(".rl-more-title").first).to_be_visible()
    links = person.page.locator(".rl-more a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(links) > 4
    for link in links:
        person.page.goto(person.origin + link)
        person.fits()
        in_english(person)


def rated(secretary: Person, cadre: Person, played: Company) -> None:
    """The committee hears, rates, and goes on; the cadre's own page stays readable meanwhile."""
    secretary.go(f"{AT}/ket-qua")
    secretary.follow(secretary.page.get_by_role("link", name=played.cadre.name, exact=True))
    sheet = secretary.path().removesuffix("/danh-gia")
    hear(secretary, sheet)
    give_level(secretary, "tot", "Every registered task was done.")
    assert "Good" in secretary.told()
    in_english(secretary)
    cadre.go(f"{AT}/tu-danh-gia")
    in_english(cadre)


def in_english(person: Person) -> None:
    """None of the frame's Vietnamese words is left; names and what people wrote stay as they are."""
    shown = person.page.locator("body").inner_text()
    assert not VIETNAMESE_FRAME.search(shown), shown
    assert person.page.locator("html").get_attribute("lang") == "en"
