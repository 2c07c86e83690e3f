"""Signals of formalism: what makes one ask, and that nothing unknown ever does."""

from datetime import UTC, date, datetime
from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.comparison.facts import Crosswalk, Level, Published
from core.comparison.signals import LEAST, Filing, filing_of, signals, unusual

counts = st.integers(0, 5000)
pairs = st.tuples(counts, counts).map(lambda pair: (min(pair), max(pair)))
PLAIN = Filing(
    province="kien-giang", assessed=400, best=120, decided=400, returned=31,
    in_time=380, last_day=90, texts=900, alike=60,
)  # fmt: skip


@st.composite
def filings(draw) -> Filing:
    """Any consistent set of published numbers, some of them not measured."""
    parts = {}
    for part, whole in (("best", "assessed"), ("returned", "decided"), ("last_day", "in_time"), ("alike", "texts")):
        few, all_ = draw(pairs)
        if draw(st.booleans()):
            parts |= {part: few, whole: all_}
    return Filing(province="p", **parts)


def kinds(**changes) -> list[str]:
    """The kinds of signals that the plain province gives after the changes."""
    return [one.kind for one in signals(msgspec.structs.replace(PLAIN, **changes))]


def test_an_ordinary_province_is_asked_nothing():
    """Returns, a spread of levels, filing over weeks and texts of one's own give no signal."""
    assert signals(PLAIN) == ()


def test_each_unusual_number_asks_its_own_question():
    """100 % at the best level, no return, all on the last day, copied texts: one signal each."""
    assert kinds(best=400) == ["all_best"]
    assert kinds(best=399) == []
    assert kinds(returned=0) == ["no_returns"]
    assert kinds(last_day=304) == ["last_day"]
    assert kinds(last_day=303) == []
    assert kinds(alike=450) == ["same_texts"]


def test_a_signal_says_what_it_rests_on():
    """The number, what it is a part of and the threshold come with the signal, so that a reader can judge."""
    (found,) = signals(msgspec.structs.replace(PLAIN, last_day=342))
    assert (found.numerator, found.denominator, found.share) == (342, 380, Fraction(9, 10))
    assert found.threshold == Fraction(4, 5)


@given(filings())
def test_what_is_unknown_or_small_asks_nothing(filing: Filing):
    """Every signal rests on published numbers about at least fifty, and is unusual by its own threshold."""
    for one in signals(filing):
        assert one.denominator >= LEAST
        assert 0 <= one.numerator <= one.denominator
        assert unusual(one.kind, one.share)


@given(filings(), st.sampled_from(["assessed", "decided", "in_time", "texts"]))
def test_not_publishing_never_adds_a_question(filing: Filing, left_out: str):
    """Taking a number away can only take signals away."""
    fewer = signals(msgspec.structs.replace(filing, **{left_out: None}))
    assert set(fewer) <= set(signals(filing))



ROW = Published(
    province="kien-giang", year=2021, subject="cadre", pack="kien_giang_kl06", synthetic=False, closed=True,
    as_of=datetime(2021, 12, 20, tzinfo=UTC), small=False, units=160, units_counted=160, units_implementing=150,
    eligible=420, registered=400, validated=390, registered_late=10, assessed=380, detail="levels",
    levels=(Level("good", "excellent", 300), Level("fair", "good", 80)), high=380, low=0, graded=380, unregistered=0,
    commended=None,
    reports_due=None, reports_on_time=None, reviewed=395, returned=12, texts=1800, alike=90,
    due_on=date(2021, 1, 31), curve_from=date(2021, 1, 28), curve=(20, 60, 90, 390, 400),
)  # fmt: skip


def test_a_published_row_is_read_as_filing():
    """The last day is the step of the curve at the deadline, and the best level is the one that the crosswalk says."""
    found = filing_of(ROW)
    assert (found.best, found.assessed, found.returned, found.decided) == (300, 380, 12, 395)
    assert (found.last_day, found.in_time) == (300, 390)
    moved = Crosswalk(version=2, levels={"kien_giang_kl06": {"fair": "excellent"}})
    assert [one.kind for one in signals(filing_of(ROW, moved))] == ["all_best"]


def test_a_row_that_hides_its_levels_is_not_asked_about_them():
    """Two classes, an unfinished curve and unmeasured returns leave nothing to ask."""
    row = msgspec.structs.replace(
        ROW, detail="classes", levels=(Level("good", "excellent"), Level("fair", "good")), returned=None,
        curve=(20, 60), texts=None,
    )  # fmt: skip
    assert signals(filing_of(row)) == ()
    assert filing_of(row).last_day is None
