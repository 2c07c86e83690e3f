"""Password hashing: argon2id in a small pool of its own, so that a rush of sign-ins never blocks pages.

19 MiB, two passes, one lane (performance.md §6). Unknown names hash a dummy: same answer, same time.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import Problem

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
THREADS = max(1, min(2, os.cpu_count() or 1))
BACKLOG = 60  # about two seconds of waiting; beyond it people are asked to come back
LEAST = 10
_dummy: list[str] = []
_waiting = 0
_pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="argon2")


async def hashed(password: str) -> str:
    """The argon2id hash to store."""
    return await _run(HASHER.hash, password)


async def matches(stored: str | None, password: str) -> bool:
    """Whether the password is right; an account without a password takes as long and is never right."""
    if not _dummy:
        _dummy.append(await hashed(os.urandom(16).hex()))
    return await _run(_verify, stored or _dummy[0], password) and stored is not None


def strength_problem(password: str, username: str) -> Problem | None:
    """Why a new password is refused: short, or the sign-in name itself. No composition rules (ASVS 6.2)."""
    if len(password) < LEAST:
        return Problem("password.too-short", field="password", least=LEAST)
    if len(password) > 200:
        return Problem("password.too-long", field="password", most=200)
    if username.lower() in password.lower() or len(set(password)) < 4:
        return Problem("password.too-simple", field="password")
    return None


def _verify(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def _run(work: Callable[..., Any], *args: str) -> Any:
    global _waiting
    if _waiting >= BACKLOG:
        busy = Problem("sign-in.busy")
        busy.status = 503
        raise busy
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_pool, work, *args)
    finally:
        _waiting -= 1
