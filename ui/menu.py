"""The menu in groups: their titles, which stand open, and what a phone has at the thumb."""

import re
from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct, structs

from ui.i18n import N_, _

# In the order of the year's work; what has no group stands first, without a title.
TITLES = {
    "compare": N_("Các tỉnh"),
    "year": N_("Rèn luyện trong năm"),
    "reports": N_("Báo cáo"),
    "rules": N_("Quy tắc và biểu mẫu"),
    "people": N_("Đơn vị và con người"),
    "system": N_("Vận hành hệ thống"),
}
RARE = frozenset({"system"})  # folded until somebody opens it
PLAIN = 6  # so few entries need no groups
AT_THUMB = 4  # what the bar of a phone holds, the way to all the others included
# What is opened oftenest, by the last word of its address.
OFTEN = (
    "viec-cua-toi", "can-xu-ly", "so-sanh", "tien-do", "cum", "bang-quy-doi", "ket-qua", "bao-cao", "chi-dao",
    "chuong-trinh",
)  # fmt: skip

# Pages that lie under an entry though not under its address: an address after the union's word (`C/` is
# a programme) → the entry.
UNDER = tuple(
    (re.compile(pattern.replace("C/", "chuong-trinh/[^/]+/")), word)
    for pattern, word in (
        (r"C/(dang-ky|tu-danh-gia|giua-ky|nho-giup|gop-y)\b|ho-so-cua-toi$", "viec-cua-toi"),
        (r"C/trao-doi/(cua-toi|toi-theo-doi)\b", "viec-cua-toi"),
        (r"phieu/[^/]+/(danh-gia|mo-lai|tra-loi|vi-sao)\b|(C/)?buoi-danh-gia\b|C/cap-uy\b", "ket-qua"),
        (r"phieu/|C/(phieu|nhap-ho|gia-han)\b", "can-xu-ly"),
        (r"C/van-ban\b", "bao-cao"),
        (r"C/kho-khan\b|phan-cong\b", "trao-doi"),
        (r"C/van-ban\b", "bao-cao"),
        (r"quan-tri/(bo-quy-tac|goi-quy-tac|ten-goi)\b", "cau-hinh"),
        (r"quan-tri/chuc-danh\b", "nguoi"),
        (r"cong-khai/", "cong-khai"),
    )
)


class NavItem(Struct, frozen=True):
    """One entry of the navigation; `count` is what waits there, `None` where nothing is counted."""

    label: str
    url: str
    icon: str
    active: bool = False
    count: int | None = None
    group: str = ""


class NavGroup(Struct, frozen=True):
    """Entries under a title; without one they always show. `usual` is how it stands until somebody turns it."""

    key: str
    title: str
    items: tuple[NavItem, ...]
    usual: bool = True
    open: bool = True


def grouped(items: Iterable[NavItem], folds: str = "") -> tuple[NavGroup, ...]:
    """The groups of a menu. `folds` names those, parted by dots, that somebody folded or opened against the usual;
    where one is, is always open."""
    items = tuple(items)
    if len(items) <= PLAIN:
        return (NavGroup("", "", items),) if items else ()
    turned = frozenset(folds.split("."))
    return tuple(_group(key, tuple(part), turned) for key, part in groupby(items, lambda item: item.group))


def within_reach(items: tuple[NavItem, ...]) -> tuple[NavItem, ...]:
    """The entries of a phone's bar: all of a short menu, else the few that are needed daily."""
    if len(items) <= AT_THUMB:
        return items
    return tuple(sorted(items, key=_rank)[: AT_THUMB - 1])


def marked(items: tuple[NavItem, ...], path: str) -> tuple[NavItem, ...]:
    """The entries with the one marked that the page at `path` is, or lies under: by the address, else by `UNDER`."""
    here = [one.url for one in items if path == one.url or path.startswith(one.url + "/")]
    rest = path.partition("/")[2].partition("/")[2]
    word = "" if here else next((word for pattern, word in UNDER if pattern.match(rest)), "")
    return tuple(structs.replace(one, active=one.url in here or _last(one.url) == word) for one in items)


def _group(key: str, items: tuple[NavItem, ...], turned: frozenset[str]) -> NavGroup:
    usual = key not in RARE
    here = any(one.active for one in items)
    return NavGroup(key, _(TITLES[key]) if key else "", items, usual, not key or here or usual != (key in turned))


def _rank(item: NavItem) -> int:
    word = _last(item.url)
    return OFTEN.index(word) if word in OFTEN else len(OFTEN)


def _last(url: str) -> str:
    return url.rsplit("/", 1)[-1]
