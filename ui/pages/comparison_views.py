"""Other ways to look at the same provinces: over the years, by level, day by day, and what asks to be asked."""

from litestar import Request, Response, get
from msgspec import Struct

from core.comparison import provinces, queries
from core.comparison.facts import NATIONAL, Share
from core.comparison.indicators import CATALOGUE
from core.comparison.signals import KINDS, LEAST, SHARE, Signal, signals
from core.crosswalks import queries as crosswalks
from core.units.naming import collation, words_of
from ui.centre import enter_centre
from ui.comparison import words
from ui.comparison.asking import Asked
from ui.comparison.charts import Chart, filling, share_on, trend
from ui.comparison.frame import Frame, frame
from ui.i18n import _
from ui.pages.comparison import AT, READ, names_of, wanted_of
from ui.render import page

LINES = 5  # provinces in a chart beside the nation
KINDS_OF_BAR = ("l1", "l2", "l3", "l4")
Option = tuple[str, str]


class Trends(Struct, frozen=True, kw_only=True):
    """An indicator over the years; `more` are provinces that may be added, `held` (name, address without it)."""

    frame: Frame
    chart: Chart
    more: tuple[Option, ...]
    held: tuple[Option, ...]
    fields: tuple[Option, ...]
    synthetic: bool


class LevelRow(Struct, frozen=True, kw_only=True):
    """A province's results; `parts` are (people, kind, words) of the bar, `texts` one a national level."""

    name: str
    url: str
    share: Share
    parts: tuple[tuple[int, str, str], ...]
    texts: tuple[str, ...]
    note: str


class Levels(Struct, frozen=True, kw_only=True):
    """How results are distributed."""

    frame: Frame
    rows: tuple[LevelRow, ...]
    heads: tuple[str, ...]
    total: tuple[tuple[int, str, str], ...]
    crosswalk_words: str


class DayRow(Struct, frozen=True, kw_only=True):
    """A province's registration around its deadline."""

    name: str
    url: str
    due: object
    texts: tuple[str, ...]
    synthetic: bool


class Days(Struct, frozen=True, kw_only=True):
    """The timeliness of a campaign."""

    frame: Frame
    chart: Chart
    rows: tuple[DayRow, ...]
    held: tuple[Option, ...]
    more: tuple[Option, ...]
    fields: tuple[Option, ...]


class Asking(Struct, frozen=True, kw_only=True):
    """A question of formalism with the provinces whose numbers ask it: (name, address, numbers)."""

    kind: str
    title: str
    why: str
    method: str
    found: tuple[tuple[str, str, str], ...]


class Signals(Struct, frozen=True, kw_only=True):
    """What the numbers ask."""

    frame: Frame
    asking: tuple[Asking, ...]
    filings: int
    least: int


@get(AT + "/qua-cac-nam", opt=READ)
async def trends(request: Request) -> Response[bytes]:
    """One indicator over the years: the nation, and the provinces put beside it."""
    async with enter_centre(request) as visit:
        central, wanted = request.app.state.central, with_added(wanted_of(visit), request.query_params.get("them", ""))
        crosswalk = await crosswalks.in_force(visit.tx, wanted.crosswalk)
        codes = chosen_of(wanted)
        about = (wanted.indicator, wanted.subject, wanted.view, crosswalk)
        lines = [(_("Cả nước"), "", "", await queries.series(central, None, *about))]
        home = visit.shell.url("so-sanh")
        for code in codes:
            found = await queries.series(central, code, *about)
            lines.append((name_of(code), "", page_url(home, code, wanted), found))
        around = frame(wanted, home, await queries.known(central), "/qua-cac-nam", years=False, groups=False)
        held = _held(codes, wanted, around.here)
    view = Trends(
        frame=around, chart=trend(CATALOGUE[wanted.indicator], lines), more=addable(codes, wanted), held=held,
        fields=fields_of(wanted), synthetic=any(step.cell.synthetic for line in lines for step in line[3]),
    )  # fmt: skip
    return page(visit, "comparison/trends.html", view)


@get(AT + "/phan-bo", opt=READ)
async def levels(request: Request) -> Response[bytes]:
    """How results are distributed over the national levels."""
    async with enter_centre(request) as visit:
        central, wanted = request.app.state.central, wanted_of(visit)
        crosswalk = await crosswalks.in_force(visit.tx, wanted.crosswalk)
        found = await queries.levels(central, wanted.question, crosswalk)
        home = visit.shell.url("so-sanh")
        around = frame(wanted, home, await queries.known(central), "/phan-bo", indicators=False)
        names = await names_of(visit, [share.province for share in found])
    ordered = sorted(found, key=lambda share: (-_high(share), collation(words_of(name_of(share.province, names)))))
    full = [share for share in found if share.detail == "levels"]
    sums = [sum(share.people.get(level, 0) for share in full) for level in NATIONAL]
    view = Levels(
        frame=around,
        rows=tuple(
            level_row(share, name_of(share.province, names), page_url(home, share.province, wanted))
            for share in ordered
        ),
        heads=_level_names(),
        total=tuple(zip(sums, KINDS_OF_BAR, _level_names(), strict=True)),
        crosswalk_words=words.crosswalk(crosswalk.version),
    )  # fmt: skip
    return page(visit, "comparison/levels.html", view)


@get(AT + "/theo-ngay", opt=READ)
async def days(request: Request) -> Response[bytes]:
    """How registration filled up, day by day against each province's own deadline."""
    async with enter_centre(request) as visit:
        central, wanted = request.app.state.central, with_added(wanted_of(visit), request.query_params.get("them", ""))
        found = await queries.timeliness(central, wanted.question)
        home = visit.shell.url("so-sanh")
        around = frame(wanted, home, await queries.known(central), "/theo-ngay", indicators=False, views=False)
        names = await names_of(visit, [curve.province for curve in found])
    codes = chosen_of(wanted)
    by_code = {curve.province: curve for curve in found}
    rows = sorted(found, key=lambda curve: -(share_on(curve, 0) or 0))
    view = Days(
        frame=around,
        chart=filling(found, [(name_of(code, names), by_code[code]) for code in codes if code in by_code]),
        rows=tuple(
            DayRow(
                name=name_of(curve.province, names), url=page_url(home, curve.province, wanted), due=curve.due_on,
                texts=tuple(words.share(share_on(curve, day) or 0) for day in (-14, -7, -1, 0, 7)),
                synthetic=curve.synthetic,
            )
            for curve in rows
        ),
        held=_held(codes, wanted, around.here), more=addable(codes, wanted), fields=fields_of(wanted),
    )  # fmt: skip
    return page(visit, "comparison/days.html", view)


@get(AT + "/dau-hieu", opt=READ)
async def formalism(request: Request) -> Response[bytes]:
    """Numbers that ask a question, never a verdict."""
    async with enter_centre(request) as visit:
        central, wanted = request.app.state.central, wanted_of(visit)
        crosswalk = await crosswalks.in_force(visit.tx, wanted.crosswalk)
        filings = await queries.filings(central, wanted.question, crosswalk)
        home = visit.shell.url("so-sanh")
        around = frame(wanted, home, await queries.known(central), "/dau-hieu", indicators=False, views=False)
        names = await names_of(visit, [filing.province for filing in filings])
    found = [signal for filing in filings for signal in signals(filing)]

    def line(signal: Signal) -> tuple[str, str, str]:
        numbers = f"{words.number(signal.numerator)}/{words.number(signal.denominator)} ({words.share(signal.share)})"
        return name_of(signal.province, names), page_url(home, signal.province, wanted), numbers

    asking = tuple(
        Asking(
            kind=kind, title=_(words.SIGNALS[kind][0]), why=_(words.SIGNALS[kind][1]),
            method=_(words.SIGNALS[kind][2]) % {"share": words.share(SHARE[kind]), "least": LEAST},
            found=tuple(line(signal) for signal in found if signal.kind == kind),
        )
        for kind in KINDS
    )  # fmt: skip
    view = Signals(frame=around, asking=asking, filings=len(filings), least=LEAST)
    return page(visit, "comparison/signals.html", view)


def chosen_of(wanted: Asked) -> tuple[str, ...]:
    """The provinces of a chart: the one chosen, then those put beside it."""
    codes = dict.fromkeys(code for code in (wanted.province, *wanted.others) if code in provinces.ALL)
    return tuple(codes)[:LINES]


def with_added(wanted: Asked, code: str) -> Asked:
    """The question with one more province."""
    if code not in provinces.ALL or code in (wanted.province, *wanted.others):
        return wanted
    if not wanted.province:
        return Asked(**{name: getattr(wanted, name) for name in wanted.__struct_fields__} | {"province": code})
    others = (*wanted.others, code)[: LINES - 1]
    return Asked(**{name: getattr(wanted, name) for name in wanted.__struct_fields__} | {"others": others})


def name_of(code: str, names: dict[str, str] | None = None) -> str:
    """A province's name; of those that the merger made, "An Giang (từ 2025)" where the old one is another."""
    place = provinces.ALL.get(code)
    if place is None:
        return (names or {}).get(code, code)
    return _("%(name)s (từ 2025)") % {"name": place.name} if place.formed else place.name


def page_url(home: str, code: str, wanted: Asked) -> str:
    """The page of one province."""
    return f"{home}/tinh/{code}{wanted.query(province='', others=(), order='hang', picture='ban-do')}"


def addable(codes: tuple[str, ...], wanted: Asked) -> tuple[Option, ...]:
    """Provinces that may be put into the chart, by name; today's ones where the years are restated."""
    if len(codes) >= LINES:
        return ()
    offered = provinces.NOW if wanted.view == "restated" else provinces.ALL
    left = [(code, name_of(code)) for code in offered if code not in codes]
    return tuple(sorted(left, key=lambda option: collation(words_of(option[1]))))


def fields_of(wanted: Asked) -> tuple[Option, ...]:
    """The question as hidden fields of a form."""
    pairs = (pair.partition("=") for pair in wanted.query().removeprefix("?").split("&"))
    return tuple((name, value) for name, _equals, value in pairs)


def _held(codes: tuple[str, ...], wanted: Asked, here: str) -> tuple[Option, ...]:
    def without(code: str) -> str:
        left = tuple(each for each in codes if each != code)
        return here + wanted.query(province=left[0] if left else "", others=left[1:])

    return tuple((name_of(code), without(code)) for code in codes)


def _high(share: Share) -> float:
    whole = (share.high or 0) + (share.low or 0)
    return (share.high or 0) / whole if share.high is not None and whole else -1.0


def _level_names() -> tuple[str, ...]:
    return tuple(_(words.LEVEL_NAMES[level]) for level in NATIONAL)


def level_row(share: Share, name: str, url: str) -> LevelRow:
    if share.detail == "levels":
        people = [share.people.get(level, 0) for level in NATIONAL]
        whole = sum(people)
        texts = tuple(words.share(n / whole) if whole else words.EMPTY for n in people)
        parts = tuple(zip(people, KINDS_OF_BAR, _level_names(), strict=True))
        return LevelRow(name=name, url=url, share=share, parts=parts, texts=texts, note="")
    if share.detail == "classes" and share.high is not None and share.low is not None:
        parts = ((share.high, "l1", _("hai mức cao")), (share.low, "l3", _("hai mức thấp")))
        whole = share.high + share.low
        text = words.share(share.high / whole) if whole else words.EMPTY
        note = _("Nhóm 10–49 người: chỉ công bố hai nhóm mức; hai mức cao %(share)s.") % {"share": text}
        return LevelRow(name=name, url=url, share=share, parts=parts, texts=(), note=note)
    note = _("Chưa xếp loại ai.") if share.detail == "none" else _("Nhóm nhỏ, không công bố mức.")
    return LevelRow(name=name, url=url, share=share, parts=(), texts=(), note=note)


ROUTES = (trends, levels, days, formalism)
