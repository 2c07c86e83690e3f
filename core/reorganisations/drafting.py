"""Choosing step by step: each choice gives the next draft; nothing points at what was taken out. Pure."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec.structs import replace

from core.reorganisations.facts import Asked, NewUnit, Snapshot
from core.units.rules import holds_members


def with_source(asked: Asked, unit_id: UUID) -> Asked:
    """A unit more that gives; it no longer receives."""
    if unit_id in asked.sources:
        return asked
    return replace(without_receiver(asked, unit_id), sources=(*asked.sources, unit_id))


def with_communes(at: Snapshot, asked: Asked, unit_id: UUID) -> Asked:
    """The units directly under a source go as well, but those that hold members themselves."""
    for unit in at.below.get(unit_id, ()):
        if not holds_members(unit.kind) and unit.id not in asked.targets:
            asked = with_source(asked, unit.id)
    return asked


def without_source(asked: Asked, unit_id: UUID) -> Asked:
    """A source less, with all that was said of its people."""
    return replace(
        asked,
        sources=tuple(one for one in asked.sources if one != unit_id),
        kept=tuple(one for one in asked.kept if one != unit_id),
        people=_less(asked.people, {unit_id}),
        persons={source: chosen for source, chosen in asked.persons.items() if source != unit_id},
    )


def with_target(asked: Asked, unit_id: UUID) -> Asked:
    """An existing unit more that receives; it no longer gives."""
    if unit_id in asked.targets:
        return asked
    return replace(without_source(asked, unit_id), targets=(*asked.targets, unit_id))


def with_new(asked: Asked, made: NewUnit) -> Asked:
    """A new unit more that receives."""
    return replace(asked, made=(*asked.made, made))


def without_receiver(asked: Asked, unit_id: UUID) -> Asked:
    """A receiver less; what was to go there has to be placed again."""
    return replace(
        asked,
        targets=tuple(one for one in asked.targets if one != unit_id),
        made=tuple(one for one in asked.made if one.id != unit_id),
        units=_elsewhere(asked.units, unit_id),
        people=_elsewhere(asked.people, unit_id),
        persons={source: _elsewhere(chosen, unit_id) for source, chosen in asked.persons.items()},
    )


def parents_for_new(at: Snapshot, asked: Asked) -> tuple[UUID, ...]:
    """Where a new unit is likely to stand: the units above the sources that stay, from the top."""
    found: dict[UUID, None] = {}
    for source in asked.sources:
        line: list[UUID] = []
        above = at.units[source].parent_id
        while above is not None:
            line.append(above)
            above = at.units[above].parent_id
        found |= dict.fromkeys(reversed(line))
    top = next((unit.id for unit in at.units.values() if unit.parent_id is None), None)
    ways = found or ({top: None} if top else {})
    return tuple(one for one in ways if one not in asked.sources and at.units[one].closed_on is None)


def _less(chosen: Mapping[UUID, UUID], keys: Iterable[UUID]) -> dict[UUID, UUID]:
    gone = set(keys)
    return {key: value for key, value in chosen.items() if key not in gone}


def _elsewhere(chosen: Mapping[UUID, UUID], target: UUID) -> dict[UUID, UUID]:
    return {key: value for key, value in chosen.items() if value != target}
