"""The programme years that provinces of the demo have behind them or are in the middle of: when who did what."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tenants.demo.rows import Draw

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2021, 11, 20, 9, tzinfo=ZONE)  # where the clocks of the demo's tenants stand at first
Days = tuple[date, date]


class Season(NamedTuple):
    """One programme year: the day of opening and between which days each act happened. `closed` is None while
    the year runs; then nothing lies after `NOW`."""

    year: int
    number: str
    dated: date
    opened: date
    registered: Days
    registered_late: Days
    self_given: Days
    self_late: Days
    heard: Days
    rated: Days
    rated_late: Days
    sent: Days
    decided: Days
    closed: date | None
    waiting: Days = (date(2021, 10, 25), date(2021, 11, 18))
    now: datetime = NOW


KIEN_GIANG = (
    Season(
        2019, "86-KH/TĐTN-BTCKT", date(2019, 8, 12), date(2019, 8, 20),
        (date(2019, 9, 3), date(2019, 9, 30)), (date(2019, 10, 1), date(2019, 10, 25)),
        (date(2019, 11, 4), date(2019, 11, 30)), (date(2019, 12, 1), date(2019, 12, 6)),
        (date(2019, 11, 20), date(2019, 12, 8)), (date(2019, 12, 9), date(2019, 12, 28)),
        (date(2020, 1, 2), date(2020, 1, 4)), (date(2019, 12, 29), date(2019, 12, 31)),
        (date(2020, 1, 6), date(2020, 1, 12)), date(2020, 1, 15),
    ),
    Season(
        2020, "112-KH/TĐTN-BTCKT", date(2019, 12, 30), date(2020, 1, 3),
        (date(2020, 1, 6), date(2020, 1, 31)), (date(2020, 2, 3), date(2020, 3, 20)),
        (date(2020, 11, 2), date(2020, 11, 30)), (date(2020, 12, 1), date(2020, 12, 7)),
        (date(2020, 11, 20), date(2020, 12, 8)), (date(2020, 12, 9), date(2020, 12, 28)),
        (date(2021, 1, 2), date(2021, 1, 4)), (date(2020, 12, 29), date(2020, 12, 31)),
        (date(2021, 1, 5), date(2021, 1, 12)), date(2021, 1, 15),
    ),
    Season(
        2021, "149-KH/TĐTN-BTCKT", date(2020, 12, 29), date(2021, 1, 4),
        (date(2021, 1, 5), date(2021, 1, 31)), (date(2021, 2, 1), date(2021, 3, 31)),
        (date(2021, 11, 1), date(2021, 11, 14)), (date(2021, 11, 1), date(2021, 11, 14)),
        (date(2021, 11, 8), date(2021, 11, 14)), (date(2021, 11, 15), date(2021, 11, 16)),
        (date(2021, 11, 15), date(2021, 11, 16)), (date(2021, 11, 17), date(2021, 11, 18)),
        (date(2021, 11, 19), date(2021, 11, 19)), None,
    ),
)  # fmt: skip

NOW_BINH_DUONG = datetime(2020, 11, 20, 9, tzinfo=ZONE)
BINH_DUONG = (
    Season(
        2020, "41-KH/TĐTN-BTC", date(2020, 1, 8), date(2020, 2, 3),
        (date(2020, 2, 4), date(2020, 2, 29)), (date(2020, 3, 1), date(2020, 4, 15)),
        (date(2020, 11, 2), date(2020, 11, 14)), (date(2020, 11, 2), date(2020, 11, 14)),
        (date(2020, 11, 9), date(2020, 11, 14)), (date(2020, 11, 15), date(2020, 11, 16)),
        (date(2020, 11, 15), date(2020, 11, 16)), (date(2020, 11, 17), date(2020, 11, 18)),
        (date(2020, 11, 19), date(2020, 11, 19)), None,
        (date(2020, 10, 20), date(2020, 11, 18)), NOW_BINH_DUONG,
    ),
)  # fmt: skip


def moment(draw: Draw, days: Days) -> datetime:
    """An instant in the waking hours of one of the days, evenings the likeliest."""
    hour = draw.choice((7, 8, 9, 10, 14, 15, 16, 19, 20, 20, 21))
    return at(draw.day(*days), hour, draw.randint(0, 59), draw.randint(0, 59))


def after(draw: Draw, instant: datetime, most: int, now: datetime = NOW) -> datetime:
    """Some days after an act, on a working hour, and not in the tenant's future."""
    later = instant + timedelta(days=draw.randint(1, most))
    return min(at(later.astimezone(ZONE).date(), draw.randint(8, 16), draw.randint(0, 59)), now - timedelta(minutes=5))


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of the union's day."""
    return datetime.combine(day, time(hour, minute, second), ZONE)
