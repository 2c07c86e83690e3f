"""What a pack says that cannot be meant: errors break it, notices need an erratum that waives them."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from core.packs import lint_dates, lint_order, lint_people, lint_references, lint_scale, lint_texts
from core.packs.patching import active
from core.packs.problems import LintFinding, notice
from core.packs.schema import Pack

CHECKS: tuple[Callable[[Pack], Iterable[LintFinding]], ...] = (
    lint_references.check,
    lint_people.check,
    lint_scale.check,
    lint_dates.check,
    lint_order.check,
    lint_texts.check,
)


OF_FILES = "locales."  # codes of findings about files beside the rules, which are not always at hand


def check(rules: Pack, of_files: Iterable[LintFinding] | None = None) -> tuple[LintFinding, ...]:
    """Every finding about a pack or a tenant's Rules, errors first; waived notices name their erratum. `of_files` are
    findings about the pack's other files, None where they were not looked at."""
    found: dict[str, LintFinding] = {}
    for finding in (*(finding for one in CHECKS for finding in one(rules)), *(of_files or ())):
        found.setdefault(finding.address, finding)
    waivers = {address: key for key, entry in active(rules.errata).items() for address in entry.waives}
    waived = [_waived(finding, waivers.get(address)) for address, finding in found.items()]
    looked = {at: key for at, key in waivers.items() if of_files is not None or not at.startswith(OF_FILES)}
    waived += _idle_waivers(looked, found)
    return tuple(sorted(waived, key=lambda finding: finding.severity))


def open_findings(rules: Pack) -> tuple[LintFinding, ...]:
    """What stands in the way of publishing: every error, and every notice nobody waived."""
    return tuple(finding for finding in check(rules) if finding.waived_by is None)


def _waived(finding: LintFinding, erratum: str | None) -> LintFinding:
    if finding.severity == "error" or erratum is None:
        return finding
    return msgspec.structs.replace(finding, waived_by=erratum)


def _idle_waivers(waivers: dict[str, str], found: dict[str, LintFinding]) -> Iterator[LintFinding]:
    """A waiver of nothing hides a later finding of the same name, so it is a finding itself."""
    for address, erratum in waivers.items():
        if address not in found:
            place = f"errata.{erratum}.waives"
            yield notice("errata.waives-nothing", place, address, "a finding of this check")
