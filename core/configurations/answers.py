"""Findings of the linter answered in writing, as the erratum that the contract asks for. Pure."""

from collections.abc import Mapping

from core.configurations.rules import Place
from core.packs.problems import LintFinding
from core.packs.reading import digest

NAME = 12  # characters of the digest in an erratum's key


def answered(findings: tuple[LintFinding, ...], words: Mapping[str, str]) -> dict[Place, object]:
    """The edits that answer findings; `words` holds the reason by the finding's address. Errors have no answer: they
    are mended."""
    return {
        ("errata", f"answer_{digest(one.address)[:NAME]}"): {
            "printed": one.found, "read_as": {"vi": one.place}, "reason": {"vi": words[one.address]},
            "waives": [one.address],
        }
        for one in findings
        if one.severity == "notice" and one.waived_by is None and words.get(one.address, "").strip()
    }  # fmt: skip
