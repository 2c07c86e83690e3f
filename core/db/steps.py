"""Raw DDL as a migration step: Piccolo cannot say composite keys, policies or functions."""

from collections.abc import Awaitable, Callable, Iterable

from core.db.engine import ENGINE


def steps(*parts: str | Iterable[str]) -> Callable[[], Awaitable[None]]:
    """One step that runs scripts (strings of several statements) and lists of statements in order."""

    async def run() -> None:
        connection = ENGINE.current_transaction.get().connection
        for part in parts:
            for script in [part] if isinstance(part, str) else part:
                await connection.execute(script)

    return run
