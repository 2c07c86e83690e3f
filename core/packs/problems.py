"""What is wrong with a pack, said so that its author can repair it: file, place, found, wanted."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from core.errors import Problem

EMPTY = "an empty text"  # what is found where nothing would be shown


class PackError(msgspec.Struct, frozen=True):
    """One fault. `place` is a key path (`criteria.do_1.title`) or a line; `code` is stable public API."""

    code: str
    file: str
    place: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: found {self.found}, wanted {self.wanted}"


class LintFinding(msgspec.Struct, frozen=True, kw_only=True):
    """Something a pack says that cannot be meant. An error breaks the pack; a notice needs an erratum that
    waives it (`waived_by` is the erratum's key), which is required before an edit is published."""

    code: str
    place: str
    severity: Literal["error", "notice"]
    found: str
    wanted: str
    waived_by: str | None = None

    @property
    def address(self) -> str:
        """How an erratum names this finding in `waives`."""
        return f"{self.code}@{self.place}"

    def __str__(self) -> str:
        answer = f"waived by {self.waived_by}" if self.waived_by else f"wanted {self.wanted}"
        return f"{self.severity} {self.code}: {self.place}: found {self.found}, {answer}"

    def as_error(self, file: str) -> PackError:
        """The finding as a fault of the pack's file."""
        return PackError(self.code, file, self.place, self.found, self.wanted)


def error(code: str, place: str, found: str, wanted: str) -> LintFinding:
    """A finding that breaks the pack."""
    return LintFinding(code=code, place=place, severity="error", found=found or EMPTY, wanted=wanted)


def notice(code: str, place: str, found: str, wanted: str) -> LintFinding:
    """A finding that an erratum may waive."""
    return LintFinding(code=code, place=place, severity="notice", found=found or EMPTY, wanted=wanted)


class PackRefused(Problem):
    """A pack, or a tenant's edit of one, that cannot be used; `errors` says everything that is wrong."""

    def __init__(self, errors: Sequence[PackError]) -> None:
        self.errors = tuple(errors)
        super().__init__("pack.refused", problems=[_as_problem(error) for error in self.errors])

    def __str__(self) -> str:
        return "; ".join(str(error) for error in self.errors)


def shown(value: object) -> str:
    """A found value as one short line, with its type, because `"1"` and `1` look alike."""
    text = repr(value)
    return f"{text[:77]}… ({type(value).__name__})" if len(text) > 80 else f"{text} ({type(value).__name__})"


def _as_problem(error: PackError) -> Problem:
    return Problem(error.code, field=error.place, file=error.file, found=error.found, wanted=error.wanted)
