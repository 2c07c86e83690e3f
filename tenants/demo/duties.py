"""What units declared in a year, with a small PDF under each numbered document."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from core.declarations import queries, rules
from core.packs.schema import Declaration
from core.programmes.queries import Programme
from core.units.rules import search_key
from tenants.demo import wording
from tenants.demo.committees import Committees
from tenants.demo.rows import Draw, Unit
from tenants.demo.seasons import Season, at

MARKS = {"plan": "KH", "yearly_programme": "CTr", "written_report": "BC", "mid_review": "BC", "final_review": "BC"}
SHARES = {  # who had declared: in a closed year, in the running one
    "plan": (1.0, 0.96), "rollout": (0.97, 0.86), "board": (0.95, 0.82), "yearly_programme": (1.0, 1.0),
    "publicity": (0.4, 0.3), "dialogue": (0.25, 0.15), "written_report": (0.96, 0.0), "mid_review": (1.0, 1.0),
}  # fmt: skip
ENCOURAGED = 0.35  # of those shares, where a unit is only encouraged
LATE = 0.06


class Duty(NamedTuple):
    """A declaration as it is stored, with its file."""

    unit: Unit
    key: str
    number: str
    dated_on: date | None
    note: str
    file: tuple[UUID, str, bytes] | None
    by: UUID
    at: datetime
    late: bool


def declared(
    draw: Draw, programme: Programme, season: Season, units: Iterable[Unit], committees: Committees
) -> list[Duty]:
    """Everything the units declared in a year."""
    found = []
    for unit in units:
        if unit.opened_on > programme.ends_on or (unit.closed_on and unit.closed_on < programme.starts_on):
            continue
        for key, entry in queries.asked(programme).items():
            duty = rules.duty(entry, unit.kind)
            share = SHARES.get(key, (0.0, 0.0))[season.closed is None] * (ENCOURAGED if duty == "encouraged" else 1)
            if duty and draw.chance(share):
                found += _one(draw, programme, season, unit, (key, entry), committees)
    return found


def _one(
    draw: Draw, programme: Programme, season: Season, unit: Unit, asked: tuple[str, Declaration], committees: Committees
) -> list[Duty]:
    key, entry = asked
    due = programme.due(f"declaration:{key}")
    first = max(season.opened, unit.opened_on)
    last = min(due.last_day if due else date(season.year, 10, 29), (season.now - timedelta(days=2)).date())
    last = min(last, unit.closed_on or last)
    if due and key == "written_report":
        first = max(first, due.opens_at.date())
    if first >= last:
        return []
    late = bool(due) and season.closed is not None and draw.chance(LATE)
    day = draw.day(last + timedelta(days=1), last + timedelta(days=12)) if late else draw.day(first, last)
    by = committees.member(unit, day) or committees.member(unit.parent, day)
    if by is None:
        return []
    dated = max(first, day - timedelta(days=draw.randint(0, 6)))
    number = f"{draw.randint(4, 98)}-{MARKS.get(key, 'CV')}/ĐTN" if "number" in entry.fields else ""
    note = wording.said(draw, "declaration", key) if "note" in entry.fields else ""
    file = paper(draw, unit, number, dated) if rules.file_needed(entry) else None
    dated_on = dated if "dated_on" in entry.fields else None
    return [Duty(unit, key, number, dated_on, note, file, by.account, at(day, draw.randint(8, 16), 15), late)]


def paper(draw: Draw, unit: Unit, number: str, dated: date) -> tuple[UUID, str, bytes]:
    """The file of a numbered document: its id, name and bytes."""
    plain, name = (search_key(text).encode("ascii", "ignore").decode() for text in (number.upper(), unit.name))
    lines = ("VAN BAN MAU - DU LIEU CHAY THU", f"So: {plain.upper()}", name.title(), f"{dated:%d/%m/%Y}")
    return draw.new_id(), f"{plain.upper().replace('/', '-')}.pdf", pdf(lines)


def pdf(lines: Iterable[str]) -> bytes:
    """A one-page PDF with a few lines in a standard font, hence without diacritics."""
    text = " ".join(f"({line}) Tj 0 -26 Td" for line in lines)
    stream = f"BT /F1 16 Tf 72 760 Td {text} ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, offsets = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(parts) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
    end += f"startxref\n{len(body)}\n%%EOF\n"
    return (body + end).encode("ascii")


def digest(content: bytes) -> bytes:
    """The sha256 stored with a file."""
    return hashlib.sha256(content).digest()
