"""`packs check` reads the pack's own pages and finds what they do not say in English."""

import json

import msgspec
import pytest
from click.testing import CliRunner

from ui import packs_texts
from ui.cli import main

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
BOARD = "{{ _('Những điều nên làm') }} {{ _('Còn %(n)s việc', n=3) }}\n"
BOTH = 'msgid "Những điều nên làm"\nmsgstr "What to do"\n\n#, python-format\nmsgid "Còn %(n)s việc"\nmsgstr "{} left"\n'
ERRATUM = """
[errata.words]
printed = "Những điều nên làm"
read_as = { vi = "Giữ tiếng Việt.", en = "Kept in Vietnamese." }
reason = { vi = "Tên riêng.", en = "A name." }
waives = ["locales.untranslated@locales/en/LC_MESSAGES/messages.po: Những điều nên làm"]
"""


@pytest.fixture
def check(tmp_path):
    """Check a new pack with one page and this catalogue; its answer and its exit code."""

    def run(catalogue: str | bytes | None, rules: str = "", page: str = BOARD) -> tuple[int, dict]:
        CliRunner().invoke(main, ["packs", "new", "moi_tinh", "--into", str(tmp_path)])
        package = tmp_path / "moi_tinh" / "moi_tinh"
        (package / "templates").mkdir()
        (package / "templates" / "board.html").write_text(page, "utf-8")
        with (package / "pack.toml").open("a", encoding="utf-8") as file:
            file.write(rules)
        po = package / "locales/en/LC_MESSAGES/messages.po"
        po.unlink()
        if catalogue is not None:
            po.write_bytes(catalogue if isinstance(catalogue, bytes) else (PO + catalogue).encode())
        answer = CliRunner().invoke(main, ["packs", "check", str(tmp_path / "moi_tinh"), "--json"])
        return answer.exit_code, json.loads(answer.output)["packs"][0]

    return run


def addresses(report: dict) -> list[str]:
    """Code and text of each finding."""
    return [f"{one['code']} {one['place'].partition(': ')[2]}: {one['found']}" for one in report["findings"]]


def test_a_complete_catalogue_is_green(check):
    """Every text has its English with the same placeholders."""
    code, report = check(BOTH.format("%(n)s"))
    assert (code, report["findings"], report["errors"]) == (0, [], [])


@pytest.mark.parametrize(
    ("catalogue", "found"),
    [
        (None, ["Những điều nên làm: nothing for templates/board.html:1",
                "Còn %(n)s việc: nothing for templates/board.html:1"]),
        (BOTH.format("%(n)s").replace("What to do", ""),
         ["Những điều nên làm: an empty text for templates/board.html:1"]),
        (BOTH.format("%(n)s").replace('msgid "Những', '#, fuzzy\nmsgid "Những'),
         ["Những điều nên làm: fuzzy for templates/board.html:1"]),
        (BOTH.format("%(n)s") + '\nmsgid "Cán bộ"\nmsgstr ""\n', ["Cán bộ: an empty text"]),
    ],
)  # fmt: skip
def test_a_text_without_english_is_found(check, catalogue, found):
    """Missing, empty and doubtful ones, with the page where the text stands; the pack does not pass."""
    code, report = check(catalogue)
    assert (code, report["passed"]) == (1, False)
    assert addresses(report) == [f"locales.untranslated {one}" for one in found]
    assert all(one["severity"] == "notice" and one["says"] for one in report["findings"])


def test_a_missing_text_may_be_waived_in_writing(check):
    """An erratum that names the text answers the finding, and is no idle waiver."""
    code, report = check(BOTH.format("%(n)s").replace("What to do", ""), ERRATUM)
    assert (code, [one["waived_by"] for one in report["findings"]]) == (0, ["words"])


def test_an_idle_waiver_is_found(check):
    """Once the text is translated, the waiver has to go."""
    code, report = check(BOTH.format("%(n)s"), ERRATUM)
    assert (code, [one["code"] for one in report["findings"]]) == (1, ["errata.waives-nothing"])


@pytest.mark.parametrize(
    ("catalogue", "code"),
    [
        (BOTH.format("%(m)s"), "locales.placeholders"),
        (b"\xff\xfe", "locales.unreadable"),
        ("msgid what", "locales.unreadable"),
    ],
)
def test_a_broken_catalogue_is_an_error(check, catalogue, code):
    """A page that would break in one language only is refused, with file, found and wanted."""
    exit_code, report = check(catalogue)
    (error,) = report["errors"]
    assert (exit_code, error["code"], error["file"]) == (1, code, "locales/en/LC_MESSAGES/messages.po")
    assert error["found"] and error["wanted"] and error["says"]


def test_a_broken_page_is_an_error(check):
    """A template that is none is named."""
    exit_code, report = check(BOTH.format("%(n)s"), page="{{ _('x' }}{% endif %}")
    (error,) = report["errors"]
    assert (exit_code, error["code"], error["file"]) == (1, "templates.unreadable", "templates/board.html")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% include 'base.html' %}", "base.html"),
        ("{% extends 'kien_giang_kl06/board.html' %}", "kien_giang_kl06/board.html"),
        ("{% import 'moi_tinh/../base.html' as x %}", "moi_tinh/../base.html"),
        ("{% include view.name %}", "a computed name"),
        ("{% include ['moi_tinh/x.html', 'shell/header.html'] %}", "shell/header.html"),
    ],
)
def test_a_page_that_reaches_out_is_refused(check, source, found):
    """A template uses those of its own pack and the shared components, nothing else of the host or of another pack."""
    exit_code, report = check("", page=source)
    (error,) = report["errors"]
    assert (exit_code, error["code"], error["file"], error["found"]) == (
        1, "templates.outside", "templates/board.html", found)  # fmt: skip


def test_its_own_pages_and_shared_components_are_free(check):
    """What a pack may use is used without a word."""
    page = "{% import 'components/ui.html' as ui %}{% include 'moi_tinh/part.html' %}"
    assert check("", page=page)[1]["errors"] == []


def test_a_pack_of_one_language_needs_no_catalogue(tmp_path, small_pack):
    """A pack that speaks Vietnamese only is not asked for English."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "board.html").write_text(BOARD, "utf-8")
    assert len(list(packs_texts.check(tmp_path, small_pack))) == 2
    assert list(packs_texts.check(tmp_path, msgspec.structs.replace(small_pack, languages=("vi",)))) == []
