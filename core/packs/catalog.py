"""The packs that are installed, found by entry points; a broken one is listed and never stops the host."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType, ModuleType

from core.errors import NotFound
from core.packs import hooks, lint, reading, trial
from core.packs.installed import InstalledPack, PackHooks, hooks_hash
from core.packs.naming import GROUP, own_package
from core.packs.problems import LintFinding, PackError, PackRefused, shown
from core.packs.schema import Pack

PACK_FILE = "pack.toml"


@dataclass(frozen=True, slots=True)
class BrokenPack:
    """An installed pack that cannot be used: what is wrong, where, and what is wanted instead."""

    entry: str
    distribution: str
    errors: tuple[PackError, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every pack found at start, usable ones by id."""

    packs: Mapping[str, InstalledPack]
    broken: tuple[BrokenPack, ...] = ()

    def get(self, pack_id: str) -> InstalledPack:
        """The pack with this id; NotFound where it is not installed or broken."""
        try:
            return self.packs[pack_id]
        except KeyError:
            raise NotFound("pack.not-installed", pack=pack_id) from None


def discover(entries: Iterable[EntryPoint] | None = None) -> Catalog:
    """Load every pack of the entry-point group (or of `entries`), in the order of their names. Never raises."""
    found = entry_points(group=GROUP) if entries is None else entries
    packs: dict[str, InstalledPack] = {}
    broken: list[BrokenPack] = []
    for entry in _ordered(found):
        try:
            if entry.name in packs:
                raise _refused("pack.twice", "entry point", entry.name, "one distribution with this name")
            packs[entry.name] = load(entry, packs)
        except PackRefused as error:
            broken.append(BrokenPack(entry.name, _distribution(entry), error.errors))
        except Exception as error:  # whatever a pack does, the host starts
            found = f"{type(error).__name__}: {error}"
            fault = PackError("pack.unusable", "", entry.value, found, "a pack of contract 1")
            broken.append(BrokenPack(entry.name, _distribution(entry), (fault,)))
    return Catalog(MappingProxyType(packs), tuple(broken))


def load(entry: EntryPoint, packs: Mapping[str, InstalledPack]) -> InstalledPack:
    """The pack of one entry point; `packs` are those it may extend. Raises PackRefused with every fault.

    Nothing of the pack runs here before it was tried in a process of its own; a pack of data never runs at all."""
    root = _root(entry)
    rules, notices = read_rules(root, entry.name, packs)
    return assemble(
        rules, notices, root=root, entry=entry.name, package=entry.value, packs=packs, bring=lambda: _import(entry),
        distribution=_distribution(entry), dist_version=entry.dist.version if entry.dist else "",
    )  # fmt: skip


def assemble(
    rules: Pack,
    notices: tuple[LintFinding, ...],
    *,
    root: Path,
    entry: str,
    package: str,
    packs: Mapping[str, InstalledPack],
    bring: Callable[[], ModuleType],
    distribution: str = "",
    dist_version: str = "",
) -> InstalledPack:
    """The pack of these rules with its code over that of the packs it extends; `bring` imports its own, after the
    trial. Its hash covers all of that code."""
    bases = _bases(rules, packs)
    modules = [module for base in bases for module in base.modules]
    if trial.has_code(root):
        faults = trial.tried(package, root, reading.canonical(rules))
        if faults:
            raise PackRefused(faults)
        modules.append(bring())
    return InstalledPack(
        entry=entry,
        rules=rules,
        hooks=PackHooks(*modules, pack=rules.id, version=rules.version),
        distribution=distribution,
        dist_version=dist_version,
        hooks_hash=hooks_hash(root, *(base.root for base in bases)),
        root=root,
        notices=notices,
        modules=tuple(modules),
    )


def read_rules(
    root: Path, name: str | None, packs: Mapping[str, InstalledPack]
) -> tuple[Pack, tuple[LintFinding, ...]]:
    """The rules in a pack's folder and what lint says of them. Raises PackRefused, also where the id is not `name`,
    the entry point's."""
    check_paths(root)
    content = (root / PACK_FILE).read_bytes()
    rules = reading.read(content, PACK_FILE, lambda one: reading.plain(packs[one].rules) if one in packs else None)
    if name is not None and rules.id != name:
        raise _refused("pack.id", "id", shown(rules.id), f"{name}, the name of the entry point", PACK_FILE)
    notices = lint.check(rules)
    errors = [finding.as_error(PACK_FILE) for finding in notices if finding.severity == "error"]
    if errors:
        raise PackRefused(errors)
    return rules, notices


def _bases(rules: Pack, packs: Mapping[str, InstalledPack]) -> list[InstalledPack]:
    """The packs under this one, the nearest last."""
    found: list[InstalledPack] = []
    while rules.extends is not None and rules.extends in packs:
        found.insert(0, packs[rules.extends])
        rules = packs[rules.extends].rules
    return found


def _extends(entry: EntryPoint) -> str | None:
    """The id that a pack stands on, so that it is read after it; None where it stands alone or cannot be read."""
    try:
        return tomllib.loads((_root(entry) / PACK_FILE).read_text("utf-8")).get("extends")
    except Exception:  # what is wrong is said when the pack is loaded
        return None


def _ordered(entries: Iterable[EntryPoint]) -> list[EntryPoint]:
    """By name, each after the pack it extends; a circle keeps its names and is refused when it is loaded."""
    waiting = sorted(entries, key=lambda entry: entry.name)
    under = {id(entry): _extends(entry) for entry in waiting}
    done: list[EntryPoint] = []
    while waiting:
        open_names = {entry.name for entry in waiting}
        free = [entry for entry in waiting if under[id(entry)] not in open_names] or waiting
        done += free
        waiting = [entry for entry in waiting if entry not in free]
    return done


def _import(entry: EntryPoint) -> ModuleType:
    try:
        return entry.load()
    except (Exception, SystemExit) as error:
        found = f"{type(error).__name__}: {error}"
        raise _refused("pack.import", entry.value, found, "a package that can be imported") from error


def _root(entry: EntryPoint) -> Path:
    """The folder of the package, found without running it; its name must be its own, so that nothing of ours or of
    Python's passes for a pack."""
    name = entry.value
    if not own_package(name):
        raise _refused("pack.import", name, shown(name), "a top-level package of its own")
    try:
        spec = find_spec(name)
    except (ImportError, ValueError, AttributeError) as error:
        raise _refused("pack.import", name, f"{type(error).__name__}: {error}", "a package") from error
    file = spec.origin if spec else None
    if not file or Path(file).name != "__init__.py":
        raise _refused("pack.import", name, shown(file), "a top-level package with __init__.py")
    return Path(file).resolve().parent


def check_paths(root: Path) -> None:
    """Every file of a pack lies in its own folder: a link that leads outside is refused."""
    if not (root / PACK_FILE).is_file():
        raise _refused("pack.no-file", PACK_FILE, "nothing", "the rules of the pack")
    links = [
        path.relative_to(root).as_posix() for path in sorted(root.rglob("*")) if not path.resolve().is_relative_to(root)
    ]
    if links:
        found, wanted = "a link to another place", "a file of the pack"
        raise PackRefused([PackError("pack.path", link, link, found, wanted) for link in links])


def hook_names() -> tuple[str, ...]:
    """The names of all hooks a pack may implement."""
    return tuple(sorted(name for name, value in vars(hooks).items() if hasattr(value, f"{hooks.PROJECT}_spec")))


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else ""


def _refused(code: str, place: str, found: str, wanted: str, file: str = "entry_points.txt") -> PackRefused:
    return PackRefused([PackError(code, file, place, found, wanted)])
