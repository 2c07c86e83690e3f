"""The tenant's own worked cases: writing them, asking all cases of a draft, and answering for those that fail."""

from uuid import UUID

import asyncpg
import msgspec

from core import audit
from core.access import Actor, Target, require
from core.configurations import cases, queries
from core.configurations.actions import ADMIN
from core.configurations.cases import OwnCase, Report
from core.configurations.queries import Draft
from core.configurations.rules import Plain
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.packs.case_kinds import KINDS
from core.wording import worded

TITLE_MAX, DATA_MAX, MOST, ANSWER_MAX = 160, 8000, 200, 1000
SELECT = """
select c.id, c.title, c.kind, c.given, c.expect, c.version, c.edited_at,
       coalesce(p.full_name, a.display_name, '') as by
from configuration_case c
left join account a on a.tenant_id = c.tenant_id and a.id = c.edited_by
left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
where c.tenant_id = $1 and c.pack_id = $2
"""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What a form says of a case."""

    title: str
    kind: str
    given: Plain
    expect: Plain


async def listing(tx: Transaction, pack_id: str) -> tuple[OwnCase, ...]:
    """The tenant's cases of a pack, oldest first."""
    rows = await tx.fetch(f"{SELECT} order by c.id", tx.tenant_id, pack_id)
    return tuple(_made(row) for row in rows)


async def get(tx: Transaction, pack_id: str, case_id: UUID) -> OwnCase:
    """One of them; NotFound where there is none."""
    row = await tx.fetchrow(f"{SELECT} and c.id = $3", tx.tenant_id, pack_id, case_id)
    if row is None:
        raise NotFound("access.not-found")
    return _made(row)


async def cases_of(tx: Transaction, draft: Draft) -> Report | None:
    """Every case of the pack and of the tenant asked of a draft; None where the draft does not fit the contract or
    the pack is gone, so that nothing can be asked."""
    pack = (await queries.available(tx)).get(draft.pack_id)
    if pack is None or draft.rules is None:
        return None
    return cases.run(pack, draft.base, draft.rules, await listing(tx, draft.pack_id))


async def add(tx: Transaction, actor: Actor, pack_id: str, written: Written) -> UUID:
    """Write a case. Problem at its field where it says too little, too much, or there are too many."""
    require(actor, ADMIN, Target())
    await queries.get(tx, pack_id)
    _check(written)
    count = await tx.fetchval(
        "select count(*) from configuration_case where tenant_id = $1 and pack_id = $2", tx.tenant_id, pack_id
    )
    if count >= MOST:
        raise Problem("configuration.too-many-cases", max=MOST)
    found = new_id()
    await tx.execute(
        """insert into configuration_case (tenant_id, id, pack_id, title, kind, given, expect, edited_by, edited_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, sec.domain_now())""",
        tx.tenant_id, found, pack_id, *_columns(written), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "configuration.case", pack_id, case=str(found), kind=written.kind)
    return found


async def change(
    tx: Transaction, actor: Actor, pack_id: str, case_id: UUID, written: Written, seen: int
) -> None:  # fmt: skip
    """Write a case anew; Stale where somebody has changed it since it was seen."""
    require(actor, ADMIN, Target())
    _check(written)
    done = await tx.fetchval(
        """update configuration_case set title = $4, kind = $5, given = $6, expect = $7, version = version + 1,
                  edited_by = $8, edited_at = sec.domain_now()
           where tenant_id = $1 and pack_id = $2 and id = $3 and version = $9 returning version""",
        tx.tenant_id, pack_id, case_id, *_columns(written), actor.account_id, seen,
    )  # fmt: skip
    if done is None:
        found = await get(tx, pack_id, case_id)
        raise Stale("configuration.case-stale", by=found.by, version=found.version)
    await audit.record(tx, actor, "configuration.case", pack_id, case=str(case_id), kind=written.kind)


async def remove(tx: Transaction, actor: Actor, pack_id: str, case_id: UUID) -> OwnCase:
    """Take a case out; what it said, so that it can be written again."""
    require(actor, ADMIN, Target())
    found = await get(tx, pack_id, case_id)
    await tx.execute(
        "delete from configuration_case where tenant_id = $1 and pack_id = $2 and id = $3",
        tx.tenant_id, pack_id, case_id,
    )  # fmt: skip
    await audit.record(tx, actor, "configuration.case-removed", pack_id, case=str(case_id), title=found.title)
    return found


def check_answer(report: Report | None, words: str) -> None:
    """Refuse to publish over broken cases without a word about them (`configuration.cases-unanswered` at `cases`)."""
    if report is None or not report.broken:
        return
    if not words.strip():
        raise Problem("configuration.cases-unanswered", field="cases", count=len(report.broken))
    if len(words) > ANSWER_MAX:
        raise Problem("form.too-long", field="cases", max=ANSWER_MAX)


async def answer(
    tx: Transaction, actor: Actor, pack_id: str, number: int, report: Report | None, words: str
) -> None:  # fmt: skip
    """Record which cases fail under the version `number` just published, and why that is meant; nothing where none
    does. Refused like `check_answer`."""
    require(actor, ADMIN, Target())
    check_answer(report, words)
    if report is None or not report.broken:
        return
    names = [one.name for one in report.broken]
    await tx.execute(
        """insert into configuration_case_answer (tenant_id, pack_id, number, failing, words, answered_by, answered_at)
           values ($1, $2, $3, $4, $5, $6, sec.domain_now())""",
        tx.tenant_id, pack_id, number, names, words.strip(), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "configuration.cases-answered", pack_id, number=number, failing=len(names))


async def answers(tx: Transaction, pack_id: str) -> dict[int, tuple[tuple[str, ...], str]]:
    """By published version: the cases that failed, and what was said of them."""
    rows = await tx.fetch(
        "select number, failing, words from configuration_case_answer where tenant_id = $1 and pack_id = $2",
        tx.tenant_id, pack_id,
    )  # fmt: skip
    return {row["number"]: (tuple(row["failing"]), row["words"]) for row in rows}


def _check(written: Written) -> None:
    worded(written.title, "title", TITLE_MAX, code="form.required")
    if written.kind not in KINDS:
        raise Problem("form.unknown-choice", field="kind")
    if not written.expect:
        raise Problem("form.required", field="expect")
    if max(len(_json(written.given)), len(_json(written.expect))) > DATA_MAX:
        raise Problem("form.too-long", field="expect", max=DATA_MAX)


def _columns(written: Written) -> tuple[str, str, str, str]:
    return written.title.strip(), written.kind, _json(written.given), _json(written.expect)


def _json(data: Plain) -> str:
    return msgspec.json.encode(data).decode()


def _made(row: asyncpg.Record) -> OwnCase:
    plain = {"given": msgspec.json.decode(row["given"]), "expect": msgspec.json.decode(row["expect"])}
    return OwnCase(**{**row, **plain})
