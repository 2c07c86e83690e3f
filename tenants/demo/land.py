"""What a province of the demo is described by: its districts, the unions beside them, and what the sign-ins need."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

COMMUNE_KINDS = {"p": ("Đoàn phường", "urban"), "t": ("Đoàn thị trấn", "urban"), "x": ("Đoàn xã", "rural")}
OFFICES = "Công an huyện, Ban Chỉ huy Quân sự huyện, Trung tâm Y tế huyện, Tòa án nhân dân huyện"
CITY = "Công an thành phố, Ban Chỉ huy Quân sự thành phố, Trung tâm Y tế thành phố, Chi cục Thuế khu vực"


class District(NamedTuple):
    """A district-level union: its name, the place of its letterhead, its emulation cluster, what is below."""

    key: str
    name: str
    place: str
    cluster: str
    communes: str = ""
    schools: str = ""
    agencies: str = ""
    block: str | None = None
    earlier: tuple[tuple[str, date], ...] = ()  # former names, each with the day on which it ended


class Affiliated(NamedTuple):
    """A union directly under the province: `below` lists its grassroots units with their branches."""

    key: str
    name: str
    place: str
    block: str
    below: dict[str, str]
    branches: str = ""


class Merger(NamedTuple):
    """A grassroots unit that became part of another one in its district, with its last day."""

    district: str
    name: str
    place: str
    into: str
    closed_on: date


class Land(NamedTuple):
    """A province. At a small scale the `first` entries and the `kept` communes stay; the sign-ins live in the shown
    commune; `branches` is how many a commune has besides its service branch; `young` districts opened in 2009."""

    name: str
    place: str
    founded: date
    code: str
    districts: tuple[District, ...]
    affiliated: tuple[Affiliated, ...]
    direct: str
    pilots: tuple[str, ...]
    hamlets: tuple[str, ...]
    first: tuple[str, ...]
    kept: Mapping[str, str]
    shown_district: str
    shown_commune: str
    branches: tuple[int, int]
    young: tuple[str, ...] = ()
    merger: Merger | None = None


def listed(text: str) -> Iterator[str]:
    """The entries of a comma-separated list."""
    return (part for raw in text.split(",") if (part := raw.strip()))
