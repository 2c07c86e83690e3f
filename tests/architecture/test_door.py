"""One door to the database, one clock of the domain, packs that see the contract only."""

import ast
import re
from collections.abc import Iterator

OURS = ("core", "tenants", "ui", "locales")
CLOCKS = re.compile(
    r"(?<![\w.])now\(\)|\bcurrent_(?:timestamp|date|time)\b|\b(?:clock|statement|transaction)_timestamp\(|\blocaltime"
    r"|\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|\btime\.time\(",
    re.I,
)
# Packs hold words about time, no clock.
REAL_TIME = (
    "core/accounts/", "core/audit", "core/comparison/", "core/db/", "core/jobs/", "core/messages/feeds.py",
    "core/messages/letters.py", "core/testing.py", "core/packs/",
    "ui/pages/check_ins.py",  # codes that change every half minute, whatever day the union believes it is
)  # fmt: skip


def imports(text: str) -> Iterator[str]:
    """The full names of what a module imports."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def driver_names(text: str) -> Iterator[str]:
    """What a module takes from the driver or the engine; the type of a row and the errors are everybody's."""
    for name in imports(text):
        if re.match(r"piccolo\.engine\b|psycopg|asyncpg\.", name):
            yield name
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "asyncpg":
            yield f"asyncpg.{node.attr}"


def test_only_the_door_knows_the_driver(python):
    """Nobody outside core/db connects, pools or uses Piccolo's engine; SQL runs on `tx`."""
    shared = re.compile(r"asyncpg\.(?:Record|exceptions\b.*|\w+Error)$")
    found = [
        f"{name}: {taken}"
        for name, text in python.items()
        if name.startswith(("core/", "tenants/", "ui/")) and not name.startswith(("core/db/", "core/testing.py"))
        for taken in driver_names(text)
        if not shared.match(taken)
    ]
    assert found == []


def test_nouns_ask_the_domain_for_the_time(python):
    """Nouns and pages judge by `sec.domain_now()`; the real clock serves sessions, throttles and the audit only."""
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in python.items()
        if name.startswith(("core/", "ui/pages/")) and not name.startswith(REAL_TIME)
        for number, line in enumerate(text.splitlines(), 1)
        if CLOCKS.search(line)
    ]
    assert found == []


def test_a_pack_imports_the_contract_only(python):
    """A pack's modules import of ours only core.packs and core.errors; its tests may use core.testing."""
    found = [
        f"{name}: {module}"
        for name, text in python.items()
        if name.startswith("plugins/")
        for module in imports(text)
        if module.split(".")[0] in OURS
        and not module.startswith(("core.packs", "core.errors"))
        and not ("/tests/" in name and module.startswith("core.testing"))
    ]
    assert found == []


def test_every_pack_is_in_the_layers(root, python):
    """Each pack of plugins/ is named in the import contracts of pyproject.toml."""
    settings = (root / "pyproject.toml").read_text()
    packs = {name.split("/")[2] for name in python if re.fullmatch(r"plugins/\w+/\w+/__init__\.py", name)}
    assert [pack for pack in packs if f'"{pack}"' not in settings] == []


def test_one_file_asks_as_the_analyst(python):
    """Questions over the barrier view are asked in one place; whatever it answers has passed the disclosure rule."""
    found = {
        name
        for name, text in python.items()
        if name.startswith(("core/", "tenants/", "ui/")) and re.search(r"\bcentral\.fetch\(|from comparison\b", text)
    }
    assert found == {"core/comparison/queries.py"}
