"""Worked cases of a configuration: what the draft makes of them, and the tenant's own (add, change, take out)."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.configurations import own_cases, queries
from core.configurations.cases import Outcome, OwnCase, Report
from core.configurations.own_cases import Written
from core.errors import NotFound, Problem
from core.packs.cases import CaseResult
from core.packs.schema import Pack
from ui import case_form
from ui.case_form import Question
from ui.case_words import Told, told
from ui.configuration_frame import AT, Frame, frame_of
from ui.editing import again, version_after
from ui.guard import Visit, enter
from ui.i18n import _
from ui.render import fragment, page

WORD = "vi-du"
HERE = f"{AT}/{WORD}"
READ, WRITE = {"policy": "configuration.read"}, {"policy": "configuration.admin"}


class Topic(Struct, frozen=True, kw_only=True):
    """Cases about one matter."""

    title: str
    right: int
    cases: tuple[Told, ...]


class Page(Struct, frozen=True, kw_only=True):
    """Every case: first what the edits break, then what fails without them, the tenant's own, and all by matter.
    `report` is None where nothing can be asked of the draft."""

    frame: Frame
    report: Report | None
    broken: tuple[Told, ...]
    before: tuple[Told, ...]
    own: tuple[Told, ...]
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]


class Line(Struct, frozen=True):
    """How the cases stand, for the bar of the editor."""

    right: int
    total: int
    failing: tuple[Told, ...]
    url: str


class Form(Struct, frozen=True, kw_only=True):
    """One own case; `own` is None for a new one."""

    frame: Frame
    question: Question
    own: OwnCase | None
    version: int
    told: Told | None
    path: str


@get(HERE, opt=READ)
async def cases(request: Request) -> Response:
    """All cases over the draft."""
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), WORD)
        report = await own_cases.cases_of(visit.tx, frame.draft)
    return page(visit, "configurations/cases.html", _page(frame, report))


@get(HERE + "/dong", opt=READ)
async def line(request: Request) -> Response:
    """How the cases stand, in one line."""
    async with enter(request) as visit:
        pack = str(request.path_params["pack"])
        draft = await queries.draft(visit.tx, pack)
        report = await own_cases.cases_of(visit.tx, draft)
    failing = tuple(told(draft.rules or draft.base, one) for one in report.broken[:2]) if report else ()
    url = visit.shell.url(f"quan-tri/cau-hinh/{pack}/{WORD}")
    view = Line(report.right, report.total, failing, url) if report else None
    return fragment(visit, "configurations/_cases_line.html", view)


@get(HERE + "/them/{question:str}", opt=READ)
async def new(request: Request, question: str) -> Response:
    """Write a case of one kind."""
    return await _form(request, question)


@post(HERE + "/them/{question:str}", opt=WRITE)
async def add(request: Request, question: str) -> Response:
    """Save the new case and say at once whether it holds."""
    try:
        async with enter(request, write=True) as visit:
            frame, written = await _read(visit, request, question)
            found = await own_cases.add(visit.tx, visit.actor, frame.pack_id, written)
            answer = await _saved(visit, frame, found)
    except Problem as problem:
        return await _form(request, question, problem=problem)
    return answer


@get(HERE + "/{case_id:uuid}", opt=READ)
async def one(request: Request, case_id: UUID) -> Response:
    """One own case."""
    return await _form(request, "", case_id)


@post(HERE + "/{case_id:uuid}", opt=WRITE)
async def change(request: Request, case_id: UUID) -> Response:
    """Save it, or take it out."""
    try:
        async with enter(request, write=True) as visit:
            pack = str(request.path_params["pack"])
            own = await own_cases.get(visit.tx, pack, case_id)
            if visit.form.line("act") == "drop":
                await own_cases.remove(visit.tx, visit.actor, pack, case_id)
                said = ("done", _("Đã bỏ ví dụ “%(title)s”.") % {"title": own.title})
                answer = await visit.done(f"quan-tri/cau-hinh/{pack}/{WORD}#rieng", said)
            else:
                frame, written = await _read(visit, request, case_form.key_of(own.kind))
                await own_cases.change(visit.tx, visit.actor, pack, case_id, written, visit.form.version)
                answer = await _saved(visit, frame, case_id)
    except Problem as problem:
        return await _form(request, "", case_id, problem)
    return answer


async def _read(visit: Visit, request: Request, key: str) -> tuple[Frame, Written]:
    frame = await frame_of(visit, str(request.path_params["pack"]), WORD)
    question = case_form.question(frame.rules, key)
    if question is None:
        raise NotFound("access.not-found")
    written = case_form.written(frame.rules, question, visit.form)
    return frame, written if written.title else _titled(frame.rules, written)


async def _saved(visit: Visit, frame: Frame, case_id: UUID) -> Response:
    report = await own_cases.cases_of(visit.tx, frame.draft)
    found = next((one for one in report.outcomes if one.own and one.own.id == case_id), None) if report else None
    if found is None:
        said = ("info", _("Đã lưu ví dụ."))
    elif found.passed:
        said = ("done", _("Đã lưu ví dụ: bản nháp làm đúng như vậy."))
    else:
        said = ("soon", _("Đã lưu ví dụ: bản nháp chưa làm đúng như vậy, xem bên dưới."))
    return await visit.done(f"quan-tri/cau-hinh/{frame.pack_id}/{WORD}#rieng", said)


def _titled(rules: Pack, written: Written) -> Written:
    """A case without a title is called by what it says."""
    own = OwnCase(id=UUID(int=0), title="-", kind=written.kind, given=written.given, expect=written.expect)
    words = told(rules, Outcome(result=CaseResult(own.case, ""), own=own))
    title = f"{words.given}: {'; '.join(words.wanted)}"
    short = title if len(title) <= own_cases.TITLE_MAX else title[: own_cases.TITLE_MAX - 1].rsplit(" ", 1)[0] + "…"
    return Written(title=short, kind=written.kind, given=written.given, expect=written.expect)


async def _form(
    request: Request, key: str, case_id: UUID | None = None, problem: Problem | None = None
) -> Response:  # fmt: skip
    if problem is not None:
        again(problem)
    async with enter(request) as visit:
        frame = await frame_of(visit, str(request.path_params["pack"]), WORD)
        own = await own_cases.get(visit.tx, frame.pack_id, case_id) if case_id else None
        report = await own_cases.cases_of(visit.tx, frame.draft) if own else None
    question = case_form.question(frame.rules, case_form.key_of(own.kind) if own else key)
    if question is None:
        raise NotFound("access.not-found")
    typed = visit.form if problem is not None else None
    outcome = next((one for one in report.outcomes if one.own and one.own.id == case_id), None) if report else None
    view = Form(
        frame=frame, question=case_form.filled(question, typed, own), own=own,
        version=version_after(problem, own.version if own else 0), told=told(frame.rules, outcome) if outcome else None,
        path=f"{WORD}/{case_id}" if case_id else f"{WORD}/them/{key}",
    )  # fmt: skip
    return page(visit, "configurations/case.html", view, problem=problem, form=typed)


def _page(frame: Frame, report: Report | None) -> Page:
    found = tuple(told(frame.rules, one) for one in report.outcomes) if report else ()
    broken = set(map(id, report.broken)) if report else set()
    by_topic: dict[str, list[Told]] = {}
    for one in found:
        if one.outcome.own is None:
            by_topic.setdefault(one.topic, []).append(one)
    return Page(
        frame=frame, report=report, broken=tuple(one for one in found if id(one.outcome) in broken),
        before=tuple(one for one in found if not one.outcome.passed and id(one.outcome) not in broken),
        own=tuple(one for one in found if one.outcome.own), questions=case_form.questions(frame.rules),
        topics=tuple(Topic(title=title, right=sum(one.outcome.passed for one in those), cases=tuple(those))
                     for title, those in by_topic.items()),
    )  # fmt: skip


ROUTES = (cases, line, new, add, one, change)
