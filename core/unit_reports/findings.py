"""What the checks of a report find, and what has been said to each (S0-41, S0-42). Pure.

A finding names unit, cell, rule and the two numbers compared. It is settled by mending the data, or by a written
justification that holds for these numbers alone: when they change, it has to be said anew.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from core.packs.schema import Column
from core.reports.checks import Checked, number_of
from core.reports.rules import Counts, Place
from core.unit_reports.figures import Filled, Line, Part

PARTS, PREVIOUS = "parts", "previous"
CHANGE, FEWEST = 0.25, 5  # of last year's number, and people: from here on a change asks for a word


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One cell that breaks a rule: `left` stands there, `right` is what it is held against. `below` is the unit whose
    accepted report has said a word to it already."""

    rule: str
    unit_id: UUID
    name: str
    column: str
    left: int
    right: int
    words: str = ""
    below: bool = False

    @property
    def key(self) -> str:
        """By which a justification is kept."""
        return f"{self.rule}:{self.unit_id}:{self.column}"

    @property
    def digest(self) -> str:
        """The numbers for which a justification holds."""
        return f"{self.left}:{self.right}"


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that one rule finds; `shown` is the rule in printed column numbers. `words` is said to all of it."""

    rule: str
    shown: str
    findings: tuple[Finding, ...]
    words: str = ""

    @property
    def open(self) -> tuple[Finding, ...]:
        """What nobody has said a word to."""
        return () if self.words else tuple(one for one in self.findings if not one.words)

    @property
    def digest(self) -> str:
        """All numbers of the rule together."""
        return digest(f"{one.key}={one.digest}" for one in self.findings)


def digest(texts: Iterable[str]) -> str:
    """A short name for a set of texts."""
    return hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest()[:32]


def found(
    checks: Sequence[Checked], columns: Mapping[str, Column], measured: Sequence[str], filled: Filled,
    before: Mapping[UUID, Counts],
) -> tuple[Group, ...]:  # fmt: skip
    """The pack's checks over every unit, the sums, and the change since the year before (`before`, by unit: the rows
    of the unit itself and of those directly below)."""
    groups = [
        Group(rule=check.key, shown=check.rule, findings=tuple(
            Finding(rule=check.key, unit_id=one.place.id, name=one.place.name, column=check.left, left=one.left,
                    right=one.right)
            for one in check.culprits
        ))
        for check in checks
    ]  # fmt: skip
    groups.append(Group(rule=PARTS, shown="", findings=tuple(_parts(measured, filled))))
    groups.append(Group(rule=PREVIOUS, shown="", findings=tuple(_previous(columns, measured, filled.lines, before))))
    return tuple(groups)


def settled(
    groups: Sequence[Group], said: Mapping[str, tuple[str, str]], parts: Mapping[UUID, Part], places: Sequence[Place]
) -> tuple[Group, ...]:
    """With the justifications: `said` by key → (digest, words); the key of a whole rule is its name. What an accepted
    report below has justified is settled there."""
    owner = _owners(parts, places)

    def one(finding: Finding) -> Finding:
        kept = said.get(finding.key)
        if kept and kept[0] == finding.digest:
            return msgspec.structs.replace(finding, words=kept[1])
        part = owner.get(finding.unit_id)
        inside = _said_below(finding, part) if part else ""
        return msgspec.structs.replace(finding, words=inside, below=bool(inside))

    result = []
    for group in groups:
        known = msgspec.structs.replace(group, findings=tuple(one(finding) for finding in group.findings))
        kept = said.get(group.rule)
        result.append(msgspec.structs.replace(known, words=kept[1]) if kept and kept[0] == group.digest else known)
    return tuple(result)


def numbers_shown(columns: Mapping[str, Column], key: str) -> str:
    """How a cell's column is called: "(3)"."""
    return number_of(columns[key], key)


def _said_below(finding: Finding, part: Part) -> str:
    """What the accepted report said to the same numbers; to a whole rule it said it to each of its findings."""
    kept = part.words.get(finding.key)
    return kept[1] if kept and kept[0] == finding.digest else ""


def _owners(parts: Mapping[UUID, Part], places: Sequence[Place]) -> Mapping[UUID, Part]:
    if not parts:
        return {}
    width = len(places[0].path) + 5
    heads = {place.path: place.id for place in places if len(place.path) == width}
    return {place.id: part for place in places[1:] if (part := parts.get(heads.get(place.path[:width])))}


def _parts(measured: Sequence[str], filled: Filled) -> Iterable[Finding]:
    """A typed row that is less than the rows below it together."""
    for line in filled.lines:
        if line.kind != "typed":
            continue
        for column, number, rest in zip(measured, line.numbers, filled.own[line.place.id], strict=True):
            if rest < 0:
                yield Finding(rule=PARTS, unit_id=line.place.id, name=line.place.name, column=column, left=number,
                              right=number - rest)  # fmt: skip


def _previous(
    columns: Mapping[str, Column], measured: Sequence[str], lines: Sequence[Line], before: Mapping[UUID, Counts]
) -> Iterable[Finding]:
    """A unit's biggest change since the year before, if it is big: one word is enough for a unit. Results are compared
    once everybody has one: until then the sum of the results is what is wrong."""
    levels = [column in columns and columns[column].source.startswith("level:") for column in measured]
    held = [column in columns and columns[column].source == "registered" for column in measured]
    for line in lines:
        then = before.get(line.place.id)
        if then is None or not any(then):
            continue
        cells = list(zip(measured, line.numbers, then, levels, held, strict=True))
        whole = sum(now for _, now, _, level, _ in cells if level) == sum(now for _, now, _, _, of in cells if of)
        changed = [(abs(now - old), column, now, old) for column, now, old, level, _ in cells if whole or not level]
        gap, column, now, old = max(changed, key=lambda one: one[0])
        if gap >= FEWEST and gap > CHANGE * old:
            yield Finding(rule=PREVIOUS, unit_id=line.place.id, name=line.place.name, column=column, left=now,
                          right=old)  # fmt: skip
