"""Work on what strangers sent, in a process of its own with limits on time and memory: a hostile file ends there.

The child gets the bytes on its input and answers on its output; it sees no secret, no address of a database.
"""

import asyncio
import contextlib
import os
import resource
import signal
import sys

KEPT = ("PATH", "LANG", "LC_ALL", "TZ")


async def asked(module: str, *args: str, content: bytes, seconds: float) -> bytes:
    """What `python -m module args` answers to `content`; b"" where it did not end well or in time."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-m", module, *args,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True, env={name: os.environ[name] for name in KEPT if name in os.environ},
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            answer, _ = await child.communicate(content)
        return answer if child.returncode == 0 else b""
    except (TimeoutError, BrokenPipeError, ConnectionResetError):
        return b""
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()


def limit(cpu: int, memory: int) -> None:
    """For the child: seconds of work and bytes of address space; no dump of its memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
