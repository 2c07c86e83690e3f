"""What a reorganisation may be, and where each unit and person goes in it. Pure: over what was read and asked."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

import msgspec

from core.errors import Problem
from core.reorganisations.facts import Asked, Enrolled, Member, NewUnit, Seat, Snapshot, Standing
from core.units.rules import check_name, check_place, holds_members, sort_key

Parents = Mapping[UUID, UUID | None]
NAMED = 3  # how many names a refusal lists
BASIS_MAX, NAME_MAX = 300, 160


class Body(msgspec.Struct, frozen=True):
    """Somebody of a source with what he has there, and where he goes; None: he stays."""

    person_id: UUID
    source: UUID
    target: UUID | None
    members: tuple[Member, ...]
    seats: tuple[Seat, ...]
    sheets: tuple[Enrolled, ...]


class Move(msgspec.Struct, frozen=True):
    """A unit that comes under another parent with all below it, by its name there."""

    unit: Standing
    source: UUID
    target: UUID
    name: str


def closing(asked: Asked) -> tuple[UUID, ...]:
    """The sources that will no longer exist."""
    return tuple(one for one in asked.sources if not (asked.kind == "split" and one in asked.kept))


def bodies(at: Snapshot, asked: Asked) -> tuple[Body, ...]:
    """The people of every source. Recognised results stay with the unit that sent them; who has nothing else there is
    left alone."""
    found: dict[tuple[UUID, UUID], tuple[list[Member], list[Seat], list[Enrolled]]] = {}
    sources = set(asked.sources)
    for place, rows in enumerate((at.members, at.seats, at.enrolled)):
        for row in rows:
            if row.unit_id in sources and not _settled(row):
                found.setdefault((row.unit_id, row.person_id), ([], [], []))[place].append(row)
    only = _only(asked)
    gone = set(closing(asked))
    return tuple(
        Body(
            person_id=person, source=source, members=tuple(members), seats=tuple(seats), sheets=tuple(sheets),
            target=asked.goes_to(source, person) or (only if source in gone else None),
        )
        for (source, person), (members, seats, sheets) in sorted(found.items())
    )  # fmt: skip


def _settled(row: Member | Seat | Enrolled) -> bool:
    """What is over does not move: a recognised result, a membership that ended."""
    if isinstance(row, Enrolled):
        return row.state == "recognised"
    return isinstance(row, Member) and row.ends_on is not None


def moves(at: Snapshot, asked: Asked) -> tuple[Move, ...]:
    """The sub-units of the sources that go to a receiver, with the names they have there."""
    bare = tuple(Move(unit, source, target, unit.name) for unit, source, target in _sub_units(at, asked) if target)
    if not asked.distinguish:
        return bare
    taken = Counter((parent, sort_key(name)) for parent, name in _names(at, asked, bare))
    return tuple(
        msgspec.structs.replace(one, name=f"{one.name} ({at.units[one.source].name})"[:NAME_MAX])
        if taken[one.target, sort_key(one.name)] > 1
        else one
        for one in bare
    )


def problems(at: Snapshot, asked: Asked) -> tuple[Problem, ...]:
    """Everything that keeps the reorganisation from being carried out, in the order of the steps."""
    found: list[Problem] = []
    for check in (_frame, _sources, _receivers, _days, _assigned, _places, _clashes, _meetings):
        found += check(at, asked)
    return tuple(found)


def check_new(at: Snapshot, asked: Asked, made: NewUnit) -> None:
    """Refuse a new unit with a bad name or in a place where it cannot stand."""
    check_name(made.name)
    parent = at.units.get(made.parent_id)
    if parent is None or parent.closed_on or parent.id in closing(asked):
        raise Problem("reorganisation.parent-gone", field="parent", name=parent.name if parent else "")
    check_place(made.kind, parent.kind, at.under)


def kind_of(at: Snapshot, asked: Asked, unit_id: UUID) -> str:
    """The kind of a unit there is or will be."""
    return next((unit.kind for unit in asked.made if unit.id == unit_id), "") or at.units[unit_id].kind


def name_of(at: Snapshot, asked: Asked, unit_id: UUID) -> str:
    """The name of a unit there is or will be."""
    return next((unit.name for unit in asked.made if unit.id == unit_id), "") or at.units[unit_id].name


def fits(at: Snapshot, asked: Asked, kind: str, target: UUID) -> bool:
    """Whether a unit of `kind` may stand directly under a receiver."""
    try:
        check_place(kind, kind_of(at, asked, target), at.under)
    except Problem:
        return False
    return True


def parents(at: Snapshot) -> Parents:
    """The parent of every unit now."""
    return {unit.id: unit.parent_id for unit in at.units.values()}


def parents_after(at: Snapshot, asked: Asked) -> Parents:
    """The parent of every unit afterwards; a unit that closes stays where it stood."""
    founded = {new.id: new.parent_id for new in asked.made}
    return {**parents(at), **founded, **{move.unit.id: move.target for move in moves(at, asked)}}


def line_of(tree: Parents, unit_id: UUID) -> dict[UUID, None]:
    """A unit and those above it, nearest first."""
    line: dict[UUID, None] = {}
    at_hand: UUID | None = unit_id
    while at_hand is not None and at_hand not in line:
        line[at_hand] = None
        at_hand = tree.get(at_hand)
    return line


def earliest(at: Snapshot, asked: Asked) -> date | None:
    """The first day the reorganisation may take effect: nothing that it changes is younger."""
    changed = (*closing(asked), *(move.unit.id for move in moves(at, asked)))
    days = [unit.since for unit in (at.units[one] for one in changed) if unit.since]
    met = (*asked.sources, *asked.targets, *(new.parent_id for new in asked.made))
    days += [at.units[one].opened_on for one in met if one in at.units]
    for body in bodies(at, asked):
        if body.target:
            days += [one.starts_on for one in (*body.members, *body.seats)]
    return max(days, default=None)


def _frame(at: Snapshot, asked: Asked) -> Iterator[Problem]:
    if asked.on > at.today:
        yield Problem("reorganisation.in-the-future", field="on")
    if not asked.basis.strip():
        yield Problem("form.required", field="basis")
    if not asked.sources:
        yield Problem("reorganisation.no-source", field="sources")
    if not asked.receivers:
        yield Problem("reorganisation.no-target", field="targets")
    if asked.kind == "merge" and len(asked.receivers) > 1:
        yield Problem("reorganisation.one-target", field="targets")
    if asked.kind == "split" and len(asked.sources) > 1:
        yield Problem("reorganisation.one-source", field="sources")
    if asked.kind == "split" and len(asked.receivers) == 1 and closing(asked):
        yield Problem("reorganisation.split-needs-two", field="targets")


def _sources(at: Snapshot, asked: Asked) -> Iterator[Problem]:
    for unit in (at.units[one] for one in asked.sources):
        if unit.parent_id is None:
            yield Problem("unit.top-stays", field="sources")
        if unit.closed_on:
            yield Problem("reorganisation.unit-closed", field="sources", name=unit.name, on=unit.closed_on)
        if unit.id in asked.targets:
            yield Problem("reorganisation.source-is-target", field="targets", name=unit.name)


def _receivers(at: Snapshot, asked: Asked) -> Iterator[Problem]:
    for unit in (at.units[one] for one in asked.targets):
        if unit.closed_on:
            yield Problem("reorganisation.unit-closed", field="targets", name=unit.name, on=unit.closed_on)
    for made in asked.made:
        try:
            check_new(at, asked, made)
        except Problem as problem:
            yield Problem(problem.code, field="targets", **problem.facts)


def _days(at: Snapshot, asked: Asked) -> Iterator[Problem]:
    first = earliest(at, asked)
    if first and asked.on < first:
        yield Problem("reorganisation.too-early", field="on", since=first)


def _assigned(at: Snapshot, asked: Asked) -> Iterator[Problem]:
    """A unit that closes leaves nobody behind; what is assigned goes to a receiver of this reorganisation."""
    gone, every = closing(asked), bodies(at, asked)
    left = [(whose, unit.name) for unit, whose, target in _sub_units(at, asked) if target is None]
    people = Counter(body.source for body in every if body.target is None)
    for source in gone:
        names = [name for whose, name in left if whose == source]
        if names:
            yield Problem(
                "reorganisation.units-left", field=f"u.{source}", units=len(names), names=names[:NAMED],
                name=at.units[source].name,
            )  # fmt: skip
        if people[source]:
            yield Problem(
                "reorganisation.people-left", field=f"p.{source}", people=people[source], name=at.units[source].name
            )  # fmt: skip
    known = set(asked.receivers)
    chosen = {move.target for move in moves(at, asked)} | {body.target for body in every if body.target}
    if chosen - known:
        yield Problem("form.unknown-choice", field="targets")


def _places(at: Snapshot, asked: Asked) -> Iterator[Problem]:
    known, tree = set(asked.receivers), parents_after(at, asked)
    for move in moves(at, asked):
        if move.target not in known:
            continue
        if not fits(at, asked, move.unit.kind, move.target):
            yield Problem(
                "reorganisation.unit-does-not-fit", field=f"u.{move.unit.id}", name=move.unit.name,
                kind=move.unit.kind, parent=kind_of(at, asked, move.target),
            )  # fmt: skip
        if move.unit.id in line_of(tree, move.target):
            yield Problem("unit.move-into-itself", field=f"u.{move.unit.id}")
    for source, target in sorted({(b.source, b.target) for b in bodies(at, asked) if b.members and b.target in known}):
        if not holds_members(kind_of(at, asked, target)):
            yield Problem(
                "reorganisation.not-a-branch", field=f"p.{source}", name=name_of(at, asked, target),
                kind=kind_of(at, asked, target),
            )  # fmt: skip


def _clashes(at: Snapshot, asked: Asked) -> Iterator[Problem]:
    standing = [(parent, sort_key(name), name) for parent, name in _names(at, asked, moves(at, asked))]
    every = Counter((parent, key) for parent, key, _ in standing)
    twice = [name for parent, key, name in standing if every[parent, key] > 1]
    if twice:
        yield Problem("reorganisation.names-clash", field="distinguish", names=sorted(set(twice))[:NAMED])


def _meetings(at: Snapshot, asked: Asked) -> Iterator[Problem]:
    names = [at.units[one].name for one in at.meetings if one in closing(asked)]
    if names:
        yield Problem("reorganisation.meeting-open", names=names[:NAMED])


def _only(asked: Asked) -> UUID | None:
    """Where everything goes that nobody placed: the receiver, if there is one only."""
    return asked.receivers[0] if len(asked.receivers) == 1 else None


def _sub_units(at: Snapshot, asked: Asked) -> Iterator[tuple[Standing, UUID, UUID | None]]:
    """Every open sub-unit of a source that does not close itself, with the source and where it goes."""
    gone, only = set(closing(asked)), _only(asked)
    for source in asked.sources:
        for unit in sorted(at.below.get(source, ()), key=lambda one: (sort_key(one.name), one.id)):
            if unit.id in gone:
                continue
            wanted = asked.units.get(unit.id)
            if wanted is None and source in gone and only != unit.id:
                wanted = only
            yield unit, source, wanted


def _names(at: Snapshot, asked: Asked, arriving: tuple[Move, ...]) -> Iterator[tuple[UUID, str]]:
    """Parent and name of whoever will stand under a parent that receives somebody."""
    away = {move.unit.id for move in arriving} | set(closing(asked))
    parents = {move.target for move in arriving} | {made.parent_id for made in asked.made}
    for parent in parents:
        yield from ((parent, unit.name) for unit in at.below.get(parent, ()) if unit.id not in away)
    yield from ((move.target, move.name) for move in arriving)
    yield from ((made.parent_id, made.name) for made in asked.made)
