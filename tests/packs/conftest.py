"""A small pack to break on purpose, and the shipped one to edit."""

import copy
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, distributions
from pathlib import Path

import pytest

from core.packs import reading
from core.packs.schema import Pack

SMALL = """
contract = 1
id = "small"
version = "2020.1"
title = { vi = "Chương trình nhỏ", en = "Small programme" }
summary = { vi = "Để thử.", en = "For trials." }
issuer = { vi = "Đoàn trường", en = "School union" }
[subject]
kind = "cadre"
committees = ["branch"]
[period]
kind = "calendar_year"
[groups.do]
title = { vi = "Nên làm", en = "Do" }
[criteria.first]
group = "do"
title = { vi = "Xung kích", en = "Lead" }
[criteria.second]
group = "do"
title = { vi = "Trách nhiệm", en = "Answer" }
[registration]
[scale]
kind = "named"
[scale.levels.good]
title = { vi = "Tốt", en = "Good" }
national = "excellent"
[scale.levels.weak]
title = { vi = "Yếu", en = "Weak" }
national = "not_completed"
[stages.committee]
title = { vi = "Ban Chấp hành", en = "Committee" }
actor = "committee"
gives = "level"
decides = true
[checkpoints.year]
title = { vi = "Cuối năm", en = "Year" }
stages = ["committee"]
[milestones.registration]
title = { vi = "Đăng ký", en = "Register" }
act = "registration"
within = "01"
[milestones.level]
title = { vi = "Đánh giá", en = "Assess" }
act = "stage:year.committee"
within = "12"
"""

Install = Callable[..., list[EntryPoint]]


@pytest.fixture
def small() -> str:
    """The text of a correct pack of forty lines."""
    return SMALL


@pytest.fixture
def small_pack() -> Pack:
    """The same, read."""
    return reading.read(SMALL.encode())


@pytest.fixture
def kl06(catalog) -> Pack:
    """The rules of Kiên Giang."""
    return catalog.get("kien_giang_kl06").rules


@pytest.fixture
def plain_kl06(kl06) -> dict:
    """The same as plain data that a test may spoil."""
    return copy.deepcopy(reading.plain(kl06))


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install packs of one file and one module into a folder; answers their entry points."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def one(name: str, rules: str | None, code: str = "", value: str = "") -> list[EntryPoint]:
        package = tmp_path / name
        package.mkdir()
        (package / "__init__.py").write_text(code, "utf-8")
        if rules is not None:
            (package / "pack.toml").write_text(rules, "utf-8")
        record = tmp_path / f"{name}-1.5.dist-info"
        record.mkdir()
        (record / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.5\n", "utf-8")
        (record / "entry_points.txt").write_text(f"[renluyen.packs]\n{name} = {value or name}\n", "utf-8")
        return [entry for dist in distributions(path=[str(tmp_path)]) for entry in dist.entry_points]

    yield one
    for module in set(sys.modules) - before:
        del sys.modules[module]
