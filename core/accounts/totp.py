"""Codes of an authenticator app (RFC 6238): the sealed secret, the half minute a code belongs to, recovery codes."""

import base64
import hashlib
import hmac
import os
from uuid import UUID

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.accounts.codes import new_code
from core.errors import Problem

STEP = 30  # seconds
WINDOW = 1  # steps a phone's clock may be ahead or behind
RECOVERY_CODES = 10
NONCE = 12


def new_secret() -> str:
    """A secret as an app takes it: 160 bits in base32."""
    return pyotp.random_base32()


def grouped(secret: str) -> str:
    """The secret in fours, for typing it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def address(secret: str, username: str, issuer: str) -> str:
    """What the QR code says: `otpauth://totp/…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)


def sealed(secret: str, key: bytes, account_id: UUID) -> bytes:
    """The secret as stored: AES-GCM under a key derived from the server's, bound to the account."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_derived(key)).encrypt(nonce, secret.encode(), account_id.bytes)


def opened(stored: bytes, key: bytes, account_id: UUID) -> str:
    """The secret again; raises `second-factor.broken` for another account's, another key's or a changed one."""
    try:
        return AESGCM(_derived(key)).decrypt(stored[:NONCE], stored[NONCE:], account_id.bytes).decode()
    except (InvalidTag, ValueError) as error:
        raise Problem("second-factor.broken") from error


def carried(stored: bytes) -> str:
    """A sealed secret as a form's field, while nothing is stored yet."""
    return base64.urlsafe_b64encode(stored).decode()


def carried_back(text: str) -> bytes:
    """The sealed secret of a form's field; what is none opens to nothing."""
    try:
        return base64.urlsafe_b64decode(text.encode("ascii"))
    except ValueError:
        return b""


def step_of(secret: str, code: str, at: int) -> int | None:
    """The half minute that `code` belongs to at second `at`, within one step of now; None for a wrong code."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    totp, now, found = pyotp.TOTP(secret), at // STEP, None
    for step in range(now - WINDOW, now + WINDOW + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits):
            found = step
    return found


def recovery_codes() -> tuple[str, ...]:
    """Ten codes of ten letters, each worth one sign-in."""
    return tuple(new_code() for _ in range(RECOVERY_CODES))


def recovery_hash(code: str, key: bytes, account_id: UUID) -> bytes:
    """What is stored of a recovery code."""
    return hmac.digest(key, b"recovery:" + account_id.bytes + code.encode(), hashlib.sha256)


def _derived(key: bytes) -> bytes:
    return hmac.digest(key, b"second-factor", hashlib.sha256)
