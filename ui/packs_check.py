"""`packs check`: schema, linter, translations and worked cases of packs, by name or folder."""

from collections.abc import Mapping
from pathlib import Path

import click
import msgspec

from core.packs import lint
from core.packs.cases import cases_in, load_cases, run_case
from core.packs.catalog import PACK_FILE, Catalog, discover
from core.packs.installed import InstalledPack
from core.packs.problems import LintFinding, PackError, PackRefused
from ui import packs_templates, packs_texts
from ui.messages import FINDINGS
from ui.packs_report import faults, found_in, print_json, said


def check(names: tuple[str, ...], cases: Path | None = None, *, as_json: bool = False) -> int:
    """Findings and failing cases of the named packs or folders (of all, if none is named); 1 if anything fails."""
    catalog = discover()
    wanted = names or (*catalog.packs, *(one.entry for one in catalog.broken))
    reports = [_checked(catalog, name, cases) for name in wanted]
    if as_json:
        print_json({"packs": reports})
    else:
        for report in reports:
            _say(report)
    return 0 if all(report["passed"] for report in reports) else 1


def _checked(catalog: Catalog, name: str, folder: Path | None) -> dict[str, object]:
    try:
        pack = found_in(catalog, name)
        findings = _findings(pack)
    except PackRefused as refused:
        return {"id": name, "passed": False, "errors": faults(refused.errors), "findings": [], "cases": 0, "failed": []}
    cases = cases_in(folder, pack.id) if folder else load_cases(pack)
    results = [run_case(pack, case) for case in cases]
    failed = [
        {"case": one.case.name, "difference": one.difference, "errors": faults(one.errors)}
        for one in results if not one.passed
    ]  # fmt: skip
    open_ones = [one for one in findings if one.waived_by is None]
    return {
        "id": pack.id, "version": pack.version, "passed": not failed and not open_ones and bool(results), "errors": [],
        "findings": [msgspec.structs.asdict(one) | {"file": PACK_FILE, "says": FINDINGS[one.code]} for one in findings],
        "cases": len(results), "failed": failed,
    }  # fmt: skip


def _findings(pack: InstalledPack) -> tuple[LintFinding, ...]:
    """What lint says of the rules, and of the templates and their translations. Raises PackRefused for an error."""
    outside = tuple(packs_templates.check(pack.root, pack.id))
    more = outside or tuple(packs_texts.check(pack.root, pack.rules))
    wrong = [_of_file(one) for one in more if one.severity == "error"]
    if wrong:
        raise PackRefused(wrong)
    return lint.check(pack.rules, more)


def _of_file(finding: LintFinding) -> PackError:
    """An error about a file of the pack other than its rules: the place starts with the file."""
    file, _, inside = finding.place.partition(": ")
    return PackError(finding.code, file, inside, finding.found, finding.wanted)


def _say(report: Mapping[str, object]) -> None:
    name = report["id"]
    for one in report["errors"]:
        click.secho(f"{name}: {said(one['code'])}", fg="red")
        click.echo(f"  {one['file']} {one['place']}: có {one['found']}; cần {one['wanted']}")
    for one in report["findings"]:
        answer = f"giải trình: {one['waived_by']}" if one["waived_by"] else f"cần {one['wanted']}"
        click.secho(f"{name}: {said(one['code'])}", fg=None if one["waived_by"] else "red")
        click.echo(f"  {one['file']} {one['place']}: có {one['found']}; {answer}")
    for one in report["failed"]:
        click.secho(f"✗ {one['case']}", fg="red")
        for fault in one["errors"]:
            click.echo(f"  {said(fault['code'])}")
            click.echo(f"  {fault['file']} {fault['place']}: có {fault['found']}; cần {fault['wanted']}")
        if not one["errors"]:
            click.echo("\n".join(f"  {line}" for line in one["difference"].splitlines()))
    if not report["errors"]:
        right = report["cases"] - len(report["failed"])
        click.echo(f"{name} {report['version']}: {right}/{report['cases']} ví dụ đúng")
        if not report["cases"]:
            click.secho(f"{name}: chưa có ví dụ nào", fg="red")
