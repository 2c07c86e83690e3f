"""A report of Kết luận 06 up three levels in the browser: a planted error named, sent, returned, corrected, accepted,
compiled by the district and the province, and the files of the province's report read back."""

import re
from pathlib import Path

import docx
import openpyxl
import pypdf
from cast import PROVINCE, player, scene
from pages import Person
from playwright.sync_api import expect

YEAR = "chuong-trinh/kien_giang_kl06-2021/bao-cao"
DISTRICT, COMMUNE = "Thành đoàn Hà Tiên", "Đoàn phường Đông Hồ"
WORD = "Đã rà soát, số liệu đúng với sổ của đơn vị."
COLUMNS = ("total", "registered", "good", "fair", "average", "weak")


def secretary_of(name: str) -> str:
    """The sign-in of a unit's secretary."""
    unit = next(one for one in scene().top.walk() if one.name == name)
    return player(next(seat.person for seat in unit.seats if seat.title == "secretary" and not seat.ends_on)).username


def press(person: Person, act: str) -> None:
    """A button of the working page."""
    person.follow(person.page.locator(f"button[name=act][value={act}]"))


def begin(person: Person, word: str) -> None:
    """From the list of reports to the working page."""
    person.go(YEAR)
    person.press(word)
    expect(person.page).to_have_url(re.compile("/lap$"))


def type_row(person: Person, branch: str, numbers: tuple[int, ...]) -> None:
    """A row by hand, with the reason."""
    row = person.page.locator(".rl-source", has_text=branch)
    if row.locator("details").get_attribute("open") is None:
        row.locator("summary").click()
    for column, number in zip(COLUMNS, numbers, strict=True):
        row.locator(f"input[name$='.{column}']").fill(str(number))
    row.locator("input[name^='why.']").fill("Chi đoàn theo dõi trên sổ giấy")


def justified(person: Person) -> None:
    """A word to everything that the checks found, until nothing is open; then signed."""
    for field in person.page.locator("[name^='word.']").all():
        field.fill(WORD)
    press(person, "check")
    assert "đạt kiểm tra" in person.told(), person.told()
    press(person, "sign")


def sent(person: Person, party: str) -> str:
    """Number and recipients as offered; the address of the paper."""
    person.page.fill("[name='name.1']", party)
    person.press("Gửi báo cáo")
    assert "Đã gửi báo cáo" in person.told()
    return person.path()


def figures(person: Person, row: int = 0) -> list[int]:
    """The numbers of a printed row."""
    cells = person.page.locator(".rl-report-table tbody tr").nth(row).locator("td.num").all_text_contents()
    return [int(re.match(r"[\d.]+", cell.strip())[0].replace(".", "")) for cell in cells]


def decide(person: Person, paper: str, reason: str = "") -> None:
    """The unit above: returned with a reason, else accepted."""
    person.go(paper)
    if reason:
        person.page.locator("summary", has_text="Trả lại để sửa").click()
        person.page.fill("[name=reason]", reason)
    person.press("Trả lại" if reason else "Tiếp nhận")


def test_a_report_goes_up_three_levels(site, tmp_path) -> None:
    """Commune on a phone, district and province at a desk; every number is the one below it said."""
    commune = site.person(secretary_of(COMMUNE), phone=True)
    district, province = site.person(secretary_of(DISTRICT)), site.person(PROVINCE)
    begin(commune, "Lập báo cáo")
    branch = commune.page.locator(".rl-source").nth(1).locator("strong").inner_text()
    type_row(commune, branch, (2, 5, 5, 0, 0, 0))
    press(commune, "check")
    assert "chỗ cần sửa hoặc giải trình" in commune.told()
    fault = commune.page.locator("#check-covers")
    expect(fault).to_contain_text(branch)
    expect(fault).to_contain_text("Cột (2) là 2, (3) là 5")
    if commune.page.locator(".rl-print-fold").get_attribute("open") is None:
        commune.page.locator(".rl-print-fold > summary").click()
    bad = commune.page.locator(".rl-report-table tr", has_text=branch).locator("td.rl-cell-bad")
    expect(bad.first).to_contain_text("2")
    type_row(commune, branch, (5, 5, 5, 0, 0, 0))
    justified(commune)
    paper = sent(commune, "Đảng ủy phường Đông Hồ")

    district.go(YEAR)
    district.press("Tiếp nhận báo cáo")
    expect(district.page.locator("main")).to_contain_text("chờ tiếp nhận")
    decide(district, paper, "Thiếu một cán bộ mới bổ sung")
    begin(commune, "Sửa và gửi lại")
    expect(commune.page.locator("main")).to_contain_text("Thiếu một cán bộ mới bổ sung")
    type_row(commune, branch, (6, 6, 5, 1, 0, 0))
    justified(commune)
    paper = sent(commune, "Đảng ủy phường Đông Hồ")
    said = figures(commune)
    expect(commune.page.locator("main")).to_contain_text("Khác bản trước")
    decide(district, paper)
    assert "Đã tiếp nhận" in district.told()

    begin(district, "Lập báo cáo")
    taken = district.page.locator(".rl-source", has_text=COMMUNE)
    expect(taken).to_contain_text("Theo báo cáo đã tiếp nhận")
    expect(taken.locator("dd").first).to_contain_text(str(said[0]))
    justified(district)
    paper = sent(district, "Thành ủy Hà Tiên")
    whole = figures(district)
    decide(province, paper)
    begin(province, "Lập báo cáo")
    expect(province.page.locator(".rl-source", has_text=DISTRICT).locator("dd").first).to_contain_text(str(whole[0]))
    expect(province.page.locator("main")).to_contain_text("chưa có báo cáo được tiếp nhận")
    justified(province)
    province.page.select_option("[name='kind.0']", "other")
    province.page.fill("[name='name.0']", "Trung ương Đoàn")
    sent(province, "Văn phòng Tỉnh ủy")
    read_back(province, tmp_path, figures(province))
    commune.go(YEAR)
    expect(commune.page.locator("main")).to_contain_text("Đã tổng hợp lên cấp trên")


def read_back(person: Person, folder: Path, wanted: list[int]) -> None:
    """The files of the paper hold the numbers of the page."""
    for kind in ("pdf", "docx", "xlsx"):
        link = person.page.locator(f"a[href$='/{kind}']").get_attribute("href")
        (folder / f"paper.{kind}").write_bytes(person.page.request.get(f"{person.origin}{link}").body())
    table = openpyxl.load_workbook(folder / "paper.xlsx", data_only=True).worksheets[0]
    assert list(next(row for row in table.iter_rows(values_only=True) if row[0] == "I")[2:8]) == wanted
    shown = [f"{number:,}".replace(",", ".") for number in wanted]
    tables = docx.Document(folder / "paper.docx").tables
    rows = [[cell.text for cell in row.cells] for one in tables for row in one.rows]
    assert next(row for row in rows if row[0] == "I")[2:8] == shown
    first = pypdf.PdfReader(folder / "paper.pdf").pages[0].extract_text()
    assert " ".join(shown) in " ".join(first.split())
