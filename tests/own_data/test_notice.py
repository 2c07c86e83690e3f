"""The privacy notice: read by everybody, confirmed once a version, published by the administrator, kept for good."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Problem
from core.notices import defaults, rules
from ui.messages import MESSAGES

OWN = "\n".join(["## Mục đích", "Để chạy chương trình. " * 8, "", "## Quyền của bạn", "- Xem", "- Sửa " * 10])


async def test_a_stranger_reads_the_notice(client_for, world):
    """Signed out, in both languages, with the union's name; every footer leads there."""
    at = f"/{world.scope.slug}/thong-bao-du-lieu"
    async with client_for(world, None) as client:
        page = (await client.get(at)).text
        assert "Tỉnh đoàn Thử là bên kiểm soát dữ liệu" in page and "Tôi đã đọc" not in page
        assert f'href="{at}"' in (await client.get(f"/{world.scope.slug}/dang-nhap")).text
        client.cookies.set("lang", "en")
        assert "Tỉnh đoàn Thử is the controller" in (await client.get(at)).text


async def publish(client: httpx.AsyncClient, world, form_of, text: str = OWN) -> httpx.Response:
    """The administrator looks at a text and publishes it."""
    at = f"/{world.scope.slug}/quan-tri/du-lieu-ca-nhan/thong-bao/moi"
    sent = form_of((await client.get(at)).text, "/moi") | {"text_vi": text, "text_en": ""}
    shown = await client.post(at, data=sent | {"act": "xem"})
    if shown.status_code == 200:
        sent = form_of(shown.text, "/moi") | {"text_vi": text, "text_en": ""}
    return await client.post(at, data=sent | {"act": "cong-bo"})


async def test_a_new_version_asks_everybody_once(client_for, world, form_of):
    """Published, it is the first page and a reminder on every other; confirmed, neither; the readers are counted."""
    base = f"/{world.scope.slug}"
    async with client_for(world, "quan_tri") as admin, client_for(world, "doan_vien") as member:
        assert "bản bạn chưa đọc" not in (await member.get(f"{base}/viec-cua-toi")).text
        assert (await publish(admin, world, form_of)).status_code == 303
        assert (await member.get(base)).headers["location"] == f"{base}/thong-bao-du-lieu"
        assert "bản bạn chưa đọc" in (await member.get(f"{base}/viec-cua-toi")).text
        page = (await member.get(f"{base}/thong-bao-du-lieu")).text
        assert "Phiên bản 1" in page and "<h2>Quyền của bạn</h2>" in page and "checked" not in page
        read = await member.post(f"{base}/thong-bao-du-lieu/da-doc", data=form_of(page, "/da-doc"))
        assert read.status_code == 303
        assert "bản bạn chưa đọc" not in (await member.get(f"{base}/viec-cua-toi")).text
        desk = (await admin.get(f"{base}/quan-tri/du-lieu-ca-nhan/thong-bao")).text
        row = desk.split("Phiên bản 1", 2)[-1].split("</tr>")[0]
        assert ">1</td>" in row
        own = (await member.get(f"{base}/tai-khoan/du-lieu")).text
        assert ">own-1<" not in own and "Phiên bản 1" in own


async def test_what_was_published_stays_readable(client_for, world, form_of):
    """The second version is in force, the first and the default can still be read; what never was is not found."""
    at = f"/{world.scope.slug}/thong-bao-du-lieu"
    async with client_for(world, "quan_tri") as admin, client_for(world, None) as stranger:
        await publish(admin, world, form_of)
        await publish(admin, world, form_of, OWN.replace("Mục đích", "Vì sao"))
        assert "Vì sao" in (await stranger.get(at)).text
        first = (await stranger.get(f"{at}/own-1")).text
        assert "Mục đích" in first and "phiên bản cũ" in first
        assert "bên kiểm soát" in (await stranger.get(f"{at}/default-1")).text
        for nothing in ("own-3", "default-9", "own-x", "own-99999999999", "x"):
            assert (await stranger.get(f"{at}/{nothing}")).status_code == 404


async def test_a_poor_text_is_refused_and_kept(client_for, world, form_of):
    """Without headings, or the same as before: the message is at the field and the text stays."""
    async with client_for(world, "quan_tri") as admin:
        refused = await publish(admin, world, form_of, "Một đoạn không có tiêu đề.")
        assert refused.status_code == 422 and "Một đoạn không có tiêu đề." in refused.text
        await publish(admin, world, form_of)
        same = await publish(admin, world, form_of)
        assert same.status_code == 422 and MESSAGES["notice.unchanged"] in same.text


async def test_two_publishers_at_once(client_for, world, form_of):
    """A text written from a version that is no longer in force is not published over the newer one."""
    at = f"/{world.scope.slug}/quan-tri/du-lieu-ca-nhan/thong-bao/moi"
    async with client_for(world, "quan_tri") as admin:
        stale = form_of((await admin.get(at)).text, "/moi") | {"text_vi": OWN + " Thêm.", "act": "cong-bo"}
        await publish(admin, world, form_of)
        answer = await admin.post(at, data=stale)
        assert answer.status_code == 409 and "Thêm." in answer.text


async def test_consent_is_free_and_withdrawn_as_easily(client_for, world, form_of):
    """Not ticked beforehand; given and withdrawn with one press each; the administrator sees the numbers."""
    base = f"/{world.scope.slug}"
    async with client_for(world, "doan_vien") as member, client_for(world, "quan_tri") as admin:
        for value, words in (("1", "Bạn đã đồng ý lúc"), ("0", "Bạn đã rút lại đồng ý lúc")):
            page = (await member.get(f"{base}/tai-khoan/du-lieu")).text
            sent = form_of(page, "/dong-y") | {"given": value}
            assert (await member.post(f"{base}/thong-bao-du-lieu/dong-y", data=sent)).status_code == 303
            assert words in (await member.get(f"{base}/tai-khoan/du-lieu")).text
        desk = (await admin.get(f"{base}/quan-tri/du-lieu-ca-nhan/thong-bao")).text
        assert "Đã rút lại đồng ý" in desk


async def test_published_notices_cannot_be_rewritten(database, world, client_for, form_of):
    """The application may add versions, readings and consents, never change or remove them."""
    async with client_for(world, "quan_tri") as admin:
        await publish(admin, world, form_of)
    async with database.tenant(world.scope) as tx:
        for table in ("privacy_notice", "notice_reading", "consent"):
            for right in ("update", "delete"):
                assert not await tx.fetchval("select has_table_privilege('app', 'core.' || $1, $2)", table, right)


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_default_is_a_whole_notice(locale):
    """The default keeps our own rule, names the union, and has a heading for each thing that must be said."""
    text = defaults.filled(defaults.NUMBER, locale, "Tỉnh đoàn Thử")
    rules.check_text(text, field="text_vi", required=True)
    assert "{" not in text and text.count("Tỉnh đoàn Thử") > 3
    assert sum(block.kind == "heading" for block in rules.blocks(text)) >= 9


@given(st.text(max_size=400))
def test_no_word_of_a_notice_is_lost(text):
    """Whatever is typed, every word of it is on the page; only the marks of headings and items go."""
    told = " ".join(line for block in rules.blocks(text) for line in block.lines).split()
    words = [word for line in text.splitlines() for word in line.split()]
    assert [word for word in words if word not in ("##", "-")] == [word for word in told if word not in ("##", "-")]


def test_an_empty_notice_is_refused():
    """The Vietnamese text is required, the English is not."""
    with pytest.raises(Problem):
        rules.check_text(" ", field="text_vi", required=True)
    rules.check_text("", field="text_en", required=False)
