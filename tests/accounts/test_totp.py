"""Codes of an app: within a step of now and nowhere else; secrets that only the right key and account open."""

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import codes, totp
from core.db.ids import new_id
from core.errors import Problem

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MOMENTS = st.integers(1_600_000_000, 2_000_000_000)


@given(at=MOMENTS, ahead=st.integers(-200, 200))
def test_a_code_counts_within_one_step(at, ahead):
    """The code of a phone whose clock is off counts exactly if it is in the same or a neighbouring half minute."""
    code = pyotp.TOTP(SECRET).at(at + ahead)
    near = {pyotp.TOTP(SECRET).generate_otp(at // 30 + step): at // 30 + step for step in (-1, 0, 1)}
    assert totp.step_of(SECRET, code, at) == near.get(code)
    if abs(ahead) <= 30:
        assert totp.step_of(SECRET, code, at) is not None


@given(at=MOMENTS, code=st.text(max_size=12))
def test_what_is_no_code_is_wrong(at, code):
    """Any text but a near code is wrong, digits of other scripts included."""
    if code.isascii() and code.replace(" ", "").isdigit():
        return
    assert totp.step_of(SECRET, code, at) is None


def test_a_code_may_be_typed_in_groups():
    """`123 456` is what an app shows."""
    code = pyotp.TOTP(SECRET).at(1_700_000_000)
    assert totp.step_of(SECRET, f" {code[:3]} {code[3:]} ", 1_700_000_000) is not None


@given(secret=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=40), key=st.binary(min_size=32))
def test_a_sealed_secret_opens_for_its_account_only(secret, key):
    """Sealing hides and comes back; another account, another key or a changed byte opens nothing."""
    account = new_id()
    stored = totp.sealed(secret, key, account)
    assert secret.encode() not in stored
    assert totp.opened(totp.carried_back(totp.carried(stored)), key, account) == secret
    for other in ((stored, key, new_id()), (stored, key + b"x", account), (stored[:-1] + b"\0\1", key, account)):
        with pytest.raises(Problem) as refused:
            totp.opened(*other)
        assert refused.value.code == "second-factor.broken"


@given(text=st.text(max_size=60))
def test_a_forged_field_opens_nothing(text):
    """Whatever comes back in the form's field is refused, never a fault."""
    with pytest.raises(Problem):
        totp.opened(totp.carried_back(text), b"k" * 40, new_id())


def test_recovery_codes_survive_handwriting():
    """Ten different codes of letters that are hard to confuse; spaces and small letters do not matter."""
    made = totp.recovery_codes()
    assert len(set(made)) == 10
    for code in made:
        assert set(code) <= set(codes.LETTERS) and len(code) == 10
        assert codes.cleaned(f" {codes.spaced(code).lower()}-") == code
