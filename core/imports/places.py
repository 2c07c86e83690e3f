"""Finding the unit that a cell means: a code, a name, or a path of names from above. Pure over the tenant's tree."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from uuid import UUID

import msgspec

from core.errors import Problem
from core.units.naming import search_key, words_of
from core.units.rules import sort_key

PARTED, DASHED = re.compile(r"\s*[/>\\|»→;]\s*"), re.compile(r"\s[-–]\s")
SHORT = {"cđ": "chi đoàn", "cđcs": "chi đoàn cơ sở", "p": "phường", "tt": "thị trấn", "tp": "thành phố", "tx": "thị xã",
         "h": "huyện", "x": "xã"}  # fmt: skip
# Words that say what sort of unit it is: "Huyện Giồng Riềng" is meant where "Huyện đoàn Giồng Riềng" stands.
SORTS = frozenset(
    ("tinh", "thanh", "pho", "huyen", "quan", "thi", "xa", "phuong", "tran", "doan", "co", "so", "truc", "thuoc", "bch")
)
LEAST_LIKE = 0.75


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An open unit."""

    id: UUID
    path: str
    kind: str
    name: str
    standing: bool
    opened_on: object
    code: str | None = None


class Tree:
    """The open units of a tenant, found by what people write."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_id: dict[UUID, Place] = {}
        self.by_path: dict[str, Place] = {}
        self._by_code: dict[str, Place] = {}
        self._exact: dict[str, list[Place]] = {}
        self._loose: dict[str, list[Place]] = {}
        self._core: dict[str, list[Place]] = {}
        self._known: dict[tuple[str, ...], Place | Problem] = {}
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        """One more unit."""
        self._known.clear()
        self.by_id[place.id] = self.by_path[place.path] = place
        if place.code:
            self._by_code[place.code.upper()] = place
        self._exact.setdefault(sort_key(place.name), []).append(place)
        self._loose.setdefault(_loose(place.name), []).append(place)
        self._core.setdefault(_core(place.name), []).append(place)

    def of_code(self, code: str, field: str = "unit_code") -> Place:
        """The unit with this code."""
        found = self._by_code.get("".join(code.split()).upper())
        if found is None:
            raise Problem("import.unit-code-unknown", field=field)
        return found

    def has_code(self, code: str) -> Place | None:
        """The unit with this code, if there is one."""
        return self._by_code.get(code.upper())

    def meant(self, text: str, field: str) -> Place:
        """The unit that one cell means: a whole name, even with a dash or a slash in it, or a path of names."""
        tidy = " ".join(text.split())
        whole = sort_key(tidy) in self._exact or _loose(tidy) in self._loose
        return self.find((tidy,) if whole else parts(tidy), field)

    def find(self, names: Sequence[str], field: str = "unit") -> Place:
        """The unit whose name is the last of `names` and above which stand the others, in their order."""
        key = tuple(names)
        if key not in self._known:
            try:
                self._known[key] = self._find(key)
            except Problem as problem:
                self._known[key] = problem
        found = self._known[key]
        if isinstance(found, Problem):
            raise Problem(found.code, field=field, **found.facts)
        return found

    def above(self, place: Place, kinds: Sequence[str]) -> Place | None:
        """The unit itself or the nearest above it of one of `kinds`, the first kind before the others."""
        ways = [place.path[:end] for end in range(len(place.path), 0, -5)]
        for kind in kinds:
            for way in ways:
                found = self.by_path.get(way)
                if found and found.kind == kind:
                    return found
        return None

    def _find(self, names: tuple[str, ...]) -> Place:
        *above, last = names
        for index, key in ((self._exact, sort_key), (self._loose, _loose), (self._core, _core)):
            found = index.get(key(last), []) or index.get(key(_whole(last)), [])
            fitting = [place for place in found if self._below(place, above)]
            if len(fitting) == 1:
                return fitting[0]
            if len(fitting) > 1:
                raise Problem("import.unit-ambiguous", count=len(fitting), name=last)
        raise self._unknown(last)

    def _below(self, place: Place, above: Sequence[str]) -> bool:
        """Whether all names stand above the unit, in order; levels may be left out."""
        wanted = [_core(name) for name in above]
        for end in range(4, len(place.path), 5):
            one = self.by_path.get(place.path[:end])
            if wanted and one and _core(one.name) == wanted[0]:
                wanted.pop(0)
        return not wanted

    def _unknown(self, name: str) -> Problem:
        like = get_close_matches(_loose(name), self._loose, 1, LEAST_LIKE)
        if like:
            return Problem("import.unit-unknown-like", name=name, like=self._loose[like[0]][0].name)
        return Problem("import.unit-unknown", name=name)


def parts(text: str) -> tuple[str, ...]:
    """The names of a path: "Đoàn xã A / Chi đoàn ấp 1", also with > or |. A dash parts names only where nothing
    else does: it also stands inside names."""
    sign = PARTED if PARTED.search(text) else DASHED
    return tuple(" ".join(part.split()) for part in sign.split(text) if part.strip())


def _whole(name: str) -> str:
    """A name with its abbreviations written out."""
    return " ".join(SHORT.get(word.lower().strip("."), word) for word in name.replace(".", ". ").split())


def _loose(name: str) -> str:
    """For comparing without diacritics, signs and abbreviations."""
    return " ".join(words_of(search_key(_whole(name))))


def _core(name: str) -> str:
    """What is left of a name without the words for its sort; a name of such words alone stays whole."""
    words = _loose(name).split()
    return " ".join(word for word in words if word not in SORTS) or " ".join(words)
