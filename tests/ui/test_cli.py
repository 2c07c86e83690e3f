"""The commands as a newcomer types them: what they refuse, and that the demo leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-c", "from ui.cli import main; main()")
PATIENCE = 90  # seconds for a start on a busy machine


def renluyen(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; DATABASE_URL and the like come from `env` alone."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_URL", "_KEY"))}
    return subprocess.run([*COMMAND, *words], capture_output=True, text=True, env=kept | env, timeout=PATIENCE)


@pytest.fixture
def port() -> Iterator[int]:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    yield number


def refused(done: subprocess.CompletedProcess[str], words: str) -> bool:
    """Exit code 1, the sentence on the error stream, no traceback."""
    return done.returncode == 1 and words in done.stderr and "Traceback" not in done.stderr


def test_a_taken_port_is_refused_before_anything(tmp_path: Path):
    """A port in use is named, even one that its holder shares, and no data folder appears."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        done = renluyen("demo", "--port", str(taken), "--data", str(tmp_path / "data"))
    assert refused(done, f"Cổng {taken} đang được một chương trình khác dùng")
    assert not (tmp_path / "data").exists()


def test_a_foreign_folder_is_left_alone(tmp_path: Path, port: int):
    """Neither the demo nor its reset touches a folder that holds something else."""
    (tmp_path / "letter.txt").write_text("của tôi")
    assert refused(renluyen("demo", "--port", str(port), "--data", str(tmp_path)), "không phải thư mục dữ liệu mẫu")
    assert refused(renluyen("demo-reset", "--data", str(tmp_path)), "không phải thư mục dữ liệu mẫu")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_broken_folder_is_explained(tmp_path: Path, port: int):
    """A damaged database is said to be so, with what to do, and the reset clears it."""
    folder = tmp_path / "data"
    (folder / "pg").mkdir(parents=True)
    (folder / ".renluyen-demo").touch()
    (folder / "pg" / "PG_VERSION").write_text("18")
    done = renluyen("demo", "--port", str(port), "--data", str(folder))
    assert refused(done, "Không mở được cơ sở dữ liệu")
    assert "make demo-reset" in done.stderr
    assert renluyen("demo-reset", "--data", str(folder)).returncode == 0
    assert not folder.exists()


def test_a_reset_of_nothing_is_no_error(tmp_path: Path):
    """Without data there is nothing to remove."""
    done = renluyen("demo-reset", "--data", str(tmp_path / "none"))
    assert done.returncode == 0 and "Không có dữ liệu mẫu" in done.stdout


@pytest.mark.parametrize("command", ("serve", "migrate"))
def test_missing_settings_are_named(command: str):
    """The server and the migrations say which variable they need."""
    done = renluyen(command)
    assert refused(done, "Thiếu biến môi trường") and "DATABASE_URL" in done.stderr


def test_serve_refuses_a_role_that_escapes(urls: dict[str, str], database: object, port: int):
    """The production server does not start as a superuser."""
    done = renluyen("serve", "--port", str(port), DATABASE_URL=urls["admin"], SECRET_KEY="k" * 40)
    assert refused(done, "chưa an toàn")


def test_migrate_is_safe_to_repeat(urls: dict[str, str], database: object):
    """Migrating what is migrated changes nothing and says so."""
    done = renluyen("migrate", OWNER_DATABASE_URL=urls["migrator"])
    assert done.returncode == 0 and "đã đầy đủ" in done.stdout


def test_packs_are_listed_and_checked():
    """The KL06 pack is listed, and its worked cases pass."""
    assert "kien_giang_kl06" in renluyen("packs", "list").stdout
    done = renluyen("packs", "check", "kien_giang_kl06")
    assert done.returncode == 0 and "ví dụ đúng" in done.stdout
    assert refused(renluyen("packs", "check", "nothing"), "Không có bộ quy tắc")


@pytest.mark.parametrize("ending", (signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.full)))
def test_the_demo_ends_with_its_database(tmp_path: Path, port: int, ending: signal.Signals):
    """The demo serves, shows its sign-ins, and on Ctrl-C or a polite kill leaves no process behind."""
    folder = tmp_path / "data"
    started = subprocess.Popen(
        [*COMMAND, "demo", "--port", str(port), "--data", str(folder)],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        _await(f"http://127.0.0.1:{port}/health/ready")
        second = renluyen("demo", "--port", str(_other(port)), "--data", str(folder))
        if ending == signal.SIGINT:
            os.killpg(started.pid, ending)  # as a terminal does: the whole foreground group
        else:
            started.terminate()
        printed, _ = started.communicate(timeout=30)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
    assert started.returncode == 0
    assert refused(second, "đang mở")
    assert "admin.kiengiang" in printed and "Đã dừng" in printed
    assert not (folder / "pg" / "postmaster.pid").exists()


def _other(port: int) -> int:
    return port - 1 if port > 2000 else port + 1


def _await(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise AssertionError("the demo did not answer in time")
