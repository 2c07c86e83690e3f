"""Publishing a notice, noting that it was read, giving and withdrawing consent."""

from core import audit
from core.access import Actor, Target, require
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem, Stale, check_all
from core.notices import queries, rules
from core.notices.queries import Notice


async def publish(tx: Transaction, actor: Actor, text_vi: str, text_en: str, base: str) -> Notice:
    """Put a new version in force at once; everybody is asked to read it. `base` is the key of the version that the
    text was written from: Stale when another one came meanwhile. What was published is never changed."""
    require(actor, "notice.admin", Target())
    check_all(
        lambda: rules.check_text(text_vi, field="text_vi", required=True),
        lambda: rules.check_text(text_en, field="text_en", required=False),
    )
    # One publisher at a time: the next number follows from the last.
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('notice:' || $1::uuid::text, 0))", tx.tenant_id)
    before = await queries.current(tx)
    if before.key != base:
        raise Stale("notice.stale")
    if before.own:
        rules.check_news(text_vi, text_en, (before.text_vi, before.text_en))
    number = before.number + 1 if before.own else 1
    await tx.execute(
        "insert into privacy_notice (tenant_id, version, text_vi, text_en, published_on, published_at, published_by)"
        " values ($1, $2, $3, $4, sec.domain_today(), sec.domain_now(), $5)",
        tx.tenant_id, number, text_vi.strip(), text_en.strip(), actor.account_id,
    )  # fmt: skip
    await audit.record(tx, actor, "notice.published", f"own-{number}")
    return await queries.current(tx)


async def read(tx: Transaction, actor: Actor, key: str) -> None:
    """Note that the actor has read the version in force; Stale for another one, once is enough."""
    if key != (await queries.current(tx)).key:
        raise Stale("notice.stale")
    tag = await tx.execute(
        "insert into notice_reading (tenant_id, account_id, notice, read_at) values ($1, $2, $3, sec.domain_now())"
        " on conflict do nothing",
        tx.tenant_id, actor.account_id, key,
    )  # fmt: skip
    if tag == "INSERT 0 1":
        await audit.record(tx, actor, "notice.read", actor.account_id, notice=key)


async def consent(tx: Transaction, actor: Actor, key: str, *, given: bool) -> None:
    """Give or withdraw consent under the version in force; Problem where it stands like that already."""
    if key != (await queries.current(tx)).key:
        raise Stale("notice.stale")
    if (await queries.standing(tx, actor, key)).consent is given:
        raise Problem("notice.consent-unchanged")
    await tx.execute(
        "insert into consent (tenant_id, id, account_id, notice, given, at) values ($1, $2, $3, $4, $5,"
        " sec.domain_now())",
        tx.tenant_id, new_id(), actor.account_id, key, given,
    )  # fmt: skip
    await audit.record(tx, actor, "notice.consented" if given else "notice.withdrawn", actor.account_id, notice=key)
