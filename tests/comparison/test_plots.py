"""The drawing of a chart: everything inside the plot, gaps left open, the axis round."""

from hypothesis import given
from hypothesis import strategies as st

from ui.comparison.plots import Line, Point, plot

NUMBERS = st.one_of(st.none(), st.floats(0, 100, allow_nan=False).map(lambda n: round(n, 2)))


ROWS = st.integers(1, 20).flatmap(lambda n: st.lists(st.lists(NUMBERS, min_size=n, max_size=n), min_size=1, max_size=6))


@given(ROWS)
def test_a_drawing_stays_inside_its_plot_and_keeps_every_value(rows):
    """Each known value is one point between the ends of the axis, each unknown one a gap; higher values lie higher."""
    steps = [str(2019 + at) for at in range(len(rows[0]))]
    lines = [Line(name="A", points=tuple(Point(n, str(n)) for n in row)) for row in rows]
    drawn = plot(steps, lines, "%", mark=0.5)
    known = [n for row in rows for n in row if n is not None]
    if not known:
        assert drawn is None
        return
    dots = [dot for trace in drawn.traces for dot in trace.dots]
    assert len(dots) == len(known) and all(0 <= at <= 100 for dot in dots for at in dot)
    ordered = sorted(zip(known, (y for _x, y in dots), strict=True))
    assert [y for _n, y in ordered] == sorted((y for _n, y in dots), reverse=True)
    stretches = sum(len(run.split()) for trace in drawn.traces for run in trace.runs)
    assert stretches <= len(known) and drawn.down[0].at == 100 and drawn.down[-1].at == 0
    assert 2 <= len(drawn.down) <= 9
    assert [len(one.rows) for one in drawn.readings] == [
        sum(row[at] is not None for row in rows) for at in range(len(steps))
    ]
    assert sum(one.width for one in drawn.readings) <= 100.1


def test_the_axis_says_round_numbers():
    """From 91,3 to 98,7 the lines stand at 90, 92 … 100; a single number still has an axis."""
    def told(*numbers):
        points = tuple(Point(n, "") for n in numbers)
        return [one.text for one in plot([str(n) for n in numbers], [Line(name="A", points=points)], "%").down]

    assert told(91.3, 98.7) == ["90%", "92%", "94%", "96%", "98%", "100%"]
    assert len(told(50.0)) >= 2
