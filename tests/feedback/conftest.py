"""A validated sheet of a branch's secretary, a round about her, and people who answer."""

from datetime import date

import pytest

from core.feedback import actions
from core.registrations import actions as registrations
from core.registrations import reviews

ASKED = ("bi_thu_tinh", "pho_tinh", "chuyen_vien", "bi_thu_huyen", "pho_huyen", "doan_vien")


@pytest.fixture
async def sheet(database, world, keys):
    """The secretary's sheet, validated by her deputy: its id."""
    items = {keys[0]: "Nhận việc mới, việc khó của chi đoàn.", keys[1]: "Không nói điều chưa kiểm chứng."}
    async with database.tenant(world.scope) as tx:
        saved = await registrations.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, items)
        await reviews.approve(tx, world.actor("pho_ap"), saved.registration_id, saved.version)
    return saved.registration_id


@pytest.fixture
async def opened(database, world, sheet, clock):
    """A round about the secretary until the end of 20 November 2021; the sheet's id."""
    await clock("2021-11-10")
    async with database.tenant(world.scope) as tx:
        await actions.open_round(tx, world.actor("pho_ap"), sheet, date(2021, 11, 20))
    return sheet


@pytest.fixture
def give(database, world, keys):
    """`await give(sheet, "doan_vien", "often", words="…")`: somebody answers both statements."""

    async def run(sheet, name: str, mark: str = "often", words: str = "") -> None:
        async with database.tenant(world.scope) as tx:
            await actions.answer(tx, world.actor(name), sheet, dict.fromkeys(keys, mark), words)

    return run


