"""The child of a trial: limits first, then the pack's code, then one verdict on the pipe that it never sees."""

import importlib
import json
import os
import resource
import sys
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pluggy

from core.errors import Problem
from core.packs import hooks, reading
from core.packs.answers import HookFailed
from core.packs.facts import (
    AssessmentFact,
    ItemFact,
    MembershipFact,
    RatingFact,
    RowFact,
    SeatFact,
    SheetFact,
    SubjectFact,
)
from core.packs.installed import PackHooks
from core.packs.lint_dates import years
from core.packs.patching import active
from core.packs.schema import Pack
from core.packs.trial import ANSWER, CPU, MEMORY

Fault = tuple[str, str, str, str, str]


def main() -> None:
    """Read the request, try, answer."""
    request = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    rules = reading.restore(request["rules"])
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ANSWER, ANSWER))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    sys.path.insert(0, request["parent"])
    faults = list(_tried(request["module"], rules))
    os.write(out, json.dumps(faults).encode()[:ANSWER])
    os._exit(0)  # nothing that the pack has left behind runs at exit


def _tried(name: str, rules: Pack) -> Iterator[Fault]:
    try:
        module = importlib.import_module(name)
    except BaseException as error:
        found = f"{type(error).__name__}: {error}"
        yield "pack.import", "entry_points.txt", name, found, "a package that can be imported"
        return
    try:
        made = PackHooks(module, pack=rules.id, version=rules.version)
    except pluggy.PluginValidationError as error:
        yield from _wrong_hooks(module, error)
        return
    before = reading.canonical(rules)
    for hook, ask in _questions(made, rules):
        try:
            ask()
        except HookFailed as failed:
            yield "pack.hook-trial", "__init__.py", hook, failed.error, "an answer of the hook's kind"
        except Problem:
            continue  # a refusal in words is an answer
        if reading.canonical(rules) != before:
            yield "pack.hook-trial", "__init__.py", hook, "changed the rules it was given", "data in, data out"
            return


def _wrong_hooks(module: ModuleType, error: Exception) -> Iterator[Fault]:
    known = sorted(name for name, value in vars(hooks).items() if hasattr(value, f"{hooks.PROJECT}_spec"))
    unknown = [
        name for name in vars(module)
        if hasattr(getattr(module, name), f"{hooks.PROJECT}_impl") and name not in known
    ]  # fmt: skip
    for name in unknown:
        yield "pack.hook", "__init__.py", name, f"the hook {name!r}", "one of " + ", ".join(known)
    if not unknown:
        yield "pack.hook", "__init__.py", "hooks", str(error).splitlines()[-1], "the signature of the hook"


def _questions(made: PackHooks, rules: Pack) -> Iterator[tuple[str, object]]:
    """Every hook on facts made from the pack's own entries, plain ones and odd ones."""
    keys = tuple(active(rules.criteria))
    seat = SeatFact(unit_id="u", unit_kind="branch", title="secretary", starts_on=date(2020, 1, 1))
    branch = MembershipFact(unit_id="u", unit_kind="branch", starts_on=date(2020, 1, 1))
    people = (SubjectFact(), SubjectFact(seat=seat, age=17, occupation="student", block="school"))
    items = dict.fromkeys(keys, "Làm.")
    for year in list(years(rules.period))[:2]:
        yield "milestones", lambda year=year: made.milestones(rules, year)
    for seats in ((), (seat,)):
        yield "enrolment_basis", lambda seats=seats: made.enrolment_basis(rules, seats, branch)
    for who in people:
        for sheet in (SheetFact(items={}), SheetFact(items=items, points=dict.fromkeys(keys, 100))):
            ask = lambda sheet=sheet, who=who: made.registration_problems(rules, sheet, who)  # noqa: E731
            yield "registration_problems", ask
        for key in keys[:3]:
            yield "suggestions", lambda key=key, who=who: made.suggestions(rules, key, who)
    for stage in active(rules.stages):
        for act in (AssessmentFact(), AssessmentFact(items=keys, comment="Tốt.", points=dict.fromkeys(keys, 1))):
            yield "assessment_problems", lambda stage=stage, act=act: made.assessment_problems(rules, stage, act)
    rated = tuple(ItemFact(criterion=key, registered=100, given=90) for key in keys)
    yield "rate", lambda: made.rate(rules, (RatingFact(), RatingFact(items=rated, registered=True)))
    for name, report in active(rules.reports).items():
        row = RowFact(values=dict.fromkeys(report.columns, 1))
        yield "report_problems", lambda name=name, row=row: made.report_problems(rules, name, row)
