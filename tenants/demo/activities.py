"""Activities of the shown class, its department's union and the school: planned, to come, today's and done (invented).

By the product's own actions on the tenant's clock, so that nothing stands here that a page could not have written.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from core.access import Actor, Seat
from core.activities import actions, attending, codes
from core.activities.attending import Shown as Code
from core.activities.rules import Draft
from core.db.scope import Transaction
from core.programmes.queries import Programme
from core.units import queries as units
from tenants.demo.committees import Committees
from tenants.demo.rows import Draw, Person, Unit
from tenants.demo.seasons import at
from tenants.demo.university import NOW, Shown
from tenants.demo.wording import texts

SECRET = b"demo"  # of codes that nobody will scan again
TODAY = NOW.date()


class Event(NamedTuple):
    """What is planned: `who` organises, `days` from the demo's day, how many sign up and how many of them come; `state`
    is how far it has got."""

    key: str
    who: str
    days: int
    starts: str
    ends: str
    criteria: tuple[str, ...]
    state: str = "open"
    signed: int = 0
    came: int = 0


EVENTS = (
    Event("green", "section", -32, "07:00", "11:00", ("2.2", "5.2"), "closed", 21, 18),
    Event("theory", "few", -9, "18:00", "20:00", ("1.1", "1.3"), "closed", 19, 16),
    Event("sports", "few", 0, "08:00", "17:30", ("4.1",), "open", 15, 6),
    Event("blood", "top", 4, "07:30", "16:00", ("2.2",), "open", 9),
    Event("skills", "section", 8, "14:00", "16:30", ("2.1", "3.3"), "open", 5),
    Event("camp", "few", 12, "06:00", "17:00", ("5.2",), "planned"),
)


async def write(tx: Transaction, programme: Programme, committees: Committees, shown: Shown) -> int:
    """Everything of `EVENTS`; how many there are. The clock stands where it stood."""
    owners = {"few": shown.few, "section": shown.section, "top": shown.section.parent or shown.section}
    guests = {"few": shown.few.members, "section": _members(shown.section), "top": shown.few.members}
    for number, event in enumerate(EVENTS):
        draw = Draw(programme.year + number)
        await _one(tx, programme, committees, owners[event.who], guests[event.who], event, draw)
    await tx.execute("select sec.move_clock($1)", NOW)
    return len(EVENTS)


async def _one(
    tx: Transaction, programme: Programme, committees: Committees, unit: Unit, guests: list[Person], event: Event,
    draw: Draw,
) -> None:  # fmt: skip
    day, words = TODAY + timedelta(days=event.days), texts("activities")[event.key]
    await _clock(tx, min(day, TODAY) - timedelta(days=7), 9)
    place = await units.get(tx, unit.id)
    by = committees.member(unit, TODAY)
    if by is None:
        return
    organiser = Actor(
        account_id=by.account, person_id=by.person, name="", seats=(Seat("committee", unit.id, place.path),)
    )
    plan = Draft(
        title=words["title"], place=words["place"], about=words.get("about", ""), happens_on=day,
        starts_at=event.starts, ends_at=event.ends,
        criteria=tuple(key for key in event.criteria if key in programme.rules.criteria),
    )  # fmt: skip
    made = await actions.plan(tx, organiser, programme, place, plan)
    if event.state == "planned":
        return
    await actions.publish(tx, organiser, made)
    joining = draw.sample(guests, min(event.signed, len(guests)))
    members = [await _member(tx, committees, person) for person in joining]
    for member in members:
        await attending.sign_up(tx, member, made)
    for minute, member in enumerate(members[: event.came]):
        await _clock(tx, day, int(event.starts[:2]), minute)
        seen = datetime.now(UTC)
        code = Code(code=codes.link(SECRET, made, seen.timestamp()), secret=SECRET, at=seen)
        await attending.check_in(tx, member, made, code)
    if event.state == "closed":
        await _clock(tx, day, 21)
        people = {"people": str(event.came)}
        await actions.close(tx, organiser, made, words["note"], people)


async def _member(tx: Transaction, committees: Committees, person: Person) -> Actor:
    unit = person.branch
    path = (await units.get(tx, unit.id)).path if unit else ""
    seats = (Seat("member", unit.id, path),) if unit else ()
    return Actor(account_id=committees.account_of(person), person_id=person.id, name=person.name, seats=seats)


async def _clock(tx: Transaction, day: date, hour: int, minute: int = 0) -> None:
    await tx.execute("select sec.move_clock($1)", at(day, hour, minute))


def _members(section: Unit) -> list[Person]:
    """The people of a section's classes, in the tree's order."""
    branches: Iterable[Unit] = section.children
    return [person for branch in branches for person in branch.members]
