"""A round of assessment in a small world: sheets taken to validated, people rated, results sent."""

import re
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import pytest

from core.assessments import actions, replies, results
from core.db.scope import Database
from core.registrations import actions as registrations
from core.registrations import reviews


@pytest.fixture
def validated(database: Database, world, keys) -> Callable[[str, str], Awaitable[UUID]]:
    """Take a person's sheet to validated; returns its id."""

    async def run(name: str, by: str) -> UUID:
        items = {keys[0]: "Nhận việc mới, việc khó của chi đoàn.", keys[1]: "Không nói điều chưa kiểm chứng."}
        async with database.tenant(world.scope) as tx:
            saved = await registrations.submit(tx, world.actor(name), world.programme, 0, items)
            await reviews.approve(tx, world.actor(by), saved.registration_id, saved.version)
        return saved.registration_id

    return run


@pytest.fixture
def rated(database: Database, world, validated) -> Callable[..., Awaitable[UUID]]:
    """Take a person to a level, with which he agrees unless it is to stay a draft; returns the sheet's id."""

    async def run(name: str, by: str, level: str = "tot", *, draft: bool = False) -> UUID:
        sheet = await validated(name, by)
        async with database.tenant(world.scope) as tx:
            await actions.rate(tx, world.actor(by), sheet, level, "Hoàn thành các mục đã đăng ký.", 0)
            if not draft:
                await replies.agree(tx, world.actor(name), world.programme, 1)
        return sheet

    return run


@pytest.fixture
def sent(database: Database, world) -> Callable[..., Awaitable[UUID]]:
    """Send a unit's results; returns the unit's id."""

    async def run(unit: str, by: str, note: str = "") -> UUID:
        async with database.tenant(world.scope) as tx:
            await results.send(tx, world.actor(by), world.programme, world.units[unit], note, 0)
        return world.units[unit]

    return run


@pytest.fixture
def at(world) -> Callable[[str], str]:
    """An address inside the programme."""
    return lambda path: f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/{path}"


@pytest.fixture
def fields() -> Callable[[str, str], Mapping[str, str]]:
    """The hidden inputs of the form that goes to an address."""

    def read(html: str, action: str) -> dict[str, str]:
        form = html[html.index(f'action="{action}"') :]
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))

    return read


@pytest.fixture
def agreed(database: Database, world) -> Callable[..., Awaitable[None]]:
    """Let people agree with the levels proposed for them, so that nothing holds the recognition back."""

    async def run(*names: str, version: int = 1) -> None:
        async with database.tenant(world.scope) as tx:
            for name in names:
                await replies.agree(tx, world.actor(name), world.programme, version)

    return run
