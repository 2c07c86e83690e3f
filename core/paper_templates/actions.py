"""Changing templates: keep one on trial, accept it with a reason, restore an old one or the pack's own.

The interface has rendered a sample before anything is kept; versions are never changed, and the last act holds.
"""

import hashlib
import re
from collections.abc import Sequence
from uuid import UUID

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Stale
from core.packs.schema import Pack
from core.paper_templates import rules


async def try_out(
    tx: Transaction,
    actor: Actor,
    pack: Pack,
    slot: str,
    file_name: str,
    content: bytes,
    *,
    missing: Sequence[str],
    preview: str,
) -> UUID:
    """Keep a template whose sample was rendered, in place of the slot's former trial. Returns its id."""
    _check(actor, pack, slot)
    await _drop_trial(tx, pack.id, slot)
    made = new_id()
    await tx.execute(
        """insert into template_version (tenant_id, id, pack_id, slot, file_name, body, size, sha256, missing, preview,
          by_account, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, sec.domain_now())""",
        tx.tenant_id, made, pack.id, slot, safe_name(file_name), content, len(content),
        hashlib.sha256(content).digest(), list(missing), preview, actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "template.tried", made, pack=pack.id, slot=slot)
    return made


async def accept(tx: Transaction, actor: Actor, pack: Pack, slot: str, version_id: UUID, reason: str, seq: int) -> int:
    """Let the template on trial hold from now on; returns its number. Stale where somebody acted since `seq`."""
    _check(actor, pack, slot)
    rules.check_reason(reason)
    number = await tx.fetchval(
        """update template_version v set number = 1 + (select coalesce(max(o.number), 0) from template_version o
          where o.tenant_id = $1 and o.pack_id = $3 and o.slot = $4)
        where v.tenant_id = $1 and v.id = $2 and v.pack_id = $3 and v.slot = $4 and v.number is null
        returning v.number""",
        tx.tenant_id, version_id, pack.id, slot,
    )  # fmt: skip
    if number is None:
        raise Stale("template.no-trial")
    await _act(tx, actor, pack, slot, "accepted", version_id, reason, seq)
    return number


async def restore(
    tx: Transaction, actor: Actor, pack: Pack, slot: str, version_id: UUID | None, reason: str, seq: int
) -> None:
    """Let an accepted version hold again, or (None) the pack's own template."""
    _check(actor, pack, slot)
    rules.check_reason(reason)
    if version_id is not None and not await tx.fetchval(
        """select true from template_version where tenant_id = $1 and id = $2 and pack_id = $3 and slot = $4
        and number is not null""",
        tx.tenant_id, version_id, pack.id, slot,
    ):  # fmt: skip
        raise NotFound("access.not-found")
    await _act(tx, actor, pack, slot, "restored" if version_id else "default", version_id, reason, seq)


async def discard(tx: Transaction, actor: Actor, pack: Pack, slot: str) -> None:
    """Forget the template on trial."""
    _check(actor, pack, slot)
    await _drop_trial(tx, pack.id, slot)
    await audit.record(tx, actor, "template.discarded", f"{pack.id}/{slot}")


def safe_name(name: str) -> str:
    """A file's name to show: no folders, nothing hidden, its end kept."""
    last = re.split(r"[/\\]", name[-1000:])[-1]
    return "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')[-120:].strip(" .") or "tep"


def _check(actor: Actor, pack: Pack, slot: str) -> None:
    require(actor, "template.admin", Target())
    rules.check_slot(pack, slot)


async def _drop_trial(tx: Transaction, pack_id: str, slot: str) -> None:
    await tx.execute(
        "delete from template_version where tenant_id = $1 and pack_id = $2 and slot = $3 and number is null",
        tx.tenant_id, pack_id, slot,
    )  # fmt: skip


async def _act(
    tx: Transaction, actor: Actor, pack: Pack, slot: str, act: str, version_id: UUID | None, reason: str, seq: int
) -> None:
    """The next act of the slot, if `seq` is still the last one."""
    done = await tx.execute(
        """insert into template_act (tenant_id, pack_id, slot, seq, act, version_id, reason, by_account, at)
        select $1, $2, $3, $4 + 1, $5, $6, $7, $8, sec.domain_now() where $4 = (
          select coalesce(max(seq), 0) from template_act where tenant_id = $1 and pack_id = $2 and slot = $3)
        on conflict do nothing""",
        tx.tenant_id, pack.id, slot, seq, act, version_id, reason.strip(), actor.account_id,
    )  # fmt: skip
    if done != "INSERT 0 1":
        raise Stale("template.changed-meanwhile", field="reason")
    detail = {"version": str(version_id)} if version_id else {}
    await audit.record(tx, actor, f"template.{act}", f"{pack.id}/{slot}", **detail)
