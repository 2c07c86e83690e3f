"""What the pages of levels, conditions, steps and dates share: keys of new pieces, their order, switching them off."""

import re
import secrets
from collections.abc import Mapping

from litestar import Request, Response

from core.configurations import actions
from core.configurations.ordering import moved, rearranged
from core.configurations.rules import Place, value_at
from core.errors import NotFound, Problem
from core.packs import reading
from ui.configuration_editing import Making, Sheet, said, show
from ui.configuration_fields import Block, Field
from ui.configuration_frame import Frame, frame_of
from ui.editing import again
from ui.forms import Form
from ui.guard import enter
from ui.i18n import _

NEW = re.compile(r"own_[0-9a-f]{6}")
STEPS = {"up": -1, "down": 1}


def new_key(form: Form | None) -> str:
    """The key of what is being added: the one that the form was given, so that sending it twice adds once."""
    given = form.raw.get("new", "") if form else ""
    return given if NEW.fullmatch(given) else f"own_{secrets.token_hex(3)}"


def own(frame: Frame, at: Place, key: str) -> bool:
    """Whether the tenant has added this piece, so that it can be taken away again."""
    return value_at(reading.plain(frame.draft.base), (*at, key)) is None


def piece_way(
    frame: Frame, section: str, way: str, *, at: Place, existing: bool, fields: tuple[Field, ...],
    fixed: Mapping[Place, object], path: str, anchor: str, title: str,
) -> Sheet:  # fmt: skip
    """The sheet of one small piece; an existing one can be switched off."""
    if existing:
        fields = (*fields, Field(place=(*at, "disabled"), kind="flag", label=_("Đang dùng"), on=False))
    return Sheet(
        title=title, blocks=(Block(title="", fields=fields),), path=path, back=f"sua/{section}#{anchor}",
        entry=at if existing else (), fixed=fixed, way=((way, f"sua/{section}"),),
        button="" if existing else _("Thêm vào bản nháp"), template="configurations/entry.html", more=at[-1],
    )  # fmt: skip


def arranged(frame: Frame, parts: Mapping[str, Place], act: str) -> tuple[str, dict[Place, object]]:
    """What a button of a list asks for (`up:muc/tot`, `off:dau/done`): the word of the list, and the changes.

    NotFound for a list or a piece that is not there."""
    verb, _colon, word = act.partition(":")
    sort, _slash, key = word.partition("/")
    at = parts.get(sort)
    entries = value_at(frame.plain, at) if at else None
    if at is None or not isinstance(entries, Mapping) or key not in entries:
        raise NotFound("access.not-found")
    if verb in STEPS:
        orders = {name: int(one.get("order", 0)) for name, one in entries.items()}
        row = sorted(orders, key=lambda name: orders[name])
        numbers = rearranged(orders, moved(row, key, STEPS[verb]))
        return sort, {(*at, name, "order"): number for name, number in numbers.items()}
    if verb in ("off", "on"):
        return sort, {(*at, key, "disabled"): verb == "off"}
    if verb == "drop" and own(frame, at, key):
        return sort, {(*at, key): None}
    raise NotFound("access.not-found")


async def arrange(request: Request, section: str, parts: Mapping[str, Place], making: Making) -> Response:
    """Do what a button of a list asks for, or show the section again with why not."""
    try:
        async with enter(request, write=True) as visit:
            frame = await frame_of(visit, str(request.path_params["pack"]), section)
            sort, changes = arranged(frame, parts, visit.form.line("act"))
            # A step is one from where the piece stands now.
            draft = await actions.edit(visit.tx, visit.actor, frame.pack_id, changes, frame.version)
            answer = await visit.done(frame.url_of(f"sua/{section}#{sort}"), said(frame, draft))
    except Problem as problem:
        again(problem)
        first = problem.problems[0] if problem.problems else problem  # a locked piece: the list has no inputs
        return await show(request, section, making, Problem(first.code, **first.facts))
    return answer
