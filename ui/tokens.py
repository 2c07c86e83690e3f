"""Signed values that leave the server and come back: the CSRF token and the message after an act."""

import base64
import hashlib
import hmac
import secrets

import msgspec

from ui.shell import Flash


def csrf_of(secret: bytes, bound_to: str) -> str:
    """The CSRF token of a session token (or of the anonymous cookie): nobody can make one for another session."""
    return _signed(secret, "csrf", bound_to)


def same(given: str, expected: str) -> bool:
    """Compare in constant time; anything but ASCII is simply wrong."""
    return given.isascii() and hmac.compare_digest(given, expected)


def keeper_of(secret: bytes, account: str) -> str:
    """What a browser calls an account when it keeps drafts for it: the same after each sign-in, and no name."""
    return _signed(secret, "keeper", account)[:16]


def anonymous() -> str:
    """A value for the cookie that protects forms before sign-in."""
    return secrets.token_urlsafe(18)


def packed(secret: bytes, flash: Flash) -> str:
    """A message as a cookie value."""
    body = base64.urlsafe_b64encode(msgspec.json.encode([flash.kind, flash.text])).decode()
    return f"{body}.{_signed(secret, 'flash', body)}"


def unpacked(secret: bytes, value: str | None) -> tuple[Flash, ...]:
    """The message of a cookie, or none if it is not ours."""
    body, _, tag = (value or "").partition(".")
    if not tag or not same(tag, _signed(secret, "flash", body)):
        return ()
    kind, text = msgspec.json.decode(base64.urlsafe_b64decode(body), type=tuple[str, str])
    return (Flash(kind, text),)


def _signed(secret: bytes, purpose: str, value: str) -> str:
    return hmac.digest(secret, f"{purpose}:{value}".encode(), hashlib.sha256).hex()[:40]
