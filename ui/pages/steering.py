"""Chỉ đạo at the centre: duties of provinces with their answers and reminders, notes about provinces."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.comparison import provinces
from core.errors import Problem
from core.steering import actions, queries, rules
from core.steering.queries import Asked, Note, Union
from core.steering.rules import Duty
from ui.centre import enter_centre
from ui.editing import asked, shown_again
from ui.forms import Form
from ui.guard import Visit
from ui.i18n import N_, _, ngettext
from ui.render import page

AT = "/{tenant:str}/chi-dao"
ADMIN = {"policy": "steering.admin"}
KINDS = {
    "report": (N_("Báo cáo"), N_("Các tỉnh gửi báo cáo hoặc văn bản trước hạn.")),
    "milestone": (N_("Mốc công việc"), N_("Các tỉnh làm xong một việc trước hạn.")),
}


class Listing(Struct, frozen=True):
    """Duties that run, the next day first, and those withdrawn or long done."""

    now: tuple[Asked, ...]
    before: tuple[Asked, ...]
    kinds: dict[str, str]


class Draft(Struct, frozen=True):
    """A duty while it is written."""

    unions: tuple[Union, ...]
    kinds: tuple[tuple[str, str, str], ...]
    year: int
    chosen: tuple[str, ...] = ()


class Sheet(Struct, frozen=True):
    """A duty with how each union stands, by name."""

    duty: Asked
    names: Mapping[str, str]
    kind: str


class Notes(Struct, frozen=True):
    """Notes, of one province if chosen; `places` are (code, name) to choose from."""

    notes: tuple[Note, ...]
    chosen: str
    places: tuple[tuple[str, str], ...]
    names: Mapping[str, str]


@get(AT, opt=ADMIN)
async def listing(request: Request) -> Response:
    """What was asked of provinces."""
    async with enter_centre(request) as visit:
        found = await queries.asked(visit.tx, visit.actor)
    now = tuple(one for one in found if one.withdrawn_at is None and (one.owing or one.due_on >= visit.today))
    kinds = {key: _(title) for key, (title, _help) in KINDS.items()}
    return page(visit, "steering/list.html", Listing(now, tuple(one for one in found if one not in now), kinds))


@get(AT + "/moi", opt=ADMIN)
async def write(request: Request) -> Response:
    """A new duty."""
    async with enter_centre(request) as visit:
        view = await _draft(visit)
    return page(visit, "steering/new.html", view)


@post(AT + "/moi", opt=ADMIN)
async def ask(request: Request) -> Response:
    """Give it to the provinces."""
    visit: Visit | None = None
    try:
        async with enter_centre(request, write=True) as visit:
            id = await actions.ask(visit.tx, visit.actor, _duty(visit.form, visit.today.year))
            answer = await visit.done(f"chi-dao/viec/{id}", ("done", _("Đã giao. Các tỉnh thấy ngay từ bây giờ.")))
    except Problem as problem:
        return await shown_again(request, visit, problem, "steering/new.html", lambda visit, _request: _draft(visit))
    return answer


@get(AT + "/viec/{duty:uuid}", opt=ADMIN)
async def show(request: Request, duty: UUID) -> Response:
    """Who has answered what, who has not."""
    async with enter_centre(request) as visit:
        view = await _sheet(visit, duty)
    return page(visit, "steering/duty.html", view)


@post(AT + "/viec/{duty:uuid}/nhac", opt=ADMIN)
async def remind(request: Request, duty: UUID) -> Response:
    """Remind those who have not answered."""
    visit: Visit | None = None
    try:
        async with enter_centre(request, write=True) as visit:
            words = visit.form.text("words", rules.LONGEST["reminder"])
            sent = await actions.remind(visit.tx, visit.actor, duty, words)
            told = ngettext("Đã nhắc %(num)s đơn vị.", "Đã nhắc %(num)s đơn vị.", sent) % {"num": sent}
            answer = await visit.done(f"chi-dao/viec/{duty}", ("done", told))
    except Problem as problem:
        return await shown_again(
            request, visit, problem, "steering/duty.html", lambda visit, _request: _sheet(visit, duty)
        )
    return answer


@get(AT + "/viec/{duty:uuid}/rut", opt=ADMIN)
async def withdraw_form(request: Request, duty: UUID) -> Response:
    """Asked once."""
    async with enter_centre(request) as visit:
        view = await _sheet(visit, duty)
    return page(visit, "steering/withdraw.html", view)


@post(AT + "/viec/{duty:uuid}/rut", opt=ADMIN)
async def withdraw(request: Request, duty: UUID) -> Response:
    """Take it back."""
    async with enter_centre(request, write=True) as visit:
        await actions.withdraw(visit.tx, visit.actor, duty)
        answer = await visit.done("chi-dao", ("done", _("Đã rút lại. Các tỉnh không còn thấy việc này.")))
    return answer


@get(AT + "/ghi-chu", opt=ADMIN)
async def notes(request: Request) -> Response:
    """What the centre wrote down about provinces."""
    async with enter_centre(request) as visit:
        view = await _notes(visit, asked(request).raw.get("tinh", ""))
    return page(visit, "steering/notes.html", view)


@post(AT + "/ghi-chu", opt=ADMIN)
async def note(request: Request) -> Response:
    """Write a note."""
    visit: Visit | None = None
    try:
        async with enter_centre(request, write=True) as visit:
            province = visit.form.line("province", 40)
            if province not in place_names(await queries.hosted(visit.tx)):
                raise Problem("form.unknown-choice", field="province")
            words = visit.form.text("words", rules.LONGEST["note"])
            await actions.note(visit.tx, visit.actor, province, words, visit.form.integer("year"))
            answer = await visit.done(f"chi-dao/ghi-chu?tinh={province}", ("done", _("Đã ghi.")))
    except Problem as problem:
        return await shown_again(request, visit, problem, "steering/notes.html", _noting)
    return answer


@post(AT + "/ghi-chu/{note_id:uuid}/bo", opt=ADMIN)
async def remove_note(request: Request, note_id: UUID) -> Response:
    """Take a note out of sight."""
    async with enter_centre(request, write=True) as visit:
        await actions.remove_note(visit.tx, visit.actor, note_id)
        answer = await visit.done("chi-dao/ghi-chu", ("done", _("Đã bỏ ghi chú; nhật ký còn giữ ai đã bỏ.")))
    return answer


def place_names(unions: tuple[Union, ...]) -> dict[str, str]:
    """Every province there was or is, and the unions here that are none, by code."""
    return {code: one.name for code, one in provinces.ALL.items()} | {
        one.province: one.name for one in unions if one.province not in provinces.ALL
    }


async def _draft(visit: Visit) -> Draft:
    kinds = tuple((key, _(title), _(help)) for key, (title, help) in KINDS.items())
    return Draft(await queries.hosted(visit.tx), kinds, visit.today.year, tuple(visit.form.all("provinces")))


async def _sheet(visit: Visit, duty: UUID) -> Sheet:
    found = await queries.one_asked(visit.tx, visit.actor, duty)
    names = {union.province: union.name for union in await queries.hosted(visit.tx)}
    return Sheet(found, names, _(KINDS[found.kind][0]))


async def _noting(visit: Visit, request: Request) -> Notes:
    return await _notes(visit, visit.form.raw.get("province", ""))


async def _notes(visit: Visit, chosen: str) -> Notes:
    names = place_names(await queries.hosted(visit.tx))
    chosen = chosen if chosen in names else ""
    now = [(code, one.name) for code, one in provinces.NOW.items()]
    before = [(code, _("%(name)s (trước 1/7/2025)") % {"name": one.name}) for code, one in provinces.BEFORE.items()
              if code not in provinces.NOW]  # fmt: skip
    others = [(code, name) for code, name in names.items() if code not in provinces.ALL]
    found = await queries.notes(visit.tx, visit.actor, chosen)
    return Notes(found, chosen, (*now, *others, *before), names)


def _duty(form: Form, year: int) -> Duty:
    kind = form.line("kind", 20)
    if kind not in KINDS:
        raise Problem("form.unknown-choice", field="kind")
    return Duty(
        kind="milestone" if kind == "milestone" else "report", title=form.line("title", rules.LONGEST["title"]),
        words=form.text("words", rules.LONGEST["words"]), year=form.integer("year") or year,
        due_on=form.date("due_on"), provinces=tuple(form.all("provinces")),
    )  # fmt: skip


ROUTES = (listing, write, ask, show, remind, withdraw_form, withdraw, notes, note, remove_note)
