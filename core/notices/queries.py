"""Reading notices: the one in force, an earlier one, the history with its readers."""

from datetime import date, datetime

import msgspec

from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound
from core.notices import defaults


class Notice(msgspec.Struct, frozen=True):
    """A version of the notice: `key` names it for good, `number` is shown, `own` says whose text it is."""

    key: str
    number: int
    own: bool
    text_vi: str
    text_en: str
    published_on: date

    def in_(self, locale: str) -> str:
        """The text in `locale`; Vietnamese where there is no other."""
        return self.text_en if locale == "en" and self.text_en else self.text_vi


class Past(msgspec.Struct, frozen=True):
    """A version in the list of all: who published it and how many accounts have read it."""

    key: str
    number: int
    own: bool
    published_on: date
    by_name: str
    readers: int


class Standing(msgspec.Struct, frozen=True):
    """How an account stands to the notice in force: when it was read, and the last consent, if any."""

    read_at: datetime | None
    consent: bool | None
    consent_at: datetime | None


OWN = "select version, text_vi, text_en, published_on from privacy_notice where tenant_id = $1"
UNION = "select name from tenant where id = $1"


async def current(tx: Transaction) -> Notice:
    """The notice in force: the tenant's newest, or the platform's default with the tenant's name."""
    row = await tx.fetchrow(f"{OWN} order by version desc limit 1", tx.tenant_id)
    if row is not None:
        return _own(row)
    return await _default(tx, defaults.NUMBER)


async def version(tx: Transaction, key: str) -> Notice:
    """A version by its key; NotFound for one that never was."""
    whose, _, digits = key.partition("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        raise NotFound("access.not-found")
    if whose == "default" and int(digits) in defaults.PUBLISHED:
        return await _default(tx, int(digits))
    row = await tx.fetchrow(f"{OWN} and version = $2", tx.tenant_id, int(digits)) if whose == "own" else None
    if row is None:
        raise NotFound("access.not-found")
    return _own(row)


async def history(tx: Transaction, actor: Actor) -> tuple[tuple[Past, ...], int]:
    """Every version, newest first, with the number of its readers; and how many accounts are in use."""
    require(actor, "notice.admin", Target())
    readers = {
        row["notice"]: row["n"]
        for row in await tx.fetch(
            """select r.notice, count(*)::int as n from notice_reading r
            join account a on a.tenant_id = r.tenant_id and a.id = r.account_id and a.active
            where r.tenant_id = $1 group by 1""",
            tx.tenant_id,
        )
    }
    rows = await tx.fetch(
        """select n.version, n.published_on, coalesce(p.full_name, a.display_name) as by_name from privacy_notice n
        join account a on a.tenant_id = n.tenant_id and a.id = n.published_by
        left join person p on p.tenant_id = a.tenant_id and p.id = a.person_id
        where n.tenant_id = $1 order by n.version desc""",
        tx.tenant_id,
    )
    own = [
        Past(key := f"own-{v}", v, True, day, name, readers.get(key, 0))
        for v, day, name in (tuple(row) for row in rows)
    ]
    ours = [
        Past(key := f"default-{n}", n, False, day, "", readers.get(key, 0))
        for n, day in sorted(defaults.PUBLISHED.items(), reverse=True)
    ]
    accounts = await tx.fetchval(
        "select count(*)::int from account where tenant_id = $1 and active and password_hash is not null", tx.tenant_id
    )
    return (*own, *ours), accounts


async def consents(tx: Transaction, actor: Actor) -> tuple[int, int]:
    """How many accounts agree today, and how many have withdrawn."""
    require(actor, "notice.admin", Target())
    row = await tx.fetchrow(
        """select count(*) filter (where given)::int, count(*) filter (where not given)::int from (
          select distinct on (account_id) given from consent where tenant_id = $1 order by account_id, at desc, id desc
        ) last""",
        tx.tenant_id,
    )
    return row[0], row[1]


async def standing(tx: Transaction, actor: Actor, key: str) -> Standing:
    """How the actor stands to the notice `key`."""
    read_at = await tx.fetchval(
        "select read_at from notice_reading where tenant_id = $1 and account_id = $2 and notice = $3",
        tx.tenant_id, actor.account_id, key,
    )  # fmt: skip
    row = await tx.fetchrow(
        "select given, at from consent where tenant_id = $1 and account_id = $2 order by at desc, id desc limit 1",
        tx.tenant_id, actor.account_id,
    )  # fmt: skip
    return Standing(read_at, row["given"] if row else None, row["at"] if row else None)


async def _default(tx: Transaction, number: int) -> Notice:
    union = await tx.fetchval(UNION, tx.tenant_id)
    texts = (defaults.filled(number, locale, union) for locale in ("vi", "en"))
    return Notice(f"default-{number}", number, False, *texts, defaults.PUBLISHED[number])


def _own(row) -> Notice:
    return Notice(f"own-{row['version']}", row["version"], True, row["text_vi"], row["text_en"], row["published_on"])
