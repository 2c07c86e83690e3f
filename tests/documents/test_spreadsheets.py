"""Files for spreadsheets never calculate what people wrote, whichever page they come from."""

import csv
import re
from io import BytesIO, StringIO

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from ui.documents.csv_cells import FORMULA, harmless

HOSTILE = "=1+1"
# What our own formulas look like: sums, checks, and cells of the printed sheet.
OURS = re.compile(
    r"""=(IF\([A-Z0-9<>=,()]+,"[^"]*","Đạt"\)|[A-Z]+\d+(\+SUM\([A-Z0-9:,]+\))+|'[^']*'![A-Z]+\d+)"""
)


async def test_no_workbook_calculates_a_name(client_for, database, world):
    """A unit and a person called =1+1 are texts in every workbook of progress, reports, registers and records."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update unit set name = $3 where tenant_id = $1 and id = any($2::uuid[])",
            tx.tenant_id, [world.units["huyen_a"], world.units["xa_a"]], HOSTILE,
        )  # fmt: skip
        await tx.execute(
            "update person set full_name = $3 where tenant_id = $1 and id = $2",
            tx.tenant_id, world.people["bi_thu_ap"], HOSTILE,
        )  # fmt: skip
        await tx.execute(
            "update enrolment set presence = 'on_leave', presence_reason = $3 where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["bi_thu_ap"], HOSTILE,
        )  # fmt: skip
    at, unit = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}", world.units["xa_a"]
    report = f"{at}/bao-cao/appendix/{world.units['huyen_a']}"
    wanted = [f"{at}/tien-do/{world.units['huyen_a']}/xlsx", f"{report}/xlsx", f"{report}/theo-doi/xlsx",
              f"{report}/mau/xlsx", f"{at}/bao-cao/appendix/{unit}/xlsx"]  # fmt: skip
    async with client_for(world, "bi_thu_huyen") as client:
        for address in wanted:
            book = openpyxl.load_workbook(BytesIO((await client.get(address)).content))
            cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
            assert any(HOSTILE in str(cell.value) for cell in cells), address
            formulas = [cell.value for cell in cells if cell.data_type == "f"]
            assert [one for one in formulas if not OURS.fullmatch(one)] == [], address


@given(st.text(max_size=12) | st.sampled_from(FORMULA).flatmap(lambda mark: st.text(max_size=6).map(mark.__add__)))
def test_no_cell_of_a_table_begins_a_formula(text):
    """Of a CSV file no cell begins like a formula, and what was written is in it whole."""
    out = StringIO()
    csv.writer(out).writerow([harmless(text)])
    (cell,) = next(csv.reader(StringIO(out.getvalue(), newline=""), strict=True), ("",)) or ("",)
    assert not cell.startswith(FORMULA) and cell.removeprefix("'" if text.startswith(FORMULA) else "") == text
