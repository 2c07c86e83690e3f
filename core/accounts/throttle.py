"""A growing delay on wrong passwords instead of a lockout; one atomic statement, whatever the workers."""

import hashlib
from datetime import datetime

from core.db.scope import Transaction
from core.errors import Problem

FREE = 4  # wrong tries before the delay begins
LONGEST = 900  # seconds

# The try is counted before the password is checked, so parallel guesses cannot slip past.
COUNT = """
insert into login_throttle as t (tenant_id, subject, failures) values ($1, $2, 1)
on conflict (tenant_id, subject) do update set
  failures = case when t.last_at < now() - interval '1 hour' then 1 else t.failures + 1 end,
  last_at = now(),
  open_at = now() + make_interval(secs => case when t.last_at < now() - interval '1 hour' or t.failures < $3 then 0
                                               else least(power(2, t.failures - $3), $4) end)
where t.open_at <= now()
returning t.failures
"""


class TooManyTries(Problem):
    """Wait: `seconds` tells how long."""

    status = 429


def subject(kind: str, value: str) -> str:
    """What is counted; only a hash is stored."""
    return kind + ":" + hashlib.sha256(value.encode()).hexdigest()[:32]


async def attempt(tx: Transaction, *subjects: str) -> None:
    """Count a try for each subject; raises `sign-in.wait` while a delay runs."""
    for key in subjects:
        if await tx.fetchval(COUNT, tx.tenant_id, key, FREE, LONGEST) is None:
            opens: datetime = await tx.fetchval(
                "select open_at from login_throttle where tenant_id = $1 and subject = $2", tx.tenant_id, key
            )
            left = await tx.fetchval("select ceil(extract(epoch from $1 - now()))::int", opens)
            raise TooManyTries("sign-in.wait", seconds=max(1, left or 1))


async def clear(tx: Transaction, key: str) -> None:
    """A right password ends the delay of that account (not that of the address)."""
    await tx.execute("delete from login_throttle where tenant_id = $1 and subject = $2", tx.tenant_id, key)
