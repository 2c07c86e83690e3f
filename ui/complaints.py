"""What the command line says when it cannot go on: what is wrong, and what to do about it."""

from core.errors import Problem
from core.packs.problems import PackRefused
from ui.messages import FINDINGS
from ui.problems import errors_of

SENTENCES = {
    "server.port-taken": "Cổng {port} đang được một chương trình khác dùng.\n"
    "Dừng chương trình đó hoặc chọn cổng khác: make demo PORT=8001",
    "database.broken-folder": "Không mở được cơ sở dữ liệu trong {folder}.\n"
    "Nếu không cần dữ liệu mẫu cũ, chạy `make demo-reset` rồi thử lại. Chi tiết:\n{detail}",
    "database.unsafe": "Cơ sở dữ liệu hoặc vai trò kết nối chưa an toàn nên không chạy:\n{found}",
    "database.migration-failed": "Không cập nhật được cấu trúc dữ liệu; chưa có gì thay đổi. Chi tiết:\n{detail}",
    "settings.missing": "Thiếu biến môi trường {variable}.",
    "settings.not-https": "{variable} phải là https://… (hoặc http://127.0.0.1… trên chính máy này).",
    "settings.not-smtp": "{variable} không phải địa chỉ máy chủ thư: cần smtp://… hoặc smtps://….",
    "settings.weak-secret": "{variable} quá ngắn: cần ít nhất {least} ký tự ngẫu nhiên.",
    "settings.wrong-role": "{variable} phải đăng nhập bằng vai trò {role}, không phải {found}.",
    "profile.unknown": "Không có mẫu “{profile}”. Các mẫu có sẵn:\n{names}",
    "export.file-exists": "{file} đã có; hãy chọn tên khác.",
    "restore.not-an-export": "{file} không phải tệp xuất của renluyen hoặc bị thiếu. {detail}",
    "restore.other-schema": "Tệp được xuất từ phiên bản có cấu trúc khác ở các bảng:\n{tables}",
    "restore.tenant-exists": "Đơn vị {slug} đang có trên nền tảng. Muốn thay dữ liệu hiện có, thêm --replace.",
    "restore.without-secrets": "Tệp này không kèm mật khẩu: sau khi thay, không ai trong {slug} đăng nhập được.\n"
    "Nếu vẫn muốn, thêm --reset-passwords rồi cấp mã mời mới.",
    "restore.hash-differs": "Mã băm không khớp nên không nhận; khác ở:\n{tables}",
    "restore.not-empty": "Cơ sở dữ liệu {database} đang có dữ liệu; bản sao cả nền tảng chỉ vào cơ sở dữ liệu trống.",
    "database.cannot-back-up": "Vai trò {role} không đọc được mọi đơn vị nên bản sao sẽ thiếu. Dùng vai trò backup.",
    "database.tool-failed": "{tool} báo lỗi:\n{detail}",
    "database.tool-missing": "Cần {tool} của PostgreSQL, cùng phiên bản với máy chủ hoặc mới hơn.",
    "demo.folder-foreign": "{folder} không phải thư mục dữ liệu mẫu nên không được đụng tới.\n"
    "Chọn thư mục khác bằng --data.",
    "demo.running": "Bản chạy thử với dữ liệu ở {folder} đang mở (tiến trình {pid}). Dừng nó bằng Ctrl-C trước.",
    "pack.not-installed": "Không có bộ quy tắc “{pack}”: chưa cài gói nào tên đó, cũng không có thư mục ấy.",
}


def explain(error: Exception) -> str:
    """One paragraph for a refusal or for what the system refused: the command line's own sentence, else the one that
    the pages say, each fault of a pack on lines of its own."""
    if isinstance(error, PackRefused):
        lines = [f"  {FINDINGS.get(one.code, one.code)}\n  {one.file} {one.place}: có {one.found}; cần {one.wanted}"
                 for one in error.errors]  # fmt: skip
        return "\n".join(["Bộ quy tắc có chỗ chưa dùng được:", *lines])
    if isinstance(error, Problem):
        facts = {name: _shown(value) for name, value in error.facts.items()}
        if error.code in SENTENCES:
            return SENTENCES[error.code].format(**facts)
        return "\n".join(one.text for one in errors_of(error).items)
    if isinstance(error, PermissionError):
        return f"Không có quyền ghi vào {error.filename}."
    return f"Không thực hiện được: {error}"


def _shown(value: object) -> str:
    return "\n".join(f"  - {part}" for part in value) if isinstance(value, list | tuple) else str(value).strip()
