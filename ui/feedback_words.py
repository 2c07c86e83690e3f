"""The words of feedback: the four answers, and a sum as a text that the committee may record as the voice."""

from core.assessments.rules import COMMENT_MAX
from core.feedback.queries import Summary
from ui.formats import number
from ui.i18n import N_, _, current

# answer → (words, tone of the bar)
ANSWERS = {
    "often": N_("Thường xuyên"), "sometimes": N_("Đôi khi"), "never_seen": N_("Chưa thấy"), "unsure": N_("Không rõ"),
}  # fmt: skip
LISTS = {"do": N_("Nên làm"), "dont": N_("Không nên làm"), None: N_("Nội dung đăng ký")}


def answers() -> tuple[tuple[str, str], ...]:
    """The four answers in the reader's language."""
    return tuple((key, _(words)) for key, words in ANSWERS.items())


def as_voice(summary: Summary) -> str:
    """The sum as a text: how many answered, the counts, the texts let in; cut at the length of a voice."""
    said = _("%(people)s đoàn viên, thanh niên góp ý không ghi tên.") % {"people": number(summary.answers)}
    lines = [said]
    for one in summary.statements:
        counts = ", ".join(f"{_(ANSWERS[key]).lower()} {number(n)}" for key, n in one.counts.items() if n)
        lines.append(f"– {_(LISTS[one.polarity])}: {one.title.in_(current()).rstrip('.')}: {counts}.")
    if summary.passed:
        lines += [_("Ý kiến khác:"), *(f"– {one.words}" for one in summary.passed)]
    return "\n".join(lines)[:COMMENT_MAX]
