"""Registration sheets as a file that a job makes: one PDF for a unit, or an archive with one for each unit below.

The archive's folders are the tree's: what stands under a commune lies in the commune's folder. At most a hundred sheets
are read and set at a time, each hundred in a transaction of its own and as the one who ordered them may read them then.
"""

import asyncio
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from core.access import Actor, Target, can
from core.accounts.acting import ordering
from core.db.scope import Database, Scope, Transaction
from core.documents import sheet_lists
from core.documents.sheet_lists import Batch
from core.errors import Problem
from core.jobs import Payload, Progress
from core.programmes import queries as programmes
from core.units import queries as units
from core.units.queries import Unit
from ui.documents import paper_pdf, sheet_papers

IN_A_FILE = 100  # sheets of one PDF: more would ask for more memory than a small server has
NAME_MOST = 60
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # what Windows takes in no name
READ_AT_ONCE = 1_000_000  # bytes


async def run(database: Database, scope: Scope, payload: Payload, progress: Progress) -> Mapping[str, object]:
    """Make the file. Raises `sheets.not-yours` where who ordered it may not read the unit's sheets now, `sheets.none`
    where there are none any more."""
    async with database.tenant(scope, readonly=True) as tx:
        actor, unit = await _allowed(tx, payload)
        programme = await programmes.by_id(tx, UUID(payload["programme"]))
        batches = await sheet_lists.handed_in(tx, actor, programme, unit, below=payload["whole"])
        names = await _names(tx, unit, batches)
    planned = list(_planned(batches, names))
    ending = "zip" if len(planned) > 1 else "pdf"
    total, done, made, files = sum(len(chosen) for _, _, chosen in planned), 0, 0, 0
    with tempfile.TemporaryFile() as file:
        for name, unit_id, chosen in planned:
            await progress.at(done, total)
            async with database.tenant(scope, readonly=True) as tx:
                actor, _unit = await _allowed(tx, payload)
                papers = await sheet_papers.of_unit(tx, actor, unit_id, chosen)
            done += len(chosen)
            if papers:
                content = await paper_pdf.make_apart(papers)
                await asyncio.to_thread(_add, file, ending, name, content)
                made, files = made + len(papers), files + 1
        if not made:
            raise Problem("sheets.none")
        await progress.at(total, total)
        file.seek(0)
        while part := file.read(READ_AT_ONCE):
            await progress.keep(part)
    return {"sheets": made, "files": files, "ending": ending}


async def _allowed(tx: Transaction, payload: Payload) -> tuple[Actor, Unit]:
    """Who ordered the file, with the seats of this moment, and the unit whose sheets he may read."""
    actor, unit = await ordering(tx, UUID(payload["account"])), await units.get(tx, UUID(payload["unit"]))
    if actor is None or not can(actor, "registration.read", Target(unit_path=unit.path)):
        raise Problem("sheets.not-yours")
    return actor, unit


async def _names(tx: Transaction, root: Unit, batches: Sequence[Batch]) -> Mapping[UUID, str]:
    """Where each unit's file stands in the archive: its name in the folders of the units between it and the root."""
    trails = await units.trails(tx, [batch.path for batch in batches])
    found: dict[UUID, str] = {}
    taken: set[str] = set()
    for batch in batches:
        above = trails[batch.path][root.depth :]
        stem = "/".join(_fit(name) for name in (*above, batch.name))
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        taken.add(name.casefold())
        found[batch.unit_id] = name
    return found


def _planned(batches: Sequence[Batch], names: Mapping[UUID, str]) -> Iterator[tuple[str, UUID, Sequence[UUID]]]:
    """The PDFs to make: name, unit, sheets."""
    for batch in batches:
        count = len(batch.sheets)
        for first in range(0, count, IN_A_FILE):
            last = min(first + IN_A_FILE, count)
            part = f" (phiếu {first + 1:03}-{last:03})" if count > IN_A_FILE else ""
            yield f"{names[batch.unit_id]}{part}.pdf", batch.unit_id, batch.sheets[first:last]


def _add(file: BinaryIO, ending: str, name: str, content: bytes) -> None:
    if ending == "pdf":
        file.write(content)
        return
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def _fit(name: str) -> str:
    return UNFIT.sub(" ", name)[:NAME_MOST].strip(" .") or "-"
