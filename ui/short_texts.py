"""The port for short texts: each is posted as JSON to one address, where the union's own gateway to SMS or Zalo waits.

    POST <SHORT_TEXT_URL>   authorization: Bearer <SHORT_TEXT_SECRET>   idempotency-key: <id>
    {"id": …, "tenant": "kien-giang", "to": "0912345678", "text": "…", "locale": "vi"}

Any 2xx means taken; everything else, and silence, is tried again as a letter is. The same `id` may come twice.
"""

import asyncio
import urllib.error
import urllib.request
from datetime import UTC, datetime
from urllib.parse import urlsplit

from msgspec import json

from core.db.scope import Database
from core.errors import Problem
from core.messages import letters, short_texts
from core.messages.letters import Letter
from core.programmes import queries as programmes
from core.settings import Settings
from tenants.registry import Tenant
from ui import i18n, message_words, terms

PATIENCE = 15  # seconds for one text
MOST = 300  # characters: two SMS of Vietnamese letters and the address


async def send(settings: Settings, database: Database, tenant: Tenant) -> None:
    """Gather what waits for phones of this tenant and post what is due."""
    async with database.tenant(tenant.scope) as tx:
        await short_texts.gather(tx)
        due = await letters.due(tx, channel=short_texts.CHANNEL)
        known = {one.id: one for one in await programmes.listing(tx)} if due else {}
        now = await tx.now()
    for letter in due:
        i18n.activate(letter.locale or tenant.locale)
        terms.activate(tenant.profile.get("unit_kinds", {}))
        told = tuple(message_words.said(one, known, now) for one in letter.messages)
        text = written(tenant.short_name, told, f"{settings.base_url}/{tenant.slug}/thong-bao")
        problem = await asyncio.to_thread(_posted, settings, tenant, letter, text)
        async with database.tenant(tenant.scope) as tx:
            if problem:
                await letters.failed(tx, letter, problem, datetime.now(UTC))
            else:
                await letters.sent(tx, letter)


def written(union: str, told: tuple[message_words.Said, ...], address: str) -> str:
    """The text: who writes, the newest thing, how many more, and where to read; no name of anybody."""
    head = f"{union}: {message_words.subject(told)}."
    return f"{head[: MOST - len(address) - 1]} {address}"


def check_url(url: str) -> None:
    """Refuse a SHORT_TEXT_URL that cannot be one: https, or http to this machine."""
    parts = urlsplit(url)
    near = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if url and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and near))):
        raise Problem("settings.not-https", variable="SHORT_TEXT_URL")


def _posted(settings: Settings, tenant: Tenant, letter: Letter, text: str) -> str:
    """Nothing, or why the gateway did not take the text; neither number nor text is in it."""
    body = {
        "id": str(letter.id), "tenant": tenant.slug, "to": letter.address, "text": text,
        "locale": letter.locale or tenant.locale,
    }  # fmt: skip
    request = urllib.request.Request(
        settings.short_text_url,
        data=json.encode(body),
        method="POST",
        headers={
            "content-type": "application/json",
            "authorization": f"Bearer {settings.short_text_secret}",
            "idempotency-key": str(letter.id),
        },
    )
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return "" if 200 <= answer.status < 300 else f"HTTP {answer.status}"
    except urllib.error.HTTPError as refused:
        return f"HTTP {refused.code}"
    except (OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The secret goes to the address that was set, and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)
