"""What stands under the table of a report: who is counted otherwise, by name and with the reason (domain.md §4), the
sections in words, the recipients.

Official papers are Vietnamese whatever the reader's language, so nothing here is translated.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from core.reports.context import Exemption, ReportContext
from ui import unit_report_words as words
from ui.documents.regulations import recipients

HEADS = {
    "on_leave": "Nghỉ trong kỳ, còn ở tổng số cán bộ, không tính ở số đăng ký:",
    "left": "Thôi làm cán bộ Đoàn trước khi đánh giá, không tính ở cả hai cột:",
}


def sections_of(context: ReportContext) -> Mapping[str, tuple[str, ...]]:
    """The paragraphs of each section that says something."""
    texts = context.official.texts if context.official else {}
    found = {key: texts.get(key, "").split("\n") for key in words.SECTIONS}
    return {
        key: kept for key, lines in found.items() if (kept := tuple(line.strip() for line in lines if line.strip()))
    }  # fmt: skip


def section_lines(context: ReportContext) -> Iterator[tuple[Literal["heading", "body"], str]]:
    """The sections one after the other: a heading, its paragraphs."""
    for key, lines in sections_of(context).items():
        yield "heading", words.SECTIONS[key][0]
        yield from (("body", line) for line in lines)


def sent_lines(context: ReportContext) -> tuple[str, ...]:
    """The lines under "Nơi nhận" of a report that was sent: each recipient with its purpose, the file last (S0-36)."""
    official = context.official
    return recipients(official.recipients, official.kept_by) if official else ()


def note_lines(exemptions: Sequence[Exemption]) -> tuple[str, ...]:
    """One line a kind of exemption, none where everybody is counted."""
    lines = []
    for presence, head in HEADS.items():
        named = [_named(one) for one in exemptions if one.presence == presence]
        if named:
            lines.append(f"{head} {'; '.join(named)}.")
    return tuple(["Ghi chú:", *lines] if lines else [])


def _named(one: Exemption) -> str:
    reason = f", {one.reason.rstrip(' .;')}" if one.reason else ""
    return f"{one.person} ({one.unit}{reason})"
