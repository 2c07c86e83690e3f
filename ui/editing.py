"""What the pages that edit a record share: the query as a form, and a stale edit shown with both texts."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from litestar import Request, Response

from core.errors import NotFound, Problem
from ui.failures import Change
from ui.forms import HIDDEN, Form
from ui.guard import Visit, enter
from ui.render import page


def asked(request: Request) -> Form:
    """The fields after the question mark, read like those of a form."""
    query = request.query_params
    return Form({name: query.getall(name) for name in query})


def asked_id(request: Request, name: str) -> UUID | None:
    """An id in the address; what is none leads nowhere (404)."""
    try:
        return asked(request).uuid(name)
    except Problem:
        raise NotFound("access.not-found") from None


def asked_words(request: Request, name: str = "q") -> str:
    """What was typed to search for: one line of at most 100 characters, hidden ones left out."""
    return " ".join(HIDDEN.sub("", asked(request).raw.get(name, "")).split())[:100]


def again(problem: Problem) -> None:
    """Pass on what a form cannot mend: foreign forms, what is not there, what is not allowed."""
    if problem.status not in (409, 422):
        raise problem


async def posted(
    request: Request,
    act: Callable[[Visit], Awaitable[Response]],
    template: str,
    view: Callable[[Visit, Request], Awaitable[object]],
) -> Response:
    """Do what a form asks for in a transaction that writes; after a refusal the page with the form again."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            return await act(visit)
    except Problem as problem:
        return await shown_again(request, visit, problem, template, view)


async def tried(
    request: Request,
    act: Callable[[Visit], Awaitable[Response]],
    refused: Callable[[Problem], Awaitable[Response]],
) -> Response:
    """The same where a page answers a refusal in its own way."""
    try:
        async with enter(request, write=True) as visit:
            return await act(visit)
    except Problem as problem:
        again(problem)
        return await refused(problem)


async def shown_again(
    request: Request,
    visit: Visit | None,
    problem: Problem,
    template: str,
    view: Callable[[Visit, Request], Awaitable[object]],
) -> Response:
    """After a refusal the page as it stands now, in a transaction of its own, with the message and what was typed.

    Raises the problem where a form cannot mend it, or where nobody came as far as the form."""
    again(problem)
    if visit is None:
        raise problem
    async with enter(request) as visit:
        shown = await view(visit, request)
    return page(visit, template, shown, problem=problem, form=visit.form)


def version_after(problem: Problem | None, version: int) -> int:
    """After a stale edit the form carries the stored version: sending it again means "mine, knowingly"."""
    newer = problem.facts.get("version") if problem and problem.status == 409 else None
    return newer if isinstance(newer, int) else version


def stale_changes(
    problem: Problem | None,
    typed: Mapping[str, object],
    labels: Mapping[str, str],
    shown: Callable[[str, object], str],
) -> tuple[Change, ...]:
    """The fields that somebody else stored otherwise than typed here; `shown` writes a field's value."""
    theirs = problem.facts.get("theirs") if problem and problem.status == 409 else None
    if not isinstance(theirs, Mapping):
        return ()
    pairs = ((name, shown(name, theirs[name]), shown(name, typed.get(name))) for name in labels if name in theirs)
    return tuple(Change(labels[name], stored, mine) for name, stored, mine in pairs if stored != mine)
