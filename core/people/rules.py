"""What may be said of a person, and who may hold which seat where. Pure: no I/O (domain.md §1 Position, Membership)."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from core.errors import Problem
from core.units.naming import collation, named, search_key, words_of
from core.units.rules import has_standing_committee

__all__ = [
    "GENDERS",
    "OCCUPATIONS",
    "TITLES",
    "Span",
    "check_birth",
    "check_code",
    "check_email",
    "check_gender",
    "check_name",
    "check_occupation",
    "check_phone",
    "check_post",
    "check_secretary",
    "day_before",
    "overlap",
    "search_key",
    "sort_key",
    "titles_at",
    "tokens",
]  # fmt: skip

GENDERS = ("female", "male")
OCCUPATIONS = ("official", "lecturer", "student", "pupil", "armed_forces", "worker", "farmer", "other")
TITLES = ("secretary", "deputy", "standing", "member", "officer")
YOUNGEST, OLDEST = 14, 80
PHONE = re.compile(r"0[35789]\d{8}|02\d{8,9}", re.ASCII)
EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")
Span = tuple[date, date | None]

# A post without a committee seat is full-time staff; the source lists it for the province and the district
# (S0-6), a tenant may add those of communes.
FULL_TIME = ("top", "district", "grassroots")


def sort_key(name: str) -> str:
    """Vietnamese name order: the given name (the last word), then the family name, then the middle names."""
    words = words_of(name)
    return collation(words[-1:] + words[:-1])


def tokens(name: str) -> tuple[str, ...]:
    """The words by which a person is found, without diacritics, each once."""
    return tuple(dict.fromkeys(words_of(search_key(name))))


def check_name(name: str) -> str:
    """The name with single blanks; refuses fewer than 2 or more than 80 characters."""
    return named(name, "full_name", 80, code="person.name-too-short")


def check_code(code: str | None, *, taken: bool) -> None:
    """A code (mã đoàn viên) belongs to one person and has at most 30 characters."""
    if code and len(code) > 30:
        raise Problem("form.too-long", field="code", max=30)
    if taken:
        raise Problem("person.code-taken", field="code")


def check_occupation(occupation: str | None) -> None:
    """One of the closed list by which criteria are offered (S3-11, S4-24), or not given: it is never guessed."""
    if occupation is not None and occupation not in OCCUPATIONS:
        raise Problem("form.unknown-choice", field="occupation")


def check_phone(phone: str | None) -> None:
    """A mobile number of 10 digits or a landline of 10 or 11, as dialled in the country; or not given."""
    if phone is not None and not PHONE.fullmatch(phone):
        raise Problem("person.not-a-phone", field="phone")


def check_email(email: str | None) -> None:
    """An address in small letters, or not given."""
    if email is not None and (len(email) > 120 or not EMAIL.fullmatch(email)):
        raise Problem("person.not-an-email", field="email")


def check_gender(gender: str | None) -> None:
    """Female, male, or not given."""
    if gender is not None and gender not in GENDERS:
        raise Problem("form.unknown-choice", field="gender")


def check_birth(born: date | None, joined: date | None, today: date) -> None:
    """A birth date gives an age from 14 to 80 today; nobody joined before turning 14 nor after today."""
    if born is not None and not _years(today, OLDEST) <= born <= _years(today, YOUNGEST):
        raise Problem("person.birth-date-unlikely", field="birth_date")
    if joined is not None and joined > today:
        raise Problem("person.joined-in-the-future", field="joined_on")
    if born is not None and joined is not None and _years(joined, YOUNGEST) < born:
        raise Problem("person.joined-too-young", field="joined_on")


def titles_at(kind: str, standing: bool) -> tuple[str, ...]:
    """The titles that units of `kind` have; a standing committee's seats need one, which branches never have."""
    if kind == "subbranch":
        return ("secretary", "deputy")
    missing = set() if standing and has_standing_committee(kind) else {"standing"}
    if kind not in FULL_TIME:
        missing.add("officer")
    return tuple(title for title in TITLES if title not in missing)


def check_post(title: str, full_time: bool, kind: str, standing: bool) -> None:
    """Refuse a title the unit does not have, and full-time staff where there is none."""
    if title not in TITLES:
        raise Problem("form.unknown-choice", field="title")
    if title not in titles_at(kind, standing):
        raise Problem("position.title-not-here", field="title", title=title, kind=kind)
    if full_time and kind not in FULL_TIME:
        raise Problem("position.no-full-time-here", field="full_time", kind=kind)
    if title == "officer" and not full_time:
        raise Problem("position.officer-is-full-time", field="full_time")


def check_secretary(span: Span, others: Iterable[tuple[str, Span]]) -> None:
    """One secretary a unit at a time: refuses a span that meets another's, named in `name`."""
    for name, other in others:
        if overlap(span, other):
            raise Problem("position.second-secretary", field="title", name=name, since=other[0])


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans of days share a day; an open end lasts for ever."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def day_before(day: date) -> date:
    """The last day of what another thing follows on `day`."""
    return day - timedelta(days=1)


def _years(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)
