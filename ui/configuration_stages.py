"""The steps of the assessment as the editor shows them: rounds with their voices in order, and the form of each."""

from collections.abc import Mapping

from msgspec import Struct

from core.configurations.ordering import after, moved
from core.configurations.rules import Place
from core.errors import NotFound
from core.packs.patching import active
from core.packs.schema import Pack, Stage
from core.packs.text import Text
from ui import told
from ui.configuration_editing import Sheet
from ui.configuration_entries import STEPS, new_key, own
from ui.configuration_fields import Block, Field
from ui.configuration_frame import Frame
from ui.forms import Form
from ui.i18n import N_, _, current
from ui.milestone_words import wording
from ui.rulebook import ACTORS

SECTION = "quy-trinh"
HERE = f"sua/{SECTION}"
GIVES = {
    "marks": N_("tự đánh giá từng điều"),
    "points": N_("cho điểm từng tiêu chí"),
    "opinion": N_("nêu ý kiến"),
    "level": N_("chọn mức xếp loại"),
    "recognition": N_("công nhận kết quả"),
    "review": N_("nhận xét đơn vị"),
}
MARKS = {
    "self": "user", "branch": "users-group", "committee": "users", "voice": "message-circle",
    "parent_committee": "rosette-discount-check", "upper": "sitemap",
}  # fmt: skip
NEEDED = (("required", N_("Bắt buộc")), ("optional", N_("Không bắt buộc")))
TIES = (("chair", N_("Người chủ trì quyết định")), ("upper", N_("Cấp trên trực tiếp quyết định")))


class StageRow(Struct, frozen=True, kw_only=True):
    """A step in its round: who, what it gives, by when, and what is special about it."""

    key: str
    title: Text
    mark: str
    who: str
    gives: str
    due: str
    notes: tuple[str, ...]
    decides: bool
    own: bool
    changed: bool


class Round(Struct, frozen=True, kw_only=True):
    """A round of assessment with its steps in order; `unused` are steps that could be heard in it."""

    key: str
    title: Text
    units: bool
    rows: tuple[StageRow, ...]
    unused: tuple[StageRow, ...]


def stages(frame: Frame, form: Form | None) -> Sheet:
    """Every round with its steps."""
    rules = frame.rules
    heard = {stage for one in active(rules.checkpoints).values() for stage in one.stages}
    spare = [key for key, one in active(rules.stages).items() if key not in heard]
    rounds = tuple(
        Round(
            key=key, title=one.title, units=one.of == "unit",
            rows=tuple(_row(frame, key, name) for name in one.stages if name in rules.stages),
            unused=tuple(_row(frame, key, name) for name in spare),
        )
        for key, one in active(rules.checkpoints).items()
    )  # fmt: skip
    return Sheet(
        title=_("Quy trình đánh giá"), blocks=(), path=HERE, back=HERE, more=rounds,
        template="configurations/stages.html",
        help=_("Ai nêu ý kiến, ai quyết định, theo thứ tự nào. Bước quyết định không bỏ được."),
    )  # fmt: skip


def stage(frame: Frame, key: str) -> Sheet:
    """The form of one step."""
    one = frame.rules.stages.get(key)
    if one is None:
        raise NotFound("access.not-found")
    blocks = [Block(title="", fields=_fields(("stages", key), one))]
    blocks += [_variant(("stages", key, "variants", name), variant) for name, variant in one.variants.items()]
    return Sheet(
        title=one.title.in_(current()), blocks=tuple(blocks), path=f"{HERE}/buoc/{key}", back=HERE,
        entry=("stages", key), way=((_("Quy trình đánh giá"), HERE),), help=_doer(one),
        template="configurations/entry.html", more=key,
    )  # fmt: skip


def new_voice(frame: Frame, form: Form | None, checkpoint: str) -> Sheet:
    """A voice that is heard in a round before the decision: an opinion that the committee writes down."""
    rules = frame.rules
    if checkpoint not in rules.checkpoints:
        raise NotFound("access.not-found")
    key = new_key(form)
    at, held = ("stages", key), rules.checkpoints[checkpoint].stages
    known = [(n, rules.stages[name]) for n, name in enumerate(held) if name in rules.stages]
    deciding = next((n for n, one in known if one.decides), len(held))
    orders = {name: one.order for name, one in rules.stages.items()}
    fixed: dict[Place, object] = {
        (*at, "order"): after(orders, None), (*at, "actor"): "voice", (*at, "gives"): "opinion",
        ("checkpoints", checkpoint, "stages"): [*held[:deciding], key, *held[deciding:]],
    }  # fmt: skip
    fields = (
        Field(place=(*at, "title"), kind="line", label=_("Ý kiến của ai"), required=True, most=120,
              hint=_("Ví dụ: Ý kiến của chi bộ nơi cư trú")),
        Field(place=(*at, "help"), kind="text", label=_("Hướng dẫn"), most=400, rows=2),
        Field(place=(*at, "comment"), kind="one", label=_("Nhận xét bằng lời"), required=True, options=_needed(),
              default="optional"),
    )  # fmt: skip
    return Sheet(
        title=_("Thêm ý kiến"), blocks=(Block(title="", fields=fields),), path=f"{HERE}/them/{checkpoint}", back=HERE,
        fixed=fixed, way=((_("Quy trình đánh giá"), HERE),), button=_("Thêm vào bản nháp"), more=key,
        help=_("Được nêu trước bước quyết định; Ban Chấp hành ghi lại."), template="configurations/entry.html",
    )  # fmt: skip


def checkpoint(frame: Frame, key: str) -> Sheet:
    """The form of one round."""
    one = frame.rules.checkpoints.get(key)
    if one is None:
        raise NotFound("access.not-found")
    fields = (Field(place=("checkpoints", key, "title"), kind="line", label=_("Tên kỳ"), required=True, most=120),)
    return Sheet(
        title=one.title.in_(current()), blocks=(Block(title="", fields=fields),), path=f"{HERE}/ky/{key}", back=HERE,
        entry=("checkpoints", key), way=((_("Quy trình đánh giá"), HERE),), template="configurations/entry.html",
        more=key,
    )  # fmt: skip


def rearranged(frame: Frame, act: str) -> dict[Place, object]:
    """What a button asks for: a step up or down in its round, out of it, or back into it (`up:year/self`)."""
    verb, _colon, word = act.partition(":")
    key, _slash, name = word.partition("/")
    rules = frame.rules
    if key not in rules.checkpoints or name not in rules.stages:
        raise NotFound("access.not-found")
    held, place = list(rules.checkpoints[key].stages), ("checkpoints", key, "stages")
    if verb in STEPS and name in held:
        return {place: moved(held, name, STEPS[verb])}
    if verb == "out" and name in held and not rules.stages[name].decides:
        return {place: [one for one in held if one != name]}
    if verb == "in" and name not in held:
        return {place: [*held, name]}
    raise NotFound("access.not-found")


def _fields(at: Place, one: Stage) -> tuple[Field, ...]:
    ties = tuple((key, _(words), "") for key, words in TIES)
    fields = [
        Field(place=(*at, "title"), kind="line", label=_("Tên bước"), required=True, most=120),
        Field(place=(*at, "help"), kind="text", label=_("Hướng dẫn cho người thực hiện"), most=600, rows=2),
        Field(
            place=(*at, "comment"),
            kind="one",
            label=_("Nhận xét bằng lời"),
            required=True,
            options=_needed(),
            default="optional",
        ),
    ]
    if one.gives in ("marks", "points"):
        fields.append(Field(place=(*at, "explanation"), kind="one", label=_("Giải trình dưới từng tiêu chí"),
                            required=True, options=_needed(), default="optional"))  # fmt: skip
    if one.actor in ("branch", "committee"):
        fields.append(Field(place=(*at, "tie"), kind="one", label=_("Khi phiếu ngang nhau"), options=ties,
                            blank=_("Văn bản không quy định")))  # fmt: skip
    if one.actor != "self":
        fields.append(Field(place=(*at, "disclosed"), kind="flag",
                            label=_("Công khai với người được đánh giá ngay khi ghi"),
                            hint=_("Bỏ chọn: người ấy chỉ thấy khi có kết quả.")))  # fmt: skip
    if one.decides:
        fields.append(Field(place=(*at, "reply_days"), kind="number", low=0, high=60, width="short", default=0,
                            label=_("Số ngày phản hồi mức dự kiến"),
                            hint=_("Người được xếp loại đồng ý hoặc có ý kiến trong số ngày này; 0 là không có."),
                            ))  # fmt: skip
    return tuple(fields)


def _variant(at: Place, one: object) -> Block:
    """Another way to hold the step: for large branches, or where a ground is declared (S4-48)."""
    fields = [
        Field(place=(*at, "title"), kind="line", label=_("Cách họp riêng"), required=True, most=160),
        Field(place=(*at, "branch_size_at_least"), kind="number", low=1, high=10000, width="short",
              label=_("Khi chi đoàn có từ bao nhiêu đoàn viên"), hint=_("Để trống nếu không theo số đoàn viên.")),
        Field(place=(*at, "help"), kind="text", label=_("Hướng dẫn"), most=400, rows=2),
    ]  # fmt: skip
    declared: Mapping[str, Text] = one.declared  # type: ignore[attr-defined]
    consults: Mapping[str, Text] = one.consults  # type: ignore[attr-defined]
    for name, entries, label in (("declared", declared, _("Hoặc khi có lý do")), ("consults", consults, _("Phải hỏi"))):
        fields += [Field(place=(*at, name, key), kind="line", label=label, most=200) for key in entries]
    fields.append(Field(place=(*at, "disabled"), kind="flag", label=_("Dùng cách này"), on=False))
    return Block(title=one.title.in_(current()), fields=tuple(fields), folded=True)  # type: ignore[attr-defined]


def _row(frame: Frame, checkpoint_key: str, key: str) -> StageRow:
    rules = frame.rules
    one = rules.stages[key]
    return StageRow(
        key=key, title=one.title, mark=MARKS[one.actor], who=_(ACTORS[one.actor]), gives=_(GIVES[one.gives]),
        due=_due(rules, f"stage:{checkpoint_key}.{key}"), notes=_notes(one), decides=one.decides,
        own=own(frame, ("stages",), key), changed=frame.changed_at(("stages", key)),
    )  # fmt: skip


def _due(rules: Pack, act: str) -> str:
    found = [one for one in active(rules.milestones).values() if one.act == act]
    return "; ".join(wording(one) for one in found)


def _notes(one: Stage) -> tuple[str, ...]:
    notes = list(told.stage_notes(one))
    if one.comment == "required":
        notes.insert(0, _("bắt buộc có nhận xét"))
    if one.explanation == "required":
        notes.insert(0, _("bắt buộc giải trình từng tiêu chí"))
    if one.disclosed:
        notes.append(_("công khai ngay với người được đánh giá"))
    return tuple(notes)


def _doer(one: Stage) -> str:
    return _("%(who)s: %(gives)s") % {"who": _(ACTORS[one.actor]), "gives": _(GIVES[one.gives])}


def _needed() -> tuple[tuple[str, str, str], ...]:
    return tuple((key, _(words), "") for key, words in NEEDED)
