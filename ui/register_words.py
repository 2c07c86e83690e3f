"""The words of a register by its kind: how its fields are called."""

from collections.abc import Mapping

from msgspec import Struct

from core.packs.patching import active
from core.packs.schema import Register
from core.registers.awards import Award
from ui.formats import short_date
from ui.i18n import N_, _, current

WORDS = {
    "visit": (N_("Nội dung làm việc"), N_("Kết quả, ý kiến ghi nhận"), N_("Ghi chuyến đi")),
    "initiative": (N_("Tên đề tài, sáng kiến"), N_("Nơi công nhận, kết quả áp dụng"), N_("Ghi sáng kiến")),
    "course": (N_("Tên lớp, cuộc thi, hội nghị"), N_("Kết quả"), N_("Ghi lớp, hội nghị")),
    "activity": (N_("Tên hoạt động"), N_("Kết quả"), N_("Ghi hoạt động")),
    "commendation": (N_("Thành tích"), N_("Ghi chú"), N_("Ghi tuyên dương, khen thưởng")),
    "violation": (N_("Nội dung vi phạm"), N_("Cách xử lý"), N_("Ghi vi phạm")),
    "exchange": (N_("Nội dung trao đổi"), N_("Tiến độ những điều đã đăng ký"), N_("Ghi buổi trao đổi")),
    "inspection": (N_("Nội dung kiểm tra"), N_("Kết luận, kiến nghị"), N_("Ghi cuộc kiểm tra")),
    "other": (N_("Nội dung"), N_("Ghi chú"), N_("Ghi thêm")),
}
LEVELS = {
    "central": N_("Trung ương"), "top": N_("Tỉnh, thành đoàn"), "party": N_("Cấp ủy, chính quyền"),
    "district": N_("Huyện đoàn và tương đương"), "grassroots": N_("Đoàn cơ sở"), "branch": N_("Chi đoàn"),
}  # fmt: skip
OCCASIONS = {"periodic": N_("Định kỳ"), "ad_hoc": N_("Đột xuất")}
PLACED = ("visit",)  # kinds of book whose entries say where they happened


class Words(Struct, frozen=True):
    """How the fields of a book are called; `add` is the button; `placed` says that it asks where."""

    title: str
    note: str
    add: str
    placed: bool


def words_for(register: Register) -> Words:
    """The words of one book in the reader's language."""
    title, note, add = WORDS[register.kind]
    return Words(_(title), _(note), _(add), register.kind in PLACED)


def award_words(what: str, key: str) -> str:
    """Who commends, or on which occasion, in words; '' for what was not said."""
    known = LEVELS if what == "level" else OCCASIONS
    return _(known[key]) if key in known else ""


def award_levels() -> tuple[tuple[str, str], ...]:
    """Who may commend, from the highest."""
    return tuple((key, _(words)) for key, words in LEVELS.items())


def award_occasions() -> tuple[tuple[str, str], ...]:
    """The occasions of a commendation."""
    return tuple((key, _(words)) for key, words in OCCASIONS.items())


def decision_words(award: Award) -> str:
    """The decision of a commendation: "12-QĐ/ĐTN ngày 20/11/2021"; '' without one."""
    day = _("ngày %(day)s") % {"day": short_date(award.dated)} if award.dated else ""
    return " ".join(part for part in (award.number, day) if part)


def labels(register: Register) -> Mapping[str, str]:
    """The fields of a book's form by name, as they are called beside each other in a stale edit."""
    words = words_for(register)
    found = {"happened_on": _("Ngày"), "choice": _("Loại"), "title": words.title, "note": words.note}
    return found | {f"quantity.{key}": one.title.in_(current()) for key, one in active(register.quantities).items()}


def shown(register: Register, name: str, value: object) -> str:
    """A field's value as people read it: a day, a kind by its title, the rest as it is."""
    if name == "choice" and value in register.choices:
        return register.choices[str(value)].in_(current())
    if name == "happened_on" and isinstance(value, str) and len(value) == 10 and value[4] == "-":
        return "/".join(reversed(value.split("-")))
    return str(value or "")


AWARDS = {said.__name__: said for said in (award_words, award_levels, award_occasions, decision_words)}
