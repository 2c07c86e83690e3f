"""Language of the interface: Vietnamese is the source (the msgid), English comes from `locales/en` (design.md §4).

The `.po` files are read at start and nothing is compiled. The locale lives in a context variable, so one
request never sees another's language.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LOCALES = ("vi", "en")
DEFAULT = "vi"

_active: ContextVar[str] = ContextVar("locale", default=DEFAULT)
_packs: list[Traversable] = []


def start(pack_locales: Iterable[Traversable] = ()) -> None:
    """Read the catalogues: ours, then each pack's `locales` folder, which may rename a term of ours."""
    _packs[:] = pack_locales
    _catalogue.cache_clear()
    for locale in LOCALES:
        _catalogue(locale)


def activate(locale: str) -> None:
    """Speak `locale` for the rest of this request; an unknown one means Vietnamese."""
    _active.set(locale if locale in LOCALES else DEFAULT)


def current() -> str:
    """The language being spoken: `vi` or `en`."""
    return _active.get()


def negotiate(user: str | None, tenant: str | None, accept_language: str | None) -> str:
    """The language to speak: the user's choice, then the tenant's, then the browser's, then Vietnamese."""
    wanted = (user, tenant, *_accepted(accept_language or ""))
    return next((locale for locale in wanted if locale in LOCALES), DEFAULT)


def gettext(message: str) -> str:
    """`message` in the active language."""
    return _catalogue(_active.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Like `gettext` for a counted thing; Vietnamese gives the same text twice."""
    return _catalogue(_active.get()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """Like `gettext` for a homonym told apart by `context`."""
    return _catalogue(_active.get()).pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, n: int) -> str:
    """Like `ngettext` for a homonym."""
    return _catalogue(_active.get()).npgettext(context, singular, plural, n)


def mark(message: str) -> str:
    """Mark a text for extraction where it is declared; `gettext` translates it where it is shown."""
    return message


_ = gettext
N_ = mark


@cache
def _catalogue(locale: str) -> NullTranslations:
    ours = _read(files("locales"), locale) or NullTranslations()
    for root in _packs:
        theirs = _read(root, locale)
        if theirs and isinstance(ours, Translations):
            ours.merge(theirs)
    return ours


def _read(root: Traversable, locale: str) -> Translations | None:
    po = root / locale / "LC_MESSAGES" / "messages.po"
    if not po.is_file():
        return None
    with po.open("rb") as source:
        catalogue = read_po(source, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _accepted(header: str) -> list[str]:
    ranked: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, quality = part.partition(";q=")
        try:
            ranked.append((-float(quality or 1), tag.strip()[:2].lower()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(ranked, key=lambda pair: pair[0]) if weight < 0]
