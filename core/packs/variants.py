"""Which way a stage is held: the usual one, or a variant by the branch's size or a declared ground (S4-48). Pure."""

from core.packs.patching import active
from core.packs.schema import Stage


def by_size(stage: Stage, members: int) -> str:
    """The key of the variant that a branch of this many active members calls for; '' for the usual way."""
    for key, variant in active(stage.variants).items():
        if variant.branch_size_at_least is not None and members >= variant.branch_size_at_least:
            return key
    return ""


def declarable(stage: Stage, variant: str) -> tuple[str, ...]:
    """The grounds on which a variant may be chosen where the size does not call for it."""
    found = active(stage.variants).get(variant)
    return tuple(found.declared) if found else ()


def variant_for(stage: Stage, members: int, declared: str = "") -> str:
    """The variant that holds the stage: by size first, else by the declared ground, else none ('')."""
    called = by_size(stage, members)
    if called or not declared:
        return called
    return next((key for key in active(stage.variants) if declared in declarable(stage, key)), "")
