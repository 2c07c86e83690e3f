"""The rule packs on the command line: what there is, what is broken, what a pack says, what differs."""

import asyncio
import json
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from core.errors import NotFound
from core.packs import calendar
from core.packs.catalog import BrokenPack, Catalog, discover
from core.packs.difference import Change, changes
from core.packs.folder import from_folder
from core.packs.installed import InstalledPack
from core.packs.patching import active
from core.packs.problems import PackError, PackRefused
from ui import packs_usage
from ui.messages import FINDINGS
from ui.packs_usage import Use

SHORT = 12  # of a hash, for people


def listing(tenant: str = "", database_url: str = "", *, as_json: bool = False) -> int:
    """Print every pack, with the programmes of one tenant that follow each version; 1 if a pack is broken."""
    catalog = discover()
    found = asyncio.run(packs_usage.of_tenant(database_url, tenant, catalog)) if tenant else None
    if as_json:
        packs = [
            _identity(pack)
            | {"usable": True, "errors": [], "open": [one.address for one in pack.notices if one.waived_by is None]}
            for pack in catalog.packs.values()
        ]
        packs += [
            {"id": one.entry, "distribution": one.distribution, "usable": False, "errors": faults(one.errors)}
            for one in catalog.broken
        ]
        print_json({"packs": packs} | ({"tenant": tenant, "uses": _uses(found)} if found is not None else {}))
        return 1 if catalog.broken else 0
    for pack in catalog.packs.values():
        waiting = sum(one.waived_by is None for one in pack.notices)
        state = f"  ({waiting} điểm cần giải trình)" if waiting else ""
        click.echo(f"{pack.id}  {pack.version}  {pack.rules.title.in_('vi')}{state}")
    for broken in catalog.broken:
        _broken(broken)
    for use in found or ():
        years = ", ".join(str(one.year) for one in use.programmes)
        kept = "" if use.current else "  (khác bản đang cài)"
        click.echo(f"{tenant}: {use.pack_id}  {use.version}  {years}{kept}")
    return 1 if catalog.broken else 0


def show(name: str, *, as_json: bool = False) -> int:
    """What a pack says: who, criteria, scale, stages, dates, errata."""
    pack = found_in(discover(), name)
    rules = pack.rules
    said = _identity(pack) | {
        "extends": rules.extends,
        "provenance": rules.provenance,
        "subject": rules.subject.kind,
        "basis": {key: one.number for key, one in active(rules.basis).items()},
        "groups": {
            key: {"title": group.title.vi, "criteria": {
                name: one.title.vi for name, one in active(rules.criteria).items() if one.group == key
            }} for key, group in active(rules.groups).items()
        },
        "scale": rules.scale.kind,
        "levels": {key: {"title": one.title.vi, "minimum": one.minimum, "national": one.national}
                   for key, one in active(rules.scale.levels).items()},
        "checkpoints": {key: list(one.stages) for key, one in active(rules.checkpoints).items()},
        "milestones": {key: {"title": one.title.vi, "act": one.act} for key, one in active(rules.milestones).items()},
        "registers": {key: one.title.vi for key, one in active(rules.registers).items()},
        "errata": {key: {"printed": one.printed, "read_as": one.read_as.vi, "waives": list(one.waives)}
                   for key, one in active(rules.errata).items()},
        "findings": [str(one) for one in pack.notices],
    }  # fmt: skip
    if as_json:
        print_json(said)
        return 0
    click.secho(f"{said['id']} {said['version']}: {said['title']}", bold=True)
    click.echo(f"{rules.issuer.vi}. {rules.summary.vi}")
    for part in ("extends", "provenance", "subject", "basis", "groups", "scale", "levels", "checkpoints", "milestones",
                 "registers", "errata", "findings"):  # fmt: skip
        if said[part]:
            click.secho(part, fg="cyan")
            click.echo(_indented(said[part]))
    return 0


def milestones(name: str, period: str, *, as_json: bool = False) -> int:
    """The real instants of a programme year ("2020", or "2020-2021" where a year spans two)."""
    pack = found_in(discover(), name)
    year = calendar.year_named(pack.rules.period, period)
    dues = [
        {"key": due.key, "title": due.title.vi, "act": due.act, "opens": due.opens_at.isoformat(),
         "late_from": due.closes_at.isoformat(), "last_day": due.last_day.isoformat(), "wording": due.wording,
         "owed_by": list(due.owed_by)}
        for due in pack.hooks.milestones(pack.rules, year)
    ]  # fmt: skip
    meetings = [{"key": key, "title": one.title.vi} for key, one in calendar.undated(pack.rules, year).items()]
    if as_json:
        print_json({"id": pack.id, "year": year, "milestones": dues, "at_meetings": meetings})
        return 0
    for due in dues:
        click.echo(f"{due['last_day']}  (trễ từ {due['late_from']})  {due['title']}  [{', '.join(due['owed_by'])}]")
    for one in meetings:
        click.echo(f"theo kỳ họp  {one['title']}")
    return 0


def diff(first: str, second: str, *, as_json: bool = False) -> int:
    """What differs between two packs, installed or in folders, their code as one thing; 1 if anything does."""
    catalog = discover()
    old, new = found_in(catalog, first), found_in(catalog, second)
    found = changes(old.rules, new.rules)
    if (old.modules or new.modules) and old.hooks_hash != new.hooks_hash:
        found += (Change("hooks", "changed", old.hooks_hash[:SHORT], new.hooks_hash[:SHORT]),)
    if as_json:
        print_json({"changes": msgspec.to_builtins(found, enc_hook=str)})
    for change in () if as_json else found:
        _tell(change)
    return 1 if found else 0


def found_in(catalog: Catalog, name: str) -> InstalledPack:
    """The installed pack of this name, or the one in this folder; PackRefused says what is wrong with a broken one."""
    if name in catalog.packs:
        return catalog.packs[name]
    broken = next((one for one in catalog.broken if one.entry == name), None)
    if broken:
        raise PackRefused(broken.errors)
    if Path(name).is_dir():
        return from_folder(Path(name), catalog.packs)
    raise NotFound("pack.not-installed", pack=name)


def _uses(found: Iterable[Use]) -> list[dict[str, object]]:
    return [
        {"pack": use.pack_id, "version": use.version, "current": use.current, "programmes": [
            {"slug": one.slug, "year": one.year, "state": one.state, "hooks_hash": one.hooks_hash}
            for one in use.programmes
        ]}
        for use in found
    ]  # fmt: skip


def _identity(pack: InstalledPack) -> dict[str, object]:
    return {
        "id": pack.id, "version": pack.version, "title": pack.rules.title.in_("vi"), "distribution": pack.distribution,
        "dist_version": pack.dist_version, "hooks_hash": pack.hooks_hash,
    }  # fmt: skip


def faults(errors: tuple[PackError, ...]) -> list[dict[str, str]]:
    """Faults as plain data, each with the sentence for its code."""
    return [msgspec.structs.asdict(one) | {"says": FINDINGS.get(one.code, "")} for one in errors]


def said(code: str) -> str:
    """What kind of fault it is, in words and by its stable code."""
    return f"{FINDINGS.get(code, '')} [{code}]".strip()


def _broken(broken: BrokenPack) -> None:
    click.secho(f"{broken.entry} ({broken.distribution}): không dùng được", fg="red")
    for error in broken.errors:
        click.echo(f"  {said(error.code)}")
        click.echo(f"  {error.file} {error.place}: có {error.found}; cần {error.wanted}")


def _tell(change: Change) -> None:
    mark = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}[change.kind]
    color = {"added": "green", "removed": "red"}.get(change.kind)
    words = _behind if change.kind == "moved" else _words
    said = " → ".join(words(value) for value in (change.before, change.after) if value is not None)
    click.secho(f"{mark} {change.place}: {said}", fg=color)


def _behind(value: object) -> str:
    return f"sau {value}" if value else "đầu tiên"


def _words(value: object) -> str:
    if isinstance(value, dict):
        title = value.get("title", value)
        return str(title.get("vi", title)) if isinstance(title, dict) else str(title)
    return str(value)


def _indented(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2) if not isinstance(value, str) else value
    return "\n".join(f"  {line}" for line in text.splitlines())


def print_json(value: object) -> None:
    """An answer for scripts."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
