"""Sentences that committees give again and again: ours, or in the union's own words; a press puts one into the text."""

from ui import terms
from ui.forms import Form

GENERAL = "phrase"  # those ticked for the whole sheet; with a point and a key for one criterion


def ticked(form: Form, key: str = "") -> list[str | None]:
    """The phrases ticked under the reason, or under one criterion: for browsers without a script."""
    held = dict(terms.phrases())
    return [held.get(number) for number in form.all(f"{GENERAL}.{key}" if key else GENERAL)]
