"""How far a unit was on the same day of the year before: from the instants of the acts, on the tree of today."""

from collections.abc import Mapping
from datetime import datetime

from core.assessments.rules import deciding_stage, final_checkpoint, rates, self_stage
from core.db.scope import Transaction
from core.packs.calendar import VIETNAM
from core.programmes.queries import Programme

# A programme of the same pack one year earlier; what was done before $4, by people of the unit and below it.
BEFORE = """
select count(*)::int as eligible,
  (count(*) filter (where r.first_submitted_at < $4))::int as registered,
  (count(*) filter (where r.validated_at < $4))::int as validated,
  (count(*) filter (where s.given_at < $4))::int as self_assessed,
  (count(*) filter (where d.given_at < $4))::int as rated,
  (count(*) filter (where e.state = 'recognised' and x.decided_at < $4))::int as recognised
from enrolment e
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
left join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
left join assessment s on s.tenant_id = r.tenant_id and s.registration_id = r.id and s.checkpoint = $5 and s.stage = $6
left join assessment d on d.tenant_id = r.tenant_id and d.registration_id = r.id and d.checkpoint = $5 and d.stage = $7
left join unit_result x on x.tenant_id = e.tenant_id and x.programme_id = e.programme_id and x.unit_id = e.unit_id
  and x.checkpoint = $5 and x.state = 'recognised'
where e.tenant_id = $1 and e.programme_id = $2 and e.presence <> 'left'
  and (u.path = $3 or u.path >= $3 || '.' and u.path < $3 || '/')
"""
EARLIER = "select id from programme where tenant_id = $1 and pack_id = $2 and year = $3"


def same_day(now: datetime) -> datetime:
    """The same instant a year ago by the calendar of Vietnam; of 29 February the 28th."""
    here = now.astimezone(VIETNAM)
    day = 28 if (here.month, here.day) == (2, 29) else here.day
    return here.replace(year=here.year - 1, day=day)


async def progress(tx: Transaction, programme: Programme, path: str) -> Mapping[str, tuple[int, int]]:
    """By step how many had done it, and of how many; empty where there was no such year or nobody in it."""
    earlier = await tx.fetchval(EARLIER, tx.tenant_id, programme.pack_id, programme.year - 1)
    if earlier is None:
        return {}
    final = final_checkpoint(programme.rules) if rates(programme.rules) else ""
    own = self_stage(programme.rules, final) if final else None
    decides = deciding_stage(programme.rules, final) if final else None
    row = await tx.fetchrow(
        BEFORE, tx.tenant_id, earlier, path, same_day(await tx.now()), final, own or "", decides or ""
    )
    if not row["eligible"]:
        return {}
    later = ("validated", "self_assessed", "rated", "recognised")
    found = {step: (row[step], row["registered"]) for step in later if row["registered"]}
    return {"registered": (row["registered"], row["eligible"]), **found}
