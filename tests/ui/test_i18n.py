"""Which language speaks, and what a catalogue may change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import i18n


@pytest.mark.parametrize(
    ("user", "tenant", "header", "locale"),
    [
        ("en", "vi", "vi", "en"),
        (None, "en", "vi", "en"),
        (None, None, "fr, en;q=0.8, vi;q=0.9", "vi"),
        (None, None, "en-GB,en;q=0.9", "en"),
        (None, None, "fr", "vi"),
        ("xx", None, None, "vi"),
    ],
)
def test_negotiation_order(user, tenant, header, locale):
    """The user's choice, then the tenant's, then the browser's, then Vietnamese."""
    assert i18n.negotiate(user, tenant, header) == locale


@given(st.text())
def test_any_header_gives_a_language(header):
    """A hostile Accept-Language is no error."""
    assert i18n.negotiate(None, None, header) in i18n.LOCALES


def test_a_pack_may_rename_a_term(tmp_path):
    """A pack's catalogue is laid over ours (design.md §2), and taken off again."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid "Đăng ký"\nmsgstr "Pledge"\n', "utf-8")
    i18n.activate("en")
    ours = i18n.gettext("Đăng ký")
    i18n.start([tmp_path])
    try:
        assert i18n.gettext("Đăng ký") == "Pledge"
    finally:
        i18n.start()
    assert i18n.gettext("Đăng ký") == ours == "Registration"
