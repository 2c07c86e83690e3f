"""One's own data as a file: JSON with the stored values, a page to read, a table a kind for spreadsheets."""

import csv
import io
import re
import zipfile
from datetime import datetime

import msgspec
from litestar import Response

from core.own_data.queries import Holding
from ui.documents.csv_cells import harmless
from ui.downloads import download
from ui.formats import ZONE
from ui.i18n import _
from ui.own_data import Section
from ui.render import html
from ui.shell import Shell


class Paper(msgspec.Struct, frozen=True):
    """The page inside the archive: whose data, at which moment."""

    name: str
    at: datetime
    sections: tuple[Section, ...]


def archive(shell: Shell, name: str, at: datetime, held: tuple[Holding, ...], told: tuple[Section, ...]) -> bytes:
    """A .zip in the reader's language. Every kind is in the JSON, the empty ones too: nothing there says so."""
    stored = {"union": shell.tenant_name, "name": name, "at": at, "data": {one.kind: one.rows for one in held}}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr(_("Dữ liệu của tôi") + ".html", html(shell, "own_data/paper.html", Paper(name, at, told)))
        files.writestr("du-lieu.json", msgspec.json.format(msgspec.json.encode(stored), indent=2))
        for number, section in enumerate(told, 1):
            files.writestr(f"{number:02} {file_name(section.title)}.csv", table(section))
    return packed.getvalue()


def table(section: Section) -> bytes:
    """A kind as CSV with a byte-order mark, which is what Excel reads Vietnamese by; no cell begins a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(section.heads)
    writer.writerows([harmless(cell) for cell in row] for row in section.rows)
    return text.getvalue().encode("utf-8-sig")


def file_name(words: str) -> str:
    """Words as a file name that every system takes: diacritics stay, separators and control characters go."""
    return " ".join(re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", words).split())[:80].rstrip(". ") or "du-lieu"


def archive_name(name: str, at: datetime) -> str:
    """“Dữ liệu của Nguyễn Văn An 2021-11-20.zip”."""
    title = _("Dữ liệu của %(name)s") % {"name": name}
    return file_name(f"{title} {at.astimezone(ZONE):%Y-%m-%d}") + ".zip"


def attached(content: bytes, name: str) -> Response[bytes]:
    """A download with its name in every spelling that browsers read."""
    return download(content, name, "application/zip")
