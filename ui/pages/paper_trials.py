"""A Word template on trial: its example to read and to fetch, then accepted with a reason, or thrown away."""

from litestar import Request, Response, get, post
from markupsafe import Markup
from msgspec import Struct, json

from core.errors import NotFound
from core.paper_templates import actions, queries, rules
from core.paper_templates.queries import Version
from ui.editing import posted
from ui.guard import Visit, enter
from ui.i18n import _
from ui.pages.paper_templates import ADMIN, AT, HOME, One, slot_of, title_of, view_of
from ui.papers import fields, making, samples, texts, word
from ui.papers.blocks import Block
from ui.papers.fields import Entry
from ui.render import page


class Trial(Struct, frozen=True, kw_only=True):
    """The template on trial. `missing` are the important fields that it leaves out; `text` is what a short text reads
    like."""

    one: One
    version: Version
    missing: tuple[Entry, ...]
    blocks: tuple[Block, ...]
    text: Markup = Markup("")


@get(AT + "/thu", opt=ADMIN)
async def show(request: Request) -> Response:
    """What the example reads like, what is left out, and the decision."""
    async with enter(request) as visit:
        view = await _trial(visit, request)
    return page(visit, "papers/trial.html", view)


@get(AT + "/thu/vi-du", opt=ADMIN)
async def sample(request: Request) -> Response[bytes]:
    """The example as a Word file."""
    async with enter(request) as visit:
        view = await _trial(visit, request)
        if view.one.is_text:
            raise NotFound("access.not-found")
        pack, slot = await slot_of(visit, request)
        content = await queries.body(visit.tx, visit.actor, pack.id, slot, view.version.id)
    made = await word.make(content, fields.of_slot(pack, slot), samples.values_of(pack, slot))
    return making.file(made.content, f"Ví dụ {title_of(pack, slot)}")


@post(AT + "/thu", opt=ADMIN)
async def accept(request: Request) -> Response:
    """Let it hold."""

    async def act(visit: Visit) -> Response:
        pack, slot = await slot_of(visit, request)
        view = await _trial(visit, request)
        reason, version = visit.form.text("reason", rules.REASON_MOST), visit.form.uuid("ban")
        number = await actions.accept(
            visit.tx, visit.actor, pack, slot, version or view.version.id, reason, visit.form.version
        )
        told = _("Bản %(number)s được dùng từ bây giờ.") % {"number": number}
        return await visit.done(f"{HOME}/{pack.id}/{slot}", ("done", told))

    return await posted(request, act, "papers/trial.html", _trial)


@post(AT + "/thu/bo", opt=ADMIN)
async def discard(request: Request) -> Response:
    """Throw it away."""
    async with enter(request, write=True) as visit:
        pack, slot = await slot_of(visit, request)
        await actions.discard(visit.tx, visit.actor, pack, slot)
        answer = await visit.done(f"{HOME}/{pack.id}/{slot}", ("info", _("Đã bỏ tệp đang thử.")))
    return answer


async def _trial(visit: Visit, request: Request) -> Trial:
    one = await view_of(visit, request)
    version = one.slot.trial
    if version is None:
        raise NotFound("access.not-found")
    text = Markup("")
    if one.is_text:
        body = await queries.body(visit.tx, visit.actor, one.pack_id, one.slot.slot, version.id)
        text = texts.rendered(body.decode(), texts.SAMPLE)
    places = {entry.place: entry for entry in one.entries}
    return Trial(
        one=one, version=version, missing=tuple(places[name] for name in version.missing if name in places),
        blocks=json.decode(version.preview, type=tuple[Block, ...]), text=text,
    )  # fmt: skip


ROUTES = (show, sample, accept, discard)
