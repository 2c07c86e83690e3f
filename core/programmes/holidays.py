"""Public holidays of Viet Nam (Labour Code 2019, Article 112): a deadline on one of them is met the day before. Pure.

Those by the moon are written down year by year; a year that is not written down has only those of the sun.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

Holiday = Literal["new_year", "tet", "hung_kings", "reunification", "labour", "national"]
SUN: Mapping[tuple[int, int], Holiday] = {
    (1, 1): "new_year", (4, 30): "reunification", (5, 1): "labour", (9, 2): "national",
}  # fmt: skip
TET = (-1, 4)  # days around the first day of the year: its eve to the fourth
# The first day of the lunar year, and the tenth of its third month, as observed in Viet Nam.
MOON: Mapping[int, tuple[tuple[int, int], tuple[int, int]]] = {
    2015: ((2, 19), (4, 28)), 2016: ((2, 8), (4, 16)), 2017: ((1, 28), (4, 6)), 2018: ((2, 16), (4, 25)),
    2019: ((2, 5), (4, 14)), 2020: ((1, 25), (4, 2)), 2021: ((2, 12), (4, 21)), 2022: ((2, 1), (4, 10)),
    2023: ((1, 22), (4, 29)), 2024: ((2, 10), (4, 18)), 2025: ((1, 29), (4, 7)), 2026: ((2, 17), (4, 26)),
    2027: ((2, 6), (4, 16)), 2028: ((1, 26), (4, 4)), 2029: ((2, 13), (4, 23)), 2030: ((2, 2), (4, 12)),
}  # fmt: skip


def holiday(day: date) -> Holiday | None:
    """The public holiday that falls on a day, if one does."""
    if found := SUN.get((day.month, day.day)):
        return found
    if day.year not in MOON:
        return None
    first, kings = MOON[day.year]
    new_year = date(day.year, *first)
    if new_year + timedelta(days=TET[0]) <= day < new_year + timedelta(days=TET[1]):
        return "tet"
    return "hung_kings" if (day.month, day.day) == kings else None


def working_day(day: date) -> date:
    """The day itself, or the last one before it that is neither a weekend nor a public holiday."""
    while day.weekday() >= 5 or holiday(day):
        day -= timedelta(days=1)
    return day
