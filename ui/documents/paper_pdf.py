"""Official documents as PDF/A: typst sets them off the event loop."""

import asyncio
from collections.abc import Mapping, Sequence

import msgspec

from ui.documents import typesetting
from ui.documents.paper import Paper

PDF = "application/pdf"


async def make(papers: Sequence[Paper]) -> bytes:
    """One file of one or many documents, each from a first page of its own."""
    return await asyncio.to_thread(write, papers)


def write(papers: Sequence[Paper]) -> bytes:
    """The file. Takes about 0.3 s for 400 rows: call it off the event loop."""
    return typesetting.pdf(_data(papers))


async def make_apart(files: Sequence[Sequence[Paper]]) -> list[bytes]:
    """Several files for a job, made outside this process. Raises `paper.not-set`."""
    return await typesetting.pdfs_apart([await asyncio.to_thread(_data, papers) for papers in files])


def pictures(papers: Sequence[Paper], dots: float = 96) -> list[bytes]:
    """The pages as PNG, to be looked at."""
    found = typesetting.typeset(_data(papers), format="png", ppi=dots)
    return found if isinstance(found, list) else [found]


def _data(papers: Sequence[Paper]) -> str:
    return msgspec.json.encode([_told(one) for one in papers]).decode()


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
