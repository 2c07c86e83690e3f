"""Registration sheets in bulk: ordered, followed, fetched by who ordered them alone, read back from the file."""

import asyncio
import io
import re
import zipfile

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.db.ids import new_id
from core.documents.sheet_lists import Batch
from core.people.rules import sort_key
from core.registrations import actions as registrations
from tenants import worker
from tenants.registry import Registry
from ui.documents.sheet_files import IN_A_FILE, _parts, _planned
from ui.jobs_table import HANDLERS

WHO = ("bi_thu_ap", "pho_ap", "bi_thu_xa", "pho_xa", "pho_huyen")
COMMITTEES = {"Huyện đoàn An Bình.pdf": ["Võ Thị Ngọc Ánh"],
              "Đoàn xã Thuận Hòa.pdf": ["Huỳnh Thanh Tâm", "Bùi Quốc Việt"],
              "Đoàn xã Thuận Hòa/Chi đoàn ấp 1.pdf": ["Ngô Gia Bảo", "Đỗ Thị Hằng"]}  # fmt: skip


def names(content: bytes) -> list[str]:
    """Whose sheets a PDF holds, in its order."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.findall(r"Họ và tên: (.+)", "\n".join(page.extract_text() for page in pages))


@pytest.fixture
async def handed_in(database, world) -> None:
    """Five people of a district have handed in their sheets."""
    rules = world.programme.rules
    kinds = {key: rules.groups[one.group].polarity for key, one in rules.criteria.items()}
    items = {key: f"Giải pháp {key}" for key in (next(k for k in kinds if kinds[k] == p) for p in ("do", "dont"))}
    async with database.tenant(world.scope) as tx:
        for who in WHO:
            await registrations.submit(tx, world.actor(who), world.programme, 0, items)


@pytest.fixture
def work(database, urls):
    """Do what is queued."""

    async def done() -> None:
        await asyncio.wait_for(worker.drain(urls["app"], database, Registry(database), HANDLERS), 60)

    return done


def address(world, unit: str) -> str:
    """The documents of a unit."""
    return f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}/van-ban/{world.units[unit]}"


async def ordered(client, world, unit: str, **form: str) -> str:
    """Order the sheets of a unit; the address of the order."""
    page = await client.get(f"/{world.scope.slug}/tai-khoan")
    token = re.search(r'name="_csrf" value="(\w+)"', page.text)[1]
    answer = await client.post(address(world, unit) + "/tap-phieu", data={"_csrf": token, **form})
    assert answer.status_code == 303, answer.status_code
    return answer.headers["location"]


async def test_a_district_gets_one_pdf_a_unit_in_one_archive(client_for, database, world, handed_in, work):
    """Pressed twice it is one job; it is followed, done, fetched: everybody once, by unit and name, and traced."""
    async with client_for(world, "bi_thu_huyen") as client:
        listing = await client.get(address(world, "huyen_a"))
        assert "5 phiếu" in listing.text and "Tạo tệp" in listing.text
        at = await ordered(client, world, "huyen_a", whole="1")
        assert await ordered(client, world, "huyen_a", whole="1") == at
        waiting = await client.get(at)
        assert "Đang chờ đến lượt" in waiting.text and f'hx-get="{at}/tien-do"' in waiting.text
        assert (await client.get(f"{at}/tep")).status_code == 404
        await work()
        over = await client.get(f"{at}/tien-do")
        assert over.headers["hx-refresh"] == "true"
        ready, listing = await client.get(at), await client.get(address(world, "huyen_a"))
        assert all("Đã làm lúc" in page.text and f'href="{at}/tep"' in page.text for page in (ready, listing))
        file = await client.get(f"{at}/tep")
        assert "Huy%E1%BB%87n%20%C4%91o%C3%A0n%20An%20B%C3%ACnh" in file.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert {name: names(archive.read(name)) for name in archive.namelist()} == COMMITTEES
    async with database.tenant(world.scope, readonly=True) as tx:
        acts = await tx.fetch("select action from audit where tenant_id = $1 and action like 'sheets.%'", tx.tenant_id)
    assert sorted(row[0] for row in acts) == ["sheets.fetched", "sheets.ordered"]


async def test_a_large_unit_gets_one_file_and_a_small_one_its_sheets_at_once(
    client_for, database, world, handed_in, work
):
    """Of 52 people the page asks to order; the PDF has a sheet of each, in the order of names."""
    async with database.tenant(world.scope) as tx:
        for number in range(50):
            name = f"Trần Văn {chr(65 + number % 26)}{chr(97 + number // 26)}"
            await like(tx, world, new_id(), name)
    async with client_for(world, "bi_thu_xa") as client:
        own, branch = await client.get(address(world, "xa_a")), await client.get(address(world, "ap_1"))
        assert 'tap-phieu" download' in own.text  # two people: at once
        assert 'tap-phieu" download' not in branch.text and "52 phiếu" in branch.text
        assert (await client.get(address(world, "ap_1") + "/tap-phieu")).status_code == 303
        at = await ordered(client, world, "ap_1")
        await work()
        file = await client.get(f"{at}/tep")
    found = names(file.content)
    assert file.headers["content-type"] == "application/pdf" and len(found) == 52 == len(set(found))
    assert found == sorted(found, key=sort_key)


async def like(tx, world, person, name: str) -> None:
    """Somebody else in the branch with the same sheet as its secretary."""
    model = world.people["bi_thu_ap"]
    await tx.execute(
        "insert into person (tenant_id, id, full_name, sort_key, search_key, birth_date)"
        " values ($1, $2, $3, $4, $3, '1995-05-19')",
        tx.tenant_id, person, name, sort_key(name),
    )  # fmt: skip
    for table, changed in (("enrolment", "'person_id', $2::uuid"), ("registration", "'person_id', $2::uuid, 'id', $2")):
        await tx.execute(
            f"insert into {table} select (jsonb_populate_record(t, jsonb_build_object({changed}))).*"
            f" from {table} t where tenant_id = $1 and person_id = $3",
            tx.tenant_id, person, model,
        )  # fmt: skip
    await tx.execute(
        "insert into registration_item"
        " select (jsonb_populate_record(i, jsonb_build_object('registration_id', $2::uuid))).*"
        " from registration_item i join registration r on r.tenant_id = $1 and r.id = i.registration_id"
        " where i.tenant_id = $1 and r.person_id = $3",
        tx.tenant_id, person, model,
    )  # fmt: skip


async def test_an_order_is_nobody_elses(client_for, world, handed_in, work):
    """A colleague of the same committee neither follows, stops nor fetches it; the administrator sees what it is."""
    async with client_for(world, "bi_thu_huyen") as client:
        at = await ordered(client, world, "huyen_a", whole="1")
    for stage in ("waiting", "done"):
        for who in ("pho_huyen", "quan_tri"):
            async with client_for(world, who) as client:
                answers = [await client.get(at + rest) for rest in ("", "/tien-do", "/tep")]
                assert {one.status_code for one in answers} == {404}, (stage, who)
        await work()
    async with client_for(world, "bi_thu_huyen") as client:
        assert (await client.get(at.replace(str(world.units["huyen_a"]), str(world.units["xa_a"])))).status_code == 404
    async with client_for(world, "quan_tri") as client:
        assert "Tập phiếu đăng ký của một đơn vị" in (await client.get(f"/{world.scope.slug}/quan-tri/viec-nen")).text


async def test_who_may_no_longer_read_gets_nothing(client_for, database, world, handed_in, work):
    """Rights are those of the moment: lost before the making the job fails, lost after it the file is not there."""
    async with client_for(world, "bi_thu_xa") as client:
        at = await ordered(client, world, "xa_a", whole="1")
        await work()
        assert (await client.get(f"{at}/tep")).status_code == 200
        later = await ordered(client, world, "ap_1")
        async with database.tenant(world.scope) as tx:
            await tx.execute(
                "update position set ends_on = sec.domain_today() - 1 where tenant_id = $1 and person_id = $2",
                tx.tenant_id, world.people["bi_thu_xa"],
            )  # fmt: skip
        await work()
        assert {(await client.get(one + "/tep")).status_code for one in (at, later)} == {404}
        assert (await client.get(at)).status_code == 404
    async with client_for(world, "quan_tri") as client:
        told = (await client.get(f"/{world.scope.slug}/quan-tri/viec-nen")).text
    assert "không còn quyền xem phiếu đăng ký" in told


async def test_it_can_be_stopped_and_says_why_it_failed(client_for, database, world, handed_in, work):
    """Stopped it says so and starts anew; without a sheet left it says that."""
    async with client_for(world, "bi_thu_xa") as client:
        at = await ordered(client, world, "ap_1")
        token = re.search(r'name="_csrf" value="(\w+)"', (await client.get(at)).text)[1]
        await client.post(f"{at}/dung", data={"_csrf": token})
        stopped = await client.get(at)
        assert "Đã dừng." in stopped.text and "Làm lại" in stopped.text and "hx-get" not in stopped.text
        again = await ordered(client, world, "ap_1")
        assert again != at
        async with database.tenant(world.scope) as tx:
            await tx.execute(
                "update registration set state = 'draft', validated_at = null where tenant_id = $1", tx.tenant_id
            )
        await work()
        assert "Không còn phiếu đăng ký nào" in (await client.get(again)).text


@settings(max_examples=30)
@given(st.lists(st.integers(1, 3 * IN_A_FILE + 1), max_size=4))
def test_no_sheet_is_left_out_or_printed_twice(sizes):
    """However many units and sheets: every sheet in one PDF, no two of one name, not too much at a time."""
    batches = [
        Batch(unit_id=new_id(), path="0000", name="x", sheets=tuple(new_id() for _ in range(size))) for size in sizes
    ]
    planned = list(_planned(batches, {batch.unit_id: f"Chi đoàn {n}" for n, batch in enumerate(batches)}))
    parts = list(_parts(planned))
    assert [one for each in planned for one in each.sheets] == [one for batch in batches for one in batch.sheets]
    assert [one for part in parts for one in part] == planned
    assert all(sum(len(one.sheets) for one in part) <= IN_A_FILE for part in parts)
    assert len({one.name for one in planned}) == len(planned)
