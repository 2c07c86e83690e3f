"""Caps that keep the code readable: one idea a file, one step a function."""

import ast

FILE_LINES = 400
FUNCTION_LINES = 60
TEMPLATE_LINES = 150


def test_python_files_are_short(python):
    """A Python file has at most 400 lines."""
    assert {name: n for name, text in python.items() if (n := text.count("\n")) > FILE_LINES} == {}


def test_functions_are_short(python):
    """A function has at most 60 lines."""
    long = [
        f"{name}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1}"
        for name, text in python.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_templates_are_short(templates):
    """A template has at most 150 lines."""
    assert {name: n for name, text in templates.items() if (n := text.count("\n")) > TEMPLATE_LINES} == {}
