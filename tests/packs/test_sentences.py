"""Whatever the kit refuses or finds is said in words: each code has a sentence, and no sentence is dead."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from core.errors import Problem
from core.packs.problems import PackError, PackRefused
from ui.cli import main
from ui.complaints import SENTENCES, explain
from ui.messages import FINDINGS, MESSAGES

ROOT = Path(__file__).parents[2]
KIT = sorted([*(ROOT / "core/packs").glob("*.py"), *(ROOT / "ui").glob("packs_*.py"), ROOT / "ui/cli.py"])
CODE = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
FAULTS = {"PackError", "_refused", "error", "notice", "_faulty"}
REFUSALS = {"Problem", "NotFound"}


def codes(makers: set[str], *, tuples: bool = False) -> set[str]:
    """Every code that the kit's files hand to one of `makers`, or yield at the head of a tuple."""
    return {code for path in KIT for node in ast.walk(ast.parse(path.read_text("utf-8")))
            for code in _codes_in(node, makers, tuples)}  # fmt: skip


def _codes_in(node: ast.AST, makers: set[str], tuples: bool) -> Iterator[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in makers:
        yield from _constants(node.args[:2])
    elif isinstance(node, ast.Assign) and tuples and getattr(node.targets[0], "id", "") == "code":
        yield from _constants([node.value])
    elif isinstance(node, ast.Yield) and tuples and isinstance(node.value, ast.Tuple) and len(node.value.elts) > 3:
        yield from _constants(node.value.elts[:1])


def _constants(roots: list[ast.expr]) -> Iterator[str]:
    for root in roots[:1] if roots else ():
        for part in ast.walk(root):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.fullmatch(part.value):
                yield part.value
    if len(roots) == 2 and isinstance(roots[0], ast.Name):  # `_faulty(case, code, …)`
        yield from _constants(roots[1:])


def test_every_fault_and_finding_has_a_sentence_and_no_sentence_is_dead():
    """What `packs check` may say about a pack, its translations and its cases."""
    found = codes(FAULTS, tuples=True)
    assert len(found) > 80
    assert sorted(found - set(FINDINGS)) == []
    assert sorted(set(FINDINGS) - found) == []


def test_every_fault_and_finding_is_provoked_by_a_test():
    """No check of the kit is believed without a pack that breaks it."""
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert sorted(code for code in FINDINGS if code not in tests) == []


def test_every_refusal_has_a_sentence():
    """What a command of the kit refuses altogether."""
    found = codes(REFUSALS)
    assert {"pack.exists", "pack.bad-name", "pack.bad-period", "pack.year-without-basis"} <= found
    assert sorted(found - set(MESSAGES) - set(SENTENCES)) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new", "kien_giang_kl06"], "đã có gói cài"),
        (["new", "A"], "chữ thường không dấu"),
        (["milestones", "kien_giang_kl06", "--period", "2031"], "nằm ngoài giai đoạn 2019–2022"),
        (["milestones", "kien_giang_kl06", "--period", "2020-2035"], "“2020-2035” không phải một năm"),
        (["show", "nothing"], "Không có bộ quy tắc “nothing”"),
    ],
)
def test_a_refusal_is_a_sentence_and_no_code(words, said):
    """Nobody at a terminal reads a bare code."""
    answer = CliRunner().invoke(main, ["packs", *words])
    assert answer.exit_code == 1 and said in answer.output
    assert not re.search(r"\bpack\.[a-z]", answer.output)


def test_a_broken_pack_is_explained_fault_by_fault():
    """Sentence, file, place, found and wanted of each fault, one below the other."""
    errors = [PackError("pack.value", "pack.toml", place, "1 (int)", "a text") for place in ("title", "issuer")]
    said = explain(PackRefused(errors))
    assert said.count("Giá trị sai kiểu") == 2 and "pack.toml issuer: có 1 (int); cần a text" in said


def test_a_missing_fact_is_no_crash():
    """A sentence whose facts are not there gives the general one."""
    assert explain(Problem("pack.bad-period"))
