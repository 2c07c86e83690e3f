"""What a registration form carries: solutions typed, ready ones ticked (for browsers without a script)."""

from collections.abc import Collection, Mapping

from core.errors import Problem
from core.packs import points
from core.registrations.queries import Form as FormView
from core.registrations.rules import SOLUTION_MAX
from ui.forms import Form
from ui.i18n import current

FIELD, READY, CHOSEN = "solution.", "suggest.", "item"
PROPOSAL = "proposal"  # among the ready solutions: what the committee proposed
CONFIRMED = "confirmed"  # criteria of a sheet that is being added to: their texts stand fast
POINTS, OWN = "points.", "own_points"  # own_points is ticked by who spreads the points by himself


def typed(form: Form, view: FormView | None = None) -> dict[str, str]:
    """The solution by criterion, in the form's order; what is blank is not registered.

    `view` gives the texts of the ready solutions that were ticked. All refused texts are named at once."""
    found: dict[str, str] = {}
    refused: list[Problem] = []
    ready = _ready(view) if view else {}
    chosen = form.all(CHOSEN)
    for name in form.names(FIELD):
        key = name.removeprefix(FIELD)
        try:
            text = with_phrases(form.text(name, SOLUTION_MAX), [ready.get((key, k)) for k in form.all(READY + key)])
        except Problem as problem:
            refused.append(problem)
            continue
        if text or key in chosen:
            found[key] = text
    if refused:
        raise Problem("form.refused", problems=refused)
    return found


def points_of(form: Form, items: Collection[str]) -> dict[str, int] | None:
    """The points typed for these items in hundredths, None where they are to be spread evenly.

    Problem at each field that holds no number; an empty one is no points."""
    if not form.line(OWN, 5):
        return None
    found, refused = {}, []
    for key in items:
        text = form.line(POINTS + key, 12)
        value = points.parse(text) if text else 0
        if value is None:
            refused.append(Problem("registration.points-not-a-number", field=POINTS + key))
        else:
            found[key] = value
    if refused:
        raise Problem("form.refused", problems=refused)
    return found


def points_as_typed(form: Form) -> dict[str, int] | None:
    """The points for showing the form again: what is no number is shown as none."""
    if not form.line(OWN, 5):
        return None
    raw = form.raw
    return {
        name.removeprefix(POINTS): points.parse(raw[name]) or 0
        for name in raw
        if name.startswith(POINTS) and raw.get(name)
    }


def as_typed(form: Form) -> Mapping[str, str]:
    """The texts exactly as they came, for showing the form again."""
    raw = form.raw
    return {name.removeprefix(FIELD): raw[name] for name in form.names(FIELD) if raw.get(name)}


def needs_ready(form: Form) -> bool:
    """Whether ready solutions were ticked, so that their texts are needed."""
    return bool(form.names(READY))


def with_phrases(text: str, phrases: list[str | None]) -> str:
    """`text` with ready phrases after it, each on its line and only once."""
    added = [phrase for phrase in phrases if phrase and phrase not in text]
    return "\n".join(part for part in (text, *added) if part)


def _ready(view: FormView) -> dict[tuple[str, str], str]:
    choices = [choice for group in view.groups for choice in group.choices]
    proposed = {(choice.key, PROPOSAL): choice.proposal for choice in choices if choice.proposal}
    return proposed | {
        (choice.key, ready.key): ready.text.in_(current()) for choice in choices for ready in choice.suggestions
    }
