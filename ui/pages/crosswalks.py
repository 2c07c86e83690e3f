"""Bảng quy đổi at the centre: its versions, one of them, the draft by pack; what a draft does is `crosswalk_effect`."""

from collections.abc import Mapping

from litestar import Request, Response, get, post
from msgspec import Struct

from core.crosswalks import actions, queries, rules
from core.crosswalks.queries import Version
from core.crosswalks.rules import NATIONAL, Levels, Override
from core.errors import NotFound, Problem
from core.packs.text import Text
from core.programmes import pinned
from ui.centre import enter_centre
from ui.comparison.words import LEVEL_NAMES
from ui.editing import again, shown_again, version_after
from ui.forms import Form
from ui.guard import Visit
from ui.i18n import N_, _
from ui.render import page

AT = "/{tenant:str}/bang-quy-doi"
HERE = "bang-quy-doi"
READ, WRITE = {"policy": "crosswalk.read"}, {"policy": "crosswalk.admin"}
APART = "none"  # in a form: the level cannot be compared
NOT_COMPARABLE = N_("Không so sánh được")


class LevelRow(Struct, frozen=True):
    """A level of a pack: as the pack itself has it, as the version has it. '' and None are not comparable."""

    key: str
    title: Text
    own: str
    chosen: str

    @property
    def differs(self) -> bool:
        """Whether the centre decides otherwise than the pack."""
        return self.own != self.chosen


class PackCard(Struct, frozen=True, kw_only=True):
    """A pack in a version: its levels from best to weakest, the basis and the reason for what differs."""

    id: str
    title: Text
    issuer: Text
    levels: tuple[LevelRow, ...]
    basis: str = ""
    reason: str = ""

    @property
    def differs(self) -> bool:
        """Whether anything is decided otherwise than the pack has it."""
        return any(level.differs for level in self.levels)


class Listing(Struct, frozen=True):
    """The versions, newest first, and the draft, if there is one; `titles` names packs."""

    versions: tuple[Version, ...]
    draft: Version | None
    titles: Mapping[str, Text]


class Sheet(Struct, frozen=True):
    """A version, or the draft as it is edited; `revision` is what the form was made from."""

    version: Version
    packs: tuple[PackCard, ...]
    choices: tuple[tuple[str, str], ...]
    revision: int = 0


def own_levels() -> dict[str, Levels]:
    """The levels that the installed packs have; packs that rate nobody are not in it."""
    found = {pack.id: rules.own_levels(pack.rules) for pack in pinned.catalog().packs.values()}
    return {pack: levels for pack, levels in found.items() if levels}


def titles() -> dict[str, Text]:
    """Packs by name."""
    return {pack.id: pack.rules.title for pack in pinned.catalog().packs.values()}


def cards(overrides: Mapping[str, Override], typed: Form | None = None) -> tuple[PackCard, ...]:
    """Every pack that rates, as a version or a form has it."""
    raw = typed.raw if typed else {}
    found = []
    for pack, own in own_levels().items():
        override = overrides.get(pack, Override(levels={}, basis="", reason=""))
        now, shown = rules.applied(own, override), pinned.catalog().get(pack).rules
        found.append(
            PackCard(
                id=pack, title=shown.title, issuer=shown.issuer,
                levels=tuple(
                    LevelRow(
                        key, shown.scale.levels[key].title, own[key] or APART,
                        raw.get(f"level.{pack}.{key}", now[key] or APART),
                    )
                    for key in own
                ),
                basis=raw.get(f"basis.{pack}", override.basis), reason=raw.get(f"reason.{pack}", override.reason),
            )
        )  # fmt: skip
    return tuple(found)


def choices() -> tuple[tuple[str, str], ...]:
    """The national levels, and that there is none."""
    return (*((level, _(LEVEL_NAMES[level])) for level in NATIONAL), (APART, _(NOT_COMPARABLE)))


@get(AT, opt=READ)
async def listing(request: Request) -> Response:
    """The versions and the draft."""
    async with enter_centre(request) as visit:
        view = Listing(
            await queries.versions(visit.tx, visit.actor), await queries.draft(visit.tx, visit.actor), titles()
        )
    return page(visit, "crosswalks/list.html", view)


@get(AT + "/ban/{number:int}", opt=READ)
async def show(request: Request, number: int) -> Response:
    """One version, side by side with the packs' own levels."""
    async with enter_centre(request) as visit:
        found = await queries.version(visit.tx, visit.actor, number)
        view = Sheet(found, cards(found.overrides), choices())
    return page(visit, "crosswalks/version.html", view)


@post(AT + "/ban-thao/bat-dau", opt=WRITE)
async def begin(request: Request) -> Response:
    """Begin a draft from the version in force or from the one named (`ban`)."""
    async with enter_centre(request, write=True) as visit:
        try:
            found = await actions.begin(visit.tx, visit.actor, visit.form.integer("ban"))
        except Problem as problem:
            again(problem)
            told = ("soon", _("Đang có một bản thảo. Hãy công bố hoặc bỏ bản thảo đó trước."))
        else:
            told = ("done", _begun(found))
        answer = await visit.done(f"{HERE}/ban-thao", told)
    return answer


def _begun(found: Version) -> str:
    if found.based_on:
        return _("Đã mở bản thảo từ bản %(n)s.") % {"n": found.based_on}
    return _("Đã mở bản thảo từ cách xếp của chính các bộ quy tắc.")


@get(AT + "/ban-thao", opt=READ)
async def edit(request: Request) -> Response:
    """The draft."""
    async with enter_centre(request) as visit:
        view = await _sheet(visit)
    return page(visit, "crosswalks/edit.html", view)


@post(AT + "/ban-thao", opt=WRITE)
async def save(request: Request) -> Response:
    """Keep the draft and look at what it does."""
    visit: Visit | None = None
    try:
        async with enter_centre(request, write=True) as visit:
            overrides = read(visit.form)
            await actions.save(visit.tx, visit.actor, own_levels(), overrides, visit.form.version)
            answer = await visit.done(f"{HERE}/ban-thao/anh-huong", ("done", _("Đã lưu bản thảo.")))
    except Problem as problem:
        return await drafted_again(request, visit, problem)
    return answer


@get(AT + "/ban-thao/bo", opt=WRITE)
async def discard_form(request: Request) -> Response:
    """Asked once."""
    async with enter_centre(request) as visit:
        view = await _sheet(visit)
    return page(visit, "crosswalks/discard.html", view)


@post(AT + "/ban-thao/bo", opt=WRITE)
async def discard(request: Request) -> Response:
    """Throw the draft away."""
    async with enter_centre(request, write=True) as visit:
        try:
            await actions.discard(visit.tx, visit.actor, visit.form.version)
            told, path = ("done", _("Đã bỏ bản thảo.")), HERE
        except Problem as problem:
            again(problem)
            told, path = ("soon", _("Bản thảo vừa được người khác sửa. Hãy xem lại trước khi bỏ.")), f"{HERE}/ban-thao"
        answer = await visit.done(path, told)
    return answer


async def drafted_again(request: Request, visit: Visit | None, problem: Problem) -> Response:
    """The draft with what was typed and what is wrong with it."""
    return await shown_again(
        request, visit, problem, "crosswalks/edit.html", lambda visit, _request: _sheet(visit, visit.form, problem)
    )


async def _sheet(visit: Visit, typed: Form | None = None, problem: Problem | None = None) -> Sheet:
    found = await queries.draft(visit.tx, visit.actor)
    if found is None:
        raise NotFound("access.not-found")
    written = typed if typed and typed.names("level.") else None
    revision = version_after(problem, typed.version) if written and typed else found.revision
    return Sheet(found, cards(found.overrides, written), choices(), revision)


def read(form: Form) -> dict[str, Override]:
    """The overrides that a form says: only what differs from the packs is one."""
    found = {}
    for pack, own in own_levels().items():
        now = {}
        for level in own:
            value = form.line(f"level.{pack}.{level}", 20)
            if value not in (*NATIONAL, APART):
                raise Problem("form.unknown-choice", field=f"level.{pack}.{level}")
            now[level] = None if value == APART else next(one for one in NATIONAL if one == value)
        basis = form.text(f"basis.{pack}", rules.LONGEST)
        reason = form.text(f"reason.{pack}", rules.LONGEST)
        found[pack] = Override(levels=rules.differing(own, now), basis=basis, reason=reason)
    return found


ROUTES = (listing, show, begin, edit, save, discard_form, discard)
