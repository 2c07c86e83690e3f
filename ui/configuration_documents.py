"""What a pack says about itself as a form: its names, the document it rests on, the passages that people read."""

from collections.abc import Mapping

from core.packs.patching import active
from core.packs.schema import Entry
from ui.configuration_editing import Sheet
from ui.configuration_fields import Block, Field
from ui.configuration_frame import Frame
from ui.configuration_lists import in_order
from ui.forms import Form
from ui.i18n import _, current

SECTION = "tu-ngu"
HERE = f"sua/{SECTION}"
LINE, LONG = 400, 3000


def sheet(frame: Frame, form: Form | None) -> Sheet:
    """The form of the whole section."""
    rules = frame.rules
    blocks = (
        _names(),
        _document() if rules.document else Block(title="", fields=()),
        _marks(frame),
        _passages("guide", rules.guide, _("Lời dẫn cho người đọc"), "text", _("Nội dung")),
        _passages("roles", rules.roles, _("Phân công thực hiện"), "duty", _("Nhiệm vụ")),
        _basis(frame),
    )
    return Sheet(
        title=_("Văn bản, từ ngữ"),
        help=_("Tên chương trình, văn bản ban hành và những lời mà mọi người đọc."),
        blocks=tuple(block for block in blocks if block.fields),
        path=HERE,
        back=HERE,
        template="configurations/documents.html",
    )


def _names() -> Block:
    return Block(
        title=_("Chương trình"),
        fields=(
            Field(place=("title",), kind="text", label=_("Tên chương trình"), required=True, most=LINE, rows=2),
            Field(place=("summary",), kind="text", label=_("Tóm tắt"), required=True, most=LONG),
            Field(place=("issuer",), kind="line", label=_("Cơ quan ban hành"), required=True, most=LINE),
        ),
    )


def _document() -> Block:
    at = ("document",)
    return Block(
        title=_("Văn bản ban hành"),
        fields=(
            Field(place=(*at, "title"), kind="text", label=_("Trích yếu"), required=True, most=LONG, rows=2),
            Field(
                place=(*at, "number"),
                kind="plain",
                label=_("Số, ký hiệu"),
                most=60,
                width="half",
                hint=_("Ví dụ: 12-KH/TĐTN-BTC"),
            ),
            Field(place=(*at, "issued"), kind="date", label=_("Ngày ban hành"), width="short"),
            Field(place=(*at, "signature"), kind="lines", label=_("Thể thức ký"), most=LONG, rows=2),
            Field(place=(*at, "signer"), kind="plain", label=_("Người ký"), most=100, width="half"),
            Field(place=(*at, "recipients"), kind="lines", label=_("Nơi nhận"), most=LONG),
        ),
    )


def _marks(frame: Frame) -> Block:
    fields: list[Field] = []
    for key, mark in active(frame.rules.marks).items():
        name = mark.title.in_(current())
        label = _("Với điều không nên làm, “%(mark)s” gọi là") % {"mark": name}
        title = _("Dấu tự đánh giá: %(mark)s") % {"mark": name}
        fields.append(Field(place=("marks", key, "title"), kind="line", label=title, required=True, most=100))
        if mark.dont:
            fields.append(Field(place=("marks", key, "dont"), kind="line", label=label, most=100))
    return Block(title=_("Từ dùng khi tự đánh giá"), fields=tuple(fields), folded=True)


def _passages(part: str, entries: Mapping[str, Entry], title: str, key: str, label: str) -> Block:
    fields: list[Field] = []
    for name in in_order(entries):
        at = (part, name)
        heading = entries[name].title.in_(current())  # type: ignore[attr-defined]
        fields += [
            Field(place=(*at, "title"), kind="line", label=_("Tiêu đề"), required=True, most=LINE),
            Field(place=(*at, key), kind="text", label=f"{heading}: {label.lower()}", required=True, most=LONG),
        ]
    return Block(title=title, fields=tuple(fields), folded=True)


def _basis(frame: Frame) -> Block:
    fields: list[Field] = []
    for name in in_order(frame.rules.basis):
        at = ("basis", name)
        number = frame.rules.basis[name].number
        fields += [
            Field(place=(*at, "number"), kind="plain", label=_("Số, ký hiệu"), required=True, most=100, width="half"),
            Field(place=(*at, "issued"), kind="date", label=_("%(number)s: ngày") % {"number": number}, width="short"),
            Field(place=(*at, "title"), kind="text", label=_("%(number)s: trích yếu") % {"number": number},
                  required=True, most=LONG, rows=2),
        ]  # fmt: skip
    return Block(title=_("Căn cứ"), fields=tuple(fields), folded=True)
