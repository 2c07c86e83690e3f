"""Comparing provinces: why there is no answer."""

from ui.i18n import N_

MESSAGES = {
    "comparison.not-set-up": N_(
        "Máy chủ chưa được thiết lập để so sánh các tỉnh. Hãy báo người vận hành đặt ANALYST_DATABASE_URL."
    ),
}
