"""Files of the units' declarations: a document, a paper or a picture."""

from uuid import UUID

from core.access import Actor, where
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.files import MOST, NAME_MAX, UNSAFE, WORD, Stored, Upload, keep, media_type, safe_name
from core.files import check as check_any

__all__ = [
    "MOST", "NAME_MAX", "UNSAFE", "WORD", "Stored", "Upload", "check", "fetch", "media_type", "safe_name", "store",
]  # fmt: skip


def check(upload: Upload) -> str:
    """The media type of an acceptable file; Problem at field `file` otherwise."""
    found = check_any(upload)
    if found == "image/webp":
        raise Problem("file.wrong-type", field="file")
    return found


async def store(tx: Transaction, actor: Actor | None, upload: Upload) -> UUID:
    """Keep a file; its id."""
    return await keep(tx, actor, upload, check(upload))


async def fetch(tx: Transaction, actor: Actor, file_id: UUID) -> Stored:
    """A file for who may read a declaration that names it; for everybody else there is no such file."""
    visible, args = where(actor, "declaration.read", path="u.path", first=3)
    row = await tx.fetchrow(
        f"""select f.name, f.media_type, f.content from file f
        where f.tenant_id = $1 and f.id = $2 and exists (
          select from declaration d join unit u on u.tenant_id = d.tenant_id and u.id = d.unit_id
          where d.tenant_id = f.tenant_id and d.file_id = f.id and {visible})""",
        tx.tenant_id, file_id, *args,
    )  # fmt: skip
    if row is None:
        raise NotFound("access.not-found")
    return Stored(*row)
