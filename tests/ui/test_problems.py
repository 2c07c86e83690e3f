"""Every code that the domain raises has a sentence in both languages."""

import ast
import re
from pathlib import Path

import pytest

from core.errors import NotFound, Problem
from core.packs.schema import Text
from ui import i18n
from ui.complaints import SENTENCES
from ui.messages import MESSAGES
from ui.messages.counted import Counted
from ui.problems import Errors, errors_of, message, sentence

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"[a-z_-]+\.[a-z0-9-]+")
RAISERS = {
    "Problem", "NotFound", "Forbidden", "Stale", "TooManyTries", "Finding", "Refused", "Refusal", "refused", "__init__",
    "Fault",
}  # fmt: skip


def codes() -> dict[str, str]:
    """Every code in `core`, `tenants`, `ui` and the packs, with a place where it stands."""
    found: dict[str, str] = {}
    for top in ("core", "tenants", "ui", "plugins"):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                found |= {code: f"{path.relative_to(ROOT)}:{node.lineno}" for code in _codes_in(node)}
    return found


def _codes_in(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in RAISERS:
        return _constants([*node.args[:1], *(k.value for k in node.keywords if k.arg == "code")])
    if isinstance(node, ast.Call):
        return _constants([k.value for k in node.keywords if k.arg == "code"])
    if isinstance(node, ast.AnnAssign | ast.Assign):
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        if node.value is not None and re.search("REFUS|CODE", getattr(target, "id", "")):
            return _constants([node.value])
    return []


def _constants(roots: list[ast.expr]) -> list[str]:
    texts = (part.value for root in roots for part in ast.walk(root) if isinstance(part, ast.Constant))
    return [text for text in texts if isinstance(text, str) and CODE.fullmatch(text)]


def test_every_code_has_a_sentence():
    """A refusal without a sentence would tell nobody what to do; the command line has its own."""
    assert {code: place for code, place in codes().items() if code not in MESSAGES | SENTENCES} == {}


def test_no_sentence_without_a_code():
    """A sentence that nothing raises is dead."""
    assert sorted(set(MESSAGES) - set(codes())) == []


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_sentences_take_any_facts(locale):
    """A missing fact gives the general sentence, never a trace or a placeholder."""
    i18n.activate(locale)
    assert [code for code in MESSAGES if "%(" in sentence(code, {})] == []


def test_counted_sentence_counts_what_is_missing():
    """ "thêm 2" is the need less what is there, and the pack's title stands for its key."""
    problem = Problem("registration.group-too-few", need=3, got=1, group=Text("Nên làm"))
    assert message(problem) == "Bạn cần đăng ký thêm 2 tiêu chí ở nội dung “Nên làm”."
    assert isinstance(MESSAGES[problem.code], Counted)


def test_collected_problems_become_field_errors():
    """Each collected problem stands at its field; the summary keeps their order."""
    problem = Problem("form.refused", problems=[Problem("form.required", field="a"), Problem("form.required")])
    errors = errors_of(problem)
    assert [error.field for error in errors.items] == ["a", None]
    assert errors.of("a") == "Hãy điền ô này."
    assert errors.of("b") is None
    assert not Errors(())


def test_unknown_code_is_not_shown():
    """A code without a sentence gives the general one of its status."""
    assert "x.y" not in message(NotFound("x.y"))


def test_years_are_not_grouped():
    """2021 is a year, not two thousand and twenty-one things."""
    assert "2019–2022" in sentence("pack.year-without-basis", {"year": 2023, "first": 2019, "last": 2022})
