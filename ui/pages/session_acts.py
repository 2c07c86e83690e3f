"""While a meeting lasts: the roll, notes, agenda and chair, a pause, and the end with what is still open."""

from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct, json, structs

from core.assessments import attendance, ballots, proceedings, sessions
from core.assessments.attendance import Roll, Said
from core.assessments.minutes import close as close_meeting
from core.assessments.proceedings import Matter, Record
from core.errors import Problem
from core.programmes import queries as programmes
from ui.editing import again, posted, shown_again, version_after
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.sessions import AT, HOLD, Held, held_of
from ui.problems import message
from ui.render import page


class Calling(Struct, frozen=True):
    """The roll about to be called."""

    held: Held
    roll: Roll


class Closing(Struct, frozen=True):
    """The meeting about to end: what is still open, by name; the version its form carries."""

    held: Held
    roll: Roll
    matters: tuple[Matter, ...]
    version: int


@get(AT + "/diem-danh", opt=HOLD)
async def ask_roll(request: Request) -> Response:
    """Everybody who is called, with what was said of him."""
    async with enter(request) as visit:
        view = await _calling(visit, request)
    return page(visit, "sessions/roll.html", view)


@post(AT + "/diem-danh", opt=HOLD)
async def call_roll(request: Request) -> Response:
    """Record the roll: ticked is there, unticked with a reason is excused, without one absent."""

    async def act(visit: Visit) -> Response:
        session_id = request.path_params["session"]
        view = await _calling(visit, request)
        said = {one.person_id: _said(visit, one.person_id) for one in view.roll.people}
        await attendance.call(visit.tx, visit.actor, session_id, said)
        return await visit.done(f"buoi-danh-gia/{session_id}", ("done", _("Đã ghi điểm danh.")))

    return await posted(request, act, "sessions/roll.html", _calling)


@post(AT + "/ghi-chep", opt=HOLD)
async def note(request: Request) -> Response:
    """Keep the running notes: for the script, answered with the new version, and for the button that leads on."""
    by_script = request.headers.get("x-autosave") == "1"
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            session_id = request.path_params["session"]
            text = visit.form.text("minutes", sessions.MINUTES_MAX)
            version = await proceedings.note(visit.tx, visit.actor, session_id, text, visit.form.version)
            path = f"buoi-danh-gia/{session_id}" + ("/dong" if visit.form.flag("close") else "")
            answer = None if by_script else await visit.done(path)
    except Problem as problem:
        if by_script:
            told = {"code": problem.code, "message": message(problem), **_newer(problem)}
            return _json(told, problem.status)
        return await shown_again(request, visit, problem, "sessions/meeting.html", held_of)
    return answer or _json({"version": version})


@get(AT + "/noi-dung", opt=HOLD)
async def ask_record(request: Request) -> Response:
    """Agenda, chair, secretary, place, and how the meeting votes."""
    async with enter(request) as visit:
        view = await held_of(visit, request)
    return page(visit, "sessions/record.html", view)


@post(AT + "/noi-dung", opt=HOLD)
async def record(request: Request) -> Response:
    """Change them."""

    async def act(visit: Visit) -> Response:
        view, form = await held_of(visit, request), visit.form
        said = Record(
            agenda=form.text("agenda", sessions.AGENDA_MAX), chair=form.line("chair", sessions.CHAIR_MAX),
            secretary=form.line("secretary", sessions.CHAIR_MAX), place=form.line("place", sessions.CHAIR_MAX),
            ballot=form.line("ballot", 10),
        )  # fmt: skip
        session_id = view.session.id
        votes = sessions.votes_on(view.stage)
        await proceedings.record(visit.tx, visit.actor, session_id, said, form.version, votes=votes)
        return await visit.done(f"buoi-danh-gia/{session_id}", ("done", _("Đã ghi nội dung buổi họp.")))

    return await posted(request, act, "sessions/record.html", held_of)


@post(AT + "/tam-dung", opt=HOLD)
async def pause(request: Request) -> Response:
    """Break off for a while."""
    async with enter(request, write=True) as visit:
        session_id = request.path_params["session"]
        reason = visit.form.line("pause", proceedings.REASON_MAX)
        await proceedings.pause(visit.tx, visit.actor, session_id, reason)
        words = _("Đã tạm dừng. Điểm và ghi chép đã lưu; bấm Tiếp tục khi họp lại.")
        answer = await visit.done(f"buoi-danh-gia/{session_id}", ("soon", words))
    return answer


@post(AT + "/tiep-tuc", opt=HOLD)
async def resume(request: Request) -> Response:
    """Go on."""
    async with enter(request, write=True) as visit:
        session_id = request.path_params["session"]
        await proceedings.resume(visit.tx, visit.actor, session_id)
        answer = await visit.done(f"buoi-danh-gia/{session_id}", ("done", _("Buổi đánh giá tiếp tục.")))
    return answer


@get(AT + "/dong", opt=HOLD)
async def ask_close(request: Request) -> Response:
    """What is still open, by name, and the conclusions, before the meeting ends."""
    async with enter(request) as visit:
        view = await _closing(visit, request)
    return page(visit, "sessions/close.html", view)


@post(AT + "/dong", opt=HOLD)
async def close(request: Request) -> Response:
    """End the meeting with its minutes; the paper to sign comes next, then the results are sent."""
    visit: Visit | None = None
    try:
        async with enter(request, write=True) as visit:
            minutes = visit.form.text("minutes", sessions.MINUTES_MAX)
            conclusions = visit.form.text("conclusions", sessions.CONCLUSIONS_MAX)
            session_id = request.path_params["session"]
            found = await close_meeting(
                visit.tx, visit.actor, session_id, minutes, visit.form.version, conclusions
            )
            programme = await programmes.by_id(visit.tx, found.programme_id)
            words = _("Đã kết thúc buổi đánh giá. Hãy in biên bản để ký, xem lại và gửi kết quả.")
            answer = await visit.done(f"chuong-trinh/{programme.slug}/ket-qua/{found.unit_id}", ("done", words))
    except Problem as problem:
        again(problem)
        if visit is None:
            raise
        async with enter(request) as visit:
            view = await _closing(visit, request)
        view = structs.replace(view, version=version_after(problem, view.version))
        return page(visit, "sessions/close.html", view, problem=problem, form=visit.form)
    return answer


def _said(visit: Visit, person: UUID) -> Said:
    reason = visit.form.line(f"reason.{person}", attendance.REASON_MAX + 1)
    if visit.form.flag(f"in.{person}"):
        return Said("present")
    return Said("excused", reason) if reason.strip() else Said("absent")


def _newer(problem: Problem) -> dict[str, object]:
    return {"version": problem.facts["version"]} if problem.status == 409 else {}


def _json(content: dict[str, object], status: int = 200) -> Response:
    return Response(json.encode(content), status_code=status, media_type="application/json")


async def _calling(visit: Visit, request: Request) -> Calling:
    held = await held_of(visit, request)
    return Calling(held, await attendance.roll(visit.tx, held.session))


async def _closing(visit: Visit, request: Request) -> Closing:
    held = await held_of(visit, request)
    if held.session.state != "open":
        raise Problem("session.closed")
    roll = await attendance.roll(visit.tx, held.session)
    votes = await ballots.of_session(visit.tx, held.session.id)
    here = await ballots.rated_in(visit.tx, held.session.id)
    matters = proceedings.still_open(held.session, roll, held.people, votes, here)
    return Closing(held, roll, matters, held.session.version)


ROUTES = (ask_roll, call_roll, note, ask_record, record, pause, resume, ask_close, close)
