"""The rules a case speaks about: the pack's own, or the pack with an edit or a piece taken out."""

from collections.abc import Mapping

from core.packs.merging import without
from core.packs.patching import resolve
from core.packs.schema import Pack


def rules_for(pack: Pack, edits: Mapping[str, object], remove: tuple[str, ...]) -> Pack:
    """`pack` with the edits merged in and the key paths of `remove` deleted (TOML has no null)."""
    if not edits and not remove:
        return pack
    patch = dict(edits)
    for path in remove:
        patch = without(patch, path.split("/"))
    return resolve(pack, patch)
