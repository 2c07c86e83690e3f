"""One's own data over HTTP: what the page tells, what the file holds, asking for a correction and its answer."""

import csv
import io
import json
import re
import zipfile
from datetime import date

import pytest

from core.data_requests import rules
from core.own_data.kinds import ELSEWHERE, IN_THE_DOWNLOAD, KINDS
from core.registrations import actions as registrations
from core.registrations import reviews

TEXT = "Làm xong việc được giao trước hạn hai ngày."


@pytest.fixture
async def sheet(database, world):
    """The branch secretary has handed in a sheet."""
    rules_of = world.programme.rules
    sides = {rules_of.groups[one.group].polarity: key for key, one in rules_of.criteria.items()}
    items = {sides["do"]: TEXT, sides["dont"]: "Không trễ họp."}
    async with database.tenant(world.scope) as tx:
        return await registrations.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, items)


async def test_the_page_tells_everything_in_words(client_for, world, sheet):
    """Who I am, where I belong, what I hold, my sheet with its text, my account and sessions; no stored codes."""
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(f"/{world.scope.slug}/tai-khoan/du-lieu")).text
    for words in ("Đỗ Thị Hằng", "Chi đoàn ấp 1", "Bí thư", "19/05/1995", TEXT, "Nộp phiếu", "bi_thu_ap", "127.0.0.1"):
        assert words in page, words
    for code in ("secretary", "submitted", "registration.submit", "programme_id"):
        assert f">{code}<" not in page, code


async def test_a_review_is_told_with_its_advice(client_for, world, database, sheet):
    """What the committee advised stands on the page under the criterion's title."""
    rules_of = world.programme.rules
    key = [key for key, one in rules_of.criteria.items() if rules_of.groups[one.group].polarity == "do"][-1]
    async with database.tenant(world.scope) as tx:
        advice = {key: "Nên ghi rõ hạn."}
        await reviews.approve(tx, world.actor("bi_thu_xa"), sheet.registration_id, sheet.version, "", advice)
    async with client_for(world, "bi_thu_ap") as client:
        answer = await client.get(f"/{world.scope.slug}/tai-khoan/du-lieu")
    assert answer.status_code == 200 and "Nên ghi rõ hạn." in answer.text


async def test_nothing_about_others_is_told(client_for, world, sheet):
    """Another member of the same branch finds neither the secretary's sheet nor her name among the data."""
    async with client_for(world, "doan_vien") as client:
        page = (await client.get(f"/{world.scope.slug}/tai-khoan/du-lieu")).text
    assert "Hồ Thị Út" in page
    assert TEXT not in page and "Đỗ Thị Hằng" not in page


async def test_the_download_opens_everywhere(client_for, world, sheet, form_of):
    """The archive has a Vietnamese name, JSON with every kind, a page, and tables that Excel reads; it is audited."""
    at = f"/{world.scope.slug}/tai-khoan/du-lieu"
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(at)).text
        answer = await client.post(f"{at}/tai-ve", data=form_of(page, "/tai-ve"))
        again = (await client.get(at)).text
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    assert "filename*=UTF-8''D%E1%BB%AF%20li%E1%BB%87u%20c%E1%BB%A7a" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        names = files.namelist()
        stored = json.loads(files.read("du-lieu.json"))
        table = files.read(next(name for name in names if "Nội dung phiếu" in name))
        html = files.read("Dữ liệu của tôi.html").decode()
    assert set(stored["data"]) == {*KINDS, *IN_THE_DOWNLOAD}
    assert stored["data"]["person"][0]["full_name"] == "Đỗ Thị Hằng"
    assert TEXT in html and table.startswith(b"\xef\xbb\xbf")
    assert TEXT in {cell for row in csv.reader(io.StringIO(table.decode("utf-8-sig"))) for cell in row}
    assert "Tải dữ liệu của mình" in again


async def test_a_spreadsheet_calculates_nothing(client_for, world, database, form_of):
    """A solution that begins like a formula is a text in the table."""
    keys = world.programme.rules.criteria
    async with database.tenant(world.scope) as tx:
        items = {next(iter(keys)): '=HYPERLINK("http://evil.example")'}
        await registrations.save_draft(tx, world.actor("bi_thu_ap"), world.programme, items, 0)
    at = f"/{world.scope.slug}/tai-khoan/du-lieu"
    async with client_for(world, "bi_thu_ap") as client:
        answer = await client.post(f"{at}/tai-ve", data=form_of((await client.get(at)).text, "/tai-ve"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        table = files.read(next(name for name in files.namelist() if "Nội dung phiếu" in name)).decode("utf-8-sig")
    assert "\"'=HYPERLINK" in table


async def test_every_column_that_names_somebody_is_told_or_explained(database, world):
    """No table that points at a person or an account is forgotten when the schema grows."""
    async with database.tenant(world.scope, readonly=True) as tx:
        found = await tx.fetch(
            """select distinct c.table_name from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'core' and t.table_type = 'BASE TABLE' and c.data_type = 'uuid' and c.column_name ~
              '(^|_)(person|account)(_id)?$|_by$|^by_|(^|_)by_(person|account)$'"""
        )
    statements = " ".join([*KINDS.values(), *IN_THE_DOWNLOAD.values()])
    told = {row[0] for row in found if re.search(rf"(from|join) {row[0]} ", statements)}
    assert {row[0] for row in found} - told - ELSEWHERE.keys() == set()


async def test_a_correction_is_asked_for_and_answered(client_for, world, form_of):
    """The member asks, the administrator sees the last day, answers, and the member reads the answer; both audited."""
    mine, desk = f"/{world.scope.slug}/tai-khoan/du-lieu", f"/{world.scope.slug}/quan-tri/du-lieu-ca-nhan"
    async with client_for(world, "doan_vien") as member, client_for(world, "quan_tri") as admin:
        empty = await member.post(
            f"{mine}/yeu-cau", data=form_of((await member.get(f"{mine}/yeu-cau")).text, "/yeu-cau")
        )
        assert empty.status_code == 422 and 'id="e-kind"' in empty.text
        asked = form_of((await member.get(f"{mine}/yeu-cau")).text, "/yeu-cau")
        asked |= {"kind": "correct", "words": "Ngày sinh đúng là 20/05/1995."}
        assert (await member.post(f"{mine}/yeu-cau", data=asked)).status_code == 303
        waiting = (await admin.get(desk)).text
        assert "Hồ Thị Út" in waiting and "22/01/2021" in waiting  # asked on Wednesday 20/01/2021
        case = re.search(r'href="([^"]*/yeu-cau/[^"]+)"', waiting)[1]
        reply = form_of((await admin.get(case)).text, '/yeu-cau/[^"]*')
        refused = await admin.post(case, data=reply | {"outcome": "done"})
        assert refused.status_code == 422 and 'id="e-answer"' in refused.text
        reply = form_of((await admin.get(case)).text, '/yeu-cau/[^"]*')
        assert (await admin.post(case, data=reply | {"outcome": "done", "answer": "Đã sửa."})).status_code == 303
        read = (await member.get(mine)).text
        assert "Đã sửa." in read and "Trả lời yêu cầu về dữ liệu" in read
        assert "Đã sửa." in (await admin.get(f"{desk}/da-tra-loi")).text


async def test_nobody_answers_his_own_request(client_for, world, form_of):
    """An administrator's own request is for another administrator."""
    mine, desk = f"/{world.scope.slug}/tai-khoan/du-lieu", f"/{world.scope.slug}/quan-tri/du-lieu-ca-nhan"
    async with client_for(world, "quan_tri") as admin:
        asked = form_of((await admin.get(f"{mine}/yeu-cau")).text, "/yeu-cau") | {"kind": "other", "words": "Vì sao?"}
        await admin.post(f"{mine}/yeu-cau", data=asked)
        assert "/yeu-cau/" not in (await admin.get(desk)).text.split("<table")[1]


async def test_the_desk_is_not_flooded(client_for, world, form_of):
    """More than five open requests of one person are refused; the words stay in the form."""
    at = f"/{world.scope.slug}/tai-khoan/du-lieu/yeu-cau"
    async with client_for(world, "doan_vien") as client:
        for number in range(6):
            sent = form_of((await client.get(at)).text, "/yeu-cau") | {"kind": "other", "words": f"Câu hỏi {number}"}
            answer = await client.post(at, data=sent)
    assert answer.status_code == 422 and "Câu hỏi 5" in answer.text


@pytest.mark.parametrize(
    ("asked", "due"), [("2021-01-20", "2021-01-22"), ("2021-01-21", "2021-01-25"), ("2021-01-23", "2021-01-26")]
)
def test_two_working_days(asked, due):
    """Saturdays and Sundays do not count."""
    assert rules.due_on(date.fromisoformat(asked)) == date.fromisoformat(due)


async def test_an_account_without_a_person_has_data_too(client_for, world):
    """An office account finds its account, role and sessions."""
    async with client_for(world, "van_phong") as client:
        page = (await client.get(f"/{world.scope.slug}/tai-khoan/du-lieu")).text
    assert "van_phong" in page and "Vai trò được giao" in page
