"""Approving all sheets that wait but some: what each says, what will happen, then one act (ui.md, blueprint 2)."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Request, Response, get, post
from msgspec import Struct

from core.errors import NotFound, Problem
from core.programmes import queries as programmes
from core.programmes.queries import Programme
from core.registrations import queue, reviews, watching
from core.registrations.queue import Content, Queue
from core.registrations.reviews import Batch, Plan
from core.registrations.signals import Signals
from ui.editing import asked_id
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import _, ngettext
from ui.problems import sentence
from ui.render import page

AT = "/{tenant:str}/can-xu-ly/duyet-nhieu"
VALIDATE = {"policy": "registration.validate"}
SHOWN = 100  # sheets of one round: as many as somebody reads through; the others come in the next


class Choosing(Struct, frozen=True):
    """Waiting sheets with what they say; those that are excepted are ticked. `more` wait for the next round."""

    queue: Queue
    contents: Mapping[UUID, tuple[Content, ...]]
    signals: Mapping[UUID, Signals]
    more: int


class Looking(Struct, frozen=True):
    """What will happen: who is approved, who is left out on purpose, who cannot be approved and why."""

    programme: Programme
    plan: Plan
    excepted: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    shown: tuple[str, ...]
    unit_id: UUID | None


@get(AT, opt=VALIDATE)
async def choose(request: Request) -> Response:
    """What the waiting sheets say, oldest first; one ticks the exceptions."""
    async with enter(request) as visit:
        programme = await _programme(visit, request.query_params.get("chuong-trinh", ""))
        unit = asked_id(request, "don-vi")
        found = await queue.listing(visit.tx, visit.actor, programme, unit_id=unit, most=SHOWN)
        sheets = [one.registration_id for one in found.entries if one.registration_id]
        contents = await queue.contents(visit.tx, found.entries)
        signals = await watching.signals_of(visit.tx, programme, sheets)
    more = found.counts["waiting"] - len(found.entries)
    return page(visit, "queue/choose.html", Choosing(found, contents, signals, more))


@post(AT + "/xem-truoc", opt=VALIDATE)
async def look(request: Request) -> Response:
    """What approving all but the excepted ones will do; nothing is done yet."""
    async with enter(request) as visit:
        programme = await _programme(visit, visit.form.line("programme", 60))
        shown, excepted = _versions(visit.form, "shown"), set(visit.form.uuids("except"))
        plan = await reviews.plan(visit.tx, visit.actor, [one for one in shown if one[0] not in excepted])
        kept = await reviews.plan(visit.tx, visit.actor, [one for one in shown if one[0] in excepted])
    names = tuple(one.name or _("Một phiếu") for one in (*kept.ready, *kept.skipped))
    refused = tuple((one.name or _("Một phiếu"), sentence(one.code, {})) for one in plan.skipped)
    ids = tuple(str(one) for one, _version in shown)
    return page(visit, "queue/look.html", Looking(programme, plan, names, refused, ids, visit.form.uuid("don-vi")))


@post(AT, opt=VALIDATE)
async def approve_many(request: Request) -> Response:
    """Approve those named with the versions that were read; what could not be approved is named with its reason."""
    async with enter(request, write=True) as visit:
        chosen = _versions(visit.form, "sheet")
        done = await reviews.approve_many(visit.tx, visit.actor, chosen)
        left = len(visit.form.all("shown")) - len(chosen)
        unit = visit.form.uuid("don-vi")
        target = f"can-xu-ly?chuong-trinh={visit.form.line('programme', 60)}{f'&don-vi={unit}' if unit else ''}"
        answer = await visit.done(target, _batch_words(done, left))
    return answer


async def _programme(visit: Visit, word: str) -> Programme:
    programme = await (programmes.get(visit.tx, word) if word else programmes.current(visit.tx))
    if programme is None:
        raise NotFound("access.not-found")
    return programme


def _versions(form: Form, name: str) -> list[tuple[UUID, int]]:
    """Sheets with the versions that were shown: `<id>:<version>`."""
    found = []
    for value in form.all(name):
        sheet, _colon, version = value.partition(":")
        try:
            found.append((UUID(sheet), int(version)))
        except ValueError:
            raise Problem("form.unknown-choice", field=name) from None
    return found


def _batch_words(done: Batch, left: int) -> tuple[str, str]:
    """How many were approved, how many were left out on purpose, and which could not be, each with the reason."""
    n = len(done.approved)
    words = [ngettext("Đã duyệt %(num)s phiếu.", "Đã duyệt %(num)s phiếu.", n) % {"num": n}]
    if left > 0:
        words.append(ngettext("Để lại %(num)s phiếu.", "Để lại %(num)s phiếu.", left) % {"num": left})
    for one in done.skipped[:5]:
        name = one.name or _("Một phiếu")
        words.append(_("Chưa duyệt %(name)s: %(why)s") % {"name": name, "why": sentence(one.code, {})})
    if len(done.skipped) > 5:
        words.append(_("Và %(num)s phiếu khác chưa duyệt được.") % {"num": len(done.skipped) - 5})
    return ("soon" if done.skipped or not n else "done", " ".join(words))


ROUTES = (choose, look, approve_many)
