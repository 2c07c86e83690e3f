"""Advice for a committee that reads many sheets: what may have been registered for form's sake (S4-34). Pure.

A signal never keeps a sheet from being approved; it says where to look."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

LAST_HOUR = timedelta(hours=1)
FEW_WORDS = 5  # a solution of fewer words hardly says what, how much and when


class Signals(msgspec.Struct, frozen=True):
    """What stands out on one sheet: by criterion how many others of the unit wrote the same, the criteria with very
    short solutions, and whether it came in the last hour."""

    alike: Mapping[str, int] = {}
    short: frozenset[str] = frozenset()
    last_hour: bool = False

    @property
    def any(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.alike or self.short or self.last_hour)

    @property
    def most_alike(self) -> int:
        """With how many others the solution shared most widely is shared."""
        return max(self.alike.values(), default=0)


def normalised(text: str) -> str:
    """A solution without what does not change it: capitals, spaces, punctuation, how its letters are composed."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold()))


def short(text: str) -> bool:
    """Whether a solution has hardly any words."""
    return 0 < len(normalised(text).split()) < FEW_WORDS


def in_last_hour(submitted_at: datetime | None, closes_at: datetime | None) -> bool:
    """Whether a sheet was first handed in within the last hour before the deadline; what is late is another matter."""
    if submitted_at is None or closes_at is None:
        return False
    return closes_at - LAST_HOUR <= submitted_at < closes_at


def shared(texts: Iterable[tuple[object, str, str]]) -> dict[tuple[str, str], int]:
    """How many people wrote the same under the same criterion, by criterion and normalised text. `texts` are person,
    criterion and solution; a person counts once."""
    once = {(who, criterion, normalised(text)) for who, criterion, text in texts}
    return Counter((criterion, text) for _who, criterion, text in once if text)


def of_sheet(
    items: Mapping[str, str], held: Mapping[tuple[str, str], int], submitted_at: datetime | None,
    closes_at: datetime | None,
) -> Signals:  # fmt: skip
    """The signals of one sheet. `held` counts the whole unit, this sheet included."""
    alike = {key: held.get((key, normalised(text)), 0) - 1 for key, text in items.items()}
    return Signals(
        alike={key: others for key, others in alike.items() if others > 0},
        short=frozenset(key for key, text in items.items() if short(text)),
        last_hour=in_last_hour(submitted_at, closes_at),
    )
