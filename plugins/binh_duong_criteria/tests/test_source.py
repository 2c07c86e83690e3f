"""What the pack says is what its document says: the passage is kept beside this test."""

from pathlib import Path

from core.testing import unsourced

PACK = "binh_duong_criteria"
MISPRINTS = {"đã kích": "đả kích"}
SOURCE = (Path(__file__).parent / "source.txt").read_text("utf-8")


def test_each_criterion_is_worded_as_the_document_has_it(pack):
    """The words of every criterion stand in the passage."""
    assert unsourced(pack.rules.criteria, SOURCE, MISPRINTS) == []
