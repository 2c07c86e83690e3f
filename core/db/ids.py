"""Identifiers: UUIDv7 made here, so that no extension or PostgreSQL 18 function is needed."""

import os
import time
from uuid import UUID

RANDOM, STEP = 74, 32  # bits behind the time; bits of the step from one of the same moment to the next
_last = 0


def new_id(milliseconds: int | None = None) -> UUID:
    """A time-ordered UUID (RFC 9562, version 7) for the real instant, or for `milliseconds` since 1970.

    Of the real instant each one is greater than the last of this process: what is written together, as several files
    of one form, keeps its order."""
    global _last
    noise = int.from_bytes(os.urandom(10), "big") >> 80 - RANDOM
    if milliseconds is not None:
        return _uuid(milliseconds << RANDOM | noise)
    made = time.time_ns() // 1_000_000 << RANDOM | noise
    _last = made if made > _last else _last + 1 + (noise & (1 << STEP) - 1)
    return _uuid(_last)


def _uuid(bits: int) -> UUID:
    """Time and randomness with version and variant in their places."""
    stamp, noise = bits >> RANDOM, bits & (1 << RANDOM) - 1
    value = (stamp & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (noise >> 62) << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    return UUID(int=value)
