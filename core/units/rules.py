"""What may stand where in the tree, and how places in it are written. Pure: no I/O (domain.md §1 UnitKind)."""

from collections.abc import Iterable, Mapping
from datetime import date

from core.errors import Problem
from core.units.naming import collation, named, search_key, words_of

__all__ = [
    "BLOCKS", "KINDS", "PARENTS", "check_change", "check_dates", "check_name", "check_place", "children_kinds",
    "first_segment", "has_standing_committee", "holds_members", "is_below", "next_segment", "parents_of", "rebase",
    "search_key", "sort_key",
]  # fmt: skip

KINDS = ("top", "district", "grassroots", "grassroots_branch", "section", "branch", "subbranch")
BLOCKS = ("civil_service", "urban", "rural", "school", "armed_forces", "enterprise")

# Which kinds a kind may stand under. Levels may be absent: no district since 1 July 2025, no grassroots in a small
# school; a tenant's profile may say otherwise (`{"units": {"under": {"branch": ["grassroots"]}}}`).
PARENTS: Mapping[str, tuple[str, ...]] = {
    "top": (),
    "district": ("top",),
    "grassroots": ("top", "district"),
    "grassroots_branch": ("top", "district"),
    "section": ("top", "district", "grassroots"),
    "branch": ("top", "district", "grassroots", "section"),
    "subbranch": ("branch", "grassroots_branch"),
}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WIDTH = 4
LAST = len(DIGITS) ** WIDTH - 1


def parents_of(kind: str, under: Mapping[str, Iterable[str]] = {}) -> tuple[str, ...]:
    """The kinds that `kind` may stand under; `under` is what the tenant's profile sets instead."""
    return tuple(under[kind]) if kind in under else PARENTS[kind]


def children_kinds(kind: str, under: Mapping[str, Iterable[str]] = {}) -> tuple[str, ...]:
    """The kinds that may stand directly under a unit of `kind`, highest first."""
    return tuple(child for child in KINDS if kind in parents_of(child, under))


def check_place(kind: str, parent_kind: str | None, under: Mapping[str, Iterable[str]] = {}) -> None:
    """Refuse a kind where it may not stand: `unit.kind-not-under-parent`."""
    if kind not in KINDS:
        raise Problem("form.unknown-choice", field="kind")
    fits = parent_kind is None if kind == "top" else parent_kind in parents_of(kind, under)
    if not fits:
        raise Problem("unit.kind-not-under-parent", field="kind", kind=kind, parent=parent_kind or "")


def check_name(name: str) -> str:
    """The name with single blanks; refuses fewer than 2 or more than 160 characters."""
    return named(name, "name", 160, code="unit.name-too-short")


def check_dates(opened_on: date | None, today: date) -> date:
    """A unit opens today or earlier: what is not there yet can hold nobody. Nothing given means today."""
    if opened_on is not None and opened_on > today:
        raise Problem("unit.opens-in-the-future", field="opened_on")
    return opened_on or today


def check_change(day: date | None, since: date, today: date) -> date:
    """The day of a change of name, kind or place: from the last change on until today. Nothing given means today."""
    if day is not None and not min(since, today) <= day <= today:
        raise Problem("unit.changed-out-of-range", field="changed_on", since=since, today=today)
    return day or today


def has_standing_committee(kind: str) -> bool:
    """Whether units of this kind normally have a standing committee (TM. BAN THƯỜNG VỤ)."""
    return kind in ("top", "district", "grassroots")


def holds_members(kind: str) -> bool:
    """Whether a person's membership may be in a unit of this kind: branches of every sort."""
    return kind in ("branch", "grassroots_branch", "subbranch")


def sort_key(name: str) -> str:
    """Natural order of unit names: "Chi đoàn 2" before "Chi đoàn 10", letters in Vietnamese order."""
    return collation(words_of(name))


def first_segment() -> str:
    """The path of a tenant's top unit."""
    return DIGITS[0] * WIDTH


def next_segment(taken: Iterable[str]) -> str:
    """The next free four characters [0-9a-z] among siblings: after the highest in use, or the first gap when the
    end is reached. Segments of closed units stay taken."""
    used = {int(segment, 36) for segment in taken}
    free = max(used, default=-1) + 1
    if free > LAST:
        free = next((number for number in range(LAST + 1) if number not in used), LAST + 1)
    if free > LAST:
        raise Problem("unit.too-many-children")
    return _segment(free)


def is_below(path: str, root: str) -> bool:
    """Whether `path` is `root` or in its subtree."""
    return path == root or path.startswith(root + ".")


def rebase(path: str, old_root: str, new_root: str) -> str:
    """The path of a unit after its ancestor (or itself) at `old_root` was moved to `new_root`."""
    return new_root + path[len(old_root) :]


def _segment(number: int) -> str:
    shown = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, 36)
        shown = DIGITS[digit] + shown
    return shown
