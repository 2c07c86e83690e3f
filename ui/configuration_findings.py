"""What keeps a draft from being published, in words, with the page where it is mended."""

from collections.abc import Mapping

from msgspec import Struct

from core.configurations.queries import Draft
from core.configurations.rules import Place, Plain
from ui.configuration_frame import section_of
from ui.configuration_words import named
from ui.i18n import _
from ui.messages import FINDINGS

ANSWER = "answer."  # before the address of a finding: the field of its answer


class Blocking(Struct, frozen=True, kw_only=True):
    """One thing: where it is and what is wrong; `answerable` by a reason in writing, which goes into field `name`."""

    where: str
    words: str
    path: str
    answerable: bool
    address: str

    @property
    def name(self) -> str:
        """The field of the answer."""
        return f"{ANSWER}{self.address}"


def blocking(draft: Draft, path: str) -> tuple[Blocking, ...]:
    """The faults against the contract, else the open findings; `path` is the configuration's address."""
    plain = draft.plain
    found = [(one.code, one.place, False, "") for one in draft.faults] or [
        (one.code, one.place, one.severity == "notice", one.address) for one in draft.open_findings
    ]
    return tuple(
        Blocking(
            where=" · ".join(part for part in named(plain, plain, place_in(plain, place)) if part),
            words=_(FINDINGS[code]) if code in FINDINGS else _("Chỗ này chưa đúng quy cách."),
            path=f"{path}/sua/{section_of(place)}", answerable=answerable, address=address,
        )
        for code, place, answerable, address in found
    )  # fmt: skip


def place_in(plain: Plain, spoken: str) -> Place:
    """The place that the linter names with dots (`criteria.1.1.title`): keys may hold dots themselves."""
    found: list[str] = []
    here: object = plain
    rest = spoken.replace("[", ".").replace("]", "")
    while rest:
        keys = [key for key in here if rest == key or rest.startswith(f"{key}.")] if isinstance(here, Mapping) else []
        key = max(keys, key=len, default=rest.split(".")[0])
        found.append(key)
        here = here.get(key) if isinstance(here, Mapping) else None
        rest = rest[len(key) + 1 :]
    return tuple(found)
