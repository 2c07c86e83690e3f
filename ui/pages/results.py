"""A unit's results on their way up: its own people, sending, and the units below to recognise or return."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import may
from core.assessments import queries, results, rules, unit_queries
from core.assessments.unit_queries import Child, Person, Results, Waiting
from core.errors import Problem
from core.packs.calendar import Due
from core.packs.patching import active
from core.packs.schema import Level, Mark
from core.programmes import queries as programmes
from core.reports.queries import home
from core.unit_reviews.rules import rounds
from core.units import queries as units
from ui.editing import again, asked, posted
from ui.guard import Visit, enter, redirect
from ui.i18n import _, ngettext
from ui.problems import sentence
from ui.render import page
from ui.trail import crumbs_of, years_of

AT = "/{tenant:str}/chuong-trinh/{programme:str}/ket-qua"
UNIT = AT + "/{unit:uuid}"
READ, SEND, RECOGNISE = {"policy": "progress.read"}, {"policy": "results.send"}, {"policy": "results.recognise"}
SHOWN_LEFT = 5  # units that could not be recognised, by name


class Page(Struct, frozen=True):
    """The results of a unit. `own` are tabs to the actor's other units, `years` to other years; `voices` is how many
    opinions each person needs; `act` is the official act that the page asks about."""

    results: Results
    levels: tuple[tuple[str, Level], ...]
    marks: tuple[tuple[str, Mark], ...]
    voices: int
    due: Due | None
    own: tuple[tuple[str, str, bool, None], ...]
    years: tuple[tuple[str, str, bool, None], ...]
    crumbs: tuple[tuple[str, str | None], ...]
    here: str
    act: str = ""

    @property
    def of_members(self) -> bool:
        """Whether the programme is for members, not for cadres."""
        return self.results.programme.rules.subject.kind == "member"

    @property
    def meets(self) -> bool:
        """Whether this unit's people are rated in a meeting that the reader may hold."""
        pack = self.results.programme.rules
        stage = pack.stages[rules.deciding_stage(pack, rules.final_checkpoint(pack))]
        waiting = self.results.state in ("none", "returned") and self.results.programme.state == "open"
        return stage.actor == "branch" and self.results.may_send and waiting and bool(self.present)

    @property
    def present(self) -> tuple[Person, ...]:
        """The unit's people but those who left the roster."""
        return tuple(one for one in self.results.people if one.presence != "left")

    @property
    def first(self) -> Person | None:
        """The first person who waits for a level from this reader, or for an opinion where he gives no levels."""
        if self.results.state == "sent" or self.results.programme.state != "open":
            return None
        waiting = [one for one in self.present if one.state == "validated"]
        rated = (one for one in waiting if one.may_rate)
        return next(rated, None) or next((one for one in waiting if one.may_voice and one.voices < self.voices), None)

    def in_state(self, *states: str) -> tuple[Child, ...]:
        """The units below whose results are in one of these states."""
        return tuple(child for child in self.results.children if child.state in states)


class Unrated(Struct, frozen=True):
    """A programme that rates nobody; `reviews_url` is where its units are reviewed, None where they are not."""

    programme: programmes.Programme
    reviews_url: str | None


class Many(Struct, frozen=True):
    """Several units to recognise by one decision: those chosen and those left out on purpose."""

    page: Page
    chosen: tuple[Child, ...]
    left: tuple[Child, ...]


@get(AT, opt=READ)
async def mine(request: Request) -> Response:
    """The results of the unit that the reader leads, else of his highest one."""
    async with enter(request) as visit:
        return await _shown(visit, request, home(visit.actor, "progress.read"))


@get(UNIT, opt=READ)
async def unit(request: Request) -> Response:
    """The results of one unit."""
    async with enter(request) as visit:
        return await _shown(visit, request)


async def _shown(visit: Visit, request: Request, unit_id: UUID | None = None) -> Response:
    """The page, or a calm word where the programme rates nobody (S1-A1)."""
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    if not rules.rates(programme.rules):
        reviews = rounds(programme.rules) and may(visit.actor, "unit_review.read")
        path = f"chuong-trinh/{programme.slug}/nhan-xet-don-vi"
        return page(visit, "results/unrated.html", Unrated(programme, visit.shell.url(path) if reviews else None))
    return page(visit, "results/unit.html", await _view(visit, request, unit_id))


@get(UNIT + "/gui", opt=SEND)
async def ask_send(request: Request) -> Response:
    """What sending means, before it is done."""
    return await _ask(request, "send")


@post(UNIT + "/gui", opt=SEND)
async def send(request: Request) -> Response:
    """Send the unit's own people's results to the unit above."""

    async def act(visit: Visit) -> Response:
        programme, unit_id = await _place(visit, request)
        note = visit.form.text("note", rules.REASON_MAX)
        await results.send(visit.tx, visit.actor, programme, unit_id, note, visit.form.version)
        found = await unit_queries.results_of(visit.tx, visit.actor, programme, unit_id)
        words = _("Đã gửi kết quả. %(unit)s sẽ xem xét và công nhận.") % {"unit": found.parent_name}
        if found.top:
            words = _("Đã chuyển kết quả để Ban Chấp hành công nhận.")
        return await visit.done(_path(request), ("done", words))

    return await _acted(request, "send", act)


@get(UNIT + "/cong-nhan", opt=RECOGNISE)
async def ask_recognise(request: Request) -> Response:
    """What recognition means, before it is done."""
    return await _ask(request, "recognise")


@post(UNIT + "/cong-nhan", opt=RECOGNISE)
async def recognise(request: Request) -> Response:
    """Recognise a unit's results; the number and date of the decision may be added."""

    async def act(visit: Visit) -> Response:
        programme, unit_id = await _place(visit, request)
        form = visit.form
        number, dated = form.line("number", 60), form.date("dated")
        done = await results.recognise(visit.tx, visit.actor, programme, unit_id, form.version, number, dated)
        return await visit.done(await _after(visit, request), ("done", _recognised(done)))

    return await _acted(request, "recognise", act)


@get(UNIT + "/tra-lai", opt=RECOGNISE)
async def ask_return(request: Request) -> Response:
    """The form for a return: the reason is mandatory."""
    return await _ask(request, "return")


@post(UNIT + "/tra-lai", opt=RECOGNISE)
async def give_back(request: Request) -> Response:
    """Return a unit's results with a reason."""

    async def act(visit: Visit) -> Response:
        programme, unit_id = await _place(visit, request)
        reason = visit.form.text("reason", rules.REASON_MAX)
        await results.give_back(visit.tx, visit.actor, programme, unit_id, reason, visit.form.version)
        found = await unit_queries.results_of(visit.tx, visit.actor, programme, unit_id)
        words = _("Đã trả lại kết quả của %(unit)s kèm lý do.") % {"unit": found.name}
        return await visit.done(await _after(visit, request), ("done", words))

    return await _acted(request, "return", act)


@get(UNIT + "/cong-nhan-nhieu", opt=RECOGNISE)
async def ask_many(request: Request) -> Response:
    """What recognising the ticked units means, and which are left out, before it is done."""
    async with enter(request) as visit:
        view = await _many(visit, request, asked(request).all("child"))
    if not view.chosen:
        words = _("Hãy chọn ít nhất một đơn vị đang chờ công nhận.")
        return redirect(visit, view.page.here, ("soon", words))
    return page(visit, "results/many.html", view)


@post(UNIT + "/cong-nhan-nhieu", opt=RECOGNISE)
async def recognise_many(request: Request) -> Response:
    """Recognise the chosen units; those that could not be are named with the reason."""

    async def act(visit: Visit) -> Response:
        programme, form = (await _place(visit, request))[0], visit.form
        chosen, number, dated = _chosen(form.all("child")), form.line("number", 60), form.date("dated")
        done, left = await results.recognise_many(visit.tx, visit.actor, programme, chosen, number, dated)
        told = [_recognised(done)] if done else []
        told += await _left_words(visit, left)
        return await visit.done(_path(request), ("soon" if left or not done else "done", " ".join(told)))

    return await posted(
        request, act, "results/many.html", lambda visit, request: _many(visit, request, visit.form.all("child"))
    )


async def rounds_of(visit: Visit, slug: str) -> Waiting | None:
    """What the round of assessment leaves for the reader to do in a programme; None for who has no part in it."""
    if not slug or not may(visit.actor, "results.send"):
        return None
    return await unit_queries.waiting(visit.tx, visit.actor, await programmes.get(visit.tx, slug))


def _chosen(values: Sequence[str]) -> list[tuple[UUID, int]]:
    """The ticked units with the versions that were read: `<id>:<version>`."""
    found = []
    for value in values:
        one, _colon, version = value.partition(":")
        try:
            found.append((UUID(one), int(version)))
        except ValueError:
            raise Problem("form.unknown-choice", field="child") from None
    return found


def _recognised(people: int) -> str:
    words = ngettext("Đã công nhận kết quả của %(num)s người.", "Đã công nhận kết quả của %(num)s người.", people)
    return words % {"num": people}


async def _left_words(visit: Visit, left: Sequence[tuple[UUID, Problem]]) -> list[str]:
    """The units that could not be recognised, each with the reason; the first few by name."""
    named = await units.names(visit.tx, [one for one, _why in left[:SHOWN_LEFT]])
    words = [
        _("Chưa công nhận %(unit)s: %(why)s")
        % {"unit": named.get(one) or _("một đơn vị"), "why": sentence(why.code, why.facts)}
        for one, why in left[:SHOWN_LEFT]
    ]
    if len(left) > SHOWN_LEFT:
        words.append(_("Và %(num)s đơn vị khác chưa công nhận được.") % {"num": len(left) - SHOWN_LEFT})
    return words


def _path(request: Request, unit_id: UUID | None = None) -> str:
    return f"chuong-trinh/{request.path_params['programme']}/ket-qua/{unit_id or request.path_params['unit']}"


async def _after(visit: Visit, request: Request) -> str:
    """After a decision on a unit below: back to one's own unit, where the next ones wait."""
    found = await units.get(visit.tx, request.path_params["unit"])
    own = {seat.unit_id for seat in visit.actor.at("committee")}
    return _path(request, found.parent_id if found.parent_id in own else found.id)


async def _place(visit: Visit, request: Request) -> tuple[programmes.Programme, UUID]:
    return await programmes.get(visit.tx, request.path_params["programme"]), request.path_params["unit"]


async def _view(visit: Visit, request: Request, unit_id: UUID | None = None, act: str = "") -> Page:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    found = await unit_queries.results_of(visit.tx, visit.actor, programme, unit_id or request.path_params["unit"])
    base, pack = f"chuong-trinh/{programme.slug}/ket-qua", programme.rules
    checkpoint = rules.final_checkpoint(pack)
    return Page(
        results=found, levels=queries.levels(pack), marks=tuple(active(pack.marks).items()),
        voices=len(rules.voices(pack, checkpoint)),
        due=programme.due(f"stage:{checkpoint}.{rules.deciding_stage(pack, checkpoint)}"),
        own=await _own(visit, found, base), years=years_of(visit, programme, f"ket-qua/{found.unit_id}"),
        crumbs=await crumbs_of(visit, found.path, "progress.read", base),
        here=visit.shell.url(f"{base}/{found.unit_id}"), act=act,
    )  # fmt: skip


async def _own(visit: Visit, found: Results, base: str) -> tuple[tuple[str, str, bool, None], ...]:
    """Tabs to the units that the actor answers for; none where there is one only."""
    seats = sorted({(seat.unit_path, seat.unit_id) for seat in visit.actor.at("committee", "office")})
    named = await units.names(visit.tx, [unit_id for _path, unit_id in seats])
    return tuple(
        (named[unit_id], visit.shell.url(f"{base}/{unit_id}"), unit_id == found.unit_id, None)
        for _path, unit_id in seats
        if len(seats) > 1
    )


async def _many(visit: Visit, request: Request, values: Sequence[str]) -> Many:
    view = await _view(visit, request)
    ticked = {unit_id for unit_id, _version in _chosen(values)}
    waiting = view.in_state("sent") if view.results.may_recognise_children else ()
    chosen = tuple(child for child in waiting if child.unit_id in ticked)
    return Many(view, chosen, tuple(child for child in waiting if child.unit_id not in ticked))


async def _ask(request: Request, act: str) -> Response:
    """The page that asks once; where the act is not possible any more, the unit's page says how things stand."""
    async with enter(request) as visit:
        view = await _view(visit, request, act=act)
    if not _possible(view.results, act):
        return redirect(visit, view.here)
    return page(visit, "results/act.html", view)


def _possible(found: Results, act: str) -> bool:
    return {"send": found.can_send, "recognise": found.can_recognise, "return": found.can_return}[act]


async def _acted(request: Request, name: str, act: Callable[[Visit], Awaitable[Response]]) -> Response:
    """Do it; after a refusal its form again, with what is wrong and the input kept, or the unit's page if it has been
    done."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            return await act(visit)
    except Problem as problem:
        again(problem)
        if visit is None:
            raise
        async with enter(request) as visit:
            view = await _view(visit, request, act=name)
        if not _possible(view.results, name):
            return redirect(visit, view.here, ("soon", sentence(problem.code, problem.facts)))
        return page(visit, "results/act.html", view, problem=problem, form=visit.form)


ROUTES = (
    mine, unit, ask_send, send, ask_recognise, recognise, ask_return, give_back, ask_many, recognise_many,
)  # fmt: skip
