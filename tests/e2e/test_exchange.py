"""The months between: a branch is spread over its committee, a helper writes on the phone, a difficulty is answered."""

import re

from cast import class_of
from pages import Person
from playwright.sync_api import expect

from tenants.demo.exchanges import TO_ASSIGN

AT = "chuong-trinh/dhkt_school_year-2020"
HARD = "Chưa tìm được nhóm nghiên cứu khoa học"


def test_a_difficulty_on_its_way(sign_in):
    """Assigned evenly and a helper by hand; the helper's note; a difficulty raised, counted above, answered."""
    branch = class_of(TO_ASSIGN)
    plain, helping = branch.members[:2]
    leader = sign_in(branch.leader.username, tenant="dhkt")
    page = leader.go("phan-cong")
    leader.press("Chia đều")
    assert "Đã chia đều" in leader.told()
    expect(page.locator("main")).to_contain_text("Đoàn viên nào cũng đã có người theo dõi")
    page.get_by_label(plain.name, exact=True).first.check()
    page.locator("#f-companion").select_option(label=helping.name)
    leader.press(re.compile("Lưu phân công"))
    assert "Đã phân công 1 người." in leader.told()

    helper = sign_in(helping.username, tenant="dhkt", phone=True)
    page = helper.go("viec-cua-toi")
    helper.follow(page.get_by_role("link", name="Người tôi theo dõi").first)
    helper.follow(page.get_by_role("link", name="Ghi trao đổi").first)
    page.fill("#f-title", "Hỏi thăm việc học kỳ II")
    page.get_by_label("Gọi điện").check()
    helper.press("Ghi lại")
    expect(page.locator("main")).to_contain_text("Hỏi thăm việc học kỳ II")

    member = sign_in(plain.username, tenant="dhkt", phone=True)
    page = member.go("viec-cua-toi")
    expect(page.locator("main")).to_contain_text(helping.name)
    member.follow(page.get_by_role("link", name="Trao đổi, khó khăn của tôi"))
    expect(page.locator("main")).to_contain_text("Hỏi thăm việc học kỳ II")
    member.follow(page.get_by_role("link", name="Nhờ giúp").first)
    page.fill("#f-difficulty", HARD)
    member.press("Gửi")
    difficulty = member.path()

    section = sign_in(branch.section.username, tenant="dhkt")
    board = f"{AT}/trao-doi"
    expect(counted(section, board, "Khó khăn chưa trả lời")).to_have_text("1")
    page = leader.go(difficulty)
    page.fill("#f-answer", "Ghép vào nhóm của khoa, gặp tối thứ Năm")
    page.locator("#f-responsible").select_option(label=helping.name)
    page.fill("#f-due_on", "2021-05-27")
    leader.press("Trả lời")
    expect(counted(section, board, "Đang giải quyết")).to_contain_text("1")
    expect(counted(section, board, "Khó khăn chưa trả lời")).to_have_text("0")
    page = member.go(difficulty)
    expect(page.locator("main")).to_contain_text("gặp tối thứ Năm")
    member.press("Đã tháo gỡ")
    expect(page.locator("main")).to_contain_text("Vẫn còn vướng gì")


def counted(person: Person, board: str, label: str):
    """The cell of the branch on the board of its section."""
    page = person.go(board)
    return page.get_by_role("row", name=TO_ASSIGN).locator(f"td[data-label='{label}']")
