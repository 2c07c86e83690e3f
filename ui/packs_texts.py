"""The texts of a pack's pages in the languages it says it speaks: found in its templates, looked up in its locales/.

Reads files only; a template is taken apart by Jinja's lexer and never run.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import PoFileError, read_po

from core.packs.problems import LintFinding, error, notice
from core.packs.schema import Pack

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"extensions": "jinja2.ext.do", "newstyle_gettext": "true", "silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None}
SHOWN = 60  # characters of a text in the name of a finding
SOURCE = "vi"


def check(root: Path, rules: Pack) -> Iterator[LintFinding]:
    """Missing, empty, doubtful or broken translations of the package in `root`; an erratum may waive the missing."""
    read: list[str] = []
    try:
        wanted = dict(_extracted(root, read))
    except Exception as fault:  # a file that cannot be taken apart is the author's to mend, whatever is wrong with it
        place = Path(read[-1]).as_posix() if read else "templates"
        yield error("locales.unreadable", place, f"{type(fault).__name__}: {fault}", "Jinja or Python that can be read")
        return
    for language in rules.languages:
        if language == SOURCE:
            continue
        place = f"locales/{language}/LC_MESSAGES/messages.po"
        try:
            catalogue = _catalogue(root / place, language)
        except (PoFileError, UnicodeDecodeError, ValueError) as fault:
            yield error("locales.unreadable", place, str(fault), "a catalogue in UTF-8")
            continue
        yield from _missing(place, catalogue, wanted)
        yield from _broken(place, catalogue)


def _extracted(root: Path, read: list[str]) -> Iterator[tuple[tuple[str, str | None], str]]:
    """Each text of the code and the templates, with the context it stands in, and the first place where it stands;
    `read` grows by every file that is begun."""
    found: dict[tuple[str, str | None], str] = {}
    marked = extract_from_dir(
        root, METHODS, OPTIONS, KEYWORDS, callback=lambda name, *_: read.append(name), strip_comment_tags=True
    )
    for name, line, message, _, context in marked:
        text = message[0] if isinstance(message, tuple) else message
        found.setdefault((text, context), f"{Path(name).as_posix()}:{line}")
    yield from found.items()


def _catalogue(path: Path, language: str) -> Catalog:
    if not path.is_file():
        return Catalog(language)
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def _missing(place: str, catalogue: Catalog, wanted: dict[tuple[str, str | None], str]) -> Iterator[LintFinding]:
    for (text, context), where in wanted.items():
        entry = catalogue.get(text, context)
        if entry is None or not _complete(entry):
            found = "nothing" if entry is None else "fuzzy" if entry.fuzzy else "an empty text"
            yield notice("locales.untranslated", _at(place, text), f"{found} for {where}", "a translation")
    for entry in catalogue:
        if entry.id and _source(entry) not in wanted and not _complete(entry):
            found = "fuzzy" if entry.fuzzy else "an empty text"
            yield notice("locales.untranslated", _at(place, _source(entry)[0]), found, "a translation, or no entry")


def _broken(place: str, catalogue: Catalog) -> Iterator[LintFinding]:
    """Translations that would break a page in one language only."""
    for entry in catalogue:
        if entry.id and _complete(entry):
            for fault in entry.check(catalogue):
                yield error("locales.placeholders", _at(place, _source(entry)[0]), str(fault), "those of the source")


def _complete(entry: Message) -> bool:
    strings = entry.string if isinstance(entry.string, list | tuple) else (entry.string,)
    return bool(strings) and all(strings) and not entry.fuzzy


def _source(entry: Message) -> tuple[str, str | None]:
    return (entry.id[0] if isinstance(entry.id, list | tuple) else entry.id), entry.context


def _at(place: str, text: str) -> str:
    line = " ".join(text.split())
    return f"{place}: {line if len(line) <= SHOWN else line[: SHOWN - 1] + '…'}"
