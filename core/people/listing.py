"""Pages of people: by name in Vietnamese order, found with or without diacritics, within a part of the tree."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from core.db.scope import Transaction
from core.people.queries import TODAY, Post, current_posts
from core.people.rules import tokens

SIZE = 50
END = "\U0010ffff"  # after every letter: the end of a prefix range
MOST_WORDS = 6


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a list: where he belongs and what he holds today."""

    id: UUID
    full_name: str
    code: str | None
    birth_date: date | None
    unit_id: UUID | None
    unit_name: str | None
    posts: tuple[Post, ...] = ()


class Page(msgspec.Struct, frozen=True):
    """Rows in order; `before` and `after` are the ids to turn the page by, None at an end. `total` counts all."""

    rows: tuple[Row, ...]
    total: int
    before: UUID | None
    after: UUID | None


class _Query:
    """Conditions and their numbered arguments, in the order they are added."""

    def __init__(self, tx: Transaction) -> None:
        self.args: list[Any] = [tx.tenant_id]
        self.conditions = ["p.tenant_id = $1"]

    def arg(self, value: object) -> str:
        self.args.append(value)
        return f"${len(self.args)}"

    def add(self, condition: Callable[[Callable[[object], str]], str]) -> None:
        self.conditions.append(condition(self.arg))

    def where(self) -> str:
        return " and ".join(self.conditions)


# The people of a page are found first, so that a wrong guess at their number multiplies nothing.
ROW = f"""with p as materialized (
  select p.tenant_id, p.id, p.full_name, p.code, p.birth_date, p.sort_key from person p
  where {{where}} order by p.sort_key {{direction}}, p.id {{direction}} limit {{limit}}
)
select p.id, p.full_name, p.code, p.birth_date, p.sort_key, m.unit_id, u.name as unit_name
from p
left join membership m on m.tenant_id = p.tenant_id and m.person_id = p.id and {TODAY.format("m")}
left join unit u on u.tenant_id = m.tenant_id and u.id = m.unit_id
order by p.sort_key {{direction}}, p.id {{direction}}"""
SERVES = f"""select o.unit_id from position o where o.tenant_id = p.tenant_id and o.person_id = p.id
  and {TODAY.format("o")}"""
BELONGS = f"""select b.unit_id from membership b where b.tenant_id = p.tenant_id and b.person_id = p.id
  and {TODAY.format("b")}"""


async def page(
    tx: Transaction,
    *,
    text: str = "",
    unit_path: str = "",
    cadres: bool = False,
    after: UUID | None = None,
    before: UUID | None = None,
    size: int = SIZE,
) -> Page:
    """One page of the people who match: every word of `text` begins a word of the name, or it is the code; in
    the subtree of `unit_path` by membership or position; with `cadres` only holders of a position today."""
    query = _Query(tx)
    _named(query, text)
    if unit_path:
        query.add(lambda arg: _within(arg(unit_path)))
    if cadres:
        query.conditions.append(f"exists ({SERVES})")
    total = await tx.fetchval(f"select count(*)::int from person p where {query.where()}", *query.args)
    turned, back = after or before, before is not None and after is None
    if turned:
        sign = "<" if back else ">"
        query.add(
            lambda arg: (
                f"""(p.sort_key, p.id) {sign}
              (select k.sort_key, k.id from person k where k.tenant_id = $1 and k.id = {arg(turned)})"""
            )
        )
    direction = "desc" if back else "asc"
    rows = await tx.fetch(
        ROW.format(where=query.where(), direction=direction, limit=query.arg(size + 1)), *query.args
    )
    more, kept = len(rows) > size, rows[:size][:: -1 if back else 1]
    return Page(
        await rows_of(tx, kept),
        total,
        kept[0]["id"] if kept and (more if back else after is not None) else None,
        kept[-1]["id"] if kept and (back or more) else None,
    )


def _named(query: _Query, text: str) -> bool:
    """Every word is the beginning of a word of the name: ranges, because LIKE has no index under row security."""
    words = tokens(text)[:MOST_WORDS]
    if any(letter.isdigit() for letter in text):
        query.add(lambda arg: f"p.code = {arg(text.strip().upper())}")
        return True
    for word in words:
        query.add(
            lambda arg, word=word: (
                f"""exists (select from person_token t where t.tenant_id = $1 and t.person_id = p.id
              and t.token >= {arg(word)} and t.token < {arg(word + END)})"""
            )
        )
    return bool(words)


def _within(root: str) -> str:
    """Found once for the part of the tree, not once a person."""
    part = f"""join unit v on v.tenant_id = $1 and v.id = x.unit_id
      and (v.path = {root} or (v.path >= {root} || '.' and v.path < {root} || '/')) where x.tenant_id = $1"""
    return f"""p.id in (select x.person_id from membership x {part} and {TODAY.format("x")}
      union select x.person_id from position x {part} and {TODAY.format("x")})"""


async def rows_of(tx: Transaction, records: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Records of `ROW` with the positions held today."""
    held = await current_posts(tx, [record["id"] for record in records])
    return tuple(
        Row(
            id=r["id"], full_name=r["full_name"], code=r["code"], birth_date=r["birth_date"], unit_id=r["unit_id"],
            unit_name=r["unit_name"], posts=held.get(r["id"], ()),
        )
        for r in records
    )  # fmt: skip
