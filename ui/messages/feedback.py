"""Feedback of members and youth on cadres, without names."""

from ui.i18n import N_
from ui.messages.counted import Counted

MESSAGES: dict[str, str | Counted] = {
    "feedback.already-answered": N_("Bạn đã góp ý rồi. Mỗi người góp ý một lần."),
    "feedback.already-open": N_("Đợt góp ý này đã mở rồi; mỗi phiếu có một đợt."),
    "feedback.answer-missing": N_("Hãy chọn một câu trả lời; chưa rõ thì chọn “Không rõ”."),
    "feedback.end-missing": N_("Hãy chọn ngày cuối nhận góp ý."),
    "feedback.end-outside": N_("Ngày cuối phải sau hôm nay và trong vòng %(most)s ngày."),
    "feedback.no-voice": N_("Chương trình này không lấy ý kiến của đoàn viên, thanh niên."),
    "feedback.nothing-shown": N_("Chưa có tổng hợp: đợt góp ý chưa kết thúc hoặc có ít hơn %(least)s người góp ý."),
    "feedback.nothing-to-ask": N_("Phiếu không có điều nào được công khai để hỏi ý kiến."),
    "feedback.over": N_("Đợt góp ý đã kết thúc."),
    "feedback.refused": N_("Còn điều chưa trả lời, xem từng mục bên dưới."),
    "feedback.too-few-asked": N_("Chỉ %(have)s người đăng nhập được để góp ý, cần ít nhất %(least)s người."),
    "feedback.words-too-long": N_("Góp ý dài quá %(most)s ký tự, hãy viết ngắn lại."),
}
