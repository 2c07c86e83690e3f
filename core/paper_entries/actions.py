"""Entering a sheet from paper for a member, and the member's answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import structs

from core import audit, files
from core.access import Actor
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.evidence.images import Prepared
from core.paper_entries import queries, rules
from core.programmes.queries import Programme
from core.registrations import actions as registrations
from core.registrations.actions import Saved


async def enter(
    tx: Transaction, actor: Actor, programme: Programme, person_id: UUID, items: Mapping[str, str], version: int,
    channel: str, day: date | None, scans: Sequence[Prepared], points: Mapping[str, int] | None = None,
) -> Saved:  # fmt: skip
    """Hand in a member's sheet from his paper (S4-33): the same rules and states as if he had done it himself on the
    `day` that the paper says, by which it is in time or late; the trail names who entered it, when, and that day."""
    owner = await queries.owner(tx, actor, programme, person_id)
    rules.check_entry(channel, len(scans))
    today = await tx.today()
    given = rules.check_day(day, queries.opens_on(programme), today)
    as_owner, judged = structs.replace(actor, person_id=owner.person_id), rules.handed_in(given, today)
    saved = await registrations.submit(tx, as_owner, programme, version, items, points, handed_in=judged)
    await tx.execute(
        "insert into paper_entry (tenant_id, registration_id, edition, channel, entered_by, entered_at, handed_in)"
        " values ($1, $2, $3, $4, $5, sec.domain_now(), $6)"
        " on conflict (tenant_id, registration_id, edition) do nothing",
        tx.tenant_id, saved.registration_id, saved.edition, channel, actor.account_id, given,
    )  # fmt: skip
    await tx.execute(
        "update registration set channel = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, saved.registration_id, channel,
    )  # fmt: skip
    for number, one in enumerate(scans, 1):
        file = await files.keep(tx, actor, one.upload, one.media_type)
        await tx.execute(
            "insert into paper_scan (tenant_id, registration_id, edition, number, file_id, thumbnail)"
            " values ($1, $2, $3, $4, $5, $6)",
            tx.tenant_id, saved.registration_id, saved.edition, number, file, one.thumbnail,
        )  # fmt: skip
    await audit.record(
        tx, actor, "paper_entry.enter", saved.registration_id, edition=saved.edition, channel=channel,
        scans=len(scans), handed_in=given.isoformat(),
    )  # fmt: skip
    return saved


async def answer(tx: Transaction, actor: Actor, programme: Programme, said: str, words: str) -> None:
    """The member confirms that the entry is what he wrote, or objects; the last word counts, until it is validated."""
    rules.check_answer(said, words)
    row = await tx.fetchrow(
        """update paper_entry p set answer = $4, words = $5, answered_at = sec.domain_now()
           from registration r
           where p.tenant_id = $1 and r.tenant_id = $1 and r.id = p.registration_id and r.programme_id = $2
             and r.person_id = $3 and p.edition = r.edition and r.state = 'submitted'
           returning p.registration_id, p.edition""",
        tx.tenant_id, programme.id, actor.person_id, said, words.strip(),
    )  # fmt: skip
    if row is None:
        if actor.person_id is None:
            raise NotFound("access.not-found")
        raise Problem("paper-entry.not-waiting")
    await audit.record(tx, actor, f"paper_entry.{said}", row["registration_id"], edition=row["edition"])
