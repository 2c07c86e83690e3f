"""What goes out by the clock: reminders and news into the inboxes, letters to the mail server."""

import contextlib
import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.mime.text import MIMEText
from email.utils import format_datetime
from functools import partial
from urllib.parse import unquote, urlsplit

import aiosmtplib

from core.db.scope import Database, Transaction
from core.errors import Problem
from core.messages import letters, news, reminders
from core.messages.letters import Letter
from core.programmes import queries as programmes
from core.settings import Settings
from core.steering import reminders as steering
from tenants.registry import Registry, Tenant
from tenants.worker import Chore
from ui import i18n, letter_heads, message_words, short_texts, terms

PATIENCE = 20  # seconds for one letter
# Every ten seconds. Letters of the demo too: who moves its clock on would else leave them behind, too old to be sent.
OFTEN = "* * * * * */10"
log = logging.getLogger("renluyen.mailing")


def chores(settings: Settings) -> Mapping[str, tuple[str, Chore]]:
    """What the worker minds: name → (when, what)."""
    return {
        "news": (OFTEN, _news),
        "reminders": ("*/15 * * * *", _reminders),
        "letters": (OFTEN if settings.demo else "* * * * * 30", partial(send, settings)),
    }


async def _news(database: Database, registry: Registry) -> None:
    for tenant in await registry.all():
        with _going_on(tenant, "news"):
            async with database.tenant(tenant.scope) as tx:
                await news.tell(tx)


async def _reminders(database: Database, registry: Registry) -> None:
    for tenant in await registry.all():
        with _going_on(tenant, "reminders"):
            async with database.tenant(tenant.scope) as tx:
                await reminders.remind(tx)
                await steering.remind(tx)


async def send(settings: Settings, database: Database, registry: Registry) -> None:
    """Put what waits into letters and short texts, and hand over those whose turn has come."""
    if not (settings.smtp_url or settings.short_text_url):
        return
    for tenant in await registry.all():
        with _going_on(tenant, "short texts"):
            if settings.short_text_url:
                await short_texts.send(settings, database, tenant)
        with _going_on(tenant, "letters"):
            if not settings.smtp_url:
                continue
            async with database.tenant(tenant.scope) as tx:
                await letters.gather(tx)
                due = await letters.due(tx)
            for letter in due:
                await _send(settings, database, tenant, letter)


async def _send(settings: Settings, database: Database, tenant: Tenant, letter: Letter) -> None:
    async with database.tenant(tenant.scope) as tx:
        message = await _written(tx, settings, tenant, letter)
    problem = await _handed_over(settings.smtp_url, message, _sender(settings), letter.address)
    async with database.tenant(tenant.scope) as tx:
        if problem:
            await letters.failed(tx, letter, problem, datetime.now(UTC))
        else:
            await letters.sent(tx, letter)


async def _written(tx: Transaction, settings: Settings, tenant: Tenant, letter: Letter) -> MIMEText:
    """The letter in its reader's language, from the union's name."""
    i18n.activate(letter.locale or tenant.locale)
    terms.activate(tenant.profile.get("unit_kinds", {}))
    known = {one.id: one for one in await programmes.listing(tx)}
    now = await tx.now()
    told = tuple(message_words.said(one, known, now) for one in letter.messages)
    sender = _sender(settings)
    message = MIMEText(message_words.body(letter.name, told, f"{settings.base_url}/{tenant.slug}"), "plain", "utf-8")
    message["Subject"] = letter_heads.words(message_words.subject(told))
    message["From"] = letter_heads.mailbox(tenant.name, sender)
    message["To"] = letter_heads.mailbox(letter.name, letter.address)
    message["Date"] = format_datetime(datetime.now(UTC))
    # The same letter tried twice is one letter for its reader.
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["List-Id"] = f"<{tenant.slug}.renluyen>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _sender(settings: Settings) -> str:
    """The address from which letters come."""
    return settings.mail_from or f"renluyen@{urlsplit(settings.base_url).hostname}"


async def _handed_over(url: str, message: MIMEText, sender: str, reader: str) -> str:
    """Nothing, or why the mail server did not take the letter."""
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    try:
        await aiosmtplib.send(
            message, sender=sender, recipients=[reader], hostname=parts.hostname,
            port=parts.port or (465 if secure else 587), use_tls=secure,
            start_tls=None if parts.username else False, timeout=PATIENCE,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )  # fmt: skip
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def check_url(url: str) -> None:
    """Refuse an SMTP_URL that cannot be one."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise Problem("settings.not-smtp", variable="SMTP_URL")


@contextlib.contextmanager
def _going_on(tenant: Tenant, what: str) -> Iterator[None]:
    """A tenant that fails does not stop the others."""
    try:
        yield
    except Exception:
        log.exception("%s failed for tenant %s", what, tenant.slug)
