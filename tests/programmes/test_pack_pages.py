"""The pages of the rule packs: which are installed, in what state, and which programmes of the tenant follow them."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import msgspec
import pytest

from core.packs.catalog import BrokenPack, Catalog, discover
from core.packs.lint import check
from core.packs.problems import PackError
from core.programmes import pinned
from core.programmes.actions import Plan, open_programme

PLAN = Plan("02-KH", date(2020, 9, 1), "Ban Thường vụ")
KL06 = "kien_giang_kl06"


def at(world, pack: str = "") -> str:
    """The address of the list, or of one pack."""
    return f"/{world.scope.slug}/quan-tri/bo-quy-tac" + (f"/{pack}" if pack else "")


@pytest.fixture
def installed(monkeypatch):
    """The process after another set of packs was installed."""

    def put(packs, broken=()):
        monkeypatch.setattr(pinned, "catalog", lambda: Catalog(MappingProxyType(dict(packs)), tuple(broken)))

    return put


async def test_every_pack_is_listed_with_what_follows_it(client_for, world):
    """The pack in use comes first with its version and year; the others say that nothing follows them."""
    async with client_for(world, "quan_tri") as client:
        text = (await client.get(at(world))).text
    packs = discover().packs
    assert all(f"bo-quy-tac/{name}" in text for name in packs)
    assert text.index(f"bo-quy-tac/{KL06}") == min(text.index(f"bo-quy-tac/{name}") for name in packs)
    assert "Bản 2019.1" in text and f"chuong-trinh/{KL06}-2021" in text and "Năm 2021 · đang chạy" in text
    assert text.count("Chưa có chương trình nào dùng") == len(packs) - 1
    assert "khác bản đang cài" not in text


async def test_one_pack_says_what_it_says(client_for, world):
    """Criteria, levels, errata in the words of the document, and the programmes that follow it."""
    async with client_for(world, "van_phong") as client:
        text = (await client.get(at(world, KL06))).text
    assert "Xung kích" in text and "Trung bình" in text and "Chương trình đang theo" in text
    assert "Chỗ văn bản để ngỏ hoặc in sai" in text and "Còn điểm cần giải trình" not in text


async def test_an_unknown_pack_is_not_found(client_for, world):
    """An address of nothing is a calm 404."""
    async with client_for(world, "quan_tri") as client:
        assert (await client.get(at(world, "no_pack"))).status_code == 404


@pytest.mark.parametrize("who", ["bi_thu_ap", "doan_vien", None])
async def test_others_do_not_see_the_packs(client_for, world, who):
    """The page is for the province's administrators, office and inspectors."""
    async with client_for(world, who) as client:
        assert (await client.get(at(world))).status_code in (303, 403, 404)


async def test_a_broken_pack_is_explained(client_for, world, installed):
    """In words, then file, place, found and wanted; the others are listed as ever."""
    fault = PackError("pack.value", "pack.toml", "registration.items_min", "'hai' (str)", "int")
    installed(discover().packs, [BrokenPack("hai_dao", "hai-dao", (fault,))])
    async with client_for(world, "quan_tri") as client:
        text = (await client.get(at(world))).text
    assert "Không dùng được" in text and "Giá trị sai kiểu." in text and f"bo-quy-tac/{KL06}" in text
    assert "registration.items_min: đang là &#39;hai&#39; (str), cần int." in text


async def test_an_open_finding_is_explained(client_for, world, installed):
    """What keeps a pack from being opened is said on the list and, in words, on its page."""
    pack = discover().get(KL06)
    rules = msgspec.structs.replace(pack.rules, errata=MappingProxyType({}))
    packs = {KL06: replace(pack, rules=rules, notices=check(rules))}
    installed(packs)
    async with client_for(world, "quan_tri") as client:
        assert "3 điểm cần giải trình" in (await client.get(at(world))).text
        text = (await client.get(at(world, KL06))).text
    assert "Còn điểm cần giải trình" in text and "Báo cáo đến hạn khi việc đánh giá chưa xong." in text


async def test_another_version_and_a_pack_that_is_gone(client_for, world, installed, database):
    """Programmes keep their version: one pack was replaced, another was taken out."""
    packs = dict(discover().packs)
    async with database.tenant(world.scope) as tx:
        await open_programme(tx, None, packs["dhkt_school_year"], 2020, PLAN)
    del packs["dhkt_school_year"]
    packs[KL06] = replace(packs[KL06], rules=msgspec.structs.replace(packs[KL06].rules, version="2019.2"))
    installed(packs)
    async with client_for(world, "quan_tri") as client:
        text = (await client.get(at(world))).text
    head, lost = text.split("Không còn cài mà vẫn có chương trình theo")
    assert "Bản 2019.1" in head and "khác bản đang cài" in head
    assert "dhkt_school_year" in lost and "Bản 2020.1" in lost and "chuong-trinh/dhkt_school_year-2020" in lost


async def test_another_text_under_the_same_version_is_told(client_for, world, installed):
    """A pack whose rules were changed without a new version is not the one the programme follows."""
    packs = dict(discover().packs)
    period = msgspec.structs.replace(packs[KL06].rules.period, last=2023)
    packs[KL06] = replace(packs[KL06], rules=msgspec.structs.replace(packs[KL06].rules, period=period))
    installed(packs)
    async with client_for(world, "quan_tri") as client:
        text = (await client.get(at(world))).text
    assert "Bản 2019.1" in text and "khác bản đang cài" in text


async def test_a_tenant_sees_its_own_programmes_only(client_for, worlds, database):
    """What another tenant has opened is nobody else's to know."""
    async with database.tenant(worlds[1].scope) as tx:
        await open_programme(tx, None, discover().get("dhkt_school_year"), 2020, PLAN)
    async with client_for(worlds[0], "quan_tri") as client:
        assert "dhkt_school_year-2020" not in (await client.get(at(worlds[0]))).text
    async with client_for(worlds[1], "quan_tri") as client:
        assert "dhkt_school_year-2020" in (await client.get(at(worlds[1]))).text


def listed(urls, *words: str) -> subprocess.CompletedProcess[str]:
    """`packs list` with these words, on the database of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    command = (sys.executable, "-c", "from ui.cli import main; main()", "packs", "list", *words)
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=kept | {"DATABASE_URL": urls["app"]})


async def test_the_command_line_says_who_uses_what(world, urls):
    """`packs list --tenant` names the programmes of one tenant by version, for people and for scripts."""
    found = json.loads(listed(urls, "--tenant", world.scope.slug, "--json").stdout)
    (use,) = found["uses"]
    assert (found["tenant"], use["pack"], use["version"], use["current"]) == (world.scope.slug, KL06, "2019.1", True)
    assert [(one["slug"], one["state"]) for one in use["programmes"]] == [(f"{KL06}-2021", "open")]
    assert f"{world.scope.slug}: {KL06}  2019.1  2021" in listed(urls, "--tenant", world.scope.slug).stdout


async def test_the_command_line_refuses_an_unknown_tenant(world, urls):
    """Said in a sentence, exit code 1."""
    done = listed(urls, "--tenant", "khong-co")
    assert done.returncode == 1 and "Không có đơn vị “khong-co”" in done.stderr
