"""One pack over another: an overlay is an edit of its base, written down as a pack (S2-11: KL06 carried on in 2023)."""

from collections.abc import Callable, Mapping

from core.packs.merging import merge, without
from core.packs.problems import PackError, PackRefused, shown

EXTENDS, REMOVE = "extends", "remove"
OWN = ("contract", "id", "version", "title", "summary", "issuer", "provenance", "languages", "document")
Plain = Mapping[str, object]
Bases = Callable[[str], Plain | None]  # the plain data of a usable pack by its id, None where there is none


def whole(data: Plain, bases: Bases, file: str) -> Plain:
    """`data` itself, or merged over the pack that it `extends`; `remove` lists key paths of the base that do not hold
    any more ("milestones/rollout"). What identifies a pack is never inherited, nor is its founding document.

    Raises PackRefused where the base is missing or is itself."""
    base_id = data.get(EXTENDS)
    if base_id is None:
        if REMOVE in data:
            raise _refused(file, REMOVE, shown(data[REMOVE]), f"`{EXTENDS}` beside it, or nothing")
        return data
    if not isinstance(base_id, str) or base_id == data.get("id"):
        raise _refused(file, EXTENDS, shown(base_id), "the id of another pack")
    base = bases(base_id)
    if base is None:
        raise _refused(file, EXTENDS, base_id, "a pack that is installed and not broken")
    inherited = {key: value for key, value in base.items() if key not in OWN and key != EXTENDS}
    patch = {key: value for key, value in data.items() if key != REMOVE}
    for path in _paths(data.get(REMOVE, []), file):
        if not _leads(inherited, path):
            raise _refused(file, REMOVE, "/".join(path), f"a key path of {base_id}")
        inherited = merge(inherited, without({}, path))
    return merge(inherited, patch)


def _paths(found: object, file: str) -> list[list[str]]:
    if not isinstance(found, list) or not all(isinstance(path, str) and path for path in found):
        raise _refused(file, REMOVE, shown(found), "a list of key paths")
    return [path.split("/") for path in found]


def _leads(data: object, path: list[str]) -> bool:
    for step in path:
        if not isinstance(data, Mapping) or step not in data:
            return False
        data = data[step]
    return True


def _refused(file: str, place: str, found: str, wanted: str) -> PackRefused:
    return PackRefused([PackError("pack.extends", file, place, found, wanted)])
