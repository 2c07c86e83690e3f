"""What may be called otherwise, and what a word must be like. Pure."""

from collections.abc import Mapping
from typing import get_args

import msgspec

from core.errors import Problem
from core.packs.schema_terms import Block, SeatTitle, UnitKind

PARTS: Mapping[str, tuple[str, ...]] = {
    "kinds": get_args(UnitKind),
    "titles": get_args(SeatTitle),
    "blocks": get_args(Block),
    "phrases": tuple("123456789"),  # sentences of a committee that reviews sheets
}
WORD_MAX, PHRASE_MAX = 40, 200
Address = tuple[str, str]  # part and key


class Word(msgspec.Struct, frozen=True):
    """A word in both languages; an empty English one leaves ours."""

    vi: str
    en: str = ""


def most(part: str) -> int:
    """How many letters a word of this part may have."""
    return PHRASE_MAX if part == "phrases" else WORD_MAX


def check(words: Mapping[Address, Word | None]) -> None:
    """Refuse words that are too long, English ones alone, and one word for two things of a part, each at its field
    (`kinds/branch/vi`)."""
    refused: list[Problem] = []
    taken: dict[tuple[str, str, str], Address] = {}
    for address, word in words.items():
        if word is None:
            continue
        name = "/".join(address)
        for language, said in (("vi", word.vi), ("en", word.en)):
            if len(said) > most(address[0]):
                refused.append(Problem("form.too-long", field=f"{name}/{language}", max=most(address[0])))
            elif said and taken.setdefault((address[0], language, said.casefold()), address) != address:
                refused.append(Problem("own-words.twice", field=f"{name}/{language}", word=said))
        if word.en and not word.vi:
            refused.append(Problem("form.required", field=f"{name}/vi"))
    if refused:
        raise Problem("form.refused", problems=refused)
