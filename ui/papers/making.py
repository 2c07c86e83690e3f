"""The paper itself: the tenant's own template where it has one, ours otherwise."""

import asyncio
from collections.abc import Mapping

from litestar import Response

from core.configurations import queries as configurations
from core.db.scope import Transaction
from core.errors import Problem
from core.packs.schema import Pack
from core.paper_templates import queries
from core.programmes import queries as programmes
from core.uploaded_packs import queries as uploaded_packs
from ui.downloads import download
from ui.papers import fields, word, word_default


async def rules_of_packs(tx: Transaction) -> dict[str, Pack]:
    """The rules by which papers of each pack are made: those of the newest programme, else those that the tenant has
    taken up, else those of the pack. Packs with programmes come first."""
    found: dict[str, Pack] = {}
    for one in (*await programmes.listing(tx), *await configurations.listing(tx)):
        found.setdefault(one.pack_id, one.rules)
    for pack in (await configurations.available(tx)).values():
        found.setdefault(pack.id, pack.rules)
    return found


async def template_of(tx: Transaction, pack_id: str, slot: str) -> bytes | None:
    """The tenant's own template of the slot, else that of its uploaded pack, None where ours holds: read inside the
    transaction."""
    return await queries.held(tx, pack_id, slot) or await uploaded_packs.template(tx, pack_id, slot)


async def paper(rules: Pack, slot: str, template: bytes | None, values: Mapping[str, object]) -> bytes:
    """The Word file, after the transaction. Problem `template.does-not-fit` where the tenant's template asks for what
    this programme does not have."""
    known = fields.of_slot(rules, slot)
    if template is None:
        return (await word.make(await default(rules, slot), known, values)).content
    try:
        return (await word.make(template, known, values)).content
    except Problem as problem:
        raise Problem("template.does-not-fit") from problem


async def default(rules: Pack, slot: str) -> bytes:
    """Our own template of a slot."""
    return await asyncio.to_thread(word_default.of_slot, rules, slot)


def file(content: bytes, title: str, ending: str = "docx", kind: str = word.DOCX) -> Response[bytes]:
    """A download with both names: one for old browsers, the Vietnamese one for the others."""
    return download(content, f"{title}.{ending}", kind)
