"""Worked cases over a draft: those of the pack and the tenant's own, and which of them the edits break. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import msgspec

from core.configurations.rules import Plain
from core.packs.cases import Case, CaseResult, load_cases, run_case
from core.packs.installed import InstalledPack
from core.packs.schema import Pack

FINDINGS = "lint"  # what the linter says of a draft is said beside its fields, and answered there


class OwnCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case that the tenant has written: `given` and `expect` are plain data of the case's `kind`. `by` is a name."""

    id: UUID
    title: str
    kind: str
    given: Plain
    expect: Plain
    version: int = 1
    by: str = ""
    edited_at: datetime | None = None

    @property
    def case(self) -> Case:
        """The case as a pack would hold it."""
        return Case(title=self.title, requirement=(), kind=self.kind, given=dict(self.given), expect=dict(self.expect))


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """A case with what came of it. `own` is the tenant's record of it, None for one of the pack's. `before` says that
    it fails under the pack's rules as taken up, too: then no edit has broken it."""

    result: CaseResult
    own: OwnCase | None = None
    before: bool = False

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.result.case

    @property
    def passed(self) -> bool:
        """Whether the rules do what the case expects."""
        return self.result.passed

    @property
    def name(self) -> str:
        """What names the case in the record of a publication."""
        return f"own: {self.case.title}" if self.own else f"{self.case.file}: {self.case.title}"


class Report(msgspec.Struct, frozen=True):
    """Every case over one set of rules."""

    outcomes: tuple[Outcome, ...]

    @property
    def total(self) -> int:
        """How many were asked."""
        return len(self.outcomes)

    @property
    def right(self) -> int:
        """How many came out as expected."""
        return sum(one.passed for one in self.outcomes)

    @property
    def failing(self) -> tuple[Outcome, ...]:
        """Those that did not."""
        return tuple(one for one in self.outcomes if not one.passed)

    @property
    def broken(self) -> tuple[Outcome, ...]:
        """What has to be answered in writing before publishing: cases that the edits break, and own ones that fail."""
        return tuple(one for one in self.failing if one.own or not one.before)


def run(pack: InstalledPack, base: Pack, rules: Pack, own: Iterable[OwnCase] = ()) -> Report:
    """Ask `rules` every case of the pack and of the tenant; what fails is asked of `base`, too."""
    now, then = replace(pack, rules=rules), replace(pack, rules=base)
    found = []
    for case in load_cases(pack):
        if case.kind == FINDINGS:
            continue
        result = run_case(now, case)
        found.append(Outcome(result=result, before=not result.passed and not run_case(then, case).passed))
    found += [Outcome(result=run_case(now, one.case), own=one) for one in own]
    return Report(tuple(found))
