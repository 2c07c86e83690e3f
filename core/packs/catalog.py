"""The packs that are installed, found by entry points; a broken one is listed and never stops the host."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import MappingProxyType, ModuleType

import pluggy

from core.errors import NotFound
from core.packs import hooks, lint, reading
from core.packs.installed import InstalledPack, PackHooks, hooks_hash
from core.packs.problems import PackError, PackRefused, shown

GROUP = "renluyen.packs"
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
    for entry in sorted(found, key=lambda entry: (_extends(entry), entry.name)):
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
    """The pack of one entry point; `packs` are those it may extend. Raises PackRefused with every fault."""
    module = _import(entry)
    root = _root(module)
    _check_paths(root)
    base = {key: reading.plain(pack.rules) for key, pack in packs.items()}
    rules = reading.read((root / PACK_FILE).read_bytes(), PACK_FILE, base.get)
    if rules.id != entry.name:
        raise _refused("pack.id", "id", shown(rules.id), f"{entry.name}, the name of the entry point", PACK_FILE)
    notices = lint.check(rules)
    errors = [finding.as_error(PACK_FILE) for finding in notices if finding.severity == "error"]
    if errors:
        raise PackRefused(errors)
    return InstalledPack(
        entry=entry.name,
        rules=rules,
        hooks=_hooks(module),
        distribution=_distribution(entry),
        dist_version=entry.dist.version if entry.dist else "",
        hooks_hash=hooks_hash(root),
        root=root,
        notices=notices,
    )


def _extends(entry: EntryPoint) -> bool:
    """Whether a pack stands on another, so that it is read after those that do not."""
    try:
        return "extends" in tomllib.loads((_root(_import(entry)) / PACK_FILE).read_text("utf-8"))
    except Exception:  # what is wrong is said when the pack is loaded
        return False


def _import(entry: EntryPoint) -> ModuleType:
    try:
        module = entry.load()
    except (Exception, SystemExit) as error:
        found = f"{type(error).__name__}: {error}"
        raise _refused("pack.import", entry.value, found, "a package that can be imported") from error
    if not isinstance(module, ModuleType):
        raise _refused("pack.import", entry.value, shown(module), "a package")
    return module


def _root(module: ModuleType) -> Path:
    """The folder of the package; its name must be its own, so that nothing of ours passes for a pack."""
    file = module.__file__
    if not file or Path(file).name != "__init__.py" or "." in module.__name__:
        raise _refused("pack.import", module.__name__, shown(file), "a top-level package with __init__.py")
    return Path(file).resolve().parent


def _check_paths(root: Path) -> None:
    """Every file of a pack lies in its own folder: a link that leads outside is refused."""
    if not (root / PACK_FILE).is_file():
        raise _refused("pack.no-file", PACK_FILE, "nothing", "the rules of the pack")
    links = [
        path.relative_to(root).as_posix() for path in sorted(root.rglob("*")) if not path.resolve().is_relative_to(root)
    ]
    if links:
        found, wanted = "a link to another place", "a file of the pack"
        raise PackRefused([PackError("pack.path", link, link, found, wanted) for link in links])


def _hooks(module: ModuleType) -> PackHooks:
    try:
        return PackHooks(module)
    except pluggy.PluginValidationError as error:
        unknown = [_refusal(name) for name in _unknown_hooks(module)]
        message = str(error).splitlines()[-1]
        raise PackRefused(
            unknown or [PackError("pack.hook", "__init__.py", "hooks", message, "the signature of the hook")]
        ) from error


def _refusal(name: str) -> PackError:
    return PackError("pack.hook", "__init__.py", name, f"the hook {name!r}", "one of " + ", ".join(hook_names()))


def _unknown_hooks(module: ModuleType) -> Iterator[str]:
    """Names marked as hooks that no hook has: misspelt ones."""
    for name in vars(module):
        if hasattr(getattr(module, name), f"{hooks.PROJECT}_impl") and name not in hook_names():
            yield name


def hook_names() -> tuple[str, ...]:
    """The names of all hooks a pack may implement."""
    return tuple(sorted(name for name, value in vars(hooks).items() if hasattr(value, f"{hooks.PROJECT}_spec")))


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else ""


def _refused(code: str, place: str, found: str, wanted: str, file: str = "entry_points.txt") -> PackRefused:
    return PackRefused([PackError(code, file, place, found, wanted)])
