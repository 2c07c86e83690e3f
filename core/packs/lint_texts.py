"""Texts that lack a language the pack says it speaks, and what its founding document leaves open."""

from collections.abc import Iterator, Mapping

import msgspec

from core.packs.problems import LintFinding, notice
from core.packs.schema import Pack
from core.packs.text import Text


def check(rules: Pack) -> Iterator[LintFinding]:
    """Missing English, and a document without number or date (S0-A9)."""
    for language in rules.languages:
        for place, text in texts(rules):
            if not text.translated(language):
                yield notice("text.untranslated", place, f"no {language}", f"the text in {language}")
    if rules.document and not (rules.document.number and rules.document.issued):
        yield notice("document.incomplete", "document", "no number or date", "number and date of issue")


def texts(value: object, place: str = "") -> Iterator[tuple[str, Text]]:
    """Every text of a pack with its key path."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts(part, f"{place}.{key}" if place else key)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from texts(part, f"{place}[{index}]")
    elif isinstance(value, msgspec.Struct):
        yield from texts({name: getattr(value, name) for name in value.__struct_fields__}, place)
