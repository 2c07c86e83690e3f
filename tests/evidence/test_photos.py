"""What is left of a photo, and what hostile files come to."""

import struct
import time
import zlib
from io import BytesIO

import pytest
from PIL import Image

from core.errors import Problem
from core.evidence import images, rules
from core.files import Upload

PLACE, TURNED, MAKER = 0x8825, 0x0112, 0x010F


def photo(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200), *, turned: int = 1) -> bytes:
    """A picture, red on its left half and blue on its right, with camera, place and orientation in its EXIF."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[TURNED], exif[MAKER] = turned, "Secret camera"
    exif.get_ifd(PLACE).update({1: "N", 2: (10.0, 1.0, 2.0), 3: "E", 4: (105.0, 5.0, 6.0)})
    out = BytesIO()
    image.save(out, kind, exif=exif, quality=90)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99_999)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_only_the_pixels_of_a_photo_are_kept(kind):
    """Camera and place are gone from photo and thumbnail, which are WebP of at most 1600 and 320 pixels."""
    sent = photo(kind)
    assert Image.open(BytesIO(sent)).getexif().get_ifd(PLACE)
    made = await images.prepare(Upload("Ảnh.jpg", sent))
    assert made.media_type == "image/webp"
    for content, side in ((made.upload.content, 1600), (made.thumbnail, 320)):
        kept = Image.open(BytesIO(content))
        assert kept.format == "WEBP" and max(kept.size) == side
        assert not kept.getexif() and b"Secret" not in content and b"EXIF" not in content


async def test_a_photo_stands_upright():
    """What the camera noted as turned is turned: the left half, red, comes to the top."""
    made = await images.prepare(Upload("a.jpg", photo(turned=6)))
    kept = Image.open(BytesIO(made.upload.content)).convert("RGB")
    assert kept.size == (800, 1600)
    assert kept.getpixel((400, 100))[0] > 200 and kept.getpixel((400, 1500))[2] > 200


async def test_what_is_transparent_becomes_white():
    """A clear picture does not turn black."""
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    made = await images.prepare(Upload("a.png", out.getvalue()))
    assert Image.open(BytesIO(made.upload.content)).convert("RGB").getpixel((9, 9))[0] > 250


async def test_a_pdf_stays_as_it_is():
    """Nothing is shown of a PDF, so nothing is opened."""
    made = await images.prepare(Upload("a.pdf", b"%PDF-1.7 ..."))
    assert (made.media_type, made.thumbnail, made.upload.content) == ("application/pdf", b"", b"%PDF-1.7 ...")


HOSTILE = {
    "nothing": (b"", "file.empty"),
    "a page": (b"<html><script>alert(1)</script>", "evidence.wrong-type"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "evidence.wrong-type"),
    "a program": (b"MZ\x90\x00" + b"\0" * 99, "evidence.wrong-type"),
    "an archive": (b"PK\x03\x04" + b"\0" * 99, "evidence.wrong-type"),
    "a GIF": (b"GIF89a" + b"\0" * 99, "evidence.wrong-type"),
    "too large": (b"%PDF-" + b"\0" * rules.MOST_BYTES, "file.too-large"),
    "a JPEG by its first bytes": (b"\xff\xd8\xff" + b"<script>" * 99, "evidence.unreadable"),
    "half a photo": (photo()[:4000], "evidence.unreadable"),
    "a bomb": (bomb(), "evidence.unreadable"),
    "a WebP without a picture": (b"RIFF\xff\xff\xff\xffWEBPVP8 ", "evidence.unreadable"),
}


@pytest.mark.parametrize("what", HOSTILE)
async def test_a_hostile_file_is_refused_with_its_reason(what):
    """Refused by a code at the field of the file, within seconds."""
    content, code = HOSTILE[what]
    began = time.monotonic()
    with pytest.raises(Problem) as refused:
        await images.prepare(Upload("../../etc/passwd\u202e.jpg", content))
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert time.monotonic() - began < 5


def test_an_item_holds_six_files():
    """Nothing is refused, as is one more than six."""
    rules.check_count(0, 6)
    for have, more, code in ((0, 0, "evidence.nothing"), (0, 7, "evidence.too-many"), (6, 1, "evidence.too-many")):
        with pytest.raises(Problem) as refused:
            rules.check_count(have, more)
        assert refused.value.code == code
