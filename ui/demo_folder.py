"""The data folder of the demo: whose it is, who uses it, and how it goes away."""

import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.db.embedded import halt
from core.errors import Problem

MARK = ".renluyen-demo"  # written first: only a folder that holds it is ever removed
STOP_WITHIN = 20.0  # seconds for a running demo to end


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep the folder for this process: `demo.folder-foreign` if it is not the demo's, `demo.running` if another
    process has it."""
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).exists())):
        raise Problem("demo.folder-foreign", folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / MARK, "a+") as mark:
        if not _lock(mark.fileno()):
            raise Problem("demo.running", folder=str(folder), pid=_owner(folder))
        mark.truncate(0)
        mark.write(str(os.getpid()))
        mark.flush()
        yield


def reset(folder: Path) -> bool:
    """Stop a demo that runs on the folder, stop its database, remove everything; False if there was nothing."""
    if not folder.exists():
        return False
    if not (folder / MARK).is_file():
        raise Problem("demo.folder-foreign", folder=str(folder))
    with open(folder / MARK, "a+") as mark:
        if not _lock(mark.fileno()):
            _stop(folder, mark.fileno())
        halt(folder)
        shutil.rmtree(folder)
    return True


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner(folder: Path) -> str:
    return (folder / MARK).read_text().strip()


def _stop(folder: Path, descriptor: int) -> None:
    """Ask the process that holds the lock to end: the lock proves that the number is its."""
    with suppress(ProcessLookupError):  # killed the hard way; its worker is about to follow
        os.kill(int(_owner(folder)), signal.SIGTERM)
    until = time.monotonic() + STOP_WITHIN
    while not _lock(descriptor):
        if time.monotonic() > until:
            raise Problem("demo.running", folder=str(folder), pid=_owner(folder))
        time.sleep(0.1)
