"""A submitted report word for word: receipts, the answer of the unit above, what a correction changed; the register."""

import asyncio
from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can
from core.errors import NotFound
from core.packs.text import Text
from core.paper_templates import rules as slots
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports.context import ReportContext
from core.unit_reports import actions, editions, findings, frozen, receiving, rules
from core.unit_reports.editions import Edition, Full
from core.units import queries as units
from core.units.queries import Unit
from ui import unit_report_words as words
from ui.documents import paper_pdf, paper_word, report_paper, xlsx
from ui.documents.notes import note_lines, sections_of
from ui.documents.paper import Paper
from ui.editing import posted
from ui.guard import Visit, enter
from ui.i18n import _, current
from ui.pages.reports import PaperRow, paper_rows
from ui.pages.unit_reports import AT, READ, RECEIVE, WRITE, base_of, page_crumbs
from ui.papers import making, values
from ui.render import page
from ui.unit_report_words import Badge

PAPER = AT + "/ban/{paper:uuid}"
# Where the kinds of files that a submitted report can be taken as are named: (address, words, icon).
FILES = (("pdf", "PDF", "download"), ("xlsx", "Excel", "file-spreadsheet"), ("docx", "Word", "file-text"))
PLACES = 300  # named of those that one justification holds for


class Said(Struct, frozen=True):
    """A justification with the places that it holds for, (unit, what), and how many more there are."""

    text: str
    places: tuple[tuple[str, str], ...]
    more: int


class PaperView(Struct, frozen=True, kw_only=True):
    """A submitted report; `changes` are (unit, column, old, new) against the edition before. `above` is the unit it
    goes to, `mends`: the reader writes it anew after it came back."""

    programme: Programme
    context: ReportContext
    full: Full
    title: Text
    state: Badge
    received: Badge
    signed_as: str
    drawn: Paper
    crumbs: tuple[tuple[str, str | None], ...]
    rows: tuple[PaperRow, ...]
    notes: tuple[str, ...]
    words: tuple[Said, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    changes: tuple[tuple[str, str, int | None, int | None], ...]
    others: tuple[tuple[Edition, Badge, str], ...]
    files: tuple[tuple[str, str, str], ...]
    newest: bool
    above: str
    decides: bool
    mends: bool
    recalls: bool
    corrects: bool
    notes_receipts: bool
    here: str
    today: date


class RegisterView(Struct, frozen=True, kw_only=True):
    """A unit's register of a calendar year."""

    programme: Programme
    unit: Unit
    crumbs: tuple[tuple[str, str | None], ...]
    year: int
    years: tuple[tuple[str, str, bool, None], ...]
    entries: tuple[tuple[editions.Entry, str, tuple[Badge, ...]], ...]


@get(PAPER, opt=READ)
async def shown(request: Request) -> Response:
    """One edition as it was sent."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    return page(visit, "unit_reports/paper.html", view)


@post(PAPER + "/quyet-dinh", opt=RECEIVE)
async def decide(request: Request, report: str, unit: UUID, paper: UUID) -> Response:
    """The unit above says that the report came in, accepts it, or returns it with a reason."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        decision, to = visit.form.line("decision", 20), f"{base_of(programme)}/{report}"
        if decision == "received":
            await receiving.confirm(visit.tx, visit.actor, programme, report, unit, paper)
            said = _("Đã ghi nhận. Đơn vị gửi thấy báo cáo đã đến nơi.")
            return await visit.done(f"{to}/{unit}/ban/{paper}", ("done", said))
        if decision == "return":
            reason = visit.form.text("reason", rules.WORDS_MAX)
            await receiving.give_back(visit.tx, visit.actor, programme, report, unit, paper, reason)
            said = _("Đã trả lại báo cáo, đơn vị được báo ngay.")
        else:
            await receiving.accept(visit.tx, visit.actor, programme, report, unit, paper)
            said = _("Đã tiếp nhận. Số liệu của báo cáo này vào báo cáo của đơn vị bạn.")
        above = await visit.tx.fetchval(
            "select parent_id from unit where tenant_id = $1 and id = $2", visit.tx.tenant_id, unit
        )
        return await visit.done(f"{to}/{above}/nhan", ("done", said))

    return await posted(request, act, "unit_reports/paper.html", _view)


@post(PAPER + "/da-nhan", opt=WRITE)
async def received(request: Request, report: str, unit: UUID, paper: UUID) -> Response:
    """The sender writes down that a recipient outside of the system has it."""

    async def act(visit: Visit) -> Response:
        programme, form = await programmes.get(visit.tx, request.path_params["programme"]), visit.form
        await receiving.note_receipt(
            visit.tx, visit.actor, paper, form.integer("ordinal") or 0, form.date("received_on"),
            form.line("received_by", 200),
        )  # fmt: skip
        at = f"{base_of(programme)}/{report}/{unit}/ban/{paper}"
        return await visit.done(at, ("done", _("Đã ghi nơi nhận đã nhận báo cáo.")))

    return await posted(request, act, "unit_reports/paper.html", _view)


@post(AT + "/lai", opt=WRITE)
async def again(request: Request, report: str, unit: UUID) -> Response:
    """Take a submitted report back, or begin its correction with a reason."""

    async def act(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        if visit.form.line("act", 20) == "correct":
            reason = visit.form.text("reason", rules.WORDS_MAX)
            await actions.correct(visit.tx, visit.actor, programme, report, unit, reason)
            said = _("Bản điều chỉnh đã mở. Bản đã gửi vẫn có hiệu lực cho đến khi bản mới được tiếp nhận.")
        else:
            await actions.recall(visit.tx, visit.actor, programme, report, unit)
            said = _("Đã rút báo cáo. Số đã lấy vẫn ghi trong sổ.")
        return await visit.done(f"{base_of(programme)}/{report}/{unit}/lap", ("done", said))

    return await posted(request, act, "unit_reports/paper.html", _view)


@get(PAPER + "/xlsx", opt=READ)
async def workbook(request: Request) -> Response[bytes]:
    """The submitted numbers as a workbook."""
    async with enter(request) as visit:
        _programme, full = await _full(visit, request)
    content = await asyncio.to_thread(xlsx.write, full.paper.issued)
    return making.file(content, _named(full), "xlsx", xlsx.XLSX)


@get(PAPER + "/docx", opt=READ)
async def document(request: Request) -> Response[bytes]:
    """The submitted report as a Word file, by the tenant's template where it has one."""
    async with enter(request) as visit:
        programme, full = await _full(visit, request)
        slot = f"{slots.REPORT}{full.edition.report}"
        template = await making.template_of(visit.tx, programme.pack_id, slot)
    if template is None:
        return making.file(await paper_word.make(report_paper.of_report(full.paper.issued)), _named(full))
    content = await making.paper(programme.rules, slot, template, values.of_report(full.paper.issued))
    return making.file(content, _named(full))


@get(PAPER + "/pdf", opt=READ)
async def printed(request: Request) -> Response[bytes]:
    """The submitted report as PDF/A."""
    async with enter(request) as visit:
        _programme, full = await _full(visit, request)
    content = await paper_pdf.make([report_paper.of_report(full.paper.issued)])
    return making.file(content, _named(full), "pdf", paper_pdf.PDF)


@get(AT + "/so", opt=READ)
async def register(request: Request) -> Response:
    """The numbers a unit has given to its reports in a calendar year, with the ones that are missing."""
    async with enter(request) as visit:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        unit = await units.get(visit.tx, request.path_params["unit"])
        asked = request.query_params.get("nam", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else visit.today.year
        found = await editions.register(visit.tx, visit.actor, unit.id, year)
        view = await _register(visit, request, programme, unit, year, found)
    return page(visit, "unit_reports/register.html", view)


def _named(full: Full) -> str:
    return f"{full.paper.context.named} - bản {full.edition.edition}"


async def _full(visit: Visit, request: Request) -> tuple[Programme, Full]:
    """The edition of the address; where it names none, the one sent last."""
    asked = request.path_params
    programme = await programmes.get(visit.tx, asked["programme"])
    wanted = asked.get("paper")
    if wanted is None:
        every = await editions.of_unit(visit.tx, visit.actor, programme, asked["report"], asked["unit"])
        if not every:
            raise NotFound("access.not-found")
        wanted = every[0].id
    full = await editions.paper(visit.tx, visit.actor, wanted)
    one = full.edition
    if (one.programme_id, one.report, one.unit_id) != (programme.id, asked["report"], asked["unit"]):
        raise NotFound("access.not-found")
    return programme, full


async def _view(visit: Visit, request: Request) -> PaperView:
    programme, full = await _full(visit, request)
    one, kept, issued = full.edition, full.paper, full.paper.issued
    base, target = visit.shell.url(base_of(programme)), Target(unit_path=one.path)
    top, is_open = "." not in one.path, programme.state == "open"
    every = await editions.of_unit(visit.tx, visit.actor, programme, one.report, one.unit_id)
    here = f"{base}/{one.report}/{one.unit_id}"
    last = every[0].id == one.id
    writes = is_open and can(visit.actor, "unit_report.write", target)
    sent = one.outcome == "waiting" and last
    return PaperView(
        programme=programme, context=issued, full=full, title=_title(programme, one.report, issued.heading),
        state=words.outcome(one.outcome, top=top),
        received=words.received(len(full.receipts) - len(full.missing), len(full.receipts)),
        signed_as=_(words.SIGNED_AS[kept.signed_as]),
        drawn=report_paper.of_report(issued),
        crumbs=await page_crumbs(visit, one.unit_id, one.path, base, _("Số %(number)s") % {"number": one.named}),
        rows=paper_rows(issued, visit.shell.url(f"chuong-trinh/{programme.slug}")), notes=note_lines(issued.exemptions),
        words=_words(full),
        sections=tuple((words.SECTIONS[name][0], lines) for name, lines in sections_of(issued).items()),
        changes=_changes(full), files=tuple((f"{here}/ban/{one.id}/{end}", text, mark) for end, text, mark in FILES),
        others=tuple(
            (other, words.outcome(other.outcome, top=top), f"{here}/ban/{other.id}")
            for other in every if other.id != one.id
        ),
        newest=last, above=kept.context.issuer.parent,
        mends=writes and last and one.outcome in ("returned", "recalled"),
        decides=is_open and sent and not top and can(visit.actor, "unit_report.receive", target),
        recalls=writes and sent, corrects=writes and last and (one.outcome == "accepted" or (top and sent)),
        notes_receipts=can(visit.actor, "unit_report.write", target), here=here, today=visit.today,
    )  # fmt: skip


def _title(programme: Programme, key: str, heading: str) -> Text:
    """The heading on paper, in the reader's language where the rules still say it so."""
    now = programme.rules.reports.get(key)
    return now.heading if now and now.heading.vi == heading else Text(heading)


def _named_below(name: str, above: str | None) -> str:
    return f"{name}, {above}" if above else name


def _words(full: Full) -> tuple[Said, ...]:
    """What was said to findings, and why rows were typed: the same words once, with all their places."""
    columns, above = full.paper.context.columns, words.above(full.paper.context)
    said: dict[str, list[tuple[str, str]]] = {}
    for line in full.paper.lines:
        if line.words:
            said.setdefault(line.words, []).append((line.place.name, _("Nhập tay, khác số liệu trong phần mềm")))
    for group in full.paper.groups:
        for one in group.findings:
            what = words.said(group, one, findings.numbers_shown(columns, one.column))
            place = (_named_below(one.name, above.get(one.unit_id)), what)
            said.setdefault(one.words or group.words, []).append(place)
    return tuple(
        Said(text, tuple(places[:PLACES]), len(places) - PLACES if len(places) > PLACES else 0)
        for text, places in said.items()
    )


def _changes(full: Full) -> tuple[tuple[str, str, int | None, int | None], ...]:
    if full.before is None:
        return ()
    columns, above = full.paper.context.columns, words.above(full.paper.context)
    return tuple(
        (
            _named_below(one.name, above.get(one.unit_id)),
            columns[one.column].title.in_(current()) if one.column in columns else one.column, one.old, one.new,
        )
        for one in frozen.changes(full.before.context, full.paper.context)
    )


async def _register(
    visit: Visit, request: Request, programme: Programme, unit: Unit, year: int, found: tuple[editions.Entry, ...]
) -> RegisterView:
    base = visit.shell.url(base_of(programme))
    here = f"{base}/{request.path_params['report']}/{unit.id}/so"
    slugs = {one.id: one.slug for one in await programmes.listing(visit.tx)}

    def url(entry: editions.Entry) -> str:
        if entry.programme_id not in slugs or entry.edition_id is None:
            return ""
        at = f"chuong-trinh/{slugs[entry.programme_id]}/bao-cao/{entry.report}/{unit.id}/ban/{entry.edition_id}"
        return visit.shell.url(at)

    years = sorted({*await editions.years_of(visit.tx, unit.id), visit.today.year}, reverse=True)
    return RegisterView(
        programme=programme, unit=unit, year=year,
        crumbs=await page_crumbs(visit, unit.id, unit.path, base, _("Sổ số báo cáo")),
        years=tuple((str(one), f"{here}?nam={one}", one == year, None) for one in years if len(years) > 1),
        entries=tuple(
            (one, url(one), (
                words.outcome(one.outcome, top="." not in unit.path), words.received(one.received_by, one.sent_to)
            ) if one.outcome else ())
            for one in found
        ),
    )  # fmt: skip


ROUTES = (shown, decide, received, again, workbook, document, printed, register)
