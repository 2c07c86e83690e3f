"""Targets of a programme: met by whole units and people, open while nothing was counted."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.packs import targets
from core.packs.schema import Pack, Target
from core.packs.targets import Aim, Figures
from core.packs.text import Text


def of(target: Target, rules: Pack) -> Pack:
    """The rules with this one target, under the key `aim`."""
    return msgspec.structs.replace(rules, targets={"aim": target})


def share(required: int) -> Target:
    """So many per cent of the people must have registered."""
    return Target(title=Text("Đăng ký"), of="indicator:registered", required=required)


@given(required=st.integers(1, 100), whole=st.integers(1, 10**6), done=st.integers(0, 10**6))
def test_a_share_is_judged_exactly(catalog, required, whole, done):
    """Met if and only if the fraction reaches the required one, whatever rounding would show; what is short is the
    least number that meets it."""
    done = min(done, whole)
    rules = of(share(required), catalog.get("kien_giang_kl06").rules)
    aim = targets.judge(rules, "aim", Figures(people=(done, whole)))
    assert aim.met is (done * 100 >= required * whole)
    assert targets.judge(rules, "aim", Figures(people=(done + aim.short, whole))).met
    assert aim.short == 0 or not targets.judge(rules, "aim", Figures(people=(done + aim.short - 1, whole))).met


@pytest.mark.parametrize("of_what", ["indicator:registered", "declaration:board"])
def test_a_share_of_nobody_is_open(kl06, of_what):
    """Nothing counted is neither met nor missed."""
    rules = of(Target(title=Text("Chỉ tiêu"), of=of_what), kl06)
    assert targets.judge(rules, "aim", Figures()) == Aim()
    assert targets.judge(rules, "aim", Figures(people=(0, 0))) == Aim()


def test_a_declaration_counts_the_kinds_meant(kl06):
    """The kinds of the target; without them those that owe it (S0-4: units that are encouraged do not lower it)."""
    figures = Figures(units={"district": (15, 15), "grassroots": (1, 145)})
    plain = of(Target(title=Text("Bảng"), of="declaration:board"), kl06)
    named = of(Target(title=Text("Bảng"), of="declaration:board", kinds=("grassroots",)), kl06)
    assert targets.judge(plain, "aim", figures) == Aim(met=True, done=15, whole=15)
    assert targets.judge(named, "aim", figures) == Aim(met=False, done=1, whole=145, short=144)


@given(st.dictionaries(st.text(min_size=1), st.integers(0, 9), min_size=1))
def test_pilots_are_judged_unit_by_unit(catalog, chosen):
    """S1-23: two or three in every district; the sum over all districts says nothing."""
    rules = catalog.get("kien_giang_member_training").rules
    aim = targets.judge(rules, "pilots", Figures(pilots=chosen))
    assert set(aim.outside) == {unit for unit, count in chosen.items() if count not in (2, 3)}
    assert aim.met is (not aim.outside)


@given(st.integers(0, 50))
def test_no_entry_is_known_only_once_counted(catalog, entries):
    """S2-6: zero violations is met by a count of zero, not by no count."""
    rules = catalog.get("kien_giang_cadre_model").rules
    assert targets.judge(rules, "no_violation", Figures(entries=entries)).met is (entries == 0)
    assert targets.judge(rules, "no_violation", Figures()).met is None
