"""What a committee says about one criterion: accepted, advice, or to be mended; with words and a proposal. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from core.errors import Problem
from core.registrations.rules import REASON_MAX, REMARK_MAX

ACCEPT, SUGGEST, RETURN = VERDICTS = ("accept", "suggest", "return")
PROPOSAL_MAX = 1500  # characters, as many as a solution may have in the form


class Remark(msgspec.Struct, frozen=True):
    """One criterion judged. `proposal` is a solution that the owner may take over in place of his own."""

    verdict: str = ACCEPT
    words: str = ""
    proposal: str = ""

    @property
    def silent(self) -> bool:
        """Whether the owner has nothing to read: accepted as it stands."""
        return self.verdict == ACCEPT


def said(given: Mapping[str, Remark | str]) -> dict[str, Remark]:
    """What the owner will read: criteria accepted without a word are left out; words alone are advice."""
    found = {key: one if isinstance(one, Remark) else _advice(one) for key, one in given.items()}
    return {key: Remark(one.verdict, one.words.strip(), one.proposal.strip())
            for key, one in found.items() if not one.silent}  # fmt: skip


def check(reason: str, remarks: Mapping[str, Remark], items: Sequence[str], *, returning: bool) -> None:
    """Refuse, each at its field, what a decision lacks: a return says why, at the sheet or at a criterion; a criterion
    to be mended or advised on says what; who approves has nothing to be mended; remarks belong to what the sheet holds.
    """
    mending = [key for key, one in remarks.items() if one.verdict == RETURN]
    found = []
    if returning and not reason.strip() and not mending:
        found.append(Problem("registration.reason-missing", field="reason"))
    if len(reason) > REASON_MAX:
        found.append(Problem("registration.reason-too-long", field="reason", max=REASON_MAX))
    if not returning:
        found += [Problem("registration.item-to-mend", field=f"verdict.{key}") for key in mending]
    for key, one in remarks.items():
        found += _refused(key, one, items)
    if found:
        raise Problem("registration.review-refused", problems=found)


def _refused(key: str, one: Remark, items: Sequence[str]) -> list[Problem]:
    field = f"remark.{key}"
    if key not in items:
        return [Problem("registration.not-on-sheet", field=field)]
    if one.verdict not in VERDICTS:
        return [Problem("registration.unknown-verdict", field=f"verdict.{key}")]
    found = []
    if not one.words and (one.verdict == RETURN or not one.proposal):
        found.append(Problem("registration.remark-missing", field=field))
    if len(one.words) > REMARK_MAX:
        found.append(Problem("registration.remark-too-long", field=field, max=REMARK_MAX))
    if len(one.proposal) > PROPOSAL_MAX:
        found.append(Problem("registration.proposal-too-long", field=f"proposal.{key}", max=PROPOSAL_MAX))
    return found


def _advice(words: str) -> Remark:
    return Remark(SUGGEST, words) if words.strip() else Remark()


def read(words: Mapping[str, str], verdicts: Mapping[str, str], proposals: Mapping[str, str]) -> dict[str, Remark]:
    """The remarks as a decision keeps them; those given before there were verdicts are advice."""
    keys = dict.fromkeys([*words, *verdicts, *proposals])
    return {key: Remark(verdicts.get(key, SUGGEST), words.get(key, ""), proposals.get(key, "")) for key in keys}
