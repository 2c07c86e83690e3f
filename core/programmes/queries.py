"""Reading programmes: the stored year with its pinned rules and the real dates of its milestones."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import asyncpg
import msgspec

from core.db.scope import Transaction
from core.errors import NotFound
from core.packs import calendar
from core.packs.calendar import Due
from core.packs.schema import Pack
from core.packs.text import Text
from core.programmes import pinned
from core.programmes.rules import parse_slug, slug

__all__ = ["Due", "Programme", "by_id", "current", "get", "listing"]


class Programme(msgspec.Struct, frozen=True, kw_only=True):
    """A programme of one year. `rules` are the pinned ones, whatever the installed pack says today;
    `census_on` is the day on which people are counted; `ends_on` is the last day."""

    id: UUID
    pack_id: str
    year: int
    starts_on: date
    ends_on: date
    state: str
    census_on: date
    plan_number: str
    plan_dated: date | None
    plan_issuer: str
    opened_at: datetime
    version: int
    rules_hash: str
    hooks_hash: str
    rules: Pack
    milestones: Mapping[str, Due]

    @property
    def slug(self) -> str:
        """The programme's word in addresses."""
        return slug(self.pack_id, self.year)

    @property
    def title(self) -> Text:
        """The pack's title, in the languages it was written in."""
        return self.rules.title

    def due(self, act: str) -> Due | None:
        """The milestone of an act (`registration`, `stage:year.committee`, `declaration:plan` …), if it has one."""
        return next((due for due in self.milestones.values() if due.act == act), None)


SELECT = """
select p.id, p.pack_id, p.year, p.starts_on, p.ends_on, p.state, p.census_on, p.plan_number, p.plan_dated,
       p.plan_issuer, p.opened_at, p.version, p.rules_hash, r.hooks_hash, m.keys, m.opens, m.closes
from programme p
join rules r on r.tenant_id = p.tenant_id and r.hash = p.rules_hash
cross join lateral (
  select coalesce(array_agg(m.key order by m.closes_at, m.key), '{}') as keys,
         coalesce(array_agg(m.opens_at order by m.closes_at, m.key), '{}') as opens,
         coalesce(array_agg(m.closes_at order by m.closes_at, m.key), '{}') as closes
  from milestone m where m.tenant_id = p.tenant_id and m.programme_id = p.id) m
where p.tenant_id = $1
"""
NEWEST = "order by p.year desc, p.pack_id"
STORED = ("id", "pack_id", "year", "starts_on", "ends_on", "state", "census_on", "plan_number", "plan_dated",
          "plan_issuer", "opened_at", "version", "rules_hash", "hooks_hash")  # fmt: skip


async def get(tx: Transaction, word: str) -> Programme:
    """The programme at an address (`kien_giang_kl06-2021`); NotFound where there is none."""
    pack_id, year = parse_slug(word)
    return await _one(tx, f"{SELECT} and p.pack_id = $2 and p.year = $3", pack_id, year)


async def by_id(tx: Transaction, programme_id: UUID) -> Programme:
    """The programme with this id; NotFound where there is none."""
    return await _one(tx, f"{SELECT} and p.id = $2", programme_id)


async def listing(tx: Transaction) -> tuple[Programme, ...]:
    """All programmes, newest first."""
    return await _built(tx, await tx.fetch(f"{SELECT} {NEWEST}", tx.tenant_id))


async def current(tx: Transaction) -> Programme | None:
    """The programme that is running on the tenant's day; before any runs the next one, after all the last."""
    sql = f"""{SELECT} order by sec.domain_today() between p.starts_on and p.ends_on desc,
              case when p.starts_on <= sec.domain_today() then p.starts_on end desc nulls last, p.starts_on limit 1"""
    found = await _built(tx, await tx.fetch(sql, tx.tenant_id))
    return found[0] if found else None


async def _one(tx: Transaction, sql: str, *args: object) -> Programme:
    found = await _built(tx, await tx.fetch(sql, tx.tenant_id, *args))
    if not found:
        raise NotFound("access.not-found")
    return found[0]


async def _built(tx: Transaction, rows: Iterable[asyncpg.Record]) -> tuple[Programme, ...]:
    kept = list(rows)
    rules = await pinned.load(tx, {row["rules_hash"] for row in kept})
    return tuple(_programme(row, rules[row["rules_hash"]]) for row in kept)


def _programme(row: asyncpg.Record, rules: Pack) -> Programme:
    instants = zip(row["keys"], row["opens"], row["closes"], strict=True)
    dated = {due.key: due for due in calendar.schedule(rules, row["year"])}
    milestones = {key: _stored(dated[key], opens, closes) for key, opens, closes in instants if key in dated}
    stored = {name: row[name] for name in STORED}
    return Programme(**stored, rules=rules, milestones=MappingProxyType(milestones))


def _stored(due: Due, opens_at: datetime, closes_at: datetime) -> Due:
    """The milestone with its stored instants. One that was moved since the opening is worded by its new last day."""
    if closes_at == due.closes_at:
        return msgspec.structs.replace(due, opens_at=opens_at)
    moved = msgspec.structs.replace(due, opens_at=opens_at, closes_at=closes_at, wording="by")
    return msgspec.structs.replace(moved, named=moved.last_day)
