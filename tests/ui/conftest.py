"""A shell and a view for rendering without a request."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import pytest
from msgspec import Struct

from ui import i18n, render
from ui.failures import Change
from ui.shell import Flash, NavItem, Shell

VIETNAM = timezone(timedelta(hours=7))


class Moments(Struct, frozen=True):
    """The instants that the gallery shows."""

    now: datetime = datetime(2021, 11, 20, 14, 32, tzinfo=VIETNAM)
    closes: datetime = datetime(2021, 12, 1, tzinfo=VIETNAM)
    before: datetime = datetime(2021, 11, 26, tzinfo=VIETNAM)
    past: datetime = datetime(2021, 11, 17, 9, 5, tzinfo=VIETNAM)
    far: datetime = datetime(2022, 2, 1, tzinfo=VIETNAM)
    changes: tuple[Change, ...] = (Change("Tên", "Đoàn xã A", "Đoàn xã B"),)


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    """Every test starts and ends in the source language."""
    i18n.activate("vi")
    yield
    i18n.activate("vi")


@pytest.fixture(params=["vi", "en"])
def shell(request) -> Shell:
    """A member's frame in each language."""
    entries = (NavItem("Việc của tôi", "/k", "clipboard-check", True), NavItem("Cần xử lý", "/q", "inbox", False, 12))
    i18n.activate(request.param)
    return Shell(
        tenant_slug="kien-giang", tenant_name="Tỉnh đoàn Kiên Giang", tenant_short="Kiên Giang", logo_text="Kiên Giang",
        locale=request.param, csrf="token", today=date(2021, 11, 20), path="/kien-giang/viec-cua-toi",
        person_name="Nguyễn Thị Thanh Thúy", roles_label="Phó Bí thư", nav=entries, bottom_nav=entries,
        moved_clock=True, search_url="/kien-giang/tim", flash=(Flash("done", "Đã lưu."),),
    )  # fmt: skip


@pytest.fixture
def moments() -> Moments:
    """The view of the gallery."""
    return Moments()


@pytest.fixture(scope="session")
def environment():
    """The environment as the product builds it."""
    return render.start()
