"""Sheets of the small world: a good one to hand in, and short ways to hand it in."""

from collections.abc import Awaitable, Callable

import pytest

from core.db.scope import Database
from core.registrations import actions
from core.registrations.actions import Saved

GOOD = {
    "do_1": "Nhận phụ trách một công trình thanh niên trong năm.",
    "dont_1": "Kiểm chứng nguồn tin trước khi đăng, chia sẻ.",
}


@pytest.fixture
def good() -> dict[str, str]:
    """Items that KL06 accepts."""
    return dict(GOOD)


@pytest.fixture
def hand_in(database: Database) -> Callable[..., Awaitable[Saved]]:
    """`await hand_in(world, "pho_ap")`: the sheet of that person, submitted; its id and version."""

    async def submitted(world, name: str, items: dict[str, str] | None = None, version: int = 0) -> Saved:
        async with database.tenant(world.scope) as tx:
            return await actions.submit(tx, world.actor(name), world.programme, version, items or GOOD)

    return submitted
