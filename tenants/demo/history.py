"""The members' programme of 2015–2017 as the province loaded it: closed years with reviews of units, monthly reports
and pilots (S1-13 … S1-23, S1-A4). Invented words; the office that loaded them is named as the writer."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from core.db.scope import Transaction
from core.declarations import queries, rules
from core.packs.schema import Declaration
from core.programmes import pinned
from core.programmes.actions import Plan, open_programme
from core.programmes.queries import Programme
from core.unit_reviews.rules import Round, rounds
from tenants.demo import wording
from tenants.demo.committees import Committees
from tenants.demo.duties import Duty, paper
from tenants.demo.rows import Draw, Unit
from tenants.demo.scene import Scene
from tenants.demo.seasons import at
from tenants.demo.years import store_duties

PACK, YEARS = "kien_giang_member_training", (2015, 2016, 2017)
PLAN = Plan("138-KH/TĐTN-BTCKT", date(2015, 2, 27), "Ban Thường vụ Tỉnh đoàn Kiên Giang")
LOADED = at(date(2019, 8, 19), 16)  # the day before the first year that was lived in the product
BEGAN = date(2015, 3, 2)
REVIEWED, LATE, DECLARED = 0.96, 0.06, 0.95
UNTOLD = ("kienhai", "half_year", 2017)  # a district that reviewed nobody in a round
PILOTS = {"giangthanh": 0, "kienhai": 0, "vinhthuan": 1}  # how many a district chose; the others 2 or 3
REVIEW = (
    "tenant_id", "programme_id", "unit_id", "checkpoint", "stage", "comment", "by_account", "by_unit_id", "given_at",
    "late",
)  # fmt: skip
PILOT = ("tenant_id", "programme_id", "unit_id", "pilot", "marked_by", "marked_at")


class Past(NamedTuple):
    """A year of the phase: its programme, the units that existed, the office that loaded it."""

    programme: Programme
    units: tuple[Unit, ...]
    office: UUID


async def write(tx: Transaction, draw: Draw, scene: Scene) -> int:
    """The three years, the oldest first; how many reviews they hold."""
    await tx.execute("select sec.move_clock($1)", LOADED)
    return sum([await _year(tx, draw, scene, year) for year in YEARS])


async def _year(tx: Transaction, draw: Draw, scene: Scene, year: int) -> int:
    programme = await open_programme(tx, None, pinned.catalog().get(PACK), year, PLAN)
    units = tuple(unit for unit in scene.top.walk() if unit.opened_on <= programme.ends_on)
    past = Past(programme, units, Committees(scene.accounts).offices["provincial_admin"].account)
    reviews = [row for one in rounds(programme.rules) for row in _reviews(tx, draw, past, one)]
    await tx.load("unit_review", REVIEW, reviews)
    await tx.load("pilot_unit", PILOT, [
        (tx.tenant_id, programme.id, unit.id, "", past.office, LOADED) for unit in _pilots(draw, units)
    ])  # fmt: skip
    await store_duties(tx, programme, _declared(draw, past))
    return len(reviews)


def _reviews(tx: Transaction, draw: Draw, past: Past, one: Round) -> Iterator[tuple[object, ...]]:
    """What the districts said of their units in a round; some are missing, some late."""
    due = past.programme.due(one.act)
    last = due.last_day if due else past.programme.ends_on
    for unit in past.units:
        silent = unit.parent is None or (unit.parent.key, one.key, past.programme.year) == UNTOLD
        if not one.reviews(unit.kind) or silent or not draw.chance(REVIEWED):
            continue
        late = draw.chance(LATE)
        first = last + timedelta(days=1) if late else last - timedelta(days=24)
        day = draw.day(first, first + timedelta(days=11 if late else 24))
        given = at(day, draw.randint(8, 16), draw.randint(0, 59))
        said = _said(draw, one.key, unit)
        yield (
            tx.tenant_id, past.programme.id, unit.id, one.key, one.stage_key, said, past.office, unit.parent.id, given,
            late,
        )  # fmt: skip


def _pilots(draw: Draw, units: Iterable[Unit]) -> list[Unit]:
    """The grassroots units that each district chose. Those that the plan names are found by their names."""
    found = []
    for district in (unit for unit in units if unit.kind == "district"):
        pool = [unit for unit in district.children if unit.kind == "grassroots"]
        named = sum(unit.pilot for unit in pool)
        wanted = PILOTS.get(district.key, draw.randint(2, 3)) - named
        rest = [unit for unit in pool if not unit.pilot]
        found += draw.sample(rest, max(0, min(len(rest), wanted)))
    return found


def _declared(draw: Draw, past: Past) -> list[Duty]:
    """The monthly reports and what else the plan asks of the province and the districts."""
    asked = queries.asked(past.programme)
    return [
        duty
        for unit in past.units
        if unit.kind in ("top", "district")
        for key, entry in asked.items()
        if rules.duty(entry, unit.kind) == "owed" and draw.chance(DECLARED)
        if (duty := _duty(draw, past, unit, key, entry)) is not None
    ]


def _duty(draw: Draw, past: Past, unit: Unit, key: str, entry: Declaration) -> Duty | None:
    """One declaration, near its date; None for what was due before the plan was issued."""
    due = past.programme.due(f"declaration:{key}")
    last = due.last_day if due else date(past.programme.year, 11, 20)
    first = max(BEGAN, last - timedelta(days=20))
    if first >= last:
        return None
    late = due is not None and draw.chance(LATE)
    day = draw.day(last + timedelta(days=1), last + timedelta(days=6)) if late else draw.day(first, last)
    number = f"{draw.randint(4, 98)}-{'KH' if key == 'plan' else 'HD'}/ĐTN" if "number" in entry.fields else ""
    monthly = key.startswith("monthly_report.")
    return Duty(
        unit, key, number, day if "dated_on" in entry.fields else None, _said(draw, "monthly", unit) if monthly else "",
        paper(draw, unit, number, day) if rules.file_needed(entry) else None, past.office, at(day, 10), late,
    )  # fmt: skip


def _said(draw: Draw, topic: str, unit: Unit) -> str:
    words = draw.choice(wording.texts("reviews")[topic])
    return words.replace("{n}", str(draw.randint(2, 5))).replace("{place}", unit.place or unit.name)
