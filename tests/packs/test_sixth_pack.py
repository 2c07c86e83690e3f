"""A sixth pack, from the skeleton to a wheel to a submitted sheet, without a change of ours."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.enrolments import actions as enrolments
from core.packs.cases import cases_in
from core.packs.catalog import discover
from core.programmes import pinned
from core.programmes.actions import Plan, open_programme
from ui import packs_report
from ui.cli import main

BIN = Path(sys.executable).parent
NAME = "hai_dao_xanh"


def run(*words: str) -> tuple[int, str]:
    """The command as its author would call it."""
    answer = CliRunner().invoke(main, ["packs", *words])
    return answer.exit_code, answer.output


@pytest.fixture(scope="module")
def wheel_home(tmp_path_factory) -> Path:
    """A folder into which the wheel of a filled-in skeleton is installed; the repository knows nothing of it."""
    home = tmp_path_factory.mktemp("sixth")
    code, _ = run("new", NAME, "--into", str(home))
    assert code == 0
    rules = home / NAME / NAME / "pack.toml"
    filled = rules.read_text("utf-8").replace("Chương trình rèn luyện", "Biển đảo xanh")
    middle = '[scale.levels.fair]\ntitle = { vi = "Khá", en = "Fair" }\nnational = "completed"\n[scale.levels.weak]'
    rules.write_text(filled.replace("[scale.levels.weak]", middle), "utf-8")
    cases = rules.parent / "cases" / "rules.toml"
    cases.write_text(cases.read_text("utf-8").replace('["good", "weak"]', '["good", "fair", "weak"]'), "utf-8")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=home / NAME, check=True, capture_output=True
    )
    (wheel,) = (home / NAME / "dist").glob("*.whl")
    target = home / "site"
    subprocess.run(
        [BIN / "uv", "pip", "install", "-q", "--no-deps", "--offline", "--target", target, wheel], check=True,
        capture_output=True, env={**os.environ, "UV_NO_CACHE": "1"},
    )  # fmt: skip
    return home


def test_a_new_pack_passes_at_once_and_nothing_is_overwritten(tmp_path):
    """The skeleton is green; a second one of the name, and a bad name, are refused in words."""
    assert run("new", "moi_tinh", "--into", str(tmp_path))[0] == 0
    code, said = run("check", str(tmp_path / "moi_tinh"), "--json")
    report = json.loads(said)["packs"][0]
    assert (code, report["passed"], report["cases"], report["findings"]) == (0, True, 8, [])
    kinds = {case.kind for case in cases_in(tmp_path / "moi_tinh/moi_tinh/cases", "moi_tinh")}
    assert kinds >= {"enrolment", "registration", "offer", "milestones", "assessment", "rate", "data"}
    assert run("new", "moi_tinh", "--into", str(tmp_path))[0] == 1
    assert run("new", "Mới/../x", "--into", str(tmp_path))[0] == 1


def test_faults_say_file_place_found_and_wanted(tmp_path):
    """A wrong type in the file of an author is named with its key path."""
    run("new", "moi_tinh", "--into", str(tmp_path))
    rules = tmp_path / "moi_tinh" / "moi_tinh" / "pack.toml"
    rules.write_text(rules.read_text("utf-8").replace("items_min = 2", 'items_min = "hai"'), "utf-8")
    code, said = run("check", str(tmp_path / "moi_tinh"), "--json")
    (fault,) = json.loads(said)["packs"][0]["errors"]
    assert (code, fault["file"], fault["place"]) == (1, "pack.toml", "registration.items_min")
    assert "hai" in fault["found"] and "int" in fault["wanted"]


def test_somebody_elses_cases_are_run_against_a_pack(tmp_path):
    """Cases of another folder are asked of the named pack, and a wrong expectation fails."""
    case = '[[case]]\ntitle = "x"\nrequirement = ["S4-49"]\nkind = "rate"\nexpect = {{ level = "{}" }}\n'
    given = 'given = { items = { "1.1" = { registered = 100, given = 95 } } }\n'
    (tmp_path / "theirs.toml").write_text(case.format("hoan_thanh_xuat_sac") + given, "utf-8")
    assert run("check", "dhkt_school_year", "--cases", str(tmp_path))[0] == 0
    (tmp_path / "theirs.toml").write_text(case.format("hoan_thanh") + given, "utf-8")
    assert run("check", "dhkt_school_year", "--cases", str(tmp_path))[0] == 1


def test_real_instants_of_a_school_year():
    """`packs milestones` prints the first instant that is late, in the union's time."""
    code, said = run("milestones", "dhkt_school_year", "--period", "2020-2021", "--json")
    late = {one["key"]: one["late_from"] for one in json.loads(said)["milestones"]}
    assert code == 0
    assert late["registration"] == "2020-10-18T00:00:00+07:00"
    assert late["report"] == "2021-06-01T00:00:00+07:00"


def test_what_differs_between_a_pack_and_its_overlay():
    """`packs diff` names what came and what went, by key path."""
    code, said = run("diff", "kien_giang_kl06", "kien_giang_cadre_model", "--json")
    found = {one["place"]: one["kind"] for one in json.loads(said)["changes"]}
    assert code == 1
    assert found["groups.sang_tao"] == "added" and found["milestones.rollout"] == "removed"
    assert run("diff", "kien_giang_kl06", "kien_giang_kl06")[0] == 0


def test_changed_code_is_a_difference(tmp_path):
    """Two packs of the same data with other code are not the same; words of a docstring are no code."""
    run("new", "moi_tinh", "--into", str(tmp_path / "a"))
    run("new", "moi_tinh", "--into", str(tmp_path / "b"))
    first, second = (str(tmp_path / part / "moi_tinh") for part in "ab")
    code = tmp_path / "b" / "moi_tinh" / "moi_tinh" / "__init__.py"
    code.write_text('"""Other words."""\n', "utf-8")
    assert run("diff", first, second) == (0, "")
    code.write_text("LIMIT = 3\n", "utf-8")
    found = json.loads(run("diff", first, second, "--json")[1])["changes"]
    assert [(one["place"], one["kind"]) for one in found] == [("hooks", "changed")]


def test_the_list_says_what_waits_for_an_answer(install, small, monkeypatch):
    """A pack with an open finding is listed with it, for people and for scripts."""
    catalog = discover(install("small", small.replace('national = "excellent"\n', "")))
    monkeypatch.setattr(packs_report, "discover", lambda: catalog)
    assert "(1 điểm cần giải trình)" in run("list")[1]
    (pack,) = json.loads(run("list", "--json")[1])["packs"]
    assert pack["open"] == ["levels.unmapped@scale.levels.good.national"]


def test_an_installed_wheel_is_found_and_green(wheel_home):
    """Another process with the wheel on its path lists and checks the pack, ours untouched."""
    env = {**os.environ, "PYTHONPATH": str(wheel_home / "site")}
    listed = subprocess.run([BIN / "renluyen", "packs", "list", "--json"], env=env, capture_output=True, check=True)
    found = {one["id"]: one for one in json.loads(listed.stdout)["packs"]}
    assert found[NAME]["usable"] and found[NAME]["distribution"] == "hai-dao-xanh"
    assert len([one for one in found.values() if one["usable"]]) == 6
    checked = subprocess.run([BIN / "renluyen", "packs", "check", NAME], env=env, capture_output=True)
    assert checked.returncode == 0, checked.stdout


async def test_a_programme_of_the_sixth_pack_is_lived(wheel_home, world, database, client_for, monkeypatch):
    """Opened in a tenant, members enrolled, a sheet saved and handed in through the pages."""
    monkeypatch.syspath_prepend(str(wheel_home / "site"))
    found = discover()
    monkeypatch.setattr(pinned, "catalog", lambda: found)
    async with database.tenant(world.scope) as tx:
        programme = await open_programme(
            tx, None, found.get(NAME), 2021, Plan("9-KH", date(2021, 1, 4), "Ban Thường vụ")
        )
        roster = await enrolments.enrol(tx, programme)
    assert roster.places
    base = f"/{world.scope.slug}/chuong-trinh/{programme.slug}/dang-ky"
    async with client_for(world, "bi_thu_ap") as client:
        page = await client.get(base)
        assert "Biển đảo xanh" in page.text or page.status_code == 200
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        typed = {"solution.learn": "Học một khóa.", "solution.volunteer": "Trồng cây tháng 3."}
        answer = await client.post(f"{base}/xem-lai", data={**hidden, **typed})
        assert answer.status_code == 303, answer.text[:500]
        look = await client.get(f"{base}/xem-lai")
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', look.text))
        answer = await client.post(f"{base}/nop", data=hidden)
        assert answer.headers["location"].endswith("/dang-ky/nop")
