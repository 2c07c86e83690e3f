"""A tenant's edits over a pack: a merge patch by stable keys (RFC 7396), checked like the pack itself."""

from collections.abc import Mapping
from typing import TypeVar

from core.packs import reading
from core.packs.merging import merge
from core.packs.problems import PackError, PackRefused, shown
from core.packs.schema import Entry, Pack

FIXED = ("contract", "id", "extends", "version", "provenance")
E = TypeVar("E", bound=Entry)


def resolve(pack: Pack, patch: Mapping[str, object]) -> Pack:
    """The Rules: `pack` with `patch` merged in; `null` deletes a key. Raises PackRefused.

    What identifies the pack cannot be edited; the calendar and the references are judged by `lint`."""
    fixed = [name for name in FIXED if name in patch]
    if fixed:
        raise PackRefused(
            [PackError("pack.fixed", "edits", name, shown(patch[name]), "no edit of this key") for name in fixed]
        )
    return reading.build(merge(reading.plain(pack), patch), "edits")


def active(entries: Mapping[str, E]) -> dict[str, E]:
    """The entries that are not disabled, in their order."""
    shown_entries = [(key, entry) for key, entry in entries.items() if not entry.disabled]
    return dict(sorted(shown_entries, key=lambda pair: pair[1].order))
