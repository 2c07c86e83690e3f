"""Registering and reviewing over HTTP, without a script and as the script does it."""

import asyncio
import html
import re

import pytest

from core.companions import actions as companions
from core.db.scope import Database
from core.registrations import reviews

SLUG = "chuong-trinh/kien_giang_kl06-2021"


def hidden(text: str, name: str) -> str:
    """A hidden field of the page."""
    return re.search(rf'name="{name}" value="([^"]*)"', text).group(1)


async def fields(client, path: str) -> dict[str, str]:
    """The hidden fields of the form at `path`: token, key, version."""
    text = (await client.get(path)).text
    return {name: hidden(text, name) for name in ("_csrf", "_key", "_version") if f'name="{name}"' in text}


@pytest.fixture
def at(world):
    """`at("phieu")`: an address inside the tenant."""
    return lambda path: f"/{world.scope.slug}/{path}"


async def test_the_whole_way_without_a_script(database: Database, world, client_for, at):
    """Tick a ready solution, save, look again, submit, and see who validates; sent twice it counts once."""
    async with client_for(world, "pho_ap") as client:
        assert "Bắt đầu đăng ký" in (await client.get(at("viec-cua-toi"))).text
        form = at(f"{SLUG}/dang-ky")
        sent = await fields(client, form) | {"solution.do_1": "", "suggest.do_1": "weekend"}
        saved = await client.post(f"{form}/luu-nhap", data=sent)
        assert (saved.status_code, saved.headers["location"]) == (303, form)
        text = (await client.get(form)).text
        assert "Ngày thứ bảy tình nguyện" in re.search(r'id="f-solution.do_1"[^>]*>([^<]*)', text).group(1)
        sent = await fields(client, form) | {"solution.do_1": "Tham gia 4 đợt tình nguyện", "solution.dont_1": ""}
        missing = await client.post(f"{form}/xem-lai", data=sent)
        assert missing.status_code == 422
        assert 'href="#f-group.dont"' in missing.text
        sent = await fields(client, form) | {
            "solution.do_1": "Tham gia 4 đợt tình nguyện",
            "solution.dont_1": "Kiểm chứng tin trước khi chia sẻ",
        }
        assert (await client.post(f"{form}/xem-lai", data=sent)).headers["location"] == f"{form}/xem-lai"
        sheet = await fields(client, f"{form}/xem-lai")
        for _ in range(2):
            answer = await client.post(f"{form}/nop", data=sheet)
            assert (answer.status_code, answer.headers["location"]) == (303, f"{form}/nop")
        done = (await client.get(f"{form}/nop")).text
        assert "Đã nộp phiếu đăng ký" in done and "Đỗ Thị Hằng" in done
        assert (await client.get(form)).headers["location"] == at(f"{SLUG}/phieu")
    async with database.tenant(world.scope) as tx:
        entries = await tx.fetchval(
            "select count(*) from audit where tenant_id = $1 and action = 'registration.submit'", tx.tenant_id
        )
        assert entries == 1


async def test_the_script_saves_and_is_told_both_texts_of_a_conflict(world, client_for, at):
    """Autosave gets the new version and the summary; a stale one gets 409 with the stored and the typed text."""
    async with client_for(world, "pho_ap") as client:
        form = at(f"{SLUG}/dang-ky")
        sent = await fields(client, form) | {"solution.do_1": "Bản thứ nhất của tôi"}
        script = {"x-autosave": "1", "accept": "application/json"}
        first = await client.post(f"{form}/luu-nhap", data=sent, headers=script)
        assert (first.status_code, first.json()["version"]) == (200, 1)
        assert first.json()["summary"] == "1 nên làm · cần thêm 1 không nên làm"
        again = sent | {"solution.do_1": "Bản ở thẻ khác <b>"}
        stale = await client.post(f"{form}/luu-nhap", data=again, headers=script)
        assert (stale.status_code, stale.json()["version"]) == (409, 1)
        assert "Bản thứ nhất của tôi" in stale.json()["html"]
        assert "&lt;b&gt;" in stale.json()["html"] and "<b>" not in stale.json()["html"]
        page = await client.post(f"{form}/luu-nhap", data=again)
        assert page.status_code == 409
        assert hidden(page.text, "_version") == "1"
        assert "Bản ở thẻ khác &lt;b&gt;</textarea>" in page.text


HOSTILE = {
    "a script": ("<script>alert('x')</script> và hơn nữa", 303),
    "decomposed letters": ("Tho\u031b\u0300i gian va\u0300 so\u0302\u0301 lu\u031bo\u031b\u0323ng", 303),
    "a zero byte": ("một\x00hai ba bốn năm", 422),
    "a text turned round": ("một \u202ehai ba bốn", 422),
    "an endless text": ("dài " * 1100, 422),
}


@pytest.mark.parametrize("what", HOSTILE)
async def test_hostile_texts_are_stored_safe_or_refused_at_their_field(world, client_for, at, what):
    """Markup is shown as text, letters are composed; what hides or never ends is refused beside the input kept."""
    text, status = HOSTILE[what]
    async with client_for(world, "pho_ap") as client:
        form = at(f"{SLUG}/dang-ky")
        answer = await client.post(f"{form}/luu-nhap", data=await fields(client, form) | {"solution.do_3": text})
        assert answer.status_code == status
        if status == 422:
            assert 'href="#f-solution.do_3"' in answer.text and 'id="e-solution.do_3"' in answer.text
            return
        shown = (await client.get(form)).text
        assert "<script>alert" not in shown
        stored = html.unescape(re.search(r'id="f-solution.do_3"[^>]*>([^<]*)', shown).group(1))
        assert stored == ("Thời gian và số lượng" if what == "decomposed letters" else text)


async def test_a_criterion_of_nowhere_is_refused(world, client_for, at):
    """A forged field for a criterion that the programme lacks stores nothing."""
    async with client_for(world, "pho_ap") as client:
        form = at(f"{SLUG}/dang-ky")
        answer = await client.post(f"{form}/luu-nhap", data=await fields(client, form) | {"solution.do_99": "một việc"})
        assert answer.status_code == 422
        assert hidden((await client.get(form)).text, "_version") == "0"


async def test_a_committee_returns_and_approves(database: Database, world, client_for, at, hand_in):
    """Without a reason the page comes back with what was typed; with one the next waiting sheet opens."""
    first, second = await hand_in(world, "pho_ap"), await hand_in(world, "bi_thu_ap")
    async with client_for(world, "bi_thu_xa") as client:
        assert "Ngô Gia Bảo" in (await client.get(at("can-xu-ly"))).text
        sheet = at(f"phieu/{first.registration_id}")
        sent = await fields(client, sheet) | {"remark.do_1": "Ghi rõ thời gian"}
        refused = await client.post(f"{sheet}/tra-lai", data=sent | {"reason": " "})
        assert refused.status_code == 422
        assert 'href="#f-reason"' in refused.text and ">Ghi rõ thời gian</textarea>" in refused.text
        sent = await fields(client, sheet) | {"remark.do_1": "Ghi rõ thời gian", "reason": "", "phrase": "1"}
        answer = await client.post(f"{sheet}/tra-lai", data=sent)
        assert answer.headers["location"] == at(f"phieu/{second.registration_id}")
        other = at(f"phieu/{second.registration_id}")
        answer = await client.post(f"{other}/duyet", data=await fields(client, other))
        assert answer.headers["location"] == at("can-xu-ly")
        assert (await client.get(f"{sheet}/lan/1")).status_code == 200
        assert (await client.get(f"{sheet}/lan/2")).status_code == 404
    async with client_for(world, "pho_ap") as client:
        text = (await client.get(at(f"{SLUG}/dang-ky"))).text
        assert "Giải pháp chưa cụ thể" in text and "Ghi rõ thời gian" in text


async def test_a_batch_is_looked_at_first_and_counts_once(database: Database, world, client_for, at, hand_in):
    """The look names who is approved, who is excepted and who cannot be, and does nothing; the act sent twice at once
    has one effect, and names what changed meanwhile."""
    gone, kept, left = [await hand_in(world, name) for name in ("pho_ap", "bi_thu_ap", "pho_xa")]
    async with client_for(world, "bi_thu_xa") as client:
        page = at("can-xu-ly/duyet-nhieu")
        text = (await client.get(page)).text
        assert text.count('name="shown"') == text.count('name="except"') == 3
        sent = {name: hidden(text, name) for name in ("_csrf", "_key", "programme")}
        sent["shown"] = [f"{one.registration_id}:{one.version}" for one in (gone, kept, left)]
        sent["except"] = [str(left.registration_id)]
        look = (await client.post(f"{page}/xem-truoc", data=sent)).text
        assert "Sẽ duyệt 2 phiếu" in look and look.count('name="sheet"') == 2
        assert re.search(r"Để lại theo ý bạn: 1.*Bùi Quốc Việt", look, re.S)
        async with database.tenant(world.scope) as tx:
            await reviews.give_back(tx, world.actor("bi_thu_ap"), gone.registration_id, gone.version, "Sửa lại", {})
        assert "Không duyệt được: 1" in (await client.post(f"{page}/xem-truoc", data=sent)).text
        act = {name: hidden(look, name) for name in ("_csrf", "_key", "programme")} | {
            "shown": [str(one.registration_id) for one in (gone, kept, left)],
            "sheet": [f"{one.registration_id}:{one.version}" for one in (gone, kept)],
        }
        first, second = await asyncio.gather(client.post(page, data=act), client.post(page, data=act))
        assert first.headers["location"] == second.headers["location"]
        told = [(await client.get(at("can-xu-ly"), cookies=dict(one.cookies))).text for one in (first, second)]
        assert any("Đã duyệt 1 phiếu. Để lại 1 phiếu. Chưa duyệt Ngô Gia Bảo:" in text for text in told)
    async with database.tenant(world.scope) as tx:
        sql = "select count(*) from registration_review where tenant_id = $1 and decision = 'approved'"
        assert await tx.fetchval(sql, tx.tenant_id) == 1


async def test_each_criterion_is_judged_and_comes_back_beside_it(world, client_for, at, hand_in, good):
    """Without a script: one criterion to mend, one with a proposal; a sheet with something to mend is not approved;
    its owner finds each remark beside its criterion and takes the proposal over; the committee sees what changed."""
    saved = await hand_in(world, "pho_ap")
    sheet = at(f"phieu/{saved.registration_id}")
    said = {
        "verdict.do_1": "return", "phrase.do_1": "1", "verdict.dont_1": "suggest", "remark.dont_1": "Nên cụ thể hơn",
        "proposal.dont_1": "Mỗi tuần đọc 01 bài trên trang chính thống.",
    }  # fmt: skip
    async with client_for(world, "bi_thu_xa") as client:
        sent = await fields(client, sheet) | said
        refused = await client.post(f"{sheet}/duyet", data=sent)
        assert refused.status_code == 422 and 'href="#f-verdict.do_1"' in refused.text
        assert ">Nên cụ thể hơn</textarea>" in refused.text
        assert (await client.post(f"{sheet}/tra-lai", data=await fields(client, sheet) | said)).status_code == 303
    async with client_for(world, "pho_ap") as client:
        form = at(f"{SLUG}/dang-ky")
        text = (await client.get(form)).text
        assert "Giải pháp chưa cụ thể" in text and "Nên cụ thể hơn" in text and "Xem nhận xét ở từng điều" in text
        typed = {f"solution.{key}": words for key, words in good.items()} | {"suggest.dont_1": "proposal"}
        typed["solution.do_1"] = "Nhận phụ trách hai công trình thanh niên trong quý I."
        answer = await client.post(f"{form}/xem-lai", data=await fields(client, form) | typed)
        assert answer.status_code == 303
        assert (await client.post(f"{form}/nop", data=await fields(client, f"{form}/xem-lai"))).status_code == 303
    async with client_for(world, "bi_thu_xa") as client:
        text = (await client.get(sheet)).text
        assert "<ins>hai</ins>" in text and "đã sửa theo nhận xét" in text
        assert re.search(r"<ins>[^<]*trang chính thống", text)


async def test_the_sheets_of_those_one_follows_are_mine(database: Database, world, client_for, at, hand_in):
    """Who follows somebody finds the sheet on a list of his own, and everybody sees who follows (S4-45)."""
    await hand_in(world, "pho_ap")
    async with client_for(world, "bi_thu_ap") as client:
        assert "Ngô Gia Bảo" not in (await client.get(at("can-xu-ly?muc=cua-toi"))).text
        async with database.tenant(world.scope) as tx:
            mine, followed = world.people["bi_thu_ap"], [world.people["pho_ap"]]
            await companions.assign(tx, world.actor("bi_thu_ap"), world.units["ap_1"], followed, "committee", mine)
        text = (await client.get(at("can-xu-ly?muc=cua-toi"))).text
        assert "Ngô Gia Bảo" in text and "Đỗ Thị Hằng theo dõi" in text
        assert "?muc=cua-toi" in text


async def test_an_upper_level_reads_without_deciding(world, client_for, at, hand_in):
    """The district reads the sheet of a branch's cadre: no form, and a forged decision is refused."""
    saved = await hand_in(world, "pho_ap")
    async with client_for(world, "pho_huyen") as client:
        sheet = at(f"phieu/{saved.registration_id}")
        text = (await client.get(sheet)).text
        assert "Ngô Gia Bảo" in text and "Duyệt phiếu" not in text
        forged = {"_csrf": re.search(r'name="csrf" content="([^"]*)"', text).group(1), "_version": saved.version}
        assert (await client.post(f"{sheet}/duyet", data=forged)).status_code == 403
        assert (await client.get(f"{sheet}/in")).status_code == 200


async def test_the_owner_takes_the_sheet_back_and_prints_it(world, client_for, at, hand_in):
    """The own sheet shows its history, prints as a paper, and can be withdrawn until somebody decides."""
    saved = await hand_in(world, "pho_ap")
    async with client_for(world, "pho_ap") as client:
        own = at(f"{SLUG}/phieu")
        assert "nộp lần 1" in (await client.get(own)).text
        assert "PHIẾU ĐĂNG KÝ RÈN LUYỆN" in (await client.get(f"{own}/in")).text
        answer = await client.post(f"{own}/rut-lai", data=await fields(client, own))
        assert answer.headers["location"] == at(f"{SLUG}/dang-ky")
        assert (await client.get(f"{own}?lan=2")).status_code == 404
        assert (await client.get(at(f"phieu/{saved.registration_id}"))).status_code == 404


async def test_a_member_reads_what_was_published(database: Database, world, client_for, at, hand_in):
    """A plain member finds the validated registration, and neither the form nor the queue."""
    saved = await hand_in(world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        await reviews.approve(tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version, "nhận xét kín")
    async with client_for(world, "doan_vien") as client:
        assert "Ngô Gia Bảo" in (await client.get(at(f"{SLUG}/cong-khai"))).text
        text = (await client.get(at(f"cong-khai/{saved.registration_id}"))).text
        assert "Xung kích" in text and "kín" not in text
        assert (await client.get(at("can-xu-ly"))).status_code == 404
        assert (await client.get(at(f"{SLUG}/dang-ky"))).status_code == 404
