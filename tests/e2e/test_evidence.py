"""Evidence from a phone: a photo that says where it was taken loses that on the way."""

from io import BytesIO

from acts import AT, approve, open_year, register
from cast import ADMIN, company
from PIL import Image

PLACE = 0x8825


def photo() -> bytes:
    """What a phone's camera saves: large, turned, with the place."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(PLACE).update({1: "N", 2: (10.0, 1.0, 2.0), 3: "E", 4: (105.0, 5.0, 6.0)})
    Image.new("RGB", (4000, 3000), "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_photo_from_the_camera_loses_its_place(site, sign_in):
    """From the item to its page by touch, what was typed kept; the picture served is upright, small, without place."""
    played = company("Đoàn phường Bình San")
    open_year(sign_in(ADMIN), "2022-01-13")
    cadre = site.person(played.cadre.username, phone=True)
    register(cadre)
    approve(site.person(played.secretary.username), played.cadre)
    cadre.go(f"{AT}/tu-danh-gia")
    cadre.page.locator(".rl-review-item textarea").first.fill("Có ảnh kèm theo.")
    cadre.follow(cadre.page.locator("button[name=evidence]").first)
    cadre.fits()
    sent = photo()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(PLACE)
    assert cadre.page.locator("#f-camera").get_attribute("capture") == "environment"
    cadre.page.set_input_files("#f-camera", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": sent})
    cadre.follow(cadre.page.locator("main .btn-primary"))
    link = cadre.page.locator(".rl-evidence-photo")
    assert link.locator("img").evaluate("one => one.decode().then(() => one.naturalWidth)") == 240
    cadre.fits()
    served = cadre.page.request.get(cadre.origin + link.get_attribute("href")).body()
    kept = Image.open(BytesIO(served))
    assert kept.size == (1200, 1600) and not kept.getexif() and b"EXIF" not in served
    cadre.go(f"{AT}/tu-danh-gia")
    cadre.fits()
    assert cadre.page.locator(".rl-review-item textarea").first.input_value() == "Có ảnh kèm theo."
    assert cadre.page.locator(".rl-review-item img").count() == 1
