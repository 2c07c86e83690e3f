"""An uploaded pack is judged as `packs check` judges one: rules, linter, worked cases, translations, Word templates.

In a process of its own with limits, because everything in it is somebody else's.
"""

import asyncio

import msgspec

from core import confined
from core.errors import Problem
from core.packs.problems import PackError
from core.uploaded_packs import contents, unfolding

WALL, CPU, MEMORY = 30.0, 20, 800 << 20  # seconds in all, of work; bytes of address space


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome: every fault with its place, found and wanted; what the pack is called where it can be read."""

    faults: tuple[PackError, ...] = ()
    id: str = ""
    version: str = ""
    cases: int = 0


async def check(content: bytes) -> Judged:
    """Judge an archive. Problem at field `file` where it is not even opened, PackRefused with foreign files."""
    found = await asyncio.to_thread(contents.read, content)
    unfolded = unfolding.unfolded(found)
    root = await asyncio.to_thread(unfolded.__enter__)
    try:
        answer = await confined.asked(
            "ui.uploaded_packs_child", str(root), str(CPU), str(MEMORY), content=b"", seconds=WALL
        )
    finally:
        await asyncio.to_thread(unfolded.__exit__, None, None, None)
    try:
        return msgspec.msgpack.decode(answer, type=Judged)
    except msgspec.DecodeError:
        raise Problem("upload.too-heavy", field="file") from None  # the child was ended by a limit
