"""What a pack rules, sentence by sentence: the sheet, the scale, a stage, a register (for `ui.rulebook`)."""

from core.packs.patching import active
from core.packs.schema import Criterion, Level, Pack, Register, Stage
from ui.audiences import audience_words
from ui.i18n import N_, _, current, ngettext
from ui.terms import block_label, kind_label

CHANNELS = {"online": N_("trên hệ thống"), "typed": N_("bản đánh máy"), "handwritten": N_("bản viết tay")}
TIES = {
    "chair": N_("Phiếu ngang nhau: chủ trì quyết định."),
    "upper": N_("Phiếu ngang nhau: cấp trên trực tiếp quyết định."),
}
WITHOUT_POINTS = {
    "nothing_registered": N_("không đăng ký nội dung nào"),
    "not_carried_out": N_("không thực hiện nội dung đã đăng ký"),
}


def subject(pack: Pack, who: str) -> tuple[tuple[str, str], ...]:
    """Whom the programme counts, and where."""
    rule, rows = pack.subject, [(_("Đối tượng"), who)]
    if rule.kind == "cadre":
        rows.append((_("Ủy viên Ban Chấp hành"), _kinds(rule.committees)))
        rows.append((_("Cán bộ chuyên trách"), _kinds(rule.full_time)))
        rows.append((_("Giữ nhiều chức danh"), _("tính một lần, tại đơn vị của chức danh cấp cao nhất")))
    elif rule.kind == "member":
        rows.append((_("Nơi tính"), _("chi đoàn đang sinh hoạt")))
    else:
        reviewed = [kind for one in active(pack.checkpoints).values() for kind in one.kinds]
        rows.append((_("Đơn vị được nhận xét"), _kinds(tuple(dict.fromkeys(reviewed)))))
    if rule.blocks:
        rows.append((_("Khối"), ", ".join(block_label(block) for block in rule.blocks)))
    if rule.focus:
        rows.append((_("Trọng tâm"), audience_words(rule.focus)))
    return tuple(rows)


def sheet(pack: Pack) -> tuple[tuple[str, str], ...]:
    """What a sheet must hold before it may be submitted; nothing where nobody registers."""
    rule, groups = pack.registration, active(pack.groups)
    if pack.subject.kind in ("unit", "collective"):
        return ()
    rows = [(_("Cách đăng ký"), rule.intro.in_(current()))] if rule.intro else []
    least = _("ít nhất %(num)s") % {"num": rule.items_min}
    if rule.items_max is not None:
        least = _("từ %(least)s đến %(most)s") % {"least": rule.items_min, "most": rule.items_max}
    rows.append((_("Số tiêu chí"), least))
    if rule.every_group:
        rows.append((_("Nội dung"), _("mỗi nội dung ít nhất một tiêu chí (%(num)s nội dung)") % {"num": len(groups)}))
    for key, group in groups.items():
        if need := rule.per_group_min.get(key):
            rows.append((group.title.in_(current()), _("ít nhất %(num)s") % {"num": need}))
    needed = _("bắt buộc dưới mỗi tiêu chí") if rule.solution == "required" else _("không bắt buộc")
    rows.append((_("Giải pháp cụ thể"), needed))
    if rule.points:
        spread = _("chia đều, tự chia lại được") if rule.points.editable else _("chia đều")
        rows.append((_("Điểm"), _("tổng %(total)s điểm, %(how)s") % {"total": rule.points.total, "how": spread}))
    if rule.channels != ("online",):
        rows.append((_("Hình thức"), ", ".join(_(CHANNELS[one]) for one in rule.channels)))
    if rule.supplement:
        rows.append((_("Bổ sung"), _("được đăng ký thêm khi hoàn thành sớm")))
    return tuple(rows)


def levels(pack: Pack) -> tuple[tuple[Level, str], ...]:
    """The scale from best to weakest, each level with when it holds."""
    held = active(pack.scale.levels)
    return tuple((level, _holds(pack, level)) for level in held.values())


def conditions(pack: Pack) -> tuple[str, ...]:
    """What points alone do not decide: prerequisites and caps."""
    scale, titles = pack.scale, active(pack.scale.levels)
    found = [one.title.in_(current()) for one in active(scale.prerequisites).values()]
    for cap in active(scale.caps).values():
        level = titles[cap.level].title.in_(current())
        found.append(_("%(cap)s: cao nhất là %(level)s.") % {"cap": cap.title.in_(current()), "level": level})
    return tuple(found)


def criterion_notes(criterion: Criterion) -> tuple[str, ...]:
    """For whom a criterion is, who must register it, who is held to more."""
    notes = []
    if criterion.audience:
        notes.append(_("Dành cho: %(who)s") % {"who": audience_words(criterion.audience)})
    if criterion.required_for:
        notes.append(_("Bắt buộc với: %(who)s") % {"who": audience_words(criterion.required_for)})
    for one in active(criterion.stricter).values():
        said = {"who": audience_words(one.audience), "text": one.title.in_(current())}
        notes.append(_("Với người %(who)s: %(text)s") % said)
    return tuple(notes)


def stage_notes(stage: Stage) -> tuple[str, ...]:
    """The other ways to hold a stage, who settles a tie, who reads it."""
    notes = []
    for variant in active(stage.variants).values():
        grounds = [text.in_(current()) for text in variant.declared.values()]
        if variant.branch_size_at_least:
            grounds.insert(0, _("từ %(num)s người trở lên") % {"num": variant.branch_size_at_least})
        notes.append(f"{variant.title.in_(current())}: {'; '.join(grounds)}")
    if stage.tie:
        notes.append(_(TIES[stage.tie]))
    if stage.disclosed:
        notes.append(_("Người được nhận xét đọc được ngay."))
    if stage.reply_days:
        words = ngettext(
            "Mức là dự kiến; người được xếp loại phản hồi trong %(num)s ngày.",
            "Mức là dự kiến; người được xếp loại phản hồi trong %(num)s ngày.", stage.reply_days,
        )  # fmt: skip
        notes.append(words % {"num": stage.reply_days})
    return tuple(notes)


def register_notes(register: Register) -> tuple[str, ...]:
    """Who writes in a register, what is counted, who reads it."""
    notes = [_("Từng người tự ghi") if register.by == "self" else _("Ban Chấp hành ghi")]
    if register.choices:
        notes.append(", ".join(text.in_(current()) for text in register.choices.values()))
    if counted := active(register.quantities):
        numbers = [f"{one.title.in_(current())} ({one.unit.in_(current())})" for one in counted.values()]
        notes.append(_("cộng dồn: %(what)s") % {"what": ", ".join(numbers)})
    if register.confirmed:
        notes.append(_("tính khi Ban Chấp hành xác nhận"))
    if register.audience:
        notes.append(_("nhất là: %(who)s") % {"who": audience_words(register.audience)})
    if register.restricted:
        notes.append(_("chỉ Ban Chấp hành đọc"))
    return tuple(notes)


def _holds(pack: Pack, level: Level) -> str:
    """From how many points a level holds, and what else leads to it."""
    parts = []
    if pack.scale.by_points and level.minimum is not None:
        above = [one.minimum for one in active(pack.scale.levels).values() if (one.minimum or 0) > level.minimum]
        said = {"least": level.minimum, "below": min(above) if above else None}
        if not above:
            parts.append(_("từ %(least)s điểm") % said)
        elif not level.minimum:
            parts.append(_("dưới %(below)s điểm") % said)
        else:
            parts.append(_("từ %(least)s đến dưới %(below)s điểm") % said)
    parts += [_(WITHOUT_POINTS[one]) for one in level.also]
    conditions = active(pack.scale.prerequisites)
    parts += [conditions[key].title.in_(current()) for key in level.requires if key in conditions]
    return "; ".join(parts)


def _kinds(kinds: tuple[str, ...]) -> str:
    return ", ".join(kind_label(kind) for kind in kinds) or "–"
