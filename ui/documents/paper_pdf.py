"""Official documents as PDF/A: typst sets them, in a thread, so that the event loop is free."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec
import typst

from ui.documents.paper import Paper

PDF = "application/pdf"
STANDARD = "a-2a"  # archives keep it; tagged, so that screen readers find the table's heads


async def make(papers: Sequence[Paper]) -> bytes:
    """One file of one or many documents, each from a first page of its own."""
    return await asyncio.to_thread(write, papers)


def write(papers: Sequence[Paper]) -> bytes:
    """The file. Takes about 0.3 s for 400 rows: call it off the event loop."""
    return compiled(papers, format="pdf", pdf_standards=[STANDARD])


def pictures(papers: Sequence[Paper], dots: float = 96) -> list[bytes]:
    """The pages as PNG, to be looked at."""
    found = compiled(papers, format="png", ppi=dots)
    return found if isinstance(found, list) else [found]


def compiled(papers: Sequence[Paper], **how: object):
    """What typst makes of the documents; nothing of the system's fonts gets in."""
    template, fonts = _places()
    data = msgspec.json.encode([_told(one) for one in papers]).decode()
    return typst.compile(template, font_paths=[fonts], ignore_system_fonts=True, sys_inputs={"data": data}, **how)


@cache
def _places() -> tuple[bytes, str]:
    return (files("ui.documents") / "paper.typ").read_bytes(), str(files("ui") / "dist" / "pdf")


def _told(paper: Paper) -> Mapping[str, object]:
    """What the template reads: the document, and what its regulation says of the page."""
    form = paper.regulation
    return {
        **msgspec.structs.asdict(paper),
        "size": paper.size or form.size,
        "table_size": form.table_size,
        "margins": form.lying if paper.lying else form.upright,
        "numbered_from": form.numbered_from,
        "union_first": form.union_first,
    }
