"""An administrator puts a Word template in the place of ours, and takes a rule pack along in a file."""

import io

import docx
from cast import ADMIN
from pages import Person
from playwright.sync_api import expect

HERE = "quan-tri/mau-van-ban"
APPENDIX = f"{HERE}/kien_giang_kl06/report.appendix"
FILES = "quan-tri/goi-quy-tac"
REPORT = "chuong-trinh/kien_giang_kl06-2021/bao-cao/appendix"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REASON = "Theo hướng dẫn thể thức mới"


def test_a_template_with_an_unknown_field_is_mended_and_makes_the_report(sign_in):
    """The wrong field is named with the right one; mended and accepted, the report comes out by it; then ours again."""
    admin = sign_in(ADMIN)
    admin.go(APPENDIX)
    ours = fetched(admin, "Tải mẫu đang dùng")
    send(admin, with_date(ours, "Rạch Giá, {{ ngay_than }}"))
    expect(admin.page.locator(".rl-field-bad")).to_contain_text("Không có trường “ngay_than”. Có phải “ngay_thang”?")
    send(admin, with_date(ours, "Mới: {{ ngay_thang }}"))
    expect(admin.page.locator(".rl-paper")).to_contain_text("Mới: An Bình, ngày 05 tháng 12 năm 2021")
    admin.page.fill("#f-reason", REASON)
    admin.press("Nhận mẫu này")
    expect(admin.page.locator("main")).to_contain_text(REASON)
    report = words(made_report(admin))
    assert "Mới: " in report and "TỈNH ĐOÀN KIÊN GIANG" in report
    admin.go(APPENDIX)
    admin.press("Trở về mẫu gốc")
    admin.page.fill("#f-reason", "Thử xong")
    admin.press("Trở về mẫu gốc")
    assert "Mới: " not in words(made_report(admin))


def test_the_pages_of_templates_fit_a_phone(sign_in):
    """The list, the fields, a trial with its paper, the files of packs."""
    admin = sign_in(ADMIN, phone=True)
    pages = (HERE, APPENDIX, f"{HERE}/kien_giang_kl06/sheet", FILES)
    assert [path for path in pages if admin.go(path) and admin.too_wide()] == []
    admin.go(f"{HERE}/kien_giang_kl06/sheet")
    send(admin, fetched(admin, "Tải mẫu đang dùng"))
    admin.press("Bỏ bản thử")


def test_a_pack_travels_in_a_file(sign_in):
    """Fetched from one union, changed by nobody, brought to another."""
    admin = sign_in(ADMIN)
    admin.go(FILES)
    admin.page.select_option("#f-goi", "kien_giang_kl06")
    admin.page.fill("#f-ten", "kl06_mang_di")
    with admin.page.expect_download() as download:
        admin.page.get_by_role("button", name="Tải gói về").click()
    content = download.value.path().read_bytes()
    other = sign_in("admin.binhduong", tenant="binh-duong")
    other.go(FILES)
    other.page.set_input_files("#f-file", {"name": "kl06.zip", "mimeType": "application/zip", "buffer": content})
    other.press("Kiểm tra và tải lên")
    expect(other.page.get_by_role("table", name="Gói đã tải lên")).to_contain_text("kl06_mang_di")
    other.page.set_input_files("#f-file", {"name": "kl06.zip", "mimeType": "application/zip", "buffer": content[:900]})
    other.press("Kiểm tra và tải lên")
    expect(other.page.locator(".rl-field-bad")).to_contain_text("Không đọc được tệp này")
    other.press("Thôi dùng")


def send(admin: Person, content: bytes) -> None:
    """Send a Word file for judging."""
    admin.page.set_input_files("#f-file", {"name": "mau.docx", "mimeType": WORD, "buffer": content})
    admin.press("Kiểm tra và xem thử")


def fetched(admin: Person, label: str) -> bytes:
    """The file behind a link of this page."""
    with admin.page.expect_download() as download:
        admin.page.get_by_role("link", name=label).click()
    return download.value.path().read_bytes()


def made_report(admin: Person) -> bytes:
    """The province's report as a Word file."""
    admin.go(REPORT)
    return fetched(admin, "Tải Word")


def with_date(content: bytes, text: str) -> bytes:
    """The same template with another line for place and day, as somebody changes it in Word."""
    document = docx.Document(io.BytesIO(content))
    for run in (run for cell in document.tables[0].rows[0].cells for one in cell.paragraphs for run in one.runs):
        if "ngay_thang" in run.text:
            run.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def words(content: bytes) -> str:
    """What the head of a Word file says."""
    document = docx.Document(io.BytesIO(content))
    return " ".join(cell.text for cell in document.tables[0].rows[0].cells)
