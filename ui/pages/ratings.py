"""The committee on one person: his review, the opinions heard, and the level with its reason (ui.md, blueprint 2)."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct, structs

from core import access
from core.assessments import actions, queries, replies, rules, unit_queries
from core.assessments.explain import Explanation, explain
from core.assessments.queries import Round
from core.assessments.reopening import Reopening, may_reopen, reopenings
from core.assessments.replies import Standing
from core.errors import Problem
from core.evidence import queries as evidence
from core.evidence.queries import Piece
from core.feedback.queries import Feedback, for_committee
from core.packs.calendar import Due
from core.packs.patching import active
from core.packs.schema import Level
from core.packs.schema import Mark as Answer
from core.party_voices.answers import Source, note_paper
from core.party_voices.answers import source as source_of
from core.party_voices.rules import NUMBER_MAX, VOICE
from core.registers.queries import Proof
from core.registers.queries import proofs as proofs_of
from ui.editing import again
from ui.failures import Change
from ui.feedback_words import answers
from ui.guard import Visit, enter, redirect
from ui.i18n import _, current
from ui.problems import sentence
from ui.render import page

AT = "/{tenant:str}/phieu/{registration:uuid}/danh-gia"


class Rating(Struct, frozen=True):
    """One person's round before the committee. `proofs` is what the books hold by criterion; `typing` is the stage
    whose form was refused; `missing` names the stages that nobody has given; `why` says why nothing may be written."""

    round: Round
    levels: tuple[tuple[str, Level], ...]
    marks: tuple[tuple[str, Answer], ...]
    missing: tuple[str, ...]
    due: Due | None
    people: tuple[unit_queries.Person, ...]
    back: str | None
    why: str = ""
    typing: str = ""
    changes: tuple[Change, ...] = ()
    proofs: Mapping[str, Proof] = {}
    feedback: Feedback | None = None
    answers: tuple[tuple[str, str], ...] = ()
    evidence: Mapping[str, tuple[Piece, ...]] = {}
    party: Source | None = None
    standing: Standing | None = None
    before: tuple[Reopening, ...] = ()
    may_reopen: bool = False

    @property
    def place(self) -> int:
        """Which of the unit's sheets this is, from 1."""
        return [one.registration_id for one in self.people].index(self.round.registration_id) + 1

    def beside(self, step: int) -> UUID | None:
        """The sheet before or after this one."""
        at = self.place - 1 + step
        return self.people[at].registration_id if 0 <= at < len(self.people) else None

    def following(self) -> UUID | None:
        """The next sheet of the unit that waits for a level from this reader, round the end."""
        ring = self.people[self.place :] + self.people[: self.place - 1]
        return next((one.registration_id for one in ring if one.state == "validated" and one.may_rate), None)


@get(AT, opt={"policy": "registration.read"})
async def rating(request: Request) -> Response:
    """A sheet with its owner's review, the voices, and the level to give; one's own is read on its own page."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    if view.round.mine and access.may(visit.actor, "assessment.self"):
        return redirect(visit, visit.shell.url(f"chuong-trinh/{view.round.programme.slug}/tu-danh-gia"))
    return page(visit, "assessments/rating.html", view)


@post(AT, opt={"policy": "assessment.rate"})
async def rate(request: Request) -> Response:
    """Give the level with its reason and go on to the next person who waits for one."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            form, sheet = visit.form, request.path_params["registration"]
            level, comment = form.line("level", 40), form.text("comment", rules.COMMENT_MAX)
            await actions.rate(visit.tx, visit.actor, sheet, level, comment, form.version)
            view = await _view(visit, request)
            title = next(one.title.in_(current()) for key, one in view.levels if key == level)
            words = _("%(name)s: %(level)s. Đã ghi mức xếp loại.") % {"name": view.round.name, "level": title}
            answer = await visit.done(_next(view), ("done", words))
    except Problem as problem:
        return await _refused(request, visit, problem, "")
    return answer


@post(AT + "/y-kien/{stage:str}", opt={"policy": "assessment.voice"})
async def voice(request: Request) -> Response:
    """Record an opinion that was heard."""
    visit: Visit | None = None
    sheet, stage = request.path_params["registration"], request.path_params["stage"]
    try:
        async with enter(request, write=True) as visit:
            comment = visit.form.text(f"voice.{stage}", rules.COMMENT_MAX)
            level = visit.form.line("voice_level", 40)
            await actions.record_voice(visit.tx, visit.actor, sheet, stage, comment, visit.form.version, level)
            if stage == VOICE:
                number, dated = visit.form.line("paper_number", NUMBER_MAX + 1), visit.form.date("paper_dated")
                await note_paper(visit.tx, visit.actor, sheet, number, dated)
            answer = await visit.done(f"phieu/{sheet}/danh-gia", ("done", _("Đã ghi ý kiến.")))
    except Problem as problem:
        return await _refused(request, visit, problem, stage)
    return answer


def _next(view: Rating) -> str:
    following = view.following()
    if following:
        return f"phieu/{following}/danh-gia"
    return f"chuong-trinh/{view.round.programme.slug}/ket-qua/{view.round.unit_id}"


async def _view(visit: Visit, request: Request) -> Rating:
    found = await queries.round_of(visit.tx, visit.actor, request.path_params["registration"])
    if found.by_points:  # the level follows from the meeting's points
        found = structs.replace(found, may_rate=False)
    pack, checkpoint = found.programme.rules, rules.final_checkpoint(found.programme.rules)
    given = [key for key, one in found.stages.items() if one.given_at]
    people = await unit_queries.people_of(visit.tx, visit.actor, found.programme, found.unit_id, found.unit_path)
    due = found.programme.due(f"stage:{checkpoint}.{rules.deciding_stage(pack, checkpoint)}")
    at = access.Target(unit_path=found.unit_path)
    path = f"chuong-trinh/{found.programme.slug}/ket-qua/{found.unit_id}"
    back = visit.shell.url(path) if access.can(visit.actor, "progress.read", at) else None
    return Rating(
        found, queries.levels(pack), tuple(active(pack.marks).items()), rules.missing(pack, checkpoint, given), due,
        tuple(one for one in people if _walked(one, found)), back, _why(found),
        proofs=await proofs_of(visit.tx, found.programme, found.person_id),
        feedback=await for_committee(visit.tx, visit.actor, found), answers=answers(),
        evidence=await evidence.by_item(visit.tx, found), party=await source_of(visit.tx, found.registration_id),
        standing=await replies.standing(visit.tx, visit.actor, found),
        before=await reopenings(visit.tx, found), may_reopen=may_reopen(visit.actor, found),
    )  # fmt: skip


class Why(Struct, frozen=True):
    """A result explained, with what was said of it since; `back` is where the reader came from."""

    explanation: Explanation
    standing: Standing
    levels: tuple[tuple[str, Level], ...]
    back: str


@get("/{tenant:str}/phieu/{registration:uuid}/vi-sao", opt={"policy": "account.own"})
async def why(request: Request) -> Response:
    """Every step from what was given to the level, for the person and for who may read the sheet."""
    async with enter(request) as visit:
        found = await explain(visit.tx, visit.actor, request.path_params["registration"])
        one = found.round
        own = f"chuong-trinh/{one.programme.slug}/tu-danh-gia"
        back = visit.shell.url(own if one.mine else f"phieu/{one.registration_id}/danh-gia")
        said = await replies.standing(visit.tx, visit.actor, one)
        view = Why(found, said, queries.levels(one.programme.rules), back)
    return page(visit, "assessments/explained.html", view)


def _walked(one: unit_queries.Person, found: Round) -> bool:
    """Whether J and K stop at this person: the one shown, and whoever can be or was rated."""
    return one.registration_id == found.registration_id or one.state in (*rules.RATABLE, "recognised")


def _why(found: Round) -> str:
    """Why this reader writes nothing here, in words; '' where he does."""
    if found.may_rate or found.may_voice:
        return ""
    if found.state not in (*rules.RATABLE, "recognised"):
        return _("Phiếu chưa được thẩm định nên chưa đánh giá được.")
    if found.mine:
        return _("Đây là phiếu của chính bạn. Người khác trong Ban Chấp hành hoặc cấp trên trực tiếp sẽ đánh giá.")
    if found.state == "recognised":
        return _("Kết quả đã được công nhận, không sửa được nữa.")
    if found.refusal:
        return sentence(found.refusal, {})
    if found.by_points:
        return sentence("assessment.by-meeting", {})
    return _("Bạn chỉ xem. Ban Chấp hành của đơn vị hoặc của cấp trên trực tiếp ghi ý kiến và xếp loại.")


async def _refused(request: Request, visit: Visit | None, problem: Problem, stage: str) -> Response:
    """The page again with the message at its field and the input kept; of a stale edit both texts."""
    again(problem)
    if visit is None:
        raise problem
    async with enter(request) as visit:
        view = await _view(visit, request)
    if not (view.round.may_voice if stage else view.round.may_rate):
        raise problem
    typing = stage or view.round.decision.key
    changes = _changes(view, problem, typing, stage, visit.form.raw)
    view = structs.replace(view, typing=typing, changes=changes)
    return page(visit, "assessments/rating.html", view, problem=_at_voice(problem, stage), form=visit.form)


def _at_voice(problem: Problem, stage: str) -> Problem:
    """The same refusal at the field of the opinion's own form."""
    if not stage or problem.status != 422:
        return problem
    parts = [_at_voice(one, stage) for one in problem.problems]
    field = f"voice.{stage}" if problem.field == "comment" else problem.field
    return Problem(problem.code, field=field, problems=parts, **problem.facts)


def _changes(view: Rating, problem: Problem, typing: str, stage: str, typed: dict[str, str]) -> tuple[Change, ...]:
    if problem.status != 409:
        return ()
    stored, titles = view.round.stages[typing], {key: level.title.in_(current()) for key, level in view.levels}
    found = [Change(_("Lời nhận xét"), stored.comment, typed.get(f"voice.{stage}" if stage else "comment", ""))]
    if not stage:
        found.insert(
            0, Change(_("Mức xếp loại"), titles.get(stored.level or "", ""), titles.get(typed.get("level", ""), ""))
        )
    return tuple(change for change in found if change.theirs != change.yours)


ROUTES = (rating, rate, voice, why)
