"""Coming activities of one's own branch and of the units above, as ready solutions of the registration form (S4-35)."""

from msgspec import structs

from core.activities import queries
from core.activities.queries import Offer
from core.packs.facts import Suggestion
from core.packs.text import Text
from core.registrations.queries import Form
from ui.formats import short_date
from ui.guard import Visit

PREFIX = "hoat-dong."  # of the keys, to tell them from the pack's own suggestions


async def with_activities(visit: Visit, view: Form) -> Form:
    """The form with what serves each criterion put before the pack's suggestions. What is picked becomes the text of
    the solution, for its owner to change."""
    offered = await queries.offered(visit.tx, visit.actor, view.programme.id)
    if not offered:
        return view
    return structs.replace(view, groups=tuple(
        structs.replace(group, choices=tuple(
            structs.replace(one, suggestions=(*map(_ready, offered.get(one.key, ())), *one.suggestions))
            for one in group.choices
        ))
        for group in view.groups
    ))  # fmt: skip


def _ready(one: Offer) -> Suggestion:
    """Written in Vietnamese, as sheets are."""
    place = f" tại {one.place}" if one.place else ""
    by = f" ({one.unit_name} tổ chức)"
    return Suggestion(
        key=f"{PREFIX}{one.id}", text=Text(f"Tham gia “{one.title}” ngày {short_date(one.happens_on)}{place}{by}.")
    )
