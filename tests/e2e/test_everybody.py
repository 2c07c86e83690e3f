"""Every page for everybody: axe finds nothing and nothing scrolls sideways, on a desktop and on a phone."""

from collections.abc import Iterator

import pytest
from acts import open_year
from audit import faults, links, menu, shape
from cast import ADMIN
from pages import Person
from playwright.sync_api import expect

TODAY = "2021-11-20"  # the demo as it is found
ROLES = (ADMIN, "bithu.rachgia", "uyvien.chidoan", "doanvien")
FURTHER = ("vanphong.kiengiang", "bithu.tinhdoan", "bithu.vinhthanh", "bithu.chidoan", "kiemtra.kiengiang")
SLOW = {"bithu.rachgia": pytest.mark.full}  # the same pages as the administrator and the branch see
RUNNING = "chuong-trinh/kien_giang_kl06-2021"
BEHIND_THE_MENU = {
    ADMIN: ("quan-tri/chuong-trinh/mo", "quan-tri/dong-ho", "tim?q=nguyen"),
    "uyvien.chidoan": (f"{RUNNING}/dang-ky", f"{RUNNING}/phieu", f"{RUNNING}/tu-danh-gia"),
}
DEPTH = 3


@pytest.fixture
def person(sign_in, username: str) -> Person:
    """Somebody in the demo as it is found."""
    admin = sign_in(ADMIN)
    admin.move_clock(TODAY)
    return sign_in(username)


@pytest.mark.parametrize("username", [pytest.param(one, marks=SLOW.get(one, ())) for one in ROLES])
def test_the_menu_of_a_role_is_open_to_everybody(person, username):
    """Every page of the menu, and the one behind it that matters most, passes axe at 1280 and at 360 px."""
    found = []
    for url in menu(person.page) + [f"/kien-giang/{path}" for path in BEHIND_THE_MENU.get(username, ())]:
        person.page.goto(person.origin + url)
        expect(person.page.locator("h1")).to_be_visible()
        found += faults(person.page)
    assert found == []


@pytest.mark.parametrize(
    ("tenant", "username"),
    [
        ("dhkt", "sinhvien.tudanhgia"),
        pytest.param("dhkt", "bithu.lop34", marks=pytest.mark.full),
        pytest.param("binh-duong", "uyvien.chidoan", marks=pytest.mark.full),
    ],
)
def test_the_menus_of_other_unions_are_open_to_everybody(sign_in, tenant, username):
    """Programmes with points, meetings and books pass axe too, at 1280 and at 360 px."""
    person = sign_in(username, tenant=tenant)
    found = []
    for url in menu(person.page):
        person.page.goto(person.origin + url)
        expect(person.page.locator("h1")).to_be_visible()
        found += faults(person.page)
    assert found == []


def test_the_pages_before_signing_in_are_open_to_everybody(site):
    """The front page, signing in, redeeming a code and a page that does not exist pass as well."""
    guest = site.guest()
    found = []
    for url in ("/", "/kien-giang/dang-nhap", "/kien-giang/kich-hoat", "/kien-giang/khong-co"):
        guest.page.goto(guest.origin + url)
        found += faults(guest.page)
    assert found == []


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("username", ROLES + FURTHER)
def test_whatever_a_role_reaches_is_open_to_everybody(person, username, scheme):
    """One page of every kind that links lead to passes, in light and in dark colours."""
    person.page.emulate_media(color_scheme=scheme)
    assert list(_walk(person)) == []


@pytest.mark.full
def test_the_pages_of_opening_and_deciding_are_open_to_everybody(sign_in):
    """Steps of opening, several sheets at once, and the pages that ask once before results move."""
    admin, leader = sign_in(ADMIN), sign_in("bithu.vinhthanh")
    admin.move_clock(TODAY)
    found = []
    leader.go("can-xu-ly/duyet-nhieu?chuong-trinh=kien_giang_kl06-2021")
    found += faults(leader.page)
    results = leader.go(f"{RUNNING}/ket-qua").locator(".rl-results a").first.get_attribute("href")
    for act in ("cong-nhan", "tra-lai"):
        leader.page.goto(f"{leader.origin}{results}/{act}")
        found += faults(leader.page)
    open_year(admin, "2022-01-18")
    cadre = sign_in("bithu.chidoan")
    for path in ("viec-cua-toi", "chuong-trinh/kien_giang_kl06-2022/dang-ky?mo=do_1"):
        cadre.go(path)
        found += faults(cadre.page)
    assert found == []


def _walk(person: Person) -> Iterator[str]:
    """The faults of one page of each shape, as far as `DEPTH` links from the menu."""
    seen: set[str] = set()
    now = menu(person.page)
    for depth in range(DEPTH):
        following = []
        for url in now:
            if shape(url) in seen:
                continue
            seen.add(shape(url))
            answer = person.page.goto(person.origin + url)
            if answer.status != 200:
                yield f"{url}: {answer.status}"
            yield from faults(person.page)
            following += links(person.page) if depth + 1 < DEPTH else []
        now = following
