"""Sign-in names: what they may look like, whether one is free, one made from a person's name."""

import re
from collections.abc import Container

from core.db.scope import Transaction
from core.errors import Problem

SHAPE = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
LONGEST = 60


async def require_free(tx: Transaction, name: str) -> None:
    """Refuse a name of another shape (`account.bad-username`) or somebody else's (`account.username-taken`)."""
    if not 3 <= len(name) <= LONGEST or not SHAPE.fullmatch(name):
        raise Problem("account.bad-username", field="username")
    if await tx.fetchval("select true from account where tenant_id = $1 and username = $2", tx.tenant_id, name):
        raise Problem("account.username-taken", field="username", username=name)


def suggested(search_key: str, taken: Container[str]) -> str:
    """A free name from a person's search key: given name, then the initials (`ut.ht` for "ho thi ut"), then a number."""
    words = [re.sub(r"[^a-z0-9]", "", word) for word in search_key.split()]
    words = [word for word in words if word] or ["doanvien"]
    base = ".".join(part for part in (words[-1][:40], "".join(word[0] for word in words[:-1])[:10]) if part)
    base = base if len(base) >= 3 else f"{base}.dv"
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}{number}"
    return name
