"""Search hits and differences between versions are marked, and hostile text stays text."""

import re
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from ui.words import differences, folded, highlight, initials


def test_highlight_ignores_diacritics():
    """The query "thuy doan" finds Thúy and Đoàn."""
    assert highlight("Đoàn: Thúy", "thuy doan") == "<mark>Đoàn</mark>: <mark>Thúy</mark>"


def test_highlight_escapes_what_it_shows():
    """A name that looks like HTML is shown as it was typed."""
    assert highlight("<b>An</b>", "an") == "&lt;b&gt;<mark>An</mark>&lt;/b&gt;"


def test_differences_mark_words():
    """Words put in and taken out since the version before."""
    assert differences("hai buổi <x>", "một buổi <x>") == "<del>một</del><ins>hai</ins> buổi &lt;x&gt;"


@given(st.text(), st.text())
def test_differences_lose_nothing(new, old):
    """Without the deletions the marked text is the new one."""
    marked = str(differences(new, old))
    kept = re.sub(r"<del>.*?</del>", "", marked, flags=re.S).replace("<ins>", "").replace("</ins>", "")
    assert kept == str(differences(new, new))


@given(st.text(), st.text(max_size=5))
def test_highlight_only_adds_marks(text, query):
    """Whatever is searched for, the text itself stays."""
    marked = str(highlight(text, query))
    plain = {str(escape(text)), str(escape(normalize("NFC", text)))}
    assert marked.replace("<mark>", "").replace("</mark>", "") in plain


def test_folded_keeps_length_of_vietnamese():
    """One letter for one letter, so that a hit can be marked in the original."""
    assert folded("Nguyễn Đình Thúy") == "nguyen dinh thuy"


def test_initials_fit_a_tile():
    """Tiles show capitals of the first words."""
    assert (initials("Kiên Giang"), initials("ĐHKT"), initials("Trung ương Đoàn TNCS")) == ("KG", "ĐHKT", "TƯĐ")
