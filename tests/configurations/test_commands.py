"""`renluyen config …` as typed: two commands move a deadline for the next year; what stands in the way is listed."""

import json
import os
import subprocess
import sys

import pytest

from core.configurations import queries

COMMAND = (sys.executable, "-c", "from ui.cli import main; main()", "config")
PACK = "kien_giang_kl06"
PLACE = "milestones/registration"


@pytest.fixture
def config(world, urls):
    """`config("list")`: the finished command about the small tenant."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}

    def ended(name: str, *words: str) -> subprocess.CompletedProcess[str]:
        line = (*COMMAND, name, world.scope.slug, *words)
        env = kept | {"DATABASE_URL": urls["app"]}
        return subprocess.run(line, capture_output=True, text=True, timeout=60, env=env)

    return ended


def by(*words: str) -> tuple[str, ...]:
    """The words of a command in the name of the administrator."""
    return (*words, "--as", "quan_tri")


async def test_two_commands_change_and_publish(config, world, database) -> None:
    """One saves the edit and says it in words, the other publishes it with its reason; the running year stays."""
    edits = (f"{PLACE}/within=", f"{PLACE}/before=02-15", "criteria/do_2/disabled=true")
    saved = config("set", PACK, *by(*edits, "--json"))
    assert saved.returncode == 0, saved.stderr
    said = "\n".join(json.loads(saved.stdout)["changes"])
    assert "Đăng ký nội dung rèn luyện · Hạn: trong tháng 01 → trước ngày 15/02" in said and "ngừng dùng" in said
    published = config("publish", PACK, *by("--reason", "Theo kế hoạch 2022", "--cases", "Hạn mới", "--json"))
    assert published.returncode == 0, published.stderr
    assert json.loads(published.stdout) == {"pack": PACK, "version": 2}
    async with database.tenant(world.scope) as tx:
        rules = (await queries.in_force(tx, PACK)).rules
    assert (rules.milestones["registration"].before, world.programme.rules.milestones["registration"].within) == (
        "02-15", "01")  # fmt: skip
    told = json.loads(config("history", PACK, "--json").stdout)
    assert [(one["number"], one["by"], one["reason"]) for one in told] == [
        (2, "quan_tri", "Theo kế hoạch 2022"), (1, "", "")]  # fmt: skip
    assert config("diff", PACK, "--from", "1", "--to", "2").returncode == 1
    assert config("diff", PACK, "--from", "2", "--to", "in-force").returncode == 0
    assert config("restore", PACK, *by("1", "--reason", "Trở lại")).returncode == 0
    assert json.loads(config("show", PACK, "--place", f"{PLACE}/within", "--json").stdout) == "01"


async def test_what_stands_in_the_way_is_listed(config) -> None:
    """A broken reference is saved with exit code 2 and keeps the draft from being published."""
    saved = config("set", PACK, *by("criteria/do_1/group=khong-co"))
    assert saved.returncode == 2 and "Chưa công bố được" in saved.stderr and "Xung kích" in saved.stderr
    refused = config("publish", PACK, *by("--reason", "Thử", "--json"))
    assert refused.returncode == 2 and json.loads(refused.stdout)["blocking"]


async def test_refusals_are_plain(config) -> None:
    """An unknown account, no edit, a locked role, an unknown side: one line and exit code 1, never a traceback."""
    for done in (
        config("set", PACK, "criteria/do_1/disabled=true", "--as", "khong-co"),
        config("set", PACK, *by("criteria")),
        config("set", PACK, "criteria/do_1/disabled=true", "--as", "kiem_tra"),
        config("show", PACK, "--of", "hom-qua"),
        config("diff", "khong_co"),
    ):
        assert done.returncode == 1 and done.stderr.strip() and "Traceback" not in done.stderr
    listed = config("list")
    assert listed.returncode == 0 and f"{PACK}: đang dùng, phiên bản 1" in listed.stdout
    assert "dhkt_school_year: chưa chọn" in listed.stdout
