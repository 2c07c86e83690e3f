"""Signing in, passwords, invitation codes, accounts."""

from ui.i18n import N_
from ui.messages.counted import Counted, ngettext

MESSAGES: dict[str, str | Counted] = {
    "account.bad-username": N_("Tên đăng nhập gồm chữ không dấu, số, dấu chấm hoặc gạch nối, từ 3 ký tự."),
    "account.person-has-one": N_("Người này đã có tài khoản."),
    "account.unknown-locale": N_("Hãy chọn tiếng Việt hoặc tiếng Anh."),
    "account.username-taken": N_("Tên đăng nhập “%(username)s” đã có người dùng. Hãy chọn tên khác."),
    "clock.out-of-range": N_("Ngày này nằm ngoài khoảng cho phép của đồng hồ thử."),
    "invitation.unknown": N_("Mã mời không đúng, đã dùng hoặc đã hết hạn. Hãy xin bí thư chi đoàn mã mới."),
    "password.not-the-same": N_("Hai lần nhập mật khẩu chưa giống nhau."),
    "password.too-long": N_("Mật khẩu dài quá %(most)s ký tự."),
    "password.too-short": N_("Mật khẩu cần ít nhất %(least)s ký tự."),
    "password.too-simple": N_("Mật khẩu này dễ đoán. Hãy chọn vài từ không liên quan đến tên bạn."),
    "password.wrong": N_("Mật khẩu hiện tại chưa đúng."),
    "sign-in.busy": N_("Đang có nhiều người đăng nhập. Hãy thử lại sau ít giây."),
    "sign-in.wait": ngettext(
        "Đăng nhập sai nhiều lần. Hãy thử lại sau %(num)s giây.",
        "Đăng nhập sai nhiều lần. Hãy thử lại sau %(num)s giây.",
        "seconds",
    ),
    "sign-in.wrong": N_("Tên đăng nhập hoặc mật khẩu chưa đúng."),
}
