"""Codes read from paper: ten letters that are hard to confuse, shown once and stored as an HMAC only."""

import hashlib
import hmac
import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O/1/I/L
CODE_LENGTH = 10  # 49 bits: with the growing delay out of a guesser's reach


def new_code() -> str:
    """A code to hand out."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def cleaned(code: str) -> str:
    """A code as typed, without spaces, dashes and small letters."""
    return "".join(letter for letter in code.upper() if letter in LETTERS)


def spaced(code: str) -> str:
    """A code for reading: two groups of five."""
    return f"{code[:5]} {code[5:]}"


def code_hash(code: str, secret: bytes) -> bytes:
    """What is stored of an invitation code."""
    return hmac.digest(secret, b"invitation:" + code.encode(), hashlib.sha256)
