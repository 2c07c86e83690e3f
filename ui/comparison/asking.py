"""A question as an address and back: everything chosen on the pages of comparison stands in the query (permalinks).

Addresses get old and are typed by hand, so what cannot be understood is left out rather than refused.
"""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import replace

from core.comparison.facts import Question, Subject, View
from core.comparison.provinces import ALL, REGIONS

Order = Literal["hang", "cuoi", "ten", "mau-so", "do-phu", "thay-doi"]
Picture = Literal["ban-do", "o-luoi"]
ORDERS: tuple[Order, ...] = ("hang", "cuoi", "ten", "mau-so", "do-phu", "thay-doi")
KINDS = ("province", "city", "other")
GROUPS = {"tinh": "province", "thanh-pho": "city", "truc-thuoc": "other"} | {key: key for key in REGIONS}
SUBJECTS: dict[str, Subject] = {"doan-vien": "member", "can-bo": "cadre"}
VIEWS: dict[str, View] = {"cong-bo": "reported", "hien-nay": "restated"}
FIRST_YEAR, LAST_YEAR = 2010, 2100


class Asked(Struct, frozen=True, kw_only=True):
    """What an address asks for: the question, and how to look at its answer. `province` is the one chosen ('' none),
    `others` are those put beside it in a chart."""

    indicator: str
    year: int
    subject: Subject = "member"
    group: str = ""
    pack: str = ""
    view: View = "reported"
    crosswalk: int | None = None
    province: str = ""
    others: tuple[str, ...] = ()
    order: Order = "hang"
    picture: Picture = "ban-do"

    @property
    def question(self) -> Question:
        """The question alone."""
        return Question(
            indicator=self.indicator, year=self.year, subject=self.subject, group=self.group, pack=self.pack,
            view=self.view, crosswalk=self.crosswalk,
        )  # fmt: skip

    def query(self, **changes: object) -> str:
        """The query of an address that asks this with `changes`."""
        asked = replace(self, **changes)
        pairs = [
            ("chi-so", asked.indicator),
            ("nam", str(asked.year)),
            ("doi-tuong", _key(SUBJECTS, asked.subject)),
            ("nhom", _key(GROUPS, asked.group)),
            ("bo", asked.pack),
            ("ranh-gioi", "" if asked.view == "reported" else _key(VIEWS, asked.view)),
            ("quy-doi", "" if asked.crosswalk is None else str(asked.crosswalk)),
            ("tinh", asked.province),
            ("cung", ",".join(asked.others)),
            ("sap", "" if asked.order == "hang" else asked.order),
            ("hinh", "" if asked.picture == "ban-do" else asked.picture),
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value], safe=",")


def asked(query: Mapping[str, str], indicators: Mapping[str, object], *, indicator: str, year: int) -> Asked:
    """What a query asks for; `indicator` and `year` where it does not say. `indicators` are those there are."""
    wanted = query.get("chi-so", "")
    order, version = query.get("sap", ""), query.get("quy-doi", "")
    codes = tuple(code for code in query.get("cung", "").split(",") if code in ALL)
    return Asked(
        indicator=wanted if wanted in indicators else indicator,
        year=_year(query.get("nam", ""), year),
        subject=SUBJECTS.get(query.get("doi-tuong", ""), "member"),
        group=GROUPS.get(query.get("nhom", ""), ""),
        pack=query.get("bo", "")[:80],
        view=VIEWS.get(query.get("ranh-gioi", ""), "reported"),
        crosswalk=int(version) if version.isdecimal() and len(version) < 7 else None,
        province=query.get("tinh", "")[:80],
        others=tuple(dict.fromkeys(codes))[:4],
        order=next((each for each in ORDERS if each == order), "hang"),
        picture="o-luoi" if query.get("hinh") == "o-luoi" else "ban-do",
    )


def _year(text: str, instead: int) -> int:
    ours = text.isascii() and text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR
    return int(text) if ours else instead


def _key(words: Mapping[str, str], value: str) -> str:
    return next((key for key, each in words.items() if each == value), "")
