"""Identifiers: UUIDv7 made here, so that no extension or PostgreSQL 18 function is needed."""

import os
import time
from uuid import UUID


def new_id(milliseconds: int | None = None) -> UUID:
    """A time-ordered UUID (RFC 9562, version 7) for the real instant, or for `milliseconds` since 1970."""
    stamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    noise = int.from_bytes(os.urandom(10), "big")
    value = (stamp & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | (noise >> 68) << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    return UUID(int=value)
