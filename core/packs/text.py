"""A text of a pack, in the languages it was written in."""

import unicodedata
from collections.abc import Mapping

# Bidirectional overrides and isolates can make a text read differently from what it says.
_DECEPTIVE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Text:
    """A text that people read: Vietnamese always, English when somebody has written it."""

    __slots__ = ("en", "vi")

    def __init__(self, vi: str, en: str | None = None) -> None:
        object.__setattr__(self, "vi", vi)
        object.__setattr__(self, "en", en)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a pack's text is immutable")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.vi, self.en) == (other.vi, other.en)

    def __hash__(self) -> int:
        return hash((self.vi, self.en))

    def __repr__(self) -> str:
        return f"Text({self.vi!r}, {self.en!r})"

    def in_(self, locale: str) -> str:
        """The text in `locale`; Vietnamese where the translation is missing (`translated` tells)."""
        return self.en if locale == "en" and self.en else self.vi

    def translated(self, locale: str) -> bool:
        """Whether `locale` has its own wording, so that a missing one can be shown as missing."""
        return locale == "vi" or bool(self.en)


def decode(value: object) -> Text:
    """A `Text` from its written form: a Vietnamese string, or a table with `vi` and perhaps `en`.

    Raises ValueError for anything else, for an empty text and for characters that hide or reorder text."""
    if isinstance(value, str):
        value = {"vi": value}
    if not isinstance(value, Mapping) or not set(value) <= {"vi", "en"} or "vi" not in value:
        raise ValueError("Expected a text, or a table with `vi` and `en`")
    words = {language: _clean(words) for language, words in value.items()}
    return Text(**words)


def encode(text: Text) -> dict[str, str]:
    """The canonical form: always a table, so that a merge patch of one language keeps the other."""
    return {"vi": text.vi} if text.en is None else {"vi": text.vi, "en": text.en}


def _clean(words: object) -> str:
    if not isinstance(words, str) or not words.strip():
        raise ValueError("Expected a text that is not empty")
    if any(c in _DECEPTIVE or (unicodedata.category(c) == "Cc" and c != "\n") for c in words):
        raise ValueError("Expected a text without control or direction characters")
    return unicodedata.normalize("NFC", words.strip())
