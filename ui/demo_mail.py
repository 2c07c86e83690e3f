"""The mail server of the demo: takes every letter by SMTP and keeps it in a folder, so that none leaves the machine."""

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from msgspec import Struct

from core.db.ids import new_id

FOLDER = "mail"
HOST = "127.0.0.1"
SHOWN = 30


class Caught(Struct, frozen=True):
    """A letter that was caught."""

    subject: str
    to: str
    body: str


class _Keeper:
    """Writes each letter into a file; names rise with time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the letter."""
        (self._folder / f"{new_id()}.eml").write_bytes(envelope.original_content or b"")
        return "250 kept"


@contextmanager
def caught(folder: Path) -> Iterator[str]:
    """Catch letters while inside; the value is the SMTP_URL."""
    folder.mkdir(exist_ok=True)
    port = _free_port()
    controller = Controller(_Keeper(folder), hostname=HOST, port=port)
    controller.start()
    try:
        yield f"smtp://{HOST}:{port}"
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def read(folder: Path, slug: str) -> tuple[Caught, ...]:
    """The newest letters of a tenant."""
    found = []
    for file in sorted(folder.glob("*.eml"), reverse=True):
        message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        if message["List-Id"] == f"<{slug}.renluyen>":
            found.append(Caught(str(message["Subject"]), str(message["To"]), message.get_content()))
        if len(found) == SHOWN:
            break
    return tuple(found)
