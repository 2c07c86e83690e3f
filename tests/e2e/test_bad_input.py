"""Bad input in the browser: two tabs, two presses, hostile text, what belongs to others, forms from elsewhere."""

import unicodedata

import pytest
from acts import AT, SOLUTIONS, approve, next_page, open_sheet, open_year
from cast import ADMIN, DISTRICT, Company, company
from pages import Person
from playwright.sync_api import Page, expect

SCRIPT = "<script>window.taken = 1</script><img src=x onerror='window.taken = 1'> đọc như chữ thường"
BIDI, NFD = "Báo cáo \u202enagn gnah", unicodedata.normalize("NFD", "Gặp gỡ đoàn viên mỗi quý một lần.")
UNKNOWN = "01a1fbae-6bef-7ce0-8000-000000000000"


@pytest.fixture
def played(sign_in) -> Company:
    """A branch that nobody else uses, in January 2022."""
    open_year(sign_in(ADMIN), "2022-01-17")
    return company("Đoàn phường Vĩnh Thanh Vân")


def solution(page: Page, key: str):
    """The text area of a criterion."""
    return page.locator(f"[id='f-solution.{key}']")


def saved(person: Person) -> None:
    """Wait until the draft has saved itself."""
    person.page.locator("[data-save-status][data-state=saved]").wait_for()


def test_a_stale_draft_shows_both_texts_and_loses_neither(sign_in, played):
    """Written in two tabs, the second hears of the first, keeps its own text, and saves it only when told to."""
    first = sign_in(played.deputy.username)
    first.go(f"{AT}/dang-ky?mo=do_2")
    second = first.again()
    second.go(f"{AT}/dang-ky?mo=do_2")
    first.write({"do_2": "Bản viết ở thẻ thứ nhất."})
    saved(first)
    second.write({"do_2": "Bản viết ở thẻ thứ hai."})
    conflict = second.page.locator(".rl-stale:not([data-kept-choose])")
    expect(conflict).to_contain_text("Bản viết ở thẻ thứ nhất.")
    expect(conflict.locator("del")).to_have_text("nhất.")  # what differs is marked word by word
    expect(conflict.locator("ins")).to_have_text("hai.")
    expect(solution(second.page, "do_2")).to_have_value("Bản viết ở thẻ thứ hai.")
    first.go(f"{AT}/dang-ky?mo=do_2")
    expect(solution(first.page, "do_2")).to_have_value("Bản viết ở thẻ thứ nhất.")
    second.page.locator("[data-keep]").click()
    saved(second)
    first.go(f"{AT}/dang-ky?mo=do_2")
    expect(solution(first.page, "do_2")).to_have_value("Bản viết ở thẻ thứ hai.")


def test_a_stale_form_without_a_script_shows_both_texts(sign_in, played):
    """The same with plain forms: the page comes back with both texts, and saving again keeps the own one."""
    first = sign_in(played.deputy.username, script=False)
    first.go(f"{AT}/dang-ky?mo=dont_3")
    second = first.again()
    second.go(f"{AT}/dang-ky?mo=dont_3")
    first.write({"dont_3": "Một bản đã lưu trước."})
    next_page(first, "button[formaction$='/luu-nhap']")
    second.write({"dont_3": "Một bản viết sau."})
    next_page(second, "button[formaction$='/luu-nhap']")
    expect(second.page.locator(".rl-stale:not([data-kept-choose])")).to_contain_text("Một bản đã lưu trước.")
    expect(solution(second.page, "dont_3")).to_have_value("Một bản viết sau.")
    next_page(second, "button[formaction$='/luu-nhap']")
    first.go(f"{AT}/dang-ky?mo=dont_3")
    expect(solution(first.page, "dont_3")).to_have_value("Một bản viết sau.")


def test_submitting_twice_counts_once_and_a_script_stays_text(sign_in, played):
    """A double press makes one edition; tags in a solution are letters to everybody who reads it."""
    cadre, secretary = sign_in(played.cadre.username), sign_in(played.secretary.username)
    cadre.go(f"{AT}/dang-ky")
    cadre.write(SOLUTIONS | {"do_2": SCRIPT, "do_3": NFD})
    next_page(cadre, ".rl-reg-bar .btn-primary")
    same = cadre.page.locator("form[action$='/nop']").evaluate("form => Object.fromEntries(new FormData(form))")
    with cadre.page.expect_navigation():
        cadre.page.locator("form[action$='/nop'] .btn-primary").dblclick()
    for _ in range(2):
        answer = cadre.page.request.post(f"{cadre.base}/{AT}/dang-ky/nop", form=same)
        assert answer.ok and answer.url.endswith("/dang-ky/nop")
    cadre.go(f"{AT}/phieu")
    expect(cadre.page.locator(".rl-timeline > *")).to_have_count(1)
    sheet = open_sheet(secretary, played.cadre)
    for person, path in ((secretary, sheet), (secretary, f"{sheet}/in"), (cadre, f"{AT}/phieu")):
        main = person.go(path).locator("body")
        expect(main).to_contain_text(SCRIPT)
        expect(main).to_contain_text(unicodedata.normalize("NFC", NFD))
        assert person.page.evaluate("window.taken") is None
    approve(secretary, played.cadre)
    assert secretary.go(f"{AT}/cong-khai").evaluate("window.taken") is None


def test_hidden_characters_are_refused_at_their_field_and_the_input_is_kept(sign_in, played):
    """Direction marks and NUL come back with a message where they were typed."""
    secretary = sign_in(played.secretary.username, script=False)
    secretary.go(f"{AT}/dang-ky?mo=do_1")
    secretary.write({"do_1": BIDI, "do_4": "Số liệu nào cũng có danh sách kèm theo."})
    next_page(secretary, "button[formaction$='/luu-nhap']")
    expect(secretary.page.locator("[id='e-solution.do_1']")).to_be_visible()
    expect(solution(secretary.page, "do_1")).to_have_value(BIDI)
    expect(solution(secretary.page, "do_4")).to_have_value("Số liệu nào cũng có danh sách kèm theo.")
    typed = secretary.proof() | {"solution.do_1": "Có ký tự \x00 rỗng", "_version": "0"}
    answer = secretary.page.request.post(f"{secretary.base}/{AT}/dang-ky/luu-nhap", form=typed)
    assert answer.status == 422 and "e-solution.do_1" in answer.text()


def test_what_belongs_to_others_does_not_exist(site, sign_in, played):
    """Unknown ids, another union's ids and another branch's sheets answer 404; another union's session is none."""
    admin, elsewhere = sign_in(ADMIN), site.person("admin.binhduong", tenant="binh-duong")
    elsewhere.go("quan-tri/nguoi")
    theirs = elsewhere.page.locator("main a[href*='/quan-tri/nguoi/']:not([href$='moi'])").first.get_attribute("href")
    leader = sign_in("bithu.vinhthanh")
    leader.go("can-xu-ly?chuong-trinh=kien_giang_kl06-2021&muc=da-duyet")
    sheet = leader.page.locator(".rl-task-link").first.get_attribute("href").removeprefix("/kien-giang/")
    stranger = sign_in(played.secretary.username)
    for person, path in (
        (admin, theirs.removeprefix("/binh-duong/")),
        (admin, f"quan-tri/don-vi/{UNKNOWN}"),
        (admin, "khong-co"),
        (stranger, sheet),
        (stranger, f"{sheet}/danh-gia"),
        (stranger, "quan-tri/don-vi"),
        (stranger, f"{AT}/ket-qua/{UNKNOWN}"),
    ):
        assert person.page.goto(f"{person.base}/{path}").status == 404, path
        expect(person.page.locator("h1")).to_contain_text("Không tìm thấy")
    admin.page.goto(f"{admin.origin}/binh-duong/quan-tri/nguoi")
    assert "/binh-duong/dang-nhap" in admin.page.url


def test_forms_from_elsewhere_and_wrong_files_are_refused(sign_in, played):
    """Without the session's token nothing is done; a program named .pdf is refused at its field."""
    district = sign_in(DISTRICT)
    answer = district.page.request.post(f"{district.base}/quan-tri/dong-ho", form={"day": "2030-01-01"})
    assert answer.status == 403 and "<h1" in answer.text()
    district.go(f"{AT}/ke-khai")
    district.follow(district.page.locator("main a[href$='/plan']"))
    district.page.fill("#f-number", "05-KH/TĐTN")
    district.page.fill("#f-dated_on", "2022-01-10")
    wrong = {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00 a program"}
    district.page.set_input_files("#f-file", wrong)
    next_page(district, "main form .btn-primary")
    expect(district.page.locator("#e-file")).to_be_visible()
    expect(district.page.locator("#f-number")).to_have_value("05-KH/TĐTN")


def test_every_page_forbids_what_it_did_not_bring(sign_in):
    """The policy of each page allows no inline script or style and no other site, and no frame around it."""
    person = sign_in(DISTRICT)
    answer = person.page.goto(f"{person.base}/can-xu-ly")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src" in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    person.go("tim?q=" + "%3Cscript%3Ewindow.taken%3D1%3C/script%3E")
    assert person.page.evaluate("window.taken") is None
