"""Edits of a pack in sentences: "Đăng ký nội dung rèn luyện · Hạn: trong tháng 01 → trước ngày 15/02"."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from msgspec import Struct

from core.configurations.rules import Place, Plain, place_of, value_at, written
from core.configurations.wording import Difference, differences
from core.packs.schema import Lock
from ui.configuration_labels import ABSENT, PROPERTIES, SECTIONS, THINGS
from ui.configuration_values import shown, text_of
from ui.i18n import N_, _

ALIKE = 0.6  # of the words the same
LONG = 48  # characters from which a text is compared word by word instead of on one line
SCALE = {"levels", "prerequisites", "caps"}
INNER = SCALE | {
    "suggestions", "advice", "stricter", "columns", "checks", "parts", "variants", "quantities", "choices",
}  # fmt: skip


class Said(Struct, frozen=True, kw_only=True):
    """One difference in words. `what` is the property ('' where the whole thing came or went), `before` and `after`
    its values; `long` says that they are texts to be compared word by word, `stacked` that they do not fit one line."""

    place: str
    section: str
    subject: str
    what: str
    kind: str
    before: str
    after: str
    long: bool = False
    stacked: bool = False

    @property
    def sentence(self) -> str:
        """The whole on one line, for a command line or a message."""
        name = " · ".join(part for part in (self.subject, self.what) if part)
        if self.kind == "added":
            return _("Thêm %(what)s") % {"what": name}
        if self.kind == "removed":
            return _("Bỏ %(what)s") % {"what": name}
        if not self.after:
            return f"{name}: {self.before}"
        return f"{name}: {self.before or _('không có')} → {self.after}"


class Chapter(Struct, frozen=True):
    """The differences of one section, in the order of the rules."""

    title: str
    lines: tuple[Said, ...]


def chapters(old: Plain, new: Plain) -> tuple[Chapter, ...]:
    """Everything that differs from `old` to `new`, by section."""
    return by_section(said(old, new, one) for one in differences(old, new))


def by_section(lines: Iterable[Said]) -> tuple[Chapter, ...]:
    """Lines under the headings of their sections."""
    found: dict[str, list[Said]] = {}
    for line in lines:
        found.setdefault(line.section, []).append(line)
    return tuple(Chapter(title, tuple(held)) for title, held in found.items())


def said(old: Plain, new: Plain, one: Difference) -> Said:
    """One difference in words."""
    subject, what = named(old, new, one.place)
    kind, before, after = one.kind, one.before, one.after
    words = (shown(old, one.place, before), shown(new, one.place, after))
    entry = _entry(one.place)
    if kind == "moved":
        what = _("Thứ tự")
        words = (_behind(old, one.place, before), _behind(new, one.place, after))
    elif entry and one.place[-1] == "disabled":
        kind, what, words = ("disabled", _("ngừng dùng"), ("", "")) if after else ("enabled", _("dùng lại"), ("", ""))
    elif entry and len(one.place) == entry and kind in ("added", "removed"):
        thing = THINGS.get(one.place[entry - 2])
        subject = f"{_(thing)} “{subject}”" if thing else subject
        what = ""
        words = ("", "")
    elif kind in ("added", "removed"):
        kind = "changed"
        words = (words[0] or _absent(one.place), words[1] or _absent(one.place))
    if kind in ("disabled", "enabled"):
        words = (what, "")
        what = ""
    return Said(
        place=written(one.place), section=section_of(one.place), subject=subject, what=what, kind=kind,
        before=words[0], after=words[1], long=kind == "changed" and _alike(*words),
        stacked=len(words[0]) + len(words[1]) > LONG,
    )  # fmt: skip


def _alike(before: str, after: str) -> bool:
    """Whether two texts are long and near enough to be compared word by word."""
    if min(len(before), len(after)) <= LONG:
        return False
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False).ratio() >= ALIKE


def section_of(place: Place) -> str:
    """The heading under which a place is told."""
    return _(SECTIONS[place[0]]) if place and place[0] in SECTIONS else _("Khác")


def named(old: Plain, new: Plain, place: Place) -> tuple[str, str]:
    """What a place is called: the thing that it belongs to, and the property."""
    depth = _entry(place)
    if not depth:
        return section_of(place), _property(place[-1])
    subject = _title(old, new, place[:depth])
    inner = place[depth:]
    if place[0] == "registers" or not inner:
        return subject, _property(inner[-1]) if inner else ""
    return subject, " · ".join(_property(key) for key in inner if key in PROPERTIES) or inner[-1]


def _absent(place: Place) -> str:
    return _(ABSENT.get(place[-1], N_("không có")))


def _property(key: str) -> str:
    return _(PROPERTIES[key]) if key in PROPERTIES else key


def _entry(place: Place) -> int:
    """How many keys lead to the innermost entry of a map that the place is in or is; 0 where it is in none."""
    found = 0
    for length in range(2, len(place) + 1):
        if place[length - 2] in THINGS and (length == 2 or place[length - 2] in INNER):
            found = length
    return found if len(place) > 1 else 0


def _title(old: Plain, new: Plain, place: Place) -> str:
    """What an entry is called, before everything else in the rules that have it."""
    for side in (new, old):
        value = value_at(side, place)
        if isinstance(value, Mapping):
            name = text_of(value.get("title")) or text_of(value) or str(value.get("printed", value.get("unit", "")))
            number = value.get("number", "")
            outer = _title(old, new, place[:2]) if len(place) > 2 and place[-2] in INNER - SCALE else ""
            if place[0] == "locks":
                return "; ".join(dict.fromkeys(section_of(place_of(word)) for word in value.get("places", ())))
            full = f"{number} {name}".strip() if place[0] in ("criteria", "groups") and len(place) == 2 else name
            return f"{outer} · {full}" if outer else full or place[-1]
    return place[-1]


def _behind(side: Plain, place: Place, key: object) -> str:
    if not key:
        return _("đứng đầu")
    return _("sau “%(title)s”") % {"title": _title(side, side, (*place[:-1], str(key)))}


KINDS = {
    "enabled": N_("Bắt đầu dùng"),
    "edited": N_("Sửa đổi"),
    "upgraded": N_("Nâng cấp"),
    "restored": N_("Dùng lại bản cũ"),
}


def version_word(kind: str) -> str:
    """How a published version came to be."""
    return _(KINDS[kind])


def lock_words(lock: Lock) -> str:
    """What a lock locks: "Thang xếp loại; Tiêu chí"."""
    return "; ".join(dict.fromkeys(section_of(place_of(word)) for word in lock.places))
