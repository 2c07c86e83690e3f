"""Worked cases inside a pack (`cases/*.toml`): given this, expect that, for these requirements.

They are the pack's proof that its rules mean what the documents say, readable without knowing Python.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from core.errors import Problem
from core.packs import case_names
from core.packs.case_kinds import KINDS, Outcome
from core.packs.case_rules import rules_for
from core.packs.installed import InstalledPack
from core.packs.problems import PackError, PackRefused

UNREADABLE = "unreadable"  # the kind of what stands for a file that cannot be read


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One case. `kind` says which question is asked (`case_kinds.KINDS`); `edits` is a merge patch laid over
    the rules first, `remove` lists key paths taken out of them. Pack, file and number are filled when it is read."""

    title: str
    requirement: tuple[str, ...]
    kind: str
    given: dict[str, Any] = {}
    expect: dict[str, Any]
    edits: dict[str, Any] = {}
    remove: tuple[str, ...] = ()
    pack: str = ""
    file: str = ""
    number: int = 0

    @property
    def name(self) -> str:
        """Pack, file and title: unique within an installation."""
        return f"{self.pack}/{self.file}: {self.title}"


class _CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    case: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of a case; `difference` is empty when it passed. `errors` are faults of the case itself, so that it
    proves nothing: file, key path, found, wanted. `answer` is what the pack said, where it was asked at all."""

    case: Case
    difference: str
    errors: tuple[PackError, ...] = ()
    answer: Mapping[str, object] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether the pack did what the case expects."""
        return not self.difference


def load_cases(installed: InstalledPack) -> tuple[Case, ...]:
    """Every case of a pack, file by file. A file that cannot be read becomes a case that fails."""
    folder = installed.cases
    files = sorted(folder.glob("*.toml")) if folder else []
    return tuple(case for file in files for case in _in_file(installed.id, file))


def run_cases(installed: InstalledPack) -> list[CaseResult]:
    """Run all cases of a pack."""
    return [run_case(installed, case) for case in load_cases(installed)]


def run_case(installed: InstalledPack, case: Case) -> CaseResult:
    """Ask the pack, compare, and say in words where the answer differs. A name that the rules do not have fails the
    case, whatever the answer. Never raises for a wrong pack."""
    ask = KINDS.get(case.kind)
    if ask is None:
        code = "case.unknown-kind" if case.kind != UNREADABLE else "case.unreadable"
        return _faulty(case, code, [("kind", repr(case.kind), f"one of {', '.join(KINDS)}")])
    if not case.expect:
        return _faulty(case, "case.no-expectation", [("expect", "nothing", "at least one thing that is expected")])
    try:
        lost = list(case_names.removed(installed.rules, case.remove))
        rules = rules_for(installed.rules, case.edits, case.remove)
        lost += case_names.unknown(rules, case.kind, case.given, case.expect)
        if lost:
            return _faulty(case, "case.unknown-name", lost)
        outcome = ask(installed.hooks, rules, case.given)
    except PackRefused as error:
        outcome = Outcome({"refused": sorted({fault.code for fault in error.errors})})
    except Problem as error:
        outcome = Outcome({"refused": [error.code]})
    except (KeyError, TypeError, ValueError) as error:
        return CaseResult(case, f"given: {type(error).__name__}: {error}")
    return CaseResult(case, "\n".join(outcome.differences(case.expect)), answer=outcome.answer)


def _faulty(case: Case, code: str, faults: Sequence[case_names.Fault]) -> CaseResult:
    errors = tuple(
        PackError(code, case.file, f"case[{case.number}].{place}", found, wanted) for place, found, wanted in faults
    )
    said = [f"{place}: expected {wanted}, got {found}" for place, found, wanted in faults]
    return CaseResult(case, "\n".join(said), errors)


def _in_file(pack: str, file: Path) -> tuple[Case, ...]:
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        cases = msgspec.convert(data, _CaseFile).case
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        broken = Case(title=f"readable: {error}", requirement=(), kind=UNREADABLE, expect={})
        cases = (broken,)
    return tuple(
        msgspec.structs.replace(case, pack=pack, file=file.name, number=number)
        for number, case in enumerate(cases, start=1)
    )


def cases_in(folder: Path, pack: str) -> tuple[Case, ...]:
    """The worked cases of a folder of somebody else's, to be run against a pack."""
    return tuple(case for file in sorted(folder.glob("*.toml")) for case in _in_file(pack, file))
