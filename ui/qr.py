"""QR codes as the path of an inline SVG: templates draw it, nothing is fetched and no markup is built here."""

import segno
from msgspec import Struct

QUIET = 4  # modules of white around, as the standard asks


class Qr(Struct, frozen=True):
    """A square of `size` modules a side and the dark ones as a path."""

    size: int
    path: str


def qr(text: str) -> Qr:
    """The code of an address or secret, readable with up to 15 % of it dirty."""
    rows = segno.make(text, error="m", micro=False).matrix
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = next((n for n in range(x, len(row)) if not row[n]), len(row)) - x
            if run:
                strokes.append(f"M{x + QUIET} {y + QUIET}h{run}v1h-{run}z")
            x += max(run, 1)
    return Qr(len(rows) + 2 * QUIET, "".join(strokes))
