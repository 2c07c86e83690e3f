"""Books in a small world: the year of Bình Dương, whose cadres keep some and whose committees keep the others."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import msgspec
import pytest

from core.db.scope import Database
from core.enrolments import actions as enrolments
from core.packs.catalog import discover
from core.programmes.actions import Plan, open_programme
from core.programmes.queries import Programme
from core.registers import actions
from core.registers.rules import Draft

DAY = date(2021, 1, 15)


@pytest.fixture
async def year(database: Database, world) -> Programme:
    """The programme of Bình Dương in 2021, its roster enrolled."""
    async with database.tenant(world.scope) as tx:
        pack = discover().get("binh_duong_criteria")
        programme = await open_programme(tx, None, pack, 2021, Plan("41-KH/TĐTN", date(2021, 1, 4), "Ban Thường vụ"))
        await enrolments.enrol(tx, programme)
    return programme


@pytest.fixture
def draft() -> Callable[..., Draft]:
    """An acceptable entry, with what a test changes."""

    def made(**changes: object) -> Draft:
        entry = Draft(happened_on=DAY, title="Dự sinh hoạt chi đoàn, nghe ý kiến thanh niên")
        return msgspec.structs.replace(entry, **changes)

    return made


@pytest.fixture
def visited(database: Database, world, year, draft) -> Callable[..., Awaitable[UUID]]:
    """Somebody writes a field visit of his own; returns its id."""

    async def run(name: str, people: int = 12, **changes: object) -> UUID:
        entry = draft(quantities={"people": str(people)}, **changes)
        async with database.tenant(world.scope) as tx:
            return await actions.add_own(tx, world.actor(name), year, "field_visit", entry)

    return run
