"""One's own data in plain words: what each kind and column is called, and how its values are said."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from core.own_data.queries import Holding
from core.packs.schema import Pack
from core.programmes.queries import Programme
from core.programmes.rules import level_at
from ui.formats import date_time, points, short_date, years
from ui.i18n import N_, _, current
from ui.message_words import kind_label
from ui.own_data_words import ACTIONS, COLUMNS, FAMILIES, KINDS, VALUES
from ui.pages.account import device
from ui.states import state_of
from ui.terms import gender_label, occupation_label, request_kind, role_label, task_label, title_label

YES, NO = N_("Có"), N_("Không")


BROAD = 6  # columns: more than that are read one record after the other


class Section(Struct, frozen=True):
    """A kind of data as it is read: its name, what it is, why it is kept, the columns and the rows in words. Columns
    without a single value are left out."""

    kind: str
    title: str
    help: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int

    @property
    def records(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row as what it tells: heads beside values."""
        return tuple(tuple((h, cell) for h, cell in zip(self.heads, row, strict=True) if cell) for row in self.rows)

    @property
    def broad(self) -> bool:
        """Whether a record is read by itself: the only one, or too much for a line."""
        return len(self.rows) == 1 or len(self.heads) > BROAD or any(len(cell) > 160 for r in self.rows for cell in r)


def sections(held: tuple[Holding, ...], programmes: tuple[Programme, ...]) -> tuple[Section, ...]:
    """What is held, in the reader's language; kinds of which nothing is held are left out."""
    by_id = {programme.id: programme for programme in programmes}
    return tuple(_section(one, by_id) for one in held if one.rows)


def _section(held: Holding, programmes: Mapping[UUID, Programme]) -> Section:
    title, told = KINDS[held.kind]
    columns = list(held.rows[0])
    rows = tuple(
        tuple(said(name, row[name], programmes.get(row.get("programme_id"))) for name in columns) for row in held.rows
    )
    kept = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    heads = tuple(_(COLUMNS[columns[at]]) for at in kept)
    return Section(
        held.kind, _(title), _(told), heads, tuple(tuple(row[at] for at in kept) for row in rows), held.total
    )


def said(name: str, value: Any, programme: Programme | None = None) -> str:
    """A stored value as people say it; '' where nothing is stored."""
    if value is None or value == "" or value == {}:
        return ""
    if name in SPOKEN:
        return SPOKEN[name](value)
    if programme is not None and name in BY_RULES:
        return BY_RULES[name](programme.rules, value)
    if name == "programme_id":
        return f"{programme.title.in_(current())} {years(programme)}" if programme else ""
    if isinstance(value, bool):
        return _(YES) if value else _(NO)
    if isinstance(value, datetime):
        return date_time(value)
    return short_date(value) if isinstance(value, date) else _plain(name, value)


def _plain(name: str, value: Any) -> str:
    words = VALUES.get((name, str(value))) or VALUES.get(("", str(value)))
    return _(words) if words else str(value)


def _state(value: str) -> str:
    return state_of(value).label


def _action(value: str) -> str:
    return _(ACTIONS.get(value) or FAMILIES.get(value.partition(".")[0]) or N_("Thao tác khác"))


def _version(key: str) -> str:
    """A version of the privacy notice by its key."""
    whose, _dash, number = key.partition("-")
    return (_("Phiên bản %(n)s") if whose == "own" else _("Bản mẫu %(n)s")) % {"n": number}


def _criterion(rules: Pack, key: str) -> str:
    found = rules.criteria.get(key)
    return " ".join(part for part in (found.number, found.title.in_(current())) if part) if found else key


def _level(rules: Pack, rank: int) -> str:
    return level_at(rules, rank).title.in_(current())


def _titled(part: str) -> Callable[[Pack, str], str]:
    """The title of a stage, a checkpoint or a register by its key; the key itself where the rules lack it."""

    def title(rules: Pack, key: str) -> str:
        found = getattr(rules, part).get(key)
        return found.title.in_(current()) if found else key

    return title


def _marks(rules: Pack, marks: Mapping[str, Any]) -> str:
    """What was answered to each item: "1.1 …: Thực hiện tốt, 9 điểm. Ghi chú"."""
    lines = []
    for key, given in marks.items():
        if key not in rules.criteria:
            continue
        mark = rules.marks.get(given.get("mark") or "") if isinstance(given, Mapping) else None
        parts = [mark.title.in_(current())] if mark else []
        if isinstance(given, Mapping) and given.get("points") is not None:
            parts.append(_("%(n)s điểm") % {"n": points(given["points"])})
        if isinstance(given, Mapping) and given.get("note"):
            parts.append(str(given["note"]))
        lines.append(f"{_criterion(rules, key)}: {', '.join(parts)}")
    return "\n".join(lines)


def _remarks(rules: Pack, remarks: Mapping[str, Any]) -> str:
    return "\n".join(f"{_criterion(rules, key)}: {text}" for key, text in remarks.items())


def _quantities(rules: Pack, numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in numbers.items())


SPOKEN: dict[str, Callable[[Any], str]] = {
    "gender": gender_label,
    "occupation": occupation_label,
    "post": title_label,
    "state": _state,
    "points": points,
    "agent": lambda agent: device(agent) or agent,
    "action": _action,
    "kind": request_kind,
    "role": role_label,
    "task": task_label,
    "notice": _version,
    "told": kind_label,
}
BY_RULES: dict[str, Callable[[Pack, Any], str]] = {
    "level": _level,
    "criterion": _criterion,
    "stage": _titled("stages"),
    "checkpoint": _titled("checkpoints"),
    "register": _titled("registers"),
    "marks": _marks,
    "remarks": _remarks,
    "proposals": _remarks,
    "quantities": _quantities,
}
