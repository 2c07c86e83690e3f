"""Stored files: which may be kept, judged by their first bytes, never by what the browser says."""

import hashlib
import re
import zipfile
from io import BytesIO
from uuid import UUID

import msgspec

from core.access import Actor
from core.db.ids import new_id
from core.db.scope import Transaction
from core.errors import Problem

MOST = 10 * 1024 * 1024
NAME_MAX = 120
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"application/pdf": ".pdf", WORD: ".docx", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')


class Upload(msgspec.Struct, frozen=True):
    """A file as it arrived."""

    name: str
    content: bytes


def media_type(content: bytes) -> str | None:
    """What the bytes are: PDF, Word, JPEG, PNG or WebP; None for anything else."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return WORD if _is_word(content) else None


def check(upload: Upload, most: int = MOST) -> str:
    """The media type of an acceptable file of at most `most` bytes; Problem at field `file` otherwise."""
    if not upload.content:
        raise Problem("file.empty", field="file")
    if len(upload.content) > most:
        raise Problem("file.too-large", field="file", most=most // (1024 * 1024))
    found = media_type(upload.content)
    if found is None:
        raise Problem("file.wrong-type", field="file")
    return found


def safe_name(name: str, media: str) -> str:
    """The name to store and to offer for download: no folders or hidden characters, the ending of its real type."""
    last = re.split(r"[/\\]", name)[-1]
    stem = UNSAFE.sub("", last).rpartition(".")[0] or UNSAFE.sub("", last)
    ending = TYPES[media]
    return f"{stem.strip(' .')[: NAME_MAX - len(ending)] or 'tep'}{ending}"


async def keep(tx: Transaction, actor: Actor | None, upload: Upload, media: str) -> UUID:
    """Keep a file that was found to be `media`; its id. Who may fetch it is the matter of what names it."""
    found = new_id()
    await tx.execute(
        """insert into file (tenant_id, id, name, media_type, size, sha256, content, uploaded_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        tx.tenant_id, found, safe_name(upload.name, media), media, len(upload.content),
        hashlib.sha256(upload.content).digest(), upload.content, actor.account_id if actor else None,
    )  # fmt: skip
    return found


def _is_word(content: bytes) -> bool:
    """A .docx is a zip with the parts of a Word document; one with macros is not."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        names = set(zipfile.ZipFile(BytesIO(content)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return False
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return {"[Content_Types].xml", "word/document.xml"} <= names and not macros


class Stored(msgspec.Struct, frozen=True):
    """A file as it is handed out."""

    name: str
    media_type: str
    content: bytes
