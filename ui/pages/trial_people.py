"""The people of a trial: who would have another level, who could not be recounted, and why a single one would."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from msgspec import Struct

from core.assessments.queries import levels
from core.configurations import queries as configurations
from core.packs.patching import active
from core.packs.schema import Level, Pack
from core.programmes.queries import Programme
from core.trials import queries, work
from core.trials.queries import PAGE, Explained, Kept, Place, Row, Wanted
from core.units.naming import search_key
from ui import trial_words
from ui.editing import asked, asked_id, asked_words
from ui.guard import enter
from ui.i18n import _, current
from ui.pages.trials import ADMIN, BASE, kept_of
from ui.render import page


class Line(Struct, frozen=True):
    """A person of the list with what is to be said of him."""

    row: Row
    why: tuple[str, ...]


class People(Struct, frozen=True, kw_only=True):
    """A page of the list; `counts` are those of all people by outcome."""

    title: object
    programme: Programme
    kept: Kept
    place: Place
    wanted: Wanted
    words: str
    lines: tuple[Line, ...]
    total: int
    old: Mapping[str, Level]
    new: Mapping[str, Level]
    tabs: tuple[tuple[str, str, bool, int], ...]
    here: str
    previous: str | None
    next: str | None

    @property
    def old_options(self) -> list[tuple[str, str]]:
        """The levels of the year, to choose one."""
        return [(key, level.title.in_(current())) for key, level in self.old.items()]

    @property
    def new_options(self) -> list[tuple[str, str]]:
        """The levels of the draft, to choose one."""
        return [(key, level.title.in_(current())) for key, level in self.new.items()]


class Why(Struct, frozen=True, kw_only=True):
    """One person: what was, what would be, and the steps of both."""

    title: object
    programme: Programme
    draft: Pack
    one: Explained
    old: Mapping[str, Level]
    new: Mapping[str, Level]
    why: tuple[str, ...]
    sheet: tuple[str, ...]
    due: Mapping[str, tuple[object, object, object]]
    here: str

    @property
    def offered(self) -> frozenset[str]:
        """The criteria of the draft."""
        return frozenset(active(self.draft.criteria))


@get(BASE + "/{trial:uuid}/nguoi", opt=ADMIN)
async def listed(request: Request, pack: str, trial: UUID) -> Response:
    """Who is in an outcome, in a cell of the table, in a unit."""
    async with enter(request) as visit:
        kept = await kept_of(visit, pack, trial)
        sides, place = await work.sides(visit.tx, trial), await queries.place(visit.tx, asked_id(request, "don-vi"))
        form, words = asked(request).raw, asked_words(request)
        outcome = form.get("loc", "changed")
        raw = form.get("trang", "1")
        wanted = Wanted(
            outcome=outcome if outcome in trial_words.OUTCOMES else "changed", was=form.get("tu", "")[:60],
            now=form.get("den", "")[:60] if outcome in ("same", "changed") else "", path=place.path,
            text=search_key(words), page=int(raw) if raw.isascii() and raw.isdigit() and 0 < int(raw) < 9999 else 1,
        )  # fmt: skip
        rows, total = await queries.rows(visit.tx, trial, wanted)
        old, new = sides.programme.rules, sides.draft
        here = visit.shell.url(f"quan-tri/cau-hinh/{pack}/thu/{trial}")
        view = People(
            title=(await configurations.get(visit.tx, pack)).rules.title, programme=sides.programme, kept=kept,
            place=place, wanted=wanted, words=words, total=total, old=dict(levels(old)), new=dict(levels(new)),
            lines=tuple(Line(row, _told(row, old, new)) for row in rows), here=here,
            tabs=_tabs(kept, wanted, place, here), previous=_page(here, wanted, place, words, wanted.page - 1),
            next=_page(here, wanted, place, words, wanted.page + 1) if wanted.page * PAGE < total else None,
        )  # fmt: skip
    return page(visit, "trials/people.html", view)


@get(BASE + "/{trial:uuid}/nguoi/{person:uuid}", opt=ADMIN)
async def explained(request: Request, pack: str, trial: UUID, person: UUID) -> Response:
    """Every step from what is on record to the level, then and by the draft."""
    async with enter(request) as visit:
        await kept_of(visit, pack, trial)
        sides, one = await queries.explain(visit.tx, visit.actor, trial, person)
        old, new = sides.programme.rules, sides.draft
        now = sides.due_now
        due = {
            shift.act: (then.title, then.closes_at, now[shift.act].closes_at if shift.act in now else None)
            for shift in one.shifts
            if (then := sides.due_then.get(shift.act)) is not None
        }
        view = Why(
            title=(await configurations.get(visit.tx, pack)).rules.title, programme=sides.programme, draft=new, one=one,
            old=dict(levels(old)), new=dict(levels(new)), due=due,
            why=tuple(trial_words.why_text(why, old, new) for why in one.outcome.why),
            sheet=tuple(trial_words.refusal_text(code, key, old, new) for code, key in one.sheet),
            here=visit.shell.url(f"quan-tri/cau-hinh/{pack}/thu/{trial}"),
        )  # fmt: skip
    return page(visit, "trials/person.html", view)


def _told(row: Row, old: Pack, new: Pack) -> tuple[str, ...]:
    if row.why:
        return tuple(trial_words.why_text(why, old, new) for why in row.why)
    return tuple(trial_words.refusal_text(code, key, old, new) for code, key in row.sheet)


def _tabs(kept: Kept, wanted: Wanted, place: Place, here: str) -> tuple[tuple[str, str, bool, int], ...]:
    """The outcomes as tabs; only those that hold for somebody."""
    summary = kept.summary
    counts = {
        "changed": summary.changed, "undecided": summary.undecided, "outside": summary.outside,
        "sheet": summary.sheets, "same": summary.same, "unrated": summary.unrated,
    } if summary else {}  # fmt: skip
    return tuple(
        (_(trial_words.OUTCOMES[kind][0]), f"{here}/nguoi?loc={kind}", kind == wanted.outcome, people)
        for kind, people in counts.items()
        if people or kind == "changed"
    )


def _page(here: str, wanted: Wanted, place: Place, words: str, number: int) -> str | None:
    if number < 1:
        return None
    fields = {"loc": wanted.outcome, "tu": wanted.was, "den": wanted.now, "q": words, "trang": str(number)}
    chosen = {name: value for name, value in fields.items() if value}
    return f"{here}/nguoi?{urlencode(chosen | ({'don-vi': str(place.id)} if place.above else {}))}"


ROUTES = (listed, explained)
