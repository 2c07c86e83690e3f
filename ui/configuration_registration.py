"""The registration rule of a pack as a form: how many criteria, from where, with which points."""

from core.packs.patching import active
from core.packs.schema import Pack
from ui import told
from ui.configuration_editing import Sheet
from ui.configuration_fields import Block, Field
from ui.configuration_frame import Frame
from ui.forms import Form
from ui.i18n import _, current

SECTION = "dang-ky"
HERE = f"sua/{SECTION}"
AT = ("registration",)
MOST = 200


def sheet(frame: Frame, form: Form | None) -> Sheet:
    """The form, with the rule in words beside it."""
    blocks = (_amount(), _contents(frame.rules), _solutions(), _points(frame.rules), _ways())
    return Sheet(
        title=_("Đăng ký"),
        help=_("Một phiếu phải có gì thì mới nộp được. Phiếu của chương trình đang chạy vẫn theo quy định cũ."),
        blocks=tuple(block for block in blocks if block.fields),
        path=HERE,
        back=HERE,
        entry=AT,
        template="configurations/registration.html",
        more=told.sheet(frame.rules),
    )


def _amount() -> Block:
    least = _("Ít nhất bao nhiêu tiêu chí")
    most = _("Nhiều nhất bao nhiêu tiêu chí")
    return Block(
        title=_("Số tiêu chí"),
        fields=(
            Field(
                place=(*AT, "items_min"), kind="number", label=least, required=True, high=MOST, width="short", default=1
            ),
            Field(
                place=(*AT, "items_max"),
                kind="number",
                label=most,
                low=1,
                high=MOST,
                width="short",
                hint=_("Để trống: không giới hạn."),
            ),
        ),
    )


def _contents(rules: Pack) -> Block:
    every = Field(
        place=(*AT, "every_group"),
        kind="flag",
        label=_("Nội dung nào cũng phải có"),
        hint=_("Mỗi nội dung ít nhất một tiêu chí."),
    )
    each = [
        Field(
            place=(*AT, "per_group_min", key),
            kind="number",
            label=f"{group.number} {group.title.in_(current())}".strip(),
            low=1,
            high=MOST,
            width="short",
        )
        for key, group in active(rules.groups).items()
    ]
    return Block(
        title=_("Theo từng nội dung"),
        compact=True,
        fields=(every, *each) if each else (),
        help=_("Ít nhất bao nhiêu tiêu chí ở mỗi nội dung. Để trống: không đòi hỏi riêng."),
    )


def _solutions() -> Block:
    needed = (("required", _("Bắt buộc dưới mỗi tiêu chí"), ""), ("optional", _("Không bắt buộc"), ""))
    shortest = _("Ngắn nhất bao nhiêu ký tự")
    return Block(
        title=_("Giải pháp cụ thể"),
        fields=(
            Field(
                place=(*AT, "solution"),
                kind="one",
                label=_("Giải pháp"),
                required=True,
                options=needed,
                width="half",
                default="required",
            ),
            Field(
                place=(*AT, "solution_min"),
                kind="number",
                label=shortest,
                low=1,
                required=True,
                width="short",
                default=1,
            ),
        ),
    )


def _points(rules: Pack) -> Block:
    """Points on the sheet; a scale by points needs them, another one has no use for them."""
    held = rules.registration.points is not None
    fields = [
        Field(
            place=(*AT, "points"),
            kind="flag",
            label=_("Phiếu có điểm"),
            on={},
            hint=_("Dùng khi kết quả xếp theo điểm. Lưu rồi chọn tổng điểm và cách chia."),
        )
    ]
    if held:
        total = _("Tổng số điểm của phiếu")
        move = _("Người đăng ký được chia lại điểm")
        even = _("Điểm được chia đều cho các tiêu chí; bỏ chọn thì không ai đổi được.")
        fields += [
            Field(
                place=(*AT, "points", "total"),
                kind="number",
                label=total,
                required=True,
                low=1,
                width="short",
                default=100,
            ),
            Field(place=(*AT, "points", "editable"), kind="flag", label=move, default=True, hint=even),
        ]
    return Block(title=_("Điểm"), fields=tuple(fields) if held or rules.scale.by_points else ())


def _ways() -> Block:
    channels = tuple((key, _(words), "") for key, words in told.CHANNELS.items())
    more = _("Được đăng ký thêm sau khi phiếu đã thẩm định")
    intro = _("Lời dẫn đầu phiếu")
    return Block(
        title=_("Cách đăng ký"),
        fields=(
            Field(place=(*AT, "intro"), kind="text", label=intro, most=1500),
            Field(
                place=(*AT, "channels"),
                kind="some",
                label=_("Hình thức"),
                options=channels,
                required=True,
                default=("online",),
            ),
            Field(place=(*AT, "supplement"), kind="flag", label=more),
        ),
    )
