"""A finding of the linter keeps a pack from being opened until somebody answers it in writing."""

from datetime import date

import pytest

from core.configurations import actions as configurations
from core.errors import Problem
from core.packs.catalog import discover
from core.programmes import pinned
from core.programmes.actions import Plan, open_programme

PLAN = Plan("9-KH", date(2021, 1, 4), "Ban Thường vụ")
UNMAPPED = "levels.unmapped@scale.levels.good.national"
ERRATUM = f"""
[errata.national]
printed = "Tốt"
read_as = {{ vi = "Không so sánh.", en = "Not compared." }}
reason = {{ vi = "Văn bản không nói.", en = "The document is silent." }}
waives = ["{UNMAPPED}"]
"""


@pytest.fixture
def doubtful(small) -> str:
    """A pack whose best level has no place among the national ones."""
    return small.replace('national = "excellent"\n', "")


async def test_an_open_finding_blocks_a_programme(install, doubtful, world, database):
    """Refused with the place of the finding; nothing is stored."""
    pack = discover(install("small", doubtful)).get("small")
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem) as refused:
            await open_programme(tx, None, pack, 2021, PLAN)
        assert await tx.fetchval("select count(*) from programme where pack_id = 'small'") == 0
    assert (refused.value.code, refused.value.facts) == (
        "pack.findings-open", {"places": ("scale.levels.good.national",)})  # fmt: skip


async def test_a_waived_finding_does_not(install, doubtful, world, database):
    """The written answer is what was missing."""
    pack = discover(install("small", doubtful + ERRATUM)).get("small")
    assert [one.waived_by for one in pack.notices] == ["national"]
    async with database.tenant(world.scope) as tx:
        assert (await open_programme(tx, None, pack, 2021, PLAN)).pack_id == "small"


async def test_the_wizard_says_so_at_its_first_step(install, doubtful, world, database, client_for, monkeypatch):
    """The administrator learns it at the choice of the pack, with the place."""
    found = discover(install("small", doubtful))
    monkeypatch.setattr(pinned, "catalog", lambda: found)
    async with database.tenant(world.scope) as tx:
        await configurations.enable(tx, None, found.get("small"))
    async with client_for(world, "quan_tri") as client:
        answer = await client.get(f"/{world.scope.slug}/quan-tri/chuong-trinh/mo?bo=small&nam=2022")
    assert answer.status_code == 422 and "scale.levels.good.national" in answer.text and 'href="#f-bo"' in answer.text
