"""Who looks after whom in a branch: spread evenly with one button, changed by hand for many at once (S4-45)."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import Target, can, require
from core.companions import actions, queries
from core.companions.queries import Branch
from core.errors import NotFound
from core.units import queries as units
from core.units.queries import Unit
from ui.editing import posted
from ui.guard import Visit, enter, redirect
from ui.i18n import _, ngettext
from ui.navigation import offers, running
from ui.render import page
from ui.terms import title_label

AT = "/{tenant:str}/phan-cong"
ASSIGN = {"policy": "companion.assign"}


class Assigning(Struct, frozen=True, kw_only=True):
    """A branch with its loads; `choices` are (value, text) of committee members, then of helpers; `back` is where the
    branch's talks are followed."""

    unit: Unit
    branch: Branch
    committee: tuple[tuple[str, str], ...]
    buddies: tuple[tuple[str, str], ...]
    here: str
    back: str | None
    chosen: frozenset[str]


@get(AT, opt=ASSIGN)
async def own(request: Request) -> Response:
    """To one's own branch: the lowest unit whose committee one sits on."""
    async with enter(request) as visit:
        seats = [seat for seat in visit.actor.at("committee")
                 if can(visit.actor, "companion.assign", Target(unit_path=seat.unit_path))]  # fmt: skip
        if not seats:
            raise NotFound("access.not-found")
        lowest = max(seats, key=lambda seat: (len(seat.unit_path), seat.title == "secretary"))
    return redirect(visit, visit.shell.url(f"phan-cong/{lowest.unit_id}"))


@get(AT + "/{unit:uuid}", opt=ASSIGN)
async def shown(request: Request) -> Response:
    """The members of a branch, who follows and who helps each, and how many each follows."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    return page(visit, "companions/branch.html", view)


@post(AT + "/{unit:uuid}", opt=ASSIGN)
async def change(request: Request, unit: UUID) -> Response:
    """Spread evenly, give the chosen members to somebody, or end their assignments."""

    async def act(visit: Visit) -> Response:
        said = await _change(visit, unit)
        return await visit.done(f"phan-cong/{unit}", ("done", said))

    return await posted(request, act, "companions/branch.html", _view)


async def _change(visit: Visit, unit: UUID) -> str:
    form, tx, actor = visit.form, visit.tx, visit.actor
    act, people = form.line("act", 20), form.uuids("person")
    days = {"starts_on": form.date("starts_on"), "ends_on": form.date("ends_on")}
    if act == "spread":
        changed = await actions.spread(tx, actor, unit, **days)
        if not changed:
            return _("Phân công đã đều, không cần đổi ai.")
        return ngettext("Đã chia đều, đổi %(num)s người.", "Đã chia đều, đổi %(num)s người.", changed) % {
            "num": changed
        }
    kind, _colon, companion = form.line("companion", 60).partition(":")
    if kind == "end":
        ended = await actions.end(tx, actor, unit, people, companion)
        return ngettext("Đã thôi phân công %(num)s người.", "Đã thôi phân công %(num)s người.", ended) % {"num": ended}
    given = await actions.assign(tx, actor, unit, people, kind, _id(companion), **days)
    return ngettext("Đã phân công %(num)s người.", "Đã phân công %(num)s người.", given) % {"num": given}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _view(visit: Visit, request: Request) -> Assigning:
    unit = await units.get(visit.tx, request.path_params["unit"])
    require(visit.actor, "companion.assign", Target(unit_path=unit.path))
    branch = await queries.branch(visit.tx, unit.id)
    line = running(visit.programmes, visit.today)
    seated = {one.person_id for one in branch.committee}
    return Assigning(
        unit=unit, branch=branch, here=visit.shell.url(f"phan-cong/{unit.id}"),
        committee=tuple(
            (f"committee:{one.person_id}", f"{one.name} ({title_label(one.title)})") for one in branch.committee
        ),
        buddies=tuple((f"buddy:{one.person_id}", one.name) for one in branch.members if one.person_id not in seated),
        back=visit.shell.url(f"chuong-trinh/{line.slug}/trao-doi/{unit.id}") if offers(line).talks else None,
        chosen=frozenset(visit.form.all("person")),
    )  # fmt: skip


ROUTES = (own, shown, change)
