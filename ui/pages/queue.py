"""The committee's queue: what waits, one sheet at a time or several at once (ui.md, "Cần xử lý", blueprint 2)."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct, structs

from core import access
from core.assessments.rules import rates
from core.assessments.unit_queries import Waiting as Rounds
from core.errors import NotFound, Problem
from core.paper_entries.queries import Entry
from core.paper_entries.queries import of_sheet as entry_of
from core.paper_templates.rules import SHEET
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registers.queries import Proof
from core.registers.queries import proofs as proofs_of
from core.registrations import queue, reviews, sheets
from core.registrations.queue import Content, Place, Queue
from core.registrations.reviews import Batch
from core.registrations.sheets import Sheet
from core.units import queries as units
from ui import solutions
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import N_, _, ngettext
from ui.pages.registrations import Own, with_letterhead, word_sheet
from ui.pages.results import rounds_of
from ui.pages.unit_reviews import Nudge, nudges
from ui.papers import making
from ui.problems import sentence
from ui.render import page

AT = "/{tenant:str}/phieu/{registration:uuid}"
VALIDATE = {"policy": "registration.validate"}
READ = {"policy": "registration.read"}

# Reasons that committees give again and again; a press puts one into the text.
PHRASES = (
    N_("Giải pháp còn chung chung, hãy nêu rõ việc làm, số lượng và thời gian."),
    N_("Hãy đăng ký thêm điều phù hợp với nhiệm vụ được giao."),
    N_("Giải pháp chưa đúng với điều đã chọn."),
    N_("Hãy nêu cách theo dõi, kiểm chứng kết quả."),
)
LISTS = {"cho-tham-dinh": "waiting", "tra-lai": "returned", "da-duyet": "approved", "chua-dang-ky": "missing",
         "bo-sung": "supplements"}  # fmt: skip


class Waiting(Struct, frozen=True):
    """A list of the queue. `narrowed` says that another year than the running one is shown."""

    queue: Queue | None
    tab: str
    programmes: tuple[Programme, ...]
    narrowed: bool
    next_page: str | None
    first_page: str | None
    rounds: Rounds | None
    rounds_url: str
    reviews: tuple[Nudge, ...]
    may_enter: bool = False


class Choosing(Struct, frozen=True):
    """Waiting sheets with what they say, all ticked: untick those to look at alone."""

    queue: Queue
    contents: Mapping[UUID, tuple[Content, ...]]


class Reviewing(Struct, frozen=True):
    """One sheet before the committee, or before an upper level that only reads; `proofs` is what the books hold by
    criterion, `entry` that the sheet came on paper."""

    sheet: Sheet
    place: Place | None
    crumbs: tuple[tuple[str, str | None], ...]
    phrases: tuple[str, ...]
    remarks: Mapping[str, str]
    may_assess: bool
    proofs: Mapping[str, Proof] = {}
    entry: Entry | None = None


@get("/{tenant:str}/can-xu-ly", opt={"policy": "queue.read"})
async def waiting(request: Request) -> Response:
    """What waits, oldest first; the other lists by tab."""
    asked = request.query_params
    tab = asked.get("muc", "cho-tham-dinh")
    if tab not in LISTS:
        raise NotFound("access.not-found")
    search = asked.get("ten", "")[:80]
    async with enter(request) as visit:
        every, current = await programmes.listing(visit.tx), await programmes.current(visit.tx)
        programme = _chosen(every, asked.get("chuong-trinh", ""), current)
        found = None
        if programme:
            found = await queue.listing(
                visit.tx, visit.actor, programme, LISTS[tab], after=asked.get("sau", ""), search=search
            )
        rounds = await rounds_of(visit, programme.slug if programme else "") if tab == "cho-tham-dinh" else None
        reviews = await nudges(visit) if tab == "cho-tham-dinh" else ()
    kept = {"muc": tab, "ten": search, "chuong-trinh": programme.slug if programme else ""}
    first = visit.shell.url("can-xu-ly") + "?" + urlencode({k: v for k, v in kept.items() if v})
    more = f"{first}&{urlencode({'sau': found.after})}" if found and found.after else None
    results = visit.shell.url(f"chuong-trinh/{programme.slug if programme else ''}/ket-qua")
    back = first if asked.get("sau") else None
    may_enter = access.may(visit.actor, "registration.enter")
    view = Waiting(found, tab, every, programme != current, more, back, rounds, results, reviews, may_enter)
    return page(visit, "queue/list.html", view)


@get("/{tenant:str}/can-xu-ly/duyet-nhieu", opt=VALIDATE)
async def choose(request: Request) -> Response:
    """Several sheets at once: what each says, all ticked but those one unticks."""
    async with enter(request) as visit:
        programme = await _programme(visit, request.query_params.get("chuong-trinh", ""))
        found = await queue.listing(visit.tx, visit.actor, programme)
        view = Choosing(found, await queue.contents(visit.tx, found.entries))
    return page(visit, "queue/choose.html", view)


@post("/{tenant:str}/can-xu-ly/duyet-nhieu", opt=VALIDATE)
async def approve_many(request: Request) -> Response:
    """Approve the ticked ones; what could not be approved is named with its reason."""
    async with enter(request, write=True) as visit:
        chosen = _versions(visit.form)
        done = await reviews.approve_many(visit.tx, visit.actor, chosen)
        left = len(visit.form.all("shown")) - len(chosen)
        target = f"can-xu-ly?chuong-trinh={visit.form.line('programme', 60)}"
        answer = await visit.done(target, _batch_words(done, left))
    return answer


@get(AT, opt=READ)
async def review(request: Request) -> Response:
    """The sheet on the left, the decision on the right; upper levels read only."""
    async with enter(request) as visit:
        view = await _reviewing(visit, request, None)
    return page(visit, "queue/sheet.html", view)


@get(AT + "/lan/{edition:int}", opt=READ)
async def earlier(request: Request) -> Response:
    """An earlier edition, as it was reviewed."""
    async with enter(request) as visit:
        view = await _reviewing(visit, request, request.path_params["edition"])
    return page(visit, "queue/sheet.html", view)


@get(AT + "/in", opt=READ)
async def printed(request: Request) -> Response:
    """The sheet as a paper to sign."""
    async with enter(request) as visit:
        sheet = await sheets.sheet(visit.tx, visit.actor, request.path_params["registration"])
        own = await with_letterhead(visit, Own(sheet, sheet.programme, ()))
    return page(visit, "registrations/paper.html", own)


@get(AT + "/word", opt=READ)
async def document(request: Request) -> Response[bytes]:
    """The sheet as a Word file, by the tenant's template where it has one."""
    async with enter(request) as visit:
        sheet = await sheets.sheet(visit.tx, visit.actor, request.path_params["registration"])
        own = await with_letterhead(visit, Own(sheet, sheet.programme, ()))
        template = await making.template_of(visit.tx, sheet.programme.pack_id, SHEET)
    return await word_sheet(own, template)


@post(AT + "/duyet", opt=VALIDATE)
async def approve(request: Request) -> Response:
    """Confirm the sheet and go on to the next one that waits."""
    return await _decide(request, returning=False)


@post(AT + "/tra-lai", opt=VALIDATE)
async def give_back(request: Request) -> Response:
    """Return the sheet with its reason and go on to the next one that waits."""
    return await _decide(request, returning=True)


async def _decide(request: Request, *, returning: bool) -> Response:
    visit: Visit | None = None
    act, words = reviews.approve, _("Đã duyệt phiếu của %(name)s.")
    if returning:
        act, words = reviews.give_back, _("Đã trả lại phiếu cho %(name)s kèm lý do.")
    sheet_id = request.path_params["registration"]
    try:
        async with enter(request, write=True) as visit:
            form = visit.form
            phrases = [_(PHRASES[int(n)]) for n in form.all("phrase") if n.isdigit() and int(n) < len(PHRASES)]
            reason = solutions.with_phrases(form.text("reason", 2000), phrases)
            remarks = {name.removeprefix("remark."): form.text(name, 1000) for name in form.names("remark.")}
            done = await act(visit.tx, visit.actor, sheet_id, form.version, reason, remarks)
            place = await queue.place(visit.tx, visit.actor, done.programme_id, sheet_id)
            target = f"phieu/{place.next}" if place.next else "can-xu-ly"
            answer = await visit.done(target, ("done", words % {"name": done.name}))
    except Problem as problem:
        if visit is None or problem.status not in (409, 422):
            raise
        return await _again(request, problem)
    return answer


async def _again(request: Request, problem: Problem) -> Response:
    """The sheet as it stands now with the refusal, and what was typed kept."""
    async with enter(request) as visit:
        view = await _reviewing(visit, request, None)
    view = structs.replace(view, remarks={n.removeprefix("remark."): t for n, t in visit.form.raw.items()})
    return page(visit, "queue/sheet.html", view, problem=problem, form=visit.form)


async def _reviewing(visit: Visit, request: Request, edition: int | None) -> Reviewing:
    sheet = await sheets.sheet(visit.tx, visit.actor, request.path_params["registration"], edition)
    place = None
    if sheet.may_review:
        place = await queue.place(visit.tx, visit.actor, sheet.programme.id, sheet.id)
    trail = await units.crumbs(visit.tx, sheet.unit_path)
    at = access.may(visit.actor, "queue.read")
    crumbs = [(_("Cần xử lý"), visit.shell.url("can-xu-ly"))] if at else []
    crumbs += [(crumb.name, None) for crumb in trail[-1 if at else -2 :]]
    at_sheet = access.Target(unit_path=sheet.unit_path, person_id=sheet.person_id, state=sheet.roster)
    may_assess = access.can(visit.actor, "assessment.voice", at_sheet) and sheet.programme.state == "open"
    may_assess = may_assess and rates(sheet.programme.rules)
    proofs = await proofs_of(visit.tx, sheet.programme, sheet.person_id)
    entry = await entry_of(visit.tx, sheet.id, sheet.edition)
    phrases = tuple(_(phrase) for phrase in PHRASES)
    return Reviewing(sheet, place, tuple(crumbs), phrases, {}, may_assess, proofs, entry)


async def _programme(visit: Visit, word: str) -> Programme:
    programme = await (programmes.get(visit.tx, word) if word else programmes.current(visit.tx))
    if programme is None:
        raise NotFound("access.not-found")
    return programme


def _chosen(every: tuple[Programme, ...], word: str, current: Programme | None) -> Programme | None:
    if not word:
        return current
    named = next((programme for programme in every if programme.slug == word), None)
    if named is None:
        raise NotFound("access.not-found")
    return named


def _versions(form: Form) -> list[tuple[UUID, int]]:
    """The ticked sheets with the versions that were shown: `<id>:<version>`."""
    found = []
    for value in form.all("sheet"):
        sheet, _colon, version = value.partition(":")
        try:
            found.append((UUID(sheet), int(version)))
        except ValueError:
            raise Problem("form.unknown-choice", field="sheet") from None
    return found


def _batch_words(done: Batch, left: int) -> tuple[str, str]:
    """How many were approved, how many were left out on purpose, and which could not be, each with the reason."""
    n = len(done.approved)
    words = [ngettext("Đã duyệt %(num)s phiếu.", "Đã duyệt %(num)s phiếu.", n) % {"num": n}]
    if left > 0:
        words.append(ngettext("Để lại %(num)s phiếu.", "Để lại %(num)s phiếu.", left) % {"num": left})
    for one in done.skipped[:5]:
        name = one.name or _("Một phiếu")
        words.append(_("Chưa duyệt %(name)s: %(why)s") % {"name": name, "why": sentence(one.code, {})})
    if len(done.skipped) > 5:
        words.append(_("Và %(num)s phiếu khác chưa duyệt được.") % {"num": len(done.skipped) - 5})
    return ("soon" if done.skipped or not n else "done", " ".join(words))


ROUTES = (waiting, choose, approve_many, review, earlier, printed, document, approve, give_back)
