"""Writing a tenant's own words. They hold at once, in every programme: names are no rules."""

from collections.abc import Mapping

from core import audit
from core.access import Actor, Target, require
from core.db.scope import Transaction
from core.errors import NotFound, Problem, Stale
from core.own_words import queries, rules
from core.own_words.rules import Address, Word


async def save(
    tx: Transaction, actor: Actor, words: Mapping[Address, Word | None], seen: Mapping[Address, Word | None]
) -> int:
    """Call things by these words, None for ours; how many changed. `seen` are the words that the form was filled
    from: a word that somebody else has changed since is refused with both (`configuration.stale`)."""
    require(actor, "configuration.admin", Target())
    if any(key not in rules.PARTS.get(part, ()) for part, key in words):
        raise NotFound("access.not-found")
    # Two savers at once: the second waits, then sees what the first has written.
    await tx.execute("select pg_advisory_xact_lock(hashtext('own_word' || $1::text))", str(tx.tenant_id))
    now = await queries.all_words(tx)
    wanted = {
        address: word for address, word in words.items() if word != seen.get(address) and word != now.get(address)
    }
    rules.check({**now, **wanted})
    stale = [
        Problem("configuration.stale", field="/".join(address), theirs=_plain(now.get(address)), mine=_plain(word))
        for address, word in wanted.items()
        if now.get(address) != seen.get(address)
    ]
    if stale:
        raise Stale("configuration.stale-form", problems=stale)
    for (part, key), word in wanted.items():
        if word is None:
            sql = "delete from own_word where tenant_id = $1 and part = $2 and key = $3"
            await tx.execute(sql, tx.tenant_id, part, key)
        else:
            await tx.execute(
                """insert into own_word (tenant_id, part, key, vi, en) values ($1, $2, $3, $4, $5)
                   on conflict (tenant_id, part, key) do update set vi = excluded.vi, en = excluded.en""",
                tx.tenant_id, part, key, word.vi, word.en,
            )  # fmt: skip
    for (part, key), word in wanted.items():
        before = now.get((part, key))
        await audit.record(tx, actor, "own_words.change", f"{part}/{key}", before=_vi(before), after=_vi(word))
    return len(wanted)


def _plain(word: Word | None) -> str:
    return " / ".join(said for said in (word.vi, word.en) if said) if word else ""


def _vi(word: Word | None) -> str:
    return word.vi if word else ""
