"""Finding people by name or code, diacritics optional: the first in name order whom the actor may see.

At 150,000 people no single plan is fast for every word and every reader, and the planner, which knows how frequent
words are, cannot reorder what row security encloses. So it is asked for its estimates first, and then one of three
ways is taken: a small part of the tree person by person; the lists of the two rarest words side by side, where they
are short; else one word in the order of names, until enough are found (docs/decisions/0019).
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from core.access import Actor, Target, can, where
from core.db.scope import Transaction
from core.people.listing import MOST_WORDS, ROW, Row, rows_of
from core.people.queries import TODAY
from core.people.rules import tokens

FEW = 100  # units of a part of the tree whose people are looked at one by one
SOME = 600  # units of a part whose people are listed before looking
SHORT = 26_000  # occurrences of the two rarest words that are laid side by side
RANGE = "{0}.token >= {1} and {0}.token < {1} || chr(1114111)"
OCCURS = f"select from person_token t where t.tenant_id = $1 and {RANGE.format('t', '$2')}"

# Where a person belongs or serves today; '' is nowhere, which only those see who see everybody. Scalar subqueries:
# asked row by row, never turned into a join of everybody.
PATH = "(select v.path from unit v where v.tenant_id = $1 and v.id = {0}.unit_id)"
PLACES = f"""select '' collate "C" as path
  union all select {PATH.format("b")} from membership b
    where b.tenant_id = $1 and b.person_id = {{person}} and {TODAY.format("b")}
  union all select {PATH.format("o")} from position o
    where o.tenant_id = $1 and o.person_id = {{person}} and {TODAY.format("o")}"""
PART = f"""select b.person_id from unit x join membership b on b.tenant_id = x.tenant_id and b.unit_id = x.id
    where x.tenant_id = $1 and {{visible}} and {TODAY.format("b")}
  union all select o.person_id from unit x join position o on o.tenant_id = x.tenant_id and o.unit_id = x.id
    where x.tenant_id = $1 and {{visible}} and {TODAY.format("o")}"""
SIZE = "select count(*) from (select from unit x where x.tenant_id = $1 and {} limit $2) sized"
# The forms of a word ("ng" is ngan, ngoc, nguyen …), each found by one step in the index.
FORMS = f"""form(token) as (
    (select t.token from person_token t where t.tenant_id = $1 and {RANGE.format("t", "{0}")} order by t.token limit 1)
    union all
    select (select t.token from person_token t where t.tenant_id = $1 and t.token > form.token
            and t.token < {{0}} || chr(1114111) order by t.token limit 1)
    from form where form.token is not null
  )"""


async def find(tx: Transaction, actor: Actor, text: str, *, most: int = 30) -> tuple[Row, ...]:
    """The people of that name or code whom the actor may see (`person.read`), in name order: every word of `text`
    begins a word of the name."""
    words = tokens(text)[:MOST_WORDS]
    if any(letter.isdigit() for letter in text):
        chosen, args = _by_code(actor, text)
    elif words:
        chosen, args = await _by_name(tx, actor, words, most)
    else:
        return ()
    ids = [row["person_id"] for row in await tx.fetch(chosen, tx.tenant_id, *args)] if chosen else []
    if not ids:
        return ()
    rows = await tx.fetch(
        ROW.format(where="p.tenant_id = $1 and p.id = any($2::uuid[])", direction="asc", limit="$3"),
        tx.tenant_id, ids, most,
    )  # fmt: skip
    return await rows_of(tx, rows)


def _by_code(actor: Actor, text: str) -> tuple[str, list[Any]]:
    visible, args = _asked(actor, "p.id", first=3)
    sql = f"select p.id as person_id from person p where p.tenant_id = $1 and p.code = $2 and {visible}"
    return sql, [text.strip().upper(), *args]


async def _by_name(tx: Transaction, actor: Actor, words: Sequence[str], most: int) -> tuple[str, list[Any]]:
    """The statement that reads least; '' where nobody has such a word."""
    for word in words:
        if not await tx.fetchval(f"select exists ({OCCURS})", tx.tenant_id, word):
            return "", []
    args, seen = [], "true"
    if not can(actor, "person.read", Target()):
        visible, args = where(actor, "person.read", path="x.path", first=3 + len(words))
        alone, bound = where(actor, "person.read", path="x.path", first=3)
        size = await tx.fetchval(SIZE.format(alone), tx.tenant_id, SOME + 1, *bound)
        if size <= FEW:
            return _in_part(visible, words), [most, *words, *args]
        seen = f"({{0}} in ({PART.format(visible=visible)})) is true"  # kept in memory, not joined
        if size > SOME:
            seen, args = _asked(actor, "{0}", first=3 + len(words))
    often = [await _estimate(tx, OCCURS, word) for word in words]
    rare = sorted(range(len(words)), key=lambda at: often[at])
    if len(words) > 1 and sum(often[at] for at in rare[:2]) <= SHORT:
        return _side_by_side(seen, len(words)), [most, *(words[at] for at in rare), *args]
    # A whole word has one list in order; the beginnings of many words have as many lists.
    order = sorted(range(len(words)), key=lambda at: (-len(words[at]), often[at]))
    return _in_order(seen, len(words)), [most, *(words[at] for at in order), *args]


async def _estimate(tx: Transaction, sql: str, *args: object) -> float:
    """How many rows the planner expects; nothing is read."""
    told = await tx.fetchval(f"explain (format json) {sql}", tx.tenant_id, *args)
    return msgspec.json.decode(told)[0]["Plan"]["Plan Rows"]


def _in_part(visible: str, words: Sequence[str]) -> str:
    """Everybody in the part, each asked for the words."""
    named = " and ".join(_has("s.person_id", f"${3 + at}") for at in range(len(words)))
    return f"""with part as materialized (select distinct y.person_id from ({PART.format(visible=visible)}) y)
      select s.person_id from part s join person p on p.tenant_id = $1 and p.id = s.person_id
      where {named} order by p.sort_key, p.id limit $2"""


def _side_by_side(seen: str, words: int) -> str:
    """Who is in the lists of the first two words, each asked for the others."""
    lists = " intersect ".join(
        f"select t.person_id from person_token t where t.tenant_id = $1 and {RANGE.format('t', f'${3 + at}')}"
        for at in range(2)
    )
    named = [_has("l.person_id", f"${3 + at}") for at in range(2, words)]
    return f"""select l.person_id from ({lists} offset 0) l
      where {" and ".join([*named, seen.format("l.person_id")])}
      order by (select p.sort_key from person p where p.tenant_id = $1 and p.id = l.person_id), l.person_id limit $2"""


def _in_order(seen: str, words: int) -> str:
    """Each form of the first word in name order, until enough of them have the other words and may be seen."""
    named = [_has("t.person_id", f"${4 + at}") for at in range(words - 1)]
    wanted = " and ".join([*named, seen.format("t.person_id")])
    return f"""with recursive {FORMS.format("$3")}
      select person_id from (
        select distinct near.person_id, near.sort_key from form cross join lateral (
          select t.person_id, t.sort_key from person_token t
          where t.tenant_id = $1 and t.token = form.token and {wanted}
          order by t.sort_key, t.person_id limit $2
        ) near where form.token is not null
      ) found order by sort_key, person_id limit $2"""


def _has(person: str, word: str) -> str:
    return f"""(select true from person_token w where w.tenant_id = $1 and w.person_id = {person}
      and {RANGE.format("w", word)} limit 1)"""


def _asked(actor: Actor, person: str, *, first: int) -> tuple[str, list[Any]]:
    """Whether the actor may see a person, asked of each."""
    if can(actor, "person.read", Target()):
        return "true", []
    visible, args = where(actor, "person.read", path="x.path", person=person, first=first)
    return f"(select true from ({PLACES.format(person=person)}) x where {visible} limit 1)", args
