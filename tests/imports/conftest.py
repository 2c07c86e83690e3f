"""Files as people send them, and what the importing tests do with them."""

from collections.abc import Sequence
from io import BytesIO
from uuid import UUID

import pytest
import xlsxwriter

from core.db.scope import Database
from core.imports import batches, reading, runs


def workbook(rows: Sequence[Sequence[object]], sheet: str = "Danh sách") -> bytes:
    """An .xlsx of these rows, texts as texts."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    book.close()
    return buffer.getvalue()


class Importing:
    """The acts of an import, each in a transaction of its own."""

    def __init__(self, database: Database, world, actor: str = "quan_tri") -> None:
        self.database, self.world, self.actor = database, world, world.actor(actor)

    async def keep(self, rows: Sequence[Sequence[object]], kind: str = "people", content: bytes | None = None) -> UUID:
        """Read and keep a file."""
        content = content if content is not None else workbook(rows)
        read = await reading.read(content, kind)
        async with self.database.tenant(self.world.scope) as tx:
            return await batches.keep(tx, self.actor, kind, "danh-sach.xlsx", content, read)

    async def check(self, batch: UUID) -> dict[str, int]:
        """A dry run."""
        async with self.database.tenant(self.world.scope) as tx:
            return dict(await runs.check(tx, self.actor, batch))

    async def run(self, batch: UUID) -> dict[str, int]:
        """Carry out what was checked."""
        async with self.database.tenant(self.world.scope) as tx:
            await runs.claim(tx, self.actor, batch)
        async with self.database.tenant(self.world.scope) as tx:
            return dict(await runs.carry_out(tx, self.actor, batch))

    async def bring(self, rows: Sequence[Sequence[object]], kind: str = "people") -> tuple[UUID, dict[str, int]]:
        """All three in a row."""
        batch = await self.keep(rows, kind)
        await self.check(batch)
        return batch, await self.run(batch)


@pytest.fixture
def importing(database: Database, world) -> Importing:
    """The provincial administrator of a small tenant."""
    return Importing(database, world)


@pytest.fixture(name="workbook")
def workbook_of():
    """`workbook(rows)`: an .xlsx of these rows."""
    return workbook
