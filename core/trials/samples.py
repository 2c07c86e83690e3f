"""Invented people, sheets and numbers on which a draft is looked at before it binds anybody. Nothing is stored."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from core.packs import calendar, criteria, points
from core.packs.facts import SeatFact, SheetFact, SubjectFact
from core.packs.installed import PackHooks
from core.packs.patching import active
from core.packs.schema import Pack
from core.programmes.queries import Programme
from core.programmes.rules import period_of

NOBODY = UUID(int=0)
MOST = 60  # items on a sample sheet


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to look through: `key` in addresses, a name, and what the pack's hooks are told of him."""

    key: str
    name: str
    age: int
    subject: SubjectFact


def programme_of(pack_id: str, rules: Pack, hooks: PackHooks, today: date) -> Programme:
    """The draft as a programme of the year that comes next, or the last one of its phase."""
    year = today.year + 1
    year = min(max(year, rules.period.first or year), rules.period.last or year)
    starts_on, ends_on = period_of(rules, year)
    dues = hooks.milestones(rules, year)
    return Programme(
        id=NOBODY, pack_id=pack_id, year=year, starts_on=starts_on, ends_on=ends_on, state="open",
        census_on=calendar.census_day(rules, year),
        plan_number="", plan_dated=None, plan_issuer="", opened_at=datetime.combine(today, datetime.min.time()),
        version=1, rules_hash="", hooks_hash="", rules=rules, milestones={due.key: due for due in dues},
    )  # fmt: skip


def people(rules: Pack, day: date) -> tuple[Person, ...]:
    """Those whom the draft is for, each of another sort: by positions for cadres, by age and work for members."""
    if rules.subject.kind == "member":
        told = (("sinh-vien", "Nguyễn Minh Anh", 20, "student"), ("hoc-sinh", "Trần Gia Hân", 17, "pupil"),
                ("giang-vien", "Lê Quốc Bảo", 29, "lecturer"), ("nong-dan", "Phạm Văn Tài", 24, "farmer"))  # fmt: skip
        return tuple(
            Person(key=key, name=name, age=age, subject=SubjectFact(age=age, occupation=work, block="school"))
            for key, name, age, work in told
        )
    kinds = rules.subject.committees or ("branch",)
    found = [
        _cadre("bi-thu", "Nguyễn Minh Anh", 28, kinds[-1], "secretary", False, day),
        _cadre("uy-vien", "Trần Gia Hân", 24, kinds[-1], "member", False, day),
    ]
    if rules.subject.full_time:
        found.append(_cadre("chuyen-trach", "Lê Quốc Bảo", 32, rules.subject.full_time[0], "deputy", True, day))
    return tuple(found)


def _cadre(key: str, name: str, age: int, kind: str, title: str, full_time: bool, day: date) -> Person:
    seat = SeatFact(unit_id=str(NOBODY), unit_kind=kind, title=title, full_time=full_time, starts_on=day)
    return Person(key=key, name=name, age=age, subject=SubjectFact(seat=seat, age=age))


def sheet(rules: Pack, hooks: PackHooks, person: Person) -> SheetFact:
    """A sheet as small as the draft lets it be: what is required, what each group needs, then the first criteria until
    nothing is missing or nothing is left."""
    offer, keys = criteria.offered(rules, person.subject), list(criteria.required(rules, person.subject))
    rule = rules.registration
    for group in active(rules.groups):
        need = max(rule.per_group_min.get(group, 0), 1 if rule.every_group else 0)
        held = [key for key in keys if offer[key].group == group]
        spare = [key for key, one in offer.items() if one.group == group and key not in keys]
        keys += spare[: max(0, need - len(held))]
    rest = [key for key in offer if key not in keys]
    keys += rest[: max(0, min(rule.items_min, MOST) - len(keys))]
    texts = {key: _solution(rules, hooks, key, person) for key in offer if key in keys}
    return SheetFact(items=texts, points=points.even(tuple(texts), rule.points.total) if rule.points else {})


def _solution(rules: Pack, hooks: PackHooks, key: str, person: Person) -> str:
    ready = hooks.suggestions(rules, key, person.subject)
    words = ready[0].text.vi if ready else "Mỗi tháng làm một việc cụ thể, báo cáo kết quả trong kỳ sinh hoạt chi đoàn."
    while len(words) < rules.registration.solution_min:
        words += " Báo cáo kết quả trong kỳ sinh hoạt."
    return words


def counts(names: tuple[str, ...], people: int, levels: int) -> tuple[int, ...]:
    """Numbers of one unit for a report: who is listed, two who did not register, and the rest over the levels."""
    done = max(0, people - 2)
    share = [0] * max(1, levels)
    for nth in range(done):
        share[0 if nth % 5 < 3 else min(1 + nth % 2, len(share) - 1)] += 1
    found: Mapping[str, int] = {"eligible": people} | {f"level_{n}": part for n, part in enumerate(share, start=1)}
    return tuple(found.get(name, done) for name in names)
