"""Looking at a draft as a member, as a committee, as the report, before anybody is bound by it (ui.md, blueprint 7).

The pages are the product's own templates over invented people; forms on them come back here and write nothing.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from msgspec import Struct, structs

from core.configurations import queries as configurations
from core.configurations.queries import Draft
from core.errors import NotFound, Problem
from core.packs.installed import InstalledPack
from core.trials import samples
from core.units import queries as units
from ui import preview
from ui.editing import asked
from ui.guard import Visit, enter, redirect
from ui.i18n import N_, _
from ui.preview import Scene
from ui.problems import message
from ui.render import answer
from ui.shell import Preview
from ui.terms import kind_label, occupation_label, post_label

AT = "/{tenant:str}/quan-tri/cau-hinh/{pack:str}/xem-thu"
ADMIN = {"policy": "configuration.admin"}
PARTS = {"dang-ky": N_("Người đăng ký"), "tham-dinh": N_("Ban Chấp hành"), "bao-cao": N_("Báo cáo")}
NARROW = ("dang-ky", "tham-dinh")  # shown in the frame of a phone unless asked otherwise; a report is paper
UNITS = 6  # on the sample report


class Asked(Struct, frozen=True, kw_only=True):
    """What the address asks to look at."""

    part: str
    person: str
    filled: bool
    phone: bool
    report: str


@get(AT, opt=ADMIN)
async def start(request: Request, pack: str) -> Response:
    """As a member first."""
    return await show(request, pack, "dang-ky")


@get(AT + "/{part:str}", opt=ADMIN)
async def part(request: Request, pack: str, part: str) -> Response:
    """One of the parts."""
    return await show(request, pack, part)


@post(AT + "/{part:str}", opt=ADMIN)
async def tried(request: Request, pack: str, part: str) -> Response:
    """A form was sent from a preview: nothing is written, the page comes back."""
    if request.headers.get("x-autosave") == "1":
        async with enter(request):
            return Response(None, status_code=204)
    async with enter(request) as visit:
        at = visit.shell.url(f"quan-tri/cau-hinh/{pack}/xem-thu/{part}")
    query = request.url.query
    said = _("Đây là bản xem thử: không có gì được ghi.")
    return redirect(visit, f"{at}?{query}" if query else at, ("info", said))


async def show(request: Request, pack: str, part: str) -> Response:
    """A page of the product as the draft would have it."""
    form = asked(request).raw
    wanted = Asked(
        part=part, person=form.get("mau", ""), filled=form.get("phieu") != "trong", report=form.get("bieu", ""),
        phone=form["khung"] == "hep" if form.get("khung") else part in NARROW,
    )  # fmt: skip
    if part not in PARTS:
        raise NotFound("access.not-found")
    async with enter(request) as visit:
        draft = await configurations.draft(visit.tx, pack)
        installed = (await configurations.available(visit.tx)).get(pack)
        back = visit.shell.url(f"quan-tri/cau-hinh/{pack}")
        if draft.rules is None or installed is None:
            code = "trial.draft-faulty" if installed else "pack.not-installed"
            return redirect(visit, back, ("late", message(Problem(code, pack=pack))))
        template, view, shell = await _built(visit, draft, installed, wanted, back)
    return answer(shell, template, view)


async def _built(visit: Visit, draft: Draft, installed: InstalledPack, wanted: Asked, back: str):
    rules = draft.rules
    programme = samples.programme_of(draft.pack_id, rules, installed.hooks, visit.today)
    people = samples.people(rules, programme.starts_on) if rules.subject.kind in ("member", "cadre") else ()
    person = next((one for one in people if one.key == wanted.person), people[0] if people else None)
    reports = preview.reports(programme)
    parts = [key for key in PARTS if (reports if key == "bao-cao" else people)]
    if wanted.part not in parts:
        raise NotFound("access.not-found")
    link = _linker(visit.shell.url(f"quan-tri/cau-hinh/{draft.pack_id}/xem-thu"), wanted)
    people_bar: tuple[tuple[str, str, bool], ...] = ()
    states: tuple[tuple[str, str, bool], ...] = ()
    if wanted.part == "bao-cao":
        key = wanted.report if wanted.report in reports else next(iter(reports))
        top = await units.top(visit.tx)
        below = await units.children(visit.tx, top.id)
        names = tuple(unit.name for unit in below[:UNITS])
        people_bar = tuple((title, link(report=one), one == key) for one, title in reports.items())
        try:
            template, view = "reports/report.html", preview.report(programme, installed.hooks, key, top, names)
        except Problem as problem:  # the table asks for what the draft no longer has
            template, view = "previews/broken.html", message(problem)
    else:
        seat = person.subject.seat
        unit = _("%(kind)s mẫu") % {"kind": kind_label(seat.unit_kind if seat else "branch")}
        scene = Scene(programme=programme, hooks=installed.hooks, person=person, unit=unit)
        people_bar = tuple((_called(one), link(person=one.key), one == person) for one in people)
        if wanted.part == "dang-ky":
            template, view = "registrations/form.html", preview.form(scene, wanted.filled)
            states = ((_("Đã chọn xong"), link(filled=True), wanted.filled),
                      (_("Phiếu trống"), link(filled=False), not wanted.filled))  # fmt: skip
        else:
            template, view = "queue/sheet.html", preview.review(scene)
    bar = Preview(
        title=rules.title.in_(visit.shell.locale), back=back, phone=wanted.phone, states=states,
        people=people_bar if people_bar[1:] else (),
        parts=tuple((_(PARTS[key]), link(part=key, phone=key in NARROW), key == wanted.part) for key in parts),
        other_width=link(phone=not wanted.phone),
    )  # fmt: skip
    shell = structs.replace(visit.shell, preview=bar, nav=(), bottom_nav=(), notice_due=False, moved_clock=False)
    return template, view, shell


def _linker(base: str, now: Asked) -> Callable[..., str]:
    """Addresses that change one thing of what is looked at."""

    def link(**changed: object) -> str:
        one = structs.replace(now, **changed)
        width = "" if one.phone == (one.part in NARROW) else "hep" if one.phone else "rong"
        fields = {"mau": one.person, "phieu": "" if one.filled else "trong", "khung": width, "bieu": one.report}
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"{base}/{one.part}" + (f"?{query}" if query else "")

    return link


def _called(one: samples.Person) -> str:
    """What a sample is, not what he is called: "Bí thư, 28 tuổi"."""
    seat = one.subject.seat
    what = post_label(seat.title, seat.full_time) if seat else occupation_label(one.subject.occupation)
    return _("%(what)s, %(age)s tuổi") % {"what": what, "age": one.age}


ROUTES = (start, part, tried)
