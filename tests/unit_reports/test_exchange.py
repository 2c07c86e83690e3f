"""A report in Excel and back: only fields are unlocked, the right file is read, faults are named by their cell."""

import re
from io import BytesIO

import openpyxl
import pytest
from conftest_reports import KEY, clock

from core.errors import Problem
from core.imports import reading
from core.unit_reports import exchange
from ui.documents import unit_report_template

AT = "chuong-trinh/kien_giang_kl06-2021/bao-cao"


def changed(content: bytes, **cells: object) -> bytes:
    """The workbook with other values in some cells."""
    book = openpyxl.load_workbook(BytesIO(content))
    for name, value in cells.items():
        book.active[name] = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


async def test_out_and_back(database, world, life, client_for) -> None:
    """The template locks everything but its fields; filled in it comes back into the form, and nothing is stored."""
    async with database.tenant(world.scope) as tx:
        await clock(tx, "2021-12-10 09:00+07")
        sheet = await life(tx).sheet()
        other = await life(tx, "huyen_a", "bi_thu_huyen").sheet()
    content = unit_report_template.write(sheet)
    page = openpyxl.load_workbook(BytesIO(content)).active
    assert page.protection.sheet
    unlocked = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {f"{column}{row}" for column in "CDEFGHI" for row in range(3, 6)}
    branch = next(row for row in range(3, 6) if page[f"B{row}"].value == "Chi đoàn ấp 2")

    async def read(filled: bytes, of=sheet) -> exchange.Back:
        return exchange.back(await reading.read(filled, exchange.KIND), of)

    typed = {f"{column}{branch}": value for column, value in zip("CDEFGH", (9, 8, 8, 0, 0, 0), strict=True)}
    good = changed(content, **typed, **{f"I{branch}": "Theo sổ giấy"})
    found = await read(good)
    assert found.words == {world.units["ap_2"]: "Theo sổ giấy"}
    assert list(found.cells[world.units["ap_2"]].values()) == [9, 8, 8, 0, 0, 0]
    with pytest.raises(Problem, match="file-other-unit"):
        await read(good, other)
    with pytest.raises(Problem) as refused:
        await read(changed(good, **{f"D{branch}": "tám", f"E{branch}": -1, f"F{branch}": None, "A3": "x", "C3": 4}))
    told = [
        (one.code.partition("file-")[2], one.facts.get("cell", one.facts.get("row"))) for one in refused.value.problems
    ]
    assert told == [("row", 3), ("cell", f"D{branch}"), ("cell", f"E{branch}"), ("blank", f"F{branch}")]
    async with client_for(world, "bi_thu_xa") as client:
        at = f"/{world.scope.slug}/{AT}/{KEY}/{world.units['xa_a']}"
        token = re.search(r'name="_csrf" value="([^"]+)"', (await client.get(f"{at}/mau")).text)[1]
        shown = await client.post(f"{at}/mau", data={"_csrf": token}, files={"file": ("mau.xlsx", good)})
        assert shown.status_code == 200
        assert "Chưa lưu gì" in shown.text and "Theo sổ giấy" in shown.text
        bad = await client.post(f"{at}/mau", data={"_csrf": token}, files={"file": ("x.xlsx", b"PK-nothing")})
        assert bad.status_code == 422
    async with database.tenant(world.scope) as tx:
        assert (await life(tx).sheet()).draft is None
        await life(tx).save(texts={"results": "Đã soạn"})
        with pytest.raises(Problem, match="file-other-version"):
            await read(good, await life(tx).sheet())
