"""A school year at ĐHKT in the browser: points, a branch's meeting, the committee in its place, an explained score."""

import re

from pages import Person
from playwright.sync_api import expect
from school import TEN, score_oneself

AT = "chuong-trinh/dhkt_school_year-2020"
NAME = "Đinh Trúc Thư"
SAID = "Mỗi tháng một lần, có xác nhận của chi đoàn, xong trước tháng 5."


def test_a_student_from_too_few_criteria_to_an_explained_score(sign_in):
    """Too little is said item by item; ten criteria over five contents make 100 points; the branch meets, and the
    level "Hoàn thành tốt" says why (S4-46 … S4-50, S4-56)."""
    student = sign_in("sinhvien", tenant="dhkt", phone=True)
    page = student.go(f"{AT}/dang-ky")
    student.write(dict.fromkeys(TEN[:6], SAID))
    student.follow(page.locator(".rl-reg-bar .btn-primary"))
    said = student.errors()
    assert "4 tiêu chí" in said and "Rèn luyện về sức khỏe" in said and "xây dựng tổ chức Đoàn" in said
    expect(page.locator("[data-point-sum]")).to_have_text("100")
    expect(page.locator("[id='f-solution.1.1']")).to_have_value(SAID)

    student.write(dict.fromkeys(TEN[6:], SAID))
    expect(page.locator("[data-point-sum]")).to_have_text("100")
    expect(page.locator("[id='f-points.1.1']")).to_have_value("10")
    page.locator("[id='f-item.1.1'] summary").first.click()
    page.fill("[id='f-points.1.1']", "12,5")
    expect(page.locator("[data-own-points]")).to_be_checked()
    student.follow(page.locator(".rl-reg-bar .btn-primary"))
    assert "Tổng điểm đang là 102,5, cần đúng 100." in student.errors()
    page.locator("[id='f-item.5.2'] summary").first.click()
    page.fill("[id='f-points.5.2']", "7,5")
    student.follow(page.locator(".rl-reg-bar .btn-primary"))
    student.follow(page.locator("form[action$='/nop'] .btn-primary"))
    expect(page).to_have_url(re.compile("/dang-ky/nop$"))

    leader = sign_in("bithu.lop24", tenant="dhkt")
    leader.go(f"can-xu-ly?chuong-trinh={AT.split('/')[1]}")
    leader.follow(leader.page.get_by_role("link", name=NAME, exact=True).first)
    expect(leader.page.locator("main")).to_contain_text("12,5 điểm")
    leader.follow(leader.page.locator(".rl-actions .btn-primary").last)
    score_oneself(student, AT, {"1.1": "12,5", "5.2": "7,5", "3.5": "2"}, "9,5")
    hold_a_meeting(leader)

    student.go(f"{AT}/tu-danh-gia")
    main = page.locator("main")
    expect(main.locator(".rl-result-word")).to_contain_text("Hoàn thành tốt")
    expect(main).to_contain_text("88")
    expect(main).to_contain_text("từ 80 điểm đến trước mức trên")
    student.press("Buổi đánh giá, quy tắc đã dùng và tính lại")
    expect(main).to_contain_text("Tính lại cho cùng kết quả")
    expect(main).to_contain_text("Nguyễn Văn Tân")


def hold_a_meeting(leader: Person) -> None:
    """The branch meets: too many points are refused, one criterion is changed, everybody else is confirmed."""
    page = leader.go(f"{AT}/ket-qua")
    leader.press("Buổi đánh giá")
    page.fill("#f-chair", "Nguyễn Văn Tân")
    page.fill("#f-present", "22")
    leader.press("Mở buổi đánh giá")
    meeting = leader.path()
    leader.follow(page.locator(".rl-meet-person", has_text=NAME).get_by_role("link"))
    page.fill("[id='f-points.1.1']", "13")
    leader.press("Ghi điểm")
    assert "Điểm phải từ 0 đến 12,5." in leader.errors()
    page.fill("[id='f-points.1.1']", "12")
    page.fill("#f-comment", "Tích cực, riêng ngoại ngữ cần cố gắng.")
    leader.press("Ghi điểm")
    expect(page.locator(".rl-meet-person", has_text=NAME)).to_contain_text("Hoàn thành tốt")
    leader.press(re.compile("Xác nhận như tự chấm"))
    leader.press("Xác nhận")
    leader.go(meeting)
    page.fill("#f-minutes", "Tập thể thống nhất.")
    leader.press("Kết thúc buổi đánh giá")
    expect(page.locator("#f-minutes")).to_have_value("Tập thể thống nhất.")
    leader.press("Kết thúc buổi đánh giá")
    expect(page.locator("main")).to_contain_text("Hoàn thành tốt")


def test_who_is_done_early_adds_to_a_confirmed_sheet(sign_in):
    """The ten stay as they were confirmed, the eleventh shares the points, the committee looks at the new one alone;
    what is not wanted after all is discarded (S4-59)."""
    student = sign_in("sinhvien.tudanhgia", tenant="dhkt", phone=True)
    page = student.go(f"{AT}/phieu")
    student.press("Đăng ký bổ sung")
    expect(page.locator("[data-point-sum]")).to_have_text("100")
    student.go(f"{AT}/phieu")
    student.press("Bỏ phần bổ sung")
    assert "Phiếu giữ nguyên như khi được thẩm định." in student.told()
    student.press("Đăng ký bổ sung")
    student.follow(page.locator(".rl-reg-bar .btn-primary"))
    assert "Hãy đăng ký thêm ít nhất một tiêu chí" in student.errors()
    student.write({"1.2": SAID})
    expect(page.locator("[data-point-sum]")).to_have_text("100")
    expect(page.locator("[id='f-points.1.2']")).to_have_value("9,1")
    student.follow(page.locator(".rl-reg-bar .btn-primary"))
    student.follow(page.locator("form[action$='/nop'] .btn-primary"))

    leader = sign_in("bithu.lop24", tenant="dhkt")
    leader.go(f"can-xu-ly?chuong-trinh={AT.split('/')[1]}&muc=bo-sung")
    leader.follow(leader.page.get_by_role("link", name="Nguyễn Thanh Trí", exact=True).first)
    expect(leader.page.locator(".rl-line-added")).to_have_count(1)
    leader.follow(leader.page.locator(".rl-actions .btn-primary").last)
    student.go(f"{AT}/phieu")
    expect(page.locator(".rl-line")).to_have_count(11)
    expect(page.get_by_role("button", name="Đăng ký bổ sung")).to_be_visible()


def test_a_branch_of_34_is_rated_by_its_committee(sign_in):
    """Thirty or more: the committee assesses after consulting; a meeting instead needs a recorded reason (S4-48)."""
    leader = sign_in("bithu.lop34", tenant="dhkt")
    leader.go(f"{AT}/ket-qua")
    leader.press("Buổi đánh giá")
    main = leader.page.locator("main")
    expect(main).to_contain_text("34 đoàn viên")
    expect(leader.page.locator("input[name=variant][value=committee]")).to_be_checked()
    leader.page.fill("#f-chair", "Nguyễn Thị Hân")
    leader.press("Mở buổi đánh giá")
    assert "Hãy ghi đã tham khảo ý kiến của những nhóm nào." in leader.errors()
    leader.page.locator("input[name=variant][value='']").check()
    leader.press("Mở buổi đánh giá")
    assert "Hãy nêu lý do chọn hình thức này." in leader.errors()
    leader.page.locator("input[name=variant][value=committee]").check()
    leader.page.fill("#f-consulted", "Bốn nhóm học tập của lớp.")
    leader.press("Mở buổi đánh giá")
    expect(main).to_contain_text("Ban Chấp hành chi đoàn đánh giá")
    leader.press(re.compile("Xác nhận như tự chấm"))
    leader.press("Xác nhận")
    assert "Đã xác nhận 33 người." in leader.told()
    expect(main).to_contain_text("người khác trong Ban Chấp hành hoặc cấp trên ghi")
