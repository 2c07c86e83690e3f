"""What a version does to a ranking: the same published rows, read by two crosswalks (features.md row 80)."""

from fractions import Fraction

import msgspec

from core.comparison.facts import Cell, Comparison


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One province under both versions."""

    province: str
    before: Cell
    after: Cell

    @property
    def places(self) -> int:
        """Places gained (positive) or lost; 0 where it keeps its place or has none on either side."""
        if self.before.rank is None or self.after.rank is None:
            return 0
        return self.before.rank - self.after.rank

    @property
    def difference(self) -> Fraction:
        """What its value gains; 0 where one of the two is unknown."""
        if self.before.value is None or self.after.value is None:
            return Fraction(0)
        return self.after.value - self.before.value

    @property
    def changed(self) -> bool:
        """Whether anything that a reader sees is another: value, place, or that there is a value at all."""
        return (self.before.value, self.before.rank) != (self.after.value, self.after.rank)


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """All provinces with a number on either side, in the order that they will have, those without one last.

    `left` have a value now and none after, `joined` the other way round."""

    moves: tuple[Move, ...]

    @property
    def changed(self) -> tuple[Move, ...]:
        """Those of whom a reader will see something else."""
        return tuple(move for move in self.moves if move.changed)

    @property
    def moved(self) -> tuple[Move, ...]:
        """Those that change their place in the ranking."""
        return tuple(move for move in self.moves if move.places)

    @property
    def left(self) -> tuple[Move, ...]:
        """Those that cannot be compared any more."""
        return tuple(m for m in self.moves if m.before.state == "value" and m.after.state != "value")

    @property
    def joined(self) -> tuple[Move, ...]:
        """Those that can be compared again."""
        return tuple(m for m in self.moves if m.before.state != "value" and m.after.state == "value")


def effect(before: Comparison, after: Comparison) -> Effect:
    """The two comparisons side by side; both must answer the same question about the same rows."""
    now = {cell.province: cell for cell in before.cells}
    moves = (
        Move(province=cell.province, before=now.get(cell.province, Cell(province=cell.province)), after=cell)
        for cell in after.cells
    )
    known = (move for move in moves if {move.before.state, move.after.state} != {"missing"})
    return Effect(moves=tuple(sorted(known, key=lambda move: move.after.rank or 10_000)))
