"""A party committee's link: one use, an end, no code in clear, nothing more than is needed; or its paper (S0-22)."""

import re
from datetime import date, timedelta

import pytest

from core.assessments.queries import round_of
from core.errors import Forbidden, NotFound, Problem
from core.party_voices import answers, links
from core.party_voices.answers import Said
from core.registrations import actions as registrations
from core.registrations import reviews

SECRET = b"x" * 40
SAID = "Cấp ủy nhất trí, đồng chí gương mẫu."


@pytest.fixture
async def sheet(database, world):
    """The branch secretary's sheet, validated by her deputy: its id."""
    pack = world.programme.rules
    keys = [next(k for k, c in pack.criteria.items() if pack.groups[c.group].polarity == p) for p in ("do", "dont")]
    async with database.tenant(world.scope) as tx:
        items = dict.fromkeys(keys, "Nhận việc mới, việc khó của chi đoàn.")
        saved = await registrations.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, items)
        await reviews.approve(tx, world.actor("pho_ap"), saved.registration_id, saved.version)
    return saved.registration_id


@pytest.fixture
def issued(database, world):
    """`await issued(by, sheet)`: a link of a week about a sheet, or about the branch."""

    async def run(by: str, sheet=None, secret: bytes = SECRET) -> str:
        async with database.tenant(world.scope) as tx:
            until = await tx.today() + timedelta(days=7)
            return await links.issue(
                tx, world.actor(by), world.programme, world.units["ap_1"], sheet, "Chi bộ ấp 1", until, secret
            )

    return run


async def test_a_link_is_made_by_who_hears_the_voice_never_about_oneself(database, world, sheet, issued):
    """The committee of the unit or of its parent; not the cadre about herself, not another branch; ends in time."""
    with pytest.raises(Forbidden):
        await issued("bi_thu_ap", sheet)
    for stranger in ("doan_vien", "bi_thu_xa_b"):
        with pytest.raises((NotFound, Forbidden)):
            await issued(stranger, sheet)
    code = await issued("pho_ap", sheet)
    async with database.tenant(world.scope) as tx:
        stored = await tx.fetchval("select code_hash from party_link where tenant_id = $1", tx.tenant_id)
        assert code.encode() not in stored
        for until in (None, date(2019, 1, 1), await tx.today() + timedelta(days=61)):
            with pytest.raises(Problem) as refused:
                await links.issue(
                    tx, world.actor("pho_ap"), world.programme, world.units["ap_1"], sheet, "Chi bộ", until, SECRET
                )
            assert {one.field for one in refused.value.problems} == {"until"}


async def test_the_voice_is_given_once_and_stands_beside_the_others(database, world, sheet, issued):
    """With a name under it; a second use finds nothing; what was recorded meanwhile is not overwritten."""
    code, other = await issued("pho_ap", sheet), await issued("pho_ap")
    async with database.tenant(world.scope) as tx:
        for signed, words in (("", SAID), ("Bí thư", "")):
            with pytest.raises(Problem):
                await answers.give(tx, code, SECRET, signed, {sheet: Said(words)})
        await answers.give(tx, code, SECRET, "Lê Văn Tư, Bí thư Chi bộ", {sheet: Said(SAID, "tot")})
        with pytest.raises(Problem) as again:
            await answers.give(tx, code, SECRET, "Lê Văn Tư", {sheet: Said("Đổi ý")})
        assert again.value.code == "party.over"
        with pytest.raises(Problem):
            await answers.give(tx, other, SECRET, "Lê Văn Tư", {sheet: Said("Đổi ý")})
        voice = (await round_of(tx, world.actor("pho_ap"), sheet)).stages["party_committee"]
        assert (voice.comment, voice.level) == (SAID, "tot")
        assert (await answers.source(tx, sheet)).signed_as == "Lê Văn Tư, Bí thư Chi bộ"
        told = await tx.fetch("select action from audit where tenant_id = $1 and action like 'party-link.%'",
                              tx.tenant_id)  # fmt: skip
        assert sorted(row["action"] for row in told) == ["party-link.answer", "party-link.issue", "party-link.issue"]


async def test_a_unit_link_leaves_out_its_maker_and_ends_with_its_day(database, world, sheet, issued):
    """Whoever made it cannot speak for the party committee about himself; after its day and once revoked it is over."""
    mine, theirs = await issued("bi_thu_ap"), await issued("bi_thu_xa")
    async with database.tenant(world.scope) as tx:
        assert (await answers.asked(tx, await answers.find(tx, mine, SECRET)))[1] == ()
        (one,) = (await answers.asked(tx, await answers.find(tx, theirs, SECRET)))[1]
        assert one.registration_id == sheet
        await links.revoke(tx, world.actor("bi_thu_xa"), (await answers.find(tx, theirs, SECRET)).id)
        assert (await answers.find(tx, theirs, SECRET)).state == "revoked"
        assert await answers.find(tx, theirs, b"y" * 40) is None
        later = await tx.now() + timedelta(days=8)
        await tx.execute("select sec.move_clock($1)", later)
        assert (await answers.find(tx, mine, SECRET)).state == "over"


async def test_the_page_needs_no_session_and_shows_no_more_than_is_needed(app, client_for, database, world, sheet):
    """Through the pages: made and shown once, opened by a stranger, refused with the words kept, sent, gone; guessing
    is slowed down, and the rating shows where the voice came from."""
    slug = world.scope.slug
    here = f"/{slug}/chuong-trinh/{world.programme.slug}/cap-uy/{world.units['ap_1']}"
    async with database.tenant(world.scope) as tx:
        until = await tx.today() + timedelta(days=3)
    async with client_for(world, "pho_ap") as client:
        token = re.search(r'name="_csrf" value="(\w+)"', (await client.get(here)).text)[1]
        form = {"_csrf": token, "addressee": "Chi bộ ấp 1", "until": until.isoformat(), "about": str(sheet)}
        made = re.search(rf"/{slug}/y-kien-cap-uy/(\w+)", (await client.post(here, data=form)).text)[0]
        assert made not in (await client.get(here)).text
    async with client_for(world, None) as stranger:
        page = (await stranger.get(made)).text
        assert "Ý kiến của cấp ủy" in page
        for hidden in ("Nhận việc mới", "rl-sidenav"):
            assert hidden not in page
        form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)) | {f"comment.{sheet}": SAID}
        refused = await stranger.post(made, data=form)
        assert refused.status_code == 422
        assert SAID in refused.text
        done = await stranger.post(made, data=form | {"signed_as": "Lê Văn Tư", f"level.{sheet}": "tot"})
        assert "Đã nhận ý kiến của cấp ủy" in done.text
        assert (await stranger.get(made)).status_code == 410
        wrong = [(await stranger.get(f"/{slug}/y-kien-cap-uy/{'X' * 20}")).status_code for _ in range(7)]
        assert wrong[0] == 404
        assert 429 in wrong
    async with client_for(world, "pho_ap") as client:
        rating = (await client.get(f"/{slug}/phieu/{sheet}/danh-gia")).text
        assert "người cho ý kiến: Lê Văn Tư" in rating
        token = re.search(r'name="_csrf" value="(\w+)"', rating)[1]
        paper = {"_csrf": token, "_version": "1", "voice.party_committee": SAID, "paper_number": "12-CV/ĐU"}
        at = f"/{slug}/phieu/{sheet}/danh-gia/y-kien/party_committee"
        assert (await client.post(at, data=paper)).status_code == 422
        assert (await client.post(at, data=paper | {"paper_dated": "2021-01-05"})).status_code == 303
        assert "Theo văn bản số 12-CV/ĐU ngày 05/01/2021" in (await client.get(f"/{slug}/phieu/{sheet}/danh-gia")).text
