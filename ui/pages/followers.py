"""Who follows and guides whom: a unit's people, each with a choice, saved at once (S4-45)."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import NotFound, Problem
from core.followers import actions, queries
from core.followers.queries import Following
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from ui.editing import asked_id, shown_again
from ui.guard import Visit, enter
from ui.i18n import _, ngettext
from ui.render import page
from ui.terms import post_label

AT = "/{tenant:str}/can-xu-ly/phan-cong"
ASSIGN = {"policy": "follower.assign"}
FIELD = "follower."


class Assigning(Struct, frozen=True):
    """A unit's people with those who could follow them."""

    programme: Programme
    following: Following
    choices: tuple[tuple[str, str], ...]


@get(AT, opt=ASSIGN)
async def show(request: Request) -> Response:
    """One unit's people."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    return page(visit, "queue/followers.html", view)


@post(AT, opt=ASSIGN)
async def assign(request: Request) -> Response:
    """Keep the choices; the other button spreads whoever is left evenly over the committee."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            form = visit.form
            programme, unit = await programmes.get(visit.tx, form.line("chuong-trinh", 60)), form.uuid("don-vi")
            if unit is None:
                raise NotFound("access.not-found")
            wanted = {_id(name.removeprefix(FIELD)): form.uuid(name) for name in form.names(FIELD)}
            changed = await actions.assign(visit.tx, visit.actor, programme, unit, wanted)
            if form.flag("share_out"):
                changed += await actions.share_out(visit.tx, visit.actor, programme, unit)
            said = ngettext("Đã đổi %(num)s phân công.", "Đã đổi %(num)s phân công.", changed) % {"num": changed}
            told = ("done", said) if changed else ("info", _("Không có gì thay đổi."))
            answer = await visit.done(f"can-xu-ly/phan-cong?chuong-trinh={programme.slug}&don-vi={unit}", told)
    except Problem as problem:
        return await shown_again(request, visit, problem, "queue/followers.html", _view)
    return answer


async def _view(visit: Visit, request: Request) -> Assigning:
    word = visit.form.line("chuong-trinh", 60) or request.query_params.get("chuong-trinh", "")
    programme = await (programmes.get(visit.tx, word) if word else programmes.current(visit.tx))
    if programme is None:
        raise NotFound("access.not-found")
    unit = visit.form.uuid("don-vi") or asked_id(request, "don-vi")
    found = await queries.following(visit.tx, visit.actor, programme, unit)
    choices = tuple(
        (str(one.person_id), f"{one.name} ({post_label(one.title)})" if one.title else one.name)
        for one in found.followers
    )
    return Assigning(programme, found, choices)


def _id(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        raise Problem("form.unknown-choice", field=FIELD + word) from None


ROUTES = (show, assign)
