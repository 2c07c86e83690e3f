"""The two locks: exact, hashed, complete, and usable with any mirror."""

import json
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def pins(root: Path) -> dict[str, str]:
    """Package → version of requirements.lock."""
    lines = re.findall(r"^([a-z0-9.-]+)(?:\[[^\]]*\])?==(\S+)", (root / "requirements.lock").read_text(), re.M)
    return {canonicalize_name(name): version for name, version in lines}


def test_locks_name_no_host(root):
    """A lock holds no address, so it installs from whichever registry or mirror its user has set."""
    for name in ("requirements.lock", "package-lock.json", ".npmrc", "package.json"):
        assert "://" not in (root / name).read_text(), name


def test_every_python_package_is_hashed(root):
    """Each pinned Python package carries at least one sha256, so nothing else can be installed in its place."""
    text = (root / "requirements.lock").read_text()
    blocks = re.split(r"^(?=[a-z])", text, flags=re.M)[1:]
    assert len(blocks) == len(pins(root)) > 40
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_lock_satisfies_pyproject(root):
    """Every dependency of the product, its tools and its packs is in the lock, in a version that they accept."""
    locked = pins(root)
    project = tomllib.loads((root / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + [w for group in project["dependency-groups"].values() for w in group]
    for pack in (root / "plugins").glob("*/pyproject.toml"):
        wanted += [w for w in tomllib.loads(pack.read_text())["project"].get("dependencies", []) if w != "renluyen"]
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        if name != "renluyen":
            assert requirement.specifier.contains(locked.get(name, "0")), f"run `make lock`: {requirement}"


def test_every_npm_package_is_hashed_and_unresolved(root):
    """Each npm package carries its integrity and no address."""
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    entries = {name: entry for name, entry in packages.items() if name}
    assert len(entries) > 5
    assert [name for name, entry in entries.items() if "integrity" not in entry or "resolved" in entry] == []


def test_npm_versions_are_exact_and_locked(root):
    """package.json asks for exact versions, and the lock holds just these."""
    wanted = json.loads((root / "package.json").read_text())
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert packages[f"node_modules/{name}"]["version"] == version, f"run `make lock`: {name}"
