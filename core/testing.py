"""What tests share, ours and those of pack authors: a pytest plugin (entry point `renluyen`), inert until asked."""

import pytest

from core.packs.cases import load_cases
from core.packs.catalog import Catalog, discover
from core.packs.installed import InstalledPack


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The packs installed beside the tests."""
    return discover()


@pytest.fixture
def pack(request: pytest.FixtureRequest, catalog: Catalog) -> InstalledPack:
    """The installed pack named by the module's `PACK`, for the tests of one pack."""
    return catalog.get(request.module.PACK)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `pack_case` runs once for each worked case of each installed pack, one that asks for
    `own_case` for those of the pack that its module names in `PACK`."""
    if "own_case" in metafunc.fixturenames:
        pack = discover().get(metafunc.module.PACK)
        own = [(pack, case) for case in load_cases(pack)]
        metafunc.parametrize("own_case", own, ids=[case.name for _, case in own])
    if "pack_case" in metafunc.fixturenames:
        found = [(pack, case) for pack in discover().packs.values() for case in load_cases(pack)]
        metafunc.parametrize("pack_case", found, ids=[case.name for _, case in found])
