"""Every icon named in a template or in code is in the sprite's list."""

import re
from pathlib import Path

from ui import failures, states, wording

ROOT = Path(__file__).parents[2]


def test_named_icons_are_in_the_sprite():
    """A missing icon would show as an empty square."""
    lines = (ROOT / "ui/src/icons.txt").read_text("utf-8").splitlines()
    listed = {f"{line[7:]}-filled" if line.startswith("filled/") else line for line in lines}
    templates = "".join(path.read_text("utf-8") for path in (ROOT / "ui/templates").rglob("*.html"))
    named = set(re.findall(r"icon\(\s*\"([a-z0-9-]+)\"", templates))
    named |= set(re.findall(r"mark=\"([a-z0-9-]+)\"", templates))
    assert named - listed == set()


def test_states_and_failures_use_listed_icons():
    """The icons that Python chooses are listed as well."""
    lines = (ROOT / "ui/src/icons.txt").read_text("utf-8").splitlines()
    chosen = {state.icon for state in states._STATES.values()} | {words[2] for words in failures._WORDS.values()}
    chosen |= set(re.findall(r'"([a-z-]+)"\)$', Path(wording.__file__).read_text("utf-8"), re.M))
    assert chosen - set(lines) == set()
