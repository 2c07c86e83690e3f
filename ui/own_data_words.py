"""The words for kinds and columns of personal data, for stored values, and for what the audit trail records."""

from ui.i18n import N_

# kind → (title, what it is and why it is kept)
KINDS = {
    "person": (N_("Tôi là ai"), N_("Thông tin để nhận ra bạn và chọn đúng chương trình, tiêu chí.")),
    "memberships": (N_("Nơi sinh hoạt Đoàn"), N_("Các chi đoàn bạn đã và đang sinh hoạt.")),
    "positions": (N_("Chức danh"), N_("Chức danh bạn đã và đang giữ; vai trò trong hệ thống theo đó mà có.")),
    "enrolments": (N_("Chương trình và kết quả"), N_("Mỗi chương trình bạn thuộc đối tượng, và kết quả của bạn.")),
    "enrolment_acts": (N_("Thay đổi trong danh sách"), N_("Khi bạn được thêm, chuyển hoặc rời danh sách, với lý do.")),
    "sheets": (N_("Phiếu đăng ký"), N_("Các phiếu của bạn và thời điểm nộp.")),
    "sheet_items": (N_("Nội dung phiếu"), N_("Tiêu chí và giải pháp bạn đã đăng ký, cả các lần nộp trước.")),
    "reviews": (N_("Thẩm định"), N_("Ban Chấp hành đã xác nhận hoặc trả lại phiếu, với góp ý.")),
    "assessments": (N_("Đánh giá"), N_("Bạn tự đánh giá và những người khác đánh giá bạn, ai và khi nào.")),
    "register_entries": (N_("Sổ theo dõi"), N_("Ghi chép về bạn trong các sổ của chương trình.")),
    "account": (N_("Tài khoản"), N_("Mật khẩu chỉ lưu dưới dạng không đọc lại được.")),
    "second_factor": (N_("Xác minh hai lớp"), N_("Đã bật từ lúc nào; khóa bí mật không hiện lại.")),
    "grants": (N_("Vai trò được giao"), N_("Vai trò không đi theo chức danh.")),
    "sessions": (N_("Phiên đăng nhập"), N_("Thiết bị đang đăng nhập; tự xóa sau khi hết hạn một ngày.")),
    "invitations": (N_("Mã mời"), N_("Mã kích hoạt đã cấp cho tài khoản của bạn; mã không đọc lại được.")),
    "imports": (N_("Nhập từ danh sách"), N_("Những lần hồ sơ của bạn được thêm hoặc sửa từ một tệp danh sách.")),
    "traces": (N_("Ai đã thay đổi dữ liệu của tôi"), N_("Từ nhật ký không sửa được: việc gì, ai làm, lúc nào.")),
    "sign_ins": (N_("Các lần đăng nhập"), N_("Để bạn nhận ra nếu người khác dùng tài khoản của mình.")),
    "notice_readings": (N_("Thông báo đã đọc"), N_("Các phiên bản thông báo về dữ liệu cá nhân mà bạn đã đọc.")),
    "consents": (N_("Đồng ý và rút lại"), N_("Những lần bạn đồng ý hoặc rút lại đồng ý.")),
    "requests": (N_("Yêu cầu của tôi"), N_("Yêu cầu của bạn về dữ liệu cá nhân và câu trả lời.")),
    "acts": (N_("Việc tôi đã làm với hồ sơ khác"), N_("Từ nhật ký; không nêu tên người khác.")),
}
COLUMNS = {
    "full_name": N_("Họ và tên"), "code": N_("Mã đoàn viên"), "birth_date": N_("Ngày sinh"), "gender": N_("Giới tính"),
    "joined_on": N_("Ngày vào Đoàn"), "occupation": N_("Nghề nghiệp"), "unit": N_("Đơn vị"),
    "phone": N_("Số điện thoại"), "email": N_("Email"),
    "starts_on": N_("Từ ngày"), "ends_on": N_("Đến hết ngày"), "post": N_("Chức danh"),
    "full_time": N_("Chuyên trách"), "provisional": N_("Lâm thời"), "programme_id": N_("Chương trình"),
    "state": N_("Trạng thái"), "presence": N_("Có mặt"), "presence_reason": N_("Lý do"), "level": N_("Xếp loại"),
    "points": N_("Điểm"), "by_rule": N_("Kết quả theo quy tắc"), "self_assessed": N_("Đã tự đánh giá"),
    "registered_late": N_("Đăng ký trễ"), "self_late": N_("Tự đánh giá trễ"), "rated_late": N_("Được xếp loại trễ"),
    "act": N_("Việc"), "from_unit": N_("Từ đơn vị"), "to_unit": N_("Đến đơn vị"), "reason": N_("Lý do"),
    "at": N_("Lúc"), "by_name": N_("Người làm"), "edition": N_("Lần nộp"), "channel": N_("Cách nộp"),
    "first_submitted_at": N_("Nộp lần đầu"), "submitted_at": N_("Nộp lần cuối"), "late": N_("Trễ hạn"),
    "validated_at": N_("Được xác nhận"), "saved_at": N_("Lưu lần cuối"), "criterion": N_("Tiêu chí"),
    "solution": N_("Giải pháp"), "decision": N_("Quyết định"), "remarks": N_("Góp ý từng mục"),
    "checkpoint": N_("Kỳ đánh giá"), "stage": N_("Bước"), "comment": N_("Nhận xét"), "marks": N_("Từng mục"),
    "override_reason": N_("Lý do khác mức tính"), "given_at": N_("Gửi lúc"), "register": N_("Sổ"),
    "happened_on": N_("Ngày diễn ra"), "title": N_("Tên việc"), "note": N_("Ghi chú"), "quantities": N_("Số liệu"),
    "confirmed_at": N_("Được xác nhận"), "username": N_("Tên đăng nhập"), "display_name": N_("Tên hiển thị"),
    "locale": N_("Ngôn ngữ"), "active": N_("Đang dùng"), "created_at": N_("Lập lúc"), "role": N_("Vai trò"),
    "seen_at": N_("Lần cuối"), "expires_at": N_("Hết hạn"), "agent": N_("Thiết bị"), "address": N_("Địa chỉ mạng"),
    "used_at": N_("Dùng lúc"), "action": N_("Việc"), "notice": N_("Phiên bản"), "read_at": N_("Đọc lúc"),
    "given": N_("Đồng ý"), "kind": N_("Loại yêu cầu"), "task": N_("Phần việc"),
    "revoked_at": N_("Thu hồi lúc"), "codes_left": N_("Mã dự phòng còn lại"), "words": N_("Nội dung"),
    "answer": N_("Trả lời"), "asked_at": N_("Gửi lúc"), "due_on": N_("Trả lời trước hết ngày"),
    "answered_at": N_("Trả lời lúc"),
}  # fmt: skip

# (column, stored value) → words; '' is any column
VALUES = {
    ("presence", "present"): N_("Trong danh sách"), ("presence", "on_leave"): N_("Tạm nghỉ"),
    ("presence", "left"): N_("Đã rời danh sách"), ("by_rule", "nothing_registered"): N_("Không đăng ký"),
    ("by_rule", "not_carried_out"): N_("Không thực hiện"), ("act", "added"): N_("Thêm vào danh sách"),
    ("act", "moved"): N_("Chuyển đơn vị"), ("act", "on_leave"): N_("Cho tạm nghỉ"),
    ("act", "left"): N_("Đưa khỏi danh sách"), ("act", "present"): N_("Đưa trở lại danh sách"),
    ("channel", "online"): N_("Trực tuyến"), ("channel", "typed"): N_("Bản đánh máy"),
    ("channel", "handwritten"): N_("Viết tay"), ("decision", "approved"): N_("Đã xác nhận"),
    ("decision", "returned"): N_("Trả lại"), ("locale", "vi"): N_("Tiếng Việt"), ("locale", "en"): N_("Tiếng Anh"),
    ("role", "provincial_admin"): N_("Quản trị tỉnh"), ("role", "office"): N_("Văn phòng"),
    ("role", "inspector"): N_("Kiểm tra"), ("role", "analyst"): N_("Phân tích toàn quốc"),
}  # fmt: skip

# action → words; an action that is not here is said by its family
ACTIONS = {
    "account.created": N_("Lập tài khoản"), "account.invited": N_("Cấp mã mời"),
    "account.activated": N_("Kích hoạt tài khoản"), "account.password-changed": N_("Đổi mật khẩu"),
    "account.signed-out-elsewhere": N_("Đăng xuất các thiết bị khác"), "person.add": N_("Thêm hồ sơ"),
    "person.edit": N_("Sửa hồ sơ"), "person.transfer": N_("Chuyển chi đoàn"),
    "person.leave": N_("Thôi sinh hoạt"), "position.add": N_("Giao chức danh"),
    "position.edit": N_("Sửa chức danh"), "position.end": N_("Thôi giữ chức danh"),
    "registration.submit": N_("Nộp phiếu"), "registration.withdraw": N_("Rút phiếu"),
    "registration.approve": N_("Xác nhận phiếu"), "registration.return": N_("Trả lại phiếu"),
    "registration.supplement": N_("Mở phiếu bổ sung"), "registration.discard-supplement": N_("Bỏ phiếu bổ sung"),
    "assessment.voice": N_("Ghi ý kiến đánh giá"), "assessment.rate": N_("Xếp loại"),
    "assessment.self": N_("Tự đánh giá"), "assessment.midway": N_("Tự xem lại giữa kỳ"),
    "data.downloaded": N_("Tải dữ liệu của mình"), "data.asked": N_("Gửi yêu cầu về dữ liệu"),
    "data.answered": N_("Trả lời yêu cầu về dữ liệu"), "notice.read": N_("Đọc thông báo về dữ liệu cá nhân"),
    "notice.consented": N_("Đồng ý"), "notice.withdrawn": N_("Rút lại đồng ý"),
}  # fmt: skip
FAMILIES = {
    "account": N_("Thao tác với tài khoản"), "person": N_("Thao tác với hồ sơ"),
    "position": N_("Thao tác với chức danh"), "registration": N_("Thao tác với phiếu"),
    "assessment": N_("Thao tác với đánh giá"), "enrolment": N_("Thay đổi trong danh sách"),
    "data": N_("Thao tác với dữ liệu cá nhân"), "unit": N_("Thao tác với đơn vị"),
    "second-factor": N_("Xác minh hai lớp"), "grant": N_("Giao, thu hồi vai trò"), "import": N_("Nhập dữ liệu"),
    "programme": N_("Thao tác với chương trình"), "register": N_("Ghi sổ"), "session": N_("Buổi đánh giá"),
    "results": N_("Kết quả của đơn vị"), "declaration": N_("Kê khai"), "clock": N_("Chuyển đồng hồ thử"),
}  # fmt: skip
