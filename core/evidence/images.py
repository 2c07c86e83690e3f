"""What becomes of a file before it is stored: a photo is written anew elsewhere, a PDF stays as it is."""

import struct

import msgspec

from core import confined
from core.errors import Problem
from core.evidence import rules
from core.files import Upload

SECONDS = 20.0


class Prepared(msgspec.Struct, frozen=True):
    """A file fit to be stored; `thumbnail` is empty for a PDF."""

    upload: Upload
    media_type: str
    thumbnail: bytes


async def prepare(upload: Upload) -> Prepared:
    """Judge a file and strip it of everything but its pixels. Raises what `rules.kind_of` does, and
    `evidence.unreadable` for a photo that cannot be opened within the limits. Open no transaction around it."""
    media = rules.kind_of(upload)
    if media == "application/pdf":
        return Prepared(upload, media, b"")
    answer = await confined.asked("core.evidence.image_child", content=upload.content, seconds=SECONDS)
    if len(answer) < 4:
        raise Problem("evidence.unreadable", field="file", name=upload.name[:80])
    (size,) = struct.unpack(">I", answer[:4])
    photo, little = answer[4 : 4 + size], answer[4 + size :]
    if not all(part[:4] == b"RIFF" and part[8:12] == b"WEBP" for part in (photo, little)):
        raise Problem("evidence.unreadable", field="file", name=upload.name[:80])
    return Prepared(Upload(upload.name, photo), "image/webp", little)
