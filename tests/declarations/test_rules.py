"""Which duties a unit has in a year, what a declaration must hold, which files are taken."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.declarations import files, rules
from core.declarations.files import Upload
from core.declarations.rules import Filled
from core.errors import Problem
from core.packs.catalog import discover

RULES = discover().get("kien_giang_kl06").rules
TODAY = date(2021, 11, 20)
PDF = b"%PDF-1.4 example"


def word(*names: str) -> bytes:
    """A zip with these entries."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return found.getvalue()


@pytest.mark.parametrize(("act", "year_has"), [("declaration:mid_review", True), ("registration", False)])
def test_a_review_is_asked_in_its_own_year_only(act, year_has):
    """The mid-term review of 2020 is no duty of another year (S0-30)."""
    asked = rules.of_year(RULES, frozenset({act}))
    assert ("mid_review" in asked) is year_has and "final_review" not in asked and "plan" in asked


@pytest.mark.parametrize(
    ("key", "kind", "duty"),
    [
        ("board", "district", "owed"), ("board", "branch", "encouraged"), ("board", "top", None),
        ("plan", "district", "owed"), ("plan", "grassroots", None), ("rollout", "branch", "owed"),
    ],
)  # fmt: skip
def test_duties_follow_the_kind_of_unit(key, kind, duty):
    """The board is owed by districts and encouraged below (S0-4); the plan is owed by districts (S0-34)."""
    assert rules.duty(RULES.declarations[key], kind) == duty


@pytest.mark.parametrize("key", sorted(RULES.declarations))
def test_an_empty_declaration_is_never_accepted(key):
    """Every duty of the pack asks for at least a date."""
    with pytest.raises(Problem):
        rules.check(RULES.declarations[key], Filled(), TODAY)


def test_everything_missing_is_named_at_once():
    """Number, date and the document's file, each at its field."""
    with pytest.raises(Problem) as refused:
        rules.check(RULES.declarations["plan"], Filled(), TODAY)
    assert [problem.field for problem in refused.value.problems] == ["number", "dated_on", "file"]


@pytest.mark.parametrize("day", [date(2021, 11, 21), date(1999, 12, 31)])
def test_unlikely_dates_are_refused(day):
    """Tomorrow declares nothing; neither does the last century."""
    with pytest.raises(Problem):
        rules.check(RULES.declarations["rollout"], Filled(dated_on=day), TODAY)


def test_a_photograph_is_welcome_and_not_owed():
    """The board is declared by its date; the picture may come later."""
    rules.check(RULES.declarations["board"], Filled(dated_on=TODAY), TODAY)
    assert not rules.file_needed(RULES.declarations["board"])


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0x", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nx", "image/png"),
        (word("[Content_Types].xml", "word/document.xml"), files.WORD),
    ],
)
def test_accepted_files_are_known_by_their_bytes(content, media):
    """PDF, Word, JPEG and PNG, whatever they are called."""
    assert files.check(Upload("anything.exe", content)) == media


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"<script>alert(1)</script>", "file.wrong-type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.wrong-type"),
        (b"PK\x03\x04broken", "file.wrong-type"),
        (word("[Content_Types].xml", "xl/workbook.xml"), "file.wrong-type"),
        (word("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "file.wrong-type"),
        (b"%PDF-" + b"x" * files.MOST, "file.too-large"),
    ],
    ids=["empty", "html", "old Word", "broken zip", "Excel", "macros", "over 10 MB"],
)
def test_other_files_are_refused(content, code):
    """A name or a claimed type opens no door."""
    with pytest.raises(Problem) as refused:
        files.check(Upload("plan.pdf", content))
    assert refused.value.code == code and refused.value.field == "file"


@given(st.text(max_size=300))
def test_stored_names_are_plain_and_fit(name):
    """Never a folder, a hidden character or a foreign ending; never empty, never over the column."""
    kept = files.safe_name(name, "application/pdf")
    assert kept.endswith(".pdf") and 5 <= len(kept) <= files.NAME_MAX
    assert not files.UNSAFE.search(kept) and "/" not in kept and "\\" not in kept


def test_names_keep_their_words():
    """The ending is that of the real type."""
    assert files.safe_name("C:\\tạm\\Kế hoạch 05.docx.exe", "application/pdf") == "Kế hoạch 05.docx.pdf"
