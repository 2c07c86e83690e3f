"""Whose turn it is to decide on a sheet, and who decides instead where a level has nobody in office (domain.md §8)."""

from uuid import UUID

import msgspec

from core.db.scope import Transaction


class Deciding(msgspec.Struct, frozen=True):
    """Who could decide on a sheet: how many of the person's own committee besides himself, whether he sits in it, how
    many of the unit above (or of the office, at the top); names of both units."""

    own: int
    himself: bool
    above: int
    unit_name: str
    unit_kind: str
    parent_name: str

    @property
    def fallback(self) -> str:
        """What to tell: "" while the own committee can decide; "alone" where the only one in office is the person
        himself, "vacant" where nobody is, both with the unit above deciding; "nobody" where it has nobody either."""
        return fallback(self.own, himself=self.himself, above=self.above)


def fallback(own: int, *, himself: bool, above: int) -> str:
    """Nobody decides on his own sheet; the unit above takes the place of a committee without anybody else; where that
    has nobody either the sheet waits, visibly."""
    if own:
        return ""
    if not above:
        return "nobody"
    return "alone" if himself else "vacant"


# Positions `o` that make somebody a member of the committee today.
IN_OFFICE = """o.title <> 'officer' and o.starts_on <= sec.domain_today()
      and (o.ends_on is null or o.ends_on >= sec.domain_today())"""
# For lists over an enrolment `e`: whether the own committee has anybody else.
OWN_JUDGES = f"""exists (select from position o where o.tenant_id = e.tenant_id and o.unit_id = e.unit_id
      and o.person_id <> e.person_id and {IN_OFFICE})"""

DECIDING = f"""
select u.name as unit_name, u.kind as unit_kind, coalesce(p.name, '') as parent_name,
       count(distinct o.person_id) filter (where o.unit_id = u.id and o.person_id <> $3)::int as own,
       coalesce(bool_or(o.unit_id = u.id and o.person_id = $3), false) as himself,
       (count(distinct o.person_id) filter (where o.unit_id = p.id and o.person_id <> $3)
        + case when p.id is not null then 0 else (select count(*) from role_grant g
            where g.tenant_id = $1 and g.unit_id = u.id and g.role in ('office', 'department') and g.revoked_at is null
              and g.starts_on <= sec.domain_today() and (g.ends_on is null or g.ends_on >= sec.domain_today()))
          end)::int as above
from unit u
left join unit p on p.tenant_id = u.tenant_id and p.id = u.parent_id
left join position o on o.tenant_id = u.tenant_id and o.unit_id in (u.id, p.id) and {IN_OFFICE}
where u.tenant_id = $1 and u.id = $2 group by u.name, u.kind, p.id, p.name, u.id
"""


async def deciding(tx: Transaction, unit_id: UUID, person_id: UUID) -> Deciding:
    """Who could decide on the sheet of a person who counts at this unit."""
    return Deciding(**dict(await tx.fetchrow(DECIDING, tx.tenant_id, unit_id, person_id)))
