"""Reads of evidence: what lies under each item, and one file for who may see it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from core.access import Actor, where
from core.assessments.queries import Round
from core.db.scope import Transaction
from core.errors import NotFound
from core.files import Stored

ATTENDED = "attendance"  # in the place of a media type: no file, but having been at an activity


class Piece(msgspec.Struct, frozen=True):
    """A photo or PDF under an item, or that the person was at an activity (`id` and `name` are its, `at` is when);
    `size` in bytes as stored."""

    id: UUID
    criterion: str
    name: str
    media_type: str
    size: int
    at: datetime

    @property
    def photo(self) -> bool:
        """Whether it can be shown in a page."""
        return self.media_type.startswith("image/")

    @property
    def attended(self) -> bool:
        """Whether it is a check-in, which nobody uploads or takes back (docs/decisions/0032)."""
        return self.media_type == ATTENDED


async def by_item(tx: Transaction, found: Round) -> Mapping[str, tuple[Piece, ...]]:
    """The evidence of a round by criterion, oldest first; having been at an activity that serves a criterion is
    evidence for it. What the owner has not handed in is nobody else's."""
    if not (found.mine or found.self_assessed):
        return {}
    rows = await tx.fetch(
        """select v.id, v.criterion, f.name, f.media_type, f.size, v.at from evidence v
        join file f on f.tenant_id = v.tenant_id and f.id = v.file_id
        where v.tenant_id = $1 and v.registration_id = $2
        union all
        select a.id, k.criterion, a.title, $5, 0, t.came_at from attendance t
        join activity a on a.tenant_id = t.tenant_id and a.id = t.activity_id
          and a.programme_id = $4 and a.state <> 'cancelled'
        cross join lateral (select distinct unnest(a.criteria)) k (criterion)
        where t.tenant_id = $1 and t.person_id = $3 and t.came_at is not null
        order by 6, 1""",
        tx.tenant_id, found.registration_id, found.person_id, found.programme.id, ATTENDED,
    )  # fmt: skip
    pieces = [Piece(*row) for row in rows]
    return {key: tuple(one for one in pieces if one.criterion == key) for key in {one.criterion for one in pieces}}


async def fetch(tx: Transaction, actor: Actor, evidence_id: UUID, *, little: bool = False) -> Stored:
    """A file (or its thumbnail) for its owner and, once the review is handed in, for who may read the sheet; for
    everybody else there is none."""
    visible, args = where(actor, "registration.read", path="u.path", person="r.person_id", first=4)
    content = "v.thumbnail" if little else "f.content"
    row = await tx.fetchrow(
        f"""select f.name, f.media_type, {content} as content from evidence v
        join file f on f.tenant_id = v.tenant_id and f.id = v.file_id
        join registration r on r.tenant_id = v.tenant_id and r.id = v.registration_id
        join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
        join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
        where v.tenant_id = $1 and v.id = $2
          and (r.person_id = $3::uuid or (e.self_assessed and {visible})) and length({content}) > 0""",
        tx.tenant_id, evidence_id, actor.person_id, *args,
    )  # fmt: skip
    if row is None:
        raise NotFound("access.not-found")
    return Stored(*row)
