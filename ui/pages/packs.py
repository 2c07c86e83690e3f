"""The rule packs that are installed: which, in what state, used by which programmes, and why one is broken."""

from litestar import Request, Response, get
from msgspec import Struct

from core.errors import NotFound
from core.packs.catalog import PACK_FILE
from core.packs.installed import InstalledPack
from core.packs.patching import active
from core.packs.problems import LintFinding, PackError
from core.packs.schema import Erratum
from core.programmes import faults, pinned
from core.programmes import queries as programmes
from core.programmes.faults import Fault
from ui.guard import enter
from ui.i18n import _
from ui.messages import FINDINGS
from ui.packs_usage import Use, uses
from ui.render import page

AT = "/{tenant:str}/quan-tri/bo-quy-tac"
READ = {"policy": "pack.read"}


class Entry(Struct, frozen=True):
    """A usable pack with the versions of it that this tenant's programmes follow."""

    pack: InstalledPack
    used: tuple[Use, ...]

    @property
    def open(self) -> int:
        """How many findings of the linter nobody has answered."""
        return sum(one.waived_by is None for one in self.pack.notices)


class Said(Struct, frozen=True, kw_only=True):
    """A fault or finding in words: what kind of thing it is, where, what is found and wanted."""

    words: str
    file: str
    place: str
    found: str
    wanted: str


class Unusable(Struct, frozen=True):
    """A broken pack with its reasons."""

    entry: str
    distribution: str
    faults: tuple[Said, ...]


class Listing(Struct, frozen=True):
    """Every pack of this installation, the broken ones with their reasons, those that are gone or broken though
    programmes follow them (`lost`), and what failed while it ran."""

    entries: tuple[Entry, ...]
    broken: tuple[Unusable, ...]
    lost: tuple[Use, ...]
    faults: tuple[Fault, ...]


class One(Struct, frozen=True):
    """One pack: what it says, what its document leaves open, and which programmes follow it."""

    entry: Entry
    errata: tuple[tuple[str, Erratum], ...]
    open: tuple[Said, ...]


@get(AT, opt=READ)
async def listing(request: Request) -> Response:
    """The packs, those in use first."""
    async with enter(request) as visit:
        opened = await programmes.listing(visit.tx)
        failed = await faults.latest(visit.tx, 10)
    catalog = pinned.catalog()
    used = uses(opened, catalog)
    entries = [_entry(pack, used) for pack in catalog.packs.values()]
    entries.sort(key=lambda entry: (not entry.used, entry.pack.id))
    lost = tuple(use for use in used if use.pack_id not in catalog.packs)
    broken = tuple(
        Unusable(one.entry, one.distribution, tuple(_said(fault, fault.file) for fault in one.errors))
        for one in catalog.broken
    )
    return page(visit, "packs/list.html", Listing(tuple(entries), broken, lost, failed))


@get(AT + "/{pack:str}", opt=READ)
async def show(request: Request) -> Response:
    """One pack with its criteria, dates, levels and errata."""
    async with enter(request) as visit:
        opened = await programmes.listing(visit.tx)
    pack = pinned.catalog().packs.get(request.path_params["pack"])
    if pack is None:
        raise NotFound("access.not-found")
    view = One(_entry(pack, uses(opened, pinned.catalog())), tuple(active(pack.rules.errata).items()),
               tuple(_said(one, PACK_FILE) for one in pack.notices if one.waived_by is None))  # fmt: skip
    return page(visit, "packs/show.html", view)


def _said(fault: PackError | LintFinding, file: str) -> Said:
    words = _(FINDINGS[fault.code]) if fault.code in FINDINGS else fault.code
    return Said(words=words, file=file, place=fault.place, found=fault.found, wanted=fault.wanted)


def _entry(pack: InstalledPack, used: tuple[Use, ...]) -> Entry:
    return Entry(pack, tuple(one for one in used if one.pack_id == pack.id))


ROUTES = (listing, show)
