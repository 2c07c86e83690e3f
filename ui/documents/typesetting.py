"""Typst at work: in a thread for a page's document, in a process of its own for long files.

Typst takes about 2 MB for each page and keeps the last ten files in memory. The process of a job's file ends with the
file, so that the server's memory is what it was.
"""

import sys
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec
import typst

from core import confined
from core.errors import Problem

STANDARD = "a-2a"  # archives keep it; tagged, so that screen readers find the table's heads
WALL, CPU, MEMORY = 120, 90, 3_000_000_000  # seconds, seconds, bytes of address space


def pdf(data: str) -> bytes:
    """The documents as PDF/A. `data` is what `paper.typ` reads."""
    return typeset(data, format="pdf", pdf_standards=[STANDARD])


def typeset(data: str, **how: object):
    """What typst makes of the documents; nothing of the system's fonts gets in."""
    template, fonts = _places()
    return typst.compile(template, font_paths=[fonts], ignore_system_fonts=True, sys_inputs={"data": data}, **how)


async def pdfs_apart(files: Sequence[str]) -> list[bytes]:
    """Several such files, made in one process of its own. Raises `paper.not-set` where that did not end well."""
    asked = msgspec.msgpack.encode(list(files))
    made = await confined.asked(__name__, content=asked, seconds=WALL)
    if not made:
        raise Problem("paper.not-set")
    return msgspec.msgpack.decode(made, type=list[bytes])


@cache
def _places() -> tuple[bytes, str]:
    return (resources.files("ui.documents") / "paper.typ").read_bytes(), str(resources.files("ui") / "dist" / "pdf")


if __name__ == "__main__":
    confined.limit(CPU, MEMORY)
    wanted = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=list[str])
    sys.stdout.buffer.write(msgspec.msgpack.encode([pdf(data) for data in wanted]))
    sys.stdout.buffer.flush()
