"""Official documents of a unit: which it can write, each on screen, as PDF and Word, and what is typed in."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can
from core.documents import actions, queries, rules
from core.documents.rules import Draft
from core.errors import NotFound, Problem
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.reports.queries import home
from ui.documents import official, paper_pdf, paper_word
from ui.documents.framing import BLANK, Subject
from ui.documents.number_papers import SECTIONS
from ui.documents.paper import Paper
from ui.editing import again, version_after
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.sheet_files import Offer, offers
from ui.papers import making
from ui.render import page
from ui.trail import crumbs_of, years_of

AT = "/{tenant:str}/chuong-trinh/{programme:str}/van-ban"
UNIT = AT + "/{unit:uuid}"
ONE = UNIT + "/{key:str}"
READ, WRITE = {"policy": "report.read"}, {"policy": "document.write"}
LISTED = {"policy": "progress.read"}


class Entry(Struct, frozen=True, kw_only=True):
    """A document of the list."""

    title: str
    about: str
    mark: str
    url: str


class Listing(Struct, frozen=True, kw_only=True):
    """The documents that a unit can write; `sheets` are the registration sheets that can be had."""

    programme: Programme
    unit: str
    entries: tuple[Entry, ...]
    sheets: tuple[Offer, ...]
    report_url: str | None
    crumbs: tuple[tuple[str, str | None], ...]
    years: tuple[tuple[str, str, bool, None], ...]


class Shown(Struct, frozen=True, kw_only=True):
    """One document as it will look."""

    programme: Programme
    title: str
    unit: str
    paper: Paper
    back: str
    pdf_url: str
    word_url: str
    edit_url: str | None
    blank: bool


class Typing(Struct, frozen=True, kw_only=True):
    """What may be typed into a document: its sections as (key, label, text), the rest in `draft`."""

    programme: Programme
    title: str
    unit: str
    back: str
    list_url: str
    draft: Draft
    suggested: Mapping[str, str]
    sections: tuple[tuple[str, str, str], ...]
    most: int
    version: int


@get(AT, opt=READ)
async def start(request: Request, programme: str) -> Response:
    """The documents of the reader's own unit."""
    async with enter(request) as visit:
        view = await _listing(visit, programme, home(visit.actor, "report.read"))
    return page(visit, "documents/list.html", view)


@get(UNIT, opt=READ)
async def of_unit(request: Request, programme: str, unit: UUID) -> Response:
    """The documents of a unit."""
    async with enter(request) as visit:
        view = await _listing(visit, programme, unit)
    return page(visit, "documents/list.html", view)


@get(ONE, opt=LISTED)
async def shown(request: Request, programme: str, unit: UUID, key: str) -> Response:
    """A document as it will look."""
    async with enter(request) as visit:
        of, paper = await _paper(visit, programme, unit, key)
        back = visit.shell.url(f"chuong-trinh/{programme}/van-ban/{unit}")
        writes = can(visit.actor, "document.write", Target(unit_path=of.issuer.unit.path))
        view = Shown(
            programme=of.programme, title=_(official.KINDS[key].title), unit=of.issuer.unit.name, paper=paper,
            back=back, pdf_url=f"{back}/{key}/pdf", word_url=f"{back}/{key}/docx",
            edit_url=f"{back}/{key}/soan" if writes else None,
            blank=any(getattr(block, "text", "").startswith(BLANK * 2) for block in paper.blocks),
        )  # fmt: skip
    return page(visit, "documents/show.html", view)


@get(ONE + "/pdf", opt=LISTED)
async def pdf(request: Request, programme: str, unit: UUID, key: str) -> Response[bytes]:
    """A document as PDF/A."""
    async with enter(request) as visit:
        _of, paper = await _paper(visit, programme, unit, key)
    return making.file(await paper_pdf.make([paper]), paper.title, "pdf", paper_pdf.PDF)


@get(ONE + "/docx", opt=LISTED)
async def word(request: Request, programme: str, unit: UUID, key: str) -> Response[bytes]:
    """A document as a Word file."""
    async with enter(request) as visit:
        _of, paper = await _paper(visit, programme, unit, key)
    return making.file(await paper_word.make(paper), paper.title)


@get(ONE + "/soan", opt=WRITE)
async def form(request: Request, programme: str, unit: UUID, key: str) -> Response:
    """Type number, signer, recipients and the text sections."""
    return await _form(request, programme, unit, key)


@post(ONE + "/soan", opt=WRITE)
async def save(request: Request, programme: str, unit: UUID, key: str) -> Response:
    """Keep what was typed."""
    try:
        async with enter(request, write=True) as visit:
            found = await programmes.get(visit.tx, programme)
            await actions.save(visit.tx, visit.actor, found, unit, key, _draft(visit, key))
            answer = await visit.done(f"chuong-trinh/{programme}/van-ban/{unit}/{key}", ("done", _("Đã lưu văn bản.")))
    except Problem as problem:
        again(problem)
        return await _form(request, programme, unit, key, problem)
    return answer


def _draft(visit: Visit, key: str) -> Draft:
    typed = visit.form
    return Draft(
        number=typed.line("number", rules.LINE_MOST), dated_on=typed.date("dated_on"),
        position=typed.line("position", rules.LINE_MOST), signer=typed.line("signer", rules.LINE_MOST),
        recipients=typed.text("recipients", rules.RECIPIENTS_MOST),
        sections={name: typed.text(f"section.{name}", rules.SECTION_MOST) for name in rules.sections_of(key)},
        version=typed.version,
    )  # fmt: skip


async def _listing(visit: Visit, word: str, unit_id: UUID) -> Listing:
    programme = await programmes.get(visit.tx, word)
    issuer = await queries.issuer(visit.tx, visit.actor, unit_id)
    here = f"chuong-trinh/{word}/van-ban"
    report = next(iter(programme.rules.reports), None)
    return Listing(
        programme=programme, unit=issuer.unit.name,
        entries=tuple(
            Entry(title=_(kind.title), about=_(kind.about), mark=kind.mark,
                  url=visit.shell.url(f"{here}/{unit_id}/{key}"))
            for key in official.offered(programme, issuer.unit) for kind in (official.KINDS[key],)
        ),
        sheets=await offers(visit, programme, issuer.unit),
        report_url=visit.shell.url(f"chuong-trinh/{word}/bao-cao/{report}/{unit_id}") if report else None,
        crumbs=await crumbs_of(visit, issuer.unit.path, "report.read", here),
        years=years_of(visit, programme, f"van-ban/{unit_id}"),
    )  # fmt: skip


async def _subject(visit: Visit, word: str, unit_id: UUID, key: str) -> Subject:
    """The document's subject; NotFound for a kind that this unit does not write in this programme."""
    programme = await programmes.get(visit.tx, word)
    issuer = await queries.issuer(visit.tx, visit.actor, unit_id)
    if key not in official.offered(programme, issuer.unit):
        raise NotFound("access.not-found")
    draft = await queries.draft(visit.tx, programme, unit_id, key)
    return Subject(programme=programme, issuer=issuer, draft=draft, day=visit.today)


async def _paper(visit: Visit, word: str, unit_id: UUID, key: str) -> tuple[Subject, Paper]:
    of = await _subject(visit, word, unit_id, key)
    return of, await official.KINDS[key].make(visit.tx, visit.actor, of)


async def _form(request: Request, word: str, unit_id: UUID, key: str, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        of, paper = await _paper(visit, word, unit_id, key)
        if not can(visit.actor, "document.write", Target(unit_path=of.issuer.unit.path)):
            raise NotFound("access.not-found")
        view = Typing(
            programme=of.programme, title=_(official.KINDS[key].title), unit=of.issuer.unit.name, draft=of.draft,
            back=visit.shell.url(f"chuong-trinh/{word}/van-ban/{unit_id}/{key}"),
            list_url=visit.shell.url(f"chuong-trinh/{word}/van-ban/{unit_id}"),
            suggested={"number": paper.number, "signer": paper.signed[-1].name, "recipients": "\n".join(paper.sent)},
            sections=tuple(
                (name, _(SECTIONS[name][0]), of.draft.sections.get(name, "")) for name in rules.sections_of(key)
            ),
            most=rules.SECTION_MOST, version=version_after(problem, of.draft.version),
        )  # fmt: skip
    return page(visit, "documents/edit.html", view, problem=problem, form=visit.form)


ROUTES = (start, of_unit, shown, pdf, word, form, save)
