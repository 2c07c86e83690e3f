"""An installed pack: its rules, its folder, and its hooks behind typed methods."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from core.errors import Problem
from core.packs import answers, defaults, hooks
from core.packs.answers import HookFailed
from core.packs.calendar import Due
from core.packs.facts import (
    AssessmentFact,
    Enrolled,
    Finding,
    MembershipFact,
    Rating,
    RatingFact,
    RowFact,
    SeatFact,
    SheetFact,
    SubjectFact,
    Suggestion,
)
from core.packs.problems import LintFinding
from core.packs.schema import Pack


class PackHooks:
    """The hooks of one pack over the defaults, in a manager of its own: another pack's never answer.

    Every method takes the rules first, because a programme pins its own (the pack with the tenant's edits)."""

    def __init__(self, *modules: ModuleType, pack: str = "", version: str = "") -> None:
        """`modules` are the pack's code, before it that of the packs it extends."""
        self.pack, self.version = pack, version
        self.manager = pluggy.PluginManager(hooks.PROJECT)
        self.manager.add_hookspecs(hooks)
        self.manager.register(defaults)
        for module in modules:
            self.manager.register(module)
        self.manager.check_pending()
        self._own = bool(modules)

    def _ask(self, hook: str, **asked: Any) -> Any:
        """The first answer; HookFailed where the pack's code raises or answers something else. Our own defaults are
        not guarded: they have no one to hide from."""
        call = getattr(self.manager.hook, hook)
        if not self._own:
            return call(**asked)
        try:
            answer = call(**{name: part if name == "rules" else answers.sealed(part) for name, part in asked.items()})
        except Problem:
            raise
        except Exception as error:
            raise HookFailed(self.pack, self.version, hook, f"{type(error).__name__}: {error}") from error
        found = answers.fault(hook, answer, **asked)
        if found:
            raise HookFailed(self.pack, self.version, hook, found)
        return answer

    def milestones(self, rules: Pack, year: int) -> tuple[Due, ...]:
        """Everything that is due in `year`, earliest first; Problem outside the phase (S0-A10)."""
        return self._ask("milestones", rules=rules, year=year)

    def enrolment_basis(
        self, rules: Pack, seats: tuple[SeatFact, ...], membership: MembershipFact | None = None
    ) -> Enrolled:
        """Whether a person with these positions and this branch is enrolled, where he counts, and why (S0-6, S4-4)."""
        return self._ask("enrolment_basis", rules=rules, seats=seats, membership=membership)

    def registration_problems(
        self, rules: Pack, sheet: SheetFact, subject: SubjectFact = SubjectFact()
    ) -> tuple[Finding, ...]:
        """What keeps a sheet from being submitted."""
        return self._ask("registration_problems", rules=rules, sheet=sheet, subject=subject)

    def suggestions(self, rules: Pack, criterion: str, subject: SubjectFact = SubjectFact()) -> tuple[Suggestion, ...]:
        """Ready solutions for a criterion, those for this kind of cadre first (S0-7)."""
        return self._ask("suggestions", rules=rules, criterion=criterion, subject=subject)

    def assessment_problems(self, rules: Pack, stage: str, act: AssessmentFact) -> tuple[Finding, ...]:
        """What keeps a stage of the assessment from being recorded."""
        return self._ask("assessment_problems", rules=rules, stage=stage, act=act)

    def rate(self, rules: Pack, many: tuple[RatingFact, ...]) -> tuple[Rating, ...]:
        """The result of each person, with its reasons (S0-45, S4-49 … S4-52)."""
        return self._ask("rate", rules=rules, many=many)

    def report_problems(self, rules: Pack, report: str, row: RowFact) -> tuple[Finding, ...]:
        """The checks that a row of a report breaks (S0-41, S0-42)."""
        return self._ask("report_problems", rules=rules, report=report, row=row)


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack that can be used. `notices` are lint findings, waived or open; `hooks_hash` pins its code."""

    entry: str
    rules: Pack
    hooks: PackHooks
    distribution: str
    dist_version: str
    hooks_hash: str
    root: Path
    notices: tuple[LintFinding, ...] = ()
    modules: tuple[ModuleType, ...] = ()

    @property
    def id(self) -> str:
        """The pack's id, which is also the name of its entry point."""
        return self.rules.id

    @property
    def version(self) -> str:
        """The version of the rules: first year of the document, then revision."""
        return self.rules.version

    @property
    def templates(self) -> Path | None:
        """Folder of the pack's Jinja templates, if it has one."""
        return self._folder("templates")

    @property
    def locales(self) -> Path | None:
        """Folder of the catalogues for the texts of its templates, if it has one."""
        return self._folder("locales")

    @property
    def cases(self) -> Path | None:
        """Folder of its worked cases, if it has one."""
        return self._folder("cases")

    def _folder(self, name: str) -> Path | None:
        folder = self.root / name
        return folder if folder.is_dir() else None


def hooks_hash(*roots: Path) -> str:
    """The sha256 over every Python file of the pack and of those it extends, names included: another code, another
    hash."""
    found = hashlib.sha256()
    for root in roots:
        for file in sorted(root.rglob("*.py")):
            content = file.read_bytes()
            found.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            found.update(content)
    return found.hexdigest()
