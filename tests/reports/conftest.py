"""Trees, counts and whole reports to test with: the KL06 appendix of the pack, on a small invented district."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

import pytest

from core.packs import defaults
from core.packs.catalog import Catalog
from core.packs.facts import Finding, RowFact
from core.packs.schema import Pack
from core.reports.context import AS_PINNED, Exemption, Issuer, Matter, ReportContext, Shape, compose
from core.reports.rules import Counts, Place

# path → (kind, name, own people: total, registered, Tốt, Khá, Trung bình, Yếu)
KIEN_GIANG = {
    "0001": ("top", "Tỉnh đoàn Kiên Giang", (12, 12, 9, 3, 0, 0)),
    "0001.0001": ("district", "Huyện đoàn Giồng Riềng", (9, 8, 5, 2, 1, 0)),
    "0001.0001.0001": ("grassroots", "Đoàn xã Thạnh Hưng", (7, 7, 4, 3, 0, 0)),
    "0001.0001.0001.0001": ("branch", "Chi đoàn ấp Thạnh Xuân", (3, 3, 2, 1, 0, 0)),
    "0001.0001.0001.0002": ("branch", "Chi đoàn ấp Thạnh Trung", (3, 2, 1, 0, 0, 1)),
    "0001.0001.0001.0003": ("branch", "Chi đoàn ấp Thạnh Đông", (0, 0, 0, 0, 0, 0)),
    "0001.0001.0002": ("grassroots_branch", "Chi đoàn Công an huyện", (5, 5, 5, 0, 0, 0)),
    "0001.0001.0003": ("branch", "Chi đoàn Huyện ủy", (2, 2, 2, 0, 0, 0)),
    "0001.0002": ("grassroots", "Đoàn phường Vĩnh Thanh", (4, 4, 4, 0, 0, 0)),
}


def place(path: str, kind: str, name: str = "Đơn vị", **facts: object) -> Place:
    """A unit; its id and its order among siblings follow from its path."""
    return Place(id=UUID(int=int(path.replace(".", ""), 36)), path=path, kind=kind, name=name, sort_key=path, **facts)


@pytest.fixture(scope="session")
def rules(catalog: Catalog) -> Pack:
    """The rules of KL06."""
    return catalog.get("kien_giang_kl06").rules


@pytest.fixture
def units() -> tuple[tuple[Place, ...], Mapping[UUID, Counts]]:
    """A small province with everybody's results in."""
    places = tuple(place(path, kind, name) for path, (kind, name, _) in KIEN_GIANG.items())
    return places, {one.id: KIEN_GIANG[one.path][2] for one in places}


@pytest.fixture
def appendix(rules: Pack, units) -> Callable[..., ReportContext]:
    """`appendix(places=…, own=…)` composes the KL06 appendix of 2021, dated 05/12/2021."""

    def judge(row: RowFact) -> tuple[Finding, ...]:
        return defaults.report_problems(rules, "appendix", row)

    def composed(
        places=units[0],
        own=units[1],
        exemptions: tuple[Exemption, ...] = (),
        shape: Shape = AS_PINNED,
        standing: bool = True,
        parent: str = "",
    ) -> ReportContext:
        root = places[0]
        issuer = Issuer(
            id=root.id, name=root.name, kind=root.kind, path=root.path, standing=standing, parent=parent,
            place="Rạch Giá",
        )  # fmt: skip
        matter = Matter(places=tuple(places), own=own, exemptions=exemptions)
        return compose(rules, "appendix", 2021, issuer, date(2021, 12, 5), matter, judge, shape)

    return composed
