"""Lists of the pack editor that are put in order: their rows, and what a row's buttons or a drag ask for."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from litestar import Request, Response
from msgspec import Struct

from core.configurations import actions
from core.configurations.ordering import moved, rearranged
from core.configurations.rules import Place
from core.errors import NotFound, Problem, Stale
from core.packs.schema import Entry
from core.packs.text import Text
from ui.configuration_editing import said
from ui.configuration_frame import Frame, frame_of
from ui.editing import again
from ui.guard import enter

STEPS = {"up": -1, "down": 1}
Entries = Mapping[str, Entry]
Listing = Callable[[Request, Problem | None], Awaitable[Response]]
# Which entries a row moves among, in order.
Beside = Callable[[Frame, str, str], list[str]]


class Row(Struct, frozen=True, kw_only=True):
    """An entry in a list. `own` ones were added by this tenant and can be taken away again."""

    part: str
    key: str
    number: str
    title: Text
    disabled: bool
    own: bool
    changed: bool
    notes: tuple[str, ...]
    url: str


def entries_of(frame: Frame, part: str) -> Entries:
    """The entries of a part of the draft's rules (`criteria`, `targets`)."""
    return getattr(frame.rules, part)


def row(frame: Frame, part: str, key: str, notes: Sequence[str], url: str) -> Row:
    """One entry as its list shows it; `url` is below the configuration."""
    entry = entries_of(frame, part)[key]
    return Row(
        part=part,
        key=key,
        number=getattr(entry, "number", ""),
        title=entry.title,  # type: ignore[attr-defined]
        disabled=entry.disabled,
        own=key not in getattr(frame.draft.base, part),
        changed=frame.changed_at((part, key)),
        notes=tuple(note for note in notes if note),
        url=frame.url_of(url),
    )


def in_order(entries: Entries) -> list[str]:
    """The keys in the order of the entries, the disabled ones in their places."""
    return sorted(entries, key=lambda key: entries[key].order)


def all_of_part(frame: Frame, part: str, key: str) -> list[str]:
    """A row moves among all entries of its part."""
    return in_order(entries_of(frame, part))


async def arranged(
    request: Request, section: str, parts: Sequence[str], listing: Listing, beside: Beside = all_of_part
) -> Response:
    """Move, switch off or on, or take away one entry of `parts`; or give a list a new order."""
    try:
        async with enter(request, write=True) as visit:
            frame = await frame_of(visit, str(request.path_params["pack"]), section)
            form = visit.form
            order = form.all("order")
            key, changes = _dragged(frame, parts, order) if order else _pressed(frame, parts, form.line("act"), beside)
            # A step is one from where the entry stands now; a whole new order is of the list that was seen.
            seen = (form.integer("seen") or 0) if order else frame.version
            draft = await actions.edit(visit.tx, visit.actor, frame.pack_id, changes, seen)
            tail = f"sua/{section}" + (f"#r-{key}" if key else "")
            answer = await visit.done(frame.url_of(tail), said(frame, draft))
    except Problem as problem:
        again(problem)
        return await listing(request, _of_the_page(problem))
    return answer


def _dragged(frame: Frame, parts: Sequence[str], order: list[str]) -> tuple[str, dict[Place, object]]:
    split = [word.partition("/") for word in order]
    part = split[0][0]
    keys = [key for one, _slash, key in split if one == part]
    if part not in parts or len(keys) < len(order):
        raise NotFound("access.not-found")
    return "", _sequence(frame, part, keys)


def _pressed(frame: Frame, parts: Sequence[str], act: str, beside: Beside) -> tuple[str, dict[Place, object]]:
    verb, _colon, word = act.partition(":")
    part, _slash, key = word.partition("/")
    if part not in parts or key not in entries_of(frame, part):
        raise NotFound("access.not-found")
    anchor = f"{part}-{key}"
    if verb in STEPS:
        return anchor, _sequence(frame, part, moved(beside(frame, part, key), key, STEPS[verb]))
    if verb in ("off", "on"):
        return anchor, {(part, key, "disabled"): verb == "off"}
    if verb == "drop" and key not in getattr(frame.draft.base, part):
        return "", {(part, key): None}
    raise NotFound("access.not-found")


def _sequence(frame: Frame, part: str, keys: list[str]) -> dict[Place, object]:
    entries = entries_of(frame, part)
    if len(set(keys)) < len(keys) or not set(keys) <= set(entries):
        raise Stale("configuration.moved-on")  # the list had other entries than the draft has now
    orders = {name: one.order for name, one in entries.items()}
    return {(part, key, "order"): number for key, number in rearranged(orders, keys).items()}


def _of_the_page(problem: Problem) -> Problem:
    """A refusal as the list shows it, which has no inputs to stand beside."""
    if isinstance(problem, Stale):
        return Stale("configuration.moved-on")
    first = problem.problems[0] if problem.problems else problem
    return Problem(first.code, **first.facts)
