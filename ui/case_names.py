"""The names that worked cases use, as people know them; an unknown one stays as it is written."""

from collections.abc import Mapping

from core.packs.schema import Pack
from core.packs.text import Text
from ui.i18n import N_, _, current

PARTS = {
    "basis": N_("Căn cứ"),
    "checkpoints": N_("Kỳ đánh giá"),
    "criteria": N_("Tiêu chí"),
    "declarations": N_("Kê khai"),
    "disclosure": N_("Công khai"),
    "document": N_("Văn bản"),
    "errata": N_("Giải trình"),
    "groups": N_("Nội dung"),
    "guide": N_("Hướng dẫn"),
    "locks": N_("Khóa"),
    "marks": N_("Dấu tự đánh giá"),
    "milestones": N_("Mốc thời gian"),
    "period": N_("Giai đoạn"),
    "pilots": N_("Đơn vị chỉ đạo điểm"),
    "registers": N_("Sổ theo dõi"),
    "registration": N_("Quy định đăng ký"),
    "reports": N_("Báo cáo"),
    "roles": N_("Phân công"),
    "scale": N_("Thang xếp loại"),
    "stages": N_("Bước đánh giá"),
    "subject": N_("Đối tượng"),
    "targets": N_("Chỉ tiêu"),
}


def title_of(entries: Mapping[str, object], key: str) -> str:
    """The title of an entry in the active language."""
    found = getattr(entries.get(key), "title", None)
    return found.in_(current()) if isinstance(found, Text) else key


def criterion(rules: Pack, key: str) -> str:
    """A criterion: "1.1 Thân thiện"."""
    found = rules.criteria.get(key)
    if found is None:
        return key
    title = found.title.in_(current())
    short = title if len(title) <= 60 else title[:57].rsplit(" ", 1)[0] + "…"
    return f"{found.number} {short}".strip()


def level(rules: Pack, key: str) -> str:
    """A level of the scale; '' is none."""
    return title_of(rules.scale.levels, key) if key else _("chưa xếp loại")


def stage(rules: Pack, key: str) -> str:
    """A step of the assessment."""
    return title_of(rules.stages, key)


def register(rules: Pack, key: str) -> str:
    """A register, or one kind of entry in it (`register:choice`)."""
    name, _colon, choice = key.partition(":")
    words = title_of(rules.registers, name)
    found = rules.registers[name].choices.get(choice) if name in rules.registers else None
    return f"{words}: {found.in_(current())}" if found else words


def milestone(rules: Pack, key: str) -> str:
    """A milestone; what returns carries its number ("monthly.3")."""
    if key in rules.milestones:
        return title_of(rules.milestones, key)
    name, _dot, turn = key.rpartition(".")
    return _("%(title)s, kỳ %(turn)s") % {"title": title_of(rules.milestones, name), "turn": turn} if name else key


def stretch_of_path(rules: Pack, path: str) -> str:
    """Where a key path leads: "Tiêu chí: Thân thiện", "Thang xếp loại"; each title on the way."""
    if not path:
        return _("cả bộ quy tắc")
    steps, found, words = path.split("/"), rules, []
    for step in steps:
        found = found.get(step) if isinstance(found, Mapping) else getattr(found, step, None)
        title = getattr(found, "title", None)
        if isinstance(title, Text):
            words.append(title.in_(current()))
    head = _(PARTS[steps[0]]) if steps[0] in PARTS else steps[0]
    return f"{head}: {' – '.join(words)}" if words else head
