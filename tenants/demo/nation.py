"""The rest of the country, invented: published aggregates of the provinces that do not live in the demo, 2019 to 2026.

The centre enters them itself and every one is marked synthetic. Each province has a pace of its own that grows over the
years; the provinces of the merger go on from the sums of those they were made of. A few have stories worth finding: one
that is behind, one that rates everybody at the best level, one that files everything on the last day, one where texts
repeat, small ones that are hidden, and some that published nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import exp
from random import Random
from typing import Any, NamedTuple

import msgspec

from core.comparison import provinces
from core.db.scope import Transaction
from tenants.demo.seasons import ZONE

YEARS = range(2019, 2027)
CADRE_PACKS = ("kien_giang_kl06", "binh_duong_criteria")
SCHOOL = "dhkt_school_year"
KEYS = {
    "kien_giang_kl06": ("tot", "kha", "trung_binh", "yeu"),
    "binh_duong_criteria": ("tot", "kha", "trung_binh", "yeu"),
    SCHOOL: ("hoan_thanh_xuat_sac", "hoan_thanh_tot", "hoan_thanh", "khong_hoan_thanh"),
}
NATIONAL = ["excellent", "good", "completed", "not_completed"]
BEHIND, PERFECT, LAST_DAY, COPIED = "dien-bien", "hung-yen", "gia-lai", "ca-mau"
PILOTS = {"bac-kan": 8, "cao-bang": 41}  # in 2019 a pilot in a few units only
SILENT = {("lai-chau", 2019), ("lai-chau", 2020), ("ha-giang", 2019), ("quang-tri", 2021), ("kon-tum", 2022)}
BIG = {"ha-noi": 3.2, "ho-chi-minh": 3.0, "thanh-hoa": 1.9, "nghe-an": 1.9}
LIVING = {("kien-giang", year) for year in (2019, 2020, 2021)} | {("binh-duong", 2020)}
UNITS = {"kien-giang": 750, "binh-duong": 202}  # of cadres, as many as they have in the years they live in
COLUMNS = (
    "tenant_id", "province", "year", "subject", "pack", "synthetic", "closed", "units", "units_counted",
    "units_implementing", "eligible", "registered", "validated", "registered_late", "assessed", "level_keys",
    "level_national", "level_people", "commended", "reviewed", "returned", "texts", "alike", "due_on", "curve_from",
    "curve", "places", "as_of",
)  # fmt: skip


class Pace(NamedTuple):
    """What a province is like: its size, how fully people register, how late, how generously they are rated."""

    size: float
    fill: float
    late: float
    generous: float


# The cadres of the provinces that live in the demo: their invented years go on from the living ones.
OWN = {"kien-giang": Pace(0.935, 0.955, 0.08, 0.888), "binh-duong": Pace(0.242, 0.945, 0.09, 0.888)}


async def write(tx: Transaction) -> int:
    """Enter the rows in the centre's own transaction, once; how many."""
    if await tx.fetchval("select true from central.published where tenant_id = $1 limit 1", tx.tenant_id):
        return 0
    return await tx.load("central.published", COLUMNS, [(tx.tenant_id, *row) for row in rows()])


def rows() -> Iterator[tuple[Any, ...]]:
    """Every row, the same at every call."""
    for year in YEARS:
        for code in provinces.of_year(year):
            if (code, year) in SILENT:
                continue
            if (code, year) not in LIVING:
                yield _row(code, year, "cadre")
            if any(Random(f"members {part}").random() < 0.86 for part in provinces.predecessors(code) or (code,)):
                yield _row(code, year, "member")


def _pace(code: str, subject: str) -> Pace:
    """Of a province that the merger made: what its parts add up to."""
    if subject == "cadre" and code in OWN:
        return OWN[code]
    parts = provinces.predecessors(code)
    if code not in provinces.BEFORE and parts:
        found = [_pace(part, subject) for part in parts]
        size = sum(pace.size for pace in found)
        return Pace(size, *(sum(pace[n] * pace.size for pace in found) / size for n in (1, 2, 3)))
    dice = Random(f"pace {code}")
    size = BIG.get(code, dice.uniform(0.5, 1.5))
    fill = 0.42 if code == BEHIND else dice.triangular(0.66, 0.97, 0.88)
    return Pace(size, fill, dice.triangular(0.02, 0.3, 0.08), dice.triangular(0.55, 0.95, 0.8))


def _row(code: str, year: int, subject: str) -> tuple[Any, ...]:
    dice, pace = Random(f"{code} {year} {subject}"), _pace(code, subject)
    pack = SCHOOL if subject == "member" else _pack(code)
    units = round(_units(code, subject) * dice.uniform(0.96, 1.04))
    eligible = round(pace.size * (2600 if subject == "cadre" else 31000) * dice.uniform(0.97, 1.03))
    if year == 2019 and subject == "cadre" and code in PILOTS:
        eligible, units = PILOTS[code], 4
    registered = _part(dice, eligible, pace.fill + (year - 2021) * 0.012, 0.97 if code == BEHIND else 0.995)
    counted = _part(dice, units, 0.97)
    validated = _part(dice, registered, 0.96)
    closed = year < 2026
    assessed = _part(dice, validated, 0.97) if closed else _part(dice, validated, 0.31)
    late = 0 if code == LAST_DAY else _part(dice, registered, pace.late)
    due = date(year, 1, 31) if subject == "cadre" else date(year, 10, 17)
    rush = 0.86 if code == LAST_DAY else dice.uniform(0.05, 0.2)
    start, curve = _curve(dice, due, registered, late, on_last_day=rush)
    texts, commended = registered * 4, _part(dice, eligible, 0.021 * dice.uniform(0.6, 1.5))
    return (
        code, year, subject, pack, True, closed, units, counted, min(counted, _part(dice, counted, pace.fill + 0.1)),
        eligible, registered, validated, late, assessed, list(KEYS[pack]), NATIONAL,
        _levels(dice, code, assessed, pace.generous), commended if dice.random() < 0.7 else None,
        validated, 0 if code == PERFECT else _part(dice, validated, 0.07 * dice.uniform(0.3, 1.7)), texts,
        _part(dice, texts, 0.63 if code == COPIED else 0.08 * dice.uniform(0.3, 1.9)), due, start, curve,
        msgspec.json.encode(_places(dice, code, year, registered, assessed)).decode(),
        datetime(year, 11, 20, 8, tzinfo=ZONE),  # the demo's day, of each year
    )  # fmt: skip


def _units(code: str, subject: str) -> float:
    """About how many units take part."""
    parts = provinces.predecessors(code)
    if code not in provinces.BEFORE and parts:
        return sum(_units(part, subject) for part in parts)
    known = UNITS.get(code) if subject == "cadre" else None
    return known or _pace(code, subject).size * (420 if subject == "cadre" else 300)


def _pack(code: str) -> str:
    """What a province's cadres go by; the living ones keep theirs."""
    own = {"kien-giang": CADRE_PACKS[0], "an-giang-2025": CADRE_PACKS[0], "binh-duong": CADRE_PACKS[1]}
    return own.get(code) or Random(f"pack {code}").choices(CADRE_PACKS, (70, 30))[0]


def _part(dice: Random, whole: int, share: float, most: float = 1.0) -> int:
    """About that share of the whole."""
    return min(round(whole * most), max(0, round(whole * (share * (1 + dice.gauss(0, 0.01))))))


def _levels(dice: Random, code: str, people: int, generous: float) -> list[int]:
    """People by level; they add up."""
    if code == PERFECT:
        return [people, 0, 0, 0]
    best = _part(dice, people, generous * 0.42)
    weak = _part(dice, people, (1 - generous) * 0.08)
    middle = min(people - best - weak, _part(dice, people, (1 - generous) * 0.5))
    return [best, people - best - weak - middle, middle, weak]


def _curve(dice: Random, due: date, registered: int, late: int, *, on_last_day: float) -> tuple[date, list[int]]:
    """People registered by the end of each day: a slow start, a rush before the deadline, a tail of late ones."""
    before, after, in_time = 26, 40, registered - late
    middle = dice.uniform(-9, -4)
    shape = [1 / (1 + exp(-(day - middle) / 3.2)) for day in range(-before, 0)]
    days = [round(in_time * (1 - on_last_day) * one / shape[-1]) for one in shape]
    days += [in_time]
    days += [in_time + round(late * (1 - exp(-day / 9)) / (1 - exp(-after / 9))) for day in range(1, after + 1)]
    return due - timedelta(days=before), days


def _places(dice: Random, code: str, year: int, registered: int, assessed: int) -> list[dict[str, Any]]:
    """Invented districts (communes since the merger) of the provinces that show theirs; shares of the whole."""
    if Random(f"shows {code}").random() < 0.45:
        return []
    merged = provinces.merged(year)
    weights = [dice.uniform(0.3, 1.6) for _ in range(14 if merged else 9)] + [0.004]
    whole, kind = sum(weights), "grassroots" if merged else "district"
    word = "Đoàn xã" if merged else "Huyện đoàn"
    return [
        {
            "code": f"{code}-{number}", "parent": "", "name": f"{word} mẫu số {number}", "kind": kind,
            "registered": round(registered * weight / whole), "assessed": round(assessed * weight / whole),
        }
        for number, weight in enumerate(weights, start=1)
    ]  # fmt: skip

