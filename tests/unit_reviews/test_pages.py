"""The pages of reviews over HTTP, and the calm of every other page in a programme that rates nobody."""

import re

import pytest

WORDS = "Đoàn xã làm tốt công tác tình nguyện."


def hidden(html: str) -> dict[str, str]:
    """The hidden inputs of the act's form."""
    form = html[html.index('method="post"', html.index("<main")) :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def at(world, programme, *parts: str) -> str:
    """An address in the programme; names of units become their ids."""
    shown = [str(world.units.get(part, part)) for part in parts]
    return "/".join([f"/{world.scope.slug}/chuong-trinh/{programme.slug}", *shown])


async def test_a_district_reviews_from_its_list(client_for, world, open_reviews):
    """The list says who waits; the form is saved, the list says that it is done, the commune reads it."""
    programme = await open_reviews(world)
    async with client_for(world, "pho_huyen") as client:
        listed = (await client.get(at(world, programme, "nhan-xet-don-vi"))).text
        assert "Đoàn xã Thuận Hòa" in listed and "Chưa nhận xét" in listed and "Đoàn xã Tân Lập" not in listed
        form = at(world, programme, "nhan-xet-don-vi", "half_year", "xa_a")
        sent = await client.post(form, data=hidden((await client.get(form)).text) | {"comment": WORDS})
        assert sent.status_code == 303 and "ky=half_year" in sent.headers["location"]
        assert "Đã nhận xét" in (await client.get(sent.headers["location"])).text
    async with client_for(world, "bi_thu_xa") as client:
        own = (await client.get(at(world, programme, "nhan-xet-don-vi"))).text
        assert "Nhận xét của cấp trên về đơn vị" in own and "Huyện đoàn An Bình" in own
        read = (await client.get(form)).text
        assert WORDS in read and "<textarea" not in read[read.index("<main") :]


async def test_what_waits_stands_on_the_start_page_and_the_queue(client_for, world, open_reviews):
    """Who reviews sees how many units wait, with the way to them; others see nothing of it."""
    programme = await open_reviews(world)
    for who, seen in (("pho_huyen", True), ("bi_thu_xa", False)):
        async with client_for(world, who) as client:
            for path in ("viec-cua-toi", "can-xu-ly"):
                page = (await client.get(f"/{world.scope.slug}/{path}")).text
                assert ("1 đơn vị chờ bạn nhận xét" in page) is seen, (who, path)
                assert (at(world, programme, "nhan-xet-don-vi") in page[page.index("<main") :]) is seen


async def test_an_empty_review_is_refused_at_its_field(client_for, world, open_reviews):
    """Words are needed, a level where there are levels; what was chosen stays chosen."""
    programme = await open_reviews(world, levels=True)
    form = at(world, programme, "nhan-xet-don-vi", "year", "xa_a")
    async with client_for(world, "pho_huyen") as client:
        page = (await client.get(form)).text
        assert 'name="level"' in page
        answer = await client.post(form, data=hidden(page) | {"comment": " ", "level": "weak"})
        assert answer.status_code == 422 and 'id="e-comment"' in answer.text
        assert re.search(r'value="weak" checked', answer.text)


async def test_a_stale_form_gets_both_texts(client_for, world, open_reviews):
    """Two open forms: the second sees what the first stored beside its own words, and may save it knowingly."""
    programme = await open_reviews(world)
    form = at(world, programme, "nhan-xet-don-vi", "year", "xa_a")
    async with client_for(world, "pho_huyen") as client:
        page = (await client.get(form)).text
        assert (await client.post(form, data=hidden(page) | {"comment": "Bản một."})).status_code == 303
        stale = await client.post(form, data=hidden(page) | {"_key": "another", "comment": "Bản hai."})
        assert stale.status_code == 409 and "Bản một." in stale.text and "hai" in stale.text
        again = hidden(stale.text) | {"comment": "Bản hai."}
        assert (await client.post(form, data=again)).status_code == 303
        assert "Bản hai." in (await client.get(form)).text


async def test_the_province_filters_what_is_missing(client_for, world, open_reviews):
    """Shares by district; the filter names every unit that waits, with its district."""
    programme = await open_reviews(world)
    async with client_for(world, "bi_thu_tinh") as client:
        page = (await client.get(at(world, programme, "nhan-xet-don-vi"))).text
        assert "Huyện đoàn Bình An" in page and "Đoàn xã Tân Lập" not in page
        asked = (await client.get(at(world, programme, "nhan-xet-don-vi") + "?loc=missing&ten=tan+lap")).text
        assert "<mark>Tân</mark>" in asked and "Huyện đoàn Bình An" in asked
        form = await client.get(at(world, programme, "nhan-xet-don-vi", "half_year", "xa_a"))
        assert form.status_code == 200 and "Lưu nhận xét" not in form.text


async def test_the_menu_offers_only_what_the_rules_have(client_for, world, open_reviews):
    """Reviews of units where the pack has them, results of people where it rates them."""
    programme = await open_reviews(world)
    async with client_for(world, "bi_thu_huyen") as client:
        here = (await client.get(at(world, programme, "nhan-xet-don-vi"))).text
        there = (await client.get(at(world, world.programme, "ke-khai"))).text
    menu = [page[: page.index("<main")] for page in (here, there)]
    assert "Nhận xét đơn vị" in menu[0] and "/ket-qua" not in menu[0]
    assert "Nhận xét đơn vị" not in menu[1] and "/ket-qua" in menu[1]


async def test_closing_names_nobody_as_unrated(client_for, world, open_reviews):
    """Nobody waits for a level that nobody gives; who registered nothing is still counted."""
    programme = await open_reviews(world)
    async with client_for(world, "quan_tri") as client:
        page = (await client.get(f"/{world.scope.slug}/quan-tri/chuong-trinh/{programme.slug}/dong")).text
    assert "người không đăng ký" in page and "chưa được đánh giá" not in page[page.index("<main") :]


async def test_there_are_no_reviews_where_the_rules_have_none(client_for, world):
    """KL06 is about people: the address leads nowhere."""
    for parts in (("nhan-xet-don-vi",), ("nhan-xet-don-vi", "huyen_a"), ("nhan-xet-don-vi", "year", "xa_a")):
        async with client_for(world, "bi_thu_huyen") as client:
            assert (await client.get(at(world, world.programme, *parts))).status_code == 404


@pytest.mark.parametrize(
    ("who", "parts", "says"),
    [
        ("bi_thu_xa", ("ket-qua",), "Chương trình này không xếp loại cá nhân"),
        ("quan_tri", ("ket-qua", "huyen_a"), "Chương trình này không xếp loại cá nhân"),
        ("bi_thu_huyen", ("ket-qua",), "Xem nhận xét đơn vị"),
        ("doan_vien", ("tu-danh-gia",), "Chương trình này không xếp loại cá nhân"),
        ("bi_thu_tinh", ("tien-do",), "Tiến độ"),
        ("doan_vien", ("dang-ky",), "Rèn luyện về chuyên môn"),
        ("doan_vien", ("phieu",), "phiếu"),
        ("bi_thu_xa", ("ke-khai",), "Kê khai"),
    ],
)
async def test_pages_about_people_stay_calm(client_for, world, open_reviews, who, parts, says):
    """S1-A1: nobody is rated, and no page stumbles over it."""
    programme = await open_reviews(world)
    async with client_for(world, who) as client:
        answer = await client.get(at(world, programme, *parts))
        assert answer.status_code == 200, answer.text[:300]
        assert says in answer.text


async def test_a_member_registers_and_is_not_told_of_a_rating(client_for, database, world, open_reviews):
    """The line of steps ends with the training; acts of a rating are refused in words, pages of it do not exist."""
    programme = await open_reviews(world)
    async with database.tenant(world.scope) as tx:
        from core.registrations import actions, reviews

        items = {"1.1": "Học đủ 6 bài lý luận.", "2.1": "Học một lớp nâng cao tay nghề.", "3.1": "Tập bóng chuyền."}
        saved = await actions.submit(tx, world.actor("doan_vien"), programme, 0, items)
        await reviews.approve(tx, world.actor("bi_thu_ap"), saved.registration_id, saved.version)
    async with client_for(world, "doan_vien") as client:
        mine = (await client.get(f"/{world.scope.slug}/viec-cua-toi")).text
        card = mine[mine.index(f'"ct-{programme.slug}"') :]
        assert "không xếp loại cá nhân" in card and card.count('class="rl-step-label"') == 3
        data = hidden((await client.get(f"/{world.scope.slug}/tai-khoan")).text) | {"comment": "x"}
        refused = await client.post(at(world, programme, "tu-danh-gia"), data=data)
        assert refused.status_code == 422
    async with client_for(world, "bi_thu_ap") as client:
        sheet = await client.get(f"/{world.scope.slug}/phieu/{saved.registration_id}")
        assert sheet.status_code == 200 and "/danh-gia" not in sheet.text
        assert (await client.get(f"/{world.scope.slug}/phieu/{saved.registration_id}/danh-gia")).status_code == 404


@pytest.mark.parametrize("part", ["", "?phan=noi-dung", "?phan=moc", "?phan=can-cu"])
async def test_the_programme_page_says_what_the_rules_have(client_for, world, open_reviews, part):
    """Targets with their bounds, twelve monthly dates in words, no scale, and no fault."""
    programme = await open_reviews(world)
    async with client_for(world, "bi_thu_huyen") as client:
        page = await client.get(f"/{world.scope.slug}/quan-tri/chuong-trinh/{programme.slug}{part}")
    assert page.status_code == 200
    wanted = {
        "": "từ 2 đến 3",
        "?phan=noi-dung": "Chương trình không xếp loại từng người",
        "?phan=moc": "hằng tháng, kỳ tháng",
    }
    assert wanted.get(part, "Văn bản làm căn cứ") in page.text
