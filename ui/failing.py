"""Every exception that leaves a handler, as the answer a person or a script can use; never a trace."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

import asyncpg
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from core.db.scope import CommitLost
from core.errors import Problem
from ui import i18n
from ui.failures import failure_page
from ui.guard import AlreadyDone, NotSignedIn
from ui.shell import Shell, bare

log = logging.getLogger("renluyen.ui")
AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.QueryCanceledError,
    asyncpg.LockNotAvailableError,
    asyncpg.DeadlockDetectedError,
    asyncpg.AdminShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    CommitLost,
)
# What only a forged request can cause: text that PostgreSQL refuses, numbers out of range, nesting without end.
FORGED = (RecursionError, asyncpg.DataError, UnicodeError)


def shell_for(request: Request) -> Shell:
    """The frame the visit had already made, or the bare one."""
    made = getattr(request.state, "shell", None)
    return made or bare(i18n.negotiate(None, None, request.headers.get("accept-language")), request.url.path)


def problem(request: Request, error: Problem) -> Response:
    """A refusal of the domain that no page has taken up."""
    answer = failure_page(shell_for(request), error.status, error)
    if error.status in (429, 503):
        answer.headers["retry-after"] = str(error.facts.get("seconds", 5))
    return answer


def not_signed_in(request: Request, error: NotSignedIn) -> Response:
    """To the sign-in page and back; HTMX follows a header instead of a redirect."""
    if request.headers.get("hx-request"):
        return Response(b"", status_code=401, headers={"HX-Redirect": error.location})
    return Redirect(error.location, status_code=303)


def already_done(request: Request, error: AlreadyDone) -> Response:
    """The second copy of a form ends where the first did."""
    return Redirect(error.location, status_code=303)


def away(request: Request, error: Exception) -> Response:
    """The database cannot answer now: come back soon."""
    log.warning("unavailable: %s", type(error).__name__)
    answer = failure_page(shell_for(request), 503)
    answer.headers["retry-after"] = "5"
    return answer


def forged(request: Request, error: Exception) -> Response:
    """A request that no form of ours can send."""
    return failure_page(shell_for(request), 400)


def http(request: Request, error: HTTPException) -> Response:
    """What the framework refuses: unknown address, wrong method, body too large."""
    status = 404 if error.status_code == 400 and request.method == "GET" else error.status_code
    return failure_page(shell_for(request), status)


def fault(request: Request, error: Exception) -> Response:
    """Our own mistake: a reference for the log, nothing of the inside."""
    reference = secrets.token_hex(4)
    log.error("fault %s at %s %s", reference, request.method, request.url.path, exc_info=error)
    return failure_page(shell_for(request), 500, reference=reference)


HANDLERS: dict[type[Exception] | int, Callable[[Request, Any], Response]] = {
    Problem: problem,
    NotSignedIn: not_signed_in,
    AlreadyDone: already_done,
    HTTPException: http,
    **dict.fromkeys(AWAY, away),
    **dict.fromkeys(FORGED, forged),
    Exception: fault,
}
