"""Sign-in names: what they may look like, whether one is free, one made from a person's name."""

import re
from collections.abc import Container, Sequence

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


def base(search_key: str) -> str:
    """A person's search key as a name: given name, then the initials (`ut.ht` for "ho thi ut")."""
    words = [re.sub(r"[^a-z0-9]", "", word) for word in search_key.split()]
    words = [word for word in words if word] or ["doanvien"]
    found = ".".join(part for part in (words[-1][:40], "".join(word[0] for word in words[:-1])[:10]) if part)
    return found if len(found) >= 3 else f"{found}.dv"


def suggested(search_key: str, taken: Container[str]) -> str:
    """The base, with a number where it is taken."""
    first = base(search_key)
    number, name = 1, first
    while name in taken:
        number += 1
        name = f"{first}{number}"
    return name


async def taken_like(tx: Transaction, bases: Sequence[str]) -> set[str]:
    """The names in use that begin with one of `bases`."""
    rows = await tx.fetch(
        "select a.username from unnest($2::text[]) as b (base) join account a "
        """on a.tenant_id = $1 and a.username >= b.base collate "C" and a.username < (b.base || '~') collate "C" """,
        tx.tenant_id, sorted(set(bases)),
    )  # fmt: skip
    return {row["username"] for row in rows}
