"""What a year asks of every level: opening, several sheets at once, nobody on his own sheet, results returned and
recognised, declarations with a file, and the appendix whose sums agree."""

from pathlib import Path

from acts import (
    AT,
    SOLUTIONS,
    WORD,
    agree,
    approve,
    decide,
    give_level,
    hear,
    next_page,
    open_sheet,
    open_year,
    register,
    results_of,
    review_self,
)
from appendix import Row, heads, own_figures, rows, workbook
from cast import ADMIN, DISTRICT, PROVINCE, Company, company
from pages import Person
from playwright.sync_api import expect

JANUARY, NOVEMBER = "2022-01-11", "2022-11-16"
PLAN = {"name": "Kế hoạch 04.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


def test_every_level_does_its_part_and_the_appendix_adds_up(sign_in, tmp_path):
    """A branch of phường Vĩnh Hiệp goes through 2022 with its ward, district and province above it."""
    admin, played = sign_in(ADMIN), company("Đoàn phường Vĩnh Hiệp")
    look_before_opening(admin)
    open_year(admin, JANUARY)
    cadre, secretary, leader = (sign_in(one.username) for one in (played.cadre, played.secretary, played.leader))
    for person in (cadre, secretary, sign_in(played.deputy.username)):
        register(person)
    several_at_once(leader, played)
    own = sheet_of_his_own(secretary, leader, played)
    open_year(admin, NOVEMBER)
    review_self(cadre)
    nobody_rates_himself(secretary, own)
    results = results_of(leader, played.branch)
    rated(secretary, results, played)
    agree(cadre)
    returned_and_recognised(leader, secretary, results)
    expect_result(cadre)
    district = sign_in(DISTRICT)
    declared(district)
    appendix_of_the_district(district, played, tmp_path)
    found = progress_of_the_province(sign_in(PROVINCE), results)
    assert found[0].mark == "I" and len(found) > 15
    assert all(figure >= 0 for figure in own_figures(found)[0])


def look_before_opening(admin: Person) -> None:
    """Criteria, dates and roster can be read before anything is confirmed; a year of another phase is refused."""
    admin.go("quan-tri/chuong-trinh/mo?bo=kien_giang_kl06&nam=2023")
    expect(admin.page.locator("#e-nam")).to_contain_text("2019")
    admin.go("quan-tri/chuong-trinh")
    if admin.page.locator(f"main a[href$='/{WORD}']").count():
        return
    admin.press("Mở chương trình")
    expect(admin.page.locator("#f-nam")).to_have_value("2022")
    admin.press("Xem trước")
    expect(admin.page.locator("main")).to_contain_text("Thường xuyên học tập")
    admin.press("Tiếp tục")
    for day in ("31/01/2022", "30/11/2022", "14/12/2022", "31/12/2022"):
        expect(admin.page.locator("main")).to_contain_text(day)
    admin.press("Tiếp tục")
    admin.page.fill("main [name=q]", "nguyen khanh phuc")
    with admin.page.expect_navigation():
        admin.page.locator("main [name=q]").press("Enter")
    expect(admin.page.locator("#danh-sach")).to_contain_text("Chi đoàn Trường THCS Vĩnh Thanh")
    admin.go(f"quan-tri/chuong-trinh/mo/{WORD}/xac-nhan")
    admin.page.fill("#f-number", "")
    admin.page.evaluate("document.querySelector('main form').noValidate = true")
    next_page(admin, "main form .btn-primary")
    expect(admin.page.locator("#e-number")).to_be_visible()
    assert "Năm 2022" not in admin.go("quan-tri/chuong-trinh").locator("main").inner_text()


def several_at_once(leader: Person, played: Company) -> None:
    """All waiting sheets but one that is left out on purpose, after a look at what will happen."""
    leader.go(f"can-xu-ly/duyet-nhieu?chuong-trinh={WORD}")
    sheets = leader.page.locator(".rl-choose-one")
    expect(sheets.filter(has_text=SOLUTIONS["do_2"])).to_have_count(sheets.count())
    waiting = sheets.count()
    sheets.filter(has_text=played.secretary.name).locator("input[type=checkbox]").check()
    expect(leader.page.locator("[data-chosen]")).to_have_text("1")
    next_page(leader, ".rl-actions .btn-primary")
    next_page(leader, ".rl-actions .btn-primary")
    assert f"Đã duyệt {waiting - 1} phiếu. Để lại 1 phiếu." in leader.told()


def sheet_of_his_own(secretary: Person, leader: Person, played: Company) -> str:
    """The secretary reads his sheet but cannot decide on it; the ward does. Its address."""
    own = open_sheet(leader, played.secretary)
    secretary.go(own)
    expect(secretary.page.locator("main")).to_contain_text("phiếu của chính bạn")
    expect(secretary.page.get_by_role("button", name="Duyệt phiếu")).to_have_count(0)
    answer = secretary.page.request.post(f"{secretary.base}/{own}/duyet", form=secretary.proof())
    assert answer.status in (403, 404)
    approve(leader, played.secretary)
    return own


def nobody_rates_himself(secretary: Person, own: str) -> None:
    """The page of a rating leads its owner to his own review, and takes no level from him."""
    secretary.go(f"{own}/danh-gia")
    assert secretary.page.url.endswith("/tu-danh-gia")
    typed = secretary.proof() | {"level": "tot", "comment": "Tự xếp loại."}
    assert secretary.page.request.post(f"{secretary.base}/{own}/danh-gia", form=typed).status in (403, 404)


def rated(secretary: Person, results: str, played: Company) -> None:
    """Opinions, a level with its reason (not without), and what of those who have none is explained."""
    secretary.go(results)
    secretary.follow(secretary.page.get_by_role("link", name=played.cadre.name, exact=True))
    sheet = secretary.path().removesuffix("/danh-gia")
    hear(secretary, sheet)
    give_level(secretary, "tot", "")
    expect(secretary.page.locator("#e-comment")).to_be_visible()
    give_level(secretary, "tot", "Hoàn thành đầy đủ các điều đã đăng ký.")
    assert f"{played.cadre.name}: Tốt" in secretary.told()
    decide(secretary, results, "gui")
    expect(secretary.page.locator("#e-note")).to_be_visible()
    decide(secretary, results, "gui", note="Hai đồng chí chưa tự đánh giá, họp xét bổ sung trong tháng 12.")
    expect(secretary.page.locator("main")).to_contain_text(f"Chờ {played.commune} công nhận")


def returned_and_recognised(leader: Person, secretary: Person, results: str) -> None:
    """The ward returns once, with a reason; the branch sends again; the ward recognises by a decision."""
    decide(leader, results, "tra-lai")
    expect(leader.page.locator("#e-reason")).to_be_visible()
    decide(leader, results, "tra-lai", reason="Ghi rõ ngày họp Ban Chấp hành.")
    secretary.go(results)
    expect(secretary.page.locator("main")).to_contain_text("Ghi rõ ngày họp Ban Chấp hành.")
    decide(secretary, results, "gui", note="Họp ngày 14/11/2022; hai đồng chí xét bổ sung trong tháng 12.")
    decide(leader, results, "cong-nhan", number="12-QĐ/ĐTN", dated="2022-11-16")
    leader.go(results)
    expect(leader.page.locator("main")).to_contain_text("12-QĐ/ĐTN")


def expect_result(cadre: Person) -> None:
    """The cadre sees the level, its reason and the opinions heard."""
    main = cadre.go(f"{AT}/tu-danh-gia").locator("main")
    for words in ("Tốt", "Hoàn thành đầy đủ", "Cấp ủy nhất trí"):
        expect(main).to_contain_text(words)


def declared(district: Person) -> None:
    """The district declares its plan with number, date and file, then its board; the file comes back as sent."""
    district.go(f"{AT}/ke-khai")
    unit = district.page.locator("main a[href$='/plan']").get_attribute("href").split("/")[-2]
    district.go(f"{AT}/ke-khai/{unit}/plan")
    district.page.evaluate("document.querySelector('main form').noValidate = true")
    next_page(district, "main form .btn-primary")
    expect(district.page.locator("#e-number")).to_be_visible()
    district.page.fill("#f-number", "04-KH/TĐTN")
    district.page.fill("#f-dated_on", "2022-01-10")
    district.page.set_input_files("#f-file", PLAN)
    next_page(district, "main form .btn-primary")
    expect(district.page.locator("main")).to_contain_text("04-KH/TĐTN")
    district.go(f"{AT}/ke-khai/{unit}/board")
    district.page.fill("#f-dated_on", "2022-01-12")
    next_page(district, "main form .btn-primary")
    district.go(f"{AT}/ke-khai/{unit}/plan")
    link = district.page.locator("main a[href*='/tep/']").get_attribute("href")
    assert district.page.request.get(district.origin + link).body() == PLAN["buffer"]


def appendix_of_the_district(district: Person, played: Company, folder: Path) -> None:
    """Columns of the form, (2) ≥ (3) everywhere, parents are their own people and their children, and the workbook
    holds the same figures; what is not rated yet is named as the failing check."""
    district.go(f"{AT}/bao-cao/appendix/{unit_of(district)}")
    assert heads(district) == [
        ["STT", "Đơn vị", "Tổng số cán bộ Đoàn", "Tổng số đăng ký thực hiện", "Kết quả"],
        ["Tốt", "Khá", "Trung bình", "Yếu"],
        ["", "1", "2 (>=3)", "3=(4+5+6+7)", "4", "5", "6", "7"],
    ]
    found = rows(district)
    assert (found[0].mark, found[1].mark) == ("I", "1") and "a" in {row.mark for row in found}
    assert all(row.figures[0] >= row.figures[1] for row in found)
    branch = next(row for row in found if row.unit == played.branch)
    assert branch.figures == (3, 3, 1, 0, 0, 0)
    expect(district.page.locator(".rl-checks")).to_contain_text(played.branch)
    written, own = workbook(district, folder / "appendix.xlsx")
    assert [(row.mark, row.figures) for row in written] == [(row.mark, row.figures) for row in found]
    parents = [row.mark for row in found if row.mark in own]
    computed = dict(zip((row.mark for row in found), own_figures(found), strict=True))
    assert {mark: computed[mark] for mark in parents} == own


def unit_of(district: Person) -> str:
    """The id of the district, from its declarations."""
    district.go(f"{AT}/ke-khai")
    return district.page.locator("main a[href$='/plan']").get_attribute("href").split("/")[-2]


def progress_of_the_province(province: Person, results: str) -> list[Row]:
    """The province sees every step and drills down to the branch; the rows of its appendix, district by district."""
    main = province.go(f"{AT}/tien-do").locator("main")
    for step in ("Đăng ký", "Thẩm định", "Tự đánh giá", "Xếp loại", "Công nhận"):
        expect(main).to_contain_text(step)
    province.go(f"{AT}/tien-do/{results.rsplit('/', 1)[1]}")
    expect(province.page.locator("h1")).to_contain_text("Vĩnh Hiệp")
    province.go(f"{AT}/bao-cao/appendix?den=district&trong=1")
    return rows(province)
