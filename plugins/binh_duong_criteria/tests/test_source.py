"""What the pack says is what its document says: the passage is kept beside this test."""

import re
from itertools import pairwise
from pathlib import Path

PACK = "binh_duong_criteria"
MISPRINTS = {"đã kích": "đả kích"}
SOURCE = (Path(__file__).parent / "source.txt").read_text("utf-8")


def plain(text: str) -> str:
    """Letters and digits alone, misprints mended: quotes, dashes and line breaks differ between prints."""
    for printed, meant in MISPRINTS.items():
        text = text.replace(printed, meant)
    return " ".join(re.findall(r"\w+", text.lower()))


def test_each_criterion_is_worded_as_the_document_has_it(pack):
    """The words of every criterion stand in the passage."""
    passage = plain(SOURCE)
    own = {key: one for key, one in pack.rules.criteria.items()}
    lost = [key for key, one in own.items() if not words_in(plain(one.title.vi), passage)]
    assert lost == []


def words_in(words: str, passage: str) -> bool:
    """Whether nine in ten of the word pairs of a title stand in the passage: an article's sentences are cut up, and the
    name of the criterion is set before each of its parts."""
    listed = words.split()
    pairs = [f" {first} {second} " for first, second in pairwise(listed)] or [f" {words} "]
    return sum(pair in f" {passage} " for pair in pairs) >= 0.9 * len(pairs)
