"""The rule packs that are installed: which, in what state, used by which programmes, and why one is broken."""

from litestar import Request, Response, get
from msgspec import Struct

from core.errors import NotFound
from core.packs.catalog import BrokenPack
from core.packs.installed import InstalledPack
from core.packs.patching import active
from core.packs.problems import LintFinding
from core.packs.schema import Erratum
from core.programmes import faults, pinned
from core.programmes import queries as programmes
from core.programmes.faults import Fault
from core.programmes.queries import Programme
from ui.guard import enter
from ui.render import page

AT = "/{tenant:str}/quan-tri/bo-quy-tac"
READ = {"policy": "pack.read"}


class Entry(Struct, frozen=True):
    """A usable pack with the tenant's programmes under it, the newest first."""

    pack: InstalledPack
    used: tuple[Programme, ...]

    @property
    def open(self) -> int:
        """How many findings of the linter nobody has answered."""
        return sum(one.waived_by is None for one in self.pack.notices)


class Listing(Struct, frozen=True):
    """Every pack of this installation, the broken ones with their reasons, and what failed while it ran."""

    entries: tuple[Entry, ...]
    broken: tuple[BrokenPack, ...]
    faults: tuple[Fault, ...]


class One(Struct, frozen=True):
    """One pack: what it says, what its document leaves open, and which programmes follow it."""

    entry: Entry
    errata: tuple[tuple[str, Erratum], ...]
    open: tuple[LintFinding, ...]


@get(AT, opt=READ)
async def listing(request: Request) -> Response:
    """The packs, those in use first."""
    async with enter(request) as visit:
        used = await programmes.listing(visit.tx)
        failed = await faults.latest(visit.tx, 10)
    catalog = pinned.catalog()
    entries = [_entry(pack, used) for pack in catalog.packs.values()]
    entries.sort(key=lambda entry: (not entry.used, entry.pack.id))
    return page(visit, "packs/list.html", Listing(tuple(entries), catalog.broken, failed))


@get(AT + "/{pack:str}", opt=READ)
async def show(request: Request) -> Response:
    """One pack with its criteria, dates, levels and errata."""
    async with enter(request) as visit:
        used = await programmes.listing(visit.tx)
    pack = pinned.catalog().packs.get(request.path_params["pack"])
    if pack is None:
        raise NotFound("access.not-found")
    view = One(_entry(pack, used), tuple(active(pack.rules.errata).items()),
               tuple(one for one in pack.notices if one.waived_by is None))  # fmt: skip
    return page(visit, "packs/show.html", view)


def _entry(pack: InstalledPack, used: tuple[Programme, ...]) -> Entry:
    return Entry(pack, tuple(one for one in used if one.pack_id == pack.id))


ROUTES = (listing, show)
