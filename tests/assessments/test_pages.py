"""The pages of a round over HTTP, without a script: reviewing oneself, and the committee on one person."""

import pytest

from core.assessments import actions
from core.assessments.rules import Mark


@pytest.fixture
def review(at):
    """The address of one's own review."""
    return at("tu-danh-gia")


@pytest.fixture
def rating(world):
    """The address of a sheet before the committee."""
    return lambda sheet: f"/{world.scope.slug}/phieu/{sheet}/danh-gia"


def answers(keys, **more: str) -> dict[str, str]:
    """A full review as a form sends it."""
    return {f"mark.{keys[0]}": "done", f"mark.{keys[1]}": "partly", f"note.{keys[0]}": "Đã nhận 3 việc.", **more}


async def test_before_the_validation_the_page_says_what_to_do(client_for, world, review):
    """Who has no sheet is led to register; who is not enrolled gets the same words; the office has no such page."""
    for name, status, words in (("pho_ap", 200, "Bạn chưa nộp phiếu đăng ký"), ("van_phong", 404, "Không tìm thấy")):
        async with client_for(world, name) as client:
            answer = await client.get(review)
            assert answer.status_code == status and words in answer.text


async def test_the_review_is_written_handed_in_and_read(client_for, world, keys, validated, review, fields):
    """Missing marks are said at their item with the input kept; then handed in, read, and opened again."""
    await validated("bi_thu_ap", "pho_ap")
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(review)).text
        assert "Chưa đến kỳ tự đánh giá" in page and "Nhận việc mới, việc khó" in page
        half = fields(page, review) | {f"mark.{keys[0]}": "done", f"note.{keys[0]}": "Đã nhận <3> việc."}
        refused = await client.post(review, data=half)
        assert refused.status_code == 422 and f'href="#f-mark.{keys[1]}"' in refused.text
        assert "Đã nhận &lt;3&gt; việc." in refused.text and 'value="done" checked' in refused.text
        form = fields(refused.text, review) | answers(keys, comment="Đã cố gắng.")
        first, second = await client.post(review, data=form), await client.post(review, data=form)
        assert first.status_code == second.status_code == 303
        assert first.headers["location"] == second.headers["location"] == review
        given = (await client.get(review)).text
        assert "Bạn đã gửi bản tự đánh giá" in given and "Tránh một phần" in given and "Đã cố gắng." in given
        again = (await client.get(review + "?sua=1")).text
        assert "data-autosave=" not in again and "Gửi lại" in again


async def test_the_draft_saves_itself(client_for, world, keys, validated, review, fields):
    """The script gets the next version and the count; a stale one gets both texts; the button leads back."""
    await validated("bi_thu_ap", "pho_ap")
    async with client_for(world, "bi_thu_ap") as client:
        form = fields((await client.get(review)).text, review)
        script = {"x-autosave": "1"}
        draft = form | {f"mark.{keys[0]}": "done", f"note.{keys[0]}": "Bản thứ nhất"}
        saved = await client.post(review + "/luu-nhap", data=draft, headers=script)
        assert saved.json()["version"] == 1 and saved.json()["summary"] == "1/2 điều · còn 1 điều"
        stale = await client.post(review + "/luu-nhap", data=draft | {f"note.{keys[0]}": "Bản thứ hai"}, headers=script)
        assert stale.status_code == 409 and stale.json()["version"] == 1
        assert "Bản thứ nhất" in stale.json()["html"] and "hai" in stale.json()["html"]
        plain = await client.post(review + "/luu-nhap", data=draft | {"_version": "0", "_key": "khac"})
        assert plain.status_code == 409 and "Bản tự đánh giá vừa được lưu ở nơi khác" in plain.text
        button = await client.post(review + "/luu-nhap", data=draft | {"_version": "1", "_key": "nut"})
        assert button.status_code == 303 and button.headers["location"] == review


async def test_hidden_characters_are_refused_at_their_field(client_for, world, keys, validated, review, fields):
    """A note that turns the reading direction is refused where it stands."""
    await validated("bi_thu_ap", "pho_ap")
    async with client_for(world, "bi_thu_ap") as client:
        form = fields((await client.get(review)).text, review)
        answer = await client.post(review, data=form | answers(keys, **{f"note.{keys[1]}": "a\u202eb"}))
        assert answer.status_code == 422 and f'href="#f-note.{keys[1]}"' in answer.text


async def test_the_result_shows_the_level_and_why(client_for, database, world, keys, validated, review):
    """Level, voices, reason, who and when, and what was missing (ui.md, blueprint 4)."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with database.tenant(world.scope) as tx:
        marks = {key: Mark("done") for key in keys}
        await actions.give_self(tx, world.actor("bi_thu_ap"), world.programme, marks, "", 0)
        await actions.record_voice(tx, world.actor("pho_ap"), sheet, "youth", "Gần gũi đoàn viên.", 0)
        await actions.rate(tx, world.actor("pho_ap"), sheet, "kha", "Còn họp muộn.", 0)
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(review)).text
        for words in ("Khá", "Vì sao", "Gần gũi đoàn viên.", "Còn họp muộn.", "Ngô Gia Bảo", "Lúc xếp loại chưa có:"):
            assert words in page
        assert "có hiệu lực khi Đoàn cấp trên công nhận" in page


@pytest.mark.parametrize("stranger", ["bi_thu_xa_b", "bi_thu_huyen_b", "bi_thu_cq", "doan_vien"])
async def test_strangers_do_not_find_the_committees_page(client_for, world, validated, rating, stranger):
    """Reading and writing answer 404 alike."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with client_for(world, stranger) as client:
        account = await client.get(f"/{world.scope.slug}/tai-khoan")
        token = account.text.split('name="_csrf" value="')[1].split('"')[0]
        assert (await client.get(rating(sheet))).status_code == 404
        for path in (rating(sheet), rating(sheet) + "/y-kien/youth"):
            sent = {"_csrf": token, "level": "tot", "comment": "x", "voice.youth": "x"}
            assert (await client.post(path, data=sent)).status_code == 404


async def test_one_reads_ones_own_sheet_on_ones_own_page(client_for, world, validated, rating, review):
    """The committee's page of one's own sheet leads to the self-review; rating it is refused."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    async with client_for(world, "bi_thu_ap") as client:
        answer = await client.get(rating(sheet))
        assert (answer.status_code, answer.headers["location"]) == (303, review)
        token = (await client.get(review)).text.split('name="_csrf" value="')[1].split('"')[0]
        refused = await client.post(rating(sheet), data={"_csrf": token, "level": "tot", "comment": "Tự khen"})
        assert refused.status_code == 403


async def test_the_committee_hears_voices_and_gives_the_level(client_for, world, validated, rating, fields):
    """Each opinion has its own form and error; the level needs a reason; then the next person comes up."""
    sheet, other = await validated("bi_thu_ap", "pho_ap"), await validated("pho_ap", "bi_thu_ap")
    here = rating(sheet)
    async with client_for(world, "pho_xa") as client:
        page = (await client.get(here)).text
        assert "chưa gửi bản tự đánh giá" in page and "Chưa có:" in page and f"/phieu/{other}/danh-gia" in page
        voice = here + "/y-kien/youth"
        empty = await client.post(voice, data=fields(page, voice) | {"voice.youth": "  "})
        assert empty.status_code == 422 and 'href="#f-voice.youth"' in empty.text
        heard = await client.post(voice, data=fields(page, voice) | {"voice.youth": "Gần gũi.", "_key": "2"})
        assert (heard.status_code, heard.headers["location"]) == (303, here)
        page = (await client.get(here)).text
        bare = await client.post(here, data=fields(page, here) | {"level": "tot", "comment": ""})
        assert bare.status_code == 422 and 'href="#f-comment"' in bare.text and 'value="tot" checked' in bare.text
        done = await client.post(here, data=fields(bare.text, here) | {"level": "tot", "comment": "Gương mẫu."})
        assert (done.status_code, done.headers["location"]) == (303, rating(other))
        assert "Gương mẫu." in (await client.get(here)).text


async def test_two_committees_at_once_see_both_texts(client_for, database, world, validated, rating, fields):
    """The second level made from the same page gets the stored one beside its own, and may be sent knowingly."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    here = rating(sheet)
    async with client_for(world, "pho_xa") as client:
        form = fields((await client.get(here)).text, here) | {"level": "tot", "comment": "Bản của tôi"}
        async with database.tenant(world.scope) as tx:
            await actions.rate(tx, world.actor("pho_ap"), sheet, "yeu", "Bản đã lưu", 0)
        stale = await client.post(here, data=form)
        assert stale.status_code == 409
        for words in ("Người khác vừa ghi phần này", "Yếu", "của tôi", "đã lưu"):
            assert words in stale.text
        kept = await client.post(here, data=fields(stale.text, here) | {"level": "tot", "comment": "Bản của tôi"})
        assert kept.status_code == 303


async def test_an_upper_level_reads_without_forms(client_for, world, validated, rating):
    """The inspector and the grandparent see the round, are told why nothing can be written, and get no form."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    for name in ("kiem_tra", "pho_huyen"):
        async with client_for(world, name) as client:
            page = (await client.get(rating(sheet))).text
            assert "Bạn chỉ xem." in page and "/y-kien/" not in page and 'name="level"' not in page
