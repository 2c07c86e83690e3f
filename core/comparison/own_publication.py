"""What a province published, as it stands and as the centre sees it: the same view, read by the province itself."""

from collections.abc import Mapping
from datetime import datetime

import asyncpg
import msgspec

from core.access import Actor, Target, require
from core.comparison.facts import Detail, National
from core.db.scope import Transaction

# In the order of the page; each is a column of the published row and of the view.
NUMBERS = (
    "units", "units_implementing", "eligible", "registered", "validated", "registered_late", "assessed",
    "reviewed", "returned", "texts", "alike", "commended",
)  # fmt: skip
MOST_TRACES = 30


class Number(msgspec.Struct, frozen=True):
    """One number: what the province has, what the centre sees. None is not measured, or on the centre's side hidden."""

    key: str
    own: int | None
    shown: int | None

    @property
    def hidden(self) -> bool:
        """Whether the province has it and the centre does not see it."""
        return self.own is not None and self.shown is None


class Rank(msgspec.Struct, frozen=True):
    """People at one level of the pack."""

    key: str
    national: National | None
    number: Number


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """One published row: a year of a programme's subject. `as_of` is when it was brought up to date; `places` are the
    districts and communes that are shown, `days` those of the curve of registration."""

    year: int
    subject: str
    pack: str
    closed: bool
    as_of: datetime
    small: bool
    detail: Detail
    numbers: tuple[Number, ...]
    levels: tuple[Rank, ...]
    classes: tuple[Number, Number]
    places: int
    days: int


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the trail: a publication with its numbers, or a change of what is published."""

    action: str
    thing: str
    at: datetime
    by_name: str
    detail: Mapping[str, object]


ROWS = f"""
select p.year, p.subject, p.pack, p.closed, p.as_of, p.level_keys, p.level_national, p.level_people,
  p.high, p.low, jsonb_array_length(s.places) as places, cardinality(s.curve) as days, s.small, s.detail,
  s.level_people as shown_levels, s.high as shown_high, s.low as shown_low,
  {", ".join(f"p.{name}, s.{name} as shown_{name}" for name in NUMBERS)}
from central.published p
join core.own_publication() s on s.year = p.year and s.subject = p.subject and s.pack = p.pack
where p.tenant_id = $1 and not p.synthetic
order by p.year desc, p.subject, p.pack
"""
TRACES = """
select a.action, a.object, a.at, coalesce(w.full_name, b.display_name, '') as by_name, a.detail
from audit a
left join account b on b.tenant_id = a.tenant_id and b.id = a.account_id
left join person w on w.tenant_id = b.tenant_id and w.id = b.person_id
where a.tenant_id = $1 and a.action in ('aggregates.published', 'aggregates.chosen')
order by a.at desc limit $2
"""


async def sent(tx: Transaction, actor: Actor) -> tuple[Sent, ...]:
    """Everything that the province publishes, the newest year first."""
    require(actor, "publication.read", Target())
    return tuple(_sent(row) for row in await tx.fetch(ROWS, tx.tenant_id))


async def traces(tx: Transaction, actor: Actor) -> tuple[Trace, ...]:
    """When it was published and by whom ('' is the clock), the latest first."""
    require(actor, "publication.read", Target())
    return tuple(
        Trace(
            action=row["action"], thing=row["object"], at=row["at"], by_name=row["by_name"],
            detail=msgspec.json.decode(row["detail"]),
        )
        for row in await tx.fetch(TRACES, tx.tenant_id, MOST_TRACES)
    )  # fmt: skip


async def shows_below(tx: Transaction) -> bool:
    """Whether the province shows the numbers of its districts and communes too."""
    return bool(await tx.fetchval("select below from publication_choice where tenant_id = $1", tx.tenant_id))


def _sent(row: asyncpg.Record) -> Sent:
    people = row["level_people"]
    shown = row["shown_levels"] or [None] * len(people)
    return Sent(
        year=row["year"], subject=row["subject"], pack=row["pack"], closed=row["closed"], as_of=row["as_of"],
        small=row["small"], detail=row["detail"],
        numbers=tuple(Number(name, row[name], row[f"shown_{name}"]) for name in NUMBERS),
        levels=tuple(
            Rank(key, national, Number(key, own, seen))
            for key, national, own, seen in zip(row["level_keys"], row["level_national"], people, shown, strict=True)
        ),
        classes=(Number("high", row["high"], row["shown_high"]), Number("low", row["low"], row["shown_low"])),
        places=row["places"], days=row["days"],
    )  # fmt: skip
