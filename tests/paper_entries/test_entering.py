"""A sheet on paper: entered by the branch's committee with its scan, shown as such, answered, validated by another."""

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core import audit
from core.db.scope import Database
from core.errors import Problem
from core.evidence.images import Prepared
from core.files import Upload
from core.messages import news
from core.packs.calendar import VIETNAM, schedule
from core.packs.catalog import discover
from core.paper_entries import actions, rules
from core.paper_entries.queries import of_sheet
from core.registrations import reviews
from core.registrations.rules import is_late

SLUG = "chuong-trinh/kien_giang_kl06-2021"
WRITTEN = {"solution.do_1": "Tham gia 4 đợt tình nguyện", "solution.dont_1": "Kiểm chứng tin trước khi chia sẻ"}


def paper() -> bytes:
    """A photo of a page."""
    out = BytesIO()
    Image.new("RGB", (900, 1200), "white").save(out, "JPEG")
    return out.getvalue()


def hidden(text: str) -> dict[str, str]:
    """Token, key and version of the last form of a page."""
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', text)[-1] for name in ("_csrf", "_key", "_version")}


@pytest.fixture
def at(world):
    """`at("phieu")`: an address inside the tenant."""
    return lambda path: f"/{world.scope.slug}/{path}"


@pytest.fixture
async def entered(database: Database, world, client_for, at):
    """The deputy's sheet, entered from paper by the branch's secretary over HTTP; its id."""
    async with database.tenant(world.scope) as tx:
        await audit.seal(tx)
        await news.tell(tx)
    async with client_for(world, "bi_thu_ap") as client:
        listed = (await client.get(at(f"{SLUG}/nhap-ho"))).text
        form = at(f"{SLUG}/nhap-ho/{world.people['pho_ap']}")
        assert form in listed
        sent = hidden((await client.get(form)).text) | WRITTEN | {"channel": "handwritten", "handed_in": "2021-01-15"}
        bare = await client.post(form, data=sent)
        assert bare.status_code == 422 and "Hãy đính kèm ảnh chụp" in bare.text
        assert WRITTEN["solution.do_1"] in bare.text
        sent |= hidden(bare.text)
        done = await client.post(form, data=sent, files={"file": ("phieu.jpg", paper(), "image/jpeg")})
        assert done.status_code == 303, done.text
    async with database.tenant(world.scope) as tx:
        return await tx.fetchval(
            "select id from registration where tenant_id = $1 and person_id = $2 and channel = 'handwritten'",
            tx.tenant_id, world.people["pho_ap"],
        )  # fmt: skip


async def test_a_paper_is_shown_as_entered_and_answered_by_its_owner(database, world, client_for, at, entered):
    """The owner is told, sees who entered it and the scan, and objects with a reason; strangers get no scan."""
    async with database.tenant(world.scope) as tx:
        await audit.seal(tx)
        assert await news.tell(tx) == 1
    scan = at(f"phieu/{entered}/ban-chup/1/1")
    async with client_for(world, "pho_ap") as client:
        text = (await client.get(at(f"{SLUG}/phieu"))).text
        assert "Nhập hộ từ phiếu giấy bởi Đỗ Thị Hằng, có bản chụp" in text
        assert "nộp ngày 15/01/2021" in text and f"{scan}/nho" in text
        assert (await client.get(scan)).headers["content-type"] == "image/webp"
        sent = hidden(text) | {"answer": "objected", "words": "Tôi ghi 6 đợt, không phải 4."}
        assert (await client.post(at(f"{SLUG}/phieu/nhap-ho"), data=sent)).status_code == 303
    async with client_for(world, "bi_thu_xa") as client:
        text = (await client.get(at(f"phieu/{entered}"))).text
        assert "Tôi ghi 6 đợt" in text and "có bản chụp" in text
    async with client_for(world, "doan_vien") as client:
        assert (await client.get(scan)).status_code == 404


@given(
    st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2022, 1, 1))),
    st.dates(date(2020, 6, 1), date(2021, 6, 1)), st.dates(date(2020, 6, 1), date(2021, 6, 1)),
)  # fmt: skip
def test_a_papers_day_lies_between_the_opening_and_today(day, opens, today):
    """Whatever is typed: accepted is a day from the opening to today, both included; the rest at its field (S4-33)."""
    if day and opens <= day <= today:
        assert rules.check_day(day, opens, today) == day
        return
    with pytest.raises(Problem) as refused:
        rules.check_day(day, opens, today)
    assert refused.value.field == "handed_in"


@pytest.mark.parametrize(("pack", "year", "last"), [
    ("dhkt_school_year", 2020, date(2020, 10, 17)),  # S4-5: "trước ngày 18/10"
    ("kien_giang_kl06", 2021, date(2021, 1, 31)),  # S0-21: within January
])  # fmt: skip
def test_a_paper_is_late_by_the_wording_of_the_date(pack, year, last):
    """The last day of the wording is in time, the next is late, however long afterwards it is entered."""
    due = next(one for one in schedule(discover().get(pack).rules, year) if one.act == "registration")
    entered = last + timedelta(days=40)
    late = [is_late(due, rules.handed_in(last + timedelta(days=n), entered), None) for n in (0, 1)]
    assert late == [False, True]


async def test_the_papers_day_judges_and_the_entry_is_on_record(database, world):
    """Entered on 10/02 where the registration shut on 31/01: a paper of 31/01 is taken, in time; one of 01/02 is not.
    Its day, who entered it and when are all kept (S4-33)."""
    due = world.programme.due("registration")
    shut = {**world.programme.milestones, due.key: msgspec.structs.replace(due, late="close")}
    closing = msgspec.structs.replace(world.programme, milestones=MappingProxyType(shut))
    items = {key.partition(".")[2]: text for key, text in WRITTEN.items()}
    scan = Prepared(Upload("phieu.jpg", paper()), "image/jpeg", b"")
    args = (world.actor("bi_thu_ap"), closing, world.people["pho_ap"], items, 0, "typed")
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock('2021-02-10 09:00+07'::timestamptz)")
        with pytest.raises(Problem, match=r"registration\.closed"):
            await actions.enter(tx, *args, date(2021, 2, 1), [scan])
        saved = await actions.enter(tx, *args, date(2021, 1, 31), [scan])
        entry = await of_sheet(tx, saved.registration_id, 1)
        first = await tx.fetchval(
            "select first_submitted_at from registration where tenant_id = $1 and id = $2",
            tx.tenant_id, saved.registration_id,
        )  # fmt: skip
    assert not saved.late and first == datetime(2021, 1, 31, tzinfo=VIETNAM)
    assert (entry.handed_in, entry.by) == (date(2021, 1, 31), "Đỗ Thị Hằng")
    assert entry.at == datetime(2021, 2, 10, 9, tzinfo=VIETNAM)


async def test_nobody_validates_alone_what_he_entered(database, world, entered):
    """Who entered it may return but not approve it while another can; when nobody else is left he may, visibly."""
    async with database.tenant(world.scope) as tx:
        secretary = world.actor("bi_thu_ap")
        version = await tx.fetchval(
            "select version from registration where tenant_id = $1 and id = $2", tx.tenant_id, entered
        )
        with pytest.raises(Problem, match=r"registration\.entered-by-you"):
            await reviews.approve(tx, secretary, entered, version)
        batch = await reviews.approve_many(tx, secretary, [(entered, version)])
        assert [one.code for one in batch.skipped] == ["registration.entered-by-you"]
        await tx.execute(
            "update position set ends_on = sec.domain_today() - 1 where tenant_id = $1 and person_id <> $2",
            tx.tenant_id, world.people["bi_thu_ap"],
        )  # fmt: skip
        done = await reviews.approve(tx, secretary, entered, version)
        assert done.registration_id == entered
        assert (await of_sheet(tx, entered, 1)).same_hand


async def test_only_the_own_branch_is_entered(world, client_for, at):
    """The commune's committee and another branch's members find no form; a draft of one's own is left alone."""
    person = world.people["pho_ap"]
    for name in ("bi_thu_xa", "doan_vien", "bi_thu_cq"):
        async with client_for(world, name) as client:
            assert (await client.get(at(f"{SLUG}/nhap-ho/{person}"))).status_code in (403, 404)
    async with client_for(world, "pho_ap") as client:
        form = at(f"{SLUG}/dang-ky")
        await client.post(f"{form}/luu-nhap", data=hidden((await client.get(form)).text) | WRITTEN)
    async with client_for(world, "bi_thu_ap") as client:
        assert (await client.get(at(f"{SLUG}/nhap-ho/{person}"))).status_code == 422
