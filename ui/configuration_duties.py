"""What units declare and what the programme aims at, as the editor shows them: two lists and the form of each entry."""

import re
import secrets
from collections.abc import Mapping

from msgspec import Struct

from core.configurations.ordering import after
from core.configurations.rules import Place
from core.errors import NotFound
from core.packs.patching import active
from core.packs.schema import Pack
from ui import terms
from ui.configuration_editing import Sheet
from ui.configuration_fields import Block, Field
from ui.configuration_frame import Frame
from ui.configuration_lists import Row, entries_of, in_order, row
from ui.forms import Form
from ui.i18n import N_, _, current
from ui.rulebook import FIELDS

SECTION = "chi-tieu"
HERE = f"sua/{SECTION}"
PARTS = {"ke-khai": "declarations", "muc-tieu": "targets", "so": "registers"}
NEW = re.compile(r"own_[0-9a-f]{6}")
MEASURED = {
    "eligible": N_("tổng số người thuộc diện"),
    "registered": N_("người đã đăng ký"),
    "validated": N_("người đã được thẩm định"),
    "self_assessed": N_("người đã tự đánh giá"),
    "assessed": N_("người đã được đánh giá"),
    "recognised": N_("người đã được công nhận kết quả"),
}


class Lists(Struct, frozen=True):
    """The declarations, the targets and the books, each in order."""

    frame: Frame
    declarations: tuple[Row, ...]
    targets: tuple[Row, ...]
    registers: tuple[Row, ...]


def lists(frame: Frame) -> Lists:
    """The lists of the section."""
    rules = frame.rules
    declared = tuple(
        row(frame, "declarations", key, (_owed(rules, key),), f"{HERE}/ke-khai/{key}")
        for key in in_order(rules.declarations)
    )
    aimed = tuple(
        row(frame, "targets", key, (_aim(rules, key),), f"{HERE}/muc-tieu/{key}") for key in in_order(rules.targets)
    )
    kept = tuple(row(frame, "registers", key, (), f"{HERE}/so/{key}") for key in in_order(rules.registers))
    return Lists(frame, declared, aimed, kept)


def entry(frame: Frame, word: str, key: str) -> Sheet:
    """The form of one declaration (`ke-khai`), target (`muc-tieu`) or book (`so`)."""
    part = _part(word)
    found = entries_of(frame, part).get(key)
    if found is None:
        raise NotFound("access.not-found")
    title = found.title.in_(current())  # type: ignore[attr-defined]
    return _sheet(frame, word, (part, key), title=title, path=f"{HERE}/{word}/{key}", is_new=False)


def new_entry(frame: Frame, form: Form | None, word: str) -> Sheet:
    """The form of a declaration or target that is added at the end."""
    part = _part(word)
    if part == "registers":  # what a book counts is code of the pack
        raise NotFound("access.not-found")
    given = form.raw.get("new", "") if form else ""
    key = given if NEW.fullmatch(given) else f"own_{secrets.token_hex(3)}"
    title = _("Thêm việc kê khai") if word == "ke-khai" else _("Thêm chỉ tiêu")
    return _sheet(frame, word, (part, key), title=title, path=f"{HERE}/{word}-moi", is_new=True)


def _sheet(frame: Frame, word: str, at: Place, *, title: str, path: str, is_new: bool) -> Sheet:
    orders = {name: one.order for name, one in entries_of(frame, at[0]).items()}
    fixed: Mapping[Place, object] = {(*at, "order"): after(orders, None)} if is_new else {}
    blocks = {"ke-khai": _declaration, "muc-tieu": _target, "so": _register}[word](frame.rules, at)
    if not is_new:
        using = Field(place=(*at, "disabled"), kind="flag", label=_("Đang dùng"), on=False)
        blocks = (*blocks, Block(title="", fields=(using,)))
    return Sheet(
        title=title,
        blocks=blocks,
        path=path,
        back=f"{HERE}#r-{at[0]}-{at[1]}",
        entry=() if is_new else at,
        fixed=fixed,
        template="configurations/entry.html",
        way=((_("Kê khai, chỉ tiêu"), HERE),),
        button=_("Thêm vào bản nháp") if is_new else "",
        more=at[1],
    )


def _declaration(rules: Pack, at: Place) -> tuple[Block, ...]:
    asked = tuple((key, _(words), "") for key, words in FIELDS.items())
    once = _("Bỏ chọn nếu chỉ kê khai một lần trong cả giai đoạn.")
    return (
        Block(
            title="",
            fields=(
                Field(place=(*at, "title"), kind="text", label=_("Tên việc"), required=True, most=600, rows=2),
                Field(place=(*at, "help"), kind="text", label=_("Hướng dẫn"), most=1500),
                Field(place=(*at, "fields"), kind="some", label=_("Khi kê khai cần"), options=asked, required=True),
            ),
        ),
        Block(
            title=_("Cấp nào kê khai"),
            fields=(
                Field(place=(*at, "owed_by"), kind="some", label=_("Bắt buộc"), options=_kinds()),
                Field(place=(*at, "encouraged"), kind="some", label=_("Khuyến khích"), options=_kinds()),
                Field(place=(*at, "yearly"), kind="flag", label=_("Kê khai hằng năm"), hint=once, default=True),
            ),
        ),
    )


def _target(rules: Pack, at: Place) -> tuple[Block, ...]:
    share = _("Phải đạt bao nhiêu phần trăm")
    share_hint = _("Với việc kê khai và số người.")
    count_hint = _("Chỉ với sổ theo dõi và đơn vị làm điểm, tính theo số lượng.")
    least, most = _("Ít nhất"), _("Nhiều nhất")
    return (
        Block(
            title="",
            fields=(
                Field(place=(*at, "title"), kind="text", label=_("Tên chỉ tiêu"), required=True, most=600, rows=2),
                Field(place=(*at, "of"), kind="one", label=_("Đo bằng"), required=True, options=measures(rules)),
            ),
        ),
        Block(
            title=_("Mức phải đạt"),
            fields=(
                Field(
                    place=(*at, "required"),
                    kind="number",
                    label=share,
                    low=1,
                    high=100,
                    width="short",
                    hint=share_hint,
                    default=100,
                ),
                Field(
                    place=(*at, "at_least"), kind="number", label=least, high=1_000_000, width="short", hint=count_hint
                ),
                Field(place=(*at, "at_most"), kind="number", label=most, high=1_000_000, width="short"),
            ),
        ),
        Block(
            title=_("Tính trên ai"),
            fields=(
                Field(place=(*at, "kinds"), kind="some", label=_("Cấp đơn vị"), options=_kinds()),
                Field(place=(*at, "audience"), kind="audience", label=_("Người được tính")),
            ),
        ),
    )


def _register(rules: Pack, at: Place) -> tuple[Block, ...]:
    """The words of a book and who sees it; what is kept in it is the pack's."""
    sums = _("Số liệu: %(what)s")
    numbers = tuple(
        Field(
            place=(*at, "quantities", key, "title"),
            kind="line",
            label=sums % {"what": one.title.in_(current())},
            required=True,
            most=200,
        )
        for key, one in active(rules.registers[at[1]].quantities).items()
    )
    confirmed = _("Chỉ tính những mục đã được Ban Chấp hành xác nhận")
    often = (("month", _("hằng tháng"), ""), ("quarter", _("hằng quý"), ""))
    rhythm = (
        (Field(place=(*at, "rhythm"), kind="one", label=_("Bao lâu trao đổi một lần"), options=often),)
        if rules.registers[at[1]].kind == "exchange"
        else ()
    )
    restricted = _("Chỉ Ban Chấp hành đọc được")
    return (
        Block(
            title="",
            fields=(
                Field(place=(*at, "title"), kind="line", label=_("Tên sổ"), required=True, most=300),
                Field(place=(*at, "help"), kind="text", label=_("Hướng dẫn"), most=1500),
                *numbers,
                Field(place=(*at, "confirmed"), kind="flag", label=confirmed),
                Field(place=(*at, "restricted"), kind="flag", label=restricted),
                *rhythm,
            ),
        ),
    )


def measures(rules: Pack) -> tuple[tuple[str, str, str], ...]:
    """What a target may measure, in words."""
    locale = current()
    found = [
        (f"declaration:{key}", _("Kê khai: %(what)s") % {"what": one.title.in_(locale)}, "")
        for key, one in active(rules.declarations).items()
    ]
    found += [(f"indicator:{key}", _("Số người: %(what)s") % {"what": _(words)}, "") for key, words in MEASURED.items()]
    found += [
        (f"register:{key}", _("Sổ: %(what)s") % {"what": one.title.in_(locale)}, "")
        for key, one in active(rules.registers).items()
    ]
    return (*found, ("pilots", _("Đơn vị làm điểm"), ""))


def _owed(rules: Pack, key: str) -> str:
    one = rules.declarations[key]
    owed = ", ".join(terms.kind_label(kind) for kind in one.owed_by)
    encouraged = ", ".join(terms.kind_label(kind) for kind in one.encouraged)
    words = [_("Bắt buộc: %(who)s") % {"who": owed}] if owed else []
    return "; ".join([*words, _("khuyến khích: %(who)s") % {"who": encouraged}] if encouraged else words)


def _aim(rules: Pack, key: str) -> str:
    one = rules.targets[key]
    of = next((words for value, words, _help in measures(rules) if value == one.of), one.of)
    return f"{terms.required_words(one)} · {of}"


def _kinds() -> tuple[tuple[str, str, str], ...]:
    return tuple((kind, terms.kind_label(kind), "") for kind in terms.KINDS)


def _part(word: str) -> str:
    if word not in PARTS:
        raise NotFound("access.not-found")
    return PARTS[word]
