"""A province brings its member list: the national workbook with errors in it, mended, carried out, undone."""

from io import BytesIO

import openpyxl
from acts import next_page
from cast import ADMIN
from pages import Person
from playwright.sync_api import expect

from tenants.demo.workbook import ERRORS, member_list

BRANCH = ("Tỉnh đoàn Kiên Giang", "Thành đoàn Rạch Giá", "Đoàn phường Vĩnh Thanh", "Chi đoàn Trường THCS Vĩnh Thanh")
PEOPLE, EACH = 400, 2
HERE = "quan-tri/nhap-du-lieu"
MENDED = {
    "birth_date": "01/02/1992", "full_name": "Nguyễn Văn Sửa", "gender": "Nam", "phone": "0912345678",
    "email": "sua@vidu.vn", "title": "", "code": "",
}  # fmt: skip


def test_a_member_list_is_mended_imported_and_undone(sign_in):
    """Each planted error is found and mended on the page; the file again changes nothing; undone, nobody stays."""
    admin = sign_in(ADMIN)
    before = members(admin)
    content, planted = member_list([BRANCH], PEOPLE, each_error=EACH, first_code=9_000_000)
    wrong = sum(len(rows) for rows in planted.values())
    at = previewed(admin, content)
    assert counts(admin) == {"Dòng mới": PEOPLE - wrong, "Dòng lỗi": wrong}
    assert refused(admin, at) == {row for rows in planted.values() for row in rows}
    mend(admin, at)
    expect(admin.page.locator("main")).to_contain_text(f"Nhập {PEOPLE} dòng")
    carried_out(admin)
    assert members(admin) == before + PEOPLE
    previewed(admin, content)
    assert counts(admin)["Không đổi"] == PEOPLE - wrong
    undone(admin, at)
    assert members(admin) == before


def test_the_pages_of_importing_fit_a_phone(sign_in):
    """History, columns and preview stand on 360 points without a sideways scroll."""
    admin = sign_in(ADMIN, phone=True)
    content, _ = member_list([BRANCH], 100, each_error=1, first_code=9_100_000)
    at = previewed(admin, content)
    pages = (at, f"{at}/cot", f"{at}/loi", f"{at}/trung", HERE)
    assert [path for path in pages if admin.go(path) and admin.too_wide()] == []


def members(admin: Person) -> int:
    """How many people the list of the branch shows."""
    admin.go("quan-tri/don-vi?q=truong+thcs+vinh+thanh")
    link = admin.page.locator("main a", has_text=BRANCH[3]).first.get_attribute("href")
    admin.go(f"quan-tri/nguoi?don-vi={link.rsplit('/', 1)[1]}")
    return int(admin.page.locator(".rl-subtitle").first.inner_text().split()[0].replace(".", ""))


def sent(admin: Person, name: str, content: bytes) -> None:
    """Send a file; on to its columns."""
    admin.page.set_input_files("#f-file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    next_page(admin, "main form .btn-primary")


def previewed(admin: Person, content: bytes) -> str:
    """Send the file, keep the columns as recognised; where the preview is."""
    admin.go(HERE)
    sent(admin, "Danh sách đoàn viên.xlsx", content)
    expect(admin.page.locator("main")).to_contain_text("phần mềm toàn quốc")
    for hidden in ("Dân tộc", "Tôn giáo", "Ngày vào Đảng", "Số CMND/CCCD"):
        expect(admin.page.locator(".rl-notice", has_text="Không nhập")).to_contain_text(hidden)
    next_page(admin, ".rl-actions .btn-primary")
    return admin.path()


def counts(admin: Person) -> dict[str, int]:
    """The numbers of the preview that are not zero."""
    found = {}
    for one in admin.page.locator(".rl-stat").all():
        label, value = one.inner_text().split("\n")[:2]
        if value != "0":
            found[label] = int(value.replace(".", ""))
    return found


def refused(admin: Person, at: str) -> set[int]:
    """The rows of the workbook of refused rows, each with its reason."""
    content = admin.page.request.get(f"{admin.base}/{at}/loi/xlsx").body()
    lines = list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(min_row=2, values_only=True))
    assert all(line[-1].count(":") > 0 for line in lines)
    return {int(line[-1].removeprefix("Dòng ").split(".")[0]) for line in lines}


def mend(admin: Person, at: str, branch: str = BRANCH[3]) -> None:
    """Write every wrong cell anew; a branch that two rows misspell once for both."""
    admin.go(f"{at}/loi")
    assert len(ERRORS) + 1 == admin.page.locator(".rl-fault").count() / EACH
    for name in [one.get_attribute("name") for one in admin.page.locator(".rl-fault input.form-control").all()]:
        field = name.rsplit(".", 1)[1]
        admin.page.fill(f"[id='f-{name}']", {**MENDED, "unit_branch": branch}[field])
    admin.page.locator(".rl-everywhere input[name$='unit_branch']").first.check()
    next_page(admin, ".rl-actions .btn-primary")
    assert "Còn 0 dòng lỗi" in admin.told()


def carried_out(admin: Person) -> None:
    """Begin, and wait with the page until it shows the result by itself."""
    next_page(admin, "form[action$='/chay'] .btn-primary")
    expect(admin.page.locator("h1")).to_have_text("Kết quả nhập", timeout=90_000)


def undone(admin: Person, at: str) -> None:
    """Ask for it, read what goes, confirm."""
    admin.go(f"{at}/hoan-tac")
    expect(admin.page.locator(".rl-follows")).to_contain_text(f"Xóa {PEOPLE} mục")
    next_page(admin, "main .btn-danger")
    assert "Đã hoàn tác" in admin.told()
