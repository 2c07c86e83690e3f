"""Importing, the rows that want somebody: faulty cells to mend, people who look like somebody known."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import Problem
from core.imports import batches, queries, runs
from core.imports.batches import Fix
from core.imports.queries import Batch, Odd
from ui.documents import import_sheets
from ui.editing import asked, tried
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _
from ui.import_words import CHOICES, fault_text, fields_of
from ui.pages.imports import BASE, HOME, workbook
from ui.render import page

# Fields in which many rows hold the same on purpose; whoever mends one name means one person.
SHARED = ("gender", "occupation", "title", "unit", "unit_code", "unit_top", "unit_district", "unit_grassroots",
          "unit_branch", "seat_unit", "kind", "parent", "parent_code", "block")  # fmt: skip


class Cell(Struct, frozen=True):
    """A refused cell: `name` is its input, '' where the file has no such column; `alike` rows are refused for it."""

    name: str
    label: str
    text: str
    told: str
    alike: int


class FaultyRow(Struct, frozen=True):
    """A row with what is wrong with it."""

    number: int
    title: str
    cells: tuple[Cell, ...]


class Faults(Struct, frozen=True, kw_only=True):
    """Faulty rows, a page of them."""

    batch: Batch
    rows: tuple[FaultyRow, ...]
    more: int | None


class Likeness(Struct, frozen=True):
    """A row beside whom it looks like; `said` is what the row says, `told` who that is."""

    row: Odd
    said: str
    told: str


class Likenesses(Struct, frozen=True, kw_only=True):
    """Rows to decide on, a page of them."""

    batch: Batch
    rows: tuple[Likeness, ...]
    choices: tuple[tuple[str, str], ...]
    more: int | None


@get(f"{BASE}/{{batch:uuid}}/loi", opt={"policy": "import.admin"})
async def faults(request: Request, batch: UUID) -> Response:
    """The faulty rows with their cells to write anew."""
    return await _faults(request, batch)


@post(f"{BASE}/{{batch:uuid}}/loi", opt={"policy": "import.admin"})
async def mend(request: Request, batch: UUID) -> Response:
    """Write cells anew and judge again."""

    async def act(visit: Visit) -> Response:
        changed = await batches.mend(visit.tx, visit.actor, batch, _fixes(visit.form))
        counts = await runs.check(visit.tx, visit.actor, batch)
        left = counts["faulty"]
        said = _("Đã sửa %(cells)s ô. Còn %(rows)s dòng lỗi.") % {"cells": changed, "rows": left}
        path = f"{HOME}/{batch}/loi" if left else f"{HOME}/{batch}"
        return await visit.done(path, ("soon" if left else "done", said))

    return await tried(request, act, lambda problem: _faults(request, batch, problem))


@get(f"{BASE}/{{batch:uuid}}/loi/xlsx", opt={"policy": "import.admin"})
async def refused(request: Request, batch: UUID) -> Response[bytes]:
    """The faulty rows as a workbook, the reason in the last column."""
    async with enter(request) as visit:
        found = await queries.get(visit.tx, batch)
        rows = await queries.odd_rows(visit.tx, batch, "faulty", 0, None)
    content = await asyncio.to_thread(import_sheets.refused, found, rows)
    return workbook(content, "dong-loi.xlsx")


@get(f"{BASE}/{{batch:uuid}}/trung", opt={"policy": "import.admin"})
async def likenesses(request: Request, batch: UUID) -> Response:
    """Who looks like somebody known, with a choice for each or for all."""
    return await _likenesses(request, batch)


@post(f"{BASE}/{{batch:uuid}}/trung", opt={"policy": "import.admin"})
async def decide(request: Request, batch: UUID) -> Response:
    """Keep the choices and judge again."""

    async def act(visit: Visit) -> Response:
        form = visit.form
        chosen = {
            int(name[5:]): form.line(name, 10) for name in form.names("chon.")[:500] if name[5:].isdecimal()
        }
        for_all = form.line("tat-ca", 10)
        await batches.decide(visit.tx, visit.actor, batch, chosen, for_all)
        await runs.check(visit.tx, visit.actor, batch)
        return await visit.done(f"{HOME}/{batch}", ("done", _("Đã ghi các lựa chọn.")))

    return await tried(request, act, lambda problem: _likenesses(request, batch, problem))


async def _faults(request: Request, batch_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        batch = await queries.get(visit.tx, batch_id)
        found = await queries.odd_rows(visit.tx, batch_id, "faulty", _after(request), queries.PAGE + 1)
        alike = await queries.alike(visit.tx, batch_id, {f: at for f, at in batch.mapping.items() if f in SHARED})
        rows = tuple(_faulty(batch, row, alike) for row in found[: queries.PAGE])
        view = Faults(batch=batch, rows=rows, more=_more(found))
    return page(visit, "imports/faults.html", view, problem=problem, form=visit.form)


def _faulty(batch: Batch, row: Odd, alike: Mapping[tuple[str, str], int]) -> FaultyRow:
    labels, cells = fields_of(batch.kind), []
    for fault in row.faults:
        known = fault.field in batch.mapping
        text = row.cells[batch.mapping[fault.field]] if known else ""
        cells.append(
            Cell(
                f"o.{row.number}.{fault.field}" if known else "",
                labels.get(fault.field, ""),
                text,
                fault_text(fault, batch.kind),
                alike.get((fault.field, text), 0) if text else 0,
            )
        )
    return FaultyRow(row.number, _title(batch, row), tuple(cells))


def _title(batch: Batch, row: Odd) -> str:
    """By what a row is recognised on the page: the name, else its first words."""
    wanted = ("name",) if batch.kind == "units" else ("full_name", "family_name", "given_name")
    named = [row.cells[batch.mapping[field]] for field in wanted if field in batch.mapping]
    return " ".join(named).strip() or next((cell for cell in row.cells if cell), "–")


def _fixes(form: Form) -> list[Fix]:
    """Inputs `o.<row>.<field>`; `het.<row>.<field>` says that all like cells are meant."""
    fixes = []
    for name in form.names("o.")[:500]:
        _o, row, field = (*name.split(".", 2), "", "")[:3]
        if row.isdecimal():
            fixes.append(Fix(int(row), field, form.line(name, 300), form.flag(f"het.{row}.{field}")))
    return fixes


async def _likenesses(request: Request, batch_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        batch = await queries.get(visit.tx, batch_id)
        found = await queries.odd_rows(visit.tx, batch_id, "duplicate", _after(request), queries.PAGE + 1)
        view = Likenesses(
            batch=batch, rows=tuple(_likeness(batch, row) for row in found[: queries.PAGE]),
            choices=tuple((choice, _(label)) for choice, label in CHOICES.items()), more=_more(found),
        )  # fmt: skip
    return page(visit, "imports/likenesses.html", view, problem=problem, form=visit.form)


def _likeness(batch: Batch, row: Odd) -> Likeness:
    said = [row.cells[at] for field, at in batch.mapping.items() if field not in ("full_name", "phone", "email")]
    if row.same_id is None:
        told = _("Dòng %(row)s của tệp này") % {"row": row.same_row}
    else:
        told = " · ".join(part for part in (row.same_name, row.same_code, row.same_unit) if part)
    return Likeness(row, " · ".join(part for part in (_title(batch, row), *said) if part), told)


def _after(request: Request) -> int:
    try:
        return asked(request).integer("sau") or 0
    except Problem:
        return 0


def _more(found: Sequence[Odd]) -> int | None:
    return found[queries.PAGE - 1].number if len(found) > queries.PAGE else None


ROUTES = (faults, mend, refused, likenesses, decide)
