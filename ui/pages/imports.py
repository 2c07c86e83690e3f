"""Importing, first half: the history, sending a file, choosing what its columns are, templates to fill in."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import NotFound, Problem
from core.imports import batches, columns, queries, reading, runs
from core.imports.columns import Column
from core.imports.queries import Batch
from ui.documents import import_sheets
from ui.documents.xlsx import XLSX
from ui.downloads import download
from ui.editing import again, tried
from ui.guard import Visit, enter
from ui.i18n import _
from ui.import_words import KINDS, STATES, fields_of, why_sensitive
from ui.render import page

BASE = "/{tenant:str}/quan-tri/nhap-du-lieu"
HOME = "quan-tri/nhap-du-lieu"
UPLOAD_LIMIT = reading.MOST + 200_000  # the file and the other fields


class Line(Struct, frozen=True):
    """An import in the history, with its state in words."""

    batch: Batch
    state: tuple[str, str, str]


class History(Struct, frozen=True):
    """The imports there were, and the form for another."""

    lines: tuple[Line, ...]
    kinds: tuple[tuple[str, str], ...]
    most: int


class Columns(Struct, frozen=True, kw_only=True):
    """The columns of a file: `stored` may be chosen, `left` are not imported, with the reason."""

    batch: Batch
    stored: tuple[Column, ...]
    chosen: Mapping[int, str]
    sensitive: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    fields: Mapping[str, str]


@get(BASE, opt={"policy": "import.admin"})
async def history(request: Request) -> Response:
    """What was imported, and the form for another file."""
    return await _history(request)


@post(BASE, opt={"policy": "import.admin"}, request_max_body_size=UPLOAD_LIMIT)
async def upload(request: Request) -> Response:
    """Read a file and keep its rows; go on to its columns."""
    try:
        async with enter(request) as visit:  # before anything is read: who sends it, and from where
            sent, kind = visit.form.file("file"), visit.form.line("kind")
        if kind not in columns.KINDS:
            raise Problem("form.unknown-choice", field="kind")
        if sent is None:
            raise Problem("file.empty", field="file")
        content = await sent.read(reading.MOST + 1)
        read = await reading.read(content, kind)
        async with enter(request, write=True) as visit:
            made = await batches.keep(visit.tx, visit.actor, kind, sent.filename, content, read)
            answer = await visit.done(f"{HOME}/{made}/cot")
    except Problem as problem:
        again(problem)
        return await _history(request, problem)
    return answer


@get(f"{BASE}/mau/{{kind:str}}", opt={"policy": "import.admin"})
async def template(request: Request, kind: str) -> Response[bytes]:
    """An empty workbook with the right headings, an example and an explanation."""
    async with enter(request):
        if kind not in columns.KINDS:
            raise NotFound("access.not-found")
    content = await asyncio.to_thread(import_sheets.template, kind)
    return workbook(content, "mau-nhap-don-vi.xlsx" if kind == "units" else "mau-nhap-doan-vien.xlsx")


@get(f"{BASE}/{{batch:uuid}}/cot", opt={"policy": "import.admin"})
async def columns_form(request: Request, batch: UUID) -> Response:
    """Which column is what: guessed, to be corrected."""
    return await _columns(request, batch)


@post(f"{BASE}/{{batch:uuid}}/cot", opt={"policy": "import.admin"})
async def choose_columns(request: Request, batch: UUID) -> Response:
    """Keep the choice and make a dry run."""

    async def act(visit: Visit) -> Response:
        form = visit.form
        pairs = [
            (form.line(name), int(name[4:]))
            for name in form.names("cot.")
            if name[4:].isdecimal() and form.line(name)
        ]
        home, since = form.line("home", 300), form.date("since")
        await batches.configure(visit.tx, visit.actor, batch, pairs, home, since)
        await runs.check(visit.tx, visit.actor, batch)
        return await visit.done(f"{HOME}/{batch}")

    return await tried(request, act, lambda problem: _columns(request, batch, problem))


def workbook(content: bytes, name: str) -> Response[bytes]:
    """A workbook as a download."""
    return download(content, name, XLSX)


async def _history(request: Request, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        lines = tuple(Line(one, words_of_state(one.state)) for one in await queries.listing(visit.tx))
        view = History(lines, tuple((kind, _(label)) for kind, label in KINDS.items()), reading.MOST >> 20)
    return page(visit, "imports/list.html", view, problem=problem, form=visit.form)


def words_of_state(state: str) -> tuple[str, str, str]:
    """A state's word, tone and icon."""
    label, tone, mark = STATES[state]
    return _(label), tone, mark


async def _columns(request: Request, batch_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        batch = await queries.get(visit.tx, batch_id)
        found = batch.shape.columns
        view = Columns(
            batch=batch, stored=tuple(one for one in found if one.at is not None),
            chosen={at: field for field, at in batch.mapping.items()},
            sensitive=tuple((one.heading, why_sensitive(one.field)) for one in found if one.role == "sensitive"),
            ignored=tuple(one.heading for one in found if one.role == "ignored" and one.heading),
            fields=fields_of(batch.kind),
        )  # fmt: skip
    return page(visit, "imports/columns.html", view, problem=problem, form=visit.form)


ROUTES = (history, upload, template, columns_form, choose_columns)
