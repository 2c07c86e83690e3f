"""One sheet before the committee: on the left what it says, on the right the decision, criterion by criterion
(ui.md, blueprint 2)."""

from collections.abc import Mapping

from litestar import Request, Response, get, post
from msgspec import Struct

from core import access
from core.assessments.rules import rates
from core.errors import Problem
from core.paper_entries.queries import Entry
from core.paper_entries.queries import of_sheet as entry_of
from core.paper_templates.rules import SHEET
from core.registers.queries import Proof
from core.registers.queries import proofs as proofs_of
from core.registrations import queue, reviews, sheets, watching
from core.registrations.deciding import Deciding, deciding
from core.registrations.queue import Place
from core.registrations.remarks import ACCEPT, PROPOSAL_MAX, Remark
from core.registrations.reviews import Reviewed
from core.registrations.sheets import Sheet
from core.registrations.signals import Signals
from core.units import queries as units
from ui import phrases, queue_lists, solutions, terms
from ui.editing import shown_again
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.registrations import Own, with_letterhead, word_sheet
from ui.papers import making
from ui.queue_lists import Walk
from ui.render import page

AT = "/{tenant:str}/phieu/{registration:uuid}"
VALIDATE = {"policy": "registration.validate"}
READ = {"policy": "registration.read"}


class Reviewing(Struct, frozen=True, kw_only=True):
    """One sheet before the committee, or before an upper level that only reads. `proofs` is what the books hold by
    criterion, `typed` what was typed before a refusal, `walk` the list that the committee is going through,
    `entry` that the sheet came on paper."""

    sheet: Sheet
    place: Place | None
    crumbs: tuple[tuple[str, str | None], ...]
    phrases: tuple[tuple[str, str], ...]
    typed: Mapping[str, Remark]
    may_assess: bool
    proofs: Mapping[str, Proof] = {}
    walk: Walk = Walk()
    signals: Signals = Signals()
    deciding: Deciding | None = None
    entry: Entry | None = None

    @property
    def unmended(self) -> frozenset[str]:
        """Criteria that had to be mended and stand as they stood."""
        lines = (line for group in self.sheet.groups for line in group.lines)
        return frozenset(
            line.key for line in lines if line.asked and line.asked.verdict == "return" and not line.change
        )


@get(AT, opt=READ)
async def review(request: Request) -> Response:
    """The sheet on the left, the decision on the right; upper levels read only."""
    async with enter(request) as visit:
        view = await _reviewing(visit, request)
    return page(visit, "queue/sheet.html", view)


@get(AT + "/lan/{edition:int}", opt=READ)
async def earlier(request: Request) -> Response:
    """An earlier edition, as it was reviewed."""
    async with enter(request) as visit:
        view = await _reviewing(visit, request)
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
            reason = solutions.with_phrases(form.text("reason", 2000), phrases.ticked(form))
            done = await act(visit.tx, visit.actor, sheet_id, form.version, reason, _remarks(form))
            target = await _next(visit, done, queue_lists.carried(form))
            answer = await visit.done(target, ("done", words % {"name": done.name}))
    except Problem as problem:
        return await shown_again(request, visit, problem, "queue/sheet.html", _reviewing)
    return answer


async def _next(visit: Visit, done: Reviewed, walk: Walk) -> str:
    """The next sheet of the list that the committee goes through; its end is the list."""
    found = await queue.place(
        visit.tx, visit.actor, done.programme_id, done.registration_id, walk.list, walk.unit_id
    )  # fmt: skip
    return f"phieu/{found.next}{walk.query}" if found.next else f"can-xu-ly{walk.query}"


def _remarks(form: Form) -> dict[str, Remark]:
    """What was said criterion by criterion; words without a verdict are advice."""
    keys = dict.fromkeys(name.partition(".")[2] for prefix in ("verdict.", "remark.") for name in form.names(prefix))
    found = {}
    for key in keys:
        words = solutions.with_phrases(form.text(f"remark.{key}", 2000), phrases.ticked(form, key))
        verdict = form.line(f"verdict.{key}", 10) or ("suggest" if words else ACCEPT)
        found[key] = Remark(verdict, words, form.text(f"proposal.{key}", 2 * PROPOSAL_MAX))
    return found


def _typed(form: Form) -> dict[str, Remark]:
    """The same as it came, for showing the form again."""
    raw = form.raw
    keys = dict.fromkeys(name.partition(".")[2] for prefix in ("verdict.", "remark.") for name in form.names(prefix))
    return {
        key: Remark(
            raw.get(f"verdict.{key}") or ("suggest" if raw.get(f"remark.{key}") else ACCEPT),
            raw.get(f"remark.{key}", ""), raw.get(f"proposal.{key}", ""),
        )
        for key in keys
    }  # fmt: skip


async def _reviewing(visit: Visit, request: Request) -> Reviewing:
    edition = request.path_params.get("edition")
    sheet = await sheets.sheet(visit.tx, visit.actor, request.path_params["registration"], edition)
    walk = queue_lists.carried(visit.form) if visit.form.names("muc") else queue_lists.walked(request)
    place, signals, turn = None, Signals(), None
    if sheet.may_review:
        place = await queue.place(visit.tx, visit.actor, sheet.programme.id, sheet.id, walk.list, walk.unit_id)
        signals = (await watching.signals_of(visit.tx, sheet.programme, [sheet.id])).get(sheet.id, signals)
    if sheet.state == "submitted" and sheet.edition == sheet.last:
        turn = await deciding(visit.tx, sheet.unit_id, sheet.person_id)
    at_sheet = access.Target(unit_path=sheet.unit_path, person_id=sheet.person_id, state=sheet.roster)
    may_assess = access.can(visit.actor, "assessment.voice", at_sheet) and sheet.programme.state == "open"
    return Reviewing(
        sheet=sheet, place=place, crumbs=await _crumbs(visit, sheet, walk), phrases=terms.phrases(),
        typed=_typed(visit.form), may_assess=may_assess and rates(sheet.programme.rules),
        proofs=await proofs_of(visit.tx, sheet.programme, sheet.person_id), walk=walk, signals=signals, deciding=turn,
        entry=await entry_of(visit.tx, sheet.id, sheet.edition),
    )  # fmt: skip


async def _crumbs(visit: Visit, sheet: Sheet, walk: Walk) -> tuple[tuple[str, str | None], ...]:
    trail = await units.crumbs(visit.tx, sheet.unit_path)
    at = access.may(visit.actor, "queue.read")
    crumbs = [(_("Cần xử lý"), visit.shell.url("can-xu-ly") + walk.query)] if at else []
    return (*crumbs, *((crumb.name, None) for crumb in trail[-1 if at else -2 :]))


ROUTES = (review, earlier, printed, document, approve, give_back)
