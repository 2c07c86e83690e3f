"""The books over HTTP: written on the own page, read by those above, confirmed, taken out and put back, exported."""

import io
import re
from datetime import date
from urllib.parse import unquote

import openpyxl
import pytest

from core.accounts.sessions import Line
from core.registers import actions
from core.registrations import actions as registrations
from ui.navigation import entries

DAY = date(2021, 1, 15)


@pytest.fixture
def at(world, year):
    """An address in the programme of Bình Dương."""
    return lambda path="": f"/{world.scope.slug}/chuong-trinh/{year.slug}/so{path}"


def hidden(html: str, action: str) -> dict[str, str]:
    """The hidden inputs of the form that goes to an address."""
    form = html[html.index(f'action="{action}"') :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))


def told(answer) -> str:
    """Where an act led."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


VISIT = {"happened_on": "15/01/2021", "title": "Dự sinh hoạt chi đoàn", "quantity.people": "1.250", "note": "Cần sân"}


async def test_a_cadre_writes_a_visit_from_the_start_page(client_for, world, year, at):
    """ "Việc của tôi" shows the own books with a button each; the entry is there afterwards, with its number."""
    async with client_for(world, "pho_huyen") as client:
        start = (await client.get(f"/{world.scope.slug}/viec-cua-toi")).text
        assert at("/cua-toi/field_visit") in start and "Ghi chuyến đi" in start and "Ghi sáng kiến" in start
        form = await client.get(at("/cua-toi/field_visit"))
        assert 'value="2021-01-20"' in form.text and "Đoàn xã Thuận Hòa" in form.text
        fields = hidden(form.text, at("/cua-toi/field_visit")) | VISIT | {"place": str(world.units["xa_a"])}
        assert told(await client.post(at("/cua-toi/field_visit"), data=fields)) == at("/cua-toi")
        mine = (await client.get(at("/cua-toi"))).text
        assert "Dự sinh hoạt chi đoàn" in mine and "1.250 người" in mine and "Đoàn xã Thuận Hòa" in mine
        assert "1 mục đã ghi" in (await client.get(f"/{world.scope.slug}/viec-cua-toi")).text


async def test_refusals_stand_beside_their_fields_and_keep_what_was_typed(client_for, world, year, at):
    """A decimal and a day of last year: both fields say so, nothing typed is lost."""
    async with client_for(world, "pho_huyen") as client:
        form = await client.get(at("/cua-toi/field_visit"))
        wrong = VISIT | {"happened_on": "2020-12-31", "quantity.people": "2,5"}
        answer = await client.post(
            at("/cua-toi/field_visit"), data=hidden(form.text, at("/cua-toi/field_visit")) | wrong
        )
    assert answer.status_code == 422
    assert 'id="e-happened_on"' in answer.text and 'id="e-quantity.people"' in answer.text
    assert 'value="2,5"' in answer.text and "Dự sinh hoạt chi đoàn" in answer.text and "01/01/2021" in answer.text


async def test_own_entries_are_corrected_taken_out_and_put_back(client_for, world, year, at, visited):
    """The list offers both; what was taken out can be put back from the page that follows."""
    made = await visited("pho_huyen", 8)
    one = at(f"/cua-toi/muc/{made}")
    async with client_for(world, "pho_huyen") as client:
        form = hidden((await client.get(one)).text, one) | VISIT | {"title": "Chuyến đi khác"}
        assert told(await client.post(one, data=form)) == at("/cua-toi")
        mine = (await client.get(at("/cua-toi"))).text
        assert "Chuyến đi khác" in mine
        gone = told(await client.post(f"{one}/bo", data=hidden(mine, f"{one}/bo")))
        after = (await client.get(gone)).text
        assert "Đã bỏ “Chuyến đi khác” khỏi sổ." in after and (await client.get(one)).status_code == 404
        assert told(await client.post(f"{one}/khoi-phuc", data=hidden(after, f"{one}/khoi-phuc"))) == at("/cua-toi")
        assert "Chuyến đi khác" in (await client.get(at("/cua-toi"))).text


async def test_a_stale_correction_shows_both_texts(client_for, world, year, at, visited):
    """Two open forms: the second sees what the first stored beside its own."""
    one = at(f"/cua-toi/muc/{await visited('pho_huyen')}")
    async with client_for(world, "pho_huyen") as client:
        form = hidden((await client.get(one)).text, one)
        await client.post(one, data=form | VISIT | {"note": "Bản thứ nhất"})
        answer = await client.post(one, data=form | VISIT | {"note": "Bản thứ hai", "_key": "another"})
    assert answer.status_code == 409 and "Bản thứ nhất" in answer.text and "Bản thứ hai" in answer.text


async def test_the_province_sees_the_sums_and_goes_down(client_for, world, year, at, visited):
    """The board names the books, one book its sums unit by unit with a way down, and who has no visit yet."""
    await visited("pho_huyen", 30)
    await visited("bi_thu_xa", 12)
    async with client_for(world, "bi_thu_tinh") as client:
        board = (await client.get(at())).text
        assert "Nhật ký đi cơ sở" in board and "42 người" in board and "Phát hiện, uốn nắn" in board
        book = (await client.get(at("/field_visit"))).text
        district = at(f"/field_visit/{world.units['huyen_a']}")
        assert f'href="{district}"' in book and "Cấp tỉnh, Cấp huyện" in book
        below = (await client.get(district)).text
        assert "Riêng Huyện đoàn An Bình" in below and at(f"/field_visit/{world.units['xa_a']}") in below
        missing = (await client.get(district + "?chua-co=1")).text
        section = missing[missing.index('id="chua-co"') : missing.index('id="don-vi"')]
        assert "Đặng Minh Quân" in section and "Võ Thị Ngọc Ánh" not in section
        found = (await client.get(at("/field_visit?q=huynh+thanh"))).text
        entries = found[found.index('id="muc"') :]
        assert "Huỳnh" in re.sub("</?mark>", "", entries) and "Võ Thị Ngọc Ánh" not in entries


async def test_a_committee_commends_a_person_with_a_kind(client_for, world, year, at):
    """Whom, then what and by which decision; the list says so; it is withdrawn for a reason and put back."""
    here = at(f"/commendation/{world.units['xa_a']}")
    person = world.people["pho_xa"]
    async with client_for(world, "bi_thu_xa") as client:
        assert f"{here}/them" in (await client.get(here)).text
        choose = (await client.get(f"{here}/them?q=quoc+viet")).text
        assert f"{here}/them?nguoi={person}" in choose
        to = f"{here}/them?nguoi={person}"
        form = hidden((await client.get(to)).text, to) | {"happened_on": "2021-01-18", "title": "Cứu người đuối nước"}
        refused = await client.post(to, data=form)
        assert refused.status_code == 422 and 'id="e-choice"' in refused.text and 'id="e-award_form"' in refused.text
        award = {
            "choice": "dot_xuat", "award_form": "Bằng khen", "award_level": "top", "award_number": "12-QĐ/TĐTN",
            "award_dated": "19/01/2021",
        }  # fmt: skip
        assert told(await client.post(to, data=form | award)) == here
        book = (await client.get(here + "?q=12-QĐ")).text
        assert "Bằng khen, Tỉnh, thành đoàn · 12-QĐ/TĐTN ngày 19/01/2021" in book
        one = re.search(r'href="(/[^"]+/so/muc/[^"]+)"', book)[1]
        shown = (await client.get(one)).text
        assert "Đột xuất" in shown and "Bùi Quốc Việt" in shown
        edit = hidden((await client.get(f"{one}/sua")).text, f"{one}/sua")
        changed = edit | award | {"happened_on": "2021-01-18", "title": "Cứu hai em nhỏ", "award_form": "Giấy khen"}
        assert told(await client.post(f"{one}/sua", data=changed)) == one
        shown = (await client.get(one)).text
        silent = await client.post(f"{one}/bo", data=hidden(shown, f"{one}/bo"))
        assert silent.status_code == 422 and 'href="#f-reason"' in silent.text and "Giấy khen" in silent.text
        withdrawn = hidden(silent.text, f"{one}/bo") | {"reason": "Ghi trùng."}
        assert told(await client.post(f"{one}/bo", data=withdrawn)) == one
        gone = (await client.get(one)).text
        assert "Lý do: Ghi trùng." in gone
        assert "đã bỏ khỏi sổ" in gone and "Cứu hai em nhỏ" not in (await client.get(here)).text
        await client.post(f"{one}/khoi-phuc", data=hidden(gone, f"{one}/khoi-phuc"))
        assert "Cứu hai em nhỏ" in (await client.get(here)).text
    async with client_for(world, "pho_xa") as client:
        told_me = (await client.get(at("/cua-toi"))).text
        assert "Cứu hai em nhỏ" in told_me and "Do Ban Chấp hành ghi về bạn." in told_me


async def test_a_sheet_says_how_many_entries_prove_a_criterion(client_for, world, year, at, database, visited):
    """Under the criterion of field visits stands how many there are; under others nothing (S3-16)."""
    criterion = next(key for key, one in year.rules.criteria.items() if one.evidence == "field_visit")
    other = next(key for key, one in year.rules.criteria.items() if not one.evidence)
    async with database.tenant(world.scope) as tx:
        items = {criterion: "Mỗi tháng đi cơ sở hai lần.", other: "Giữ lời hứa."}
        await registrations.save_draft(tx, world.actor("pho_huyen"), year, items, 0)
    await visited("pho_huyen")
    await visited("pho_huyen")
    async with client_for(world, "pho_huyen") as client:
        sheet = (await client.get(at().removesuffix("so") + "phieu")).text
    assert sheet.count("rl-line-proof") == 1 and "Nhật ký đi cơ sở: 2 mục minh chứng" in sheet


async def test_the_committee_confirms_an_initiative(client_for, world, year, at, database, draft):
    """An initiative waits, is confirmed by another of the committee, and is seen in the sums of the province."""
    async with database.tenant(world.scope) as tx:
        made = await actions.add_own(tx, world.actor("bi_thu_xa"), year, "initiative", draft(title="Số hóa sổ"))
    one = at(f"/muc/{made}")
    async with client_for(world, "bi_thu_xa") as client:
        assert "xac-nhan" not in (await client.get(one)).text
    async with client_for(world, "pho_xa") as client:
        waiting = (await client.get(at("/initiative") + "?cho=1")).text
        assert "Số hóa sổ" in waiting and "Chờ xác nhận" in waiting
        page = (await client.get(one)).text
        assert told(await client.post(f"{one}/xac-nhan", data=hidden(page, f"{one}/xac-nhan") | {"dung": "1"})) == one
        assert "Đã xác nhận" in (await client.get(one)).text
        assert "Số hóa sổ" not in (await client.get(at("/initiative") + "?cho=1")).text
    async with client_for(world, "bi_thu_tinh") as client:
        assert "1 mục đã xác nhận" in (await client.get(at())).text


async def test_a_restricted_book_does_not_exist_for_the_others(client_for, world, year, at, database, draft):
    """Committees and the inspection read early corrections; administrator, office, member and the person do not."""
    async with database.tenant(world.scope) as tx:
        made = await actions.add_about_person(
            tx, world.actor("bi_thu_xa"), year, "correction", world.people["pho_xa"], draft(title="Nhắc giờ giấc")
        )
    place = at(f"/correction/{world.units['xa_a']}")
    for name, status in (
        ("bi_thu_xa", 200), ("bi_thu_huyen", 200), ("kiem_tra", 200), ("quan_tri", 404), ("van_phong", 404),
        ("doan_vien", 404), ("bi_thu_huyen_b", 404), ("chuyen_vien", 404),
    ):  # fmt: skip
        async with client_for(world, name) as client:
            for path in (place, f"{place}/xlsx", at(f"/muc/{made}")):
                assert (await client.get(path)).status_code == status, (name, path)
    async with client_for(world, "pho_xa") as client:
        assert "Nhắc giờ giấc" not in (await client.get(at("/cua-toi"))).text


async def test_a_book_is_exported_with_its_sums(client_for, world, year, at, visited):
    """The workbook holds the entries that the list shows, numbers as numbers, texts as texts, a live sum."""
    await visited("pho_huyen", 30, title="=1+1 chuyến đi")
    await visited("bi_thu_xa", 12)
    async with client_for(world, "bi_thu_tinh") as client:
        answer = await client.get(at(f"/field_visit/{world.units['tinh']}/xlsx"))
        some = await client.get(at(f"/field_visit/{world.units['tinh']}/xlsx?q=thuan+hoa"))
    assert "Nhật ký đi cơ sở 2021 - Tỉnh đoàn" in unquote(answer.headers["content-disposition"])
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows[0][:4] == ["STT", "Ngày", "Họ và tên", "Đơn vị"] and len(rows) == 4
    assert {row[-1] for row in rows[1:3]} == {30, 12} and rows[3][-1] == "=SUM(H5:H6)"
    formula = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1 chuyến đi")
    assert formula.data_type == "s"
    assert len(list(openpyxl.load_workbook(io.BytesIO(some.content)).active.iter_rows(min_row=5))) == 2


async def test_the_menu_offers_books_where_the_pack_has_them(client_for, world, year, at):
    """A committee of Bình Dương finds its books in the menu; a plain member has no entry, and nothing behind it."""
    async with client_for(world, "bi_thu_xa") as client:
        home = (await client.get(f"/{world.scope.slug}/chuong-trinh/{year.slug}/ke-khai")).text
        assert f'href="{at()}"' in home
    async with client_for(world, "doan_vien") as client:
        assert at() not in (await client.get(f"/{world.scope.slug}/viec-cua-toi")).text
        assert (await client.get(at())).status_code == 404


async def test_without_books_the_menu_has_no_entry(world, year):
    """A programme whose pack keeps none, or is gone, shows no entry."""
    line = Line(pack_id="gone", year=2021, state="open", starts_on=DAY, ends_on=DAY)
    shown = entries(world.actor("bi_thu_xa"), world.scope.slug, line, "")
    assert shown and not any(item.url.endswith("/so") for item in shown)


async def test_wrong_addresses_lead_nowhere(client_for, world, year, at, visited):
    """Another programme's word, an unknown book, somebody else's entry, a book of the other sort: not found."""
    made = await visited("pho_huyen")
    other = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/so"
    for name, path in (
        ("bi_thu_tinh", f"{other}/muc/{made}"), ("bi_thu_tinh", at("/none")), ("bi_thu_xa", at(f"/cua-toi/muc/{made}")),
        ("pho_huyen", at("/cua-toi/commendation")), ("bi_thu_huyen", at(f"/field_visit/{world.units['xa_a']}/them")),
        ("doan_vien", at("/cua-toi/field_visit")), ("bi_thu_xa_b", at(f"/muc/{made}")),
    ):  # fmt: skip
        async with client_for(world, name) as client:
            assert (await client.get(path)).status_code == 404, (name, path)


async def test_a_closed_year_is_read_only(client_for, world, year, at, visited, database):
    """Entries stay readable; no button writes, and a form sent anyway is refused with the reason."""
    made = await visited("pho_huyen")
    async with client_for(world, "pho_huyen") as client:
        form = hidden((await client.get(at("/cua-toi/field_visit"))).text, at("/cua-toi/field_visit"))
        async with database.tenant(world.scope) as tx:
            await tx.execute(
                "update programme set state = 'closed' where tenant_id = $1 and id = $2", tx.tenant_id, year.id
            )
        mine = (await client.get(at("/cua-toi"))).text
        assert "Dự sinh hoạt" in mine and f"/muc/{made}/bo" not in mine and "Ghi chuyến đi" not in mine
        answer = await client.post(at("/cua-toi/field_visit"), data=form | VISIT)
        assert answer.status_code == 422 and "đã" in answer.text
