"""A submitted report as an official document: its number, table, sections and the name of who signed."""

import msgspec

from core.unit_reports import frozen
from ui import unit_report_words as words
from ui.documents import report_paper
from ui.documents.paper import Paper, Words
from ui.documents.regulations import recipients

LOWEST = ("branch", "grassroots_branch", "subbranch")  # they have no office


def of_edition(kept: frozen.Paper) -> Paper:
    """The paper of an edition, in the frame of the regulation of the day it was signed."""
    drawn = report_paper.of_report(kept.context, kept.dated_on)
    table, *notes = drawn.blocks
    said = []
    for key, (title, _hint) in words.SECTIONS.items():
        if text := kept.texts.get(key):
            said += [Words(title, "heading"), *(Words(line) for line in text.split("\n") if line.strip())]
    left, right = drawn.signed
    return msgspec.structs.replace(
        drawn, number=f"Số: {kept.number:02}-{kept.symbol}", blocks=(table, *said, *notes), sent=_sent(kept),
        signed=(left, msgspec.structs.replace(right, lines=_signed(right.lines, kept.signed_as), name=kept.signer)),
    )  # fmt: skip


def _sent(kept: frozen.Paper) -> tuple[str, ...]:
    """Each recipient with its purpose ("để báo cáo"), the file last."""
    to = ((one.name, f"để {one.purpose.removeprefix('để ')}" if one.purpose else "") for one in kept.recipients)
    return recipients(tuple(to), "chi đoàn" if kept.context.issuer.kind in LOWEST else "VP")


def _signed(lines: tuple[str, ...], signed_as: str) -> tuple[str, ...]:
    """A deputy signs for the secretary: KT. BÍ THƯ / PHÓ BÍ THƯ."""
    return lines if signed_as == "secretary" else (*lines[:-1], "KT. BÍ THƯ", "PHÓ BÍ THƯ")
