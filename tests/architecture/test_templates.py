"""Templates keep to the content security policy and to escaping."""

import ast
import re

import pytest

BANNED = {
    "the safe filter": r"\|\s*safe\b",
    "autoescape switched off": r"\{%-?\s*autoescape\s+false",
    "a script with a body": r"<script\b[^>]*>(?!\s*</script>)",
    "a style element": r"<style\b",
    "a style attribute": r"\sstyle\s*=",
    "an on… attribute": r"\son[a-z]+\s*=\s*[\"']",
    "an hx-on attribute": r"\shx-on[:-]",
    "a javascript: address": r"javascript:",
    "evaluated values": r"hx-(?:vals|headers)\s*=\s*[\"']js:",
}


@pytest.mark.parametrize("what", BANNED)
def test_templates_need_no_inline_code(templates, what):
    """No template holds unescaped output, inline scripts or inline styles."""
    assert [name for name, text in templates.items() if re.search(BANNED[what], text, re.I)] == []


def test_markup_is_built_from_constants(python):
    """`Markup(…)` never receives an f-string, a sum or a `%`: values are escaped by `.format`."""
    unsafe = [
        f"{name}:{node.lineno}"
        for name, text in python.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Markup"
        and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args)
    ]
    assert unsafe == []
