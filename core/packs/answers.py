"""What a hook may answer: right types, bounded size, and inputs that it cannot change."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from core.errors import Problem
from core.packs.calendar import Due
from core.packs.facts import Enrolled, Finding, Rating, Suggestion

MOST = 10_000  # entries of an answer
LISTS: Mapping[str, type] = {
    "milestones": Due, "registration_problems": Finding, "suggestions": Suggestion, "assessment_problems": Finding,
    "report_problems": Finding, "rate": Rating,
}  # fmt: skip


class HookFailed(Problem):
    """A hook raised, or answered something that is no answer; `error` says it for the record, never for the page."""

    def __init__(self, pack: str, version: str, hook: str, error: str) -> None:
        self.pack, self.version, self.hook, self.error = pack, version, hook, error[:2000]
        super().__init__("pack.hook-failed", pack=pack, hook=hook)


def fault(hook: str, answer: object, **asked: object) -> str:
    """What is wrong with an answer; '' where nothing is."""
    if hook == "enrolment_basis":
        return "" if isinstance(answer, Enrolled) else f"answered {type(answer).__name__}, not Enrolled"
    kind = LISTS[hook]
    if not isinstance(answer, tuple):
        return f"answered {type(answer).__name__}, not a tuple of {kind.__name__}"
    if len(answer) > MOST:
        return f"answered {len(answer)} entries, {MOST} at most"
    odd = next((one for one in answer if not isinstance(one, kind)), None)
    if odd is not None:
        return f"answered a tuple with {type(odd).__name__}, not {kind.__name__}"
    many = asked.get("many")
    if isinstance(many, tuple) and len(many) != len(answer):
        return f"answered {len(answer)} ratings for {len(many)} people"
    return ""


def sealed(value: Any) -> Any:
    """The same facts with maps that nobody can change."""
    if isinstance(value, tuple):
        return tuple(sealed(one) for one in value)
    if isinstance(value, msgspec.Struct):
        maps = {
            name: MappingProxyType(dict(part))
            for name in value.__struct_fields__
            if isinstance(part := getattr(value, name), dict)
        }
        return msgspec.structs.replace(value, **maps) if maps else value
    return value
