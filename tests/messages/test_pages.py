"""The inbox, the ways of being told and the calendar, as people use them."""

import re

import pytest
from icalendar import Calendar

from core.messages import reminders


@pytest.fixture
async def told(database, world):
    """Everybody who owes a sheet was reminded a week before the end."""
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock('2021-01-25 09:00+07')")
        await reminders.remind(tx)
    return world


async def test_the_bell_counts_and_a_message_leads_to_its_page(client_for, told):
    """The inbox says what is due; following it leads to the form, and the bell has nothing more to count."""
    base = f"/{told.scope.slug}"
    async with client_for(told, "bi_thu_ap") as client:
        page = await client.get(f"{base}/thong-bao")
        assert "Bạn chưa nộp phiếu đăng ký" in page.text and "Còn 6 ngày, trong tháng 01" in page.text
        assert "thông báo chưa đọc" in page.text
        link = page.text.split(f'href="{base}/thong-bao/')[1].split('"')[0]
        led = await client.get(f"{base}/thong-bao/{link}")
        assert (led.status_code, led.headers["location"][: len(base)]) == (303, base)


async def test_everything_can_be_marked_as_read(client_for, told, form_of):
    """One button clears the bell."""
    base = f"/{told.scope.slug}"
    async with client_for(told, "bi_thu_ap") as client:
        page = await client.get(f"{base}/thong-bao")
        answer = await client.post(f"{base}/thong-bao/da-doc", data=form_of(page.text, "/thong-bao/da-doc"))
        assert answer.status_code == 303
        assert "Bạn đã đọc hết." in (await client.get(f"{base}/thong-bao")).text


async def test_a_bad_address_is_refused_and_kept(client_for, told, form_of):
    """What was typed stays in the field beside its error; a right one is stored."""
    at = f"/{told.scope.slug}/tai-khoan/thong-bao"
    async with client_for(told, "bi_thu_ap") as client:
        fields = form_of((await client.get(at)).text, "/tai-khoan/thong-bao")
        refused = await client.post(at, data={**fields, "mode": "each", "address": "khong-phai-thu"})
        assert refused.status_code == 422 and 'value="khong-phai-thu"' in refused.text
        fields = form_of(refused.text, "/tai-khoan/thong-bao")
        kept = await client.post(at, data={**fields, "mode": "each", "address": "dung@vidu.vn"})
        assert kept.status_code == 303
        assert 'value="dung@vidu.vn"' in (await client.get(at)).text


async def test_a_calendar_has_the_last_days_and_can_be_revoked(client_for, told, form_of):
    """The secret address gives every date as the whole last day on which an act is on time; revoked, it is gone; a new
    one replaces the old."""
    at = f"/{told.scope.slug}/tai-khoan/thong-bao"
    async with client_for(told, "bi_thu_ap") as client:
        made = await client.post(f"{at}/lich", data=form_of((await client.get(at)).text, "/lich"))
        address = re.search(r'value="([^"]+[.]ics)"', made.text)[1]
    async with client_for(told, None) as stranger:
        answer = await stranger.get(address)
        assert answer.headers["content-type"].startswith("text/calendar")
        events = {str(one["summary"]): one["dtstart"].dt for one in Calendar.from_ical(answer.content).walk("VEVENT")}
        assert "2021-01-31" in {day.isoformat() for day in events.values()}
        assert "Đỗ Thị Hằng" not in answer.text
        assert (await stranger.get(address.replace(".ics", "x.ics"))).status_code == 404
    async with client_for(told, "bi_thu_ap") as client:
        await client.post(f"{at}/thu-hoi", data=form_of((await client.get(at)).text, "/thu-hoi"))
    async with client_for(told, None) as stranger:
        assert (await stranger.get(address)).status_code == 404


async def test_the_log_of_letters_is_the_administrators(client_for, told):
    """The administrator sees it, a committee member does not know of it."""
    at = f"/{told.scope.slug}/quan-tri/thu-da-gui"
    async with client_for(told, "quan_tri") as client:
        assert "Chưa có thư nào" in (await client.get(at)).text
    async with client_for(told, "bi_thu_ap") as client:
        assert (await client.get(at)).status_code == 404
