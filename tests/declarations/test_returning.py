"""Duties that return within a year, and those bound to meetings, on the page of declarations (S1-15, S3-20)."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from core.packs.catalog import discover
from core.programmes.actions import Plan, open_programme


@pytest.fixture
def opened(database, world):
    """`await opened("binh_duong_criteria", 2021)`: a programme of a shipped pack, as if it still ran."""

    async def run(name: str, year: int):
        pack = discover().get(name)
        period = msgspec.structs.replace(pack.rules.period, first=None, last=None, kind="calendar_year")
        rules = msgspec.structs.replace(pack.rules, provenance="issued", period=period)
        async with database.tenant(world.scope) as tx:
            return await open_programme(
                tx, None, replace(pack, rules=rules), year, Plan("1-KH", date(2020, 1, 4), "Ban Thường vụ")
            )

    return run


async def test_monthly_reports_stand_together_with_their_stretches(client_for, database, world, opened):
    """Twelve stretches under one heading; those that are over and missing are counted, the form says which it is."""
    programme = await opened("kien_giang_member_training", 2021)
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock('2021-04-02 09:00+07')")
    at = f"/{world.scope.slug}/chuong-trinh/{programme.slug}/ke-khai"
    async with client_for(world, "bi_thu_tinh") as client:
        page = (await client.get(at)).text
        assert "0/12" in page and "3 kỳ quá hạn" in page and "kỳ tháng 12/2021" in page
        form = await client.get(f"{at}/{world.units['tinh']}/monthly_report.4")
        assert form.status_code == 200 and "kỳ tháng 04/2021" in form.text and "hết kỳ ngày 30/04" in form.text
        assert (await client.get(f"{at}/{world.units['tinh']}/monthly_report.13")).status_code == 404


async def test_a_duty_of_every_meeting_is_said_in_words(client_for, world, opened):
    """It has no date and no form; the units that owe it read when it is due."""
    programme = await opened("binh_duong_criteria", 2021)
    async with client_for(world, "bi_thu_huyen") as client:
        page = (await client.get(f"/{world.scope.slug}/chuong-trinh/{programme.slug}/ke-khai")).text
    assert "mỗi kỳ họp Ban Chấp hành, không có ngày cố định" in page
