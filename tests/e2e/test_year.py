"""The main job, end to end: a cadre of Chi đoàn Trường THCS Vĩnh Thanh takes KL06 2022 from opening to the appendix."""

import re
from pathlib import Path

import pytest
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
from appendix import rows, workbook
from cast import ADMIN, PROVINCE, Company, company
from pages import Person
from playwright.sync_api import expect

DO, DONT = "do_1", "dont_1"
GOOD = {
    DO: "Nhận việc khó của chi đoàn: mỗi quý phụ trách một công trình thanh niên.",
    DONT: "Không phát ngôn, chia sẻ thông tin chưa kiểm chứng trên mạng xã hội.",
}
BETTER = GOOD[DO] + " Mỗi công trình xong trước ngày 25 tháng cuối quý."
ASKED = "Nêu rõ số lượng và thời gian thực hiện."


@pytest.fixture
def opened(sign_in) -> Person:
    """The administrator, with the year 2022 open and the clock in January."""
    admin = sign_in(ADMIN)
    open_year(admin, "2022-01-12")
    return admin


def test_a_year_from_opening_to_the_appendix(opened, sign_in, tmp_path):
    """Six roles take a branch's cadre through the whole year; the appendix agrees on screen and in Excel."""
    played = company("Đoàn phường Vĩnh Thanh")
    cadre, secretary, ward = (sign_in(one.username) for one in (played.cadre, played.secretary, played.leader))
    write_too_little_then_enough(cadre, played)
    return_then_approve(cadre, secretary, played)
    read_as_a_member(sign_in("doanvien"), played)
    opened.move_clock("2022-11-14")
    assess(cadre, secretary, played)
    results = results_of(ward, played.branch)
    decide(secretary, results, "gui")
    agree(cadre)
    decide(ward, results, "cong-nhan")
    expect(cadre.go(f"{AT}/tu-danh-gia").locator("main")).to_contain_text("Tốt")
    the_appendix_agrees(ward, played, tmp_path / "appendix.xlsx")
    expect(sign_in(PROVINCE).go(f"{AT}/tien-do").locator("main")).to_contain_text("Công nhận")


def write_too_little_then_enough(cadre: Person, played: Company) -> None:
    """What last year was not carried out stands on the sheet and can be struck. Too little: the message stands at the
    list and what was typed is kept; the draft saves itself."""
    cadre.go(f"{AT}/dang-ky")
    carried = cadre.written()
    assert carried, "this cadre has left something undone in 2021"
    cadre.write(dict.fromkeys(carried, ""))
    cadre.write({DO: GOOD[DO], DONT: "Ngắn"})
    next_page(cadre, ".rl-reg-bar .btn-primary")
    expect(cadre.page.locator(f"[id='e-solution.{DONT}']")).to_be_visible()
    expect(cadre.page.locator(f"[id='f-solution.{DONT}']")).to_have_value("Ngắn")
    cadre.write({DONT: ""})
    next_page(cadre, ".rl-reg-bar .btn-primary")
    expect(cadre.page.locator("[id='e-group.dont']")).to_be_visible()
    cadre.page.locator(".rl-errors a").click()  # one thing is missing, and it is said once
    expect(cadre.page.locator("[id='f-group.dont']")).to_be_in_viewport()
    expect(cadre.page.locator(f"[id='f-solution.{DO}']")).to_have_value(GOOD[DO])
    cadre.write(GOOD)
    cadre.page.locator("[data-save-status][data-state=saved]").wait_for()
    cadre.go(f"{AT}/dang-ky")  # what saved itself is there again
    expect(cadre.page.locator(f"[id='f-solution.{DONT}']")).to_have_value(GOOD[DONT])
    register(cadre, GOOD)
    expect(cadre.page.locator("main")).to_contain_text(played.secretary.name)


def return_then_approve(cadre: Person, secretary: Person, played: Company) -> None:
    """Returned with a reason, never without; approved as edition 2; the earlier edition stays readable."""
    open_sheet(secretary, played.cadre)
    secretary.press("Trả lại")
    expect(secretary.page.locator("#e-reason")).to_be_visible()
    secretary.page.fill("#f-reason", ASKED)
    secretary.press("Trả lại")
    expect(cadre.go("viec-cua-toi").locator("main")).to_contain_text(ASKED)
    register(cadre, {DO: BETTER})
    open_sheet(secretary, played.cadre)
    expect(secretary.page.locator("ins").first).to_be_visible()
    approve(secretary, played.cadre)
    main = cadre.go(f"{AT}/phieu?lan=1").locator("main")
    expect(main).to_contain_text(GOOD[DO])
    expect(main).not_to_contain_text(BETTER)


def read_as_a_member(member: Person, played: Company) -> None:
    """A member of the unit reads what was registered, never the comments (S0-16)."""
    member.go(f"{AT}/cong-khai")
    member.follow(member.page.get_by_role("link", name=played.cadre.name, exact=True))
    expect(member.page.locator("main")).to_contain_text(BETTER)
    expect(member.page.locator("main")).not_to_contain_text(ASKED)


def assess(cadre: Person, secretary: Person, played: Company) -> None:
    """One's own review, not without an answer to each item; the voices; the level with its reason."""
    cadre.go(f"{AT}/tu-danh-gia")
    next_page(cadre, ".rl-reg-bar .btn-primary")
    expect(cadre.page.locator(f"[id='e-mark.{DO}']")).to_be_visible()
    review_self(cadre)
    assert "tự đánh giá" in cadre.told()
    secretary.go(f"{AT}/ket-qua")
    secretary.follow(secretary.page.get_by_role("link", name=played.cadre.name, exact=True))
    hear(secretary, secretary.path().removesuffix("/danh-gia"))
    give_level(secretary, "tot", "Hoàn thành đầy đủ các điều đã đăng ký.")


def the_appendix_agrees(ward: Person, played: Company, path: Path) -> None:
    """(2) ≥ (3) = (4) + … + (7) on every row, and the workbook holds the same figures."""
    ward.go(f"{AT}/bao-cao/appendix")
    found = rows(ward)
    assert found[0].mark == "I"
    for row in found:
        total, registered, *levels = row.figures
        assert total >= registered == sum(levels), row
    branch = next(row for row in found if row.unit == played.branch)
    assert branch.figures[1:3] == (1, 1) and re.fullmatch("[a-zđ]{1,2}", branch.mark)
    written, _own = workbook(ward, path)
    assert [(row.mark, row.figures) for row in written] == [(row.mark, row.figures) for row in found]
