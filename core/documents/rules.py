"""What may be typed into a document: its number, signer and recipients, and the text sections of reports. Pure."""

from collections.abc import Mapping
from datetime import date

import msgspec

from core.errors import NotFound
from core.wording import worded

REPORT_SECTIONS = ("carried_out", "made_known", "strengths", "limits", "causes", "tasks", "proposals")
REVIEW_SECTIONS = ("carried_out", "made_known", "strengths", "limits", "causes", "lessons", "tasks", "proposals")
KINDS: Mapping[str, tuple[str, ...]] = {
    "theo-doi": (),
    "ket-qua": (),
    "quyet-dinh": ("grounds",),
    "bao-cao": REPORT_SECTIONS,
    "so-ket": REVIEW_SECTIONS,
    "tong-ket": REVIEW_SECTIONS,
    "tuyen-duong": (),
    "day-du": (),
    "chi-dao-diem": ("strengths", "limits", "proposals"),
}
LINE_MOST, SECTION_MOST, RECIPIENTS_MOST = 120, 6000, 2000
PHASES = {"so-ket": "declaration:mid_review", "tong-ket": "declaration:final_review"}


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed into a document; empty where nothing was. `recipients` are lines, `version` 0 before the first
    save."""

    number: str = ""
    dated_on: date | None = None
    position: str = ""
    signer: str = ""
    recipients: str = ""
    sections: Mapping[str, str] = {}
    version: int = 0


def sections_of(kind: str) -> tuple[str, ...]:
    """The text sections of a kind of document; NotFound for a kind that there is not."""
    if kind not in KINDS:
        raise NotFound("access.not-found")
    return KINDS[kind]


def check(kind: str, draft: Draft) -> None:
    """Problem at its field for what is too long, and for a section that the kind does not have."""
    known = sections_of(kind)
    for name in ("number", "position", "signer"):
        worded(getattr(draft, name), name, LINE_MOST)
    worded(draft.recipients, "recipients", RECIPIENTS_MOST)
    for name, text in draft.sections.items():
        if name not in known:
            raise NotFound("access.not-found")
        worded(text, f"section.{name}", SECTION_MOST)
