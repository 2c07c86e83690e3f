"""What the pack says is what its document says: the passage is kept beside this test."""

from pathlib import Path

from core.testing import unsourced

PACK = "kien_giang_cadre_model"
SOURCE = (Path(__file__).parent / "source.txt").read_text("utf-8")


def test_each_criterion_is_worded_as_the_document_has_it(pack):
    """The words of every criterion stand in the passage; those of KL06 have a document of their own."""
    own = {key: one for key, one in pack.rules.criteria.items() if one.group not in ("do", "dont")}
    assert unsourced(own, SOURCE) == []
