"""Links for party committees: made and revoked by those who record their voice; the code is stored as an HMAC."""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from core import audit
from core.access import Actor, Target, require
from core.assessments import rules as assessing
from core.assessments import sheets
from core.assessments.actions import held_for
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem
from core.party_voices import rules
from core.programmes.queries import Programme

ISSUE = """
insert into party_link (tenant_id, id, programme_id, unit_id, registration_id, checkpoint, stage, code_hash, addressee,
                        created_by, by_person, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, sec.domain_now(),
        ($12::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')
"""
READ = """
select l.id, l.programme_id, l.unit_id, u.name as unit_name, u.path as unit_path, l.registration_id,
       coalesce(w.full_name, '') as about, l.checkpoint, l.stage, l.addressee, l.created_by, l.by_person, l.created_at,
       l.expires_at, l.revoked_at, l.used_at, l.signed_as, l.expires_at <= sec.domain_now() as over
from party_link l
join unit u on u.tenant_id = l.tenant_id and u.id = l.unit_id
left join registration r on r.tenant_id = l.tenant_id and r.id = l.registration_id
left join person w on w.tenant_id = r.tenant_id and w.id = r.person_id
where l.tenant_id = $1
"""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link: about one sheet (`about` is whose), or about the cadres of a unit. `signed_as` is who answered."""

    id: UUID
    programme_id: UUID
    unit_id: UUID
    unit_name: str
    unit_path: str
    registration_id: UUID | None
    about: str
    checkpoint: str
    stage: str
    addressee: str
    created_by: UUID
    by_person: UUID | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    signed_as: str
    over: bool

    @property
    def last_moment(self) -> datetime:
        """Within the last day on which it works."""
        return self.expires_at - timedelta(microseconds=1)

    @property
    def state(self) -> str:
        """`open`, `used`, `revoked` or `over`."""
        return rules.state_of(revoked=self.revoked_at is not None, used=self.used_at is not None, over=self.over)


def target_of(path: str) -> Target:
    """What the access table judges of a link about a whole unit."""
    return Target(unit_path=path, state="validated")


async def issue(
    tx: Transaction, actor: Actor, programme: Programme, unit_id: UUID, registration_id: UUID | None, addressee: str,
    until: date | None, secret: bytes,
) -> str:  # fmt: skip
    """Make a link that lives until the end of a day; its code, shown this once. About one cadre never by himself;
    a link about a unit leaves out whoever made it."""
    path = await tx.fetchval("select path from unit where tenant_id = $1 and id = $2", tx.tenant_id, unit_id)
    if path is None or not rules.has_voice(programme.rules) or programme.state != "open":
        raise NotFound("access.not-found")
    require(actor, "assessment.voice", target_of(path), see="progress.read")
    if registration_id is not None:
        found, _checkpoint, held = await held_for(tx, registration_id)
        if (found.id, held.unit_id) != (programme.id, unit_id):
            raise NotFound("access.not-found")
        require(actor, "assessment.voice", held.target, see="registration.read")
        sheets.check_open(held)
    rules.check_link(addressee, until, await tx.today())
    code, made = rules.new_code(), new_id()
    await tx.execute(
        ISSUE, tx.tenant_id, made, programme.id, unit_id, registration_id,
        assessing.final_checkpoint(programme.rules), rules.VOICE, rules.code_hash(code, secret), addressee.strip(),
        actor.account_id, actor.person_id, until,
    )  # fmt: skip
    await audit.record(tx, actor, "party-link.issue", made, unit=unit_id, sheet=registration_id)
    return code


async def revoke(tx: Transaction, actor: Actor, link_id: UUID) -> Link:
    """End a link before its day."""
    found = await one(tx, actor, link_id)
    done = await tx.execute(
        "update party_link set revoked_at = sec.domain_now()"
        " where tenant_id = $1 and id = $2 and revoked_at is null and used_at is null",
        tx.tenant_id, link_id,
    )  # fmt: skip
    if done != "UPDATE 1":
        raise Problem("party.not-open")
    await audit.record(tx, actor, "party-link.revoke", link_id, unit=found.unit_id)
    return found


async def one(tx: Transaction, actor: Actor, link_id: UUID) -> Link:
    """A link, for who may make one."""
    row = await tx.fetchrow(f"{READ} and l.id = $2", tx.tenant_id, link_id)
    if row is None:
        raise NotFound("access.not-found")
    require(actor, "assessment.voice", target_of(row["unit_path"]))
    return Link(**dict(row))


async def of_unit(tx: Transaction, programme: Programme, unit_id: UUID) -> tuple[Link, ...]:
    """The links of a unit in a programme, the newest first; who may see them has been checked by the caller."""
    sql = f"{READ} and l.programme_id = $2 and l.unit_id = $3 order by l.created_at desc, l.id desc limit 50"
    return tuple(Link(**dict(row)) for row in await tx.fetch(sql, tx.tenant_id, programme.id, unit_id))
