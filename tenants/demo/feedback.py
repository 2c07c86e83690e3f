"""Rounds of feedback in the shown commune of a running year: one that is over, one that still asks (invented)."""

from datetime import date, timedelta
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.feedback import rules
from core.feedback.asked import IS_ASKED
from core.programmes.queries import Programme
from core.registrations.editions import IN_FORCE
from tenants.demo.committees import Committees
from tenants.demo.rows import Draw, Unit
from tenants.demo.seasons import Season, at
from tenants.demo.wording import texts

ROUND = ("tenant_id", "registration_id", "stage", "criteria", "closes_on", "opened_by", "opened_at")
ANSWERED = ("tenant_id", "registration_id", "person_id")
ANSWER = ("tenant_id", "id", "registration_id", "day", "marks")
TEXT = ("tenant_id", "id", "registration_id", "words")
WEIGHTS = {"do": (6, 3, 1, 2), "dont": (0, 1, 8, 3), None: (6, 3, 1, 2)}  # often, sometimes, never seen, unsure
MOST = 9
# Cadres of a unit who wait for a level, those without the voice first; never the one who opens.
CADRES = f"""
select r.id, array(select i.criterion from registration_item i where i.tenant_id = r.tenant_id
                   and i.registration_id = r.id and i.edition = {IN_FORCE} order by i.ordinal) as items
from registration r
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
where r.tenant_id = $1 and r.programme_id = $2 and e.unit_id = $3 and e.state = 'validated' and e.presence = 'present'
  and r.state = 'validated' and r.person_id is distinct from $4
order by exists (select from assessment a where a.tenant_id = r.tenant_id and a.registration_id = r.id
                 and a.stage = $5), r.id
"""
PEOPLE = f"""
select w.id from registration r
join enrolment e on e.tenant_id = r.tenant_id and e.programme_id = r.programme_id and e.person_id = r.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
join account a on a.tenant_id = r.tenant_id and a.active
join person w on w.tenant_id = a.tenant_id and w.id = a.person_id
where r.tenant_id = $1 and r.id = $2 and {IS_ASKED} order by w.id
"""


async def write(tx: Transaction, programme: Programme, committees: Committees, unit: Unit, season: Season) -> None:
    """The first two cadres of the unit about whom five could answer: the one round is over with answers and texts to
    look through, the other runs for a week more. The dice are its own."""
    if season.closed or not rules.has_voice(programme.rules):
        return
    draw, today = Draw(season.year), season.now.date()
    by = committees.member(unit, today)
    ends = [(today - timedelta(days=2), today - timedelta(days=12)), (today + timedelta(days=8), today)]
    found = await tx.fetch(CADRES, tx.tenant_id, programme.id, unit.id, by and by.person, rules.VOICE)
    for row in found if by else ():
        people = [one["id"] for one in await tx.fetch(PEOPLE, tx.tenant_id, row["id"])]
        keys = rules.chosen(programme.rules, row["items"])
        if not ends or len(people) < rules.LEAST or not keys:
            continue
        closes, opened = ends.pop(0)
        stored = (tx.tenant_id, row["id"], rules.VOICE, list(keys), closes, by.account, at(opened, 8))
        await tx.load("feedback_round", ROUND, [stored])
        if closes < today:
            await _answer(tx, draw, programme, row["id"], keys, people, (opened, closes))


async def _answer(
    tx: Transaction, draw: Draw, programme: Programme, sheet: UUID, keys: tuple[str, ...], people: list[UUID],
    days: tuple[date, date],
) -> None:  # fmt: skip
    """Several of those asked have answered, some with words."""
    who = draw.sample(people, min(MOST, len(people)))
    pack = programme.rules
    marks = [
        {key: draw.choices(rules.ANSWERS, WEIGHTS[pack.groups[pack.criteria[key].group].polarity])[0] for key in keys}
        for _ in who
    ]
    answers = [
        (tx.tenant_id, _random(draw), sheet, draw.day(*days), msgspec.json.encode(one).decode()) for one in marks
    ]  # fmt: skip
    words = draw.sample(texts("feedback")["words"], min(4, len(who)))
    await tx.load("feedback_answered", ANSWERED, [(tx.tenant_id, sheet, one) for one in sorted(who)])
    await tx.load("feedback_answer", ANSWER, answers)
    await tx.load("feedback_text", TEXT, [(tx.tenant_id, _random(draw), sheet, one) for one in words])


def _random(draw: Draw) -> UUID:
    """An id without a time, as the product gives answers."""
    return UUID(int=draw.getrandbits(128), version=4)
