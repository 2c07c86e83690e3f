"""A report of Kết luận 06 up three levels in the browser: a planted error named, sent, returned, corrected, accepted,
compiled by the district and the province, and the files of the province's report read back."""

import re
from pathlib import Path

import docx
import openpyxl
import pypdf
from appendix import rows
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
    type_row(commune, branch, (2, 5, 4, 0, 0, 0))
    press(commune, "check")
    assert "chỗ cần sửa hoặc giải trình" in commune.told()
    for rule, words in (("covers", "Cột (2) là 2, (3) là 5"), ("adds_up", "Cột (3) là 5, (4) + (5) + (6) + (7) là 4")):
        expect(commune.page.locator(f"#check-{rule}")).to_contain_text(branch)
        expect(commune.page.locator(f"#check-{rule}")).to_contain_text(words)
    if commune.page.locator(".rl-print-fold").get_attribute("open") is None:
        commune.page.locator(".rl-print-fold > summary").click()
    bad = commune.page.locator(".rl-report-table tr", has_text=branch).locator("td.rl-cell-bad")
    expect(bad.first).to_contain_text("2")
    justified(commune)
    paper = sent(commune, "Đảng ủy phường Đông Hồ")
    row = next(one for one in sheet_rows(fetched(commune, tmp_path, "xlsx")) if one[1] == branch)
    assert row[2:5] == (2, 5, 4) and {"Sai: (2) < (3)", "Sai: (3) ≠ (4) + (5) + (6) + (7)"} <= set(row[8:])

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
    read_back(province, tmp_path)
    commune.go(YEAR)
    expect(commune.page.locator("main")).to_contain_text("Đã tổng hợp lên cấp trên")


def fetched(person: Person, folder: Path, kind: str) -> Path:
    """A file of the paper that the page shows."""
    link = person.page.locator(f"a[href$='/{kind}']").get_attribute("href")
    (folder / f"paper.{kind}").write_bytes(person.page.request.get(f"{person.origin}{link}").body())
    return folder / f"paper.{kind}"


def sheet_rows(book: Path) -> list[tuple]:
    """The rows of the first sheet with the values that the formulas have."""
    return list(openpyxl.load_workbook(book, data_only=True).worksheets[0].iter_rows(values_only=True))


def read_back(person: Person, folder: Path) -> None:
    """Every row of the page stands in all three files, with number, recipients and signer on paper."""
    shown = [(one.mark, one.unit, *one.figures) for one in rows(person)]
    assert len(shown) > 3 and shown[0][0] == "I"
    counted = {row[:8] for row in sheet_rows(fetched(person, folder, "xlsx"))}
    written = docx.Document(fetched(person, folder, "docx"))
    lines = {tuple(cell.text for cell in row.cells) for one in written.tables for row in one.rows}
    pages = pypdf.PdfReader(fetched(person, folder, "pdf")).pages
    pdf = " ".join(" ".join(page.extract_text() for page in pages).split())
    for mark, name, *numbers in shown:
        named = name.upper() if mark == "I" else name
        printed = [f"{number:,}".replace(",", ".") for number in numbers]
        assert (mark, named, *numbers) in counted
        assert (mark, named, *printed) in lines
        assert " ".join((mark, named, *printed)) in pdf
    frame = "\n".join(cell.text for one in written.tables for cell in one._cells)
    for words in ("- Trung ương Đoàn (để báo cáo);", "- Lưu VP."):
        assert words in frame and words in pdf and words in person.page.locator(".rl-paper-sent").inner_text()
