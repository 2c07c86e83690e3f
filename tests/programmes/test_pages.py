"""The pages of programmes and rosters over HTTP, signed in as different people."""

import re

import pytest

from core.configurations import actions as configurations
from core.packs.catalog import BrokenPack, discover
from core.packs.problems import PackError
from ui.pages.opening import Choices
from ui.render import html
from ui.shell import bare

PLAN = {"number": "05-KH/TĐTN-BTCKT", "dated": "2021-01-18", "issuer": "Ban Thường vụ Tỉnh đoàn"}


def hidden(html: str, part: str = "") -> dict[str, str]:
    """The hidden inputs of a form of the page: the one whose address ends in `part`."""
    for form in re.findall(r'<form[^>]*method="post".*?</form>', html[html.index("<main") :], re.S):
        if re.search(rf'action="[^"]*{part}"', form):
            return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    raise AssertionError(f"no form {part}")


def base(world) -> str:
    """Where the programmes of the tenant are."""
    return f"/{world.scope.slug}/quan-tri/chuong-trinh"


async def test_a_year_is_previewed_and_opened(client_for, world):
    """Criteria, dates, the roster with its reasons, then the document: five steps to an open programme."""
    at = f"{base(world)}/mo/kien_giang_kl06-2022"
    async with client_for(world, "quan_tri") as client:
        chosen = await client.get(f"{base(world)}/mo?bo=kien_giang_kl06&nam=2022")
        assert chosen.status_code == 303 and chosen.headers["location"] == at
        assert "Xung kích" in (await client.get(at)).text
        dates = (await client.get(f"{at}/moc")).text
        assert (
            "31/01/2022" in dates and "Thứ Bảy" in dates and "cuối tuần" in dates and "trước ngày 15/12/2022" in dates
        )
        people = (await client.get(f"{at}/danh-sach?q=dat")).text
        assert "<mark>Đạt</mark>" in people and "giữ 2 chức danh, tính một lần" in people
        form = await client.get(f"{at}/xac-nhan")
        opened = await client.post(f"{at}/xac-nhan", data=hidden(form.text) | PLAN)
        assert opened.headers["location"] == f"{base(world)}/kien_giang_kl06-2022"
        shown = (await client.get(opened.headers["location"])).text
        assert "Đã mở chương trình năm 2022 với 13 người" in shown and "05-KH/TĐTN-BTCKT" in shown
        again = await client.get(f"{at}/xac-nhan")
        assert again.status_code == 303 and again.headers["location"] == f"{base(world)}/kien_giang_kl06-2022"


async def test_a_programme_for_members_is_previewed(client_for, world, database):
    """Members have no seat and count at their branch: the preview names them and why they are in or out."""
    at = f"{base(world)}/mo/dhkt_school_year-2020/danh-sach"
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, None, discover().get("dhkt_school_year"))
    async with client_for(world, "quan_tri") as client:
        assert "đoàn viên sinh hoạt tại đây" in (await client.get(at)).text
        assert (await client.get(f"{at}?ngoai=1")).status_code == 200


async def test_a_year_without_basis_is_refused_with_the_phase(client_for, world):
    """2023 is outside 2019–2022: the form says so, and its address is refused too (S0-A10)."""
    async with client_for(world, "quan_tri") as client:
        answer = await client.get(f"{base(world)}/mo?bo=kien_giang_kl06&nam=2023")
        assert answer.status_code == 422 and "2019–2022" in answer.text and 'value="2023"' in answer.text
        assert (await client.get(f"{base(world)}/mo/kien_giang_kl06-2023")).status_code == 422
        assert (await client.get(f"{base(world)}/mo/no_pack-2022")).status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("bo=&nam=2022", "bo"),
        ("bo=x&nam=2022", "bo"),
        ("bo=kien_giang_kl06&nam=", "nam"),
        ("bo=kien_giang_kl06&nam=2021", "nam"),
        ("bo=kien_giang_kl06&nam=12345678901", "nam"),
    ],
)
async def test_a_wrong_choice_is_named_at_its_field(client_for, world, query, field):
    """Nothing chosen, nothing typed, a year already open, a number that is none, an unknown pack."""
    async with client_for(world, "quan_tri") as client:
        answer = await client.get(f"{base(world)}/mo?{query}")
        assert answer.status_code == 422 and f'href="#f-{field}"' in answer.text


async def test_a_plan_with_gaps_keeps_what_was_typed(client_for, world):
    """Each gap is named by its own sentence; what was typed stays; nothing is opened (S0-A9)."""
    at = f"{base(world)}/mo/kien_giang_kl06-2022/xac-nhan"
    async with client_for(world, "quan_tri") as client:
        form = hidden((await client.get(at)).text)
        answer = await client.post(at, data=form | {"number": "", "dated": "", "issuer": "Ban Thường vụ X"})
        assert answer.status_code == 422 and "Ban Thường vụ X" in answer.text
        assert "Hãy điền số kế hoạch." in answer.text and "Hãy điền ngày ban hành kế hoạch." in answer.text
        assert "kien_giang_kl06-2022" not in (await client.get(base(world))).text


async def test_a_double_submission_opens_once(client_for, world):
    """The same form sent twice is answered twice with the same place."""
    at = f"{base(world)}/mo/kien_giang_kl06-2022/xac-nhan"
    async with client_for(world, "quan_tri") as client:
        form = hidden((await client.get(at)).text) | PLAN
        first, second = await client.post(at, data=form), await client.post(at, data=form)
        assert first.status_code == second.status_code == 303
        assert first.headers["location"] == second.headers["location"]


async def test_everybody_may_read_what_is_asked(client_for, world):
    """Criteria, dates and errata are open to a member; the roster and the opening are not (S0-15)."""
    at = f"{base(world)}/{world.programme.slug}"
    async with client_for(world, "doan_vien") as client:
        assert "Thiếu ý chí đấu tranh" in (await client.get(f"{at}?phan=noi-dung")).text
        assert "14/12/2021" in (await client.get(f"{at}?phan=moc")).text
        errata = (await client.get(f"{at}?phan=can-cu")).text
        assert "S0-A7" in errata and "06-KL/TWĐTN-BKT" in errata
        for closed in (f"{at}/danh-sach", f"{base(world)}/mo", f"{at}/danh-sach/them"):
            assert (await client.get(closed)).status_code == 404


async def test_the_roster_page_filters_and_leads_to_a_person(client_for, world):
    """By name without diacritics, by unit, by state; the person's page says where and why."""
    at = f"{base(world)}/{world.programme.slug}/danh-sach"
    async with client_for(world, "kiem_tra") as client:
        found = (await client.get(f"{at}?q=dang")).text
        assert "<mark>Đặng</mark>" in found and "Bùi Quốc Việt" not in found
        below = (await client.get(f"{at}?don-vi={world.units['huyen_b']}")).text
        assert "Lý Thị Ôn" in below and "Đặng Minh Quân" not in below
        assert "Không có ai khớp" in (await client.get(f"{at}?trang-thai=rated")).text
        person = await client.get(f"{at}/{world.people['bi_thu_huyen']}")
        assert "Phạm Đức Đạt" in person.text and "Ghi thay đổi" not in person.text
        assert (await client.get(f"{at}/{world.people['doan_vien']}")).status_code == 404


async def test_a_person_is_added_moved_and_excused_over_the_pages(client_for, world):
    """Each form asks for a reason; what was done is told on the person's page."""
    at = f"{base(world)}/{world.programme.slug}/danh-sach"
    person = world.people["doan_vien"]
    async with client_for(world, "quan_tri") as client:
        assert "Hồ Thị Út" in (await client.get(f"{at}/them?q=ho ut")).text
        form = await client.get(f"{at}/them/{person}")
        empty = await client.post(f"{at}/them/{person}", data=hidden(form.text) | {"unit": str(world.units["ap_1"])})
        assert empty.status_code == 422 and "Hãy viết lý do." in empty.text
        sent = hidden(empty.text) | {"unit": str(world.units["ap_1"]), "reason": "Được bầu bổ sung"}
        assert (await client.post(f"{at}/them/{person}", data=sent)).status_code == 303
        page = (await client.get(f"{at}/{person}")).text
        leave = hidden(page, "hien-dien") | {"presence": "on_leave", "reason": "Nghỉ thai sản"}
        assert (await client.post(f"{at}/{person}/hien-dien", data=leave)).status_code == 303
        page = (await client.get(f"{at}/{person}")).text
        move = hidden(page, "chuyen") | {"unit": str(world.units["xa_a"]), "move_reason": "Điều động"}
        assert (await client.post(f"{at}/{person}/chuyen", data=move)).status_code == 303
        stale = await client.post(f"{at}/{person}/chuyen", data=move | {"_key": "another"})
        assert stale.status_code == 409
        told = (await client.get(f"{at}/{person}")).text
        assert "Được bầu bổ sung" in told and "Nghỉ thai sản" in told and "Điều động" in told


async def test_hostile_reasons_are_shown_as_text(client_for, world):
    """A script in a reason is letters on the page."""
    at = f"{base(world)}/{world.programme.slug}/danh-sach/{world.people['pho_ap']}"
    async with client_for(world, "quan_tri") as client:
        form = hidden((await client.get(at)).text, "hien-dien")
        sent = form | {"presence": "left", "reason": "<script>alert(1)</script>"}
        assert (await client.post(f"{at}/hien-dien", data=sent)).status_code == 303
        shown = (await client.get(at)).text
        assert "&lt;script&gt;alert(1)" in shown and "<script>alert(1)" not in shown


async def test_a_refresh_is_seen_before_it_is_made(client_for, database, world):
    """The names of who comes are shown; after the change there is nothing left."""
    at = f"{base(world)}/{world.programme.slug}/danh-sach/cap-nhat"
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update position set ends_on = '2021-01-15' where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["pho_xa"],
        )  # fmt: skip
    async with client_for(world, "quan_tri") as client:
        seen = await client.get(at)
        assert "Bùi Quốc Việt" in seen.text
        assert (await client.post(at, data=hidden(seen.text))).status_code == 303
        assert "Danh sách đang khớp với chức danh" in (await client.get(at)).text


async def test_english_readers_get_english(client_for, database, world):
    """Who chose English reads the steps, the dates and the pack's own texts in it."""
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update account set locale = 'en' where tenant_id = $1 and id = $2",
            tx.tenant_id,
            world.accounts["quan_tri"],
        )
    async with client_for(world, "quan_tri") as client:
        page = await client.get(f"{base(world)}/mo/kien_giang_kl06-2022")
        assert "Taking the lead" in page.text and "Nên làm" not in page.text
        assert "Saturday" in (await client.get(f"{base(world)}/mo/kien_giang_kl06-2022/moc")).text


def test_a_broken_pack_is_listed_with_what_is_wrong():
    """Place, found and wanted are shown as text, and the pack cannot be chosen."""
    fault = PackError("pack.type", "pack.toml", "registration.items_min", "'two' <b>", "a whole number")
    broken = BrokenPack("other_pack", "renluyen-other", (fault,))
    view = Choices(choices=(), blocked=(), broken=(broken,), pack="", year="")
    shown = html(bare(), "programmes/choose.html", view)
    assert "registration.items_min" in shown and "&#39;two&#39; &lt;b&gt;" in shown and "a whole number" in shown
    assert 'name="bo"' not in shown
