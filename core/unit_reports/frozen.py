"""What a submitted report says, word for word: one text that never changes, with its hash (row 76). Pure."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from core.packs import text
from core.packs.text import Text
from core.reports.context import Official, ReportContext
from core.reports.rules import Counts
from core.unit_reports.figures import Line
from core.unit_reports.findings import Group, digest
from core.unit_reports.rules import Recipient, named

# A deputy signs for the secretary; a branch has no office, it keeps its papers itself.
DEPUTY = ("KT. BÍ THƯ", "PHÓ BÍ THƯ")
BRANCHES = ("branch", "grassroots_branch", "subbranch")


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A submitted report. `own` are the people of each printed row itself; `words` the justifications by key, with the
    numbers they hold for; `signer` is who signed, `signed_as` secretary or deputy."""

    context: ReportContext
    lines: tuple[Line, ...]
    own: Mapping[UUID, Counts]
    groups: tuple[Group, ...]
    words: Mapping[str, tuple[str, str]]
    texts: Mapping[str, str]
    number: int
    symbol: str
    dated_on: date
    signer: str
    signed_as: str
    recipients: tuple[Recipient, ...]
    reason: str = ""

    @property
    def issued(self) -> ReportContext:
        """The report as the unit issued it, for every writer: with its number, its day, the words of its sections, whom
        it goes to and who signed in whose place."""
        context, signed = self.context, self.context.signed_right
        if self.signed_as == "deputy":
            signed = (*signed[:-1], *DEPUTY)
        official = Official(
            number=named(self.number, self.symbol), signer=self.signer, position="".join(signed[-1:]),
            texts=self.texts,
            recipients=tuple((one.name, _purpose(one.purpose)) for one in self.recipients),
            kept_by="chi đoàn" if context.issuer.kind in BRANCHES else "VP",
        )  # fmt: skip
        return msgspec.structs.replace(context, day=self.dated_on, signed_right=signed, official=official)


class Numbers(msgspec.Struct, frozen=True):
    """What a compilation needs of a submitted report."""

    own: Mapping[UUID, Counts]
    words: Mapping[str, tuple[str, str]] = {}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that a later edition says otherwise; None where the row is not there."""

    unit_id: UUID
    name: str
    column: str
    old: int | None
    new: int | None


def write(paper: Paper) -> tuple[str, str]:
    """The text to keep, and its hash."""
    content = msgspec.json.encode(paper, enc_hook=_written).decode()
    return content, hashlib.sha256(content.encode()).hexdigest()


def read(content: str) -> Paper:
    """A kept report."""
    return msgspec.json.decode(content, type=Paper, dec_hook=_read)


def numbers(content: str) -> Numbers:
    """The numbers of a kept report alone."""
    return msgspec.json.decode(content, type=Numbers)


def said(groups: tuple[Group, ...]) -> dict[str, tuple[str, str]]:
    """Every justification by the finding it was given for, those of a whole rule included."""
    return {
        one.key: (one.digest, one.words or group.words)
        for group in groups for one in group.findings if one.words or group.words
    }  # fmt: skip


def digest_of(context: ReportContext, texts: Mapping[str, str], groups: tuple[Group, ...]) -> str:
    """What a signature stands under: numbers, words and sections, whatever the day."""
    rows = (f"{row.place.id}:{row.own}:{row.total}" for row in context.rows)
    words = (f"{key}={kept}" for key, kept in said(groups).items())
    return digest((*rows, *words, *(f"{key}#{value}" for key, value in texts.items())))


def changes(old: ReportContext, new: ReportContext) -> tuple[Change, ...]:
    """Which cells a correction changed, in the order of the new table; rows that are gone at the end."""
    before = {row.place.id: row for row in old.rows}
    found = []
    for row in new.rows:
        was = before.pop(row.place.id, None)
        for at, column in enumerate(new.measured):
            then = was.total[old.measured.index(column)] if was and column in old.measured else None
            if then != row.total[at]:
                found.append(_change(row.place.id, row.place.name, column, then, row.total[at]))
    for row in before.values():
        found += [
            _change(row.place.id, row.place.name, column, row.total[at], None)
            for at, column in enumerate(old.measured) if row.total[at]
        ]  # fmt: skip
    return tuple(found)


def _purpose(typed: str) -> str:
    """ "để báo cáo", whether or not "để" was typed."""
    return f"để {typed.removeprefix('để ')}" if typed else ""


def _change(unit_id: UUID, name: str, column: str, old: int | None, new: int | None) -> Change:
    return Change(unit_id=unit_id, name=name, column=column, old=old, new=new)


def _written(value: Any) -> Any:
    if isinstance(value, Text):
        return text.encode(value)
    raise NotImplementedError(type(value))


def _read(kind: type, value: Any) -> Any:
    if kind is Text:
        return text.decode(value)
    raise NotImplementedError(kind)
