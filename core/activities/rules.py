"""What a planned activity must hold, and in which phase it is (features 63 and 66): pure."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Literal

import msgspec

from core.errors import Problem
from core.packs.patching import active
from core.packs.schema import Pack, Register

Phase = Literal["planned", "open", "running", "over", "done", "cancelled"]
PEOPLE = "people"  # the quantity of a book that begins with how many were there
TITLE_MAX, PLACE_MAX, ABOUT_MAX = 200, 200, 2000
# state → the acts that lead on from it; everything else is `activity.wrong-state`
MOVES: Mapping[str, tuple[str, ...]] = {
    "planned": ("edit", "open", "cancel"),
    "open": ("edit", "cancel", "close"),
    "closed": (),
    "cancelled": (),
}


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A planned activity as typed; `criteria` are keys of the programme's rules."""

    title: str
    place: str = ""
    about: str = ""
    happens_on: date | None
    starts_at: str
    ends_on: date | None = None
    ends_at: str = ""
    criteria: tuple[str, ...]


class Times(msgspec.Struct, frozen=True):
    """From when to when, by the clock of the union."""

    happens_on: date
    starts_at: time
    ends_on: date
    ends_at: time


def phase(state: str, times: Times, today: date) -> Phase:
    """Where an activity is on a day: `running` on its days, `over` when it waits to be closed."""
    if state in ("planned", "cancelled"):
        return "planned" if state == "planned" else "cancelled"
    if state == "closed":
        return "done"
    if today < times.happens_on:
        return "open"
    return "running" if today <= times.ends_on else "over"


def move(state: str, act: str) -> None:
    """Refuse an act that the state does not allow. Raises `activity.wrong-state`."""
    if act not in MOVES[state]:
        raise Problem("activity.wrong-state", state=state)


def check(rules: Pack, draft: Draft, begins: date, ends: date) -> Times:
    """Begin and end of an acceptable plan; the last day is the first where none is given. Raises `activity.refused`
    with a problem for each field."""
    problems = []
    if not draft.title:
        problems.append(Problem("activity.title-missing", field="title"))
    if draft.happens_on is None or not begins <= draft.happens_on <= ends:
        problems.append(Problem("activity.outside-period", field="happens_on", begins=begins, ends=ends))
    starts, until = _time(draft.starts_at), _time(draft.ends_at)
    for name, found in (("starts_at", starts), ("ends_at", until)):
        if found is None:
            problems.append(Problem("activity.time-missing", field=name))
    last = draft.ends_on or draft.happens_on
    if draft.happens_on and last and starts and until and (last, until) <= (draft.happens_on, starts):
        late = "ends_on" if last < draft.happens_on else "ends_at"
        problems.append(Problem("activity.ends-before-start", field=late))
    elif last and last > ends:
        problems.append(Problem("activity.outside-period", field="ends_on", begins=begins, ends=ends))
    if not draft.criteria or any(key not in active(rules.criteria) for key in draft.criteria):
        problems.append(Problem("activity.criteria-missing", field="criteria"))
    if problems or draft.happens_on is None or last is None or starts is None or until is None:
        raise Problem("activity.refused", problems=problems)
    return Times(draft.happens_on, starts, last, until)


def book(rules: Pack) -> tuple[str, Register] | None:
    """The book in which a closed activity is entered, so that its quantities add up the tree; None where the pack has
    no book of activities of units."""
    found = ((key, one) for key, one in active(rules.registers).items() if one.kind == "activity" and one.of == "unit")
    return next(found, None)


def ended(times: Times) -> datetime:
    """The last moment, without a zone."""
    return datetime.combine(times.ends_on, times.ends_at)


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None
