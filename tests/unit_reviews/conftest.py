"""An open programme whose subject is a unit: the rules of 2015–2017 as if they were this year's."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from core.enrolments import actions as enrolments
from core.packs.catalog import discover
from core.packs.schema import Level, Scale
from core.packs.text import Text
from core.programmes.actions import Plan, open_programme
from core.programmes.queries import Programme

PACK = discover().get("kien_giang_member_training")
LEVELS = Scale(
    kind="named",
    levels={
        "good": Level(title=Text("Tốt", "Good"), national="excellent", order=1),
        "weak": Level(title=Text("Yếu", "Weak"), national="not_completed", order=2),
    },
)


def as_issued(**changes):
    """The pack of a programme that still runs, in any year, with the changes wanted."""
    period = msgspec.structs.replace(PACK.rules.period, first=None, last=None, kind="calendar_year")
    rules = msgspec.structs.replace(PACK.rules, provenance="issued", period=period, **changes)
    return replace(PACK, rules=rules)


@pytest.fixture
def open_reviews(database) -> Callable[..., Awaitable[Programme]]:
    """`await open_reviews(world)`: the programme of 2021 in a world; `levels=True` gives reviews a level."""

    async def opened(world, *, levels: bool = False, **changes) -> Programme:
        changes |= {"scale": LEVELS} if levels else {}
        async with database.tenant(world.scope) as tx:
            plan = Plan("12-KH/TĐTN", date(2021, 1, 4), "Ban Thường vụ")
            programme = await open_programme(tx, None, as_issued(**changes), 2021, plan)
            await enrolments.enrol(tx, programme)
        return programme

    return opened
