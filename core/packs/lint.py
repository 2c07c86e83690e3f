"""What a pack says that cannot be meant: errors break it, notices need an erratum that waives them."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from core.packs.problems import PackError
from core.packs.schema import Pack


class LintFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding. `place` is a key path; `facts` fill the sentence; `waived_by` is the erratum's key."""

    code: str
    place: str
    severity: Literal["error", "notice"]
    found: str
    wanted: str
    facts: Mapping[str, object] = {}
    waived_by: str | None = None


def check(rules: Pack) -> tuple[LintFinding, ...]:
    """Every finding about a pack or a tenant's Rules, errors first."""
    return ()


def as_error(finding: LintFinding, file: str) -> PackError:
    """A finding as a fault of the pack's file."""
    return PackError(finding.code, file, finding.place, finding.found, finding.wanted)
