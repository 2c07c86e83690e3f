"""The operator's commands as typed: answers for people and for scripts, refusals in plain words."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.db.ids import new_id
from core.db.scope import Database

COMMAND = (sys.executable, "-c", "from ui.cli import main; main()")
NAMES = {"app": "", "migrator": "OWNER_", "operator": "OPERATOR_", "analyst": "ANALYST_", "backup": "BACKUP_"}


@pytest.fixture
def variables(urls: dict[str, str], database: Database) -> dict[str, str]:
    """Everything that any command asks for."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_URL", "_KEY"))}
    own = {f"{prefix}DATABASE_URL": urls[role] for role, prefix in NAMES.items()}
    fixed = {"SECRET_KEY": "k" * 40, "BASE_URL": "https://renluyen.example", "DEMO": "1"}  # worlds move their clocks
    return {**kept, **own, **fixed}


@pytest.fixture
def run(variables: dict[str, str]):
    """`run("tenants", "list")`: the finished command; a variable set to None is absent."""

    def ended(*words: str, **changed: str | None) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in {**variables, **changed}.items() if value is not None}
        return subprocess.run([*COMMAND, *words], capture_output=True, text=True, env=env, timeout=60)

    return ended


def told(done: subprocess.CompletedProcess[str]):
    """The JSON answer of a command that went well."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refused(done: subprocess.CompletedProcess[str], words: str) -> bool:
    """Exit code 1, the sentence on the error stream, no traceback."""
    return done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr


def test_a_tenants_life(run, tmp_path: Path):
    """Made, listed, suspended, resumed, exported and brought back, each step as JSON."""
    slug = f"t{new_id().hex[-12:]}"
    order = ("--profile", "dai-hoc", "--name", "Đoàn trường Thử", "--short-name", "Thử", "--admin", "quan.tri")
    made = told(run("tenants", "create", slug, *order, "--json"))
    assert made["address"] == f"https://renluyen.example/{slug}/kich-hoat" and len(made["code"]) == 10
    again = told(run("tenants", "invite", slug, "--json"))
    assert again["code"] != made["code"]
    for command, state in (("suspend", "suspended"), ("resume", "active")):
        assert told(run("tenants", command, slug, "--json"))["state"] == state
    (row,) = [row for row in told(run("tenants", "list", "--json")) if row["slug"] == slug]
    assert (row["kind"], row["units"], row["people"], row["awaiting"]) == ("university", 1, 0, True)
    file = tmp_path / "t.zip"
    made = told(run("tenants", "export", slug, "--into", str(file), "--with-secrets", "--json"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert refused(run("tenants", "export", slug, "--into", str(file)), "đã có")
    assert refused(run("restore", str(file)), "--replace")
    assert told(run("restore", str(file), "--replace", "--json")) == {slug: made["hash"]}


def test_refusals_say_what_to_do(run, tmp_path: Path):
    """Wrong names, missing variables and the wrong role are explained without a trace."""
    order = ("--name", "Đoàn trường Thử", "--short-name", "Thử", "--admin", "quan.tri")
    assert refused(run("tenants", "create", "thu", "--profile", "nothing", *order), "tinh-hai-cap")
    assert refused(run("tenants", "create", "assets", "--profile", "dai-hoc", *order), "giữ cho nền tảng")
    both = run("tenants", "create", "X Y", "--profile", "dai-hoc", *order[:-1], "Đ")
    assert refused(both, "gạch nối") and "Tên đăng nhập" in both.stderr
    assert refused(run("tenants", "list", OPERATOR_DATABASE_URL=None), "OPERATOR_DATABASE_URL")
    assert refused(run("tenants", "suspend", "khong-co"), "Không có đơn vị")
    assert refused(run("backup", "--into", str(tmp_path), BACKUP_DATABASE_URL=None), "BACKUP_DATABASE_URL")
    assert refused(run("restore", str(tmp_path / "none.zip")), "không phải tệp xuất")
    (tmp_path / "mine.toml").write_text('title.vi = "Của tôi"\nkind = "province"\n[under]\ntribe = ["top"]\n')
    mine = run("tenants", "create", "thu", "--profile", str(tmp_path / "mine.toml"), *order)
    assert refused(mine, "mine.toml")


def test_profiles_are_listed(run):
    """The ready profiles with their titles, for people and for scripts."""
    assert {one["name"] for one in told(run("tenants", "profiles", "--json"))} == {
        "dai-hoc", "tinh-co-cap-huyen", "tinh-hai-cap",
    }  # fmt: skip
    assert "Không còn cấp huyện" in run("tenants", "profiles").stdout


def test_provisioning_takes_its_words_from_the_urls(run, urls, variables):
    """The passwords are those of the variables; a URL of another role is named; repeating changes nothing."""
    done = told(run("provision", "--json", ADMIN_DATABASE_URL=urls["admin"]))
    assert done["passwords"] == ["analyst", "app", "backup", "migrator", "operator"]
    wrong = run("provision", ADMIN_DATABASE_URL=urls["admin"], OPERATOR_DATABASE_URL=urls["backup"])
    assert refused(wrong, "OPERATOR_DATABASE_URL")
    assert told(run("migrate", "--json"))["steps"] >= 13


def test_a_worker_ends_when_told(variables):
    """`renluyen worker` says that it works and ends in peace on SIGTERM; as the owner it does not start."""
    started = subprocess.Popen([*COMMAND, "worker"], stdout=subprocess.PIPE, text=True,
                               env={**variables, "PYTHONUNBUFFERED": "1"})  # fmt: skip
    assert "Đang làm việc nền" in started.stdout.readline()
    time.sleep(1)
    started.terminate()
    assert started.wait(20) == 0
    wrong = {**variables, "DATABASE_URL": variables["OWNER_DATABASE_URL"]}
    done = subprocess.run([*COMMAND, "worker"], capture_output=True, text=True, env=wrong, timeout=30)
    assert refused(done, "chưa an toàn")


def test_the_operators_site_refuses_another_role(run, variables):
    """With the application's URL the operator's site does not start."""
    wrong = run("operator", "serve", "--port", "18001", OPERATOR_DATABASE_URL=variables["OWNER_DATABASE_URL"])
    assert refused(wrong, "OPERATOR_DATABASE_URL")
