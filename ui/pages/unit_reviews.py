"""Reviews of units from above: who below is reviewed and who not, one unit's review, a unit's own (S1-21)."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, require
from core.errors import NotFound, Problem
from core.packs.schema import Level, Text
from core.programmes import pinned
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.programmes.rules import ranks
from core.reports.queries import home
from core.unit_reviews import actions, queries, rules
from core.unit_reviews.actions import Entry
from core.unit_reviews.queries import Board, Filter, Seen
from core.units import queries as units
from core.units.queries import Unit
from ui.editing import again, asked, asked_words, stale_changes, version_after
from ui.failures import Change
from ui.guard import Visit, enter
from ui.i18n import N_, _, current
from ui.render import page
from ui.rulebook import words_of
from ui.trail import crumbs_of, years_of

WORD = "nhan-xet-don-vi"
BASE = f"/{{tenant:str}}/chuong-trinh/{{programme:str}}/{WORD}"
READ, GIVE = {"policy": "unit_review.read"}, {"policy": "unit_review.give"}
STATES = {"missing": N_("Chưa nhận xét"), "done": N_("Đã nhận xét"), "late": N_("Nhận xét trễ hạn")}


class Page(Struct, frozen=True, kw_only=True):
    """A unit's board: `own` are the rounds in which it is reviewed itself, `board` what lies below it (None where
    nothing does); `words` is the date of the round as the source says it."""

    programme: Programme
    unit: Unit
    crumbs: tuple[tuple[str, str | None], ...]
    years: tuple[tuple[str, str, bool, None], ...]
    tabs: tuple[tuple[str, str, bool, None], ...]
    own: tuple[Seen, ...]
    board: Board | None
    levels: Mapping[str, Level]
    states: tuple[tuple[str, str], ...]
    wanted: Filter
    words: str
    overdue: bool
    base: str
    here: str


class Form(Struct, frozen=True, kw_only=True):
    """One unit in one round: read it, or write it. `editing` shows the form though there is a review already."""

    programme: Programme
    seen: Seen
    crumbs: tuple[tuple[str, str | None], ...]
    levels: tuple[tuple[str, Level], ...]
    words: str
    back: str
    here: str
    editing: bool
    version: int
    changes: tuple[Change, ...] = ()

    @property
    def writable(self) -> bool:
        """Whether the form is shown."""
        return self.seen.may_give and (self.editing or self.seen.review is None)

    @property
    def level(self) -> Level | None:
        """The level that was given."""
        given = self.seen.review.level if self.seen.review else None
        return dict(self.levels).get(given or "")


class Nudge(Struct, frozen=True):
    """A programme in which the reader's committee has units to review."""

    title: Text
    count: int
    url: str


async def nudges(visit: Visit) -> tuple[Nudge, ...]:
    """What waits for the reader in every open programme that reviews units; mostly there is none."""
    found = []
    for line in visit.programmes:
        known = pinned.known(line.pack_id, line.rules_hash)
        if line.state != "open" or known is None or not rules.rounds(known):
            continue
        programme = await programmes.get(visit.tx, line.slug)
        if count := await queries.waiting(visit.tx, visit.actor, programme):
            found.append(Nudge(programme.title, count, visit.shell.url(f"chuong-trinh/{line.slug}/{WORD}")))
    return tuple(found)


@get(BASE, opt=READ)
async def mine(request: Request) -> Response:
    """The board of the unit that the reader leads."""
    async with enter(request) as visit:
        view = await _page(visit, request, home(visit.actor, "unit_review.read"))
    return page(visit, "unit_reviews/board.html", view)


@get(BASE + "/{unit:uuid}", opt=READ)
async def of_unit(request: Request, unit: UUID) -> Response:
    """The board of a unit within reach."""
    async with enter(request) as visit:
        view = await _page(visit, request, unit)
    return page(visit, "unit_reviews/board.html", view)


@get(BASE + "/{checkpoint:str}/{unit:uuid}", opt=READ)
async def one(request: Request) -> Response:
    """A unit's review in a round; `?sua=1` opens what was given again."""
    async with enter(request) as visit:
        view = await _form(visit, request, editing="sua" in request.query_params)
    return page(visit, "unit_reviews/one.html", view)


@post(BASE + "/{checkpoint:str}/{unit:uuid}", opt=GIVE)
async def give(request: Request, programme: str, checkpoint: str, unit: UUID) -> Response:
    """Review the unit or correct its review; what is missing is said at its field and what was typed is kept."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            found = await programmes.get(visit.tx, programme)
            form = visit.form
            entry = Entry(
                comment=form.text("comment", rules.COMMENT_MAX), level=form.line("level", 40), version=form.version
            )
            late = await actions.give(visit.tx, visit.actor, found, checkpoint, unit, entry)
            said = ("soon", _("Đã lưu nhận xét, ghi là trễ hạn.")) if late else ("done", _("Đã lưu nhận xét."))
            above = (await units.get(visit.tx, unit)).parent_id
            answer = await visit.done(f"chuong-trinh/{programme}/{WORD}/{above}?ky={checkpoint}", said)
    except Problem as problem:
        again(problem)
        if visit is None:
            raise
        async with enter(request) as visit:
            view = await _form(visit, request, editing=True, problem=problem)
        if not view.seen.may_give:
            raise
        return page(visit, "unit_reviews/one.html", view, problem=problem, form=visit.form.raw)
    return answer


async def _page(visit: Visit, request: Request, unit_id: UUID) -> Page:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    unit, offered = await units.get(visit.tx, unit_id), rules.rounds(programme.rules)
    require(visit.actor, "unit_review.read", Target(unit_path=unit.path))
    if not offered:
        raise NotFound("access.not-found")
    keys, asked_key = [one.key for one in offered], asked(request).raw.get("ky", "")
    key = asked_key if asked_key in keys else rules.current(queries.dates(programme), visit.now)
    state = asked(request).raw.get("loc", "")
    wanted = Filter(words=asked_words(request, "ten"), state=state if state in STATES else "")
    board = await queries.board(visit.tx, visit.actor, programme, key, unit, wanted)
    base = f"chuong-trinh/{programme.slug}/{WORD}"
    here = visit.shell.url(f"{base}/{unit.id}")
    tabs = tuple((one.checkpoint.title.in_(current()), f"{here}?ky={one.key}", one.key == key, None) for one in offered)
    return Page(
        programme=programme, unit=unit, crumbs=await crumbs_of(visit, unit.path, "unit_review.read", base),
        years=years_of(visit, programme, f"{WORD}/{unit.id}"), tabs=tabs if board.tally.units else (),
        own=await queries.of_unit(visit.tx, visit.actor, programme, unit),
        board=board if board.tally.units else None, levels=dict(_levels(programme)),
        states=tuple((name, _(label)) for name, label in STATES.items()), wanted=wanted,
        words=words_of(board.due) if board.due else "", base=visit.shell.url(base), here=here,
        overdue=board.due is not None and visit.now >= board.due.closes_at,
    )  # fmt: skip


async def _form(visit: Visit, request: Request, *, editing: bool, problem: Problem | None = None) -> Form:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    key, unit_id = request.path_params["checkpoint"], request.path_params["unit"]
    seen = await queries.one(visit.tx, visit.actor, programme, key, unit_id)
    base, labels = f"chuong-trinh/{programme.slug}/{WORD}", {"level": _("Mức"), "comment": _("Nhận xét")}
    levels = dict(_levels(programme))
    reads_above = seen.may_give or _reads(visit, seen.unit.path[:-5])
    back = seen.unit.parent_id if reads_above else seen.unit.id
    stored = seen.review.version if seen.review else 0

    def shown(name: str, value: object) -> str:
        level = levels.get(str(value)) if name == "level" else None
        return level.title.in_(current()) if level else str(value or "")

    return Form(
        programme=programme, seen=seen, levels=tuple(levels.items()), editing=editing,
        crumbs=await crumbs_of(visit, seen.unit.path, "unit_review.read", base),
        words=words_of(seen.due) if seen.due else "", back=visit.shell.url(f"{base}/{back}") + f"?ky={key}",
        here=visit.shell.url(f"{base}/{key}/{unit_id}"), version=version_after(problem, stored),
        changes=stale_changes(problem, visit.form.raw, labels, shown),
    )  # fmt: skip


def _levels(programme: Programme) -> tuple[tuple[str, Level], ...]:
    return tuple((one.key, one.level) for one in ranks(programme.rules))


def _reads(visit: Visit, path: str) -> bool:
    return can(visit.actor, "unit_review.read", Target(unit_path=path))


ROUTES = (mine, of_unit, one, give)
