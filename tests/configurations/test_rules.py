"""Edits as merge patches: the smallest patch, locks by layer, and what an upgrade meets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.configurations import rules
from core.packs import reading
from core.packs.catalog import discover
from core.packs.merging import merge
from core.packs.patching import resolve

KEYS = st.sampled_from(["a", "b", "c", "1.1"])
LEAVES = st.one_of(st.integers(0, 3), st.sampled_from(["x", "y"]), st.booleans(), st.lists(st.integers(0, 2)))
PLAIN = st.dictionaries(KEYS, st.recursive(LEAVES, lambda inner: st.dictionaries(KEYS, inner, max_size=3)), max_size=4)


@given(PLAIN, PLAIN)
def test_a_patch_between_two_leads_from_one_to_the_other(base: dict, wanted: dict) -> None:
    """Merging the smallest patch into the base gives exactly what was wanted."""
    assert merge(base, rules.patch_between(base, wanted)) == wanted


@given(PLAIN)
def test_nothing_changed_is_an_empty_patch(base: dict) -> None:
    """Saving a form as it was leaves no trace in the patch."""
    assert rules.patch_between(base, base) == {}


@given(PLAIN, PLAIN)
def test_an_upgrade_that_changes_nothing_keeps_every_edit(base: dict, mine: dict) -> None:
    """Over the same release no edit conflicts, and the patch stays the same."""
    patch = rules.patch_between(base, mine)
    assert rules.conflicts(base, base, patch) == ()
    assert merge(base, rules.carried(base, base, patch)) == mine


@given(PLAIN, PLAIN, PLAIN)
def test_an_upgrade_keeps_edits_where_they_are_not_given_up(was: dict, now: dict, mine: dict) -> None:
    """After an upgrade every conflict shows the tenant's value, or the release's where the tenant chose that."""
    patch = rules.patch_between(was, mine)
    found = rules.conflicts(was, now, patch)
    kept = merge(now, rules.carried(was, now, patch))
    given_up = merge(now, rules.carried(was, now, patch, frozenset(one.place for one in found)))
    for one in found:
        assert one.theirs != one.was
        assert rules.value_at(given_up, one.place) == one.theirs
        if not isinstance(one.mine, dict):
            assert rules.value_at(kept, one.place) == one.mine


def test_a_conflict_is_what_both_changed() -> None:
    """A deadline that the tenant moved and the new release moved elsewhere is one conflict; other edits go on."""
    was = {"milestones": {"plan": {"by": "08-30"}}, "title": "A"}
    now = {"milestones": {"plan": {"by": "09-15"}}, "title": "A"}
    patch = {"milestones": {"plan": {"by": "08-20"}}, "title": "B"}
    (one,) = rules.conflicts(was, now, patch)
    assert one == rules.Conflict(("milestones", "plan", "by"), "08-30", "09-15", "08-20")
    assert rules.carried(was, now, patch, frozenset([one.place])) == {"title": "B"}


def test_an_entry_that_the_release_drops_is_one_conflict() -> None:
    """An edited criterion that the new release no longer has is shown as a whole and kept as a whole."""
    was = {"criteria": {"do_1": {"title": "Một", "group": "do"}}}
    now: dict = {"criteria": {}}
    patch = {"criteria": {"do_1": {"title": "Hai"}}}
    (one,) = rules.conflicts(was, now, patch)
    assert (one.place, one.theirs) == (("criteria", "do_1"), None)
    assert merge(now, rules.carried(was, now, patch)) == {"criteria": {"do_1": {"title": "Hai", "group": "do"}}}


def test_a_lock_holds_for_all_that_lies_under_it() -> None:
    """The pack's lock of a place binds the tenant there and below, and names its reason; a unit's lock does not."""
    base = discover().get("kien_giang_kl06").rules
    locked = resolve(base, {"locks": {
        "levels": {"places": ["scale"], "reason": "Thang của Trung ương", "by": "centre"},
        "units": {"places": ["criteria"], "reason": "Trường khóa", "binds": "unit"},
    }})  # fmt: skip
    key, lock = rules.lock_on(locked, ("scale", "levels", "good", "title")) or ("", None)
    assert (key, lock.reason.vi) == ("levels", "Thang của Trung ương")
    assert rules.lock_on(locked, ("criteria", "do_1", "title")) is None
    assert rules.lock_on(locked, ("criteria", "do_1", "title"), "unit") is not None
    assert rules.lock_on(locked, ("locks", "levels"))


@pytest.mark.parametrize("pack_id", sorted(discover().packs))
def test_plain_data_of_a_pack_lead_back_to_it(pack_id: str) -> None:
    """An empty patch over any installed pack is that pack."""
    rules_of = discover().get(pack_id).rules
    assert resolve(rules_of, {}) == rules_of
    assert rules.patch_between(reading.plain(rules_of), reading.plain(rules_of)) == {}
