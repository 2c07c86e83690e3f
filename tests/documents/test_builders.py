"""What documents say of numbers and names: sums, shares, comparisons over the years."""

from hypothesis import given
from hypothesis import strategies as st

from core.documents.queries import Numbers, Part
from ui.documents.number_papers import less, share

counts = st.integers(0, 400)
numbers = st.builds(
    Numbers, eligible=counts, registered=counts, rated=counts, levels=st.tuples(counts, counts, counts, counts)
)


def added(all_of: list[Numbers]) -> Numbers:
    """The sum of numbers."""
    names = [name for name in Numbers.__struct_fields__ if name != "levels"]
    levels = tuple(sum(column) for column in zip(*(one.levels for one in all_of), strict=True))
    return Numbers(**{name: sum(getattr(one, name) for one in all_of) for name in names}, levels=levels)


@given(numbers, st.lists(numbers, max_size=5))
def test_a_units_own_people_are_what_its_parts_leave(own, parts):
    """The rows of a report by unit, the unit's own row among them, add up to its total."""
    below = [Part(name="Đoàn xã", kind="grassroots", numbers=one) for one in parts]
    assert less(added([own, *parts]), below) == own


@given(counts, counts)
def test_a_share_is_written_the_vietnamese_way(part, whole):
    """A share has a comma, at most one digit behind it, and none of nothing is a dash."""
    said = share(part, whole)
    assert said == "–" if not whole else said.endswith("%") and "." not in said
    if whole:
        assert abs(float(said.rstrip("%").replace(",", ".")) - 100 * part / whole) <= 0.05001
