"""The rules and the template that most of these tests start from."""

import pytest

from core.packs.catalog import discover
from ui.papers import word_default


@pytest.fixture(scope="session")
def kl06():
    """The rules of the cadre programme."""
    return discover().packs["kien_giang_kl06"].rules


@pytest.fixture(scope="session")
def appendix(kl06) -> bytes:
    """Our own template of the appendix."""
    return word_default.of_slot(kl06, "report.appendix")
