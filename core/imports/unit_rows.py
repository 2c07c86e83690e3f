"""A list of units: what each row says, where it stands in the tree, and what it would do. Pure but for `known`.

Rows may come in any order: parents are settled before what stands under them, those of the same file included.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem
from core.imports import cells
from core.imports.people_rows import Fault
from core.imports.places import Place, Tree
from core.units import queries, rules
from core.units.naming import search_key

FACTS = ("name", "code", "block", "place")
KIND_WORDS = (
    ("grassroots_branch", r"chi doan co so|cdcs"),
    ("section", r"lien chi doan|doan bo phan|bo phan|doan khoa"),
    ("branch", r"chi doan"),
    ("subbranch", r"phan doan"),
    ("grassroots", r"doan co so|co so|cap xa|(?:doan )?(?:xa|phuong|thi tran|truong|tt)\b|xa doan"),
    ("district", r"(?:huyen|quan|thi|thanh) doan|cap huyen|huyen|quan|thi xa|doan khoi|doan cap tren"),
    ("top", r"tinh doan|cap tinh|tinh|doan dai hoc"),
)
BLOCK_WORDS = (
    ("civil_service", "cong chuc"), ("civil_service", "vien chuc"), ("armed_forces", "vu trang"),
    ("armed_forces", "cong an"), ("armed_forces", "quan su"), ("school", "truong hoc"), ("school", "hoc sinh"),
    ("enterprise", "doanh nghiep"), ("rural", "nong thon"), ("urban", "do thi"), ("urban", "dia ban dan cu"),
)  # fmt: skip
ROOT = "0000"


class KnownUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of the tree, closed ones too: their places stay taken."""

    id: UUID
    parent_id: UUID | None
    path: str
    kind: str
    name: str
    sort_key: str
    code: str | None
    block: str | None
    place: str
    standing: bool
    opened_on: date
    closed_on: date | None
    version: int


class Forest(msgspec.Struct, frozen=True):
    """All units of the tenant, and where kinds may stand beside the usual."""

    units: tuple[KnownUnit, ...]
    under: Mapping[str, tuple[str, ...]]


class UnitSaid(msgspec.Struct, kw_only=True):
    """What a row says of a unit; `id`, `parent_id` and `path` are given when it is new."""

    row: int
    name: str = ""
    kind: str = ""
    code: str | None = None
    block: str | None = None
    place: str = ""
    opened_on: date | None = None
    parent: str = ""
    parent_code: str = ""
    id: UUID | None = None
    parent_id: UUID | None = None
    path: str = ""


class UnitDecision(msgspec.Struct, kw_only=True):
    """What becomes of a row: new, changed, unchanged or faulty."""

    said: UnitSaid
    state: str
    known: KnownUnit | None = None
    changes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    same_id: None = None
    same_row: None = None
    asked: bool = False


async def known(tx: Transaction) -> Forest:
    """The tree as it is."""
    rows = await tx.fetch(
        f"select {', '.join(KnownUnit.__struct_fields__)} from unit where tenant_id = $1 order by path", tx.tenant_id
    )
    return Forest(tuple(KnownUnit(**row) for row in rows), await queries.under(tx))


def decided(
    texts: Sequence[tuple[int, Sequence[str]]], mapping: Mapping[str, int], forest: Forest, today: date, since: date
) -> list[UnitDecision]:
    """The decision on every row, in the order of the file. Units without a day of their own open on `since`."""
    judge = _Judge(forest, since)
    found: dict[int, UnitDecision] = {}
    waiting: list[UnitSaid] = []
    for row, line in texts:
        try:
            waiting.append(_said(row, line, mapping, today))
        except Problem as problem:
            found[row] = _faulty(UnitSaid(row=row), problem)
    for kind in rules.KINDS:
        for said in (one for one in waiting if one.kind == kind):
            found[said.row] = judge.decide(said)
    return [found[row] for row, _ in texts]


def kind_of(text: str) -> str | None:
    """The kind that a word or the beginning of a name stands for."""
    said = search_key(text)
    return next((kind for kind, pattern in KIND_WORDS if re.match(rf"(?:{pattern})\b", said)), None)


def _said(row: int, texts: Sequence[str], mapping: Mapping[str, int], today: date) -> UnitSaid:
    def text(field: str, most: int = 200) -> str:
        value = texts[mapping[field]] if field in mapping else ""
        return "" if cells.is_nothing(value) else cells.line(value, field, most)

    name = rules.check_name(text("name"))
    said_kind = text("kind")
    kind = kind_of(said_kind or name) or ""
    if not kind:
        raise Problem("import.kind-unknown", field="kind" if said_kind else "name")
    block = search_key(text("block"))
    code = text("code", 60).replace(" ", "").upper() or None
    if code and (len(code) > 30 or not cells.CODE.fullmatch(code)):
        raise Problem("import.code-signs", field="code")
    opened = text("opened_on")
    return UnitSaid(
        row=row, name=name, kind=kind, code=code, place=text("place", 80),
        block=next((key for key, words in BLOCK_WORDS if words in block), None) if block else None,
        opened_on=rules.check_dates(cells.day(opened, "opened_on", today), today) if opened else None,
        parent=text("parent", 400), parent_code=text("parent_code", 60),
    )  # fmt: skip


class _Judge:
    """Settles one row after the other; the tree grows with them."""

    def __init__(self, forest: Forest, since: date) -> None:
        self.since, self.under = since, forest.under
        self.tree = Tree(_place(one) for one in forest.units if one.closed_on is None)
        self.units: dict[UUID, KnownUnit] = {one.id: one for one in forest.units}
        self.named = {(one.parent_id, one.sort_key): one for one in forest.units if one.closed_on is None}
        self.segments: dict[str, set[str]] = {}
        for one in forest.units:
            self.segments.setdefault(one.path[:-5], set()).add(one.path[-4:])
        self.top = next((one.id for one in forest.units if one.parent_id is None), None)
        self.rows: dict[UUID, int] = {}

    def decide(self, said: UnitSaid) -> UnitDecision:
        """New, changed, unchanged, or why not."""
        try:
            parent = self._parent(said)
            one = self._known(said, parent)
            if one:
                if one.id in self.rows:
                    raise Problem("import.unit-twice", field="name", row=self.rows[one.id])
                self.rows[one.id] = said.row
                return self._change(said, one, parent)
            self._settle(said, parent)
            return UnitDecision(said=said, state="new")
        except Problem as problem:
            return _faulty(said, problem)

    def _parent(self, said: UnitSaid) -> Place | None:
        if said.parent_code:
            return self.tree.of_code(said.parent_code, "parent_code")
        if said.parent:
            return self.tree.meant(said.parent, "parent")
        return self.tree.by_id.get(self.top) if self.top and said.kind != "top" else None

    def _known(self, said: UnitSaid, parent: Place | None) -> KnownUnit | None:
        if said.code and (place := self.tree.has_code(said.code)):
            return self.units[place.id]
        if said.kind == "top" and self.top:
            return self.units[self.top]
        return self.named.get((parent.id if parent else None, rules.sort_key(said.name)))

    def _change(self, said: UnitSaid, one: KnownUnit, parent: Place | None) -> UnitDecision:
        """Name (known by its code), code, block and place may change; kind and parent have their own pages."""
        named = bool(said.parent or said.parent_code)
        if named and parent and one.parent_id != parent.id:
            raise Problem("import.unit-elsewhere", field="parent", name=one.name)
        if _branchy(said.kind, one.kind) != one.kind:
            raise Problem("import.unit-other-kind", field="kind", kind=one.kind)
        if said.code and one.code and said.code != one.code:
            raise Problem("import.unit-other-code", field="code", code=one.code)
        changes = tuple(
            name for name in FACTS if (value := getattr(said, name)) and value != getattr(one, name)
        )
        if "name" in changes and rules.sort_key(said.name) == one.sort_key:
            changes = tuple(name for name in changes if name != "name")
        return UnitDecision(said=said, state="changed" if changes else "unchanged", known=one, changes=changes)

    def _settle(self, said: UnitSaid, parent: Place | None) -> None:
        """A place in the tree for a new unit."""
        if parent is not None:
            said.kind = _branchy(said.kind, _branch_under(parent.kind))
        rules.check_place(said.kind, parent.kind if parent else None, self.under)
        opened = said.opened_on or (max(self.since, parent.opened_on) if parent else self.since)
        if parent and opened < parent.opened_on:
            raise Problem("unit.opens-before-parent", field="opened_on", opened=parent.opened_on)
        taken = self.segments.setdefault(parent.path if parent else "", set())
        segment = rules.next_segment(taken) if parent else ROOT
        taken.add(segment)
        said.id, said.parent_id, said.opened_on = new_id(), parent.id if parent else None, opened
        said.path = f"{parent.path}.{segment}" if parent else segment
        made = KnownUnit(
            id=said.id, parent_id=said.parent_id, path=said.path, kind=said.kind, name=said.name,
            sort_key=rules.sort_key(said.name), code=said.code, block=said.block, place=said.place,
            standing=rules.has_standing_committee(said.kind), opened_on=opened, closed_on=None, version=1,
        )  # fmt: skip
        self.units[made.id], self.rows[made.id] = made, said.row
        self.named[made.parent_id, made.sort_key] = made
        self.tree.add(_place(made))
        if said.kind == "top":
            self.top = made.id


def _branch_under(parent_kind: str) -> str:
    """Which sort of branch stands under a unit: directly under a district it is a grass-roots unit itself."""
    return "grassroots_branch" if parent_kind in ("top", "district") else "branch"


def _branchy(kind: str, meant: str) -> str:
    """ "Chi đoàn" says both sorts of branch."""
    return meant if {kind, meant} == {"branch", "grassroots_branch"} and kind == "branch" else kind


def _place(one: KnownUnit) -> Place:
    return Place(
        id=one.id, path=one.path, kind=one.kind, name=one.name, standing=one.standing, opened_on=one.opened_on,
        code=one.code,
    )  # fmt: skip


def _faulty(said: UnitSaid, problem: Problem) -> UnitDecision:
    facts = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in problem.facts.items()}
    return UnitDecision(said=said, state="faulty", faults=(Fault(problem.field or "name", problem.code, facts),))
