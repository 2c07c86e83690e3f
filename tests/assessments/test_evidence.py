"""Evidence under an item over HTTP, without a script: added, shown to who judges, private, taken back."""

import re
from io import BytesIO

import pytest
from PIL import Image

PDF = b"%PDF-1.7 a certificate"


@pytest.fixture
def piece(at, keys):
    """The address of the evidence under the first item."""
    return at(f"tu-danh-gia/minh-chung/{keys[0]}")


def picture() -> bytes:
    """A photo with a camera's name in it."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Secret camera"
    Image.new("RGB", (900, 600), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


async def added(client, piece, fields):
    """A photo and a PDF sent at once; the addresses of what the page then shows."""
    form = fields((await client.get(piece)).text, piece)
    files = [("file", ("Ảnh việc.jpg", picture())), ("file", ("giấy khen.pdf", PDF))]
    answer = await client.post(piece, data=form, files=files)
    assert answer.status_code == 303 and answer.headers["location"] == piece
    page = (await client.get(piece)).text
    return list(dict.fromkeys(re.findall(r'href="(/[^"]+/minh-chung/[0-9a-f-]{36})"', page))), page


async def test_the_owner_adds_and_sees_them(client_for, world, validated, piece, at, fields):
    """Several at once; a photo opens in the browser, a PDF downloads, neither may run anything or be kept."""
    await validated("bi_thu_ap", "pho_ap")
    async with client_for(world, "bi_thu_ap") as client:
        review = (await client.get(at("tu-danh-gia"))).text
        form = fields(review, at("tu-danh-gia")) | {"evidence": piece.rsplit("/", 1)[1]}
        saved = await client.post(at("tu-danh-gia") + "/luu-nhap", data=form)
        assert saved.headers["location"] == piece
        shown, page = await added(client, piece, fields)
        assert len(shown) == 2 and "Ảnh việc.webp" in page and "giấy khen.pdf" in page
        photo, paper = [await client.get(one) for one in shown]
        assert photo.headers["content-type"] == "image/webp" and b"Secret" not in photo.content
        assert photo.headers["content-disposition"].startswith("inline")
        assert paper.content == PDF and paper.headers["content-disposition"].startswith("attachment")
        for one in (photo, paper):
            assert one.headers["cache-control"].startswith("private")
            assert one.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
            assert one.headers["x-content-type-options"] == "nosniff"
        assert (await client.get(shown[0] + "/nho")).content[:4] == b"RIFF"
        assert (await client.get(shown[1] + "/nho")).status_code == 404
        assert f'src="{shown[0]}/nho"' in (await client.get(at("tu-danh-gia"))).text


async def test_it_is_the_owners_alone_until_handed_in(
    client_for, database, world, worlds, validated, piece, at, keys, fields
):
    """The committee opens it once the review is handed in; a member and another province never do."""
    sheet = await validated("bi_thu_ap", "pho_ap")
    rating = f"/{world.scope.slug}/phieu/{sheet}/danh-gia"
    async with client_for(world, "bi_thu_ap") as client:
        shown, _ = await added(client, piece, fields)
    for given in (False, True):
        if given:
            async with database.tenant(world.scope) as tx:
                await tx.execute(
                    "update enrolment set self_assessed = true where tenant_id = $1 and person_id = $2",
                    tx.tenant_id, world.people["bi_thu_ap"],
                )  # fmt: skip
        async with client_for(world, "pho_ap") as client:
            wanted = 200 if given else 404
            assert [(await client.get(one)).status_code for one in (*shown, shown[0] + "/nho")] == [wanted] * 3
            assert (shown[0] in (await client.get(rating)).text) is given
        async with client_for(world, "doan_vien") as client:
            assert {(await client.get(one)).status_code for one in shown} == {404}
        other = next(one for one in worlds if one.scope.slug != world.scope.slug)
        async with client_for(other, "bi_thu_ap") as client:
            moved = [one.replace(f"/{world.scope.slug}/", f"/{other.scope.slug}/") for one in shown]
            assert {(await client.get(one)).status_code for one in moved} == {404}


async def test_it_is_taken_back_until_handed_in(client_for, database, world, validated, piece, fields):
    """Gone with its file; after handing in the button is gone and the act refused; nobody takes another's."""
    await validated("bi_thu_ap", "pho_ap")
    async with client_for(world, "bi_thu_ap") as client:
        shown, page = await added(client, piece, fields)
        first, second = [f"{piece}/{one.rsplit('/', 1)[1]}/bo" for one in shown]
        form = fields(page, second)
        async with client_for(world, "pho_ap") as other:
            token = re.search(r'name="_csrf" value="(\w+)"', (await other.get(f"/{world.scope.slug}/tai-khoan")).text)
            assert (await other.post(first, data={"_csrf": token[1]})).status_code == 404
        assert (await client.post(first, data=fields(page, first))).status_code == 303
        assert (await client.get(shown[0])).status_code == 404
        async with database.tenant(world.scope) as tx:
            assert await tx.fetchval("select count(*) from file where tenant_id = $1", tx.tenant_id) == 1
            await tx.execute("update enrolment set self_assessed = true where tenant_id = $1", tx.tenant_id)
        refused = await client.post(second, data=form)
        assert refused.status_code in (409, 422) and "không bỏ minh chứng được nữa" in refused.text
        assert second not in (await client.get(piece)).text and (await client.get(shown[1])).status_code == 200


async def test_a_wrong_file_is_refused_beside_its_field(client_for, world, validated, piece, fields):
    """All or none: with one wrong file nothing is stored, and the page says which; so with none and with seven."""
    await validated("bi_thu_ap", "pho_ap")
    async with client_for(world, "bi_thu_ap") as client:
        form = fields((await client.get(piece)).text, piece)
        good, bad = ("file", ("a.pdf", PDF)), ("file", ("b.jpg", b"<svg onload=alert(1)>"))
        for number, (files, words) in enumerate(
            (([good, bad], "Không nhận được tệp b.jpg"), ([], "ít nhất một tệp"), ([good] * 7, "tối đa 6 tệp"))
        ):
            sent = files or [("other", ("", b""))]
            answer = await client.post(piece, data=form | {"_key": str(number)}, files=sent)
            assert answer.status_code == 422 and words in answer.text and "/minh-chung/0" not in answer.text
            assert "Chưa có minh chứng" in answer.text
