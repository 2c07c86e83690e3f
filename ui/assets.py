"""Built assets by their hashed names: `ui/build.mjs` writes `ui/dist/manifest.json`."""

import json
from functools import cache
from importlib.resources import files

from markupsafe import Markup

PREFIX = "/assets/"


def asset(name: str) -> str:
    """The address of `main.js`, `main.css` or `icons.svg`."""
    return PREFIX + _manifest()[name]


def icon(name: str, label: str | None = None, extra: str = "") -> Markup:
    """An icon of the sprite. Without a label it is decoration beside a word, hidden from screen readers."""
    sprite = f"{asset('icons.svg')}#{name}"
    classes = f"rl-icon {extra}".strip()
    if label is None:
        return Markup('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>').format(classes, sprite)
    shape = '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>'
    return Markup(shape).format(classes, label, sprite)


@cache
def _manifest() -> dict[str, str]:
    built = files("ui") / "dist" / "manifest.json"
    if not built.is_file():
        raise FileNotFoundError("ui/dist/manifest.json is missing: build the assets with `make setup`")
    found: dict[str, str] = json.loads(built.read_text("utf-8"))
    return found
