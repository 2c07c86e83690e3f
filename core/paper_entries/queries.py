"""Reads of sheets entered from paper: whose may be entered, what is known of an entry, one scan."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from core.access import Actor, Target, require, where
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.files import Stored
from core.packs.calendar import VIETNAM
from core.programmes.queries import Programme


class Waiting(msgspec.Struct, frozen=True):
    """A member of the committee's own branch whose sheet may be entered; `drafting` that he is writing one himself."""

    person_id: UUID
    name: str
    unit_name: str
    state: str
    drafting: bool
    has_account: bool


class Owner(msgspec.Struct, frozen=True):
    """Whose sheet is entered."""

    person_id: UUID
    name: str
    unit_name: str
    has_account: bool


class Scan(msgspec.Struct, frozen=True):
    """A photo or PDF of the paper."""

    number: int
    name: str
    media_type: str

    @property
    def photo(self) -> bool:
        """Whether it can be shown in a page."""
        return self.media_type.startswith("image/")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a sheet entered from paper; `handed_in` is the day that the paper says, None where it was not
    asked yet. `same_hand` tells that who entered it also validated it, because there was nobody else."""

    registration_id: UUID
    edition: int
    channel: str
    by: str
    at: datetime
    handed_in: date | None
    answer: str | None
    words: str
    answered_at: datetime | None
    same_hand: bool
    scans: tuple[Scan, ...]


PEOPLE = """
select e.person_id, p.full_name as name, u.name as unit_name, e.state,
       coalesce(r.state = 'draft' and exists (select from registration_item i where i.tenant_id = $1
                and i.registration_id = r.id and i.edition = r.edition), false) as drafting,
       exists (select from account a where a.tenant_id = $1 and a.person_id = e.person_id and a.active) as has_account,
       u.path
from enrolment e
join person p on p.tenant_id = e.tenant_id and p.id = e.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
where e.tenant_id = $1 and e.programme_id = $2 and e.presence = 'present'
"""
ENTRY = """
select p.registration_id, p.edition, p.channel, coalesce(w.full_name, a.display_name, a.username) as by,
       p.entered_at as at, p.handed_in, p.answer, p.words, p.answered_at,
       exists (select from registration_review v where v.tenant_id = $1 and v.registration_id = p.registration_id
               and v.edition = p.edition and v.decision = 'approved' and v.by_account = p.entered_by) as same_hand
from paper_entry p join account a on a.tenant_id = $1 and a.id = p.entered_by
left join person w on w.tenant_id = $1 and w.id = a.person_id
where p.tenant_id = $1 and p.registration_id = $2 and p.edition = $3
"""


def opens_on(programme: Programme) -> date:
    """The first day on which a paper may have been handed in."""
    due = programme.due("registration")
    return due.opens_at.astimezone(VIETNAM).date() if due else programme.starts_on


async def waiting(tx: Transaction, actor: Actor, programme: Programme) -> tuple[Waiting, ...]:
    """Who of the actor's own branches has not handed in a sheet, by name; at most 500."""
    mine, args = where(actor, "registration.enter", path="u.path", person="e.person_id", state="e.state", first=3)
    sql = f"{PEOPLE} and {mine} order by p.sort_key, p.id limit 500"
    rows = await tx.fetch(sql, tx.tenant_id, programme.id, *args)
    return tuple(Waiting(**{key: row[key] for key in Waiting.__struct_fields__}) for row in rows)


async def owner(tx: Transaction, actor: Actor, programme: Programme, person_id: UUID) -> Owner:
    """The member whose sheet the actor may enter. Problem `paper-entry.own-draft` where he is writing it himself."""
    row = await tx.fetchrow(f"{PEOPLE} and e.person_id = $3", tx.tenant_id, programme.id, person_id)
    if row is None:
        raise NotFound("access.not-found")
    at = Target(unit_path=row["path"], person_id=person_id, state=row["state"])
    require(actor, "registration.enter", at, see="registration.read")
    if row["drafting"]:
        raise Problem("paper-entry.own-draft")
    return Owner(person_id, row["name"], row["unit_name"], row["has_account"])


async def of_sheet(tx: Transaction, registration_id: UUID, edition: int) -> Entry | None:
    """The entry behind an edition that the reader was shown; None for what its owner wrote himself."""
    row = await tx.fetchrow(ENTRY, tx.tenant_id, registration_id, edition)
    if row is None:
        return None
    scans = await tx.fetch(
        """select s.number, f.name, f.media_type from paper_scan s
           join file f on f.tenant_id = s.tenant_id and f.id = s.file_id
           where s.tenant_id = $1 and s.registration_id = $2 and s.edition = $3 order by s.number""",
        tx.tenant_id, registration_id, edition,
    )  # fmt: skip
    return Entry(**dict(row), scans=tuple(Scan(*scan) for scan in scans))


async def scan(
    tx: Transaction, actor: Actor, registration_id: UUID, edition: int, number: int, *, little: bool = False
) -> Stored:
    """A scan (or its small picture) for its owner and for who may read the sheet; for everybody else there is none."""
    visible, args = where(actor, "registration.read", path="u.path", person="r.person_id", first=6)
    content = "s.thumbnail" if little else "f.content"
    row = await tx.fetchrow(
        f"""select f.name, f.media_type, {content} as content from paper_scan s
        join file f on f.tenant_id = s.tenant_id and f.id = s.file_id
        join registration r on r.tenant_id = s.tenant_id and r.id = s.registration_id
        join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
        join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
        where s.tenant_id = $1 and s.registration_id = $2 and s.edition = $3 and s.number = $4
          and (r.person_id = $5::uuid or {visible}) and length({content}) > 0""",
        tx.tenant_id, registration_id, edition, number, actor.person_id, *args,
    )  # fmt: skip
    if row is None:
        raise NotFound("access.not-found")
    return Stored(*row)
