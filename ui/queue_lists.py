"""The lists of the committee's work page: their words in addresses, and where a sheet was opened from."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request

from core.errors import NotFound
from core.registrations import queue
from ui.editing import asked_id
from ui.forms import Form

# The word in an address → the list. Those after "tat-ca" narrow it.
LISTS: Mapping[str, str] = {
    "cho-tham-dinh": "waiting",
    "cua-toi": "mine",
    "qua-han": "overdue",
    "bo-sung": "supplements",
    "tra-lai": "returned",
    "tat-ca": "all",
    "da-duyet": "approved",
    "chua-dang-ky": "missing",
}
FIRST = "cho-tham-dinh"


class Walk(NamedTuple):
    """The list that a committee walks through: from which one, and of which unit."""

    word: str = FIRST
    unit_id: UUID | None = None

    @property
    def list(self) -> str:
        """The list's name in `core`."""
        return LISTS[self.word]

    @property
    def query(self) -> str:
        """What stays in the addresses of its sheets: "?muc=cua-toi", or nothing for the usual list."""
        kept = {"muc": self.word if self.word != FIRST else "", "don-vi": str(self.unit_id or "")}
        words = urlencode({name: value for name, value in kept.items() if value})
        return f"?{words}" if words else ""


def asked(request: Request) -> Walk:
    """The list that an address names; 404 for one that there is not."""
    word = request.query_params.get("muc", FIRST)
    if word not in LISTS:
        raise NotFound("access.not-found")
    return Walk(word, asked_id(request, "don-vi"))


def walked(request: Request) -> Walk:
    """The list from which a sheet was opened; the usual one from those that cannot be walked through."""
    found = asked(request)
    return found if found.list in queue.WALKED else Walk(FIRST, found.unit_id)


def carried(form: Form) -> Walk:
    """The list that a decision was made in, as the form carries it."""
    word = form.line("muc", 30)
    return Walk(word if LISTS.get(word) in queue.WALKED else FIRST, form.uuid("don-vi"))
