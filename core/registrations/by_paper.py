"""Who entered a sheet from paper does not validate it as long as somebody else can (S4-33)."""

import asyncpg

from core.access import Actor
from core.errors import Problem

# Columns beside a sheet `r` of the person `e` at the unit `u`; $1 the tenant, $3 the actor's person.
ENTERED = """pe.entered_by, pe.entered_by is not null and exists (
         select from position s where s.tenant_id = $1 and s.unit_id in (u.id, u.parent_id) and s.title <> 'officer'
           and s.starts_on <= sec.domain_today() and (s.ends_on is null or s.ends_on >= sec.domain_today())
           and s.person_id is distinct from e.person_id and s.person_id is distinct from $3::uuid) as others"""
PAPER = "left join paper_entry pe on pe.tenant_id = $1 and pe.registration_id = r.id and pe.edition = r.edition"


def check_hand(actor: Actor, sheet: asyncpg.Record) -> None:
    """Refuse the hand that entered it while another of the unit's or its parent's committee is in office."""
    if sheet["entered_by"] == actor.account_id and sheet["others"]:
        raise Problem("registration.entered-by-you")
