"""What a template may be put in the place of, and with which reason. Pure."""

from core.errors import NotFound
from core.packs.patching import active
from core.packs.schema import Pack
from core.wording import worded

SHEET = "sheet"
REPORT, TEXT = "report.", "text."
TEXTS = ("text.registration.intro", "text.registration.submitted")
REASON_MOST = 500


def papers(rules: Pack) -> tuple[str, ...]:
    """The slots of a pack's Word files: each of its reports, and the sheet of one person."""
    return (*(f"{REPORT}{key}" for key in active(rules.reports)), SHEET)


def check_slot(rules: Pack, slot: str) -> None:
    """NotFound for a slot that the pack does not have."""
    if slot not in (*papers(rules), *TEXTS):
        raise NotFound("access.not-found")


def is_text(slot: str) -> bool:
    """Whether the slot holds a short text, and not a Word file."""
    return slot.startswith(TEXT)


def report_of(slot: str) -> str:
    """The key of the report that a slot is for; "" for the sheet and for texts."""
    return slot.removeprefix(REPORT) if slot.startswith(REPORT) else ""


def check_reason(reason: str) -> None:
    """A change of a paper says why."""
    worded(reason, "reason", REASON_MOST, code="template.reason-missing")

