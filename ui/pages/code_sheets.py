"""Codes on paper: choosing whom of a branch to hand a way in, and the slips to print and cut."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Redirect
from msgspec import Struct

from core.accounts import code_sheets
from core.accounts.code_sheets import Member, Slip
from core.accounts.codes import spaced
from core.errors import Problem
from core.units import queries as units
from core.units.queries import Unit
from core.units.rules import KINDS, holds_members
from ui.editing import again, asked_words
from ui.guard import enter
from ui.pages.units import Found, found_units
from ui.qr import Qr, qr
from ui.render import page

ISSUE = {"policy": "account.issue"}


class Branches(Struct, frozen=True):
    """Where one may issue, or what an administrator searched for."""

    found: tuple[Found, ...]
    q: str
    admin: bool


class Choosing(Struct, frozen=True):
    """A branch and its people, those without a way in ticked."""

    unit: Unit
    members: tuple[Member, ...]
    ticked: Sequence[str]


class Printed(Struct, frozen=True):
    """One slip with what its QR code opens."""

    slip: Slip
    code: str
    qr: Qr


class Slips(Struct, frozen=True):
    """The sheet to print; `address` is for typing."""

    unit: Unit
    slips: tuple[Printed, ...]
    address: str
    today: date


@get("/{tenant:str}/phieu-kich-hoat", opt=ISSUE)
async def branches(request: Request) -> Response:
    """One's own branch at once; a list where there are several, a search for administrators."""
    q = asked_words(request)
    async with enter(request) as visit:
        admin = visit.actor.has("provincial_admin")
        if admin:
            kinds = [kind for kind in KINDS if holds_members(kind)]
            found = await units.find(visit.tx, q, kinds=kinds) if q else ()
        else:
            found = tuple(one for one in await code_sheets.branches(visit.tx, visit.actor) if holds_members(one.kind))
        view = Branches(await found_units(visit, found), q, admin)
    if not admin and len(found) == 1:
        return Redirect(visit.shell.url(f"phieu-kich-hoat/{found[0].id}"), status_code=303)
    return page(visit, "account/branches.html", view)


@get("/{tenant:str}/phieu-kich-hoat/{unit:uuid}", opt=ISSUE)
async def choose(request: Request, unit: UUID) -> Response:
    """The people of a branch: who has an account, who has a code, who has neither."""
    return await _choosing(request, unit)


@post("/{tenant:str}/phieu-kich-hoat/{unit:uuid}", opt=ISSUE)
async def issue(request: Request, unit: UUID) -> Response:
    """The slips, shown once. Sending the same form again leads back to the list, and makes no other codes."""
    try:
        async with enter(request, write=True) as visit:
            slips = await code_sheets.issue(
                visit.tx, visit.actor, unit, visit.form.uuids("person"), visit.secret
            )
            home = await units.get(visit.tx, unit)
            await visit.done(f"phieu-kich-hoat/{unit}")
    except Problem as problem:
        again(problem)
        return await _choosing(request, unit, problem)
    base = f"{request.app.state.settings.base_url}/{visit.tenant.slug}/kich-hoat"
    printed = tuple(Printed(one, spaced(one.code), qr(f"{base}?ma={one.code}")) for one in slips)
    return page(visit, "account/slips.html", Slips(home, printed, base.split("://", 1)[-1], visit.today))


async def _choosing(request: Request, unit: UUID, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        home, members = await code_sheets.members(visit.tx, visit.actor, unit)
    without = [str(one.person_id) for one in members if one.may and not one.has_password and not one.invited_until]
    ticked = visit.form.all("person") if problem else without
    return page(visit, "account/choose_people.html", Choosing(home, members, ticked), problem=problem)


ROUTES = (branches, choose, issue)
