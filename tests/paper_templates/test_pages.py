"""The pages of templates over HTTP: sending, trying, accepting, going back, and the papers that come out."""

import re

import pytest
from word_parts import says, text_of

from core.errors import Problem, Stale
from core.paper_templates import actions, queries, word_files
from ui.papers import word

AT = "quan-tri/mau-van-ban/kien_giang_kl06/report.appendix"
ONE, TWO = "Bản một: {{ ten_bao_cao }}", "Bản hai của {{ don_vi }}"
REPORT = "chuong-trinh/{}/bao-cao/appendix/{}/docx"


@pytest.fixture
async def admin(world, client_for):
    """The administrator at a browser."""
    async with client_for(world, "quan_tri") as client:
        yield client


class Desk:
    """What an administrator does with templates."""

    def __init__(self, client, world) -> None:
        self.client, self.world, self.base = client, world, f"/{world.scope.slug}"

    async def page(self, path: str = ""):
        """One of the pages of the appendix's template."""
        return await self.client.get(f"{self.base}/{AT}{path}")

    async def post(self, path: str, files=None, **data):
        """A form of these pages, with what is hidden in it."""
        text = (await self.client.get(f"{self.base}/tai-khoan")).text
        fields = {"_csrf": re.search(r'name="_csrf" value="(\w+)"', text)[1], **data}
        return await self.client.post(f"{self.base}/{AT}{path}", data=fields, files=files)

    async def send(self, content: bytes, name: str = "mau.docx"):
        """Send a file."""
        return await self.post("", {"file": (name, content, word.DOCX)})

    async def accept(self, seq: int, reason: str = "Theo hướng dẫn mới"):
        """Accept what is on trial."""
        return await self.post("/thu", reason=reason, _version=str(seq))

    async def report(self) -> str:
        """What the province's report reads like now."""
        path = REPORT.format(self.world.programme.slug, self.world.units["tinh"])
        answer = await self.client.get(f"{self.base}/{path}")
        assert answer.status_code == 200 and answer.headers["content-type"] == word.DOCX
        word_files.check(answer.content)
        return text_of(answer.content)


@pytest.fixture
def desk(admin, world) -> Desk:
    """The administrator's desk."""
    return Desk(admin, world)


async def test_a_template_is_sent_tried_and_accepted(desk):
    """An unknown field is named with the right one; mended it is on trial; accepted it makes the report."""
    before = await desk.report()
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in before
    refused = await desk.send(says("{{ ten_bao_coa }}"))
    assert refused.status_code == 422
    assert "“ten_bao_coa”" in refused.text and "“ten_bao_cao”" in refused.text
    sent = await desk.send(says(ONE))
    assert sent.status_code == 303 and sent.headers["location"].endswith("/thu")
    trial = await desk.page("/thu")
    assert "Bản một: Kết quả triển khai" in trial.text and "cac_dong" in trial.text
    assert text_of((await desk.page("/thu/vi-du")).content).startswith("Bản một")
    assert await desk.report() == before
    assert (await desk.accept(0)).status_code == 303
    assert (await desk.report()).startswith("Bản một: Kết quả")
    shown = (await desk.page()).text
    assert "Theo hướng dẫn mới" in shown and "mau.docx" in shown


async def test_a_reason_is_asked_for(desk):
    """And nothing holds before there is one."""
    await desk.send(says(ONE))
    refused = await desk.accept(0, reason="  ")
    assert refused.status_code == 422 and "Hãy ghi lý do" in refused.text
    assert not (await desk.report()).startswith("Bản một")


async def test_every_version_can_be_fetched_and_restored(desk):
    """And the pack's own as well; each step is in the history."""
    first = says(ONE)
    await desk.send(first)
    await desk.accept(0)
    await desk.send(says(TWO))
    await desk.accept(1)
    assert (await desk.report()).startswith("Bản hai")
    shown = (await desk.page()).text
    old = re.search(r'khoi-phuc\?ban=([0-9a-f-]{36})"', shown)[1]
    assert (await desk.page(f"/tai?ban={old}")).content == first
    assert (await desk.page(f"/khoi-phuc?ban={old}")).status_code == 200
    await desk.post("/khoi-phuc", ban=old, reason="Bản hai thiếu bảng", _version="2")
    assert (await desk.report()).startswith("Bản một")
    await desk.post("/khoi-phuc", reason="Về như cũ", _version="3")
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in await desk.report()
    history = (await desk.page()).text
    for words in ("Bản hai thiếu bảng", "Về như cũ", "Bản 1", "Bản 2"):
        assert words in history


async def test_a_reason_that_is_too_long_is_told_and_kept(desk):
    """The page comes back with the words, whatever was typed for the version."""
    await desk.send(says(ONE))
    await desk.accept(0)
    for version in ("", "khong-phai-ma"):
        answer = await desk.post("/khoi-phuc", ban=version, reason="d" * 3000, _version="1")
        assert answer.status_code == 422 and "d" * 3000 in answer.text


async def test_two_administrators_do_not_overwrite_each_other(desk):
    """Who decides on what he has not seen is told so, with his reason kept."""
    await desk.send(says(ONE))
    await desk.accept(0)
    await desk.send(says(TWO))
    late = await desk.accept(0, reason="Không biết bản một")
    assert late.status_code == 409
    assert "Không biết bản một" in late.text
    assert (await desk.report()).startswith("Bản một")


async def test_a_trial_can_be_thrown_away(desk):
    """Then there is nothing to accept."""
    await desk.send(says(ONE))
    assert (await desk.post("/thu/bo")).status_code == 303
    assert (await desk.page("/thu")).status_code == 404
    assert (await desk.accept(0)).status_code in (404, 409)


async def test_a_hostile_file_is_told_on_the_page(desk):
    """The page comes again with the sentence beside the field."""
    refused = await desk.send(b"MZ" + bytes(2000), "mau.docx" + "x" * 3000)
    assert refused.status_code == 422 and "không đúng loại" in refused.text
    refused = await desk.send(b"")
    assert refused.status_code == 422 and "trống" in refused.text


async def test_a_template_that_does_not_fit_a_programme_is_told(desk, world, database):
    """A paper is refused with words, never with a fault, where a stored template asks for what is not there."""
    rules, actor = world.programme.rules, world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        version = await actions.try_out(
            tx, actor, rules, "report.appendix", "a.docx", says("{{ khong_con }}"), missing=(), preview="[]"
        )
        await actions.accept(tx, actor, rules, "report.appendix", version, "Thử", 0)
    path = REPORT.format(world.programme.slug, world.units["tinh"])
    answer = await desk.client.get(f"{desk.base}/{path}")
    assert answer.status_code == 422 and "không khớp" in answer.text


async def test_only_administrators_change_templates(world, database):
    """A secretary neither sees nor sends one."""
    rules = world.programme.rules
    async with database.tenant(world.scope) as tx:
        for actor in (world.actor("bi_thu_tinh"), world.actor("van_phong")):
            with pytest.raises(Problem) as refused:
                await queries.slot(tx, actor, rules.id, "sheet")
            assert refused.value.status == 404
            with pytest.raises(Problem):
                await actions.try_out(tx, actor, rules, "sheet", "a.docx", b"x", missing=(), preview="[]")


async def test_versions_are_never_changed(world, database):
    """An accepted version is no trial any more, and acts are only appended."""
    rules, actor = world.programme.rules, world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        version = await actions.try_out(tx, actor, rules, "sheet", "a.docx", b"x", missing=(), preview="[]")
        assert await actions.accept(tx, actor, rules, "sheet", version, "Thử", 0) == 1
        with pytest.raises(Stale):
            await actions.accept(tx, actor, rules, "sheet", version, "Thử", 1)
        with pytest.raises(Problem):
            await actions.restore(tx, actor, rules, "sheet", world.units["tinh"], "Thử", 1)
    with pytest.raises(Exception, match="permission denied"):
        async with database.tenant(world.scope) as tx:
            await tx.execute("update template_act set reason = 'x' where tenant_id = $1", tx.tenant_id)


async def test_one_unions_template_is_nobody_elses(worlds, database):
    """Another union's papers are made as before."""
    own, other = worlds[:2]
    rules, actor = own.programme.rules, own.actor("quan_tri")
    async with database.tenant(own.scope) as tx:
        version = await actions.try_out(tx, actor, rules, "sheet", "a.docx", b"x", missing=(), preview="[]")
        await actions.accept(tx, actor, rules, "sheet", version, "Thử", 0)
        assert await queries.held(tx, rules.id, "sheet") == b"x"
    async with database.tenant(other.scope) as tx:
        assert await queries.held(tx, rules.id, "sheet") is None
        with pytest.raises(Problem):
            await queries.body(tx, other.actor("quan_tri"), rules.id, "sheet", version)


async def test_one_takes_ones_own_sheet_as_word(world, database, client_for):
    """With what was written on it; a stranger gets nothing."""
    from core.registrations import actions as registrations

    pack = world.programme.rules
    polarity = {key: pack.groups[one.group].polarity for key, one in pack.criteria.items()}
    do, dont = (next(key for key in polarity if polarity[key] == wanted) for wanted in ("do", "dont"))
    async with database.tenant(world.scope) as tx:
        saved = await registrations.submit(
            tx, world.actor("bi_thu_ap"), world.programme, 0, {do: "Đọc & ghi chép mỗi tuần", dont: "Không chậm họp"}
        )
    own = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/phieu/word"
    async with client_for(world, "bi_thu_ap") as client:
        text = text_of((await client.get(own)).content)
        assert "Đọc & ghi chép mỗi tuần" in text and "PHIẾU ĐĂNG KÝ RÈN LUYỆN" in text
    async with client_for(world, "bi_thu_xa") as client:
        answer = await client.get(f"/{world.scope.slug}/phieu/{saved.registration_id}/word")
        assert "Không chậm họp" in text_of(answer.content)
        assert (await client.get(own)).status_code == 404
