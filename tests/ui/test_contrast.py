"""The colours of the tokens can be read, in both themes (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "ui/src/css/tokens.css").read_text("utf-8")
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")[0], CSS.split("@media (prefers-color-scheme: dark)")[1]
TEXT = [
    *((ink, "ground") for ink in ("ink", "ink-soft", "ink-faint", "accent")),
    *((ink, "surface") for ink in ("ink", "ink-soft", "ink-faint", "accent")),
    *((ink, "sunken") for ink in ("ink", "ink-soft", "ink-faint", "accent")),
    *((tone, f"{tone}-soft") for tone in ("done", "soon", "late", "info", "neutral")),
    *((tone, "surface") for tone in ("done", "soon", "late", "info")),
    *(("ink", f"{tone}-soft") for tone in ("done", "soon", "late", "info")),
    *(("ink", ground) for ground in ("insert", "delete", "mark", "accent-soft")),
    ("on-accent", "accent"), ("on-accent", "accent-strong"), ("late", "ground"),
]  # fmt: skip
SHAPES = [("line-strong", "surface"), ("line-strong", "ground"), ("accent", "surface"), ("accent", "accent-soft")]


def colours(block: str) -> dict[str, str]:
    """The tokens that are colours."""
    long = {name: value for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block)}
    return {name: value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:]) for name, value in long.items()}


def luminance(colour: str) -> float:
    """Relative luminance of sRGB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The ratio, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3.0)], ids=["text", "shapes"])
def test_tokens_can_be_read(theme, pairs, least):
    """Words at 4.5 : 1, borders of fields and focus rings at 3 : 1."""
    known = colours(LIGHT) | (colours(DARK) if theme == "dark" else {})
    found = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}
