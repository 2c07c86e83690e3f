"""A workbook as an answer: its name in Vietnamese, and without diacritics for old browsers."""

from urllib.parse import quote

from litestar import Response

from core.people.rules import search_key
from ui.documents.xlsx import XLSX


def workbook(content: bytes, name: str) -> Response[bytes]:
    """The file under `name`, which has no ending yet."""
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in search_key(name)).split())
    said = f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{quote(name, safe='')}.xlsx"
    return Response(content, media_type=XLSX, headers={"content-disposition": said})
