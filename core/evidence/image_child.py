"""The child that opens a stranger's photo: limits first, then decoded, turned upright, made small, written anew.

Only pixels come through: no EXIF, no place, no camera, no profile, no second frame. The answer is the length of the
photo in four bytes, the photo, and its thumbnail, both WebP.
"""

import struct
import sys
from io import BytesIO

from PIL import Image, ImageOps

from core import confined

CPU = 12  # seconds
MEMORY = 768 * 1024 * 1024  # bytes of address space
MOST_PIXELS = 120_000_000  # of a JPEG, which is decoded at a fraction of its size
MOST_PIXELS_WHOLE = 40_000_000  # of what has to be decoded whole
SIDE, THUMB = 1600, 320  # the longest side in pixels


def main() -> None:
    """Read the photo, answer with what is stored; ends badly for anything that is not one."""
    confined.limit(CPU, MEMORY)
    photo, little = written(sys.stdin.buffer.read())
    sys.stdout.buffer.write(struct.pack(">I", len(photo)) + photo + little)


def written(content: bytes) -> tuple[bytes, bytes]:
    """The photo and its thumbnail. ValueError for too many pixels."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits below are stricter and looked at before anything is decoded
    with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as found:
        pixels = found.width * found.height
        if pixels > (MOST_PIXELS if found.format == "JPEG" else MOST_PIXELS_WHOLE):
            raise ValueError(pixels)
        found.draft("RGB", (SIDE, SIDE))
        if found.width * found.height > MOST_PIXELS_WHOLE:
            raise ValueError(pixels)
        found.seek(0)
        turned = found.getexif().get(0x0112)
        small = found.convert("RGBA") if found.mode in ("P", "PA", "LA", "RGBA") else found.convert("RGB")
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    if turned:
        small.getexif()[0x0112] = turned
        small = ImageOps.exif_transpose(small)
    plain = Image.new("RGB", small.size, "white")
    plain.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    photo = _webp(plain, 80)
    plain.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    return photo, _webp(plain, 70)


def _webp(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=None, xmp=b"")
    return out.getvalue()


if __name__ == "__main__":
    main()
