"""What tests share, ours and those of pack authors: a pytest plugin (entry point `renluyen`), inert until asked."""

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from core.packs.cases import load_cases
from core.packs.catalog import PACK_FILE, Catalog, discover
from core.packs.folder import from_folder
from core.packs.installed import InstalledPack
from core.packs.schema import Criterion


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The packs installed beside the tests."""
    return discover()


@pytest.fixture
def pack(request: pytest.FixtureRequest, catalog: Catalog) -> InstalledPack:
    """The pack named by the module's `PACK`, for the tests of one pack: the one in the repository that the module
    belongs to, else the installed one."""
    return own_pack(request.path, request.module.PACK, catalog)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `pack_case` runs once for each worked case of each installed pack, one that asks for
    `own_case` for those of the pack that its module names in `PACK`."""
    if "own_case" in metafunc.fixturenames:
        pack = own_pack(Path(metafunc.module.__file__), metafunc.module.PACK, discover())
        own = [(pack, case) for case in load_cases(pack)]
        metafunc.parametrize("own_case", own, ids=[case.name for _, case in own])
    if "pack_case" in metafunc.fixturenames:
        found = [(pack, case) for pack in discover().packs.values() for case in load_cases(pack)]
        metafunc.parametrize("pack_case", found, ids=[case.name for _, case in found])


def own_pack(test: Path, name: str, catalog: Catalog) -> InstalledPack:
    """The pack `name` in a folder above this test, so that a repository tests what it holds and not an older wheel;
    else the installed one. Raises NotFound where there is neither, PackRefused with every fault of a broken one."""
    for folder in test.resolve().parents:
        root = folder / name
        if (root / PACK_FILE).is_file():
            installed = catalog.packs.get(name)
            same = installed is not None and installed.root == root
            return installed if installed is not None and same else from_folder(root, catalog.packs)
    return catalog.get(name)


def unsourced(criteria: Mapping[str, Criterion], passage: str, misprints: Mapping[str, str] | None = None) -> list[str]:
    """The keys of the criteria whose titles are not worded as their document has it; `misprints` maps what is printed
    to what is meant.

    Nine in ten of the word pairs of a title have to stand in the passage: an article's sentences are cut up, and the
    name of a criterion is set before each of its parts."""
    printed = f" {_words(passage, misprints or {})} "
    return [key for key, one in criteria.items() if not _stands(_words(one.title.vi, misprints or {}), printed)]


def _words(text: str, misprints: Mapping[str, str]) -> str:
    """Letters and digits alone: quotes, dashes and line breaks differ between prints."""
    for printed, meant in misprints.items():
        text = text.replace(printed, meant)
    return " ".join(re.findall(r"\w+", text.lower()))


def _stands(words: str, passage: str) -> bool:
    listed = words.split()
    pairs = [f" {first} {second} " for first, second in pairwise(listed)] or [f" {words} "]
    return sum(pair in passage for pair in pairs) >= 0.9 * len(pairs)
