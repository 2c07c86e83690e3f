"""Positions as officers write them in a cell: "Bí thư chi đoàn, UV BCH Đoàn xã". Pure."""

import re
from functools import lru_cache

import msgspec

from core.errors import Problem
from core.imports.cells import NOTHING
from core.units.naming import search_key


class Said(msgspec.Struct, frozen=True):
    """One position: `level` names the kinds of unit that it can be at, () where the cell does not say."""

    title: str
    level: tuple[str, ...] = ()
    full_time: bool = False
    provisional: bool = False


PLAIN_MEMBERS = frozenset({"doan vien", "dv", "doan vien uu tu", "doan vien thuong"})
TITLES = (
    ("deputy", r"pho bi thu|pbt|pho bt|p bi thu"),
    ("secretary", r"bi thu|bt|phu trach chi doan"),
    ("standing", r"thuong vu|btv|uvbtv|uvtv|uv tv|tvbch"),
    ("member", r"uy vien|uv|uvbch|uv bch|ban chap hanh|bch"),
    ("officer", r"can bo chuyen trach|chuyen trach|chuyen vien|can bo doan|can bo"),
)
LEVELS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("grassroots_branch",), r"chi doan co so|cdcs"),
    (("branch", "grassroots_branch"), r"chi doan|cd"),
    (("subbranch",), r"phan doan"),
    (("section",), r"lien chi doan|lcd|doan bo phan|doan khoa"),
    (("district", "top"), r"thanh doan"),
    (("district",), r"huyen doan|quan doan|thi doan|huyen|quan|thi xa"),
    (("top",), r"tinh doan|tinh"),
    (("grassroots",), r"doan (?:xa|phuong|thi tran|co so|truong|tt|cap xa)|xa doan|xa|phuong|thi tran"),
)
SEPARATED = re.compile(r"\s*(?:[,;/+&\n]|\bkiem\b|\bdong thoi\b)\s*")


@lru_cache(4096)
def positions(text: str) -> tuple[Said, ...]:
    """The positions that a cell names; none for "đoàn viên" or nothing. Problem where a part is no position."""
    found = []
    for part in SEPARATED.split(search_key(text)):
        words = " ".join(re.sub(r"[^a-z0-9 ]", " ", part).split())
        if words in NOTHING or words in PLAIN_MEMBERS:
            continue
        found.append(_position(words))
    return tuple(dict.fromkeys(found))


def _position(words: str) -> Said:
    title = next((title for title, pattern in TITLES if re.search(rf"\b(?:{pattern})\b", words)), None)
    if title is None:
        raise Problem("import.title-unknown", field="title")
    level = next((kinds for kinds, pattern in LEVELS if re.search(rf"\b(?:{pattern})\b", words)), ())
    full_time = title == "officer" or "chuyen trach" in words
    return Said(title, level, full_time, "lam thoi" in words)
