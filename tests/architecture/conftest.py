"""What the architecture tests read: the files of the repository as git sees them."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    """Every text file that is or would be committed, by its path with forward slashes."""
    listing = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    found = {}
    for name in sorted(set(names) - {""}):
        path = ROOT / name
        if not path.is_file():
            continue  # deleted, not yet committed
        try:
            found[name] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or another binary file
    return found


@pytest.fixture(scope="session")
def python(sources: dict[str, str]) -> dict[str, str]:
    """The Python files among them."""
    return {name: text for name, text in sources.items() if name.endswith(".py")}


@pytest.fixture(scope="session")
def templates(sources: dict[str, str]) -> dict[str, str]:
    """The page and report templates of the product and of its packs."""
    return {
        name: text
        for name, text in sources.items()
        if "/templates/" in name and name.startswith(("ui/", "plugins/")) and name.endswith((".html", ".svg", ".xml"))
    }
