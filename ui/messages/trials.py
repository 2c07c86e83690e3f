"""A draft tried on a past year: why it cannot be, and why nothing can be said of a person."""

from collections.abc import Mapping

from ui.i18n import N_

MESSAGES: Mapping[str, str] = {
    "trial.draft-faulty": N_("Bản nháp còn chỗ chưa đúng nên chưa thử được. Hãy sửa các chỗ đó trước."),
    "trial.year-missing": N_("Hãy chọn năm để thử."),
}
