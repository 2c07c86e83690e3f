"""Merge patches over plain data (RFC 7396), for edits of a tenant and for packs that extend another."""

from collections.abc import Mapping, Sequence


def merge(target: object, patch: object) -> object:
    """RFC 7396: tables merge key by key, `None` removes a key, anything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


def without(patch: Mapping[str, object], path: Sequence[str]) -> dict[str, object]:
    """`patch` with the deletion of the key path added (TOML has no null)."""
    inner = patch.get(path[0])
    below = None if len(path) == 1 else without(inner if isinstance(inner, Mapping) else {}, path[1:])
    return {**patch, path[0]: below}
