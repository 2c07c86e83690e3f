"""Trung ương giao: what the centre asks of this union, its answers, and where it stands among the others."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import can
from core.comparison.indicators import CATALOGUE
from core.errors import Problem
from core.steering import actions, queries, rules
from core.steering.queries import Owed, Received
from ui.centre import enter_province
from ui.comparison import words
from ui.comparison.spread import Spread, spread_of
from ui.editing import shown_again, version_after
from ui.guard import Visit
from ui.i18n import _, current
from ui.pages.steering import KINDS
from ui.render import page

AT = "/{tenant:str}/trung-uong-giao"
READ = {"policy": "steering.read"}


class Standing(Struct, frozen=True):
    """A comparison that was handed out: what it is about, and this union's place in it."""

    received: Received
    indicator: str
    definition: str
    subject: str
    spread: Spread


class Board(Struct, frozen=True, kw_only=True):
    """What is owed, what was answered, where we stand."""

    open: tuple[Owed, ...]
    answered: tuple[Owed, ...]
    standings: tuple[Standing, ...]
    kinds: dict[str, str]


class Sheet(Struct, frozen=True, kw_only=True):
    """One duty with the form for its answer."""

    duty: Owed
    kind: str
    may_answer: bool
    revision: int


@get(AT, opt=READ)
async def board(request: Request) -> Response:
    """All of it."""
    async with enter_province(request) as visit:
        owed = await queries.owed(visit.tx, visit.actor)
        received = await queries.received(visit.tx, visit.actor)
    view = Board(
        open=tuple(one for one in owed if one.answered_on is None),
        answered=tuple(one for one in owed if one.answered_on is not None),
        standings=tuple(_standing(one) for one in received if one.question.indicator in CATALOGUE),
        kinds={key: _(title) for key, (title, _help) in KINDS.items()},
    )
    return page(visit, "steering/board.html", view)


@get(AT + "/viec/{duty:uuid}", opt=READ)
async def show(request: Request, duty: UUID) -> Response:
    """One duty."""
    async with enter_province(request) as visit:
        view = await _sheet(visit, duty)
    return page(visit, "steering/answer.html", view)


@post(AT + "/viec/{duty:uuid}", opt={"policy": "steering.answer"})
async def answer(request: Request, duty: UUID) -> Response:
    """Answer it, or correct the answer."""
    visit: Visit | None = None
    try:
        async with enter_province(request, write=True) as visit:
            text = visit.form.text("words", rules.LONGEST["words"])
            await actions.answer(visit.tx, visit.actor, duty, text, visit.form.version)
            done = await visit.done("trung-uong-giao", ("done", _("Đã trả lời. Trung ương thấy ngay.")))
    except Problem as problem:
        why = problem
        return await shown_again(
            request, visit, why, "steering/answer.html", lambda visit, _request: _sheet(visit, duty, why)
        )
    return done


async def pressing(visit: Visit) -> tuple[Owed, ...]:
    """What a start page reminds of: unanswered and near its day, past it, or reminded of by the centre."""
    if visit.tenant.kind == "centre" or not can(visit.actor, "steering.read", queries.at_top(visit.actor)):
        return ()
    owed = await queries.owed(visit.tx, visit.actor)
    return tuple(one for one in owed if one.standing in ("soon", "overdue") or (not one.answer and one.reminded_at))


async def _sheet(visit: Visit, duty: UUID, problem: Problem | None = None) -> Sheet:
    found = await queries.one_owed(visit.tx, visit.actor, duty)
    return Sheet(
        duty=found, kind=_(KINDS[found.kind][0]),
        may_answer=can(visit.actor, "steering.answer", queries.at_top(visit.actor)),
        revision=version_after(problem, found.revision),
    )  # fmt: skip


def _standing(received: Received) -> Standing:
    indicator = CATALOGUE[received.question.indicator]
    return Standing(
        received, indicator.title.in_(current()), indicator.definition.in_(current()),
        _(words.SUBJECT_NAMES[received.question.subject]), spread_of(indicator, received.own, received.spread),
    )  # fmt: skip


ROUTES = (board, show, answer)
