"""Reading a tenant's own words."""

from core.db.scope import Transaction
from core.own_words.rules import Address, Word


async def all_words(tx: Transaction) -> dict[Address, Word]:
    """Every word of this tenant that is not ours."""
    rows = await tx.fetch("select part, key, vi, en from own_word where tenant_id = $1", tx.tenant_id)
    return {(row["part"], row["key"]): Word(row["vi"], row["en"]) for row in rows}
