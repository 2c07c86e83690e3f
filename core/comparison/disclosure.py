"""The disclosure rule (domain.md §7), as the barrier view applies it. Pure; a test holds both to the same answers.

The province's own page uses it to show what the centre sees; the property test uses it to prove that nothing hidden
follows from what is published. All that is computed later (sums, restated years, other mappings) is made of disclosed
rows alone, so this is the only place where a number can get out.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from core.comparison.facts import Detail, Place

LEAST, FULL = 10, 50  # people in a group before anything, before every level is shown
FEW = (1, 2)  # a class of so few is never shown
STEP = 5  # numbers below the province are rounded to it
STRIDE = 10  # people by which a group must grow before its results are published anew


class Group(Struct, frozen=True, kw_only=True):
    """Who has a result in a group, by rank: `people` and their national levels (None: none). `eligible` is the whole
    group, `assessed` how many have a result now, `unregistered` got theirs without a sheet."""

    eligible: int
    assessed: int
    people: tuple[int, ...] = ()
    national: tuple[str | None, ...] = ()
    unregistered: int = 0

    @property
    def graded(self) -> int:
        """People in the published levels."""
        return sum(self.people)

    @property
    def high(self) -> int:
        """Of those, excellent and good."""
        return sum(n for n, level in zip(self.people, self.national, strict=True) if level in ("excellent", "good"))

    @property
    def low(self) -> int:
        """Completed and not completed."""
        return sum(
            n for n, level in zip(self.people, self.national, strict=True) if level in ("completed", "not_completed")
        )

    @property
    def apart(self) -> int:
        """In levels that have no national one."""
        return self.graded - self.high - self.low


class Disclosed(Struct, frozen=True, kw_only=True):
    """What is shown of a group; None is hidden."""

    detail: Detail
    eligible: int | None = None
    assessed: int | None = None
    graded: int | None = None
    high: int | None = None
    low: int | None = None
    people: tuple[int, ...] | None = None
    unregistered: int | None = None


def detail(group: Group) -> Detail:
    """How much of a group's results is shown."""
    if group.assessed == 0:
        return "none"
    if group.eligible < LEAST or group.graded < LEAST:
        return "hidden"
    if group.graded >= FULL:
        return "levels"
    parts = [group.high, group.low, group.apart]
    if group.unregistered:
        parts.append(group.low - group.unregistered)  # who the unregistered are is known by subtraction
    return "total" if any(part in FEW for part in parts) else "classes"


def disclose(group: Group) -> Disclosed:
    """What is shown of a group."""
    found, big = detail(group), group.eligible >= LEAST
    classes = found in ("classes", "levels")
    return Disclosed(
        detail=found,
        eligible=group.eligible if big else None,
        assessed=group.assessed if big and (group.assessed == 0 or group.assessed >= LEAST) else None,
        graded=group.graded if classes or found == "total" else None,
        high=group.high if classes else None,
        low=group.low if classes else None,
        people=group.people if found == "levels" else None,
        unregistered=group.unregistered if big and (classes or not group.unregistered) else None,
    )


def rounded(people: int) -> int | None:
    """A number below the province: to the nearest five; None under ten."""
    return (people + STEP // 2) // STEP * STEP if people >= LEAST else None


def places(rows: Iterable[Mapping[str, object]], *, synthetic: bool = False) -> tuple[Place, ...]:
    """Districts and communes as the view gives them."""
    return tuple(
        Place(
            code=str(row["code"]), parent=str(row["parent"] or ""), name=str(row["name"]), kind=str(row["kind"]),
            registered=_whole(row["registered"]), assessed=_whole(row["assessed"]), synthetic=synthetic,
        )
        for row in rows
    )  # fmt: skip


def _whole(value: object) -> int | None:
    return None if value is None else int(str(value).partition(".")[0])


def grows(before: int, now: int) -> bool:
    """Whether results may be published anew: nothing of them was shown, or ten people more (or fewer) have one. Two
    publications a person apart would tell that person's result."""
    return before < LEAST or abs(now - before) >= STRIDE
