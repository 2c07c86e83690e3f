"""The scale as the editor shows it: the ruler with its bounds, the levels in order, and the form of each piece."""

from collections.abc import Mapping

from msgspec import Struct

from core.configurations import queries
from core.configurations.ordering import after
from core.configurations.ruler import ruler
from core.configurations.rules import Place, changed, patch_between
from core.errors import NotFound, Problem
from core.packs import reading
from core.packs.problems import LintFinding
from core.packs.schema import Level, Pack
from core.packs.text import Text
from ui.configuration_editing import Sheet
from ui.configuration_entries import new_key, own, piece_way
from ui.configuration_fields import Block, Field, read
from ui.configuration_frame import Frame
from ui.forms import Form
from ui.i18n import N_, _, current
from ui.ruler_view import TONES, RulerView, range_words, ruler_view

SECTION = "thang"
HERE = f"sua/{SECTION}"
KINDS = (
    ("named", N_("Theo tên mức"), N_("Tập thể chọn một mức, không tính điểm.")),
    ("points", N_("Theo điểm"), N_("Mức tính từ tổng điểm.")),
    ("points_with_prerequisites", N_("Theo điểm và điều kiện"), N_("Đủ điểm và đạt điều kiện mới được xếp mức.")),
    ("none", N_("Không xếp loại"), N_("Chương trình không xếp loại từng người.")),
)
NATIONAL = (
    ("excellent", N_("Hoàn thành xuất sắc nhiệm vụ")),
    ("good", N_("Hoàn thành tốt nhiệm vụ")),
    ("completed", N_("Hoàn thành nhiệm vụ")),
    ("not_completed", N_("Không hoàn thành nhiệm vụ")),
)
ALSO = (
    ("nothing_registered", N_("Không đăng ký nội dung nào")),
    ("not_carried_out", N_("Không thực hiện nội dung đã đăng ký")),
)
# the word in an address → the part of the scale that is a list of pieces; marks stand beside the scale
PARTS: Mapping[str, Place] = {
    "muc": ("scale", "levels"), "dieu-kien": ("scale", "prerequisites"), "muc-tran": ("scale", "caps"),
    "dau": ("marks",),
}  # fmt: skip


class LevelRow(Struct, frozen=True, kw_only=True):
    """A level in the list; `block` is the index of its bounds among the form's blocks, None where it has none."""

    key: str
    title: Text
    tone: str
    national: str
    holds: str
    conditions: tuple[str, ...]
    disabled: bool
    own: bool
    changed: bool
    block: int | None


class PieceRow(Struct, frozen=True, kw_only=True):
    """A condition, a cap or a mark in the list."""

    key: str
    title: Text
    note: str
    disabled: bool
    own: bool
    changed: bool


class Scale(Struct, frozen=True, kw_only=True):
    """What the page of the scale shows around its form."""

    kind: str
    by_points: bool
    ruler: RulerView | None
    levels: tuple[LevelRow, ...]
    conditions: tuple[PieceRow, ...]
    caps: tuple[PieceRow, ...]
    marks: tuple[PieceRow, ...]


def scale(frame: Frame, form: Form | None) -> Sheet:
    """The bounds of all levels in one form, beside the ruler that they make."""
    rules = frame.rules
    shown = [(key, one) for key, one in _in_order(rules.scale.levels) if not one.disabled]
    blocks = tuple(_bounds(key, one) for key, one in shown) if rules.scale.by_points else ()
    at = {key: n for n, (key, _one) in enumerate(shown)} if blocks else {}
    kinds = tuple((key, _(words), _(help_)) for key, words, help_ in KINDS)
    how = Block(title=_("Cách xếp loại"), folded=True, fields=(
        Field(place=("scale", "kind"), kind="one", label=_("Cách xếp loại"), required=True, options=kinds),
    ))  # fmt: skip
    tried, findings = tried_rules(frame, form, blocks)
    ruled = ruler(tried, findings)
    holds = {band.key: range_words(band, ruled.total) for band in ruled.bands} if tried.scale.by_points else {}
    more = Scale(
        kind=rules.scale.kind, by_points=rules.scale.by_points,
        ruler=ruler_view(tried, ruled) if tried.scale.by_points and ruled.bands else None,
        levels=tuple(_level_row(frame, key, one, holds.get(key, ""), at.get(key))
                     for key, one in _in_order(rules.scale.levels)),
        conditions=tuple(_piece_row(frame, ("scale", "prerequisites"), key, one, _asked_by(rules, key))
                         for key, one in _in_order(rules.scale.prerequisites)),
        caps=tuple(_piece_row(frame, ("scale", "caps"), key, one, _cap_note(rules, one))
                   for key, one in _in_order(rules.scale.caps)),
        marks=tuple(_piece_row(frame, ("marks",), key, one, one.dont.in_(current()) if one.dont else "")
                    for key, one in _in_order(rules.marks)),
    )  # fmt: skip
    return Sheet(
        title=_("Thang xếp loại"), blocks=(*blocks, how), path=HERE, back=HERE, more=more,
        template="configurations/scale.html",
        help=_("Các mức từ cao xuống thấp, điểm của từng mức và điều kiện đi kèm."),
    )  # fmt: skip


def tried_rules(frame: Frame, form: Form | None, blocks: tuple[Block, ...]) -> tuple[Pack, tuple[LintFinding, ...]]:
    """The rules as they would be with what is typed, and the linter's findings; the draft's own where what is typed
    cannot be read."""
    draft = frame.draft
    if form is not None:
        try:
            wanted = changed(frame.plain, read(form, blocks))
        except Problem:
            wanted = frame.plain
        patch = patch_between(reading.plain(draft.base), wanted)
        draft = queries.made(draft.pack_id, draft.kind, draft.version, draft.base_hash, draft.base, patch)
    return (draft.rules, draft.findings) if draft.rules else (frame.rules, frame.draft.findings)


def level(frame: Frame, key: str) -> Sheet:
    """The form of one level."""
    one = frame.rules.scale.levels.get(key)
    if one is None:
        raise NotFound("access.not-found")
    return _level(frame, key, one, title=one.title.in_(current()), path=f"{HERE}/muc/{key}")


def new_level(frame: Frame, form: Form | None) -> Sheet:
    """A level that is added below the others."""
    key = new_key(form)
    orders = {name: one.order for name, one in frame.rules.scale.levels.items()}
    fixed: dict[Place, object] = {("scale", "levels", key, "order"): after(orders, None)}
    return _level(frame, key, None, title=_("Thêm mức xếp loại"), path=f"{HERE}/them/muc", fixed=fixed)


def condition(frame: Frame, form: Form | None, key: str = "") -> Sheet:
    """The form of a condition, or of a new one; the first one makes the scale one of points and conditions."""
    held, at = frame.rules.scale.prerequisites, ("scale", "prerequisites")
    if key and key not in held:
        raise NotFound("access.not-found")
    name = key or new_key(form)
    fields = (
        Field(place=(*at, name, "title"), kind="text", label=_("Điều kiện"), required=True, most=400, rows=2,
              hint=_("Viết thành câu mà Ban Chấp hành trả lời đạt hoặc không đạt.")),
        Field(place=(*at, name, "help"), kind="text", label=_("Hướng dẫn"), most=600, rows=2),
    )  # fmt: skip
    fixed: dict[Place, object] = {} if key else _added(held, (*at, name))
    if not key and frame.rules.scale.kind == "points":
        fixed[("scale", "kind")] = "points_with_prerequisites"
    return piece_way(
        frame, SECTION, _("Thang xếp loại"), at=(*at, name), existing=bool(key), fields=fields, fixed=fixed,
        path=f"{HERE}/dieu-kien/{key}" if key else f"{HERE}/them/dieu-kien", anchor="dieu-kien",
        title=held[key].title.in_(current()) if key else _("Thêm điều kiện"),
    )  # fmt: skip


def cap(frame: Frame, form: Form | None, key: str = "") -> Sheet:
    """The form of a cap: so many entries in a register allow no better than a level."""
    rules, at = frame.rules, ("scale", "caps")
    if key and key not in rules.scale.caps:
        raise NotFound("access.not-found")
    name = key or new_key(form)
    books = tuple((one, book.title.in_(current()), "") for one, book in rules.registers.items() if not book.disabled)
    levels = tuple((one, held.title.in_(current()), "") for one, held in _in_order(rules.scale.levels))
    fields = (
        Field(place=(*at, name, "title"), kind="text", label=_("Mức trần"), required=True, most=300, rows=2),
        Field(place=(*at, name, "register"), kind="one", label=_("Tính theo sổ"), required=True, options=books),
        Field(place=(*at, name, "at_least"), kind="number", label=_("Từ bao nhiêu lần"), required=True, low=1,
              high=100, width="short", default=1),
        Field(place=(*at, name, "level"), kind="one", label=_("Chỉ được xếp cao nhất"), required=True, options=levels),
    )  # fmt: skip
    return piece_way(
        frame, SECTION, _("Thang xếp loại"), at=(*at, name), existing=bool(key), fields=fields,
        fixed={} if key else _added(rules.scale.caps, (*at, name)), anchor="muc-tran",
        path=f"{HERE}/muc-tran/{key}" if key else f"{HERE}/them/muc-tran",
        title=rules.scale.caps[key].title.in_(current()) if key else _("Thêm mức trần"),
    )  # fmt: skip


def mark(frame: Frame, form: Form | None, key: str = "") -> Sheet:
    """The form of a mark by which people judge their own items."""
    held, at = frame.rules.marks, ("marks",)
    if key and key not in held:
        raise NotFound("access.not-found")
    name = key or new_key(form)
    fields = (
        Field(place=(*at, name, "title"), kind="line", label=_("Dưới điều nên làm"), required=True, most=60),
        Field(place=(*at, name, "dont"), kind="line", label=_("Dưới điều không nên làm"), most=60),
    )
    return piece_way(
        frame, SECTION, _("Thang xếp loại"), at=(*at, name), existing=bool(key), fields=fields,
        fixed={} if key else _added(held, (*at, name)), anchor="dau",
        path=f"{HERE}/dau/{key}" if key else f"{HERE}/them/dau",
        title=held[key].title.in_(current()) if key else _("Thêm dấu tự đánh giá"),
    )  # fmt: skip


def _level(
    frame: Frame, key: str, one: Level | None, *, title: str, path: str, fixed: Mapping[Place, object] | None = None
) -> Sheet:  # fmt: skip
    at, rules = ("scale", "levels", key), frame.rules
    national = tuple((name, _(words), "") for name, words in NATIONAL)
    fields = [
        Field(place=(*at, "title"), kind="line", label=_("Tên mức"), required=True, most=80),
        Field(place=(*at, "national"), kind="one", label=_("Tương ứng mức chung toàn quốc"), options=national,
              blank=_("– Chưa chọn –"), hint=_("Để so sánh và cộng số liệu giữa các tỉnh.")),
        Field(place=(*at, "description"), kind="text", label=_("Mô tả"), most=600, rows=2),
    ]  # fmt: skip
    blocks = [Block(title="", fields=tuple(fields))]
    if rules.scale.by_points:
        blocks.append(Block(title=_("Điểm"), help=_("Mức có hiệu lực từ điểm bắt đầu đến dưới điểm bắt đầu của mức "
                            "liền trên. Điểm in trong văn bản chỉ để đối chiếu."), fields=(
            _number(at, "minimum", _("Từ điểm")),
            _number(at, "maximum", _("Văn bản ghi đến hết điểm")),
            _number(at, "below", _("hoặc văn bản ghi dưới điểm")),
        )))  # fmt: skip
    known = tuple((name, held.title.in_(current()), "") for name, held in _in_order(rules.scale.prerequisites))
    if known:
        blocks.append(Block(title=_("Điều kiện phải đạt"), fields=(
            Field(place=(*at, "requires"), kind="some", label=_("Mức này đòi"), options=known),
        )))  # fmt: skip
    also = tuple((name, _(words), "") for name, words in ALSO)
    rest = [Field(place=(*at, "also"), kind="some", label=_("Xếp thẳng vào mức này khi"), options=also)]
    if one is not None:
        rest.append(Field(place=(*at, "disabled"), kind="flag", label=_("Đang dùng"), on=False))
    blocks.append(Block(title=_("Chi tiết khác"), fields=tuple(rest), folded=True))
    return Sheet(
        title=title, blocks=tuple(blocks), path=path, back=f"{HERE}#muc-{key}", entry=at if one else (),
        fixed=fixed or {}, way=((_("Thang xếp loại"), HERE),), button="" if one else _("Thêm vào bản nháp"),
        template="configurations/entry.html", more=key,
    )  # fmt: skip


def _bounds(key: str, one: Level) -> Block:
    at = ("scale", "levels", key)
    ends = _number(at, "below", _("dưới")) if one.below is not None else _number(at, "maximum", _("đến hết"))
    return Block(title=key, fields=(_number(at, "minimum", _("từ")), ends))


def _number(at: Place, name: str, label: str) -> Field:
    return Field(place=(*at, name), kind="number", label=label, width="short", low=0, high=1000)


def _level_row(frame: Frame, key: str, one: Level, holds: str, block: int | None) -> LevelRow:
    titles = frame.rules.scale.prerequisites
    return LevelRow(
        key=key, title=one.title, tone=TONES.get(one.national or "", "l3"), holds=holds, disabled=one.disabled,
        national=_(dict(NATIONAL)[one.national]) if one.national else "", own=own(frame, ("scale", "levels"), key),
        conditions=tuple(titles[name].title.in_(current()) for name in one.requires if name in titles),
        changed=frame.changed_at(("scale", "levels", key)), block=block,
    )  # fmt: skip


def _piece_row(frame: Frame, at: Place, key: str, one: object, note: str) -> PieceRow:
    return PieceRow(
        key=key, title=one.title, note=note, disabled=one.disabled,  # type: ignore[attr-defined]
        own=own(frame, at, key), changed=frame.changed_at((*at, key)),
    )  # fmt: skip


def _asked_by(rules: Pack, key: str) -> str:
    names = [one.title.in_(current()) for _key, one in _in_order(rules.scale.levels) if key in one.requires]
    return _("Cần cho: %(levels)s") % {"levels": ", ".join(names)} if names else _("Chưa mức nào đòi")


def _cap_note(rules: Pack, one: object) -> str:
    level_key, book = one.level, one.register  # type: ignore[attr-defined]
    title = rules.scale.levels[level_key].title.in_(current()) if level_key in rules.scale.levels else level_key
    name = rules.registers[book].title.in_(current()) if book in rules.registers else book
    facts = {"count": one.at_least, "book": name, "level": title}  # type: ignore[attr-defined]
    return _("Từ %(count)s lần trong sổ “%(book)s”: cao nhất là %(level)s") % facts


def _added(held: Mapping, at: Place) -> dict[Place, object]:
    return {(*at, "order"): after({name: one.order for name, one in held.items()}, None)}


def _in_order(entries: Mapping) -> list[tuple]:
    return sorted(entries.items(), key=lambda pair: pair[1].order)
