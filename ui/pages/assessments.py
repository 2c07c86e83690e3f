"""A round of assessment: one's own review item by item, and the committee's page for voices and the level."""

from uuid import UUID

from litestar import MediaType, Request, Response, get, post
from msgspec import Struct, json

from core.assessments import actions, queries, rules, unit_queries
from core.assessments.queries import Round
from core.assessments.rules import Mark
from core.errors import Problem
from core.packs.calendar import Due
from core.packs.patching import active
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from ui.guard import Visit, enter
from ui.i18n import _, ngettext
from ui.render import page

OWN = "/{tenant:str}/chuong-trinh/{programme:str}/tu-danh-gia"
ONE = "/{tenant:str}/phieu/{registration:uuid}/danh-gia"


class SelfReview(Struct, frozen=True):
    """One's own review. `round` is None without a sheet; `writing` says that it may still be changed."""

    programme: Programme
    round: Round | None
    due: Due | None
    marks: tuple[tuple[str, object], ...]
    levels: tuple[tuple[str, object], ...]
    summary: str = ""
    stale: bool = False

    @property
    def writing(self) -> bool:
        """Whether the review is open to its owner: validated, present, not rated, results not sent."""
        one = self.round
        return (
            one is not None
            and one.state == "validated"
            and one.presence == "present"
            and self.programme.state == "open"
        )


class Rating(Struct, frozen=True):
    """The committee's page: the round, the scale, who comes before and after in the unit."""

    round: Round
    levels: tuple[tuple[str, object], ...]
    marks: tuple[tuple[str, object], ...]
    missing: tuple[str, ...]
    due: Due | None
    people: tuple[unit_queries.Person, ...]
    stage: str = ""

    @property
    def place(self) -> int:
        """Which of the unit's sheets this is, from 1."""
        return [one.registration_id for one in self.people].index(self.round.registration_id) + 1

    def beside(self, step: int) -> UUID | None:
        """The sheet before or after this one."""
        at = self.place - 1 + step
        return self.people[at].registration_id if 0 <= at < len(self.people) else None


@get(OWN, opt={"policy": "assessment.self"})
async def own(request: Request) -> Response:
    """The review to write, or what came of it."""
    async with enter(request) as visit:
        view = await _own_view(visit, request)
    return page(visit, "assessments/own.html" if view.writing else "assessments/result.html", view)


@post(OWN + "/luu-nhap", opt={"policy": "assessment.self"})
async def save(request: Request) -> Response:
    """Keep the draft: for the button, and for the script, which is answered with the new version."""
    by_script = request.headers.get("x-autosave") == "1"
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            marks, comment = _typed(visit)
            saved = await actions.save_self(visit.tx, visit.actor, programme, marks, comment, visit.form.version)
            view = await _own_view(visit, request)
            flash = ("done", _("Đã lưu nháp. Bạn có thể quay lại viết tiếp bất cứ lúc nào."))
            answer = None if by_script else await visit.done(f"chuong-trinh/{programme.slug}/tu-danh-gia", flash)
    except Problem as problem:
        return await _own_refused(request, visit, problem, by_script=by_script)
    body = {"version": saved.version, "summary": view.summary, "saved_at": saved.saved_at}
    return answer or Response(json.encode(body), media_type=MediaType.JSON)


@post(OWN, opt={"policy": "assessment.self"})
async def give(request: Request) -> Response:
    """Hand the review in; what is missing is said at its item."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            marks, comment = _typed(visit)
            await actions.give_self(visit.tx, visit.actor, programme, marks, comment, visit.form.version)
            flash = ("done", _("Đã gửi bản tự đánh giá. Bạn còn sửa được cho đến khi Ban Chấp hành xếp loại."))
            answer = await visit.done("viec-cua-toi", flash)
    except Problem as problem:
        return await _own_refused(request, visit, problem)
    return answer


@get(ONE, opt={"policy": "registration.read"})
async def rating(request: Request) -> Response:
    """A sheet with its owner's review, the voices, and the level to give."""
    async with enter(request) as visit:
        view = await _rating_view(visit, request)
    return page(visit, "assessments/rating.html", view)


@post(ONE, opt={"policy": "assessment.rate"})
async def rate(request: Request) -> Response:
    """Give the level with its reason and go on to the next person without one."""
    visit: Visit | None = None
    sheet = request.path_params["registration"]
    try:
        async with enter(request, write=True) as visit:
            form = visit.form
            await actions.rate(
                visit.tx, visit.actor, sheet, form.line("level", 40), form.text("comment", 5000), form.version
            )
            view = await _rating_view(visit, request)
            following = next(
                (one.registration_id for one in view.people if one.state == "validated" and one.may_rate), None
            )
            flash = ("done", _("Đã xếp loại %(name)s.") % {"name": view.round.name})
            target = (
                f"phieu/{following}/danh-gia"
                if following
                else f"chuong-trinh/{view.round.programme.slug}/ket-qua/{view.round.unit_id}"
            )
            answer = await visit.done(target, flash)
    except Problem as problem:
        return await _rating_refused(request, visit, problem)
    return answer


@post(ONE + "/y-kien/{stage:str}", opt={"policy": "assessment.voice"})
async def voice(request: Request) -> Response:
    """Record an opinion that was heard."""
    visit: Visit | None = None
    sheet, stage = request.path_params["registration"], request.path_params["stage"]
    try:
        async with enter(request, write=True) as visit:
            comment = visit.form.text("comment", 5000)
            await actions.record_voice(visit.tx, visit.actor, sheet, stage, comment, visit.form.version)
            answer = await visit.done(f"phieu/{sheet}/danh-gia", ("done", _("Đã ghi nhận ý kiến.")))
    except Problem as problem:
        return await _rating_refused(request, visit, problem, stage=stage)
    return answer


def _typed(visit: Visit) -> tuple[dict[str, Mark], str]:
    """The marks and notes as typed; the length rules belong to the domain."""
    form = visit.form
    keys = {name.partition(".")[2] for name in form.names("mark.") + form.names("note.")}
    return {key: Mark(form.line(f"mark.{key}", 40), form.text(f"note.{key}", 5000)) for key in keys}, form.text(
        "comment", 9000
    )


async def _own_view(visit: Visit, request: Request, *, stale: bool = False) -> SelfReview:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    found = await queries.own_round(visit.tx, visit.actor, programme)
    checkpoint = rules.final_checkpoint(programme.rules)
    due = programme.due(f"stage:{checkpoint}.{rules.self_stage(programme.rules, checkpoint)}")
    marks = tuple(active(programme.rules.marks).items())
    return SelfReview(programme, found, due, marks, queries.levels(programme.rules), _summary(found), stale)


def _summary(found: Round | None) -> str:
    """How many items are answered, for the sticky bar."""
    if found is None:
        return ""
    left = sum(1 for item in found.items if not item.mark)
    if not left:
        return _("Đã trả lời tất cả các điều")
    return ngettext("Còn %(num)s điều chưa trả lời", "Còn %(num)s điều chưa trả lời", left) % {"num": left}


async def _own_refused(request: Request, visit: Visit | None, problem: Problem, *, by_script: bool = False) -> Response:
    """The page again with the message at its field and the input kept; for the script only the status."""
    if visit is None or problem.status not in (409, 422):
        raise problem
    if by_script:
        return Response(b"{}", media_type=MediaType.JSON, status_code=problem.status)
    typed = visit.form.raw
    async with enter(request) as visit:
        view = await _own_view(visit, request, stale=problem.status == 409)
    return page(
        visit, "assessments/own.html" if view.writing else "assessments/result.html", view, problem=problem, form=typed
    )


async def _rating_view(visit: Visit, request: Request, stage: str = "") -> Rating:
    found = await queries.round_of(visit.tx, visit.actor, request.path_params["registration"])
    pack, checkpoint = found.programme.rules, rules.final_checkpoint(found.programme.rules)
    given = [key for key, one in found.stages.items() if one.given_at]
    people = await unit_queries.people_of(visit.tx, visit.actor, found.programme, found.unit_id, found.unit_path)
    due = found.programme.due(f"stage:{checkpoint}.{rules.deciding_stage(pack, checkpoint)}")
    return Rating(
        found, queries.levels(pack), tuple(active(pack.marks).items()), rules.missing(pack, checkpoint, given), due,
        tuple(one for one in people if one.registration_id), stage,
    )  # fmt: skip


async def _rating_refused(request: Request, visit: Visit | None, problem: Problem, stage: str = "") -> Response:
    if visit is None or problem.status not in (409, 422):
        raise problem
    typed = visit.form.raw
    async with enter(request) as visit:
        view = await _rating_view(visit, request, stage)
    return page(visit, "assessments/rating.html", view, problem=problem, form=typed)


ROUTES = (own, save, give, rating, rate, voice)
