"""English is complete: every text of a page has a translation with the same placeholders."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"extensions": "jinja2.ext.do", "newstyle_gettext": "true", "silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None}
CATALOGUES = {"the product": ([ROOT / "core", ROOT / "tenants", ROOT / "ui"], ROOT / "locales")} | {
    pack.parent.name: ([pack.parent], pack) for pack in sorted(ROOT.glob("plugins/*/*/locales"))
}


def texts(folders: list[Path]) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """`file:line`, message, context of every marked text."""
    for folder in folders:
        found = extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True)
        for name, line, message, _, context in found:
            yield f"{folder.name}/{name}:{line}", message, context


def english(locales: Path) -> Catalog:
    """The English catalogue of a `locales` folder; empty when it has none."""
    path = locales / "en" / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return Catalog("en")
    with path.open("rb") as source:
        return read_po(source, locale="en")


@pytest.mark.parametrize("of", CATALOGUES)
def test_every_text_has_an_english_translation(of):
    """No page shows Vietnamese to somebody who reads English."""
    folders, locales = CATALOGUES[of]
    catalogue = english(locales)
    missing = []
    for place, text, context in texts(folders):
        entry = catalogue.get(text, context)
        strings = entry.string if entry and isinstance(entry.string, tuple) else (entry.string,) if entry else ()
        if not strings or not all(strings) or entry.fuzzy:
            missing.append(f"{place} {text!r}")
    assert missing == [], f"run `make catalogs` and translate {len(missing)} texts"


@pytest.mark.parametrize("of", CATALOGUES)
def test_translations_keep_their_placeholders(of):
    """A translation names the same placeholders as its source, or a page would break in one language only."""
    catalogue = english(CATALOGUES[of][1])
    assert [f"{entry.id!r}: {error}" for entry in catalogue if entry.id for error in entry.check(catalogue)] == []
