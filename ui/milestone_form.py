"""The date of a milestone as a form asks for it: in which wording, which day, month and year, or which rhythm."""

from calendar import monthrange
from collections.abc import Mapping

from msgspec import Struct

from core.configurations.rules import Place
from core.errors import Problem, check_all
from core.packs.calendar import full_year
from core.packs.schema import FIRST_YEAR, LAST_YEAR, Milestone, Timing
from ui.configuration_editing import KEEP, OWN
from ui.forms import Form
from ui.i18n import N_

MEETINGS = (
    ("branch", N_("mỗi kỳ sinh hoạt chi đoàn")),
    ("committee", N_("mỗi kỳ họp Ban Chấp hành")),
    ("standing", N_("mỗi kỳ họp Ban Thường vụ")),
)


class Typed(Struct, frozen=True, kw_only=True):
    """The inputs of a date as text. `kind` is one of by, before, within, every."""

    kind: str = "by"
    day: str = ""
    month: str = ""
    year: str = ""
    months: str = ""
    times: str = ""
    meeting: str = ""
    opens_day: str = ""
    opens_month: str = ""


def typed(form: Form | None, timing: Timing | Milestone | None) -> Typed:
    """The inputs as they were typed, or filled from a timing."""
    raw = form.raw if form is not None else {}
    if f"{OWN}kind" in raw:
        return Typed(**{name: raw.get(OWN + name, "") for name in Typed.__struct_fields__})
    return _filled(timing) if timing is not None else Typed()


def changes(form: Form, at: Place, timing: Timing | Milestone | None = None) -> dict[Place, object]:
    """The edits of a timing at `at` that the form asks for: one wording, the others taken away, and the printed date
    of `timing` where it no longer is the date that holds. Problem at each input that cannot be read."""
    kind = form.line(f"{OWN}kind")
    if kind not in READERS:
        raise Problem("form.required", field=f"{OWN}kind")
    found: dict[str, object] = {}

    def read_date() -> None:
        found[kind] = READERS[kind](form)

    def read_opens() -> None:
        found["opens"] = _opens(form)

    check_all(read_date, read_opens)
    edits: dict[Place, object] = {(*at, name): found.get(name) for name in (*READERS, "opens")}
    moved = timing is not None and any(edits[(*at, name)] != getattr(timing, name) for name in ("by", "before"))
    return edits | ({(*at, "printed"): None} if timing is not None and timing.printed and moved else {})


def decided(form: Form | None, at: Place, edits: Mapping[Place, object]) -> dict[Place, object]:
    """The edits, unless somebody else's date is kept after a conflict."""
    head = KEEP + "/".join(at)
    theirs = form is not None and any(form.raw[name] == "theirs" for name in form.raw if name.startswith(head))
    return {} if theirs else dict(edits)


def _filled(timing: Timing | Milestone) -> Typed:
    opens = (timing.opens or "-").split("-")
    more = {"opens_day": opens[-1], "opens_month": opens[-2]} if timing.opens else {}
    if timing.every:
        every = timing.every
        return Typed(kind="every", months=str(every.months or ""), times=str(every.times or ""),
                     meeting=every.meeting or "", **more)  # fmt: skip
    written = timing.by or timing.before or timing.within or ""
    kind = "by" if timing.by else "before" if timing.before else "within"
    year = full_year(written)
    rest = written.split("-")[1:] if year else written.split("-")
    return Typed(kind=kind, year=str(year or ""), month=rest[0] if rest and rest[0] else "",
                 day=rest[1] if len(rest) > 1 else "", **more)  # fmt: skip


def _date(form: Form) -> str:
    day, month, year = (form.integer(f"{OWN}{name}") for name in ("day", "month", "year"))
    if day is None or month is None:
        raise Problem("form.required", field=f"{OWN}day" if day is None else f"{OWN}month")
    _check_year(year)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2000, month)[1]:
        raise Problem("form.not-a-date", field=f"{OWN}day")
    return f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"


def _span(form: Form) -> str:
    month, year = form.integer(f"{OWN}month"), form.integer(f"{OWN}year")
    _check_year(year)
    if month is None:
        if year is None:
            raise Problem("form.required", field=f"{OWN}month")
        return str(year)
    if not 1 <= month <= 12:
        raise Problem("form.not-a-date", field=f"{OWN}month")
    return f"{year}-{month:02}" if year else f"{month:02}"


def _every(form: Form) -> dict[str, object]:
    months, times = form.integer(f"{OWN}months"), form.integer(f"{OWN}times")
    meeting = form.line(f"{OWN}meeting")
    if meeting:
        if meeting not in {key for key, _words in MEETINGS}:
            raise Problem("form.unknown-choice", field=f"{OWN}meeting")
        return {"meeting": meeting, "months": None, "times": None}
    if months is None:
        raise Problem("form.required", field=f"{OWN}months")
    if not 1 <= months <= 12:
        raise Problem("configuration.number-range", field=f"{OWN}months", low=1, high=12)
    if times is not None and not 1 <= times <= 12 // months:
        raise Problem("configuration.number-range", field=f"{OWN}times", low=1, high=12 // months)
    return {"months": months, "times": times, "meeting": None}


def _opens(form: Form) -> str | None:
    day, month = form.integer(f"{OWN}opens_day"), form.integer(f"{OWN}opens_month")
    if day is None and month is None:
        return None
    if day is None or month is None or not 1 <= month <= 12 or not 1 <= day <= monthrange(2000, month)[1]:
        raise Problem("form.not-a-date", field=f"{OWN}opens_day")
    return f"{month:02}-{day:02}"


def _check_year(year: int | None) -> None:
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Problem("configuration.number-range", field=f"{OWN}year", low=FIRST_YEAR, high=LAST_YEAR)


READERS = {"by": _date, "before": _date, "within": _span, "every": _every}
