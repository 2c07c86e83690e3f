"""The linter's findings about a tenant's rules, judged beside those of the pack they edit. Pure.

The pack's errata answer for what its source prints. They answer for no more than that, and nobody owes an answer for a
flaw that an edit has mended.
"""

from collections.abc import Iterator

import msgspec

from core.configurations import ruler
from core.packs import lint
from core.packs.problems import LintFinding
from core.packs.schema import Pack

IDLE = "errata.waives-nothing"


def findings(base: Pack, rules: Pack) -> tuple[LintFinding, ...]:
    """What the linter says of `rules`, an edit of `base`: what an edit has made worse is open again, and an erratum of
    the pack's own that has nothing left to answer is no finding."""
    return tuple(_judged(base, rules))


def _judged(base: Pack, rules: Pack) -> Iterator[LintFinding]:
    worse = ruler.widened(base, rules)
    for one in lint.check(rules):
        idle = one.place.removeprefix("errata.").removesuffix(".waives") if one.code == IDLE else ""
        erratum = one.waived_by or idle
        ours = rules.errata.get(erratum) != base.errata.get(erratum)
        if idle and not ours:
            continue
        yield msgspec.structs.replace(one, waived_by=None) if one.address in worse and not ours else one
