"""Registration sheets as a file that a job makes: one PDF for a unit, or an archive with one for each unit below.

The archive's folders are the tree's: what stands under a commune lies in the commune's folder. A handful of files is
read and set at a time, in a transaction of its own, as the one who ordered them may read them at that moment.
"""

import asyncio
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from msgspec import Struct

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
AT_A_TIME = 50  # sheets of several small files
NAME_MOST = 60
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')  # what Windows takes in no name
READ_AT_ONCE = 1_000_000  # bytes


class Planned(Struct, frozen=True):
    """A PDF to make: its name in the archive, the unit, the sheets."""

    name: str
    unit_id: UUID
    sheets: Sequence[UUID]


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
    total, done, made, files = sum(len(one.sheets) for one in planned), 0, 0, 0
    with tempfile.TemporaryFile() as file:
        for part in _parts(planned):
            await progress.at(done, total)
            async with database.tenant(scope, readonly=True) as tx:
                actor, _unit = await _allowed(tx, payload)
                read = {one.name: await sheet_papers.of_unit(tx, actor, one.unit_id, one.sheets) for one in part}
            papers = {name: found for name, found in read.items() if found}
            contents = await paper_pdf.make_apart(list(papers.values())) if papers else []
            await asyncio.to_thread(_add, file, ending, dict(zip(papers, contents, strict=True)))
            done += sum(len(one.sheets) for one in part)
            made, files = made + sum(map(len, papers.values())), files + len(papers)
        if not made:
            raise Problem("sheets.none")
        await progress.at(total, total)
        file.seek(0)
        while content := file.read(READ_AT_ONCE):
            await progress.keep(content)
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


def _planned(batches: Sequence[Batch], names: Mapping[UUID, str]) -> Iterator[Planned]:
    """A PDF for each unit, several for a large one."""
    for batch in batches:
        count = len(batch.sheets)
        for first in range(0, count, IN_A_FILE):
            last = min(first + IN_A_FILE, count)
            part = f" (phiếu {first + 1:03}-{last:03})" if count > IN_A_FILE else ""
            yield Planned(f"{names[batch.unit_id]}{part}.pdf", batch.unit_id, batch.sheets[first:last])


def _parts(planned: Sequence[Planned]) -> Iterator[Sequence[Planned]]:
    """What is made at a time: one long file, or several short ones."""
    part: list[Planned] = []
    for one in planned:
        if part and sum(len(each.sheets) for each in (*part, one)) > AT_A_TIME:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _add(file: BinaryIO, ending: str, contents: Mapping[str, bytes]) -> None:
    if ending == "pdf":
        file.writelines(contents.values())
        return
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def _fit(name: str) -> str:
    return UNFIT.sub(" ", name)[:NAME_MOST].strip(" .") or "-"
