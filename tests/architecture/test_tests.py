"""Tests about the tests."""

import ast
import re
from collections.abc import Iterator


def every_test(python: dict[str, str]) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """`file:line`, definition of every test."""
    for name, text in python.items():
        if re.search(r"(^|/)tests/.*test_\w+\.py$", name):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                    yield f"{name}:{node.lineno} {node.name}", node


def test_every_test_says_what_it_proves(python):
    """Each test states in its docstring the behaviour it proves."""
    tests = list(every_test(python))
    assert len(tests) > 10
    assert [place for place, node in tests if not (ast.get_docstring(node) or "").strip().endswith(".")] == []


def test_no_test_is_skipped_or_expected_to_fail(python):
    """A test runs or fails: what it needs is installed by `make test` or named in its message."""
    banned = re.compile(r"pytest\.(?:skip|xfail|importor" + r"skip)\b|mark\.(?:skip|skipif|xfail)\b")
    places = {name: text for name, text in python.items() if re.search(r"(^|/)tests/|testing\.py$", name)}
    assert [name for name, text in places.items() if banned.search(text)] == []


def test_nothing_of_ours_is_mocked(python):
    """Tests run the real modules on a real database."""
    mocks = re.compile(r"^\s*(?:from|import) (?:unittest\.)?mock\b|^\s*from unittest import .*\bmock\b", re.M)
    assert [name for name, text in python.items() if mocks.search(text)] == []


def test_nobody_imports_tests_or_plugin_folders(python):
    """`tests` and `plugins` are folders, not packages (Piccolo ships a package called tests)."""
    imports = re.compile(r"^\s*(?:from|import) (?:tests|plugins)\b", re.M)
    assert [name for name, text in python.items() if imports.search(text)] == []
