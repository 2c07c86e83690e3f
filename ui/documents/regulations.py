"""How an official document of the Đoàn is set, by the regulation in force on its day (S0-36, S0-37; features.md 72).

A regulation is data: where the union's name stands, margins and sizes, where page numbers begin. What the sources do
not say (margins, sizes) is the usual practice of offices and lies here to be changed in one place. Pure.
"""

from datetime import date

import msgspec

UNION = "ĐOÀN TNCS HỒ CHÍ MINH"
STARS = "***"


class Margins(msgspec.Struct, frozen=True):
    """Millimetres of a page."""

    top: float
    bottom: float
    left: float
    right: float


class Regulation(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the rules on form. `union_first`: the union's name stands above the issuer, not to its right.
    `size` is the body's, in points; `numbered_from` the first page that bears its number."""

    key: str
    name: str
    since: date
    union_first: bool = False
    upright: Margins = Margins(20, 20, 30, 15)
    lying: Margins = Margins(15, 15, 20, 15)
    size: float = 14
    table_size: float = 12
    numbered_from: int = 2


REGULATIONS = (
    Regulation(key="1836", name="Quyết định 1836-QĐ/TWĐTN, năm 2006", since=date(2006, 1, 1), union_first=True),
    Regulation(key="29", name="Hướng dẫn 29-HD/TWĐTN-VP, ngày 29/10/2013", since=date(2013, 10, 29)),
)


def regulation_on(day: date) -> Regulation:
    """The regulation in force on a day; the oldest one for the days before it."""
    return next((one for one in reversed(REGULATIONS) if one.since <= day), REGULATIONS[0])


def dateline(place: str, day: date) -> str:
    """ "Rạch Giá, ngày 27 tháng 02 năm 2015": two digits, so that nobody puts another before them."""
    return f"{place or '.....'}, ngày {day.day:02} tháng {day.month:02} năm {day.year}"


def numbered(number: str, kind: str, issuer: str) -> str:
    """ "Số: 138-KH/TĐTN-BTCKT": the number, the kind's letters, the issuer's; room to write where there is none yet."""
    typed = number.strip()
    if not typed.isdecimal():
        return f"Số: {typed or '....'}" + ("" if "/" in typed else f"-{kind}/{issuer}")
    return f"Số: {typed:>02}-{kind}/{issuer}"


def recipients(entries: tuple[tuple[str, str], ...], kept_by: str) -> tuple[str, ...]:
    """The lines under "Nơi nhận": each with its purpose ("để b/c"), the last one for the file."""
    lines = [f"- {name} ({purpose});" if purpose else f"- {name};" for name, purpose in entries]
    return (*lines, f"- Lưu {kept_by}.")


def signing(body: str, position: str) -> tuple[str, ...]:
    """For a committee: TM. (thay mặt) and the signer's own position, whoever of it signs."""
    return (f"TM. {body}".upper(), position.upper())


def signing_for(head: str, position: str) -> tuple[str, ...]:
    """For a head who signs alone: his own position, or KT. (ký thay) and the deputy's."""
    return (position.upper(),) if head == position else (f"KT. {head}".upper(), position.upper())
