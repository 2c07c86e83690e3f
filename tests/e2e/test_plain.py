"""The core loop without JavaScript: from registering to recognition with plain forms."""

from acts import (
    AT,
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
from cast import ADMIN, company
from playwright.sync_api import expect


def test_the_core_loop_works_without_a_script(sign_in):
    """Register, be returned and approved, review oneself, be rated, sent and recognised with scripts switched off."""
    played = company("Đoàn phường Vĩnh Bảo")
    admin = sign_in(ADMIN, script=False)
    open_year(admin, "2022-01-14")
    cadre, secretary, leader = (
        sign_in(one.username, script=False) for one in (played.cadre, played.secretary, played.leader)
    )
    register(cadre)
    open_sheet(secretary, played.cadre)
    next_page(secretary, "button[formaction$='/tra-lai']")
    expect(secretary.page.locator("#e-reason")).to_be_visible()
    secretary.page.check("input[name=phrase][value='1']", force=True)  # a ready sentence is a reason
    next_page(secretary, "button[formaction$='/tra-lai']")
    expect(cadre.go("viec-cua-toi").locator("main")).to_contain_text("Giải pháp chưa cụ thể")
    ready_solution(cadre)
    register(cadre)
    approve(secretary, played.cadre)
    open_year(admin, "2022-11-18")
    review_self(cadre)
    secretary.go(f"{AT}/ket-qua")
    secretary.follow(secretary.page.get_by_role("link", name=played.cadre.name, exact=True))
    hear(secretary, secretary.path().removesuffix("/danh-gia"))
    give_level(secretary, "kha", "Hoàn thành phần lớn các điều đã đăng ký.")
    results = results_of(leader, played.branch)
    decide(secretary, results, "gui")
    agree(cadre)
    decide(leader, results, "cong-nhan")
    expect(cadre.go(f"{AT}/tu-danh-gia").locator("main")).to_contain_text("Khá")


def ready_solution(cadre) -> None:
    """A ticked ready solution is added to the draft by the server."""
    cadre.go(f"{AT}/dang-ky?mo=do_1")
    ready = cadre.page.locator("[name='suggest.do_1']").first
    text = ready.locator("xpath=..").inner_text().strip()
    ready.check(force=True)
    next_page(cadre, "button[formaction$='/luu-nhap']")
    expect(cadre.page.locator("[id='f-solution.do_1']")).to_have_value(text)
