"""What the tenant calls its kinds of unit, titles and sectors: one page, saved at once, for every programme."""

from collections.abc import Mapping

from litestar import Request, Response, get, post
from msgspec import Struct

from core.access import may
from core.errors import Problem, Stale
from core.own_words import actions, queries
from core.own_words.rules import PARTS, Address, Word, most
from ui import terms
from ui.editing import tried
from ui.forms import Form
from ui.guard import Visit, enter
from ui.i18n import N_, _, ngettext
from ui.render import page

HERE = "/{tenant:str}/quan-tri/ten-goi"
TITLES = {
    "kinds": (N_("Loại đơn vị"), N_("Ví dụ: trường đại học gọi “Đoàn bộ phận” là “Liên chi đoàn”.")),
    "titles": (N_("Chức vụ"), N_("Tên chức vụ trong Ban Chấp hành và cán bộ chuyên trách.")),
    "blocks": (N_("Khối"), N_("Tên các khối đơn vị trong bảng, bộ lọc và quy định.")),
    "phrases": (N_("Câu thường dùng khi thẩm định"), N_("Bấm để đưa câu vào nhận xét. Để trống thì dùng câu chung.")),
}
OURS: Mapping[str, Mapping[str, str]] = {
    "kinds": terms.KINDS, "titles": terms.TITLES, "blocks": terms.BLOCKS,
    "phrases": terms.PHRASES | dict.fromkeys(terms.SPARE_PHRASES, N_("Câu thêm của đơn vị")),
}  # fmt: skip


class Line(Struct, frozen=True, kw_only=True):
    """One thing: what we call it, the tenant's words as stored or typed, and those the form was filled from. `begun`
    is the word that the tenant was set up with, `theirs` the one that somebody else has given meanwhile."""

    name: str
    ours: str
    vi: str
    en: str
    seen_vi: str
    seen_en: str
    begun: str
    theirs: str


class Part(Struct, frozen=True):
    """Things of one sort; their words have at most `most` letters."""

    title: str
    help: str
    lines: tuple[Line, ...]
    most: int


class Page(Struct, frozen=True):
    """The page."""

    parts: tuple[Part, ...]
    writable: bool


@get(HERE, opt={"policy": "configuration.read"})
async def own_words(request: Request) -> Response:
    """The words in use."""
    return await _page(request)


@post(HERE, opt={"policy": "configuration.admin"})
async def save_own_words(request: Request) -> Response:
    """Call things so from now on."""

    async def act(visit: Visit) -> Response:
        words = {address: _word(visit.form, address, "") for address in _all()}
        seen = {address: _word(visit.form, address, "seen:") for address in _all()}
        count = await actions.save(visit.tx, visit.actor, words, seen)
        return await visit.done("quan-tri/ten-goi", _said(count))

    return await tried(request, act, lambda problem: _page(request, problem))


def _said(count: int) -> tuple[str, str]:
    if not count:
        return "info", _("Không có gì thay đổi.")
    words = ngettext("Đã đổi %(num)s tên gọi.", "Đã đổi %(num)s tên gọi.", count) % {"num": count}
    return "done", " ".join((words, _("Tên mới dùng ngay ở mọi trang.")))


def _all() -> list[Address]:
    return [(part, key) for part, keys in PARTS.items() for key in keys]


def _word(form: Form, address: Address, prefix: str) -> Word | None:
    name = "/".join(address)
    vi, en = (form.line(f"{prefix}{name}/{language}") for language in ("vi", "en"))
    return Word(vi, en) if vi or en else None


async def _page(request: Request, problem: Problem | None = None) -> Response:
    async with enter(request) as visit:
        stored = await queries.all_words(visit.tx)
    theirs = {one.field: str(one.facts.get("theirs")) for one in problem.problems} if problem else {}
    typed = visit.form.raw if problem else {}
    begun: Mapping[str, str] = visit.tenant.profile.get("unit_kinds", {})
    parts = tuple(
        Part(_(TITLES[part][0]), _(TITLES[part][1]),
             tuple(_line((part, key), stored, typed, theirs, begun if part == "kinds" else {}) for key in keys),
             most(part))
        for part, keys in PARTS.items()
    )  # fmt: skip
    shown = _told(problem) if problem else None
    view = Page(parts, may(visit.actor, "configuration.admin"))
    return page(visit, "configurations/own_words.html", view, problem=shown)


def _told(problem: Problem) -> Problem:
    """A stale word stands at its Vietnamese field."""
    if problem.code != "configuration.stale-form":
        return problem
    moved = [Problem(one.code, field=f"{one.field}/vi", **one.facts) for one in problem.problems]
    return Stale(problem.code, problems=moved)


def _line(
    address: Address, stored: Mapping[Address, Word], typed: Mapping[str, str], theirs: Mapping[str | None, str],
    begun: Mapping[str, str],
) -> Line:  # fmt: skip
    """A line; after a refusal what was typed is kept, and saving once more means it knowingly."""
    name, word = "/".join(address), stored.get(address) or Word("")
    return Line(
        name=name, ours=_(OURS[address[0]][address[1]]), vi=typed.get(f"{name}/vi", word.vi),
        en=typed.get(f"{name}/en", word.en), seen_vi=word.vi, seen_en=word.en, theirs=theirs.get(name, ""),
        begun=begun.get(address[1], ""),
    )  # fmt: skip


ROUTES = (own_words, save_own_words)
