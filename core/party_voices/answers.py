"""A party committee's answer: given behind a link without signing in, once, or noted from its paper (S0-22)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor
from core.assessments import rules as assessing
from core.assessments import sheets
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.packs.facts import AssessmentFact
from core.party_voices import rules
from core.party_voices.links import READ, Link
from core.programmes import pinned
from core.programmes.queries import Programme, by_id
from core.programmes.rules import rank_of

# Who waits for the voice: his own review is the only thing shown of him. Never whoever made the link.
ASKED = """
select r.id as registration_id, w.full_name as name, e.seat_title, e.seat_full_time, u.name as unit_name,
       coalesce(s.marks::text, '{}') as marks, coalesce(s.comment, '') as comment, s.given_at is not null as reviewed
from enrolment e
join registration r on r.tenant_id = e.tenant_id and r.programme_id = e.programme_id and r.person_id = e.person_id
join person w on w.tenant_id = e.tenant_id and w.id = e.person_id
join unit u on u.tenant_id = e.tenant_id and u.id = e.unit_id
left join unit_result x on x.tenant_id = e.tenant_id and x.programme_id = e.programme_id and x.unit_id = e.unit_id
  and x.checkpoint = $5
left join assessment s on s.tenant_id = r.tenant_id and s.registration_id = r.id and s.checkpoint = $5 and s.stage = $6
  and s.given_at is not null
where e.tenant_id = $1 and e.programme_id = $2 and e.unit_id = $3 and ($4::uuid is null or r.id = $4)
  and e.presence = 'present' and e.state in ('validated', 'rated')
  and coalesce(x.state, 'none') not in ('sent', 'recognised')
  and e.person_id is distinct from $7
  and not exists (select from assessment v where v.tenant_id = r.tenant_id and v.registration_id = r.id
    and v.checkpoint = $5 and v.stage = $8 and v.given_at is not null)
order by w.sort_key, w.id
"""
KEEP = """
insert into party_voice (tenant_id, registration_id, stage, link_id, signed_as, paper_number, paper_dated)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (tenant_id, registration_id, stage) do update
  set link_id = excluded.link_id, signed_as = excluded.signed_as, paper_number = excluded.paper_number,
      paper_dated = excluded.paper_dated
"""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A cadre whom the party committee is asked about; `marks` counts the answers of his own review."""

    registration_id: UUID
    name: str
    seat_title: str
    seat_full_time: bool
    unit_name: str
    marks: Mapping[str, int]
    comment: str
    reviewed: bool


class Said(msgspec.Struct, frozen=True):
    """What is said of one cadre: a comment, and the level that it proposes ('' for none)."""

    comment: str
    level: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is said of him."""
        return not self.comment.strip() and not self.level


class Source(msgspec.Struct, frozen=True):
    """Where a voice came from."""

    signed_as: str
    addressee: str
    paper_number: str
    paper_dated: date | None


async def find(tx: Transaction, code: str, secret: bytes, *, lock: bool = False) -> Link | None:
    """The link of a code, whatever its state; None for a code that is none."""
    sql = f"{READ} and l.code_hash = $2" + (" for update of l" if lock else "")
    row = await tx.fetchrow(sql, tx.tenant_id, rules.code_hash(code, secret))
    return Link(**dict(row)) if row else None


async def opened(tx: Transaction, link: Link) -> None:
    """That somebody has looked at a link goes to the audit, whatever came of it."""
    await audit.record(tx, None, "party-link.open", link.id, state=link.state)


async def asked(tx: Transaction, link: Link) -> tuple[Programme, tuple[Asked, ...]]:
    """The cadres whom an open link asks about, of whom nobody has recorded the voice yet."""
    programme = await by_id(tx, link.programme_id)
    own = assessing.self_stage(programme.rules, link.checkpoint)
    rows = await tx.fetch(
        ASKED, tx.tenant_id, link.programme_id, link.unit_id, link.registration_id, link.checkpoint, own,
        link.by_person, link.stage,
    )  # fmt: skip
    return programme, tuple(_asked(dict(row)) for row in rows)


async def give(
    tx: Transaction, code: str, secret: bytes, signed_as: str, said: Mapping[UUID, Said]
) -> Sequence[UUID]:
    """Record what a party committee says behind its link; the sheets. The link works once.

    Raises `party.over` where the link no longer does, `party.nothing-said`, `party.signed-missing`, and what the pack
    wants of the voice, each at its cadre."""
    link = await find(tx, code, secret, lock=True)
    if link is None:
        raise NotFound("access.not-found")
    if link.state != "open":
        raise Problem("party.over")
    programme, people = await asked(tx, link)
    known = {one.registration_id for one in people}
    told = {key: one for key, one in said.items() if not one.empty}
    _check(programme, link, known, told, signed_as)
    for key, one in told.items():
        await _store(tx, programme, link, key, one, signed_as.strip())
    await tx.execute(
        "update party_link set used_at = sec.domain_now(), signed_as = $3 where tenant_id = $1 and id = $2",
        tx.tenant_id, link.id, signed_as.strip(),
    )  # fmt: skip
    await audit.record(tx, None, "party-link.answer", link.id, unit=link.unit_id, sheets=list(told))
    return tuple(told)


def _check(programme: Programme, link: Link, known: set[UUID], told: Mapping[UUID, Said], signed_as: str) -> None:
    """What is said is about those asked about, with a name under it, and as the pack wants it."""
    found = []
    if not signed_as.strip():
        found.append(Problem("party.signed-missing", field="signed_as"))
    elif len(signed_as) > rules.SIGNED_MAX:
        found.append(Problem("form.too-long", field="signed_as", max=rules.SIGNED_MAX))
    if not told:
        found.append(Problem("party.nothing-said", field=f"comment.{min(known, key=str)}" if known else "signed_as"))
    hooks = pinned.hooks_of(programme.pack_id, programme.hooks_hash)
    for key, one in told.items():
        if key not in known:
            found.append(Problem("party.not-asked", field=f"comment.{key}"))
        if len(one.comment) > assessing.COMMENT_MAX:
            found.append(
                Problem("assessment.comment-too-long", field=f"comment.{key}", most=assessing.COMMENT_MAX)
            )
        if one.level and one.level not in programme.rules.scale.levels:
            found.append(Problem("assessment.unknown-level", field=f"level.{key}"))
        wrong = hooks.assessment_problems(programme.rules, link.stage, AssessmentFact(comment=one.comment))
        found += [Problem(w.code, field=f"comment.{key}", **dict(w.facts)) for w in wrong]
    if found:
        raise Problem("party.refused", problems=found)


async def _store(
    tx: Transaction, programme: Programme, link: Link, registration_id: UUID, one: Said, signed_as: str
) -> None:
    """The voice as its own stage, on the authority of whoever made the link. What was recorded meanwhile stays."""
    held = await sheets.hold(tx, registration_id, link.checkpoint)
    sheets.check_open(held)
    values = {
        "account": link.created_by, "person": link.by_person, "comment": one.comment.strip(), "final": True,
        "late": assessing.is_late(programme.due(f"stage:{link.checkpoint}.{link.stage}"), held.now),
        "level": rank_of(programme.rules, one.level) if one.level else None,
    }  # fmt: skip
    try:
        await sheets.save(tx, held, link.checkpoint, link.stage, 0, values)
    except Stale as stale:
        raise Problem("party.heard-meanwhile", field=f"comment.{registration_id}") from stale
    await tx.execute(KEEP, tx.tenant_id, registration_id, link.stage, link.id, signed_as, "", None)
    await audit.record(tx, None, "assessment.voice", registration_id, stage=link.stage, link=link.id)


async def note_paper(
    tx: Transaction, actor: Actor, registration_id: UUID, number: str, dated: date | None
) -> None:
    """Number and date of the paper from which the voice was just recorded by `actor`, who may do that."""
    rules.check_paper(number, dated, await tx.today())
    if number.strip():
        await tx.execute(KEEP, tx.tenant_id, registration_id, rules.VOICE, None, "", number.strip(), dated)
    else:  # the words are the recorder's now
        await tx.execute(
            "delete from party_voice where tenant_id = $1 and registration_id = $2 and stage = $3",
            tx.tenant_id, registration_id, rules.VOICE,
        )  # fmt: skip


async def source(tx: Transaction, registration_id: UUID) -> Source | None:
    """Where the party committee's voice on a sheet came from, where that is on record."""
    row = await tx.fetchrow(
        """select v.signed_as, coalesce(l.addressee, '') as addressee, v.paper_number, v.paper_dated
           from party_voice v left join party_link l on l.tenant_id = v.tenant_id and l.id = v.link_id
           where v.tenant_id = $1 and v.registration_id = $2 and v.stage = $3""",
        tx.tenant_id, registration_id, rules.VOICE,
    )  # fmt: skip
    return Source(**dict(row)) if row else None


def _asked(row: dict) -> Asked:
    answers = msgspec.json.decode(row.pop("marks")).values()
    return Asked(**row, marks=Counter(one["mark"] for one in answers if one.get("mark")))
