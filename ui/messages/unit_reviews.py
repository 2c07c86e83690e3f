"""Reviews of units and pilot units."""

from ui.i18n import N_

MESSAGES = {
    "pilot.already-marked": N_("Đơn vị này đã được đánh dấu chỉ đạo điểm."),
    "pilot.named-twice": N_("“%(name)s” đã được gắn với một đơn vị khác."),
    "pilot.unknown": N_("Văn bản không nêu đơn vị điểm này."),
    "unit-review.changed": N_("Nhận xét này vừa được người khác sửa. Hãy xem bản mới rồi sửa lại."),
    "unit-review.own-unit": N_("Bạn ở trong Ban Chấp hành đơn vị này nên người khác của cấp trên nhận xét."),
}
