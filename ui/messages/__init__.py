"""The sentences for codes: what is wrong and what to do. A code is stable public API; its sentence may be improved."""

from ui.messages import (
    accounts,
    comparison,
    configurations,
    crosswalks,
    feedback,
    forms,
    imports,
    jobs,
    packs,
    papers,
    party_voices,
    people,
    personal_data,
    platform,
    programmes,
    registers,
    reorganisations,
    sessions,
    sheets,
    steering,
    trials,
    unit_reviews,
    units,
    uploads,
)
from ui.messages.counted import Counted

MESSAGES: dict[str, str | Counted] = {
    **forms.MESSAGES,
    **accounts.MESSAGES,
    **people.MESSAGES,
    **personal_data.MESSAGES,
    **units.MESSAGES,
    **reorganisations.MESSAGES,
    **unit_reviews.MESSAGES,
    **imports.MESSAGES,
    **programmes.MESSAGES,
    **packs.MESSAGES,
    **papers.MESSAGES,
    **uploads.MESSAGES,
    **configurations.MESSAGES,
    **trials.MESSAGES,
    **sheets.MESSAGES,
    **feedback.MESSAGES,
    **sessions.MESSAGES,
    **party_voices.MESSAGES,
    **registers.MESSAGES,
    **crosswalks.MESSAGES,
    **steering.MESSAGES,
    **jobs.MESSAGES,
    **platform.MESSAGES,
    **comparison.MESSAGES,
}
BY_STATUS = forms.BY_STATUS
FINDINGS = packs.FINDINGS
UPLOAD_FINDINGS = {**FINDINGS, **uploads.FINDINGS}
PACK_FAULT = programmes.PACK_FAULT
