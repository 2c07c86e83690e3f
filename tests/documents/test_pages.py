"""Official documents over HTTP: each kind on screen, as PDF and as Word, with what was typed into it."""

import re
from io import BytesIO
from urllib.parse import unquote

import docx
import pypdf
import pytest

from core.documents import actions, queries
from core.documents.rules import Draft
from core.errors import Stale
from core.registrations import actions as registrations

AT = "chuong-trinh/kien_giang_kl06-2021/van-ban"


def address(world, unit: str, rest: str = "") -> str:
    """An address of a unit's documents."""
    return f"/{world.scope.slug}/{AT}/{world.units[unit]}{rest}"


def read(content: bytes) -> str:
    """The words of a PDF on one line."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split())


async def test_a_document_says_the_same_in_every_form(client_for, world):
    """On screen, in PDF and in Word each of a commune's documents has the same frame and the same cells."""
    async with client_for(world, "bi_thu_xa") as client:
        for key in ("theo-doi", "ket-qua", "quyet-dinh", "bao-cao", "tuyen-duong", "day-du"):
            shown = await client.get(address(world, "xa_a", f"/{key}"))
            pdf = await client.get(address(world, "xa_a", f"/{key}/pdf"))
            word = await client.get(address(world, "xa_a", f"/{key}/docx"))
            printed, written = read(pdf.content), docx.Document(BytesIO(word.content))
            for text in ("BCH ĐOÀN XÃ THUẬN HÒA", "ĐOÀN TNCS HỒ CHÍ MINH", "***", "BÍ THƯ"):
                assert text in shown.text and text in printed
            cells = {cell.text for table in written.tables for row in table.rows for cell in row.cells if cell.text}
            assert all(" ".join(text.split()) in printed for text in cells)


async def test_what_was_typed_comes_back_and_stands_in_the_file(client_for, world):
    """Sections, number, signer and recipients are kept; too much is refused beside its field and not lost."""
    typed = {
        "section.strengths": "Cán bộ đoàn gương mẫu.\nPhong trào đi vào nền nếp.", "number": "12",
        "dated_on": "05/12/2021", "position": "Phó Bí thư", "signer": "Lê Thị Sáu",
        "recipients": "Huyện đoàn (để b/c);",
    }  # fmt: skip
    async with client_for(world, "bi_thu_xa") as client:
        form = (await client.get(address(world, "xa_a", "/bao-cao/soan"))).text
        hidden = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', form))
        at = address(world, "xa_a", "/bao-cao/soan")
        long = await client.post(at, data=hidden | typed | {"position": "x" * 121})
        saved = await client.post(at, data=hidden | typed)
        again = await client.get(address(world, "xa_a", "/bao-cao/soan"))
        pdf = await client.get(address(world, "xa_a", "/bao-cao/pdf"))
    assert long.status_code == 422 and "Lê Thị Sáu" in long.text and "f-position" in long.text
    assert saved.status_code in (200, 303) and "Phong trào đi vào nền nếp." in again.text
    printed = read(pdf.content)
    for text in ("Số: 12-BC/ĐTN", "ngày 05 tháng 12 năm 2021", "Cán bộ đoàn gương mẫu.", "PHÓ BÍ THƯ", "Lê Thị Sáu",
                 "- Huyện đoàn (để b/c);"):  # fmt: skip
        assert text in printed


async def test_of_two_who_save_the_second_is_told(database, world):
    """A document saved meanwhile by somebody else is not written over."""
    actor, unit = world.actor("bi_thu_xa"), world.units["xa_a"]
    async with database.tenant(world.scope) as tx:
        await actions.save(tx, actor, world.programme, unit, "bao-cao", Draft(number="1"))
        with pytest.raises(Stale):
            await actions.save(tx, actor, world.programme, unit, "bao-cao", Draft(number="2"))
        assert (await queries.draft(tx, world.programme, unit, "bao-cao")).number == "1"


async def test_only_the_units_own_committee_types_into_its_documents(client_for, world):
    """A district reads the commune's report and cannot write it; what is beside or unknown is not found."""
    async with client_for(world, "bi_thu_huyen") as client:
        reads = await client.get(address(world, "xa_a", "/bao-cao"))
        writes = await client.get(address(world, "xa_a", "/bao-cao/soan"))
        unknown = await client.get(address(world, "xa_a", "/khac"))
        unasked = await client.get(address(world, "xa_a", "/tong-ket"))
    async with client_for(world, "bi_thu_xa") as client:
        beside = await client.get(address(world, "xa_b", "/bao-cao"))
    assert reads.status_code == 200 and "/bao-cao/soan" not in reads.text
    assert {one.status_code for one in (writes, unknown, unasked, beside)} <= {403, 404}


async def test_the_sheets_of_a_branch_come_in_one_file(client_for, database, world):
    """Each person who handed in a sheet has a page of his own; who has not is not there."""
    async with database.tenant(world.scope) as tx:
        rules = world.programme.rules
        kinds = {key: rules.groups[one.group].polarity for key, one in rules.criteria.items()}
        items = {key: f"Giải pháp {key}" for key in (next(k for k in kinds if kinds[k] == p) for p in ("do", "dont"))}
        await registrations.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, items)
    async with client_for(world, "bi_thu_xa") as client:
        listing = await client.get(address(world, "ap_1"))
        content = (await client.get(address(world, "ap_1", "/tap-phieu"))).content
    assert "/tap-phieu" in listing.text
    pages = pypdf.PdfReader(BytesIO(content)).pages
    assert len(pages) == 1
    assert "PHIẾU ĐĂNG KÝ RÈN LUYỆN" in read(content) and all(text in read(content) for text in items.values())


async def test_papers_say_the_year_as_the_document_does(client_for, world, school_year):
    """Năm 2021 of a calendar year; năm học 2020 - 2021 of a school year, as the plan of ĐHKT writes it: on each paper,
    on the report and its form in Excel, in titles, tabs and names of files."""
    unit = world.units["xa_a"]
    async with client_for(world, "bi_thu_xa") as client:
        for programme, said, named in (
            (world.programme, "năm 2021", "2021"), (school_year, "năm học 2020 - 2021", "2020-2021")
        ):  # fmt: skip
            base = f"/{world.scope.slug}/chuong-trinh/{programme.slug}"
            report = f"{base}/bao-cao/{next(iter(programme.rules.reports))}/{unit}"
            papers = [f"{base}/van-ban/{unit}/{kind}" for kind in ("theo-doi", "ket-qua", "quyet-dinh", "bao-cao")]
            for at in (*papers, report, f"{base}/bao-cao", f"{base}/ket-qua/{unit}", f"{base}/tien-do/{unit}"):
                text = (await client.get(at)).text
                assert said in text.lower(), at
                assert not re.search(r"(?i)(?<!tháng \d\d )năm 2020", text), at
            for at in (f"{papers[0]}/pdf", f"{report}/xlsx", f"{report}/docx", f"{report}/mau/xlsx"):
                assert f" {named}" in unquote((await client.get(at)).headers["content-disposition"]), at
            assert said in read((await client.get(f"{report}/pdf")).content).lower()
