"""Signing in, passwords, invitation codes, accounts."""

from ui.i18n import N_
from ui.messages.counted import Counted, ngettext

MESSAGES: dict[str, str | Counted] = {
    "account.bad-username": N_("Tên đăng nhập gồm chữ không dấu, số, dấu chấm hoặc gạch nối, từ 3 ký tự."),
    "account.no-name": N_("Hãy ghi tên người hoặc cơ quan dùng tài khoản này."),
    "account.not-ones-own": N_("Không tự khóa được tài khoản của chính mình."),
    "account.person-has-one": N_("Người này đã có tài khoản."),
    "account.unknown-name": N_("Không có tài khoản “%(name)s” đang hoạt động."),
    "account.unknown-locale": N_("Hãy chọn tiếng Việt hoặc tiếng Anh."),
    "account.username-taken": N_("Tên đăng nhập “%(username)s” đã có người dùng. Hãy chọn tên khác."),
    "clock.out-of-range": N_("Ngày này nằm ngoài khoảng cho phép của đồng hồ thử."),
    "code-sheet.nobody": N_("Hãy chọn ít nhất một người để in phiếu."),
    "code-sheet.not-yours": N_(
        "Có người không thuộc chi đoàn này nữa, hoặc có quyền cao hơn bạn. Hãy tải lại trang rồi chọn lại."
    ),
    "grant.cluster-missing": N_("Hãy chọn cụm thi đua mà ban phụ trách."),
    "grant.end-missing": N_("Quyền của khách cần có ngày kết thúc."),
    "grant.ends-before-start": N_("Ngày kết thúc không được trước ngày bắt đầu."),
    "grant.in-the-past": N_("Ngày bắt đầu sớm nhất là hôm nay."),
    "grant.last-admin": N_("Đây là quản trị viên cuối cùng. Hãy giao quyền quản trị cho người khác trước."),
    "grant.overlaps": N_("Tài khoản này đã có đúng vai trò đó trong thời gian này."),
    "grant.task-missing": N_("Hãy chọn nhiệm vụ của ban."),
    "invitation.unknown": N_("Mã mời không đúng, đã dùng hoặc đã hết hạn. Hãy xin bí thư chi đoàn mã mới."),
    "invitation.username-stays": N_("Tài khoản này đã có tên đăng nhập “%(username)s”; tên không đổi được ở đây."),
    "password.not-the-same": N_("Hai lần nhập mật khẩu chưa giống nhau."),
    "password.too-long": N_("Mật khẩu dài quá %(most)s ký tự."),
    "password.too-short": N_("Mật khẩu cần ít nhất %(least)s ký tự."),
    "password.too-simple": N_("Mật khẩu này dễ đoán. Hãy chọn vài từ không liên quan đến tên bạn."),
    "password.wrong": N_("Mật khẩu hiện tại chưa đúng."),
    "second-factor.already": N_("Tài khoản này đã bật xác minh hai lớp."),
    "second-factor.broken": N_("Khóa bí mật không đọc được nữa. Hãy mở lại trang xác minh hai lớp."),
    "second-factor.compulsory": N_("Quản trị viên không tắt được xác minh hai lớp."),
    "second-factor.expired": N_("Đã quá 10 phút. Hãy nhập lại tên đăng nhập và mật khẩu."),
    "second-factor.not-ones-own": N_("Không tự đặt lại được xác minh hai lớp của chính mình."),
    "second-factor.wrong": N_("Mã chưa đúng hoặc đã dùng. Hãy nhập mã mà ứng dụng đang hiện."),
    "sign-in.busy": N_("Đang có nhiều người đăng nhập. Hãy thử lại sau ít giây."),
    "sign-in.wait": ngettext(
        "Đăng nhập sai nhiều lần. Hãy thử lại sau %(num)s giây.",
        "Đăng nhập sai nhiều lần. Hãy thử lại sau %(num)s giây.",
        "seconds",
    ),
    "sign-in.wrong": N_("Tên đăng nhập hoặc mật khẩu chưa đúng."),
}
