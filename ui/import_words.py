"""The words of importing: what a field is called, what a row's state and a reason to stay mean."""

from collections.abc import Mapping
from datetime import date

from core.imports.people_rows import Fault
from ui.i18n import N_, _
from ui.problems import sentence

PEOPLE = {
    "code": N_("Mã đoàn viên"), "full_name": N_("Họ và tên"), "family_name": N_("Họ và tên đệm"),
    "given_name": N_("Tên"), "birth_date": N_("Ngày sinh"), "gender": N_("Giới tính"),
    "female": N_("Nữ (đánh dấu x)"), "joined_on": N_("Ngày vào Đoàn"), "occupation": N_("Nghề nghiệp"),
    "phone": N_("Số điện thoại"), "email": N_("Email"), "unit": N_("Đơn vị (tên hoặc đường dẫn)"),
    "unit_code": N_("Mã đơn vị"), "unit_top": N_("Tỉnh/Thành đoàn"), "unit_district": N_("Huyện đoàn và tương đương"),
    "unit_grassroots": N_("Đoàn cơ sở"), "unit_branch": N_("Chi đoàn"), "starts_on": N_("Sinh hoạt từ ngày"),
    "title": N_("Chức vụ Đoàn"), "seat_unit": N_("Nơi giữ chức vụ"), "seat_from": N_("Giữ chức vụ từ ngày"),
}  # fmt: skip
UNITS = {
    "name": N_("Tên đơn vị"), "code": N_("Mã đơn vị"), "kind": N_("Cấp"), "parent": N_("Trực thuộc"),
    "parent_code": N_("Mã đơn vị cấp trên"), "block": N_("Khối"), "place": N_("Địa danh"),
    "opened_on": N_("Ngày thành lập"),
}  # fmt: skip
KINDS = {"people": N_("Con người và chức danh"), "units": N_("Đơn vị")}
SENSITIVE = {
    "ethnicity": N_("Dân tộc"), "religion": N_("Tôn giáo"), "party": N_("Ngày vào Đảng"),
    "identity": N_("Số giấy tờ tùy thân"), "health": N_("Sức khỏe"),
}  # fmt: skip
STATES = {
    "read": (N_("Chờ chọn cột"), "neutral", "table"), "checked": (N_("Đã xem trước"), "info", "eye"),
    "running": (N_("Đang nhập"), "soon", "clock-play"), "done": (N_("Đã nhập"), "done", "circle-check"),
    "failed": (N_("Không nhập được"), "late", "alert-triangle"), "undone": (N_("Đã hoàn tác"), "neutral", "history"),
}  # fmt: skip
COUNTS = {
    "new": (N_("Dòng mới"), "user-plus"), "changed": (N_("Dòng thay đổi"), "edit"),
    "unchanged": (N_("Không đổi"), "check"), "duplicate": (N_("Chờ bạn quyết định"), "users"),
    "skipped": (N_("Bỏ qua"), "circle-minus"), "faulty": (N_("Dòng lỗi"), "alert-triangle"),
}  # fmt: skip
CHOICES = {"merge": N_("Cùng một người: gộp"), "new": N_("Người khác: thêm mới"), "skip": N_("Bỏ qua dòng này")}
STAYS = {
    "edited": N_("đã được sửa sau khi nhập"), "moved": N_("đã chuyển sinh hoạt sau khi nhập"),
    "seated": N_("đã có chức danh khác"), "account": N_("đã có tài khoản"),
    "enrolment": N_("đã có trong danh sách của một chương trình"), "membership": N_("đang có đoàn viên sinh hoạt"),
    "position": N_("đang có người giữ chức danh"), "children": N_("còn đơn vị trực thuộc"),
}  # fmt: skip
DAYS = ("since", "opened", "on", "today")


def fields_of(kind: str) -> Mapping[str, str]:
    """Field → its name in the reader's language, in the order of a list to choose from."""
    return {field: _(label) for field, label in (PEOPLE if kind == "people" else UNITS).items()}


def why_sensitive(field: str) -> str:
    """What sort of sensitive data a column holds."""
    return _(SENSITIVE[field])


def why_stays(reason: str) -> str:
    """Why something is not undone."""
    return _(STAYS[reason]) if reason in STAYS else _("đã có dữ liệu khác gắn với")


def fault_text(fault: Fault, kind: str) -> str:
    """What is wrong with a cell, as a sentence."""
    facts: dict[str, object] = dict(fault.facts)
    for name in DAYS:
        if isinstance(facts.get(name), str):
            facts[name] = date.fromisoformat(str(facts[name]))
    if "missing" in facts:
        facts["missing"] = fields_of(kind)[str(facts["missing"])]
    return sentence(fault.code, facts)
