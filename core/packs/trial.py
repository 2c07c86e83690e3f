"""A pack's code tried in a process of its own, with limits, before the host imports it (design.md §2 "Trust").

Run as a module it is the child: it reads a request, imports the pack, asks every hook, and writes one verdict.
"""

import ast
import contextlib
import json
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

from core.packs.problems import PackError

WALL = 10.0  # seconds in all
CPU, MEMORY, ANSWER = 5, 1 << 30, 1 << 16  # seconds, bytes of address space, bytes of a verdict
KEPT = ("PATH", "LANG", "LC_ALL", "TZ")  # of the environment; no address of a database, no secret


def has_code(root: Path) -> bool:
    """Whether any Python file of a pack does more than say what it is; a file that cannot be read counts as code."""
    for file in root.rglob("*.py"):
        try:
            body = ast.parse(file.read_bytes()).body
        except (SyntaxError, ValueError):
            return True
        if any(not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)) for one in body):
            return True
    return False


def tried(module: str, root: Path, rules: str) -> tuple[PackError, ...]:
    """What is wrong with a pack's code; nothing where it may be imported. `rules` is the canonical text."""
    mark = tuple((file.as_posix(), file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(root.rglob("*.py")))
    return _tried(module, root, rules, mark)


@cache
def _tried(module: str, root: Path, rules: str, mark: object) -> tuple[PackError, ...]:
    request = json.dumps({"module": module, "parent": str(root.parent), "rules": rules}).encode()
    child = subprocess.Popen(
        [sys.executable, "-I", "-B", "-m", "core.packs.trial"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, start_new_session=True,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
    )  # fmt: skip
    try:
        answer, _ = child.communicate(request, timeout=WALL)
    except subprocess.TimeoutExpired:
        found, wanted = f"still running after {WALL:g} seconds", "an end within it"
        return (PackError("pack.trial", "__init__.py", module, found, wanted),)
    finally:
        _end(child)
    return _verdict(module, answer[:ANSWER])


def _end(child: subprocess.Popen[bytes]) -> None:
    """Whatever the pack has started ends with it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _verdict(module: str, answer: bytes) -> tuple[PackError, ...]:
    try:
        faults = json.loads(answer)
        return tuple(PackError(*(str(part)[:500] for part in one)) for one in faults)
    except (ValueError, TypeError):
        found, wanted = "an end without a verdict: a crash, an exit or too much memory", "a package that can be tried"
        return (PackError("pack.trial", "__init__.py", module, found, wanted),)


if __name__ == "__main__":
    from core.packs.trial_child import main

    main()
