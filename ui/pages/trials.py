"""Trying the draft on a past year: which year, how far it is, and what would have come out (ui.md, blueprint 7)."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.assessments.queries import levels
from core.configurations import queries as configurations
from core.configurations.queries import Configuration, Draft
from core.errors import NotFound, Problem
from core.packs.schema import Level, Pack
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.trials import actions, queries, work
from core.trials.queries import Area, Kept, Place
from core.trials.summary import Date, Summary
from ui import trial_words
from ui.editing import asked_id, posted
from ui.guard import Visit, enter, redirect
from ui.i18n import _
from ui.problems import message
from ui.render import fragment, page

BASE = "/{tenant:str}/quan-tri/cau-hinh/{pack:str}/thu"
ADMIN = {"policy": "configuration.admin"}


class Past(Struct, frozen=True):
    """An earlier trial in the list; `fresh` where it tried just this draft."""

    kept: Kept
    year: Programme
    fresh: bool


class Choosing(Struct, frozen=True, kw_only=True):
    """Which year to try the draft on. `years` are those of this pack, a closed one with results first."""

    configuration: Configuration
    draft: Draft
    years: tuple[Programme, ...]
    past: tuple[Past, ...]
    here: str

    @property
    def edited(self) -> bool:
        """Whether the draft says anything else than what is in force."""
        return self.draft.rules != self.configuration.rules


class Step(Struct, frozen=True):
    """A cell of the table of levels; `kind` says up, down, same, or what it is instead of a level."""

    people: int
    kind: str
    url: str


class Ranked(Struct, frozen=True, kw_only=True):
    """A row of the table: everybody who had this level."""

    title: object
    cells: tuple[Step, ...]
    people: int


class Reasoned(Struct, frozen=True):
    """A reason in words, how many it holds for, and where they are listed."""

    text: str
    people: int


class Dated(Struct, frozen=True):
    """A moved deadline with the title of what is due."""

    title: object
    date: Date


class Result(Struct, frozen=True, kw_only=True):
    """A trial: running, failed, or what came out. `moved_on` where the draft has been edited since."""

    configuration: Configuration
    programme: Programme
    kept: Kept
    rules: Pack
    moved_on: bool
    failure: str
    here: str
    columns: tuple[tuple[str, Level], ...]
    extra: tuple[tuple[str, str], ...]
    rows: tuple[Ranked, ...]
    why: tuple[Reasoned, ...]
    refusals: tuple[Reasoned, ...]
    dates: tuple[Dated, ...]
    place: Place
    areas: tuple[Area, ...]
    judged: bool

    @property
    def summary(self) -> Summary:
        """The numbers; empty while it runs."""
        return self.kept.summary or Summary()


@get(BASE, opt=ADMIN)
async def choose(request: Request) -> Response:
    """The years that the draft can be tried on, and what was tried before."""
    async with enter(request) as visit:
        view = await _choosing(visit, request)
    return page(visit, "trials/choose.html", view)


@post(BASE, opt=ADMIN)
async def ask(request: Request, pack: str) -> Response:
    """Begin; the page that follows shows how far it is, and may be left."""

    async def act(visit: Visit) -> Response:
        word = visit.form.line("year", 80)
        year = next((one for one in await programmes.listing(visit.tx) if one.slug == word), None)
        if year is None:
            raise Problem("trial.year-missing", field="year")
        trial = await actions.ask(visit.tx, visit.actor, pack, year)
        return await visit.done(f"quan-tri/cau-hinh/{pack}/thu/{trial}")

    return await posted(request, act, "trials/choose.html", _choosing)


@get(BASE + "/{trial:uuid}", opt=ADMIN)
async def show(request: Request, pack: str, trial: UUID) -> Response:
    """What came out, or how far it is."""
    async with enter(request) as visit:
        view = await result(visit, pack, trial, asked_id(request, "don-vi"))
    return page(visit, "trials/show.html", view)


@get(BASE + "/{trial:uuid}/tien-do", opt=ADMIN)
async def progress(request: Request, pack: str, trial: UUID) -> Response:
    """How far it is, for the page that waits."""
    async with enter(request) as visit:
        kept = await kept_of(visit, pack, trial)
        here = visit.shell.url(f"quan-tri/cau-hinh/{pack}/thu/{trial}")
    answer = fragment(visit, "trials/progress.html", Waiting(kept, here))
    if kept.job is None or not kept.job.live:
        answer.headers["hx-refresh"] = "true"
    return answer


class Waiting(Struct, frozen=True):
    """A trial that is under way."""

    kept: Kept
    here: str


@post(BASE + "/{trial:uuid}/lai", opt=ADMIN)
async def again(request: Request, pack: str, trial: UUID) -> Response:
    """Try today's draft on the same year."""
    async with enter(request, write=True) as visit:
        kept = await kept_of(visit, pack, trial)
        year = await programmes.by_id(visit.tx, kept.programme_id)
        try:
            made = await actions.ask(visit.tx, visit.actor, pack, year)
        except Problem as problem:
            if problem.status != 422:
                raise
            at = visit.shell.url(f"quan-tri/cau-hinh/{pack}/thu/{trial}")
            return redirect(visit, at, ("late", message(problem)))
        answer = await visit.done(f"quan-tri/cau-hinh/{pack}/thu/{made}")
    return answer


async def kept_of(visit: Visit, pack: str, trial: UUID) -> Kept:
    """The trial at an address; 404 under another pack."""
    kept = await queries.get(visit.tx, visit.actor, trial)
    if kept.pack_id != pack:
        raise NotFound("access.not-found")
    return kept


async def _choosing(visit: Visit, request: Request) -> Choosing:
    pack = request.path_params["pack"]
    configuration, draft = await configurations.get(visit.tx, pack), await configurations.draft(visit.tx, pack)
    years = [one for one in await programmes.listing(visit.tx) if one.pack_id == pack]
    years.sort(key=lambda one: one.state != "closed")  # newest first within each; a closed year has all results
    by_id = {one.id: one for one in years}
    past = tuple(
        Past(one, by_id[one.programme_id], one.draft == draft.version)
        for one in await queries.latest(visit.tx, visit.actor, pack)
        if one.programme_id in by_id
    )
    here = visit.shell.url(f"quan-tri/cau-hinh/{pack}")
    return Choosing(configuration=configuration, draft=draft, years=tuple(years), past=past, here=here)


async def result(visit: Visit, pack: str, trial: UUID, unit: UUID | None = None) -> Result:
    """Everything that the page of a trial shows."""
    kept = await kept_of(visit, pack, trial)
    configuration = await configurations.get(visit.tx, pack)
    sides = await work.sides(visit.tx, trial)
    draft = await configurations.draft(visit.tx, pack)
    place = await queries.place(visit.tx, unit)
    here = visit.shell.url(f"quan-tri/cau-hinh/{pack}/thu/{trial}")
    old, new, summary = sides.programme.rules, sides.draft, kept.summary or Summary()
    due = {one.act: one.title for one in sides.programme.milestones.values()}
    columns, extra = levels(new), _extra(summary)
    return Result(
        configuration=configuration, programme=sides.programme, kept=kept, rules=new, here=here, place=place,
        moved_on=kept.draft > 0 and draft.rules != new, failure=_failure(kept), columns=columns, extra=extra,
        rows=_rows(summary, old, columns, extra, here),
        why=tuple(Reasoned(trial_words.why_text(_why(one), old, new), one.people) for one in summary.why),
        refusals=tuple(
            Reasoned(trial_words.refusal_text(one.code, one.key, old, new), one.people) for one in summary.refusals
        ),
        dates=tuple(Dated(due[one.act], one) for one in summary.dates if one.act in due),
        areas=await queries.areas(visit.tx, trial, place.path) if kept.summary else (),
        judged=not new.scale.by_points,
    )  # fmt: skip


def _why(told) -> trial_words.Why:
    return trial_words.Why(told.code, told.key)


def _failure(kept: Kept) -> str:
    problem = kept.job.problem if kept.job and kept.summary is None else None
    return message(Problem(problem.code, **problem.facts)) if problem else ""


def _extra(summary: Summary) -> tuple[tuple[str, str], ...]:
    """The columns beside the levels: only those with somebody in them."""
    return tuple(
        (kind, _(trial_words.OUTCOMES[kind][0])) for kind in ("undecided", "outside") if getattr(summary, kind)
    )


def _rows(
    summary: Summary, old: Pack, columns: tuple[tuple[str, Level], ...], extra: tuple[tuple[str, str], ...], here: str
) -> tuple[Ranked, ...]:
    found: Mapping[tuple[str, str], int] = {(cell.was, cell.now or cell.outcome): cell.people for cell in summary.cells}
    order = [key for key, _level in columns]
    rows = []
    for was, level in levels(old):
        cells = [
            Step(found.get((was, now), 0), _way(order, was, now), f"{here}/nguoi?tu={was}&den={now}"
                 + ("&loc=same" if was == now else "&loc=changed"))
            for now in order
        ]  # fmt: skip
        cells += [Step(found.get((was, kind), 0), "none", f"{here}/nguoi?tu={was}&loc={kind}") for kind, _word in extra]
        rows.append(Ranked(title=level.title, cells=tuple(cells), people=sum(cell.people for cell in cells)))
    return tuple(rows)


def _way(order: list[str], was: str, now: str) -> str:
    if was == now:
        return "same"
    if was not in order:
        return "other"
    return "up" if order.index(now) < order.index(was) else "down"


ROUTES = (choose, ask, show, progress, again)
