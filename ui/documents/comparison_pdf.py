"""A comparison as PDF: typst draws it from data, the map from the same sprite as the page."""

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst
from markupsafe import escape

from ui.comparison.sheet import Sheet
from ui.comparison.view import Figures, Row
from ui.formats import EMPTY
from ui.i18n import _, current

# As the page has them by day (ui/src/css/comparison.css); 0 is no number.
TONES = ("#e3e7ec", "#dfebfc", "#bad3f7", "#8db5f0", "#5590e3", "#1f63c8", "#083a8c")
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1640 1760">{}</svg>'
SHAPE = '<path d="{}" fill="{}" stroke="{}" stroke-width="{}" stroke-linejoin="round"/>'
ISLES = ("hoangsa", "truongsa")
WORD = '<text x="{}" y="{}" font-family="Tinos" font-size="44" text-anchor="middle" fill="#4c5a6b">{}</text>'
PATH = re.compile(r'<path id="(\w+)" d="([^"]+)"/>')


def write(sheet: Sheet, shown: Figures, subtitle: str, summary: str) -> bytes:
    """The file. Takes tens of milliseconds: call it off the event loop."""
    template, dist = files("ui.documents") / "comparison.typ", files("ui") / "dist" / "pdf"
    held = {
        "lang": current(), "title": sheet.title, "subtitle": subtitle, "synthetic": sheet.synthetic,
        "value": shown.headline.text, "part": shown.headline.part, "summary": summary,
        "legend": [[TONES[band.tone], text] for band, text in shown.bands],
        "heads": [_("Hạng"), _("Tỉnh, thành phố"), _("Giá trị"), _("Tử số/mẫu số"), _("Độ phủ"), _("Khoảng 95%%") % (),
                  _("Ghi chú")],
        "rows": [_line(row) for row in shown.rows],
        "meaning_title": _("Định nghĩa và cách đọc"),
        "meaning": [*sheet.about, *sheet.meaning],
        "footer": f"{sheet.title}. {_('Bản đồ')}: @svg-maps/vietnam, CC BY 4.0",
    }  # fmt: skip
    return typst.compile(
        template.read_bytes(), font_paths=[str(dist)], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(held), "map": drawing(shown.rows)},
    )  # fmt: skip


def drawing(rows: Iterable[Row]) -> str:
    """The map as a picture of its own: white edges below, then each province in its tone."""
    paths, parts = _paths(), []
    for row in rows:
        tone = TONES[row.tone]
        parts += [SHAPE.format(paths[shape], "none", "#ffffff", 6) for shape in row.shapes]
        parts += [SHAPE.format(paths[shape], tone, tone, 7 if shape in ISLES else 1.2) for shape in row.shapes]
    parts += [WORD.format(x, y, escape(text)) for x, y, text in isles()]
    return FRAME.format("".join(parts))


def isles() -> tuple[tuple[int, int, str], ...]:
    """Where the archipelagos are named on the map, as on the page."""
    return (1128, 712, _("Quần đảo Hoàng Sa")), (1300, 1250, _("Quần đảo Trường Sa"))


def _line(row: Row) -> list[str]:
    marked = [_("giả lập")] if row.cell.synthetic else []
    note = row.note or ("" if row.known else row.text)
    return [
        str(row.cell.rank or EMPTY), row.name, row.text if row.known else EMPTY, row.part, row.coverage,
        row.interval, "; ".join([note] * bool(note) + marked),
    ]  # fmt: skip


@cache
def _paths() -> dict[str, str]:
    dist = files("ui") / "dist"
    name = json.loads((dist / "manifest.json").read_text("utf-8"))["map.svg"]
    return dict(PATH.findall(Path(str(dist / name)).read_text("utf-8")))
