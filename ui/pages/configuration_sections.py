"""The other sections of a configuration that are plain forms: registration, duties, reports, documents; and undo."""

from collections.abc import Mapping

from litestar import Request, Response, get, post

from core.configurations import actions
from core.errors import Problem
from ui import configuration_documents as documents
from ui import configuration_duties as duties
from ui import configuration_registration as registration
from ui import configuration_reports as reports
from ui.configuration_editing import Making, save, show
from ui.configuration_frame import AT, SECTIONS, frame_of
from ui.configuration_lists import arranged
from ui.editing import again
from ui.guard import enter, redirect
from ui.i18n import _
from ui.problems import message
from ui.render import page

READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}
DUTIES = f"{AT}/sua/{duties.SECTION}"
REPORTS = f"{AT}/sua/{reports.SECTION}"


@get(f"{AT}/sua/{registration.SECTION}", opt=READ)
async def registering(request: Request) -> Response:
    """What a sheet must hold."""
    return await show(request, registration.SECTION, registration.sheet)


@post(f"{AT}/sua/{registration.SECTION}", opt=WRITE)
async def save_registering(request: Request) -> Response:
    """Save it."""
    return await save(request, registration.SECTION, registration.sheet)


@get(f"{AT}/sua/{documents.SECTION}", opt=READ)
async def documented(request: Request) -> Response:
    """The names, the document and the passages."""
    return await show(request, documents.SECTION, documents.sheet)


@post(f"{AT}/sua/{documents.SECTION}", opt=WRITE)
async def save_documented(request: Request) -> Response:
    """Save them."""
    return await save(request, documents.SECTION, documents.sheet)


@get(DUTIES, opt=READ)
async def duty_lists(request: Request) -> Response:
    """Declarations and targets."""
    return await _duties(request)


@post(DUTIES, opt=WRITE)
async def arrange_duties(request: Request) -> Response:
    """Move, switch off or on, or take away one of them."""
    return await arranged(request, duties.SECTION, tuple(duties.PARTS.values()), _duties)


@get(DUTIES + "/{word:str}/{key:str}", opt=READ)
async def duty(request: Request, word: str, key: str) -> Response:
    """One declaration or target."""
    return await show(request, duties.SECTION, lambda frame, form: duties.entry(frame, word, key))


@post(DUTIES + "/{word:str}/{key:str}", opt=WRITE)
async def save_duty(request: Request, word: str, key: str) -> Response:
    """Save it."""
    return await save(request, duties.SECTION, lambda frame, form: duties.entry(frame, word, key))


def _adding(word: str) -> Making:
    return lambda frame, form: duties.new_entry(frame, form, word)


@get(DUTIES + "/ke-khai-moi", opt=WRITE)
async def new_declaration(request: Request) -> Response:
    """Add a declaration."""
    return await show(request, duties.SECTION, _adding("ke-khai"))


@post(DUTIES + "/ke-khai-moi", opt=WRITE)
async def add_declaration(request: Request) -> Response:
    """Save the new declaration."""
    return await save(request, duties.SECTION, _adding("ke-khai"))


@get(DUTIES + "/muc-tieu-moi", opt=WRITE)
async def new_target(request: Request) -> Response:
    """Add a target."""
    return await show(request, duties.SECTION, _adding("muc-tieu"))


@post(DUTIES + "/muc-tieu-moi", opt=WRITE)
async def add_target(request: Request) -> Response:
    """Save the new target."""
    return await save(request, duties.SECTION, _adding("muc-tieu"))


@get(REPORTS, opt=READ)
async def report_list(request: Request) -> Response:
    """The reports."""
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), reports.SECTION)
    return page(visit, "configurations/reports.html", reports.reports(frame))


@get(REPORTS + "/{key:str}", opt=READ)
async def report(request: Request, key: str) -> Response:
    """One report."""
    return await show(request, reports.SECTION, _report(key))


@post(REPORTS + "/{key:str}", opt=WRITE)
async def save_report(request: Request, key: str) -> Response:
    """Save it."""
    return await save(request, reports.SECTION, _report(key))


@post(AT + "/hoan-tac", opt=WRITE)
async def undo(request: Request) -> Response:
    """Take the last edit of the draft back, and stay where one was."""
    pack = str(request.path_params["pack"])
    path = f"quan-tri/cau-hinh/{pack}"
    try:
        async with enter(request, write=True) as visit:
            section = visit.form.line("section")
            path += f"/sua/{section}" if section in SECTIONS else ""
            await actions.undo(visit.tx, visit.actor, pack, visit.form.integer("seen") or 0)
            answer = await visit.done(path, ("done", _("Đã hoàn tác thay đổi gần nhất.")))
    except Problem as problem:
        again(problem)
        answer = redirect(visit, visit.shell.url(path), ("soon", message(problem)))
    return answer


async def _duties(request: Request, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), duties.SECTION)
        view = duties.lists(frame)
    return page(visit, "configurations/duties.html", view, problem=problem)


def _report(key: str) -> Making:
    return lambda frame, form: reports.sheet(frame, form, key, _example())


def _example() -> Mapping[str, str]:
    """Names for the placeholders of a preview."""
    return {
        "unit": _("Huyện đoàn An Bình"),
        "parent": _("Tỉnh đoàn"),
        "place": _("An Bình"),
        "day": "05",
        "month": "12",
        "year": "2022",
        "years": "2022",
    }


ROUTES = (
    registering, save_registering, documented, save_documented, duty_lists, arrange_duties, duty, save_duty,
    new_declaration, add_declaration, new_target, add_target, report_list, report, save_report, undo,
)  # fmt: skip
