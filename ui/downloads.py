"""Handing out a file: under its Vietnamese name and a plain one, and so that it is never run as a page of ours."""

import re
from urllib.parse import quote

from litestar import Response

from core.people.rules import search_key

NAMED = re.compile(r"(.+?)(\.[A-Za-z0-9]{1,5})?", re.DOTALL)


def headers(name: str, *, shown: bool = False) -> dict[str, str]:
    """The headers of a file called `name`; `shown` in the browser instead of saved."""
    stem, ending = NAMED.fullmatch(name or "-").groups("")
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in search_key(stem)).split())
    how, first = "inline" if shown else "attachment", f"{plain or 'tep'}{ending.lower()}"
    return {
        "content-disposition": f"{how}; filename=\"{first}\"; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
    }


def download(content: bytes, name: str, media_type: str, *, shown: bool = False) -> Response[bytes]:
    """The file as an answer, to a form as well as to a link."""
    return Response(content, media_type=media_type, status_code=200, headers=headers(name, shown=shown))
