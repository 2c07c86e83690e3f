"""What was registered last year and not carried out goes onto the next sheet, to be kept or struck (S4 IV.2 B3)."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.packs import criteria
from core.packs.facts import SubjectFact
from core.packs.patching import active
from core.packs.schema import Pack
from core.programmes.queries import Programme
from core.programmes.rounds import counting
from core.registrations.editions import IN_FORCE

# The newest year before this one of the same pack in which the person was assessed.
LAST = f"""
select p.year, p.rules_hash, r.id, {IN_FORCE} as edition
from programme p
join registration r on r.tenant_id = p.tenant_id and r.programme_id = p.id and r.person_id = $4
where p.tenant_id = $1 and p.pack_id = $2 and p.year < $3 and r.first_submitted_at is not null
order by p.year desc limit 1
"""
ITEMS = """
select criterion, solution, points from registration_item
where tenant_id = $1 and registration_id = $2 and edition = $3 order by ordinal
"""
GIVEN = """
select stage, marks::text as marks from assessment
where tenant_id = $1 and registration_id = $2 and checkpoint = $3 and given_at is not null
"""


class Carried(msgspec.Struct, frozen=True):
    """Items of an earlier year that were not carried out, with their solutions."""

    year: int
    items: Mapping[str, str]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.items)


async def carried(tx: Transaction, programme: Programme, person_id: UUID, subject: SubjectFact) -> Carried | None:
    """What of the person's last sheet was not carried out and may be registered again; None where nothing was."""
    row = await tx.fetchrow(LAST, tx.tenant_id, programme.pack_id, programme.year, person_id)
    if row is None or row["edition"] is None:
        return None
    checkpoint = counting(programme.rules)
    given = await tx.fetch(GIVEN, tx.tenant_id, row["id"], checkpoint) if checkpoint else ()
    marks = {one["stage"]: msgspec.json.decode(one["marks"]) for one in given}
    items = await tx.fetch(ITEMS, tx.tenant_id, row["id"], row["edition"])
    most = {one["criterion"]: one["points"] for one in items}
    missed = unmet(programme.rules, most, marks)
    offered = criteria.offered(programme.rules, subject)
    held = {one["criterion"]: one["solution"] for one in items if one["criterion"] in missed & set(offered)}
    return Carried(row["year"], held) if held else None


def unmet(rules: Pack, most: Mapping[str, int | None], marks: Mapping[str, Mapping[str, object]]) -> set[str]:
    """The items not wholly carried out: marked by their owner as less than done, or given fewer points than registered.
    What nobody has said is not known, so it is not unmet. `marks` are the stages' answers."""
    best = next(iter(active(rules.marks)), "")
    found: set[str] = set()
    for stage, answers in marks.items():
        entry = rules.stages.get(stage)
        for key, answer in answers.items():
            if key not in most or not isinstance(answer, dict) or entry is None:
                continue
            mark, points = answer.get("mark"), answer.get("points")
            if entry.actor == "self" and mark and best and mark != best:
                found.add(key)
            if entry.decides and isinstance(points, int) and points < (most[key] or 0):
                found.add(key)
    return found
