"""Kiên Giang's pack keeps to its document and covers every line of it."""

import re
from html import unescape
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from core.packs.cases import load_cases
from core.packs.lint import open_findings
from core.packs.lint_texts import texts

PACK = "kien_giang_kl06"
README = Path(__file__).parents[1] / "README.md"
LINES = [f"S0-{n}" for n in range(1, 46)] + [f"S0-A{n}" for n in range(1, 13)]
ROW = re.compile(r"^\| (S0-A?\d+) \| ([^|]+) \| ([^|]+) \|$", re.M)
DO = (
    "Xung kích; Trách nhiệm; Gương mẫu; Trung thực, Sáng tạo; Thân thiện; Thường xuyên học tập; "
    "Tích cực rèn luyện kỹ năng"
)
DONT = (
    "Phát ngôn không đúng; Làm việc hình thức, đồi phó; quan liêu, hành chính hóa; Thiếu khiêm tốn, cầu thị; "
    "Không chấp hành kỷ luật; Thiếu tinh thần đoàn kết; Thiếu ý chí đấu tranh; Thiếu giữ gìn chuẩn mực trong lối sống"
)


def rows() -> dict[str, tuple[str, str]]:
    """The README's table: line → where it is modelled, what proves it."""
    return {line: (where.strip(), proof.strip()) for line, where, proof in ROW.findall(README.read_text("utf-8"))}


def test_the_criteria_are_those_of_the_print(pack):
    """The names joined again, with the misprints of the errata, give the printed sentences."""
    titles = {key: criterion.title.vi for key, criterion in pack.rules.criteria.items()}
    do = "; ".join(titles[f"do_{n}"] for n in range(1, 9)).replace("Trung thực; Sáng tạo", "Trung thực, Sáng tạo")
    dont = "; ".join(titles[f"dont_{n}"] for n in range(1, 9)).replace("đối phó; Q", "đồi phó; q")
    assert (do, dont) == (DO, DONT)


def test_each_criterion_offers_guidance_and_solutions(pack):
    """Nobody faces an empty box: each criterion says why, and suggests two to four solutions that may be handed in."""
    rule = pack.rules.registration
    for criterion in pack.rules.criteria.values():
        assert criterion.guidance
        assert 2 <= len(criterion.suggestions) <= 4
        assert all(len(text.vi) >= rule.solution_min for text in criterion.suggestions.values())


def test_every_text_is_in_both_languages(pack):
    """Nothing of the pack is shown in one language only; a placeholder alone needs no translation."""
    alike = [place for place, text in texts(pack.rules) if not text.translated("en") or text.en == text.vi]
    assert alike == ["reports.appendix.letterhead.left[0]"]


def test_no_finding_is_open(pack):
    """Every doubt about the source has its erratum."""
    assert open_findings(pack.rules) == ()


def test_the_readme_places_every_line_of_the_source():
    """Each line S0-1 … S0-45 and S0-A1 … S0-A12 is modelled somewhere, or named as the platform's."""
    assert list(rows()) == LINES


@pytest.mark.parametrize("line", LINES)
def test_each_line_is_proved_where_the_readme_says(pack, line):
    """The case files that carry a line's number are the ones the README names; the others are the platform's."""
    named = {case.file for case in load_cases(pack) if line in case.requirement}
    where, proof = rows()[line]
    assert set(re.findall(r"\w+\.toml", proof)) == named
    assert named or where.startswith("platform")


def test_the_board_shows_every_criterion(pack):
    """The board of II.2 can be printed with all sixteen, in either language, from the rules alone (S0-4)."""
    host = SandboxedEnvironment(
        loader=FileSystemLoader(pack.templates),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    host.install_gettext_callables(lambda text: text, lambda one, _many, _n: one, newstyle=True)
    for language in pack.rules.languages:
        host.filters["text"] = lambda text, language=language: text.in_(language)
        page = unescape(host.get_template("board.html").render(rules=pack.rules))
        titles = [criterion.title.in_(language) for criterion in pack.rules.criteria.values()]
        assert [title for title in titles if f"<li>{title}</li>" not in page] == []
        assert "01-CT/TWĐTN" in page and "55-QĐ/TW" not in page
