"""A unit's report being worked on: numbers with sources, checks, sections, signature; then number and recipients."""

from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can
from core.packs.patching import active
from core.packs.text import Text
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports.columns import report_of
from core.reports.context import ReportContext
from core.unit_reports import actions, editions, findings, rules, worksheet
from core.unit_reports.actions import Entry, Row, Sending
from core.unit_reports.duties import Duty
from core.unit_reports.figures import Line
from core.unit_reports.findings import Group
from core.unit_reports.rules import Recipient
from core.unit_reports.worksheet import Worksheet
from ui import unit_report_words as words
from ui.editing import posted
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _, current, ngettext
from ui.pages.reports import PaperRow, paper_rows
from ui.pages.unit_reports import AT, WRITE, base_of, page_crumbs
from ui.render import page
from ui.unit_report_words import Badge

# How many of the five steps are behind a report: writing, checking, signing, sending, being taken in.
STEPS = {"planned": 0, "draft": 0, "returned": 0, "checked": 2, "signed": 3, "submitted": 4}
NAMED = 12  # findings with a field of their own; a rule with more is answered as a whole
EDITABLE = ("planned", "draft", "returned")  # a checked report is shown as it is, unless somebody goes on writing


class Fault(Struct, frozen=True, kw_only=True):
    """A finding: where, what, the way to mend it, and the word said to it."""

    key: str
    unit: str
    above: str
    text: str
    words: str
    below: bool
    url: str


class Check(Struct, frozen=True, kw_only=True):
    """A check with what it found; `whole`: too much for a field each, one word is said to all."""

    key: str
    title: str
    holds: bool
    open: int
    faults: tuple[Fault, ...]
    more: int
    whole: bool
    words: str


class Source(Struct, frozen=True, kw_only=True):
    """A row of the report with where it comes from; `cells` are (column key, head, reported, counted, typed)."""

    line: Line
    badge: Badge
    state: Badge | None
    cells: tuple[tuple[str, str, int, int, str], ...]
    own: bool
    url: str


class SheetView(Struct, frozen=True, kw_only=True):
    """The page. `step` is how far the report is (0 writing … 5 taken in); `editable`: the form is shown."""

    programme: Programme
    context: ReportContext
    sheet: Worksheet
    title: Text
    state: Badge
    facts: tuple[Badge, ...]
    step: int
    crumbs: tuple[tuple[str, str | None], ...]
    rows: tuple[PaperRow, ...]
    checks: tuple[Check, ...]
    sources: tuple[Source, ...]
    missing: tuple[Duty, ...]
    sections: tuple[tuple[str, str, str, str], ...]
    editable: bool
    writes: bool
    signs: bool
    returned: str
    here: str
    read_file: bool = False

    @property
    def broken(self) -> int:
        """Checks with findings nobody has said a word to."""
        return sum(1 for check in self.checks if check.open)


class SendView(Struct, frozen=True, kw_only=True):
    """The last step: number, date, recipients; `holes` are numbers of the register that are missing."""

    programme: Programme
    sheet: Worksheet
    title: Text
    crumbs: tuple[tuple[str, str | None], ...]
    next_number: int
    symbol: str
    today: date
    recipients: tuple[Recipient, ...]
    kinds: tuple[tuple[str, str], ...]
    facts: tuple[Badge, ...]
    here: str


@get(AT + "/lap", opt=WRITE)
async def shown(request: Request) -> Response:
    """The working page of a unit's report."""
    async with enter(request) as visit:
        view = await sheet_view(visit, request)
    return page(visit, "unit_reports/sheet.html", view)


@post(AT + "/lap", opt=WRITE)
async def act(request: Request, report: str, unit: UUID) -> Response:
    """Keep, check, sign, or take the signature back: the button pressed says which."""

    async def done(visit: Visit) -> Response:
        programme = await programmes.get(visit.tx, request.path_params["programme"])
        to, said = await _act(visit, programme, report, unit)
        return await visit.done(f"{base_of(programme)}/{report}/{unit}/{to}", said)

    return await posted(request, done, "unit_reports/sheet.html", sheet_view)


@get(AT + "/gui", opt=WRITE)
async def send_form(request: Request) -> Response:
    """Number, date and recipients of a signed report."""
    async with enter(request) as visit:
        view = await _send_view(visit, request)
    return page(visit, "unit_reports/send.html", view)


@post(AT + "/gui", opt=WRITE)
async def send(request: Request, report: str, unit: UUID) -> Response:
    """Freeze and send it."""

    async def act(visit: Visit) -> Response:
        programme, form = await programmes.get(visit.tx, request.path_params["programme"]), visit.form
        sending = Sending(
            number=form.integer("number"), symbol=form.line("symbol", 60), dated_on=form.date("dated_on"),
            recipients=_recipients(form), version=form.version,
        )  # fmt: skip
        edition = await actions.submit(visit.tx, visit.actor, programme, report, unit, sending)
        said = _("Đã gửi báo cáo số %(number)s. Bản gửi được giữ nguyên văn.") % {
            "number": f"{sending.number}-{sending.symbol}"
        }
        return await visit.done(f"{base_of(programme)}/{report}/{unit}/ban/{edition}", ("done", said))

    return await posted(request, act, "unit_reports/send.html", _send_view)


async def _act(visit: Visit, programme: Programme, key: str, unit: UUID) -> tuple[str, tuple[str, str]]:
    """The act, where to go then, and what to say."""
    tx, actor, form = visit.tx, visit.actor, visit.form
    wanted = form.line("act", 20)
    if wanted == "reopen":
        await actions.reopen(tx, actor, programme, key, unit, form.version)
        return "lap", ("done", _("Đã mở lại để sửa, chữ ký trước không còn hiệu lực."))
    if wanted == "sign":
        await actions.sign(tx, actor, programme, key, unit, form.version)
        return "gui", ("done", _("Đã ký báo cáo. Còn lấy số và gửi."))
    await actions.save(tx, actor, programme, key, unit, entry_of(form, programme, key))
    sheet = await worksheet.of_unit(tx, actor, programme, key, unit)
    if wanted != "check":
        return "lap", ("done", _("Đã lưu báo cáo."))
    if sheet.open:
        left = ngettext(
            "Đã lưu. Còn %(num)s chỗ cần sửa hoặc giải trình trước khi ký.",
            "Đã lưu. Còn %(num)s chỗ cần sửa hoặc giải trình trước khi ký.", sheet.open,
        )  # fmt: skip
        return "lap", ("soon", left % {"num": sheet.open})
    await actions.check(tx, actor, programme, key, unit, sheet.duty.version)
    return "lap", ("done", _("Số liệu đạt kiểm tra. Báo cáo chờ bí thư hoặc phó bí thư ký."))


def entry_of(form: Form, programme: Programme, key: str) -> Entry:
    """What the form holds."""
    rows: dict[UUID, Row] = {}
    columns = measured_of(programme, key)
    for name in form.names("why."):
        cells = tuple(form.integer(f"cell.{name[4:]}.{column}") for column in columns)
        rows[UUID(name[4:])] = Row(numbers=cells, words=form.text(name, rules.WORDS_MAX))
    return Entry(
        texts={section: form.text(f"text.{section}", rules.TEXT_MAX) for section in rules.SECTIONS}, rows=rows,
        words={name[5:]: form.text(name, rules.WORDS_MAX) for name in form.names("word.")}, version=form.version,
    )  # fmt: skip


def measured_of(programme: Programme, key: str) -> tuple[str, ...]:
    """The keys of a report's number columns."""
    shown = report_of(programme.rules, key).columns
    return tuple(name for name, one in active(shown).items() if one.source not in ("row_number", "name"))


def _recipients(form: Form) -> tuple[Recipient, ...]:
    """The places typed, each with its kind and purpose."""
    found = []
    for at in range(rules.RECIPIENTS_MOST):
        kind, name = form.line(f"kind.{at}", 20), form.line(f"name.{at}", 200)
        if name and kind in rules.RECIPIENTS:
            found.append(Recipient(kind=kind, name=name, purpose=form.line(f"purpose.{at}", 60)))
    return tuple(found)


async def sheet_view(visit: Visit, request: Request) -> SheetView:
    """What the working page shows."""
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    key, unit = request.path_params["report"], request.path_params["unit"]
    sheet = await worksheet.of_unit(visit.tx, visit.actor, programme, key, unit)
    path = sheet.unit.path
    base = visit.shell.url(base_of(programme))
    here = f"{base}/{key}/{sheet.unit.id}"
    writes = can(visit.actor, "unit_report.write", Target(unit_path=path)) and programme.state == "open"
    state = sheet.duty.state
    return SheetView(
        programme=programme, context=sheet.context, sheet=sheet, title=report_of(programme.rules, key).heading,
        state=words.state(state, top="." not in path), facts=words.facts_of(sheet.duty, visit.now),
        step=STEPS.get(state, 5),
        crumbs=await page_crumbs(visit, unit, path, base, _("Lập báo cáo")),
        rows=paper_rows(sheet.context, visit.shell.url(f"chuong-trinh/{programme.slug}")),
        checks=_checks(sheet, base, key), sources=_sources(sheet, base, key), missing=sheet.missing,
        sections=tuple(
            (name, _(title), _(hint), sheet.texts.get(name, "")) for name, (title, hint) in words.SECTIONS.items()
        ),
        editable=writes and (state in EDITABLE or (state == "checked" and _editing(request))), writes=writes,
        signs=writes and _signs(visit, path),
        returned=sheet.duty.outcome_reason if state == "returned" else "", here=here,
    )  # fmt: skip


def _checks(sheet: Worksheet, base: str, key: str) -> tuple[Check, ...]:
    titles = {one.key: one.title.in_(current()) for one in sheet.context.checks}
    above = words.above(sheet.context)

    def check(group: Group) -> Check:
        mine = [one for one in group.findings if not one.below]
        inherited = [one for one in group.findings if one.below]
        shown = mine[:NAMED]
        return Check(
            key=group.rule, title=words.rule(group, titles), holds=not group.findings, open=len(group.open),
            faults=tuple(
                Fault(
                    key=one.key, unit=one.name, above=above.get(one.unit_id, ""), words=one.words, below=one.below,
                    text=words.said(group, one, findings.numbers_shown(sheet.context.columns, one.column)),
                    url=f"{base}/{key}/{one.unit_id}/o/{one.column}",
                )
                for one in (*shown, *inherited[: NAMED - len(shown)])
            ),
            more=max(0, len(group.findings) - NAMED), whole=len(mine) > 3, words=group.words,
        )  # fmt: skip

    return tuple(check(group) for group in sheet.groups)


def _sources(sheet: Worksheet, base: str, key: str) -> tuple[Source, ...]:
    columns = sheet.context.columns
    heads = [(name, findings.numbers_shown(columns, name)) for name in sheet.context.measured]

    def source(line: Line) -> Source:
        duty = sheet.children.get(line.place.id)
        cells = zip(heads, line.numbers, line.counted, strict=True)
        return Source(
            line=line, own=line.place.id == sheet.unit.id,
            badge=words.kind(line.kind, awaited=bool(duty and duty.expected)),
            state=words.state(duty.state) if duty and (duty.asked != "free" or duty.last_id) else None,
            cells=tuple(
                (name, head, now, counted, str(now) if line.kind == "typed" else "")
                for (name, head), now, counted in cells
            ),
            url=f"{base}/{key}/{line.place.id}" + (f"/ban/{duty.last_id}" if duty and duty.last_id else ""),
        )  # fmt: skip

    return tuple(source(line) for line in sheet.lines)


def _editing(request: Request) -> bool:
    return "sua" in request.query_params or request.method == "POST"


def _signs(visit: Visit, path: str) -> bool:
    return any(seat.unit_path == path and seat.title in words.SIGNED_AS for seat in visit.actor.at("committee"))


async def _send_view(visit: Visit, request: Request) -> SendView:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    key, unit = request.path_params["report"], request.path_params["unit"]
    sheet = await worksheet.of_unit(visit.tx, visit.actor, programme, key, unit)
    base = visit.shell.url(base_of(programme))
    return SendView(
        programme=programme, sheet=sheet, title=report_of(programme.rules, key).heading, symbol="BC/ĐTN",
        crumbs=await page_crumbs(visit, unit, sheet.unit.path, base, _("Gửi báo cáo")), today=visit.today,
        next_number=await editions.next_number(visit.tx, unit, visit.today.year),
        recipients=words.recipients_first(sheet.context.issuer.parent, "." not in sheet.unit.path),
        kinds=tuple((name, _(text)) for name, text in words.RECIPIENTS.items()),
        facts=words.facts_of(sheet.duty, visit.now), here=f"{base}/{key}/{unit}",
    )  # fmt: skip


ROUTES = (shown, act, send_form, send)
