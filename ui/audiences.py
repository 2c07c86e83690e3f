"""For whom something in a pack is written, in words."""

from core.packs.schema import Audience
from ui.i18n import _
from ui.terms import block_label, kind_label, occupation_label, title_label


def audience_words(audience: Audience | None) -> str:
    """ "Bí thư, Phó Bí thư; cấp tỉnh, cấp huyện": every part narrows; '' for everybody."""
    if audience is None:
        return ""
    parts = [
        ", ".join(title_label(title) for title in audience.titles),
        ", ".join(kind_label(kind) for kind in audience.kinds),
        ", ".join(block_label(block) for block in audience.blocks),
        ", ".join(occupation_label(one) for one in audience.occupations),
    ]
    if audience.full_time is not None:
        parts.append(_("cán bộ chuyên trách") if audience.full_time else _("cán bộ không chuyên trách"))
    if audience.age_below is not None:
        parts.append(_("dưới %(age)s tuổi") % {"age": audience.age_below})
    return "; ".join(part for part in parts if part)
