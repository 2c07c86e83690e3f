"""The pages of importing over HTTP: a file in, its columns, its faults, its likenesses, carried out and undone."""

import asyncio
import re
from io import BytesIO

import openpyxl
import pytest

from tenants import worker
from tenants.handlers import HANDLERS
from tenants.registry import Registry

HEADINGS = ["Họ và tên", "Mã đoàn viên", "Ngày sinh", "Đơn vị", "Chức vụ", "Dân tộc"]
BRANCH = "Đoàn xã Thuận Hòa / Chi đoàn ấp 2"
AN = ["Nguyễn Hoàng An", "KG1", "5/9/2001", BRANCH, "", "Kinh"]
BAD = ["Lê Thị Thu", "KG2", "31/2/2003", "Chi đoàn ấp 22", "", "Hoa"]
LIKE = ["Hồ Thị Út", "", "19/05/1995", BRANCH, "", ""]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hidden(html: str, action: str = "") -> dict[str, str]:
    """The hidden inputs of the act's form."""
    form = html[html.index(f'action="{action}' if action else 'method="post"', html.index("<main")) :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))


async def sent(client, world, content: bytes, name: str = "danh-sach.xlsx", kind: str = "people"):
    """Send a file through the page."""
    at = f"/{world.scope.slug}/quan-tri/nhap-du-lieu"
    form = hidden((await client.get(at)).text)
    return await client.post(at, data=form | {"kind": kind}, files={"file": (name, content, XLSX)})


async def previewed(client, world, content: bytes) -> tuple[str, str]:
    """Send a file and take its columns as guessed; the address of the import and the preview."""
    answer = await sent(client, world, content)
    assert answer.status_code == 303, answer.text
    columns = await client.get(answer.headers["location"])
    chosen = dict(re.findall(r'name="(cot\.\d+)">.*?<option value="(\w+)" selected', columns.text, re.S))
    shown = await client.post(answer.headers["location"], data=hidden(columns.text) | chosen)
    assert shown.status_code == 303, shown.text
    return shown.headers["location"], (await client.get(shown.headers["location"])).text


@pytest.fixture
def ran(database, urls):
    """`await ran(client, here, html)`: begin from the preview, do the job, the result."""

    async def done(client, here: str, html: str) -> str:
        begun = await client.post(f"{here}/chay", data=hidden(html, f"{here}/chay"))
        assert begun.status_code == 303, begun.text
        assert "Đang nhập" in (await client.get(here)).text
        waiting = await client.get(f"{here}/tien-do")
        assert "hx-trigger" in waiting.text and "hx-refresh" not in waiting.headers
        await asyncio.wait_for(worker.drain(urls["app"], database, Registry(database), HANDLERS), 30)
        assert (await client.get(f"{here}/tien-do")).headers["hx-refresh"] == "true"
        return (await client.get(here)).text

    return done


async def test_a_file_goes_all_the_way(client_for, world, workbook, ran):
    """Columns guessed and shown, sensitive ones named as left out, counts, the result, the person in the list."""
    async with client_for(world, "quan_tri") as client:
        answer = await sent(client, world, workbook([HEADINGS, AN]))
        columns = (await client.get(answer.headers["location"])).text
        assert "Nguyễn Hoàng An" in columns and "Dân tộc" in columns and "Kinh" not in columns
        here, shown = await previewed(client, world, workbook([HEADINGS, AN]))
        assert "Nhập 1 dòng" in shown
        assert "Kết quả nhập" in await ran(client, here, shown)
        assert "1 người" in (await client.get(f"/{world.scope.slug}/quan-tri/nguoi?q=KG1")).text
        history = (await client.get(f"/{world.scope.slug}/quan-tri/nhap-du-lieu")).text
        assert "danh-sach.xlsx" in history and "Đã nhập" in history


async def test_a_faulty_cell_is_mended_on_the_page(client_for, world, workbook):
    """What is wrong stands beside its cell in words; mended, the row is ready."""
    async with client_for(world, "quan_tri") as client:
        here, shown = await previewed(client, world, workbook([HEADINGS, AN, BAD]))
        assert "Không có ngày này" in shown
        page = (await client.get(f"{here}/loi")).text
        assert "Dòng 3" in page and "Có phải “Chi đoàn ấp 2”?" in page and 'value="31/2/2003"' in page
        fixed = {"o.3.birth_date": "28/2/2003", "o.3.unit": BRANCH}
        answer = await client.post(f"{here}/loi", data=hidden(page) | fixed)
        assert answer.status_code == 303
        assert "Nhập 2 dòng" in (await client.get(here)).text


async def test_faulty_rows_can_be_taken_away_as_a_workbook(client_for, world, workbook):
    """The row as it stood, the reason last, no formula among the cells."""
    bad = ["=1+1", *BAD[1:]]
    async with client_for(world, "quan_tri") as client:
        here, _ = await previewed(client, world, workbook([HEADINGS, bad]))
        answer = await client.get(f"{here}/loi/xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert head[-1] == "Lý do" and "Không có ngày này" in row[-1]
    assert row[0] == "=1+1" and sheet["A2"].data_type == "s" and "Hoa" not in row


async def test_somebody_alike_is_decided_on(client_for, world, workbook):
    """The page sets the row beside whom it looks like; the choice counts at once."""
    async with client_for(world, "quan_tri") as client:
        here, shown = await previewed(client, world, workbook([HEADINGS, LIKE]))
        assert "Xem và quyết định" in shown
        page = (await client.get(f"{here}/trung")).text
        assert str(world.people["doan_vien"]) in page
        await client.post(f"{here}/trung", data=hidden(page) | {"chon.2": "merge", "tat-ca": ""})
        assert "Nhập 1 dòng" in (await client.get(here)).text


async def test_an_import_is_undone_after_a_question(client_for, world, workbook, ran):
    """The question says what goes; afterwards the person is gone and the history says so."""
    async with client_for(world, "quan_tri") as client:
        here, shown = await previewed(client, world, workbook([HEADINGS, AN]))
        await ran(client, here, shown)
        asked = (await client.get(f"{here}/hoan-tac")).text
        assert "Xóa 1 mục" in asked
        answer = await client.post(f"{here}/hoan-tac", data=hidden(asked))
        assert answer.status_code == 303
        assert "Đã hoàn tác" in (await client.get(here)).text
        assert "Không có ai khớp" in (await client.get(f"/{world.scope.slug}/quan-tri/nguoi?q=KG1")).text


@pytest.mark.parametrize("kind", ["people", "units"])
async def test_the_template_is_read_back_with_every_column_known(client_for, world, kind):
    """What we hand out we recognise; its example is one row."""
    async with client_for(world, "quan_tri") as client:
        template = await client.get(f"/{world.scope.slug}/quan-tri/nhap-du-lieu/mau/{kind}")
        answer = await sent(client, world, template.content, kind=kind)
        columns = (await client.get(answer.headers["location"])).text
    assert "1 dòng, tiêu đề ở dòng 1" in columns
    selects = re.findall(r'name="cot\.\d+">(.*?)</select>', columns, re.S)
    assert len(selects) > 6 and all(" selected" in select for select in selects)


async def test_a_file_that_is_none_is_refused_in_words(client_for, world):
    """The form stays, with the reason at the file."""
    async with client_for(world, "quan_tri") as client:
        for content, told in ((b"%PDF-1.7 ...", "Không thấy dòng"), (b"<html></html>", "không phải bảng tính"),
                              (b"PK\x03\x04xx", "Không đọc được"), (b"", "trống")):  # fmt: skip
            answer = await sent(client, world, content)
            assert answer.status_code == 422 and 'id="e-file"' in answer.text and told in answer.text, told
