"""Registering: the form that saves itself, the last look, the submission, and one's own sheet (ui.md, blueprint 1)."""

from collections.abc import Mapping

from litestar import MediaType, Request, Response, get, post
from markupsafe import Markup
from msgspec import Struct, json, structs

from core.errors import NotFound, Problem, Stale
from core.packs.text import Text
from core.paper_entries.queries import Entry
from core.paper_entries.queries import of_sheet as entry_of
from core.paper_templates.rules import SHEET
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers.queries import Proof
from core.registers.queries import proofs as proofs_of
from core.registrations import actions, queries, sheets, supplements
from core.registrations.queries import Form, Validator
from core.registrations.sheets import Sheet
from core.units import queries as units
from ui import solutions
from ui.activity_solutions import with_activities
from ui.failures import Change, changes_of
from ui.formats import file_years, short_date, years
from ui.guard import Visit, enter, redirect
from ui.i18n import _, current
from ui.papers import making, texts, values
from ui.problems import Errors, errors_of
from ui.render import html, page
from ui.todo import summary_of

AT = "/{tenant:str}/chuong-trinh/{programme:str}"
WRITE = {"policy": "registration.write"}
OWN = {"policy": "own.read"}


class Writing(Struct, frozen=True):
    """The form. `opened` is the criterion to show unfolded; `changes` both texts of a stale edit; `intro` the union's
    own words at its head."""

    form: Form
    summary: str
    opened: str
    themes: Text | None
    stale: bool = False
    changes: tuple[Change, ...] = ()
    intro: Markup = Markup("")


class LastLook(Struct, frozen=True):
    """Everything that would be submitted, who would look at it, and what is still missing."""

    form: Form
    validators: tuple[Validator, ...]
    missing: Errors
    late: bool


class Submitted(Struct, frozen=True):
    """What has happened, who looks at it next, and what the union says to it."""

    sheet: Sheet
    validators: tuple[Validator, ...]
    words: Markup = Markup("")


class Own(Struct, frozen=True):
    """One's own sheet; `issuer` is the letterhead of the printed paper, `proofs` what is in the books, by criterion;
    `entry` that somebody entered it from paper."""

    sheet: Sheet | None
    programme: Programme
    validators: tuple[Validator, ...]
    issuer: tuple[str, ...] = ()
    place: str = ""
    proofs: Mapping[str, Proof] = {}
    entry: Entry | None = None


@get(AT + "/dang-ky", opt=WRITE)
async def form(request: Request) -> Response:
    """The form with the draft; a sheet that may not be written on any more is shown instead."""
    async with enter(request) as visit:
        view = await _form(visit, request)
        intro = await own_words(visit, view.programme, view.unit_name, "text.registration.intro")
    if not view.is_open:
        return redirect(visit, visit.shell.url(_at(view.programme, "phieu")))
    shown = structs.replace(writing(view, request.query_params.get("mo", "")), intro=intro)
    return page(visit, "registrations/form.html", shown)


@post(AT + "/dang-ky/luu-nhap", opt=WRITE)
async def save(request: Request) -> Response:
    """Keep the draft: for the button, and for the script, which is answered with the new version."""
    by_script = request.headers.get("x-autosave") == "1"
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme, saved = await _save(visit, request)
            view = await queries.form(visit.tx, visit.actor, programme)
            flash = ("done", _("Đã lưu nháp. Bạn có thể quay lại viết tiếp bất cứ lúc nào."))
            answer = None if by_script else await visit.done(_at(programme, "dang-ky"), flash)
    except Problem as problem:
        if visit is None or problem.status not in (409, 422):
            raise
        return await _refused(request, problem, by_script=by_script)
    return answer or _json({"version": saved.version, "summary": summary_of(view), "saved_at": saved.saved_at})


@post(AT + "/dang-ky/xem-lai", opt=WRITE)
async def look_again(request: Request) -> Response:
    """Save, check, and go on to the last look; what is missing is said at its item."""
    visit: Visit | None = None
    incomplete: Problem | None = None
    try:
        async with enter(request, write=True) as visit:
            programme, saved = await _save(visit, request)
            view = await queries.form(visit.tx, visit.actor, programme)
            incomplete = _incomplete(view)
            if incomplete is None:
                answer = await visit.done(_at(programme, "dang-ky/xem-lai"))
    except Problem as problem:
        if visit is None or problem.status not in (409, 422):
            raise
        return await _refused(request, problem)
    if incomplete is not None:
        return await _refused(request, incomplete, version=saved.version)
    return answer


@get(AT + "/dang-ky/xem-lai", opt=WRITE)
async def last_look(request: Request) -> Response:
    """Check your answers: everything on one page, each with its link to change it."""
    async with enter(request) as visit:
        view = await _form(visit, request)
        found = await queries.validators(visit.tx, view.unit_id, visit.actor.person_id)
    if not view.is_open:
        return redirect(visit, visit.shell.url(_at(view.programme, "phieu")))
    return page(visit, "registrations/last_look.html", _last_look(view, found))


@post(AT + "/dang-ky/nop", opt=WRITE)
async def submit(request: Request) -> Response:
    """Hand the sheet in; a second copy of the same form ends at the same confirmation."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme = await _programme(visit, request)
            await actions.submit(visit.tx, visit.actor, programme, visit.form.version)
            answer = await visit.done(_at(programme, "dang-ky/nop"))
    except Problem as problem:
        if visit is None:
            raise
        if problem.code == "registration.already-submitted":
            return redirect(visit, visit.shell.url(_at(programme, "dang-ky/nop")))
        if isinstance(problem, Stale):
            flash = ("soon", _("Phiếu vừa được sửa ở nơi khác. Đây là bản mới nhất, hãy xem lại rồi nộp."))
            return redirect(visit, visit.shell.url(_at(programme, "dang-ky/xem-lai")), flash)
        if problem.status not in (409, 422):
            raise
        return await _refused(request, problem)
    return answer


@get(AT + "/dang-ky/nop", opt=WRITE)
async def submitted(request: Request) -> Response:
    """The confirmation: what has been handed in, who looks at it, what comes next."""
    async with enter(request) as visit:
        own = await _own(visit, request)
        unit = own.sheet.unit_name if own.sheet else ""
        words = await own_words(visit, own.programme, unit, "text.registration.submitted")
    if own.sheet is None or own.sheet.state != "submitted":
        return redirect(visit, visit.shell.url(_at(own.programme, "phieu")))
    return page(visit, "registrations/submitted.html", Submitted(own.sheet, own.validators, words))


@get(AT + "/phieu", opt=OWN)
async def own_sheet(request: Request) -> Response:
    """One's own sheet with its history; `?lan=2` shows an earlier edition."""
    async with enter(request) as visit:
        own = await _own(visit, request)
    return page(visit, "registrations/own.html", own)


@get(AT + "/phieu/in", opt=OWN)
async def printed(request: Request) -> Response:
    """The sheet as a paper to sign."""
    async with enter(request) as visit:
        own = await _own(visit, request)
        if own.sheet is not None:
            own = await with_letterhead(visit, own)
    if own.sheet is None:
        return redirect(visit, visit.shell.url(_at(own.programme, "phieu")))
    return page(visit, "registrations/paper.html", own)


@get(AT + "/phieu/word", opt=OWN)
async def document(request: Request) -> Response:
    """The sheet as a Word file, by the tenant's template where it has one."""
    async with enter(request) as visit:
        own = await with_letterhead(visit, await _own(visit, request))
        template = await making.template_of(visit.tx, own.programme.pack_id, SHEET)
    return await word_sheet(own, template)


@post(AT + "/phieu/rut-lai", opt=WRITE)
async def withdraw(request: Request) -> Response:
    """Take the submitted sheet back to write on it."""
    async with enter(request, write=True) as visit:
        programme = await _programme(visit, request)
        await actions.withdraw(visit.tx, visit.actor, programme, visit.form.version)
        flash = ("info", _("Đã rút phiếu về. Sửa xong, bạn nhớ nộp lại."))
        answer = await visit.done(_at(programme, "dang-ky"), flash)
    return answer


@post(AT + "/phieu/bo-sung", opt=WRITE)
async def supplement(request: Request) -> Response:
    """Add to one's confirmed sheet: the form opens with everything that is on it (S4-59)."""
    async with enter(request, write=True) as visit:
        programme = await _programme(visit, request)
        await supplements.begin(visit.tx, visit.actor, programme)
        answer = await visit.done(_at(programme, "dang-ky"))
    return answer


@post(AT + "/phieu/bo-sung/huy", opt=WRITE)
async def discard(request: Request) -> Response:
    """Give up what was to be added."""
    async with enter(request, write=True) as visit:
        programme = await _programme(visit, request)
        await supplements.discard(visit.tx, visit.actor, programme, visit.form.version)
        flash = ("info", _("Đã bỏ phần bổ sung. Phiếu giữ nguyên như khi được thẩm định."))
        answer = await visit.done(_at(programme, "phieu"), flash)
    return answer


async def own_words(visit: Visit, programme: Programme, unit: str, slot: str) -> Markup:
    """What the union says to its people at this place, empty where it says nothing."""
    due = programme.due("registration")
    values = {
        "ho_ten": visit.actor.name, "don_vi": unit, "nam": years(programme),
        "chuong_trinh": programme.title.in_(visit.locale), "han_dang_ky": short_date(due.last_day) if due else "",
    }  # fmt: skip
    return await texts.shown(visit.tx, programme.pack_id, slot, values)


async def with_letterhead(visit: Visit, own: Own) -> Own:
    """The same view with what stands at the head of the paper: the upper committee, the person's, the place."""
    if own.sheet is None:
        return own
    unit = await units.get(visit.tx, own.sheet.unit_id)
    crumbs = await units.crumbs(visit.tx, unit.path)
    return structs.replace(own, issuer=tuple(crumb.name for crumb in crumbs[-2:]), place=unit.place)


async def word_sheet(own: Own, template: bytes | None) -> Response[bytes]:
    """A sheet as a Word file; NotFound before there is one."""
    if own.sheet is None:
        raise NotFound("access.not-found")
    filled = values.of_sheet(own.sheet, own.issuer, own.place)
    content = await making.paper(own.programme.rules, SHEET, template, filled)
    return making.file(content, f"Phiếu đăng ký {file_years(own.programme)} - {own.sheet.name}")


async def _save(visit: Visit, request: Request) -> tuple[Programme, actions.Saved]:
    programme = await _programme(visit, request)
    ready = None
    if solutions.needs_ready(visit.form):
        ready = await with_activities(visit, await queries.form(visit.tx, visit.actor, programme))
    items = solutions.typed(visit.form, ready)
    held = dict.fromkeys([*visit.form.all(solutions.CONFIRMED), *items])
    points = solutions.points_of(visit.form, held) if programme.rules.registration.points else None
    return programme, await actions.save_draft(
        visit.tx, visit.actor, programme, items, visit.form.version, points
    )


async def _refused(
    request: Request, problem: Problem, *, version: int | None = None, by_script: bool = False
) -> Response:
    """The form again, with what was typed; of a stale edit both texts, and the version to overwrite if wished."""
    async with enter(request) as visit:
        stored = await _form(visit, request)
    if not stored.is_open:
        raise problem
    if version is None and not isinstance(problem, Stale):
        version = visit.form.version
    typing = visit.form.names(solutions.FIELD)
    given = solutions.points_as_typed(visit.form)
    view = queries.retyped(stored, solutions.as_typed(visit.form), given) if typing else stored
    view = structs.replace(view, version=stored.version if version is None else version)
    typed = {f"{solutions.FIELD}{key}": text for key, text in solutions.as_typed(visit.form).items()}
    labels = {f"{solutions.FIELD}{c.key}": c.title.in_(current()) for group in view.groups for c in group.choices}
    stale = problem.status == 409
    refused = structs.replace(writing(view, ""), stale=stale, changes=changes_of(problem, typed, labels))
    if by_script:
        body = {"version": view.version, "html": html(visit.shell, "registrations/conflict.html", refused)}
        return _json(body if stale else {}, problem.status)
    shown = None if stale else problem
    return page(visit, "registrations/form.html", refused, status=problem.status, problem=shown, form=visit.form)


async def _own(visit: Visit, request: Request) -> Own:
    programme = await _programme(visit, request)
    asked = request.query_params.get("lan", "")
    edition = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else None
    sheet = await sheets.own_sheet(visit.tx, visit.actor, programme, edition)
    found = await queries.validators(visit.tx, sheet.unit_id, visit.actor.person_id) if sheet else ()
    proofs = await proofs_of(visit.tx, programme, visit.actor.person_id) if visit.actor.person_id else {}
    entry = await entry_of(visit.tx, sheet.id, sheet.edition) if sheet else None
    return Own(sheet, programme, found, proofs=proofs, entry=entry)


async def _form(visit: Visit, request: Request) -> Form:
    return await with_activities(visit, await queries.form(visit.tx, visit.actor, await _programme(visit, request)))


async def _programme(visit: Visit, request: Request) -> Programme:
    return await programmes.get(visit.tx, request.path_params["programme"])


def writing(view: Form, opened: str) -> Writing:
    """The page of a form, with one criterion unfolded."""
    themes = view.programme.rules.guide.get("themes")
    return Writing(view, summary_of(view), opened, themes.text if themes else None)


def _last_look(view: Form, found: tuple[Validator, ...]) -> LastLook:
    late = bool(view.due and view.now >= view.due.closes_at and not view.reviewed_at)
    return LastLook(view, found, errors_of(_incomplete(view)), late)


def _incomplete(view: Form) -> Problem | None:
    """What is missing. That there are too few goes without saying where the lists ask for as many."""
    few, by_list = "registration.too-few-items", "registration.group-too-few"
    asked = sum(one.facts["need"] - one.facts["got"] for one in view.missing if one.code == by_list)
    said = [one for one in view.missing if one.code != few or one.facts["need"] - one.facts["got"] > asked]
    return Problem("registration.incomplete", problems=said) if said else None


def _at(programme: Programme, page: str) -> str:
    return f"chuong-trinh/{programme.slug}/{page}"


def _json(body: object, status: int = 200) -> Response[bytes]:
    return Response(json.encode(body), media_type=MediaType.JSON, status_code=status)


ROUTES = (
    form, save, look_again, last_look, submit, submitted, own_sheet, printed, document, withdraw, supplement,
    discard,
)  # fmt: skip
