"""Importing, second half: what a file would do, carrying it out, how far it is, undoing it."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import Problem
from core.imports import batches, queries, runs, undo
from core.imports.people_rows import Fault
from core.imports.queries import Batch
from core.imports.undo import Outlook
from ui.editing import again, tried
from ui.guard import Visit, enter, redirect
from ui.i18n import _
from ui.import_words import COUNTS, fault_text, fields_of, why_stays
from ui.pages.imports import BASE, HOME, words_of_state
from ui.problems import sentence
from ui.render import fragment, page


class Count(Struct, frozen=True):
    """How many rows are of a state."""

    state: str
    label: str
    mark: str
    rows: int


class Often(Struct, frozen=True):
    """A fault that many rows have."""

    field: str
    told: str
    rows: int


class Preview(Struct, frozen=True, kw_only=True):
    """An import: what it would do, does or did."""

    batch: Batch
    state: tuple[str, str, str]
    counts: tuple[Count, ...]
    often: tuple[Often, ...]
    failure: str


class Undoing(Struct, frozen=True, kw_only=True):
    """What undoing would do, asked before it is done."""

    batch: Batch
    outlook: Outlook
    kept: tuple[tuple[str, str], ...]


@get(f"{BASE}/{{batch:uuid}}", opt={"policy": "import.admin"})
async def show(request: Request, batch: UUID) -> Response:
    """One import: its preview, its progress or its result."""
    return await _show(request, batch)


@get(f"{BASE}/{{batch:uuid}}/tien-do", opt={"policy": "import.admin"})
async def progress(request: Request, batch: UUID) -> Response:
    """How far the import is, for the page that waits."""
    async with enter(request) as visit:
        view = await _preview(visit, batch)
    answer = fragment(visit, "imports/progress.html", view)
    if view.batch.state != "running":
        answer.headers["hx-refresh"] = "true"  # over: the page shows the result
    return answer


@post(f"{BASE}/{{batch:uuid}}/chay", opt={"policy": "import.admin"})
async def run(request: Request, batch: UUID) -> Response:
    """Begin; the page that follows shows how far it is."""

    async def act(visit: Visit) -> Response:
        await runs.begin(visit.tx, visit.actor, batch)
        return await visit.done(f"{HOME}/{batch}")

    return await tried(request, act, lambda problem: _show(request, batch, problem))


@post(f"{BASE}/{{batch:uuid}}/bo", opt={"policy": "import.admin"})
async def discard(request: Request, batch: UUID) -> Response:
    """Forget a file that was not carried out."""

    async def act(visit: Visit) -> Response:
        await batches.discard(visit.tx, visit.actor, batch)
        return await visit.done(HOME, ("done", _("Đã bỏ tệp và xóa những gì đã đọc từ tệp.")))

    return await tried(request, act, lambda problem: _show(request, batch, problem))


@get(f"{BASE}/{{batch:uuid}}/hoan-tac", opt={"policy": "import.admin"})
async def undo_form(request: Request, batch: UUID) -> Response:
    """What undoing would do, and what would stay."""
    try:
        return await _undoing(request, batch)
    except Problem as problem:
        again(problem)
        return await _show(request, batch, problem)


@post(f"{BASE}/{{batch:uuid}}/hoan-tac", opt={"policy": "import.admin"})
async def undo_all(request: Request, batch: UUID) -> Response:
    """Undo it."""

    async def act(visit: Visit) -> Response:
        found = await undo.undo(visit.tx, visit.actor, batch)
        said = _("Đã hoàn tác: xóa %(removed)s, trả lại như cũ %(restored)s, giữ lại %(kept)s.") % {
            "removed": found.removed, "restored": found.restored, "kept": found.kept_in_all,
        }  # fmt: skip
        return await visit.done(f"{HOME}/{batch}", ("soon" if found.kept else "done", said))

    return await tried(request, act, lambda problem: _show(request, batch, problem))


async def _show(request: Request, batch_id: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        view = await _preview(visit, batch_id)
    if view.batch.state == "read" and problem is None:
        return redirect(visit, visit.shell.url(f"{HOME}/{batch_id}/cot"))
    return page(visit, "imports/show.html", view, problem=problem)


async def _preview(visit: Visit, batch_id: UUID) -> Preview:
    batch = await queries.get(visit.tx, batch_id)
    labels = fields_of(batch.kind)
    common = await queries.common_faults(visit.tx, batch_id) if batch.counts.get("faulty") else ()
    counts = tuple(
        Count(state, _(label), mark, batch.counts.get(state, 0))
        for state, (label, mark) in COUNTS.items()
        if state != "skipped" or batch.counts.get(state)
    )
    return Preview(
        batch=batch, state=words_of_state(batch.state), counts=counts, failure=_failure(batch.failure),
        often=tuple(Often(labels.get(o.field, ""), _short(o, batch.kind), o.rows) for o in common[:8]),
    )  # fmt: skip


def _short(often: queries.Common, kind: str) -> str:
    """The sentence of a fault without the facts of a single row."""
    facts = {name: "…" for name in ("name", "like", "letter", "sign", "row", "title", "code", "kind")}
    return fault_text(Fault(often.field, often.code, facts), kind)


def _failure(failure: Mapping[str, object] | None) -> str:
    if not failure:
        return ""
    facts = failure.get("facts")
    return sentence(str(failure["code"]), facts if isinstance(facts, Mapping) else {})


async def _undoing(request: Request, batch_id: UUID) -> Response:
    async with enter(request, write=True) as visit:  # it works with tables of its own transaction
        batch = await queries.get(visit.tx, batch_id)
        outlook = await undo.look(visit.tx, visit.actor, batch_id)
        kept = tuple((one.name, why_stays(one.why)) for one in outlook.shown)
        view = Undoing(batch=batch, outlook=outlook, kept=kept)
    return page(visit, "imports/undo.html", view)


ROUTES = (show, progress, run, discard, undo_form, undo_all)
