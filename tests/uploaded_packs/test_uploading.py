"""A pack of data that a union brings: judged like any other, offered to that union alone."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from word_parts import says, text_of

from core.configurations import actions as configuring
from core.configurations import queries as configurations
from core.errors import Problem
from core.packs import reading
from core.packs.cases import load_cases
from core.packs.catalog import discover
from core.packs.problems import PackRefused
from core.programmes import pinned
from core.programmes.actions import Plan, open_programme
from core.uploaded_packs import actions, exporting, queries
from ui import uploaded_packs
from ui.messages import MESSAGES, UPLOAD_FINDINGS
from ui.papers import word_default

KL06 = discover().packs["kien_giang_kl06"]
Change = Callable[[dict[str, bytes]], None]


def archive(pack=KL06, new_id: str = "goi_moi", change: Change = lambda files: None, top: str = "") -> bytes:
    """The archive of a pack with its files changed."""
    made = exporting.exported(pack, new_id, load_cases(pack), {})
    with zipfile.ZipFile(io.BytesIO(made)) as source:
        files = {name: source.read(name) for name in source.namelist()}
    change(files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            # Without the time: the same files are the same archive.
            target.writestr(zipfile.ZipInfo(top + name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def put(name: str, content: bytes = b"x") -> Change:
    """A change that adds a file."""
    return lambda files: files.update({name: content})


def said(old: str, new: str, name: str = "pack.toml") -> Change:
    """A change of a text."""

    def change(files):
        assert old.encode() in files[name], old
        files[name] = files[name].replace(old.encode(), new.encode(), 1)

    return change


def without(start: str) -> Change:
    """A change that takes files out."""

    def change(files):
        for name in [name for name in files if name.startswith(start)]:
            del files[name]

    return change


@pytest.mark.parametrize("pack_id", discover().packs)
async def test_every_pack_can_be_taken_along(pack_id):
    """What one union fetches another can bring: no fault, all cases, within seconds."""
    pack = discover().packs[pack_id]
    judged = await uploaded_packs.check(archive(pack))
    assert judged.faults == ()
    assert (judged.id, judged.version, judged.cases) == ("goi_moi", pack.version, len(load_cases(pack)))


async def test_a_compressed_folder_is_a_pack_too():
    """As Windows and macOS compress one."""
    assert (await uploaded_packs.check(archive(top="goi-moi/"))).faults == ()


OPENED = {
    "code": (put("hooks.py"), "upload.foreign-file"),
    "code of another kind": (put("templates/board.html"), "upload.foreign-file"),
    "a template elsewhere": (put("templates/sub/sheet.docx"), "upload.foreign-file"),
    "a file of macOS": (put(".DS_Store"), "upload.foreign-file"),
    "a compiled file": (put("__pycache__/hooks.pyc"), "upload.foreign-file"),
    "no rules": (without("pack.toml"), "pack.no-file"),
    "a way up": (put("../pack.toml"), "archive.bad-path"),
    "the same in capitals": (put("Pack.toml"), "archive.twice"),
    "a bomb": (put("cases/a.toml", bytes(60 << 20)), "archive.too-heavy"),
    "a large file": (put("cases/a.toml", b"".join(b"# %d\n" % n for n in range(900_000))), "upload.large-file"),
}


@pytest.mark.parametrize("what", OPENED)
async def test_what_is_no_pack_of_data_is_refused_fast(what):
    """By name, before anything in it is read."""
    change, wanted = OPENED[what]
    content = archive(change=change)
    begun = time.perf_counter()
    with pytest.raises(Problem) as refused:
        await uploaded_packs.check(content)
    assert time.perf_counter() - begun < 1.0
    codes = {one.code for one in refused.value.problems} or {refused.value.code}
    assert codes == {wanted}
    assert wanted in UPLOAD_FINDINGS or wanted in MESSAGES


JUDGED = {
    "no TOML": (put("pack.toml", b"= 1"), "pack.toml"),
    "another contract": (said("contract = 1", "contract = 9"), "pack.contract"),
    "an unknown key": (said("contract = 1", "contract = 1\nunknown = 1"), "pack.unknown-key"),
    "a base that is not there": (said("contract = 1", 'contract = 1\nextends = "khong_co"'), "pack.extends"),
    "no cases": (without("cases/"), "upload.no-cases"),
    "a case that fails": (
        put("cases/z.toml", b'[[case]]\ntitle="Sai"\nrequirement=["S0-1"]\nkind="dates"\n[case.given]\nyear=2020\n'
            b'[case.expect]\nregistration="1999-01-01"\n'), ""),
    "a case of nothing": (put("cases/z.toml", b"[[case]]\ntitle=1"), "case.unreadable"),
    "a paper of nobody": (put("templates/report.none.docx", word_default.of_slot(KL06.rules, "sheet")),
                          "upload.no-such-paper"),
    "a template of another paper": (put("templates/sheet.docx", word_default.of_slot(KL06.rules, "report.appendix")),
                                    "template.unknown-field"),
    "no template": (put("templates/sheet.docx"), "archive.no-archive"),
    "a broken catalogue": (put("locales/en/LC_MESSAGES/messages.po", b"\xff\xfe\xff"), "locales.unreadable"),
    "deep TOML": (put("pack.toml", b"a = " + b"[" * 100_000), ""),
}  # fmt: skip


@pytest.mark.parametrize("what", JUDGED)
async def test_everything_wrong_inside_is_told_with_its_place(what):
    """As `packs check` tells an author: which file, what is there, what should be."""
    change, wanted = JUDGED[what]
    judged = await uploaded_packs.check(archive(change=change))
    assert judged.faults
    assert all(one.file and one.found and one.wanted for one in judged.faults)
    assert not wanted or wanted in {one.code for one in judged.faults}


async def upload(tx, world, content: bytes = b"", name: str = "goi.zip"):
    """Bring a pack as the administrator."""
    return await actions.upload(tx, world.actor("quan_tri"), name, content or archive())


async def test_a_pack_is_offered_to_the_union_that_brought_it(worlds, database):
    """And to nobody else; it is a pack like any other."""
    own, other = worlds[:2]
    async with database.tenant(own.scope) as tx:
        rules = await upload(tx, own)
        offered = await configurations.available(tx)
        assert offered["goi_moi"].rules == rules == exporting.renamed(KL06.rules, "goi_moi")
        assert set(offered) == {*discover().packs, "goi_moi"}
        assert offered["goi_moi"].hooks.milestones(rules, 2021) == KL06.hooks.milestones(KL06.rules, 2021)
    async with database.tenant(other.scope) as tx:
        assert "goi_moi" not in await configurations.available(tx)
        assert await queries.listing(tx, other.actor("quan_tri")) == ()


async def test_a_programme_runs_by_an_uploaded_pack(world, database):
    """Taken up, edited, opened, with our code over its rules, also after it was withdrawn."""
    async with database.tenant(world.scope) as tx:
        await upload(tx, world)
        pack = (await configurations.available(tx))["goi_moi"]
        await configuring.enable(tx, world.actor("quan_tri"), pack)
        in_force = await configurations.in_force(tx, "goi_moi")
        plan = Plan("01-KH/TĐ", date(2022, 1, 4), "Ban Thường vụ")
        made = await open_programme(tx, world.actor("quan_tri"), in_force, 2022, plan)
        await actions.withdraw(tx, world.actor("quan_tri"), "goi_moi", pack.version)
        assert "goi_moi" not in await configurations.available(tx)
        assert made.rules == pack.rules
        assert pinned.hooks_of(made.pack_id, made.hooks_hash).milestones(made.rules, 2022)


async def test_a_pack_over_an_installed_one_runs_its_code(world, database):
    """It says only what differs."""
    overlay = (
        'contract = 1\nid = "goi_tren"\nextends = "kien_giang_kl06"\nversion = "2021.1"\ntitle = "Trên nền"\n'
        'summary = "Khác một chữ"\nissuer = "Tỉnh đoàn"\n'
    ).encode()
    async with database.tenant(world.scope) as tx:
        await upload(tx, world, archive(change=put("pack.toml", overlay)))
        pack = (await queries.installed(tx))["goi_tren"]
        assert pack.rules.extends == "kien_giang_kl06" and pack.rules.criteria == KL06.rules.criteria
        assert pinned.hooks_of("goi_tren", pack.hooks_hash)
        assert pack.hooks_hash == KL06.hooks_hash


async def test_a_later_version_stands_beside_the_earlier(world, database):
    """The newest is offered; taken back, the earlier is again. The same version with other rules is refused."""
    newer = said('version = "2019.1"', 'version = "2019.2"')
    async with database.tenant(world.scope) as tx:
        admin = world.actor("quan_tri")
        await upload(tx, world)
        await tx.execute("update uploaded_pack set at = at - interval '1 day' where tenant_id = $1", tx.tenant_id)
        await upload(tx, world, archive(change=newer))
        assert (await queries.installed(tx))["goi_moi"].version == "2019.2"
        shown = await queries.listing(tx, admin)
        assert [(one.version, one.newest) for one in shown] == [("2019.2", True), ("2019.1", False)]
        await upload(tx, world)  # the same again changes nothing
        with pytest.raises(PackRefused) as refused:
            await upload(tx, world, archive(change=said("Tốt", "Giỏi")))
        assert refused.value.errors[0].code == "upload.version-taken"
        await actions.withdraw(tx, admin, "goi_moi", "2019.2")
        assert (await queries.installed(tx))["goi_moi"].version == "2019.1"
        with pytest.raises(Problem):
            await actions.withdraw(tx, admin, "goi_moi", "2019.2")


async def test_the_id_of_an_installed_pack_is_taken(world, database):
    """Programmes know their pack by it."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(PackRefused) as refused:
            await upload(tx, world, archive(new_id="dhkt_school_year"))
        assert [one.code for one in refused.value.errors] == ["upload.id-taken"]


async def test_only_administrators_bring_packs(world, database):
    """The office reads, a secretary does not even see."""
    async with database.tenant(world.scope) as tx:
        for who in ("van_phong", "bi_thu_tinh"):
            with pytest.raises(Problem) as refused:
                await actions.upload(tx, world.actor(who), "a.zip", archive())
            assert refused.value.status == 404


async def token(client, base: str) -> str:
    """What every form of this session carries."""
    return re.search(r'name="_csrf" value="(\w+)"', (await client.get(f"{base}/tai-khoan")).text)[1]


async def test_the_page_brings_and_fetches(worlds, database, client_for):
    """A union's edited pack, with its own Word template, in another union; faults are shown in words."""
    own, other = worlds[:2]
    async with client_for(own, "quan_tri") as client:
        base = f"/{own.scope.slug}/quan-tri/goi-quy-tac"
        assert "Chưa tải gói nào lên" in (await client.get(base)).text
        fetched = await client.get(f"{base}/tai?goi=kien_giang_kl06&ten=kl06_cua_toi")
        assert fetched.headers["content-type"] == "application/zip"
        assert (await client.get(f"{base}/tai?goi=kien_giang_kl06&ten=Sai+ten")).status_code == 422
        assert (await client.get(f"{base}/tai?goi=khong_co")).status_code == 404
    async with client_for(other, "quan_tri") as client:
        base = f"/{other.scope.slug}"
        fields = {"_csrf": await token(client, base)}
        at = f"{base}/quan-tri/goi-quy-tac"
        bad = {"file": ("goi.zip", archive(change=put("hooks.py")), "application/zip")}
        refused = await client.post(at, data=fields, files=bad)
        assert refused.status_code == 422 and "hooks.py" in refused.text
        bad = {"file": ("goi.zip", archive(change=without("cases/")), "application/zip")}
        refused = await client.post(at, data=fields, files=bad)
        assert refused.status_code == 422 and "Gói chưa có ví dụ kiểm tra nào" in refused.text
        sent = await client.post(at, data=fields, files={"file": ("goi.zip", fetched.content, "application/zip")})
        assert sent.status_code == 303
        shown = (await client.get(at)).text
        assert "kl06_cua_toi" in shown and "goi.zip" in shown
        assert (await client.get(f"{base}/quan-tri/cau-hinh/kl06_cua_toi")).status_code == 200
        assert "quan-tri/cau-hinh/kl06_cua_toi" in (await client.get(f"{base}/quan-tri/cau-hinh")).text
        again = await client.get(f"{at}/tai?goi=kl06_cua_toi&ten=kl06_cua_toi")
        assert again.content == fetched.content
        await client.post(f"{at}/bo", data=fields | {"pack": "kl06_cua_toi", "version": "2019.1"})
        assert "Thôi dùng" in (await client.get(at)).text
    async with database.tenant(other.scope) as tx:
        assert "kl06_cua_toi" not in await configurations.available(tx)


async def test_the_edits_of_a_union_travel_with_its_pack(world, database, client_for):
    """What is in force is fetched, not what the installed pack says."""
    async with database.tenant(world.scope) as tx:
        admin = world.actor("quan_tri")
        if not await tx.fetchval("select true from configuration where tenant_id = $1", tx.tenant_id):
            await configuring.enable(tx, admin, KL06)
        held = await configurations.draft(tx, KL06.id)
        draft = await configuring.edit(tx, admin, KL06.id, {("title", "vi"): "Tên đã sửa"}, held.version)
        await configuring.publish(tx, admin, KL06.id, "Đổi tên", draft.version)
    async with client_for(world, "quan_tri") as client:
        answer = await client.get(f"/{world.scope.slug}/quan-tri/goi-quy-tac/tai?goi={KL06.id}&ten=da_sua")
    assert reading.read(queries.contents.read(answer.content).rules).title.vi == "Tên đã sửa"


async def test_menus_and_papers_follow_an_uploaded_pack(world, database, client_for):
    """The report is the pack's own, and comes out by the Word template that the pack brings."""
    brought = says("Báo cáo của {{ don_vi }} theo gói")
    content = archive(change=put("templates/report.appendix.docx", brought))
    async with database.tenant(world.scope) as tx:
        admin = world.actor("quan_tri")
        await upload(tx, world, content)
        await configuring.enable(tx, admin, (await configurations.available(tx))["goi_moi"])
        plan = Plan("01-KH/TĐ", date(2022, 1, 4), "Ban Thường vụ")
        made = await open_programme(tx, admin, await configurations.in_force(tx, "goi_moi"), 2022, plan)
    async with client_for(world, "quan_tri") as client:
        base = f"/{world.scope.slug}"
        board = await client.get(f"{base}/chuong-trinh/{made.slug}/tien-do")
        assert f"{made.slug}/bao-cao/appendix" in board.text
        paper = await client.get(f"{base}/chuong-trinh/{made.slug}/bao-cao/appendix/{world.units['tinh']}/docx")
        assert text_of(paper.content).startswith("Báo cáo của")
        assert "goi_moi" in (await client.get(f"{base}/quan-tri/mau-van-ban")).text
