"""Word templates, short texts and uploaded packs: what a file is refused for, and what is wrong with a template."""

from ui.i18n import N_
from ui.messages.counted import Counted

ARCHIVES: dict[str, str | Counted] = {
    "archive.bad-path": N_("Trong tệp có đường dẫn không an toàn (“%(name)s”) nên không đọc."),
    "archive.declarations": N_("Phần “%(name)s” trong tệp có khai báo kiểu tài liệu (DTD) nên không đọc."),
    "archive.link": N_("Trong tệp nén có liên kết (“%(name)s”). Chỉ nhận tệp thường."),
    "archive.long-name": N_("Trong tệp có tên dài bất thường (“%(name)s”) nên không đọc."),
    "archive.nested": N_("Trong tệp nén lại có tệp nén (“%(name)s”). Hãy bỏ tệp đó ra."),
    "archive.no-archive": N_("Tệp này không đúng loại. Đổi đuôi tên tệp không làm nó thành loại khác."),
    "archive.protected": N_("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."),
    "archive.too-heavy": N_("Tệp giải nén ra quá lớn (hơn %(most)s MB hoặc nén bất thường) nên không đọc."),
    "archive.too-many-parts": N_("Tệp nén có hơn %(most)s mục nên không đọc."),
    "archive.twice": N_("Trong tệp nén, tên “%(name)s” có hai lần (kể cả khi chỉ khác chữ hoa, chữ thường)."),
    "archive.unreadable": N_("Không đọc được tệp này, có thể tệp bị hỏng. Hãy lưu lại rồi gửi lại."),
}
WORD: dict[str, str | Counted] = {
    "word.embedded": N_("Tệp Word có đối tượng nhúng hoặc điều khiển (“%(name)s”). Hãy xóa đối tượng đó rồi lưu lại."),
    "word.external": N_("Tệp Word liên kết ra ngoài (“%(name)s”). Hãy bỏ liên kết, ảnh liên kết, mẫu đính kèm."),
    "word.field-code": N_("Tệp Word có mã trường “%(name)s” không được dùng. Chỉ giữ số trang, ngày, mục lục."),
    "word.macros": N_("Tệp Word có macro nên không nhận. Hãy lưu lại dạng .docx không macro."),
    "word.old": N_("Đây là tệp Word cũ (.doc) hoặc có mật khẩu. Hãy lưu lại dạng .docx không mật khẩu."),
    "word.unreadable": N_("Không đọc được phần “%(name)s” của tệp. Hãy mở bằng Word rồi lưu lại dạng .docx."),
    "word.wrong-type": N_("Đây không phải tệp Word (.docx)."),
}
TEMPLATES: dict[str, str | Counted] = {
    "document.changed": N_("Văn bản này vừa được người khác sửa. Hãy xem lại; lưu lần nữa để giữ nội dung của bạn."),
    "template.changed-meanwhile": N_("Mẫu này vừa được người khác đổi. Hãy xem lại rồi quyết định."),
    "template.does-not-fit": N_(
        "Mẫu Word đang dùng không khớp với chương trình năm này. Hãy báo quản trị tỉnh xem lại trong Mẫu văn bản."
    ),
    "template.filter": N_("Cách viết “| %(what)s” không dùng được trong mẫu."),
    "template.is-list": N_("“%(what)s” là danh sách nhiều dòng: hãy đặt trong vòng lặp for."),
    "template.loop": N_("Vòng lặp “%(what)s” không dùng được: chỉ lặp qua danh sách của văn bản, không lồng quá sâu."),
    "template.no-list": N_("“%(what)s” không phải danh sách nên không lặp được."),
    "template.no-trial": N_("Không còn bản đang thử. Hãy gửi lại tệp."),
    "template.no-value": N_("Mẫu dùng một trường không có giá trị (%(what)s)."),
    "template.not-allowed": N_("Trong mẫu có chỗ không được phép: “%(what)s”. Chỉ dùng các trường trong danh sách."),
    "template.reason-missing": N_("Hãy ghi lý do để người sau hiểu vì sao đổi."),
    "template.refused": N_("Mẫu chưa dùng được."),
    "template.syntax": N_("Có chỗ viết chưa đúng trong mẫu: %(what)s."),
    "template.tag": N_("Không dùng được thẻ “%(what)s”. Chỉ dùng p, h3, strong, em, ul, ol, li, br, không thuộc tính."),
    "template.too-deep": N_("Mẫu lồng nhau quá nhiều lớp."),
    "template.too-heavy": N_("Mẫu làm quá lâu hoặc quá lớn nên đã dừng."),
    "template.too-long": N_("Mẫu quá dài."),
    "template.unknown-field": N_("Không có trường “%(what)s”. Xem danh sách trường bên dưới."),
    "template.unknown-field-like": N_("Không có trường “%(what)s”. Có phải “%(near)s”?"),
}
MESSAGES: dict[str, str | Counted] = {**ARCHIVES, **WORD, **TEMPLATES}
