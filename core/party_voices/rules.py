"""Which voice a link asks for, how long it lives, and what an answer must hold. Pure (S0-22)."""

import hashlib
import hmac
import secrets
from datetime import date, timedelta

from core.accounts.codes import LETTERS
from core.errors import Problem
from core.packs.schema import Pack

VOICE = "party_committee"  # the stage of a pack that is the voice of the party committee
CODE_LENGTH = 20  # 98 bits: nobody guesses an address
DAYS_MOST = 60  # how long a link may live
ADDRESSEE_MAX, SIGNED_MAX, NUMBER_MAX = 200, 200, 60  # characters


def has_voice(pack: Pack) -> bool:
    """Whether the pack hears the party committee."""
    stage = pack.stages.get(VOICE)
    return stage is not None and stage.actor == "voice"


def new_code() -> str:
    """The secret part of a link's address."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def code_hash(code: str, secret: bytes) -> bytes:
    """What is stored of it."""
    return hmac.digest(secret, b"party-link:" + code.encode(), hashlib.sha256)


def check_link(addressee: str, until: date | None, today: date) -> None:
    """A link names whom it is for, and ends between today and two months."""
    found = []
    if not addressee.strip():
        found.append(Problem("party.addressee-missing", field="addressee"))
    elif len(addressee) > ADDRESSEE_MAX:
        found.append(Problem("form.too-long", field="addressee", max=ADDRESSEE_MAX))
    if until is None:
        found.append(Problem("party.end-missing", field="until"))
    elif not today <= until <= today + timedelta(days=DAYS_MOST):
        found.append(Problem("party.end-outside", field="until", most=DAYS_MOST))
    if found:
        raise Problem("party.refused", problems=found)


def check_paper(number: str, dated: date | None, today: date) -> None:
    """A paper has a number and a date together, and is not of tomorrow."""
    if len(number) > NUMBER_MAX:
        raise Problem("form.too-long", field="paper_number", max=NUMBER_MAX)
    if dated is not None and dated > today:
        raise Problem("party.paper-future", field="paper_dated")
    if bool(number.strip()) != (dated is not None):
        raise Problem("party.paper-half", field="paper_dated" if dated is None else "paper_number")


def state_of(*, revoked: bool, used: bool, over: bool) -> str:
    """Where a link stands: `open`, or why it no longer is."""
    return "revoked" if revoked else "used" if used else "over" if over else "open"
