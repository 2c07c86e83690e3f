"""The frame of a unit's own documents: issuer, number and symbol, place and day, recipients, signature. Pure."""

from collections.abc import Mapping
from datetime import date

import msgspec

from core.documents.queries import Issuer
from core.documents.rules import Draft
from core.packs.schema import Pack
from core.programmes.queries import Programme
from ui.documents.paper import Block, Paper, Signed
from ui.documents.regulations import UNION, dateline, numbered, recipients, regulation_on, signing
from ui.formats import file_years, paper_period

LETTERS: Mapping[str, str] = {"top": "TĐTN", "branch": "CĐ", "grassroots_branch": "CĐCS", "subbranch": "PĐ"}
SUBJECTS: Mapping[str, str] = {"cadre": "cán bộ đoàn", "member": "đoàn viên"}
BLANK = "." * 40


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is about: a unit's programme of a year, as of a day, with what was typed into it."""

    programme: Programme
    issuer: Issuer
    draft: Draft
    day: date

    @property
    def rules(self) -> Pack:
        """The programme's pinned rules."""
        return self.programme.rules

    @property
    def period(self) -> str:
        """The programme's year in a sentence: năm 2021, năm học 2020 - 2021."""
        return paper_period(self.programme)

    @property
    def people(self) -> str:
        """What the programme's people are called: cán bộ đoàn, đoàn viên."""
        return SUBJECTS.get(self.rules.subject.kind, "người")

    @property
    def scheme(self) -> str:
        """The programme's name inside a sentence."""
        title = self.rules.title.vi
        return title[:1].lower() + title[1:] if not title[:2].isupper() else title


def paper(
    of: Subject, letters: str, kind: str, about: tuple[str, ...], blocks: tuple[Block, ...], *,
    sent: tuple[tuple[str, str], ...] = (), lying: bool = False, size: float | None = None,
) -> Paper:  # fmt: skip
    """A document of the unit. `letters` stand for its kind (BC, QĐ), "" for a table that bears no number; `sent` are
    the usual recipients with the purpose of each, where nobody typed others."""
    unit, day = of.issuer.unit, of.draft.dated_on or of.day
    return Paper(
        regulation=regulation_on(day),
        title=" ".join((kind.capitalize(), *about[:1], file_years(of.programme), "-", unit.name)),
        left=left_of(of.issuer),
        right=(UNION,),
        number=numbered(of.draft.number, letters, LETTERS.get(unit.kind, "ĐTN")) if letters else "",
        dateline=dateline(of.issuer.place, day),
        kind=kind,
        about=about,
        blocks=blocks,
        sent=told(of, sent) if sent else (),
        signed=(signature(of),) if sent else (Signed(("NGƯỜI LẬP BẢNG",)), signature(of)),
        lying=lying,
        size=size,
    )


def left_of(issuer: Issuer) -> tuple[str, ...]:
    """The issuer's lines: the unit above, then the committee."""
    return tuple(line.upper() for line in (issuer.parent, f"BCH {issuer.unit.name}") if line)


def signature(of: Subject) -> Signed:
    """Who signs for the committee: as typed, else the secretary of today."""
    body = "Ban Thường vụ" if of.issuer.unit.standing else "Ban Chấp hành"
    return Signed(signing(body, of.draft.position or "Bí thư"), of.draft.signer or of.issuer.secretary)


def told(of: Subject, usual: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The recipients as typed, one a line; else the usual ones, the unit above first."""
    if of.draft.recipients.strip():
        return tuple(f"- {line.strip().lstrip('-– ')}" for line in of.draft.recipients.splitlines() if line.strip())
    above = ((of.issuer.parent, "để b/c"),) if of.issuer.parent else ()
    return recipients((*above, *usual), "VP")
