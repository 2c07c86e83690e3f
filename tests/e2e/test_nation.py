"""The centre compares provinces: the weakest is found, the merger crossed, a mapping overridden, numbers taken away,
and a link opens the same in another session."""

import csv
import re
from io import BytesIO, StringIO

import openpyxl
import pytest
from audit import faults
from pages import Person
from playwright.sync_api import expect

WHO, CENTRE = "phantich.trunguong", "trung-uong"
WEAKEST = "Điện Biên"
KHA = "[id='f-level.kien_giang_kl06.kha']"
CADRES = "so-sanh?doi-tuong=can-bo&nam=2020&chi-so=excellent_good"


def value(text: str) -> str:
    """The number in a text: 42,3%."""
    found = re.search(r"\d+,\d[%‰]", text)
    return found[0] if found else ""


def table(analyst: Person) -> dict[str, tuple[str, str]]:
    """Province → its rank and value in the table."""
    found = {}
    for row in analyst.page.locator(".rl-cmp-table tr[data-row]").all():
        rank, shown = row.locator("td").nth(0).inner_text(), row.locator("td").nth(1).inner_text()
        found[row.locator("th a").first.inner_text()] = (rank.strip(), value(shown))
    return found


def titles(analyst: Person, where: str) -> dict[str, str]:
    """Province → what the map or the tiles say of it."""
    texts = analyst.page.locator(f"{where} a > title").evaluate_all("all => all.map(one => one.textContent)")
    return {name: value(said) for name, said in (text.split(": ", 1) for text in texts)}


def bars(analyst: Person) -> dict[str, str]:
    """Province's code → the value beside its bar."""
    read = "all => all.map(bar => [bar.dataset.province, bar.textContent])"
    found = analyst.page.locator(".rl-cmp-bars a").evaluate_all(read)
    return {code: value(text) for code, text in found}


def codes(analyst: Person) -> dict[str, str]:
    """Province's code → the value in the table."""
    read = "all => all.map(row => [row.dataset.row, row.cells[2].textContent])"
    found = analyst.page.locator(".rl-cmp-table tr[data-row]").evaluate_all(read)
    return {code: value(text) for code, text in found}


def test_the_weakest_is_found_over_the_merger_and_shared(site, sign_in):
    """Weakest in registration 2021, the same territory after the merger, an export, and the link in a new session."""
    analyst = sign_in(WHO, tenant=CENTRE)
    page = analyst.go("so-sanh?nam=2021")
    expect(page.locator("[data-weakest]")).to_have_text(WEAKEST)
    page.get_by_role("link", name="Thấp trước").click()
    expect(page.locator(".rl-cmp-bars li").first).to_contain_text(WEAKEST)
    page.locator(".rl-cmp-bars a").first.click()
    expect(page.locator(".rl-cmp-one h2")).to_have_text(WEAKEST)
    expect(page.locator(".rl-cmp-map a[aria-current]")).to_have_attribute("data-province", "dien-bien")
    assert "tinh=dien-bien" in page.url and "sap=cuoi" in page.url

    page = analyst.go("so-sanh?nam=2024&tinh=kien-giang")
    assert len(table(analyst)) == 63
    page.locator("[data-years]").get_by_role("link", name="2025").click()
    expect(page.locator(".rl-cmp-one h2")).to_have_text("An Giang")
    expect(page.locator(".rl-cmp-one")).to_contain_text("hợp nhất từ An Giang, Kiên Giang")
    assert len(table(analyst)) == 34
    assert "tinh=an-giang-2025" in page.url

    page.get_by_text("Xuất số liệu").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel").click()
    book = openpyxl.load_workbook(BytesIO(taken.value.path().read_bytes()))
    assert book.sheetnames == ["Số liệu", "Định nghĩa"]
    names = {row[2].value: row[4].value for row in book["Số liệu"].iter_rows(min_row=7) if row[2].value}
    shown = {name: float(text.rstrip("%").replace(",", ".")) for name, (_rank, text) in table(analyst).items() if text}
    assert {name: round(100 * number, 1) for name, number in names.items() if number is not None} == shown
    link = page.get_by_role("link", name="Liên kết cố định").get_attribute("href")
    before = table(analyst), page.locator("[data-nation]").inner_text()
    other = sign_in(WHO, tenant=CENTRE)
    other.page.goto(other.base.removesuffix(f"/{CENTRE}") + link)
    assert (table(other), other.page.locator("[data-nation]").inner_text()) == before
    expect(other.page.locator(".rl-cmp-one h2")).to_have_text("An Giang")


@pytest.mark.parametrize(
    "query", ["nam=2021", "nam=2025&doi-tuong=can-bo&chi-so=excellent_good", "nam=2024&ranh-gioi=hien-nay"]
)
def test_map_tiles_bars_and_table_agree(sign_in, query):
    """Each says the same number of each province, and nobody is left out of one of them."""
    analyst = sign_in(WHO, tenant=CENTRE)
    analyst.go(f"so-sanh?{query}")
    said = {name: text for name, (_rank, text) in table(analyst).items()}
    assert titles(analyst, ".rl-cmp-map") == titles(analyst, ".rl-cmp-tiles")
    mapped = titles(analyst, ".rl-cmp-map")
    assert mapped.items() <= said.items() and len(mapped) in (34, 63)
    assert bars(analyst) == codes(analyst) and len(bars(analyst)) == len(said)


def test_an_override_moves_the_ranking(sign_in):
    """Khá of one pack counted as completed: the same address shows other ranks, the old version still the old ones."""
    analyst = sign_in(WHO, tenant=CENTRE)
    page = analyst.go(CADRES)
    before = table(analyst)
    old = page.locator("a[rel=bookmark]").get_attribute("href")
    analyst.go("bang-quy-doi")
    analyst.press("Soạn bản mới")
    page.locator("#kien_giang_kl06 summary").click()
    page.select_option(KHA, "completed")
    page.fill("[id='f-basis.kien_giang_kl06']", "Biên bản họp ngày 15/11/2021")
    page.fill("[id='f-reason.kien_giang_kl06']", "Mức Khá không đòi hỏi thành tích.")
    analyst.press("Lưu và xem ảnh hưởng")
    page.get_by_role("button", name=re.compile("^Công bố bản")).click()
    assert "Đã công bố" in analyst.told()
    analyst.go(CADRES)
    after = table(analyst)
    assert after["Kiên Giang"] != before["Kiên Giang"] and int(after["Kiên Giang"][0]) > int(before["Kiên Giang"][0])
    assert old and "quy-doi=" in old, "the fixed link names the version"
    page.goto(analyst.base.removesuffix(f"/{CENTRE}") + old)
    assert table(analyst) == before


@pytest.mark.full
def test_other_views_and_a_province(sign_in):
    """Years with the merger marked, levels, days, questions, and one province down to its districts; axe is content."""
    analyst = sign_in(WHO, tenant=CENTRE)
    for path in ("so-sanh?nam=2021", "so-sanh/qua-cac-nam?tinh=kien-giang&doi-tuong=can-bo", "so-sanh/phan-bo?nam=2021",
                 "so-sanh/theo-ngay?nam=2021&tinh=gia-lai", "so-sanh/dau-hieu?nam=2021",
                 "so-sanh/tinh/kien-giang?doi-tuong=can-bo&nam=2021"):  # fmt: skip
        page = analyst.go(path)
        expect(page.locator("main")).to_contain_text("ữ liệu tổng hợp giả lập" if "tinh/" not in path else "Kiên Giang")
        if page.locator(".rl-chart").count():
            expect(page.locator(".rl-plot").first).to_be_visible()
        assert faults(page) == []
    expect(page.locator("main")).to_contain_text("Huyện đoàn")
    expect(page.locator("main")).to_contain_text("dưới 10")


def test_without_a_script_and_as_csv(sign_in):
    """Choosing, the tile grid and the table work by links alone; the CSV explains itself."""
    analyst = sign_in(WHO, tenant=CENTRE, script=False)
    page = analyst.go("so-sanh?nam=2021")
    page.get_by_role("link", name="Ô lưới").click()
    expect(page.locator(".rl-cmp-tiles")).to_be_visible()
    expect(page.locator(".rl-cmp-map")).to_be_hidden()
    page.locator(".rl-cmp-bars a", has_text="Sóc Trăng").click()
    expect(page.locator(".rl-cmp-one h2")).to_have_text("Sóc Trăng")
    answer = page.request.get(f"{analyst.base}/so-sanh/xuat/csv?nam=2021")
    rows = list(csv.DictReader(StringIO(answer.body().decode("utf-8-sig"))))
    assert len(rows) == 63 and {row["Chỉ số"] for row in rows} == {"Đăng ký rèn luyện"}
    gone = [row for row in rows if row["trang_thai"] == "Chưa có số liệu"]
    assert gone and all(row["gia_tri"] == "" for row in gone), "unknown is empty, never zero"
