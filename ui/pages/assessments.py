"""Reviewing oneself: item by item, saved by itself, handed in; afterwards the result with its reasons (blueprint 4)."""

from collections.abc import Mapping

from litestar import MediaType, Request, Response, get, post
from msgspec import Struct, json, structs

from core.assessments import actions, queries, replies, rules
from core.assessments.queries import Round
from core.assessments.reopening import Reopening, reopenings
from core.assessments.replies import Standing
from core.assessments.rules import Mark
from core.errors import Problem
from core.evidence import queries as evidence
from core.evidence.queries import Piece
from core.feedback.queries import Summary, for_rated
from core.packs import points
from core.packs.calendar import Due
from core.packs.patching import active
from core.packs.schema import Level
from core.packs.schema import Mark as Answer
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from ui.editing import again, version_after
from ui.failures import Change
from ui.feedback_words import answers
from ui.formats import points as shown_points
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _, current, ngettext
from ui.problems import sentence
from ui.render import html, page

AT = "/{tenant:str}/chuong-trinh/{programme:str}/tu-danh-gia"
POLICY = {"policy": "assessment.self"}
TEMPLATES = {"write": "own", "given": "given", "rated": "result"}


class SelfReview(Struct, frozen=True):
    """One's own review. `phase` says what there is: `none` (no sheet), `unready` (not validated), `shut`, `write`,
    `given`, `rated`, `unrated` (the programme rates nobody); `why` says it in words where nothing may be written."""

    programme: Programme
    round: Round | None
    phase: str
    due: Due | None
    marks: tuple[tuple[str, Answer], ...]
    levels: tuple[tuple[str, Level], ...]
    summary: str
    why: str = ""
    version: int = 0
    changes: tuple[Change, ...] = ()
    feedback: Summary | None = None
    answers: tuple[tuple[str, str], ...] = ()
    evidence: Mapping[str, tuple[Piece, ...]] = {}
    standing: Standing | None = None
    before: tuple[Reopening, ...] = ()

    @property
    def late(self) -> bool:
        """Whether handing in now would be late."""
        return bool(self.round and self.due and self.round.now >= self.due.closes_at)

    @property
    def early(self) -> bool:
        """Whether the month of the review has not come: allowed, but not owed."""
        return bool(self.round and self.due and self.round.now < self.due.opens_at)


@get(AT, opt=POLICY)
async def own(request: Request) -> Response:
    """The review to write, what was handed in, or what came of it; `?sua=1` opens what was handed in again."""
    async with enter(request) as visit:
        view = await _view(visit, request)
    if view.phase == "given" and request.query_params.get("sua") and not (view.round and view.round.refusal):
        view = structs.replace(view, phase="write")
    return _shown(visit, view)


@post(AT + "/luu-nhap", opt=POLICY)
async def save(request: Request) -> Response:
    """Keep the draft: for the button, and for the script, which is answered with the new version."""
    by_script = request.headers.get("x-autosave") == "1"
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            marks, comment = _typed(visit)
            saved = await actions.save_self(visit.tx, visit.actor, programme, marks, comment, visit.form.version)
            view = await _view(visit, request)
            flash = ("done", _("Đã lưu nháp. Bạn có thể quay lại viết tiếp bất cứ lúc nào."))
            answer = None if by_script else await visit.done(_after_saving(visit, view), flash)
    except Problem as problem:
        return await _refused(request, visit, problem, by_script=by_script)
    return answer or _json({"version": saved.version, "summary": view.summary, "saved_at": saved.saved_at})


@post(AT, opt=POLICY)
async def give(request: Request) -> Response:
    """Hand the review in; what is missing is said at its item, and what was typed is kept."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            programme = await programmes.get(visit.tx, request.path_params["programme"])
            marks, comment = _typed(visit)
            await actions.give_self(visit.tx, visit.actor, programme, marks, comment, visit.form.version)
            answer = await visit.done(_path(programme), ("done", _("Đã gửi bản tự đánh giá.")))
    except Problem as problem:
        return await _refused(request, visit, problem)
    return answer


def _after_saving(visit: Visit, view: SelfReview) -> str:
    """Back to the review, or on to the evidence of the item whose button was pressed."""
    asked, held = visit.form.line("evidence", 80), view.round.items if view.round else ()
    further = f"/minh-chung/{asked}" if asked in {one.key for one in held} else ""
    return _path(view.programme) + further


def _shown(visit: Visit, view: SelfReview, problem: Problem | None = None) -> Response:
    template = f"assessments/{TEMPLATES.get(view.phase, 'nothing')}.html"
    return page(visit, template, view, problem=problem, form=visit.form if problem else None)


def _typed(visit: Visit) -> tuple[dict[str, Mark], str]:
    """The marks, notes and comment as typed; every refused text is named at once."""
    form = visit.form
    named = form.names("mark.") + form.names("note.") + form.names("points.")
    marks, refused = {}, []
    for key in dict.fromkeys(name.partition(".")[2] for name in named):
        try:
            note = form.text(f"note.{key}", rules.NOTE_MAX)
            marks[key] = Mark(form.line(f"mark.{key}", 40), note, typed_points(form, f"points.{key}"))
        except Problem as problem:
            refused.append(problem)
    try:
        comment = form.text("comment", rules.COMMENT_MAX)
    except Problem as problem:
        refused.append(problem)
    if refused:
        raise Problem("form.refused", problems=refused)
    return marks, comment


async def _view(visit: Visit, request: Request) -> SelfReview:
    programme = await programmes.get(visit.tx, request.path_params["programme"])
    if not rules.rates(programme.rules):
        return SelfReview(programme, None, "unrated", None, (), (), "")
    found = await queries.own_round(visit.tx, visit.actor, programme)
    checkpoint = rules.final_checkpoint(programme.rules)
    due = programme.due(f"stage:{checkpoint}.{rules.self_stage(programme.rules, checkpoint)}")
    marks = tuple(active(programme.rules.marks).items())
    why = sentence(found.refusal, {}) if found and found.refusal else ""
    return SelfReview(
        programme, found, _phase(found), due, marks, queries.levels(programme.rules), _summary(found), why,
        found.own.version if found else 0,
        feedback=await for_rated(visit.tx, found) if found else None, answers=answers(),
        evidence=await evidence.by_item(visit.tx, found) if found else {},
        standing=await replies.standing(visit.tx, visit.actor, found) if found else None,
        before=await reopenings(visit.tx, found) if found else (),
    )  # fmt: skip


def typed_points(form: Form, name: str) -> int | None:
    """Points in hundredths as typed, None for an empty field; Problem at the field for anything else."""
    text = form.line(name, 12)
    if not text:
        return None
    value = points.parse(text)
    if value is None:
        raise Problem("assessment.points-not-a-number", field=name)
    return value


def _phase(found: Round | None) -> str:
    if found is None:
        return "none"
    if found.level:
        return "rated"
    if found.self_assessed:
        return "given"
    if found.presence != "present" or found.programme.state != "open":
        return "shut"
    if found.state != "validated":
        return "unready"
    return "shut" if found.refusal else "write"


def _summary(found: Round | None) -> str:
    """How many items are answered, for the bar that stays in reach: "3/4 điều · còn 1 điều chưa trả lời"."""
    if found is None:
        return ""
    left = sum(1 for item in found.items if (item.points is None if found.by_points else not item.mark))
    if found.by_points:
        return _scored(found, left)
    if not left:
        return _("Đã trả lời đủ, có thể gửi")
    done = _("%(have)s/%(all)s điều") % {"have": len(found.items) - left, "all": len(found.items)}
    return f"{done} · " + ngettext("còn %(num)s điều", "còn %(num)s điều", left) % {"num": left}


def _scored(found: Round, left: int) -> str:
    """The running total of one's own points: "84,5/100 điểm · dự kiến Hoàn thành tốt"."""
    words = _("%(have)s/%(total)s điểm") % {"have": shown_points(found.own_total), "total": shown_points(found.total)}
    if left:
        return f"{words} · " + ngettext("còn %(num)s tiêu chí", "còn %(num)s tiêu chí", left) % {"num": left}
    level = found.programme.rules.scale.levels.get(found.expected or "")
    return f"{words} · " + _("dự kiến: %(level)s") % {"level": level.title.in_(current())} if level else words


async def _refused(request: Request, visit: Visit | None, problem: Problem, *, by_script: bool = False) -> Response:
    """The form again with the message at its field and the input kept; of a stale edit both texts."""
    again(problem)
    if visit is None:
        raise problem
    async with enter(request) as visit:
        view = await _view(visit, request)
    if view.phase not in ("write", "given") or (view.round and view.round.refusal):
        raise problem
    version = version_after(problem, visit.form.version)
    view = structs.replace(view, phase="write", version=version, changes=_changes(view, problem, visit.form.raw))
    if by_script:
        body = {"version": version, "html": html(visit.shell, "assessments/conflict.html", view)}
        return _json(body if problem.status == 409 else {}, problem.status)
    return _shown(visit, view, problem)


def _changes(view: SelfReview, problem: Problem, typed: Mapping[str, str]) -> tuple[Change, ...]:
    """Each item that somebody (oneself, in another window) has stored otherwise: the answer and what was done."""
    theirs = problem.facts.get("theirs") if problem.status == 409 else None
    if not isinstance(theirs, Mapping) or view.round is None:
        return ()
    stored = theirs.get("marks", {})
    found = []
    for item in view.round.items:
        held = stored.get(item.key, {})
        titles = {key: mark.under(item.polarity).in_(current()) for key, mark in view.marks}
        kept = _words(titles, held.get("mark", ""), held.get("note", ""))
        mine = _words(titles, typed.get(f"mark.{item.key}", ""), typed.get(f"note.{item.key}", ""))
        found.append(Change(item.title.in_(current()), kept, mine))
    found.append(Change(_("Nhận xét chung"), str(theirs.get("comment", "")), typed.get("comment", "")))
    return tuple(change for change in found if change.theirs != change.yours)


def _words(titles: Mapping[str, str], mark: str, note: str) -> str:
    return ". ".join(part for part in (titles.get(mark, ""), note.strip()) if part)


def _path(programme: Programme) -> str:
    return f"chuong-trinh/{programme.slug}/tu-danh-gia"


def _json(body: object, status: int = 200) -> Response[bytes]:
    return Response(json.encode(body), media_type=MediaType.JSON, status_code=status)


ROUTES = (own, save, give)
