"""The rules a case speaks about: the pack's own, or the pack with an edit or a piece taken out."""

from collections.abc import Mapping

from core.packs.patching import resolve
from core.packs.schema import Pack


def rules_for(pack: Pack, edits: Mapping[str, object], remove: tuple[str, ...]) -> Pack:
    """`pack` with the edits merged in and the key paths of `remove` deleted (TOML has no null)."""
    if not edits and not remove:
        return pack
    patch = dict(edits)
    for path in remove:
        patch = _without(patch, path.split("/"))
    return resolve(pack, patch)


def _without(patch: Mapping[str, object], steps: list[str]) -> dict[str, object]:
    inner = patch.get(steps[0])
    below = None if len(steps) == 1 else _without(inner if isinstance(inner, Mapping) else {}, steps[1:])
    return {**patch, steps[0]: below}
