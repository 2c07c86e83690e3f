"""The documents a pack rests on, what they say beside the rules, and how their faults are read."""

from datetime import date
from typing import Literal

from core.packs.schema_terms import Entry, Part, UnitKind
from core.packs.text import Text


class Basis(Entry, frozen=True, kw_only=True):
    """A document the programme rests on, or one it is merely carried out together with (`related`)."""

    number: str
    issued: date | None = None
    issuer: Text
    title: Text
    related: bool = False


class Document(Part, frozen=True, kw_only=True):
    """The document that founds the programme (S0-36). A number or date that the source lacks stays empty
    here and is asked for when a programme is opened (S0-A9)."""

    title: Text
    number: str = ""
    issued: date | None = None
    signature: tuple[Text, ...] = ()
    signer: str = ""
    recipients: tuple[Text, ...] = ()
    requirement: str = ""


class Guide(Entry, frozen=True, kw_only=True):
    """A passage of the source that people read beside the programme: aims, themes, uses of the result."""

    title: Text
    text: Text


class Role(Entry, frozen=True, kw_only=True):
    """A department or officer that the source names, and what it does for the programme (S0-29 … S0-33)."""

    title: Text
    duty: Text
    kinds: tuple[UnitKind, ...] = ()


class Disclosure(Part, frozen=True, kw_only=True):
    """Who else may read what (S0-16): `registered_items` opens validated criteria and solutions."""

    registered_items: Literal["nobody", "unit_and_below"] = "nobody"
    requirement: str = ""


class Erratum(Entry, frozen=True, kw_only=True):
    """A misprint, gap or contradiction of a source: what is printed (quoted), how it is read, and why.

    `waives` names the lint findings it answers, as `code@place`."""

    printed: str
    read_as: Text
    reason: Text
    waives: tuple[str, ...] = ()


class Lock(Entry, frozen=True, kw_only=True):
    """Places of the rules that the layers below may not edit (S4-A10: the school locks its thresholds). `places` are
    key paths with slashes (`scale`, `criteria/1.1/title`), each with all that lies under it; `binds` says whom: the
    tenant, or only its units; `by` which layer locked it, `reason` why, for those who meet the lock."""

    places: tuple[str, ...]
    binds: Literal["tenant", "unit"] = "tenant"
    by: Literal["centre", "pack", "province"] = "pack"
    reason: Text
