"""The codes of a check-in: they change every half minute and are good for one more (feature 64)."""

import hmac
from uuid import UUID

WINDOW = 30  # seconds
LINK, TYPED = b"activity check-in", b"activity check-in typed"
DIGITS = 6
SKEW = 300  # seconds by which the clock of a phone may be wrong


def link(secret: bytes, activity_id: UUID, seconds: float) -> str:
    """The code of the scanned link at a moment of the server's clock, in seconds: 128 bits that nobody guesses."""
    return _link(secret, activity_id, int(seconds // WINDOW))


def typed(secret: bytes, activity_id: UUID, seconds: float) -> str:
    """The six digits of the same moment, for who cannot scan; who may try how often is the caller's to limit."""
    return _typed(secret, activity_id, int(seconds // WINDOW))


def holds(secret: bytes, activity_id: UUID, given: str, seconds: float) -> bool:
    """Whether a code of either sort is of the running window or of the one before it."""
    now = int(seconds // WINDOW)
    return _among(secret, activity_id, given, range(now - 1, now + 1))


def held(secret: bytes, activity_id: UUID, given: str, seconds: float) -> bool:
    """Whether a code was on the screen at the moment that a phone names, give or take what its clock may be wrong."""
    first, last = int((seconds - SKEW) // WINDOW), int((seconds + SKEW) // WINDOW)
    return _among(secret, activity_id, given, range(first, last + 1))


def is_typed(given: str) -> bool:
    """Whether somebody typed this, who could be guessing."""
    return len(given) <= DIGITS


def _among(secret: bytes, activity_id: UUID, given: str, windows: range) -> bool:
    make = _typed if is_typed(given) else _link
    fits = [hmac.compare_digest(make(secret, activity_id, one).encode(), given.encode()) for one in windows]
    return any(fits)


def _link(secret: bytes, activity_id: UUID, window: int) -> str:
    return _digest(secret, LINK, activity_id, window).hex()[:32]


def _typed(secret: bytes, activity_id: UUID, window: int) -> str:
    number = int.from_bytes(_digest(secret, TYPED, activity_id, window)[:8], "big") % 10**DIGITS
    return f"{number:0{DIGITS}}"


def _digest(secret: bytes, key: bytes, activity_id: UUID, window: int) -> bytes:
    return hmac.digest(secret, key + activity_id.bytes + window.to_bytes(8, "big", signed=True), "sha256")
