"""The rule packs on the command line: what there is, what is broken, what a pack says, what differs."""

import json
from pathlib import Path

import click
import msgspec

from core.errors import NotFound, Problem
from core.packs import calendar
from core.packs.cases import cases_in, load_cases, run_case
from core.packs.catalog import BrokenPack, Catalog, discover
from core.packs.difference import Change, changes
from core.packs.folder import from_folder
from core.packs.installed import InstalledPack
from core.packs.patching import active
from core.packs.problems import PackError, PackRefused


def listing(*, as_json: bool = False) -> int:
    """Print every pack; 1 if one is broken."""
    catalog = discover()
    if as_json:
        packs = [_identity(pack) | {"usable": True, "errors": []} for pack in catalog.packs.values()]
        packs += [
            {"id": one.entry, "distribution": one.distribution, "usable": False, "errors": _faults(one.errors)}
            for one in catalog.broken
        ]
        _json({"packs": packs})
        return 1 if catalog.broken else 0
    for pack in catalog.packs.values():
        click.echo(f"{pack.id}  {pack.version}  {pack.rules.title.in_('vi')}")
    for broken in catalog.broken:
        _broken(broken)
    return 1 if catalog.broken else 0


def check(names: tuple[str, ...], cases: Path | None = None, *, as_json: bool = False) -> int:
    """Findings and failing cases of the named packs or folders (of all, if none is named); 1 if anything fails."""
    catalog = discover()
    wanted = names or (*catalog.packs, *(one.entry for one in catalog.broken))
    reports = [_checked(catalog, name, cases) for name in wanted]
    if as_json:
        _json({"packs": reports})
    else:
        for report in reports:
            _say(report)
    return 0 if all(report["passed"] for report in reports) else 1


def show(name: str, *, as_json: bool = False) -> int:
    """What a pack says: who, criteria, scale, stages, dates, errata."""
    pack = _found(discover(), name)
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
        _json(said)
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
    """The real instants of a programme year ("2020" or "2020-2021")."""
    pack = _found(discover(), name)
    head = period.split("-")[0]
    if not (head.isascii() and head.isdigit() and len(head) == 4):
        raise Problem("programme.unlikely-year", field="period")
    year = int(head)
    dues = [
        {"key": due.key, "title": due.title.vi, "act": due.act, "opens": due.opens_at.isoformat(),
         "late_from": due.closes_at.isoformat(), "last_day": due.last_day.isoformat(), "wording": due.wording,
         "owed_by": list(due.owed_by)}
        for due in pack.hooks.milestones(pack.rules, year)
    ]  # fmt: skip
    meetings = [{"key": key, "title": one.title.vi} for key, one in calendar.undated(pack.rules, year).items()]
    if as_json:
        _json({"id": pack.id, "year": year, "milestones": dues, "at_meetings": meetings})
        return 0
    for due in dues:
        click.echo(f"{due['last_day']}  (trễ từ {due['late_from']})  {due['title']}  [{', '.join(due['owed_by'])}]")
    for one in meetings:
        click.echo(f"theo kỳ họp  {one['title']}")
    return 0


def diff(first: str, second: str, *, as_json: bool = False) -> int:
    """What differs between two packs, installed or in folders; 1 if anything does."""
    catalog = discover()
    found = changes(_found(catalog, first).rules, _found(catalog, second).rules)
    if as_json:
        _json({"changes": msgspec.to_builtins(found, enc_hook=str)})
    for change in () if as_json else found:
        _tell(change)
    return 1 if found else 0


def _found(catalog: Catalog, name: str) -> InstalledPack:
    """The installed pack of this name, or the one in this folder; PackRefused says what is wrong with a broken one."""
    if name in catalog.packs:
        return catalog.packs[name]
    broken = next((one for one in catalog.broken if one.entry == name), None)
    if broken:
        raise PackRefused(broken.errors)
    if Path(name).is_dir():
        return from_folder(Path(name), catalog.packs)
    raise NotFound("pack.not-installed", pack=name)


def _checked(catalog: Catalog, name: str, folder: Path | None) -> dict[str, object]:
    try:
        pack = _found(catalog, name)
    except PackRefused as refused:
        errors = _faults(refused.errors)
        return {"id": name, "passed": False, "errors": errors, "findings": [], "cases": 0, "failed": []}
    cases = cases_in(folder, pack.id) if folder else load_cases(pack)
    results = [run_case(pack, case) for case in cases]
    failed = [{"case": one.case.name, "difference": one.difference} for one in results if not one.passed]
    findings = [
        {"code": one.code, "place": one.place, "severity": one.severity, "found": one.found, "wanted": one.wanted,
         "waived_by": one.waived_by}
        for one in pack.notices
    ]  # fmt: skip
    open_ones = [one for one in findings if one["waived_by"] is None]
    return {
        "id": pack.id, "version": pack.version, "passed": not failed and not open_ones and bool(results), "errors": [],
        "findings": findings, "cases": len(results), "failed": failed,
    }  # fmt: skip


def _say(report: dict[str, object]) -> None:
    for one in report["errors"]:
        click.secho(f"{report['id']}: {one['file']} {one['place']}: có {one['found']}; cần {one['wanted']}", fg="red")
    for one in report["findings"]:
        answer = f"giải trình: {one['waived_by']}" if one["waived_by"] else f"cần {one['wanted']}"
        click.echo(f"{report['id']}: {one['code']} {one['place']}: có {one['found']}; {answer}")
    for one in report["failed"]:
        click.secho(f"✗ {one['case']}: {one['difference']}", fg="red")
    if not report["errors"]:
        right = report["cases"] - len(report["failed"])
        click.echo(f"{report['id']} {report['version']}: {right}/{report['cases']} ví dụ đúng")
        if not report["cases"]:
            click.secho(f"{report['id']}: chưa có ví dụ nào", fg="red")


def _identity(pack: InstalledPack) -> dict[str, object]:
    return {
        "id": pack.id, "version": pack.version, "title": pack.rules.title.in_("vi"), "distribution": pack.distribution,
        "dist_version": pack.dist_version, "hooks_hash": pack.hooks_hash,
    }  # fmt: skip


def _faults(errors: tuple[PackError, ...]) -> list[dict[str, str]]:
    return [msgspec.structs.asdict(one) for one in errors]


def _broken(broken: BrokenPack) -> None:
    click.secho(f"{broken.entry} ({broken.distribution}): không dùng được", fg="red")
    for error in broken.errors:
        click.echo(f"  {error.file} {error.place}: có {error.found}; cần {error.wanted}")


def _tell(change: Change) -> None:
    mark = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}[change.kind]
    color = {"added": "green", "removed": "red"}.get(change.kind)
    said = " → ".join(_words(value) for value in (change.before, change.after) if value is not None)
    click.secho(f"{mark} {change.place}: {said}", fg=color)


def _words(value: object) -> str:
    if isinstance(value, dict):
        title = value.get("title", value)
        return str(title.get("vi", title)) if isinstance(title, dict) else str(title)
    return str(value)


def _indented(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2) if not isinstance(value, str) else value
    return "\n".join(f"  {line}" for line in text.splitlines())


def _json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
