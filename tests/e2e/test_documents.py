"""A ward's secretary takes the appendix home in all four forms, a report with words of his own, everybody's sheets."""

import io
import re
import zipfile

import docx
import openpyxl
import pypdf
from appendix import rows
from cast import company
from pages import Person
from playwright.sync_api import expect

APPENDIX = "chuong-trinh/kien_giang_kl06-2020/bao-cao/appendix"
SAID = "Cán bộ đoàn phường Pháo Đài gương mẫu trong phong trào."


def test_the_appendix_says_the_same_in_all_four_forms(sign_in):
    """What the page shows of the closed year 2020 is read back from PDF, Word and Excel."""
    leader = sign_in(company("Đoàn phường Pháo Đài").leader.username)
    leader.go(APPENDIX)
    shown = [(row.mark, row.unit, *row.figures) for row in rows(leader)]
    assert len(shown) > 3 and shown[0][0] == "I"
    pdf = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(fetched(leader, "Tải PDF")).pages).split())
    table = docx.Document(fetched(leader, "Tải Word")).tables[1]
    written = [tuple(cell.text for cell in row.cells) for row in table.rows]
    sheet = openpyxl.load_workbook(fetched(leader, "Tải Excel"), data_only=True).active
    counted = [tuple(cell.value for cell in row[:8]) for row in sheet.iter_rows()]
    for mark, unit, *figures in shown:
        name = unit.upper() if mark == "I" else unit
        printed = [f"{figure:,}".replace(",", ".") for figure in figures]
        assert " ".join([mark, name, *printed]) in pdf
        assert (mark, name, *printed) in written
        assert (mark, name, *figures) in counted


def test_what_a_secretary_writes_stands_in_the_report(sign_in):
    """He opens the yearly report, writes its strengths, and finds them on screen and in the PDF."""
    leader = sign_in(company("Đoàn phường Pháo Đài").leader.username)
    leader.go("chuong-trinh/kien_giang_kl06-2020/van-ban")
    leader.page.get_by_role("link", name=re.compile("Báo cáo kết quả năm")).click()
    expect(leader.page.locator(".rl-paper")).to_contain_text("Kết quả xếp mức")
    leader.press("Soạn nội dung")
    leader.page.get_by_label("Ưu điểm").fill(SAID)
    leader.press("Lưu văn bản")
    expect(leader.page.locator(".rl-paper")).to_contain_text(SAID)
    pages = pypdf.PdfReader(fetched(leader, "Tải PDF")).pages
    assert SAID in " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_sheets_of_everything_below_come_as_one_archive(sign_in):
    """He orders his ward's sheets with its branches', follows, and takes home one PDF a unit with all of them."""
    leader = sign_in(company("Đoàn phường Pháo Đài").leader.username)
    leader.go("chuong-trinh/kien_giang_kl06-2020/van-ban")
    below = leader.page.locator("#phieu li").last
    sheets, units = map(int, re.search(r"(\d+) phiếu · (\d+) đơn vị", below.inner_text()).groups())
    leader.press(re.compile("Tạo tệp"), below)
    ready = leader.page.get_by_role("link", name="Tải về")
    expect(ready).to_be_visible(timeout=60_000)  # it comes by itself
    with zipfile.ZipFile(fetched(leader, "Tải về")) as archive:
        files = [pypdf.PdfReader(io.BytesIO(archive.read(name))) for name in archive.namelist()]
    people = sum(page.extract_text().count("Họ và tên:") for file in files for page in file.pages)
    assert (len(files), people) == (units, sheets) and units > 1
    leader.go("chuong-trinh/kien_giang_kl06-2020/van-ban")
    expect(below).to_contain_text("Đã làm lúc")


def fetched(person: Person, name: str) -> io.BytesIO:
    """The file behind a link of the page."""
    found = person.page.get_by_role("link", name=name).get_attribute("href")
    return io.BytesIO(person.page.request.get(person.origin + found).body())
