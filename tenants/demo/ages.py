"""How old people are: by the branch they belong to and the highest seat they hold or held."""

from datetime import date, timedelta

from tenants.demo.rows import Draw, Person, Unit

TODAY = date(2021, 11, 20)
TERMS = {  # when the running term of a level began: the congresses went upward
    "branch": (date(2017, 1, 5), date(2019, 6, 30)),
    "grassroots_branch": (date(2017, 2, 1), date(2019, 6, 30)),
    "section": (date(2018, 9, 5), date(2018, 12, 30)),
    "grassroots": (date(2017, 3, 1), date(2017, 5, 31)),
    "district": (date(2017, 6, 15), date(2017, 8, 31)),
    "top": (date(2017, 10, 12), date(2017, 10, 12)),
}
CLASSES = (date(2020, 9, 7), date(2020, 9, 25)), (date(2019, 9, 9), date(2019, 9, 27))  # of pupils, of students
YEARS = {
    "top": (29, 38), "district": (26, 36), "grassroots": (23, 34), "grassroots_branch": (22, 32), "section": (19, 22),
    "branch": (19, 30),
}  # fmt: skip
HIGHEST = ("top", "district", "grassroots", "grassroots_branch", "section", "branch")
PUPILS, STUDENTS, TEACHERS = (15, 17), (18, 22), (24, 34)
JUST_JOINED = timedelta(days=51)
FIRST_SEAT = 15  # years of age below which nobody led a class; others began at 17, above the branch at 20


def term(unit: Unit) -> tuple[date, date]:
    """Between which days the running term of a unit's committee began."""
    if _is_class(unit):
        return CLASSES[0]
    return CLASSES[1] if _is_course(unit) else TERMS[unit.kind]


def _is_class(unit: Unit) -> bool:
    return unit.name.endswith(("10A1", "11A2"))


def _is_course(unit: Unit) -> bool:
    return unit.kind == "branch" and " K" in unit.name and unit.name[-1].isdigit()


def settle(draw: Draw, person: Person, today: date = TODAY) -> None:
    """Draw the birth date, the day of joining the union and the day of entering the branch, as of `today`."""
    low, high = _range(person)
    age = draw.randint(low, high)
    born = date(today.year - age, 1, 1).toordinal() - draw.randint(0, 364)
    for seat in person.seats:
        born = min(born, _years_before(seat.starts_on, _least(seat.unit)).toordinal())
    person.born = date.fromordinal(born)
    joined = draw.day(_years_after(person.born, 15), _years_after(person.born, 16))
    person.joined = min(joined, today - JUST_JOINED)
    person.since = _entered(draw, person, today)


def _range(person: Person) -> tuple[int, int]:
    kinds = [seat.unit.kind for seat in person.seats]
    highest = next((kind for kind in HIGHEST if kind in kinds), "")
    if person.branch and _is_class(person.branch):
        return PUPILS
    if person.branch and _is_course(person.branch):
        return STUDENTS
    if person.branch and person.branch.name.endswith("Giáo viên") and highest in ("", "branch"):
        return TEACHERS
    return YEARS.get(highest, (17, 30))


def _least(unit: Unit) -> int:
    if _is_class(unit):
        return FIRST_SEAT
    return 17 if unit.kind == "branch" else 20


def _entered(draw: Draw, person: Person, today: date) -> date:
    """After joining, after the branch opened, and before the first seat."""
    opened = person.branch.opened_on if person.branch else today
    first = max(person.joined or opened, opened)
    last = min([seat.starts_on for seat in person.seats] + [today])
    return draw.day(first, last) if first < last else first


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))


def _years_after(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))
