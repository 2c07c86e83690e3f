"""The values of a pack's properties in words: dates as the documents write them, keys by the titles they stand for."""

from collections.abc import Mapping

import msgspec

from core.configurations.rules import Place, Plain, value_at
from core.configurations.wording import TIMING
from core.packs.schema import Audience
from ui.audiences import audience_words
from ui.configuration_labels import VALUES
from ui.i18n import _, current
from ui.rulebook import ACTORS, FIELDS, MEETINGS, SUBJECTS
from ui.terms import BLOCKS, KINDS, block_label, kind_label
from ui.told import CHANNELS, WITHOUT_POINTS

TITLED = {"group": "groups", "evidence": "registers", "register": "registers"}


def shown(rules: Plain, place: Place, value: object) -> str:
    """A value at a place of `rules`, in words; '' for nothing."""
    key = place[-1] if place else ""
    if value is None:
        return ""
    if key == TIMING:
        return timing(value)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, Mapping):
        return _table(rules, place, key, value)
    if isinstance(value, list | tuple):
        return ", ".join(shown(rules, place, one) for one in value) or _("không có")
    return _word(rules, place, key, value)


def text_of(value: object) -> str:
    """A text of plain data in the reader's language; '' for anything else."""
    if not isinstance(value, Mapping) or not isinstance(value.get("vi"), str):
        return ""
    return str(value.get("en") or value["vi"]) if current() == "en" else str(value["vi"])


def timing(value: object) -> str:
    """The wording of a date, without the year where it returns every year: "trước ngày 15/02"."""
    if not isinstance(value, Mapping):
        return ""
    if "by" in value:
        return _("chậm nhất là ngày %(day)s") % {"day": day(str(value["by"]))}
    if "before" in value:
        return _("trước ngày %(day)s") % {"day": day(str(value["before"]))}
    if "within" in value:
        return _span(str(value["within"]))
    rhythm = value.get("every")
    if not isinstance(rhythm, Mapping):
        return ""
    if meeting := rhythm.get("meeting"):
        return _(MEETINGS[meeting])
    return _("%(num)s tháng một lần") % {"num": rhythm.get("months", 1)}


def day(written: str) -> str:
    """12-15 → 15/12; 2019-08-30 → 30/08/2019."""
    return "/".join(reversed(written.split("-")))


def _span(written: str) -> str:
    if len(written) == 4:
        return _("trong năm %(year)s") % {"year": written}
    return _("trong tháng %(month)s") % {"month": day(written)}


def _table(rules: Plain, place: Place, key: str, value: Mapping[str, object]) -> str:
    if text := text_of(value):
        return text
    if key in ("audience", "required_for", "focus"):
        return audience_words(msgspec.convert(value, Audience)) or _("mọi người")
    if key == "first_cycle":
        return timing(value)
    parts = [shown(rules, (*place, name), part) for name, part in value.items() if name not in ("order", "requirement")]
    return ", ".join(part for part in parts if part)


def _word(rules: Plain, place: Place, key: str, value: object) -> str:
    word = str(value)
    outer = place[-2] if len(place) > 1 else ""
    if key in TITLED:
        return text_of(value_at(rules, (TITLED[key], word, "title"))) or word
    if key == "level" or (key == "requires" and "scale" in place):
        where = "levels" if key == "level" else "prerequisites"
        return text_of(value_at(rules, ("scale", where, word, "title"))) or word
    if key == "stages":
        return text_of(value_at(rules, ("stages", word, "title"))) or word
    for known in (VALUES.get(key, {}), _known(key)):
        if word in known:
            return _(known[word])
    if key == "owed_by" and word == "person":
        return _("từng người")
    if key == "blocks" and word in BLOCKS:
        return block_label(word)
    if word in KINDS and (key in ("kinds", "owed_by", "encouraged", "committees", "full_time", "down_to", "lettered")):
        return kind_label(word)
    if key in ("opens", "printed", "issued", "starts") and outer != "errata":
        return day(word)
    return word


def _known(key: str) -> Mapping[str, str]:
    return {
        "actor": ACTORS, "fields": FIELDS, "channels": CHANNELS, "also": WITHOUT_POINTS, "kind": SUBJECTS,
    }.get(key, {})  # fmt: skip
