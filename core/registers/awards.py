"""What a commendation is: its form, who gives it, on which occasion, by which decision (S0-23, S2-9, S3-19). Pure.

A book about people takes those whom its programme counts, whether they are still there or have left, and nobody else:
every source commends the people that it is about, for what they did in it: cadres (S0-23, S2-9, S3-19), members (S1-22,
S4-43). Collectives have a book about units, open to each unit of the writer's own tree (S1-18, S1-22).
"""

from datetime import date

import msgspec

from core.errors import Problem
from core.packs.schema import Register
from core.wording import worded

LEVELS = ("central", "top", "party", "district", "grassroots", "branch")  # who commends, from the highest
OCCASIONS = ("periodic", "ad_hoc")
FORM_MAX, NUMBER_MAX, REASON_MAX = 120, 60, 500


class Award(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`form` is the title or the paper given ("Giấy khen"); a decision has a number, a day, or neither yet."""

    form: str = ""
    level: str = ""
    occasion: str = ""
    number: str = ""
    dated: date | None = None

    @property
    def words(self) -> str:
        """What is searched for."""
        return f"{self.form} {self.number}".strip()


def kept(register: Register) -> bool:
    """Whether the entries of a book are commendations."""
    return register.kind == "commendation"


def problems(register: Register, award: Award | None, today: date) -> list[Problem]:
    """What is missing or wrong, each at its field. A book with kinds of its own says the occasion by them."""
    if award is None or not kept(register):
        return []
    found = []
    if not award.form.strip():
        found.append(Problem("award.form-missing", field="award_form"))
    if len(award.form) > FORM_MAX:
        found.append(Problem("form.too-long", field="award_form", max=FORM_MAX))
    if award.level not in LEVELS:
        found.append(Problem("award.level-missing", field="award_level"))
    if not register.choices and award.occasion not in OCCASIONS:
        found.append(Problem("award.occasion-missing", field="award_occasion"))
    if len(award.number) > NUMBER_MAX:
        found.append(Problem("form.too-long", field="award_number", max=NUMBER_MAX))
    if award.dated and award.dated > today:
        found.append(Problem("award.dated-ahead", field="award_dated"))
    return found


def check_withdrawal(register: Register, reason: str) -> str:
    """A commendation is withdrawn for a reason; other entries may be taken out without one."""
    return worded(reason, "reason", REASON_MAX, code="award.reason-missing" if kept(register) else "")
