"""A file on its way into the lists: kept as it was read, its columns chosen, cells mended, likenesses decided."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem, Stale
from core.imports import columns, queries, reading
from core.imports.queries import Batch

UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
CHOICES = ("merge", "new", "skip")


class Fix(msgspec.Struct, frozen=True):
    """A cell written anew; with `everywhere` that of every faulty row which holds the same there."""

    row: int
    field: str
    text: str
    everywhere: bool = False


async def keep(tx: Transaction, actor: Actor, kind: str, name: str, content: bytes, read: reading.Read) -> UUID:
    """Keep the rows of a file; columns of sensitive data were never part of them. Returns the import's id."""
    require(actor, "import.admin", Target())
    batch_id = new_id()
    mapping = columns.mapping_of(read.shape.columns)
    await tx.execute(
        """insert into import_batch (tenant_id, id, kind, file_name, size, sha256, shape, mapping, since, by_account,
          created_at)
        values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, sec.domain_today(), $9, sec.domain_now())""",
        tx.tenant_id, batch_id, kind, _safe(name), len(content), hashlib.sha256(content).digest(), _json(read.shape),
        _json(mapping), actor.account_id,
    )  # fmt: skip
    for chunk in read.chunks:
        await tx.execute(
            "insert into import_chunk (tenant_id, batch_id, first, last, cells) values ($1, $2, $3, $4, $5)",
            tx.tenant_id, batch_id, chunk.first, chunk.last, chunk.cells,
        )  # fmt: skip
    await audit.record(tx, actor, "import.read", batch_id, kind=kind, rows=read.shape.rows)
    return batch_id


async def configure(
    tx: Transaction, actor: Actor, batch_id: UUID, pairs: Sequence[tuple[str, int]], home: str, since: date | None
) -> None:
    """Say which column holds what: field and place among the stored cells. `home` is the unit of rows that name none
    ('': they stay without a branch)."""
    batch = await _open(tx, actor, batch_id)
    kept = {column.at for column in batch.shape.columns if column.at is not None}
    known = [(field, at) for field, at in pairs if field in columns.fields(batch.kind) and at in kept]
    chosen = dict(known)
    if len(chosen) < len(known) or len(set(chosen.values())) < len(chosen):
        raise Problem("import.column-twice", field="mapping")
    for field in columns.missing(chosen, batch.kind):
        raise Problem("import.field-missing", field="mapping", missing=field)
    today = await tx.today()
    if since is not None and since > today:
        raise Problem("membership.in-the-future", field="since")
    place = (await queries.tree(tx)).meant(home, "home") if home else None
    await tx.execute(
        """update import_batch set mapping = $3::jsonb, home_unit = $4, since = $5, state = 'read',
          version = version + 1 where tenant_id = $1 and id = $2""",
        tx.tenant_id, batch_id, _json(chosen), place.id if place else None, since or today,
    )  # fmt: skip


async def decide(
    tx: Transaction, actor: Actor, batch_id: UUID, choices: Mapping[int, str], duplicates: str | None
) -> None:
    """What becomes of rows that look like somebody known: by row, and for all others (`duplicates`, '' asks again)."""
    await _open(tx, actor, batch_id)
    if any(choice not in ("", *CHOICES) for choice in (*choices.values(), duplicates or "")):
        raise Problem("form.unknown-choice", field="choice")
    await tx.execute(
        """update import_row r set choice = c.choice from unnest($3::int[], $4::text[]) c(number, choice)
        where r.tenant_id = $1 and r.batch_id = $2 and r.number = c.number and r.state <> 'faulty'""",
        tx.tenant_id, batch_id, list(choices), list(choices.values()),
    )  # fmt: skip
    if duplicates is not None:
        await tx.execute(
            "update import_batch set duplicates = $3, version = version + 1 where tenant_id = $1 and id = $2",
            tx.tenant_id, batch_id, duplicates,
        )  # fmt: skip


async def mend(tx: Transaction, actor: Actor, batch_id: UUID, fixes: Iterable[Fix]) -> int:
    """Write cells anew; how many changed. The dry run afterwards judges them."""
    batch = await _open(tx, actor, batch_id)
    known = [fix for fix in fixes if fix.field in batch.mapping]
    odd = {row.number: row.cells for row in await queries.odd_rows(tx, batch_id, "faulty", 0, None)}
    single = {(fix.row, batch.mapping[fix.field]): fix.text for fix in known if fix.row in odd}
    alike = {
        (batch.mapping[fix.field], odd[fix.row][batch.mapping[fix.field]]): fix.text
        for fix in known
        if fix.everywhere and fix.row in odd
    }
    changed = 0
    for first, cells in await tx.fetch(
        "select first, cells from import_chunk where tenant_id = $1 and batch_id = $2 order by first",
        tx.tenant_id, batch_id,
    ):  # fmt: skip
        rows, mended = reading.rows_of(cells), 0
        for number, texts in rows:
            for at, text in enumerate(texts):
                wanted = single.get((number, at), alike.get((at, text), text) if number in odd else text)
                if wanted != text:
                    texts[at], mended = wanted, mended + 1
        if mended:
            changed += mended
            await tx.execute(
                "update import_chunk set cells = $4 where tenant_id = $1 and batch_id = $2 and first = $3",
                tx.tenant_id, batch_id, first, reading.packed(rows),
            )  # fmt: skip
    await audit.record(tx, actor, "import.mend", batch_id, cells=changed)
    return changed


async def discard(tx: Transaction, actor: Actor, batch_id: UUID) -> None:
    """Forget a file that was not carried out, with all that was read from it."""
    await _open(tx, actor, batch_id)
    await tx.execute("delete from import_batch where tenant_id = $1 and id = $2", tx.tenant_id, batch_id)
    await audit.record(tx, actor, "import.discard", batch_id)


async def _open(tx: Transaction, actor: Actor, batch_id: UUID) -> Batch:
    """The import, locked, if it can still be changed."""
    require(actor, "import.admin", Target())
    await tx.execute("select from import_batch where tenant_id = $1 and id = $2 for update", tx.tenant_id, batch_id)
    batch = await queries.get(tx, batch_id)
    if not batch.open:
        raise Stale("import.not-open")
    return batch


def _safe(name: str) -> str:
    """The name to show: no folders, no hidden signs."""
    last = re.split(r"[/\\]", name)[-1]
    return UNSAFE.sub("", last).strip(" .")[-120:] or "tep"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
