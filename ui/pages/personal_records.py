"""A person's record over the years: opened by those who need to know, for a purpose that is kept; one's own at once."""

import asyncio
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import Problem
from core.people.queries import Person
from core.personal_records import queries
from core.personal_records.queries import PURPOSES, Record
from ui.documents import record_sheet, xlsx
from ui.editing import shown_again
from ui.guard import Visit, enter
from ui.i18n import N_, _
from ui.render import page

AT = "/{tenant:str}/quan-tri/nguoi/{person:uuid}/ho-so"
READ = {"policy": "record.read"}
WORDS = {
    "planning": N_("Quy hoạch"), "training": N_("Đào tạo, bồi dưỡng"), "rotation": N_("Điều động, luân chuyển"),
    "appointment": N_("Bổ nhiệm, giới thiệu ứng cử"), "classification": N_("Xếp loại cán bộ, đảng viên"),
    "other": N_("Việc khác"),
}  # fmt: skip


class Asking(Struct, frozen=True):
    """Whose record, before it is opened for a purpose."""

    person: Person
    purposes: tuple[tuple[str, str, None], ...]


class Shown(Struct, frozen=True):
    """The record; `purpose` is what it was opened for, '' for one's own, `words` the purposes in words."""

    record: Record
    purpose: str
    words: dict[str, str]


@get(AT, opt=READ)
async def ask(request: Request) -> Response:
    """What for: nothing of the record is shown yet."""
    async with enter(request) as visit:
        view = await _asking(visit, request)
    return page(visit, "personal_records/ask.html", view)


@post(AT, opt=READ)
async def show(request: Request, person: UUID) -> Response:
    """The record as a page, or as a workbook where that button was pressed; either is kept in the trail."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            purpose, as_file = visit.form.line("purpose", 20), visit.form.flag("xlsx")
            how = "file" if as_file else "page"
            found = await queries.opened(visit.tx, visit.actor, person, purpose, how)
    except Problem as problem:
        return await shown_again(request, visit, problem, "personal_records/ask.html", _asking)
    if as_file:
        content = await asyncio.to_thread(record_sheet.write, found)
        said = {"content-disposition": 'attachment; filename="ho-so.xlsx"', "cache-control": "no-store"}
        return Response(content, media_type=xlsx.XLSX, headers=said)
    return page(visit, "personal_records/record.html", Shown(found, purpose, _words()))


@get("/{tenant:str}/ho-so-cua-toi", opt={"policy": "own.read"})
async def own(request: Request) -> Response:
    """One's own record, and who has read it."""
    async with enter(request) as visit:
        view = Shown(await queries.own(visit.tx, visit.actor), "", _words())
    return page(visit, "personal_records/record.html", view)


def _words() -> dict[str, str]:
    return {key: _(words) for key, words in WORDS.items()}


async def _asking(visit: Visit, request: Request) -> Asking:
    person = await queries.check(visit.tx, visit.actor, request.path_params["person"])
    return Asking(person, tuple((key, _(WORDS[key]), None) for key in PURPOSES))


ROUTES = (ask, show, own)
