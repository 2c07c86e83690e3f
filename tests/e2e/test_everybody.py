"""Every page for everybody: accessible, calm at 360 px, in English, without a script, and safe against bad input."""

import re
from pathlib import Path

import pytest
from pages import Person
from playwright.sync_api import expect

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
RUNNING = "kien_giang_kl06-2021"
ROLES = ("admin.kiengiang", "vanphong.kiengiang", "bithu.rachgia", "bithu.vinhthanh", "uyvien.chidoan", "doanvien")
MORE = {
    "admin.kiengiang": (
        "quan-tri/chuong-trinh/mo/kien_giang_kl06-2022",
        "quan-tri/don-vi",
        "tai-khoan",
        "quan-tri/dong-ho",
    ),
    "uyvien.chidoan": (f"chuong-trinh/{RUNNING}/dang-ky", f"chuong-trinh/{RUNNING}/tu-danh-gia"),
}


def violations(person: Person) -> list[str]:
    """What axe finds on the page as it is."""
    person.page.evaluate(AXE.read_text())
    found = person.page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')))",
        RULES,
    )
    return [f"{person.page.url} {one}" for one in found]


def pages_of(person: Person, username: str) -> list[str]:
    """Every entry of the menu, and the pages behind it that matter most."""
    person.go("")
    links = [link.get_attribute("href") for link in person.page.locator("nav a[href]").all()]
    inside = person.base.rsplit("/", 1)[1]
    menu = {link.removeprefix(f"/{inside}/") for link in links if link and link.startswith(f"/{inside}/")}
    return sorted(menu | set(MORE.get(username, ())))


@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
@pytest.mark.parametrize("username", ROLES)
def test_every_page_of_a_role_is_accessible_and_fits(sign_in, username, phone):
    """Axe finds nothing on any page of the role's menu, and nothing sticks out sideways."""
    person = sign_in(username, phone=phone)
    if phone:
        person.page.set_viewport_size({"width": 360, "height": 2400})  # sticky bars must not cover what axe measures
    found = []
    for path in pages_of(person, username):
        person.go(path)
        expect(person.page.locator("h1")).to_be_visible()
        found += violations(person)
    assert found == []


def test_the_core_loop_works_without_a_script(sign_in):
    """With JavaScript off: written and handed in, taken back, approved, reviewed, rated, sent and recognised."""
    cadre = sign_in("uyvien.chidoan", script=False)
    cadre.page.goto(f"{cadre.base}/chuong-trinh/{RUNNING}/dang-ky")
    for key in ("do_1", "dont_1"):
        cadre.page.locator(f"[id='f-item.{key}'] summary").first.click()
        cadre.page.fill(f"[id='f-solution.{key}']", "Làm đúng việc đã nhận, báo cáo mỗi tháng.")
    cadre.page.locator(".rl-reg-bar .btn-primary").click()
    cadre.page.locator("main form .btn-primary").last.click()
    cadre.page.goto(f"{cadre.base}/chuong-trinh/{RUNNING}/phieu")
    cadre.page.locator("details:has(form[action$='/rut-lai']) summary").click()
    cadre.page.locator("form[action$='/rut-lai'] button[type=submit]").click()
    expect(cadre.page.locator(".rl-flashes")).not_to_be_empty()
    ward = sign_in("bithu.vinhthanh", script=False)
    ward.page.goto(f"{ward.base}/can-xu-ly?chuong-trinh={RUNNING}")
    ward.page.locator("main a[href*='/phieu/']").first.click()
    ward.page.locator("button:has-text('Duyệt phiếu')").click()
    expect(ward.page.locator(".rl-flashes")).to_contain_text("duyệt")
    ward.page.goto(f"{ward.base}/chuong-trinh/{RUNNING}/ket-qua")
    ward.page.get_by_role("link", name=re.compile("Nguyễn Trúc Trinh")).first.click()
    ward.rate("tot", "Hoàn thành đầy đủ.")
    ward.page.goto(f"{ward.base}/chuong-trinh/{RUNNING}/ket-qua")
    ward.page.locator("main a[href$='/gui']").first.click()
    ward.page.fill("#f-note", "Các đồng chí còn lại đang được đánh giá.")
    ward.page.locator("main form button[type=submit]").last.click()
    expect(ward.page.locator(".rl-flashes")).not_to_be_empty()
    district = sign_in("bithu.rachgia", script=False)
    unit = ward.page.url.rsplit("/", 1)[1]
    district.page.goto(f"{district.base}/chuong-trinh/{RUNNING}/ket-qua/{unit}/cong-nhan")
    district.page.locator("main form button[type=submit]").last.click()
    expect(district.page.locator(".rl-flashes")).not_to_be_empty()


def test_the_core_loop_in_english_on_a_phone(sign_in):
    """A late registration for 2021, read and approved, in English at 360 px; the language is remembered."""
    cadre = sign_in("uyvien.chidoan", phone=True)
    cadre.speak("en")
    cadre.go(f"chuong-trinh/{RUNNING}/dang-ky")
    expect(cadre.page.locator("h1")).to_contain_text("2021")
    cadre.write(
        {"do_2": "Finish each task on time and report at the monthly meeting.", "dont_3": "No paperwork for show."}
    )
    cadre.page.locator(".rl-reg-bar .btn-primary").click()
    cadre.page.wait_for_load_state()
    cadre.fits()
    cadre.page.locator("main form .btn-primary").last.click()
    cadre.page.wait_for_load_state()
    again = sign_in("uyvien.chidoan", phone=True, locale=None)
    expect(again.page.locator("html")).to_have_attribute("lang", "en")
    again.go("viec-cua-toi")
    expect(again.page.locator("main")).to_contain_text("2021")
    secretary = sign_in("bithu.chidoan", phone=True)
    secretary.speak("en")
    secretary.go(f"can-xu-ly?chuong-trinh={RUNNING}")
    secretary.page.get_by_role("link", name=re.compile("Nguyễn Khánh Phúc")).first.click()
    secretary.page.wait_for_load_state()
    secretary.press("Approve sheet")
    again.review_self(RUNNING)
    expect(again.page.locator(".rl-flashes")).not_to_be_empty()
    secretary.go(f"chuong-trinh/{RUNNING}/ket-qua")
    secretary.page.get_by_role("link", name=re.compile("Nguyễn Khánh Phúc")).first.click()
    secretary.page.wait_for_load_state()
    secretary.rate("kha", "Registered late, but did what was registered.")
    again.go(f"chuong-trinh/{RUNNING}/tu-danh-gia")
    expect(again.page.locator("main")).to_contain_text("Fair")
    for person in (again, secretary):
        person.speak("vi")


def test_hostile_text_is_shown_as_text_or_refused_at_its_field(sign_in):
    """A script stays text; direction marks are refused with a message and the input kept."""
    cadre = sign_in("bithu.chidoan")
    cadre.go("tai-khoan")
    person = sign_in("admin.kiengiang")
    person.go("quan-tri/nguoi/moi")
    person.page.fill("#f-full_name", "Nguyễn \u202eVăn An")
    person.page.locator("main form button[type=submit]").last.click()
    person.page.wait_for_load_state()
    expect(person.page.locator(".rl-errors")).to_be_visible()
    person.go("tim?q=<script>alert(1)</script>")
    expect(person.page.locator("main")).to_be_visible()
    assert "<script>alert" not in person.page.content()


def test_another_unions_session_and_unknown_ids_lead_nowhere(sign_in):
    """Unknown and foreign ids answer 404 with a page that says so."""
    person = sign_in("admin.kiengiang")
    for path in (
        "quan-tri/nguoi/01a1fbae-6bef-7ce0-8000-000000000000",
        "khong-co",
        "phieu/01a1fbae-6bef-7ce0-8000-000000000000",
    ):
        answer = person.page.goto(f"{person.base}/{path}")
        assert answer.status == 404
        expect(person.page.locator("h1")).to_contain_text("Không tìm thấy")
