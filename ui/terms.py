"""The words for kinds of unit, titles and sectors (domain.md §1). A pack's catalogue may rename them."""

from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType

from core.packs.schema import Target
from ui.i18n import N_, _

KINDS = {
    "top": N_("Cấp tỉnh"),
    "district": N_("Cấp huyện"),
    "grassroots": N_("Đoàn cơ sở"),
    "grassroots_branch": N_("Chi đoàn cơ sở"),
    "section": N_("Đoàn bộ phận"),
    "branch": N_("Chi đoàn"),
    "subbranch": N_("Phân đoàn"),
}
KIND_HELP = {
    "top": N_("Tỉnh đoàn, thành đoàn, đoàn trường và tương đương"),
    "district": N_("Huyện đoàn, thị đoàn, thành đoàn và tương đương"),
    "grassroots": N_("Có các chi đoàn trực thuộc"),
    "grassroots_branch": N_("Chi đoàn trực thuộc thẳng cấp trên cơ sở"),
    "section": N_("Đoàn bộ phận, liên chi đoàn trong đoàn cơ sở"),
    "branch": N_("Nơi đoàn viên sinh hoạt"),
    "subbranch": N_("Nhóm đoàn viên trong một chi đoàn"),
}
TITLES = {
    "secretary": N_("Bí thư"),
    "deputy": N_("Phó Bí thư"),
    "standing": N_("Ủy viên Ban Thường vụ"),
    "member": N_("Ủy viên Ban Chấp hành"),
    "officer": N_("Cán bộ chuyên trách"),
}
BLOCKS = {
    "civil_service": N_("Công chức, viên chức"),
    "urban": N_("Đô thị"),
    "rural": N_("Nông thôn"),
    "school": N_("Trường học"),
    "armed_forces": N_("Lực lượng vũ trang"),
    "enterprise": N_("Doanh nghiệp"),
}
# What committees answer again and again; a union may word them otherwise and add its own.
PHRASES = {
    "1": N_("Giải pháp chưa cụ thể: cần nêu việc làm, thời gian, số lượng."),
    "2": N_("Hãy đăng ký thêm điều phù hợp với nhiệm vụ được giao."),
    "3": N_("Giải pháp chưa đúng với điều đã chọn."),
    "4": N_("Hãy nêu cách theo dõi, kiểm chứng kết quả."),
    "5": N_("Nội dung giống phiếu của người khác: hãy viết việc của chính mình."),
    "6": N_("Mức đăng ký quá sức hoặc quá nhẹ so với điều kiện của bạn: hãy điều chỉnh."),
}
SPARE_PHRASES = ("7", "8", "9")  # a union's own
OCCUPATIONS = {
    "official": N_("Cán bộ, công chức, viên chức"),
    "lecturer": N_("Người nghiên cứu, giảng dạy"),
    "student": N_("Sinh viên"),
    "pupil": N_("Học sinh"),
    "armed_forces": N_("Lực lượng vũ trang"),
    "worker": N_("Công nhân, lao động"),
    "farmer": N_("Nông dân"),
    "other": N_("Khác"),
}
_own: ContextVar[Mapping[str, str]] = ContextVar("own_words", default=MappingProxyType({}))
CHANGES = {
    "renamed": N_("đổi tên"),
    "merged": N_("sáp nhập"),
    "split": N_("chia, tách"),
    "moved": N_("chuyển"),
    "replaced": N_("thay thế"),
}
REQUESTS = {
    "correct": (N_("Sửa dữ liệu sai hoặc thiếu"), N_("Nêu rõ chỗ nào sai và đúng là gì.")),
    "restrict": (N_("Hạn chế sử dụng dữ liệu"), N_("Nêu dữ liệu nào và vì sao.")),
    "erase": (N_("Xóa dữ liệu"), N_("Một số dữ liệu phải giữ theo quy định; câu trả lời sẽ nói rõ.")),
    "withdraw": (N_("Rút lại đồng ý"), N_("Những việc đã làm trước đó vẫn còn hiệu lực.")),
    "other": (N_("Câu hỏi khác"), N_("Ví dụ: ai đã xem dữ liệu, vì sao cần dữ liệu này.")),
}
GENDERS = {"female": N_("Nữ"), "male": N_("Nam")}

ROLES = {
    "provincial_admin": N_("Quản trị tỉnh"),
    "office": N_("Văn phòng"),
    "department": N_("Ban chuyên môn"),
    "inspector": N_("Kiểm tra"),
    "guest": N_("Khách của cấp ủy"),
    "analyst": N_("Phân tích toàn quốc"),
    "committee": N_("Ban Chấp hành"),
    "secretary": N_("Bí thư"),
    "staff": N_("Cán bộ chuyên trách"),
    "member": N_("Đoàn viên"),
}
ROLE_HELP = {
    "provincial_admin": N_("Đơn vị, con người, tài khoản và chương trình của cả tỉnh; bắt buộc xác minh hai lớp"),
    "office": N_("Đọc toàn đơn vị, thẩm định và gửi kết quả của cấp cao nhất"),
    "department": N_("Như văn phòng, nhưng chỉ một nhiệm vụ"),
    "inspector": N_("Chỉ đọc, kể cả nhật ký"),
    "guest": N_("Chỉ đọc trong đơn vị được giao, đến hết ngày đã định"),
    "analyst": N_("So sánh các tỉnh, quyết định bảng quy đổi, giao việc cho các tỉnh; không đọc được hồ sơ của ai"),
}
TASKS = {
    "sheets": N_("Thẩm định và góp ý phiếu"),
    "results": N_("Kết quả"),
    "reports": N_("Báo cáo"),
    "declarations": N_("Kê khai"),
    "people": N_("Tổ chức, con người"),
    "cluster": N_("Phụ trách cụm thi đua"),
}


def role_label(role: str) -> str:
    """A role: "Văn phòng"."""
    return _(ROLES[role])


def role_help(role: str) -> str:
    """What a granted role may do, for whoever grants it."""
    return _(ROLE_HELP[role])


def task_label(task: str) -> str:
    """A department's task: "Báo cáo"."""
    return _(TASKS[task])


def activate(words: Mapping[str, str]) -> None:
    """Say the tenant's own words in this request, by part and key (`kinds/branch`); they are in its language."""
    _own.set(words)


def kind_label(kind: str) -> str:
    """A kind of unit: "Đoàn cơ sở", or as the tenant calls it."""
    return _own.get().get(f"kinds/{kind}") or _(KINDS[kind])


def kind_help(kind: str) -> str:
    """Which units a kind stands for, for whoever has to choose one."""
    return _(KIND_HELP[kind])


def title_label(title: str) -> str:
    """The title of a position: "Bí thư", or as the tenant calls it."""
    return _own.get().get(f"titles/{title}") or _(TITLES[title])


def post_label(title: str, full_time: bool = False, provisional: bool = False) -> str:
    """A position with what belongs to it: "Bí thư lâm thời, chuyên trách"."""
    label = title_label(title)
    if provisional:
        label = _("%(title)s lâm thời") % {"title": label}
    if full_time and title != "officer":
        label = _("%(title)s, chuyên trách") % {"title": label}
    return label


def block_label(block: str | None) -> str:
    """A sector (khối); "–" where a unit has none."""
    return (_own.get().get(f"blocks/{block}") or _(BLOCKS[block])) if block else "–"


def phrases() -> tuple[tuple[str, str], ...]:
    """The ready sentences of a committee by their number: ours, in the tenant's own words where it has them."""
    held = ((key, _own.get().get(f"phrases/{key}") or _(words)) for key, words in PHRASES.items())
    more = ((key, _own.get().get(f"phrases/{key}", "")) for key in SPARE_PHRASES)
    return tuple((key, words) for key, words in (*held, *more) if words)


def change_label(change: str) -> str:
    """How a unit came from another: "sáp nhập"."""
    return _(CHANGES[change])


def gender_label(gender: str | None) -> str:
    """Nữ, Nam, or "–" where it was not given."""
    return _(GENDERS[gender]) if gender else "–"


def occupation_label(occupation: str | None) -> str:
    """What a person does for a living; "–" where it was not given."""
    return _(OCCUPATIONS[occupation]) if occupation else "–"


def occupations() -> list[tuple[str, str]]:
    """The choices of a form."""
    return [(key, _(title)) for key, title in OCCUPATIONS.items()]


def required_words(target: Target) -> str:
    """What a target asks for: "100%", "từ 2 đến 3", "không quá 0"."""
    least, most = target.at_least, target.at_most
    if least is None and most is None:
        return f"{target.required}%"
    if least is not None and most is not None:
        return _("từ %(least)s đến %(most)s") % {"least": least, "most": most}
    if most is not None:
        return _("không quá %(most)s") % {"most": most}
    return _("ít nhất %(least)s") % {"least": least}


def request_kind(kind: str) -> str:
    """What somebody asks about his own data."""
    return _(REQUESTS[kind][0])


def request_kinds() -> tuple[tuple[str, str, str], ...]:
    """The choices of a form, each with a hint."""
    return tuple((key, _(title), _(told)) for key, (title, told) in REQUESTS.items())


SAID = (
    kind_label, kind_help, title_label, post_label, block_label, change_label, gender_label, occupation_label,
    occupations, required_words, role_label, role_help, task_label, request_kind,
)  # fmt: skip
WORDS = {said.__name__: said for said in SAID}
