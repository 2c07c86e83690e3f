"""The start page of every person: what to do, by when, how far (ui.md, "Việc của tôi")."""

from litestar import Request, Response, get
from msgspec import Struct

from core import access
from core.activities import queries as activities
from core.activities.queries import Offer
from core.assessments import reply_queries
from core.assessments.reply_queries import Draft, Objection
from core.assessments.unit_queries import Waiting
from core.feedback import queries as feedback
from core.packs.schema import Level
from core.packs.text import Text
from core.programmes.queries import Programme
from core.programmes.rules import level_at
from core.registers import queries as register_queries
from core.registers import rules
from core.registrations import queries, queue
from core.registrations.queries import Work
from ui.guard import Visit, enter
from ui.navigation import offers, running
from ui.pages.results import rounds_of
from ui.pages.unit_reviews import Nudge, nudges
from ui.register_words import words_for
from ui.render import page
from ui.states import Step
from ui.todo import Todo, line_of, todo_of
from ui.together import Mine
from ui.together import together as looking_after


class Card(Struct, frozen=True):
    """One programme: where it stands, what is next; the result once it is recognised."""

    work: Work
    todo: Todo
    steps: tuple[Step, ...]
    level: Level | None


class OwnBook(Struct, frozen=True):
    """A book that one keeps oneself: where to write, how much is in it."""

    title: Text
    add: str
    url: str
    entries: int


class OwnBooks(Struct, frozen=True):
    """One's own books in a programme; `told` counts what committees wrote about one."""

    url: str
    books: tuple[OwnBook, ...]
    told: int


class MyWork(Struct, frozen=True):
    """Programmes that run, programmes of earlier years, one's own books, and what waits for a committee member.

    `readable` is the programme whose published registrations a member may read; `feedback` the one in which cadres wait
    for his answer, and how many; `rounds` what the round of assessment leaves to do on its page, None outside of it."""

    name: str
    now: tuple[Card, ...]
    before: tuple[Card, ...]
    waiting: int
    readable: str
    rounds: Waiting | None
    rounds_url: str
    reviews: tuple[Nudge, ...]
    registers: tuple[OwnBooks, ...]
    feedback: tuple[str, int] | None
    drafts: tuple[Draft, ...]
    objections: tuple[Objection, ...]
    together: Mine | None
    happening: tuple[Offer, ...]


@get("/{tenant:str}/viec-cua-toi", opt={"policy": "own.read"})
async def my_work(request: Request) -> Response:
    """One card a programme, the running one first."""
    async with enter(request) as visit:
        cards = [_card(work) for work in await queries.my_work(visit.tx, visit.actor)]
        waiting, readable = await _waiting(visit)
        line = running(visit.programmes, visit.today)
        rounds = await rounds_of(visit, line.slug if line else "")
        reviews = await nudges(visit)
        asked = await feedback.waiting(visit.tx, visit.actor, line.pack_id, line.year) if line else ()
        drafts = await reply_queries.own_drafts(visit.tx, visit.actor)
        objections = await reply_queries.objections(visit.tx, visit.actor)
        happening = await activities.happening(visit.tx, visit.actor)
        active = tuple(card for card in cards if _is_active(card.work, visit))
        registers = [await _registers(visit, card.work.programme) for card in active]
        together = await looking_after(visit, tuple(card.work.programme for card in active))
    view = MyWork(
        name=visit.actor.name, now=active, before=tuple(card for card in cards if card not in active),
        waiting=waiting, readable=readable, rounds=rounds,
        rounds_url=visit.shell.url(f"chuong-trinh/{line.slug if line else ''}/ket-qua"),
        reviews=reviews, registers=tuple(one for one in registers if one.books or one.told),
        feedback=(line.slug, len(asked)) if line and asked else None,
        drafts=drafts, objections=objections, together=together, happening=happening,
    )  # fmt: skip
    return page(visit, "my_work/page.html", view)


async def _waiting(visit: Visit) -> tuple[int, str]:
    line = running(visit.programmes, visit.today)
    if line is None:
        return 0, ""
    readable = line.slug if offers(line).published and access.may(visit.actor, "published.read") else ""
    if not access.may(visit.actor, "queue.read"):
        return 0, readable
    return await queue.waiting_count(visit.tx, visit.actor), readable


async def _registers(visit: Visit, programme: Programme) -> OwnBooks:
    books = rules.books(programme.rules)
    at = visit.shell.url(f"chuong-trinh/{programme.slug}/so/cua-toi")
    if not books or visit.actor.person_id is None:
        return OwnBooks(at, (), 0)
    counts = await register_queries.own_counts(visit.tx, programme, visit.actor.person_id)
    kept = {key: one for key, one in books.items() if one.by == "self" and programme.state == "open"}
    told = sum(n for key, n in counts.items() if key in books and books[key].by != "self" and not books[key].restricted)
    found = (
        OwnBook(one.title, words_for(one).add, f"{at}/{key}", counts.get(key, 0)) for key, one in kept.items()
    )
    return OwnBooks(at, tuple(found), told)


def _card(work: Work) -> Card:
    shown = work.level is not None and work.roster == "recognised"
    return Card(work, todo_of(work), line_of(work), level_at(work.programme.rules, work.level) if shown else None)


def _is_active(work: Work, visit: Visit) -> bool:
    """Of this year, or still to be ended."""
    return work.programme.starts_on <= visit.today <= work.programme.ends_on or (
        work.programme.state == "open" and work.todo not in ("finished", "register", "continue", "left")
    )


ROUTES = (my_work,)
