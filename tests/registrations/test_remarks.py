"""What a committee may say about a sheet, criterion by criterion, as pure rules."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.registrations import remarks, signals
from core.registrations.deciding import fallback
from core.registrations.remarks import Remark

WORDS = st.sampled_from(["", "  ", "Nêu rõ số lượng"])
REMARKS = st.builds(Remark, st.sampled_from(remarks.VERDICTS), WORDS, st.sampled_from(["", "Làm 02 việc trong quý I."]))


@given(st.sampled_from(["", " ", "Sửa"]), st.dictionaries(st.sampled_from(["do_1", "do_2"]), REMARKS), st.booleans())
def test_a_decision_says_what_it_must(reason, given_, returning):
    """A return says why, at the sheet or at a criterion; what is to be mended says what and cannot be approved; advice
    holds words or a proposal; a remark about what is not registered is refused at its input."""
    said = remarks.said(given_)
    mending = {key for key, one in said.items() if one.verdict == "return"}
    wanted = {"reason"} if returning and not reason.strip() and not mending else set()
    wanted |= set() if returning else {f"verdict.{key}" for key in mending}
    for key, one in said.items():
        empty = not one.words and (key in mending or not one.proposal)
        if key == "do_2" or empty:
            wanted.add(f"remark.{key}")
    if not wanted:
        remarks.check(reason, said, ["do_1"], returning=returning)
        return
    with pytest.raises(Problem) as refused:
        remarks.check(reason, said, ["do_1"], returning=returning)
    assert {one.field for one in refused.value.problems} == wanted


@given(st.dictionaries(st.sampled_from(["do_1", "do_2", "dont_1"]), REMARKS))
def test_what_is_kept_is_what_is_read(given_):
    """What is accepted leaves no trace; the rest is read as it was given, without the spaces around it."""
    said = remarks.said(given_)
    assert set(said) == {key for key, one in given_.items() if one.verdict != "accept"}
    parts = [{key: getattr(one, part) for key, one in said.items()} for part in ("words", "verdict", "proposal")]
    assert remarks.read(*parts) == said


SPACES = st.sampled_from([" ", "  ", "\n", " - ", ", "])


@given(st.lists(st.sampled_from(["Đi", "cơ", "sở", "02", "lần", "mỗi", "tháng"]), min_size=1), st.data())
def test_a_copy_is_found_however_it_is_dressed(words, data):
    """Capitals, spaces and punctuation do not make a text another one; a word more does."""
    between = [data.draw(SPACES) for _ in words]
    dressed = "".join(f"{word.upper()}{space}" for word, space in zip(words, between, strict=True)) + "."
    plain = " ".join(words)
    assert signals.normalised(dressed) == signals.normalised(plain) != signals.normalised(plain + " nữa")
    assert signals.short(plain) == (len(words) < signals.FEW_WORDS)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.sampled_from(["Một.", "một", "Hai", " "]))))
def test_a_person_counts_once_and_never_as_his_own_copy(texts):
    """The others with the same solution under the same criterion are counted, each once; blanks are no texts."""
    held = signals.shared(texts)
    for who, criterion, text in texts:
        found = signals.of_sheet({criterion: text}, held, None, None).alike
        norm = signals.normalised(text)
        others = {w for w, c, t in texts if c == criterion and signals.normalised(t) == norm} - {who}
        assert found == ({criterion: len(others)} if others and norm else {})


@given(st.timedeltas(-timedelta(hours=3), timedelta(hours=3)))
def test_the_last_hour_ends_with_the_deadline(away):
    """From an hour before the deadline to its last microsecond; what is late is said elsewhere."""
    closes = datetime(2021, 1, 31, 17, tzinfo=UTC)
    assert signals.in_last_hour(closes + away, closes) == (-timedelta(hours=1) <= away < timedelta(0))


@given(st.integers(0, 3), st.booleans(), st.integers(0, 3))
def test_a_sheet_always_knows_who_decides(own, himself, above):
    """The own committee, else the unit above, with the reason; else it waits and says so."""
    found = fallback(own, himself=himself, above=above)
    assert (found == "") == (own > 0)
    assert (found == "nobody") == (own == 0 and above == 0)
    assert found != "alone" or himself
