"""Reminders sent by hand: who is shown first, who is told, and how often."""

import re
from datetime import date, datetime

import pytest

from core.errors import Forbidden, NotFound, Problem
from core.extensions import actions as extending
from core.messages import nudges, queries
from core.packs.calendar import VIETNAM
from core.registrations import actions as registrations

ITEMS = {"do_1": "Nhận việc mới, việc khó của chi đoàn.", "dont_1": "Không nói điều chưa kiểm chứng."}


async def look(tx, world, name: str, unit: str):
    """What somebody sees before he reminds."""
    return await nudges.preview(tx, world.actor(name), world.programme, world.units[unit], "registered")


async def send(tx, world, name: str, unit: str, step: str = "registered") -> int:
    """Remind the people of a unit."""
    return await nudges.send(tx, world.actor(name), world.programme, world.units[unit], step)


async def told(tx, world, name: str) -> int:
    """How many reminders by hand somebody has in his inbox."""
    return sum(one.kind == "nudge.registration" for one in await queries.inbox(tx, world.actor(name)))


async def test_those_who_are_missing_are_told_and_nobody_else(database, world) -> None:
    """The preview counts and names exactly those who then find the message."""
    async with database.tenant(world.scope) as tx:
        await registrations.submit(tx, world.actor("pho_ap"), world.programme, 0, ITEMS)
        seen = await look(tx, world, "bi_thu_ap", "ap_1")
        assert seen.people == len(seen.named) == seen.reached
        assert await send(tx, world, "bi_thu_ap", "ap_1") == seen.reached
        assert (await told(tx, world, "bi_thu_ap"), await told(tx, world, "pho_ap")) == (1, 0)
        assert await told(tx, world, "bi_thu_xa_b") == 0


async def test_once_a_day_by_the_domain_clock(database, world) -> None:
    """Until the last microsecond of the day no second time; at midnight again."""
    async with database.tenant(world.scope) as tx:
        await send(tx, world, "bi_thu_ap", "ap_1")
        await tx.execute("select sec.move_clock('2021-01-20 23:59:59.999999+07')")
        with pytest.raises(Problem, match=r"nudge\.today"):
            await send(tx, world, "bi_thu_ap", "ap_1")
        assert (await look(tx, world, "bi_thu_ap", "ap_1")).sent
        await tx.execute("select sec.move_clock('2021-01-21 00:00:00+07')")
        await send(tx, world, "bi_thu_ap", "ap_1")
        assert await told(tx, world, "bi_thu_ap") == 2


async def test_two_units_tell_a_person_once_a_day(database, world) -> None:
    """The district reminds everybody below after the branch did: who was told today is left in peace."""
    async with database.tenant(world.scope) as tx:
        first = await send(tx, world, "bi_thu_ap", "ap_1")
        both = (await look(tx, world, "bi_thu_huyen", "huyen_a")).reached
        assert await send(tx, world, "bi_thu_huyen", "huyen_a") == both - first > 0
        assert await told(tx, world, "bi_thu_ap") == 1


async def test_who_has_more_time_is_reminded_of_his_own_date(database, world) -> None:
    """One branch has until 10/2: its people read that day, the other branches of the commune 31/1."""
    async with database.tenant(world.scope) as tx:
        key, day = world.programme.due("registration").key, date(2021, 2, 10)
        asked = await extending.ask(tx, world.actor("bi_thu_ap"), world.programme, world.units["ap_1"], key, day, "Lũ")
        await extending.grant(tx, world.actor("bi_thu_xa"), world.programme, asked, day, "")
        seen = await look(tx, world, "bi_thu_huyen", "huyen_a")
        own = [one for one in seen.named if one.until]
        assert 0 < seen.lengthened == len(own) < seen.people
        assert {one.until.astimezone(VIETNAM) for one in own} == {datetime(2021, 2, 11, tzinfo=VIETNAM)}
        await send(tx, world, "bi_thu_huyen", "huyen_a")
        ends = []
        for name in ("pho_ap", "pho_xa"):
            (one,) = (one for one in await queries.inbox(tx, world.actor(name)) if one.kind == "nudge.registration")
            ends.append(datetime.fromisoformat(one.facts["due"]).astimezone(VIETNAM).date())
        assert ends == [date(2021, 2, 11), date(2021, 2, 1)]


async def test_who_may_remind(database, world) -> None:
    """Committees for their own and lower units; a member nowhere, an inspector not; a full-timer sees no names."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(NotFound):
            await send(tx, world, "doan_vien", "ap_1")
        with pytest.raises(NotFound):
            await send(tx, world, "bi_thu_ap", "ap_2")
        with pytest.raises(Forbidden):
            await send(tx, world, "kiem_tra", "ap_1")
        with pytest.raises(Problem, match=r"form\.unknown-choice"):
            await send(tx, world, "bi_thu_ap", "ap_1", "validated")
        seen = await look(tx, world, "chuyen_vien", "tinh")
        assert seen.people and not seen.named and seen.places


async def test_from_the_board_to_the_inbox(client_for, world) -> None:
    """The button on the board, the preview with names, the message; a second press the same day says why not."""
    board = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/tien-do/{world.units['ap_1']}"
    async with client_for(world, "bi_thu_ap") as client:
        assert f"{board}/nhac/registered" in (await client.get(board)).text
        shown = (await client.get(f"{board}/nhac/registered")).text
        assert "Ngô Gia Bảo" in shown
        form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
        assert (await client.post(f"{board}/nhac/registered", data=form)).status_code == 303
        again = await client.post(f"{board}/nhac/registered", data=form | {"_key": "other"})
        assert again.status_code == 422 and "Ngày mai có thể nhắc lại" in again.text
        assert (await client.get(f"{board}/nhac/rated")).status_code == 404
    async with client_for(world, "pho_ap") as client:
        inbox = (await client.get(f"/{world.scope.slug}/thong-bao")).text
        assert "nhắc: bạn chưa nộp phiếu đăng ký" in inbox
