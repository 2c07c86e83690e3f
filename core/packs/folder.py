"""A pack in a folder, for its author: the package itself or the distribution around it, installed or not."""

import sys
import tomllib
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from core.packs import catalog, naming
from core.packs.installed import InstalledPack
from core.packs.problems import PackError, PackRefused, shown

PROJECT_FILE = "pyproject.toml"
ENTRY_PLACE = f'project.entry-points."{naming.GROUP}"'


def from_folder(folder: Path, packs: Mapping[str, InstalledPack]) -> InstalledPack:
    """The pack in a folder, judged as if it were installed. Raises PackRefused with every fault, like `catalog.load`.

    Its package then answers to its name in this process, so that its own imports work."""
    root = _package(folder)
    entry = _entry(root, folder)
    rules, notices = catalog.read_rules(root, entry, packs)
    return catalog.assemble(
        rules, notices, root=root, entry=entry or rules.id, package=root.name, packs=packs, bring=lambda: _import(root)
    )


def _package(folder: Path) -> Path:
    """The one package with rules in it: the folder itself, or directly inside it."""
    found = [folder, *sorted(path for path in folder.glob("*") if path.is_dir())] if folder.is_dir() else []
    roots = [path.resolve() for path in found if (path / catalog.PACK_FILE).is_file()]
    if not roots:
        raise _refused("pack.no-file", catalog.PACK_FILE, f"nothing in {folder.name}", "the rules of the pack")
    if len(roots) > 1:
        names = ", ".join(root.name for root in roots)
        raise _refused("pack.several", catalog.PACK_FILE, names, "one package with rules, or the folder of one")
    (root,) = roots
    if not naming.own_package(root.name):
        raise _refused("pack.import", root.name, shown(root.name), "a top-level package of its own", PROJECT_FILE)
    return root


def _entry(root: Path, folder: Path) -> str | None:
    """The name of the entry point in the distribution's project file; None for a package without one."""
    places = dict.fromkeys((folder.resolve(), root.parent))
    project = next((place / PROJECT_FILE for place in places if (place / PROJECT_FILE).is_file()), None)
    if project is None:
        return None
    try:
        data = tomllib.loads(project.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refused("pack.toml", "", str(error), "TOML 1.0", PROJECT_FILE) from None
    declared = _inside(data, "project", "entry-points", naming.GROUP)
    wanted = f'one line: <id> = "{root.name}"'
    if not isinstance(declared, dict) or len(declared) != 1:
        found = "nothing" if not declared else shown(declared)
        raise _refused("pack.entry-point", ENTRY_PLACE, found, wanted, PROJECT_FILE)
    ((name, value),) = declared.items()
    if value != root.name:
        raise _refused("pack.entry-point", f"{ENTRY_PLACE}.{name}", shown(value), wanted, PROJECT_FILE)
    return name


def _inside(data: object, *steps: str) -> object:
    for step in steps:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


def _import(root: Path) -> ModuleType:
    """The package under its own name, so that it may import its modules by dots or by name; whatever stood there
    before comes back if it fails."""
    name = root.name
    file = root / "__init__.py"
    if not file.is_file():
        raise _refused("pack.import", name, "no __init__.py", "a package with __init__.py", "__init__.py")
    before = {key: sys.modules.pop(key) for key in list(sys.modules) if key == name or key.startswith(f"{name}.")}
    spec = spec_from_file_location(name, file, submodule_search_locations=[str(root)])
    if spec is None or spec.loader is None:
        raise _refused("pack.import", name, "no package", "a package with __init__.py", "__init__.py")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        for key in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[key]
        sys.modules.update(before)
        found = f"{type(error).__name__}: {error}"
        raise _refused("pack.import", name, found, "a package that can be imported", "__init__.py") from error
    return module


def _refused(code: str, place: str, found: str, wanted: str, file: str = catalog.PACK_FILE) -> PackRefused:
    return PackRefused([PackError(code, file, place, found, wanted)])
