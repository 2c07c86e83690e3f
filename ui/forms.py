"""What people typed, made safe at the door: NFC, no control or direction-changing characters, bounded.

A refused value raises a Problem at its field; the raw input stays for showing the form again.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from litestar.datastructures import UploadFile

from core.errors import Problem

# C0/C1 controls but tab and newline; zero-width and bidirectional marks that disguise a name.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def clean(value: str, *, field: str, most: int) -> str:
    """Text as we store it: NFC, trimmed, `\\n` line ends; refuses hidden characters and too much of it."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if HIDDEN.search(text):
        raise Problem("form.hidden-characters", field=field)
    if len(text) > most:
        raise Problem("form.too-long", field=field, max=most)
    return text


class Form:
    """The fields of a request, read by type."""

    def __init__(self, fields: Mapping[str, list[Any]]) -> None:
        self._fields = fields

    @property
    def raw(self) -> dict[str, str]:
        """The first text of each field as typed, for filling the form again."""
        return {name: values[0] for name, values in self._fields.items() if values and isinstance(values[0], str)}

    def names(self, prefix: str = "") -> list[str]:
        """The names of fields that start with `prefix`, in order."""
        return [name for name in self._fields if name.startswith(prefix)]

    def text(self, name: str, most: int = 4000) -> str:
        """Several lines, or '' where the field is absent."""
        return clean(self._first(name), field=name, most=most)

    def line(self, name: str, most: int = 200) -> str:
        """One line: line ends become spaces."""
        return " ".join(clean(self._first(name), field=name, most=most).split())

    def secret(self, name: str) -> str:
        """A password: as typed, only bounded."""
        return self._first(name)[:1000]

    def all(self, name: str) -> list[str]:
        """Every value of a repeated field."""
        return [clean(v, field=name, most=200) for v in self._fields.get(name, []) if isinstance(v, str)]

    def texts(self, name: str) -> list[str]:
        """Every text of a field as typed, for sending the form once more."""
        return [value for value in self._fields.get(name, []) if isinstance(value, str)]

    def flag(self, name: str) -> bool:
        """Whether a checkbox is ticked."""
        return self._first(name) not in ("", "0", "false")

    def integer(self, name: str) -> int | None:
        """A whole number in the ASCII digits, or None where empty."""
        value = self.line(name, 12)
        if not value:
            return None
        if not re.fullmatch(r"-?[0-9]{1,9}", value):
            raise Problem("form.not-a-number", field=name)
        return int(value)

    def uuid(self, name: str) -> UUID | None:
        """An identifier chosen from a list, or None where empty."""
        value = self.line(name, 40)
        if not value:
            return None
        try:
            return UUID(value)
        except ValueError:
            raise Problem("form.unknown-choice", field=name) from None

    def uuids(self, name: str) -> list[UUID]:
        """Every identifier of a repeated field; what is none is left out."""
        found = []
        for value in self.all(name):
            try:
                found.append(UUID(value))
            except ValueError:
                continue
        return found

    def date(self, name: str) -> date | None:
        """A day as `yyyy-mm-dd` or `dd/mm/yyyy`, or None where empty."""
        value = self.line(name, 20)
        if not value:
            return None
        try:
            if parts := DAY.match(value):
                return date(int(parts[3]), int(parts[2]), int(parts[1]))
            return date.fromisoformat(value)
        except ValueError:
            raise Problem("form.not-a-date", field=name) from None

    def file(self, name: str) -> UploadFile | None:
        """An uploaded file, or None where nothing was chosen."""
        return next(iter(self.files(name)), None)

    def files(self, name: str) -> list[UploadFile]:
        """Every uploaded file of a field that takes several."""
        return [v for v in self._fields.get(name, []) if isinstance(v, UploadFile) and v.filename]

    @property
    def version(self) -> int:
        """The version of the row that the form was made from; 0 for a new one."""
        return self.integer("_version") or 0

    def _first(self, name: str) -> str:
        values = [v for v in self._fields.get(name, []) if isinstance(v, str)]
        return values[0] if values else ""
