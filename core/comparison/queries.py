"""Reading what provinces published: one statement over the barrier view a question, the analyst's pool's only user.

The centre's mapping of levels (`crosswalk`) is the centre's own and comes with the question; everything that is
computed here is made of disclosed rows, so it cannot say more than they do.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import asyncpg
import msgspec

from core.comparison import disclosure, lineage, provinces
from core.comparison.facts import (
    NATIONAL,
    Cell,
    Comparison,
    Crosswalk,
    Curve,
    Indicator,
    Level,
    Place,
    Published,
    Question,
    Share,
    Step,
    Subject,
    View,
)
from core.comparison.indicators import CATALOGUE, Measure, interval, measure, people_by_level, share, together
from core.comparison.signals import Filing, filing_of
from core.db.central import Central
from core.errors import NotFound

OWN = Crosswalk()
# Everything but curves and places, which only their own pages read.
COLUMNS = """province, year, subject, pack, synthetic, closed, as_of, small, detail, units, units_counted,
  units_implementing, eligible, registered, validated, registered_late, assessed, unregistered, level_keys,
  level_national, level_people, graded, high, low, commended, reports_due, reports_on_time,
  reviewed, returned, texts, alike, due_on"""
YEARS = f"select {COLUMNS} from comparison where year between $1 and $2 and subject = $3"
HISTORY = f"select {COLUMNS} from comparison where subject = $1 and province = any($2::text[])"
NATION = f"select {COLUMNS} from comparison where subject = $1"
CURVES = f"select {COLUMNS}, curve_from, curve from comparison where year = $1 and subject = $2"
PLACES = """
select places, synthetic from comparison
where year = $1 and subject = $2 and province = $3 and $4 in ('', pack)
"""
KNOWN = "select year, subject, pack from comparison group by 1, 2, 3 order by 1, 2, 3"


async def compare(central: Central, question: Question, crosswalk: Crosswalk = OWN) -> Comparison:
    """Every province's answer, with its rank and that of the year before. Raises `comparison.not-set-up`, and
    `access.not-found` for an indicator that the catalogue lacks."""
    indicator = indicator_of(question.indicator)
    rows = await published(central, question.year - 1, question.year, question.subject)
    return compared(rows, question, indicator, crosswalk)


async def published(central: Central, first: int, last: int, subject: Subject) -> tuple[Published, ...]:
    """All rows of the years `first` to `last`, one subject."""
    return _rows(await central.fetch(YEARS, first, last, subject))


async def series(
    central: Central, province: str | None, indicator: str, subject: Subject, view: View = "reported",
    crosswalk: Crosswalk = OWN,
) -> tuple[Step, ...]:  # fmt: skip
    """An indicator over the years, of a province (restated: of its whole territory of today) or of the nation."""
    wanted = indicator_of(indicator)
    if province is None:
        rows = _rows(await central.fetch(NATION, subject))
    else:
        codes = list(parts(province, view))
        rows = _rows(await central.fetch(HISTORY, subject, codes))
    found = []
    for year in sorted({row.year for row in rows}):
        of_year = [row for row in rows if row.year == year]
        found.append(Step(year=year, cell=_cell(province or "", wanted, of_year, crosswalk)))
    return tuple(found)


async def levels(central: Central, question: Question, crosswalk: Crosswalk = OWN) -> tuple[Share, ...]:
    """How results are distributed in each province of the question, as far as they are disclosed."""
    rows = await published(central, question.year, question.year, question.subject)
    held = _by_province(rows, question, question.year)
    found: Iterable[Share] = [_share(code, of, crosswalk) for code, of in held.items() if of]
    if question.view == "restated":
        found = lineage.restated_shares(found)
    return tuple(share_ for share_ in found if inside(share_.province, question.group, question.year))


async def timeliness(central: Central, question: Question) -> tuple[Curve, ...]:
    """How registration filled day by day; of a province with several packs the largest."""
    rows = _rows(await central.fetch(CURVES, question.year, question.subject))
    found = []
    for code, held in _by_province(rows, question, question.year).items():
        kept = [row for row in held if row.curve and row.curve_from and row.due_on and row.eligible]
        if kept and inside(code, question.group, question.year):
            found.append(_curve(code, max(kept, key=lambda row: row.eligible or 0)))
    return tuple(found)


async def below(central: Central, province: str, question: Question) -> tuple[Place, ...]:
    """Districts and communes, where the province shows them: rounded, the small ones without a number."""
    rows = await central.fetch(PLACES, question.year, question.subject, province, question.pack)
    held = max(rows, key=lambda row: (not row["synthetic"], len(row["places"])), default=None)
    if held is None:
        return ()
    return disclosure.places(msgspec.json.decode(held["places"]), synthetic=held["synthetic"])


async def known(central: Central) -> tuple[tuple[int, str, str], ...]:
    """(year, subject, pack) of everything that is published."""
    return tuple((row["year"], row["subject"], row["pack"]) for row in await central.fetch(KNOWN))


async def filings(central: Central, question: Question, crosswalk: Crosswalk = OWN) -> tuple[Filing, ...]:
    """What the signals of formalism are asked of (`core.comparison.signals`), a row a province and pack."""
    rows = _rows(await central.fetch(CURVES, question.year, question.subject))
    return tuple(
        filing_of(row, crosswalk)
        for row in rows
        if not row.small and question.pack in ("", row.pack) and inside(row.province, question.group, question.year)
    )


def indicator_of(key: str) -> Indicator:
    """The indicator of the catalogue; NotFound for another word."""
    if key not in CATALOGUE:
        raise NotFound("access.not-found")
    return CATALOGUE[key]


def compared(
    rows: Iterable[Published], question: Question, indicator: Indicator, crosswalk: Crosswalk = OWN
) -> Comparison:
    """The comparison made of rows of the question's year and the one before. Pure."""
    kept = list(rows)
    cells = _cells(kept, question, question.year, indicator, crosswalk)
    before = _ranks(indicator, _cells(kept, _last_year(question), question.year - 1, indicator, crosswalk))
    ranks = _ranks(indicator, cells)
    of_year = [row for row in kept if row.year == question.year and question.pack in ("", row.pack)]
    counted = [row for row in of_year if inside(_shown(row.province, question.view), question.group, question.year)]
    return Comparison(
        question=question, indicator=indicator, crosswalk=crosswalk.version,
        cells=tuple(
            msgspec.structs.replace(cell, rank=ranks.get(cell.province), before=before.get(cell.province))
            for cell in cells
        ),
        nation=_cell("", indicator, counted, crosswalk),
        missing=tuple(cell.province for cell in cells if cell.state == "missing"),
        years=tuple(sorted({row.year for row in kept})),
        packs=tuple(sorted({row.pack for row in kept if row.year == question.year})),
    )  # fmt: skip


def _last_year(question: Question) -> Question:
    """The same question a year before; in the first year after the merger of today's provinces, because a rank among
    63 says nothing about one among 34."""
    crossing = provinces.merged(question.year) and not provinces.merged(question.year - 1)
    return msgspec.structs.replace(question, view="restated") if crossing else question


def parts(province: str, view: View) -> tuple[str, ...]:
    """The codes whose rows make up a province: itself, or its whole territory of today."""
    if view == "reported" or province not in provinces.ALL:
        return (province,)
    today = provinces.today(province)
    return tuple(dict.fromkeys((today, *provinces.predecessors(today))))


def inside(code: str, group: str, year: int) -> bool:
    """Whether a province belongs to a group: its type of that year, its region, or "other" for unions that are none."""
    if code not in provinces.ALL:
        return group in ("", "other")
    return group in ("", provinces.kind_on(code, date(year, 12, 31)), provinces.ALL[code].region)


def _shown(code: str, view: View) -> str:
    return provinces.today(code) if view == "restated" and code in provinces.ALL else code


def _by_province(rows: Iterable[Published], question: Question, year: int) -> dict[str, list[Published]]:
    """Rows of a year by the province that published them: all provinces of that year, then other unions."""
    found: dict[str, list[Published]] = {code: [] for code in provinces.of_year(year)}
    for row in rows:
        if row.year == year and question.pack in ("", row.pack):
            found.setdefault(row.province, []).append(row)
    return found


def _cells(
    rows: Iterable[Published], question: Question, year: int, indicator: Indicator, crosswalk: Crosswalk
) -> tuple[Cell, ...]:
    """A year's cells of the question's group, without ranks."""
    held = _by_province(rows, question, year)
    found: Iterable[Cell] = [_cell(code, indicator, of, crosswalk) for code, of in held.items()]
    if question.view == "restated":
        found = lineage.restated(found, indicator.unit, interval=_bounds if indicator.unit == "percent" else None)
    return tuple(cell for cell in found if inside(cell.province, question.group, year))


def _cell(code: str, indicator: Indicator, rows: Iterable[Published], crosswalk: Crosswalk) -> Cell:
    held = list(rows)
    if not held:
        return Cell(province=code, state="missing", note="no_data")
    found = together(measure(indicator, row, crosswalk) for row in held)
    value = share(found)
    about = {
        "packs": tuple(sorted({row.pack for row in held})), "synthetic": any(row.synthetic for row in held),
        "as_of": min(row.as_of for row in held), "note": found.note,
    }  # fmt: skip
    if value is None:
        return Cell(province=code, state="hidden" if found.state == "hidden" else "not_measured", **about)
    low, high = _bounds(found.numerator, found.denominator) if indicator.unit == "percent" else (None, None)
    return Cell(
        province=code, state="value", value=value * 1000 if indicator.unit == "per_thousand" else value,
        numerator=found.numerator, denominator=found.denominator, coverage=_coverage(found),
        low=low, high=high, **about,
    )  # fmt: skip


def _coverage(found: Measure) -> Fraction | None:
    return Fraction(min(found.covered or 0, found.whole), found.whole) if found.whole else None


def _ranks(indicator: Indicator, cells: Iterable[Cell]) -> dict[str, int]:
    """1 is the best; equal values share a rank, and the next one counts all before it. A union of provinces whose parts
    are not all known is not ranked."""
    values = {cell.province: cell.value for cell in cells if cell.value is not None and lineage.whole(cell)}
    ordered = sorted(values.values(), reverse=indicator.direction != "less")
    return {code: ordered.index(value) + 1 for code, value in values.items()}


def _bounds(numerator: int, denominator: int) -> tuple[float | None, float | None]:
    return interval(numerator, denominator) or (None, None)


def _share(code: str, rows: list[Published], crosswalk: Crosswalk) -> Share:
    """Several packs or parts together: levels where all have them, else the classes that all have."""
    shown = [row for row in rows if row.detail in ("levels", "classes")]
    synthetic = any(row.synthetic for row in rows)
    if not shown:
        return Share(province=code, detail=rows[0].detail, assessed=rows[0].assessed, synthetic=synthetic)
    full = [people_by_level(row, crosswalk) for row in shown if row.detail == "levels"]
    graded = sum(row.graded or 0 for row in shown)
    if len(full) == len(shown):
        people = {level: sum(one[level] for one in full) for level in NATIONAL}
        high, low = people["excellent"] + people["good"], people["completed"] + people["not_completed"]
        return Share(
            province=code, detail="levels", people=people, high=high, low=low, apart=graded - high - low,
            assessed=graded, synthetic=synthetic,
        )  # fmt: skip
    high = sum(row.high or 0 for row in shown)
    low = sum(row.low or 0 for row in shown)
    return Share(
        province=code, detail="classes", high=high, low=low, apart=graded - high - low, assessed=graded,
        synthetic=synthetic,
    )  # fmt: skip


def _curve(code: str, row: Published) -> Curve:
    assert row.curve_from and row.due_on and row.eligible
    start = (row.curve_from - row.due_on).days
    return Curve(
        province=code, days=tuple(range(start, start + len(row.curve))), due_on=row.due_on, synthetic=row.synthetic,
        shares=tuple(n / row.eligible for n in row.curve),
    )  # fmt: skip


def _rows(records: Iterable[asyncpg.Record]) -> tuple[Published, ...]:
    """Rows as structs; where a living province has its own, an invented one about the same is left out."""
    found = [_row(record) for record in records]
    living = {(row.province, row.year, row.subject) for row in found if not row.synthetic}
    return tuple(row for row in found if not (row.synthetic and (row.province, row.year, row.subject) in living))


def _row(record: asyncpg.Record) -> Published:
    held = dict(record)
    keys, national = held.pop("level_keys"), held.pop("level_national")
    people = held.pop("level_people") or [None] * len(keys)
    held["levels"] = tuple(Level(*one) for one in zip(keys, national, people, strict=True))
    held["curve"] = tuple(held.get("curve") or ())
    return Published(**{"curve_from": None, **held})
