"""Reading reorganisations: the drafts and what was carried out, newest first, with what each meant."""

from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from core.db.scope import Transaction
from core.errors import NotFound
from core.reorganisations.facts import Asked
from core.reorganisations.outcome import Outcome

MOST = 200


class Reorganisation(msgspec.Struct, frozen=True, kw_only=True):
    """One reorganisation: a draft, done, or undone. `outcome` is what was said when it was carried out."""

    id: UUID
    state: str
    asked: Asked
    outcome: Outcome | None
    created_by: str
    created_at: datetime
    done_by: str | None
    done_at: datetime | None
    done_on: date | None
    undone_by: str | None
    undone_at: datetime | None
    version: int

    def may_be_undone(self, today: date) -> bool:
        """A whole reorganisation is turned back on the day it was carried out."""
        return self.state == "done" and self.done_on == today


SELECT = """
select r.id, r.state, r.asked, r.outcome, r.created_at, r.done_at, r.done_on, r.undone_at, r.version,
  {names}
from reorganisation r
{joins}
where r.tenant_id = $1
"""
ROLES = ("created", "done", "undone")
READ = SELECT.format(
    names=", ".join(f"coalesce({r}_p.full_name, {r}_a.display_name) as {r}_by" for r in ROLES),
    joins="\n".join(
        f"left join account {r}_a on {r}_a.tenant_id = r.tenant_id and {r}_a.id = r.{r}_by\n"
        f"left join person {r}_p on {r}_p.tenant_id = r.tenant_id and {r}_p.id = {r}_a.person_id"
        for r in ROLES
    ),
)


async def get(tx: Transaction, reorganisation_id: UUID) -> Reorganisation:
    """One reorganisation; NotFound where there is none."""
    row = await tx.fetchrow(f"{READ} and r.id = $2", tx.tenant_id, reorganisation_id)
    if row is None:
        raise NotFound("access.not-found")
    return _read(row)


async def listing(tx: Transaction) -> tuple[Reorganisation, ...]:
    """Drafts first, then the newest."""
    rows = await tx.fetch(f"{READ} order by r.state <> 'draft', r.created_at desc limit {MOST}", tx.tenant_id)
    return tuple(_read(row) for row in rows)


def _read(row: asyncpg.Record) -> Reorganisation:
    outcome = msgspec.json.decode(row["outcome"], type=Outcome) if row["outcome"] else None
    asked = msgspec.json.decode(row["asked"], type=Asked)
    return Reorganisation(**{**dict(row), "asked": asked, "outcome": outcome, "created_by": row["created_by"] or ""})
