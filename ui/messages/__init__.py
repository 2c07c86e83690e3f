"""The sentences for codes: what is wrong and what to do. A code is stable public API; its sentence may be improved."""

from ui.messages import accounts, forms, jobs, people, platform, programmes, sessions, sheets, units
from ui.messages.counted import Counted

MESSAGES: dict[str, str | Counted] = {
    **forms.MESSAGES,
    **accounts.MESSAGES,
    **people.MESSAGES,
    **units.MESSAGES,
    **programmes.MESSAGES,
    **sheets.MESSAGES,
    **sessions.MESSAGES,
    **jobs.MESSAGES,
    **platform.MESSAGES,
}
BY_STATUS = forms.BY_STATUS
PACK_FAULT = programmes.PACK_FAULT
