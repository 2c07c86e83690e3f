"""Print the part of requirements.lock that the product needs to run: no tests, no Node, the same hashes.

    python deploy/runtime_lock.py > runtime.lock

Walks the dependencies of pyproject.toml and of the packs through the installed packages, for this Python and system.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


def wanted() -> Iterator[str]:
    """What the product and its packs say they need."""
    for project in (ROOT / "pyproject.toml", *sorted((ROOT / "plugins").glob("*/pyproject.toml"))):
        yield from tomllib.loads(project.read_text("utf-8"))["project"].get("dependencies", [])


def needed(requirements: Iterator[str]) -> set[str]:
    """The names of all packages below these requirements."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if name == "renluyen" or (name, extras) in seen:
            continue
        seen.add((name, extras))
        found.add(name)
        for text in distribution(name).requires or ():
            below = Requirement(text)
            if below.marker is None or any(below.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                waiting.append(below)
    return found


def blocks(names: set[str]) -> Iterator[str]:
    """Their lines in the lock, hashes included."""
    for block in re.split(r"^(?=[a-z])", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.M)[1:]:
        head = re.match(r"([a-z0-9.-]+)", block)
        if head and canonicalize_name(head[1]) in names:
            yield block


if __name__ == "__main__":
    sys.stdout.writelines(blocks(needed(wanted())))
