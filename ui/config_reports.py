"""What `renluyen config` tells: packs of a tenant, their rules, differences and versions."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import click
import msgspec

from core.configurations import queries, releases
from core.configurations.queries import Configuration
from core.configurations.rules import Plain, place_of, value_at
from core.db.scope import Database, Transaction
from core.errors import NotFound, Problem
from core.packs import reading
from tenants.registry import Registry
from ui.cli_parts import say, variable
from ui.configuration_words import chapters, version_word

Answer = TypeVar("Answer")
STATES = {"enabled": "đang dùng", "retired": "đã ngừng dùng"}


@asynccontextmanager
async def door(slug: str, *, readonly: bool = True) -> AsyncIterator[Transaction]:
    """The tenant's own door by DATABASE_URL; NotFound for an unknown address."""
    database = Database(variable("DATABASE_URL"), pool_size=1)
    await database.open()
    try:
        tenant = await Registry(database).find(slug)
        if tenant is None:
            raise NotFound("tenant.unknown", slug=slug)
        async with database.tenant(tenant.scope, readonly=readonly) as tx:
            yield tx
    finally:
        await database.close()


def inside(slug: str, work: Callable[[Transaction], Coroutine[Any, Any, Answer]], *, readonly: bool = True) -> Answer:
    """Do `work` in one transaction of the tenant."""

    async def run() -> Answer:
        async with door(slug, readonly=readonly) as tx:
            return await work(tx)

    return asyncio.run(run())


def listing(slug: str, *, as_json: bool) -> int:
    """Every pack with its state."""
    found = inside(slug, releases.shelves)
    told = [
        {
            "pack": one.pack_id, "state": one.held.state if one.held else "free",
            "version": one.held.number if one.held else None,
            "release": one.held.base.version if one.held else one.pack.version if one.pack else None,
            "newer": one.pack.version if one.newer and one.pack else None, "draft": one.drafted,
        }
        for one in found
    ]  # fmt: skip
    lines = []
    for one in found:
        held = one.held
        state = f"{STATES[held.state]}, phiên bản {held.number}" if held else "chưa chọn"
        notes = [text for said, text in ((one.drafted, "có bản nháp"), (one.newer, "có bản mới")) if said]
        lines.append(f"{one.pack_id}: {', '.join([state, *notes])}")
    say(as_json, told, "\n".join(lines))
    return 0


def show(slug: str, pack: str, side: str, place: str, *, as_json: bool) -> int:
    """The rules of one side as plain data; 1 where the place holds nothing."""
    rules = inside(slug, lambda tx: rules_of(tx, pack, side))
    found = value_at(rules, place_of(place)) if place else rules
    text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
    say(as_json, found, text)
    return 0 if found is not None else 1


def diff(slug: str, pack: str, left: str, right: str, *, as_json: bool) -> int:
    """Differences in words; 1 if there are any."""

    async def work(tx: Transaction) -> tuple[Plain, Plain]:
        return await rules_of(tx, pack, left), await rules_of(tx, pack, right)

    found = chapters(*inside(slug, work))
    told = [
        {"place": line.place, "kind": line.kind, "before": line.before, "after": line.after, "says": line.sentence}
        for chapter in found
        for line in chapter.lines
    ]
    lines = [text for one in found for text in (one.title, *(f"  {line.sentence}" for line in one.lines))]
    say(as_json, told, "\n".join(lines) or "Không có khác biệt.")
    return 1 if found else 0


def history(slug: str, pack: str, *, as_json: bool) -> int:
    """The published versions."""

    async def work(tx: Transaction) -> tuple[queries.Version, ...]:
        await queries.get(tx, pack)
        return await queries.versions(tx, pack)

    found = inside(slug, work)
    told = [
        {"number": one.number, "kind": one.kind, "by": one.by, "at": one.published_at, "reason": one.reason}
        for one in found
    ]
    lines = (
        f"{one.number:>3}  {one.published_at:%d/%m/%Y %H:%M}  {version_word(one.kind)}  {one.by or '–'}  {one.reason}"
        for one in found
    )
    say(as_json, told, "\n".join(line.rstrip() for line in lines))
    return 0


async def rules_of(tx: Transaction, pack: str, side: str) -> Plain:
    """One side of a comparison: `draft`, `in-force`, `pack` (as taken up), `new` (as installed), a version's number."""
    held = await queries.get(tx, pack)
    if side == "draft":
        return (await queries.draft(tx, pack)).plain
    if side == "new":
        installed = (await queries.available(tx)).get(pack)
        if installed is None:
            raise NotFound("pack.not-installed", pack=pack)
        return reading.plain(installed.rules)
    if side.isascii() and side.isdigit():
        return reading.plain((await queries.version(tx, pack, int(side)))[1])
    return reading.plain(_named(held, side))


def _named(held: Configuration, side: str) -> queries.Pack:
    known = {"in-force": held.rules, "pack": held.base}
    if side not in known:
        raise Problem("configuration.unknown-side", side=side)
    return known[side]


def tell(lines: list[str]) -> None:
    """Lines for a person who has something to mend."""
    for line in lines:
        click.secho(line, fg="red", err=True)
