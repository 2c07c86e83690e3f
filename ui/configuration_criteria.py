"""The criteria and contents of a pack as the editor shows them: the list to put in order, and the form of each."""

import re
import secrets
from collections.abc import Mapping
from textwrap import shorten
from typing import TypeVar

from msgspec import Struct

from core.configurations.ordering import after
from core.configurations.rules import Place
from core.errors import NotFound
from core.packs.schema import Criterion, Entry, Group, Pack
from core.packs.text import Text
from ui.audiences import audience_words
from ui.configuration_editing import Sheet
from ui.configuration_fields import Block, Field
from ui.configuration_frame import Frame
from ui.configuration_lists import Row, all_of_part, in_order, row
from ui.forms import Form
from ui.i18n import N_, _, current

SECTION = "tieu-chi"
HERE = f"sua/{SECTION}"
NEW = re.compile(r"own_[0-9a-f]{6}")
POLARITIES = (("do", N_("Nên làm")), ("dont", N_("Không nên làm")))
LONG = 1500
TITLE_MAX = 70
E = TypeVar("E", bound=Entry)


class Chapter(Struct, frozen=True, kw_only=True):
    """A content with its criteria in order; `key` is '' for those whose content is not there."""

    key: str
    group: Group | None
    own: bool
    changed: bool
    rows: tuple[Row, ...]


class Preview(Struct, frozen=True):
    """A criterion as a member meets it when registering."""

    key: str
    number: str
    title: Text | None
    guidance: Text | None
    suggestions: Mapping[str, Text]


def chapters(frame: Frame) -> tuple[Chapter, ...]:
    """Every content with its criteria, the disabled ones in their places."""
    rules, base = frame.rules, frame.draft.base
    found = []
    for key, group in _in_order(rules.groups):
        rows = tuple(_row(frame, name, one) for name, one in _in_order(rules.criteria) if one.group == key)
        changed = frame.changed_at(("groups", key))
        found.append(Chapter(key=key, group=group, own=key not in base.groups, changed=changed, rows=rows))
    lost = tuple(_row(frame, name, one) for name, one in _in_order(rules.criteria) if one.group not in rules.groups)
    if lost:
        found.append(Chapter(key="", group=None, own=False, changed=False, rows=lost))
    return tuple(found)


def criterion(frame: Frame, key: str) -> Sheet:
    """The form of one criterion."""
    one = frame.rules.criteria.get(key)
    if one is None:
        raise NotFound("access.not-found")
    title = _headed(one, _("Tiêu chí"))
    return _criterion(frame, key, one, title=title, path=f"{HERE}/dieu/{key}")


def new_criterion(frame: Frame, form: Form | None, group: str) -> Sheet:
    """The form of a criterion that is added at the end of a content."""
    key = _new_key(form)
    orders = {name: one.order for name, one in frame.rules.criteria.items()}
    last = [name for name, one in _in_order(frame.rules.criteria) if one.group == group]
    fixed: dict[Place, object] = {("criteria", key, "order"): after(orders, last[-1] if last else None)}
    sheet = _criterion(frame, key, None, title=_("Thêm tiêu chí"), path=f"{HERE}/moi", fixed=fixed, group=group)
    return sheet


def group(frame: Frame, key: str) -> Sheet:
    """The form of one content."""
    one = frame.rules.groups.get(key)
    if one is None:
        raise NotFound("access.not-found")
    title = _headed(one, _("Nội dung"))
    return _group(frame, key, one, title=title, path=f"{HERE}/noi-dung/{key}")


def new_group(frame: Frame, form: Form | None) -> Sheet:
    """The form of a content that is added at the end."""
    key = _new_key(form)
    orders = {name: one.order for name, one in frame.rules.groups.items()}
    fixed: dict[Place, object] = {("groups", key, "order"): after(orders, None)}
    return _group(frame, key, None, title=_("Thêm nội dung"), path=f"{HERE}/noi-dung-moi", fixed=fixed)


def _criterion(
    frame: Frame,
    key: str,
    one: Criterion | None,
    *,
    title: str,
    path: str,
    group: str = "",
    fixed: Mapping[Place, object] | None = None,
) -> Sheet:
    at = ("criteria", key)
    return Sheet(
        title=title,
        blocks=(
            _wording(at),
            _standing(frame.rules, at, one, one.group if one else group),
            _suggestions(frame, at, one),
            _whom(at),
            *_special(at, one),
            _more(frame.rules, at),
        ),
        path=path,
        back=f"{HERE}#r-criteria-{key}",
        entry=at if one else (),
        fixed=fixed or {},
        template="configurations/criterion.html",
        way=((_("Các tiêu chí"), HERE),),
        button="" if one else _("Thêm vào bản nháp"),
        more=_preview(key, one),
    )


def _wording(at: Place) -> Block:
    shown = _("Hiện dưới tiêu chí khi đăng ký.")
    return Block(
        title=_("Lời văn"),
        fields=(
            Field(place=(*at, "title"), kind="text", label=_("Lời văn của tiêu chí"), required=True, most=LONG),
            Field(place=(*at, "guidance"), kind="text", label=_("Vì sao và làm thế nào"), most=LONG, hint=shown),
        ),
    )


def _standing(rules: Pack, at: Place, one: Criterion | None, group: str) -> Block:
    """Where the criterion stands; a new one begins in the content from which it was added."""
    fields = [
        Field(
            place=(*at, "group"),
            kind="one",
            label=_("Nội dung"),
            required=True,
            options=_groups(rules),
            begun=None if one else group,
        ),
        Field(
            place=(*at, "number"),
            kind="plain",
            label=_("Số thứ tự trong văn bản"),
            most=20,
            width="short",
            hint=_("Ví dụ: 1.1"),
        ),
    ]
    parts = rules.groups[group].parts if group in rules.groups else {}
    if parts:
        named = tuple((name, text.in_(current()), "") for name, text in parts.items())
        fields.append(Field(place=(*at, "part"), kind="one", label=_("Phần trong nội dung"), options=named))
    if one is not None:
        off = _("Bỏ chọn để không cho đăng ký tiêu chí này nữa. Có thể dùng lại bất cứ lúc nào.")
        fields.append(Field(place=(*at, "disabled"), kind="flag", label=_("Đang dùng"), on=False, hint=off))
    return Block(title=_("Vị trí"), fields=tuple(fields))


def _suggestions(frame: Frame, at: Place, one: Criterion | None) -> Block:
    """The ready solutions, each in a field of its own, and one to fill in."""
    label = _("Gợi ý %(num)s")
    names = list(one.suggestions) if one else []
    fields = [
        Field(place=(*at, "suggestions", name), kind="text", label=label % {"num": n}, most=600, rows=2)
        for n, name in enumerate([*names, _next_free(names)], start=1)
    ]
    return Block(
        title=_("Gợi ý giải pháp"),
        fields=tuple(fields),
        folded=True,
        help=_("Người đăng ký bấm để đưa vào bài rồi sửa. Xóa trắng một ô để bỏ gợi ý đó; lưu để có thêm ô trống."),
    )


def _whom(at: Place) -> Block:
    return Block(
        title=_("Dành cho ai"),
        fields=(
            Field(place=(*at, "audience"), kind="audience", label=_("Ai được đăng ký")),
            Field(
                place=(*at, "required_for"),
                kind="audience",
                label=_("Ai bắt buộc phải đăng ký"),
                blank=_("không ai"),
                hint=_("Chỉ chọn khi văn bản bắt buộc một số người."),
            ),
        ),
    )


def _special(at: Place, one: Criterion | None) -> tuple[Block, ...]:
    """The wordings and solutions that the pack has for some people only."""
    if one is None or not (one.stricter or one.advice):
        return ()
    fields: list[Field] = []
    for name in one.stricter:
        place = (*at, "stricter", name)
        fields += [
            Field(place=(*place, "audience"), kind="audience", label=_("Lời văn riêng: dành cho ai")),
            Field(place=(*place, "title"), kind="text", label=_("Lời văn riêng"), required=True, most=LONG),
            Field(place=(*place, "disabled"), kind="flag", label=_("Dùng lời văn riêng này"), on=False),
        ]
    for name, advice in one.advice.items():
        place = (*at, "advice", name)
        fields.append(Field(place=(*place, "audience"), kind="audience", label=_("Gợi ý riêng: dành cho ai")))
        fields += [
            Field(place=(*place, "suggestions", word), kind="text", label=_("Gợi ý riêng"), most=600, rows=2)
            for word in advice.suggestions
        ]
    return (Block(title=_("Lời riêng cho một số người"), fields=tuple(fields), folded=True),)


def _more(rules: Pack, at: Place) -> Block:
    books = tuple((key, book.title.in_(current()), "") for key, book in rules.registers.items() if not book.disabled)
    fields = [
        Field(
            place=(*at, "polarity"),
            kind="one",
            label=_("Tính chất"),
            blank=_("Theo nội dung"),
            options=tuple((key, _(words), "") for key, words in POLARITIES),
        ),
        Field(
            place=(*at, "sensitive"),
            kind="flag",
            label=_("Nội dung riêng tư"),
            hint=_("Giải pháp chỉ người đăng ký và Ban Chấp hành đọc được."),
        ),
    ]
    if books:
        fields.append(Field(place=(*at, "evidence"), kind="one", label=_("Sổ dùng làm minh chứng"), options=books))
    return Block(title=_("Chi tiết khác"), fields=tuple(fields), folded=True)


def _group(
    frame: Frame, key: str, one: Group | None, *, title: str, path: str, fixed: Mapping[Place, object] | None = None
) -> Sheet:
    at = ("groups", key)
    names = list(one.parts) if one else []
    main = [
        Field(place=(*at, "title"), kind="text", label=_("Tên nội dung"), required=True, most=600, rows=2),
        Field(place=(*at, "number"), kind="plain", label=_("Số thứ tự trong văn bản"), most=20, width="short"),
        Field(place=(*at, "guidance"), kind="text", label=_("Hướng dẫn"), most=LONG),
        Field(
            place=(*at, "polarity"),
            kind="one",
            label=_("Tính chất"),
            blank=_("Không phân loại"),
            options=tuple((name, _(words), "") for name, words in POLARITIES),
        ),
    ]
    if one is not None:
        main.append(Field(place=(*at, "disabled"), kind="flag", label=_("Đang dùng"), on=False))
    parts = tuple(
        Field(place=(*at, "parts", name), kind="line", label=_("Phần %(num)s") % {"num": n}, most=300)
        for n, name in enumerate([*names, _next_free(names)], start=1)
    )
    blocks = (
        Block(title="", fields=tuple(main)),
        Block(
            title=_("Các phần trong nội dung"),
            fields=parts,
            folded=True,
            help=_("Tiêu đề nhỏ để nhóm tiêu chí. Xóa trắng để bỏ."),
        ),
    )
    return Sheet(
        title=title,
        blocks=blocks,
        path=path,
        back=HERE,
        entry=at if one else (),
        fixed=fixed or {},
        template="configurations/entry.html",
        way=((_("Các tiêu chí"), HERE),),
        button="" if one else _("Thêm vào bản nháp"),
        more=key,
    )


def beside(frame: Frame, part: str, key: str) -> list[str]:
    """A criterion moves among those of its content, a content among all."""
    found = all_of_part(frame, part, key)
    if part == "groups":
        return found
    entries = frame.rules.criteria
    return [name for name in found if entries[name].group == entries[key].group]


def _row(frame: Frame, key: str, one: Criterion) -> Row:
    notes = []
    if one.audience is not None:
        notes.append(_("Dành cho: %(whom)s") % {"whom": audience_words(one.audience) or _("mọi người")})
    if one.required_for is not None:
        notes.append(_("Bắt buộc với: %(whom)s") % {"whom": audience_words(one.required_for) or _("mọi người")})
    return row(frame, "criteria", key, notes, f"{HERE}/dieu/{key}")


def _preview(key: str, one: Criterion | None) -> Preview:
    if one is None:
        return Preview(key, "", None, None, {})
    return Preview(key, one.number, one.title, one.guidance, one.suggestions)


def _groups(rules: Pack) -> tuple[tuple[str, str, str], ...]:
    return tuple((key, _called(one), "") for key, one in _in_order(rules.groups) if not one.disabled)


def _in_order(entries: Mapping[str, E]) -> list[tuple[str, E]]:
    return [(key, entries[key]) for key in in_order(entries)]


def _called(one: Criterion | Group) -> str:
    return f"{one.number} {one.title.in_(current())}".strip()


def _headed(one: Criterion | Group, word: str) -> str:
    """A short heading: the number in the document, or how the wording begins."""
    return f"{word} {one.number}" if one.number else shorten(one.title.in_(current()), TITLE_MAX, placeholder="…")


def _new_key(form: Form | None) -> str:
    """The key of what is being added: the one the form was given, so that sending it twice adds once."""
    given = form.raw.get("new", "") if form else ""
    return given if NEW.fullmatch(given) else f"own_{secrets.token_hex(3)}"


def _next_free(names: list[str]) -> str:
    """A key that no entry has, the same until the form is saved."""
    return next(name for n in range(1, len(names) + 2) if (name := f"own_{n}") not in names)
