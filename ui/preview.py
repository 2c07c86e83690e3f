"""The product's own pages over a draft and invented people: what a member, a committee and a report would see."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct

from core.packs.calendar import VIETNAM
from core.packs.facts import RowFact, SheetFact
from core.packs.installed import PackHooks
from core.packs.patching import active
from core.programmes.queries import Programme
from core.programmes.rules import ranks
from core.registrations.queries import Form, form_of
from core.registrations.sheets import Sheet, grouped, scored
from core.reports.context import Issuer, Matter, ReportContext, compose, counters_of
from core.reports.rules import Place
from core.trials import samples
from core.trials.samples import NOBODY, Person
from core.units.queries import Unit
from ui import terms
from ui.pages.registrations import Writing, writing
from ui.pages.reports import ReportView, check_view, paper_rows
from ui.pages.review import Reviewing
from ui.shell import NOWHERE


class Scene(Struct, frozen=True, kw_only=True):
    """Who is looked at in which year, at a moment when registering is on; `unit` is what his unit is called."""

    programme: Programme
    hooks: PackHooks
    person: Person
    unit: str

    @property
    def now(self) -> datetime:
        """Five days before registering ends, or the first day of the year."""
        due = self.programme.due("registration")
        first = datetime.combine(self.programme.starts_on, datetime.min.time(), VIETNAM)
        return due.closes_at - timedelta(days=5) if due else first


def form(scene: Scene, filled: bool) -> Writing:
    """The member's form: empty, or as far as it can be handed in."""
    person, now = scene.person, scene.now
    sheet = samples.sheet(scene.programme.rules, scene.hooks, person) if filled else SheetFact(items={})
    view: Form = form_of(scene.programme, _row(scene, now), sheet, scene.hooks)
    first = next((choice.key for group in view.groups for choice in group.choices), "")
    return writing(view, "" if filled else first)


def review(scene: Scene) -> Reviewing:
    """The same sheet before the committee."""
    person, now = scene.person, scene.now
    rules, held = scene.programme.rules, samples.sheet(scene.programme.rules, scene.hooks, scene.person)
    seat = person.subject.seat
    sheet = Sheet(
        id=NOBODY, programme=scene.programme, person_id=NOBODY, name=person.name,
        seat_title=seat.title if seat else "", seat_full_time=bool(seat and seat.full_time), unit_id=NOBODY,
        unit_name=scene.unit, unit_path="", unit_kind=seat.unit_kind if seat else "branch", state="submitted",
        roster="submitted", edition=1, last=1, editing=False, late=False, inside=False, submitted_at=now,
        first_submitted_at=now, validated_at=None, saved_at=now, version=1, now=now,
        groups=scored(grouped(rules, held.items, None, {}), held.points, {}), count=len(held.items), reviews=(),
        mine=False, may_review=True, supplement=False, may_supplement=False,
    )  # fmt: skip
    return Reviewing(sheet=sheet, place=None, crumbs=(), phrases=terms.phrases(), typed={}, may_assess=False)


def report(programme: Programme, hooks: PackHooks, key: str, top: Unit, names: tuple[str, ...]) -> ReportView:
    """A report of the union on itself and some of its units, with invented numbers that fit together."""
    rules = programme.rules
    measured, levels = counters_of(rules, key), len(ranks(rules))
    root = Place(id=top.id, path="0000", kind=top.kind, name=top.name)
    kind = "branch" if rules.subject.kind == "member" else "district"
    units = [Place(id=_id(n), path=f"0000.{n:04}", kind=kind, name=name, ordinal=n) for n, name in enumerate(names, 1)]
    own = {place.id: samples.counts(measured, 38 + 17 * n % 53, levels) for n, place in enumerate((root, *units))}
    issuer = Issuer(id=top.id, name=top.name, kind=top.kind, path="0000", standing=True, parent="", place="")

    def judge(row: RowFact):
        return hooks.report_problems(rules, key, row)

    today: date = programme.ends_on
    context = compose(rules, key, programme.year, issuer, today, Matter(places=(root, *units), own=own), judge)
    return _report_view(programme, context)


def reports(programme: Programme) -> Mapping[str, str]:
    """The reports of a draft that print a table, by key, with their titles."""
    return {key: one.title.vi.capitalize() for key, one in active(programme.rules.reports).items() if one.columns}


def _report_view(programme: Programme, context: ReportContext) -> ReportView:
    return ReportView(
        programme=programme, context=context, crumbs=(), years=(), rows=paper_rows(context, NOWHERE),
        checks=tuple(check_view(check, context, NOWHERE) for check in context.checks), notes=(), levels=(),
        here=NOWHERE, workbook_url=NOWHERE, word_url=NOWHERE, pdf_url=NOWHERE, documents_url=NOWHERE,
        progress_url=None,
    )  # fmt: skip


def _row(scene: Scene, now: datetime) -> dict[str, Any]:
    """What the form reads of a person who has just begun."""
    seat, day = scene.person.subject.seat, now.date()
    return {
        "unit_id": NOBODY, "unit_name": scene.unit, "kind": seat.unit_kind if seat else "branch",
        "block": scene.person.subject.block, "presence": "present", "seat_title": seat.title if seat else "",
        "seat_full_time": bool(seat and seat.full_time), "birth_date": date(day.year - scene.person.age, 1, 1),
        "occupation": scene.person.subject.occupation, "state": "none", "edition": 1, "version": 0, "saved_at": None,
        "reason": "", "reviewer": "", "reviewed_at": None, "remarks": "{}", "verdicts": "{}", "proposals": "{}",
        "now": now, "supplement": False,
        "today": day, "confirmed": (),
    }  # fmt: skip


def _id(n: int):
    return type(NOBODY)(int=n)
