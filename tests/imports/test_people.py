"""Importing people into a real database: added, known again, changed, moved, seated."""

from core.imports import batches, queries
from core.own_data.queries import own_data

HEADINGS = ["Họ và tên", "Mã đoàn viên", "Ngày sinh", "Giới tính", "Đơn vị", "Chức vụ", "Dân tộc", "Số điện thoại"]
AN = ["NGUYỄN HOÀNG AN", "KG0001", "5/9/2001", "Nam", "Đoàn xã Thuận Hòa / Chi đoàn ấp 2", "Đoàn viên", "Kinh",
      912345678]  # fmt: skip
BE = ["Trần Thị Bé", "", "01/02/2002", "Nữ", "Đoàn xã Tân Lập > Chi đoàn ấp 1", "UV BCH Đoàn xã", "Khmer", ""]


async def found(database, world, name: str):
    """A person with branch and positions."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return await tx.fetch(
            """select p.*, m.unit_id, m.starts_on, array(select o.title || '@' || o.unit_id from position o
              where o.tenant_id = $1 and o.person_id = p.id and o.ends_on is null) as posts
            from person p left join membership m on m.tenant_id = $1 and m.person_id = p.id and m.ends_on is null
            where p.tenant_id = $1 and p.full_name = $2""",
            tx.tenant_id, name,
        )  # fmt: skip


async def test_people_come_into_their_branches_with_what_the_file_says(importing, database, world):
    """Names in ordinary writing, days as days, the dropped zero put back, the branch by its path, the seat above."""
    _, counts = await importing.bring([HEADINGS, AN, BE])
    assert counts["new"] == 2
    (an,) = await found(database, world, "Nguyễn Hoàng An")
    assert (an["code"], an["gender"], an["phone"], an["birth_date"].isoformat()) == (
        "KG0001", "male", "0912345678", "2001-09-05",
    )  # fmt: skip
    assert an["unit_id"] == world.units["ap_2"] and an["posts"] == []
    (be,) = await found(database, world, "Trần Thị Bé")
    assert be["unit_id"] == world.units["ap_b"] and be["posts"] == [f"member@{world.units['xa_b']}"]


async def test_the_same_file_again_changes_nothing(importing):
    """Known by code, and without one by name, birth date and branch."""
    await importing.bring([HEADINGS, AN, BE])
    batch = await importing.keep([HEADINGS, AN, BE])
    counts = await importing.check(batch)
    assert counts["unchanged"] == 2 and sum(counts.values()) == 2


async def test_a_known_person_is_changed_and_moved_and_nothing_is_erased(importing, database, world):
    """Other facts and another branch are written; empty cells leave what was known."""
    await importing.bring([HEADINGS, AN])
    elsewhere = "Đoàn xã Thuận Hòa / Chi đoàn ấp 1"
    moved = ["Nguyễn Hoàng An", "KG0001", "6/9/2001", "", elsewhere, "", "", ""]
    async with database.tenant(world.scope) as tx:  # he came into the branch long ago
        await tx.execute(
            "update membership set starts_on = '2020-01-01' where tenant_id = $1 and starts_on > '2020-06-01'",
            tx.tenant_id,
        )
    _, counts = await importing.bring([HEADINGS, moved])
    assert counts["changed"] == 1
    (an,) = await found(database, world, "Nguyễn Hoàng An")
    assert (an["birth_date"].isoformat(), an["gender"], an["phone"]) == ("2001-09-06", "male", "0912345678")
    assert an["unit_id"] == world.units["ap_1"] and an["starts_on"].isoformat() == "2021-01-20"


async def test_somebody_alike_elsewhere_is_asked_about(importing, database, world):
    """The same name and birth date in another branch is written only after a choice, for one row or for all."""
    await importing.bring([HEADINGS, BE])
    twin = [*BE[:4], "Đoàn xã Thuận Hòa / Chi đoàn ấp 2", "", "", ""]
    batch = await importing.keep([HEADINGS, twin])
    assert (await importing.check(batch))["duplicate"] == 1
    async with database.tenant(world.scope) as tx:
        (odd,) = await queries.odd_rows(tx, batch, "duplicate")
        assert (odd.number, odd.same_name, odd.same_unit) == (2, "Trần Thị Bé", "Chi đoàn ấp 1")
        await batches.decide(tx, importing.actor, batch, {2: "new"}, None)
    assert (await importing.check(batch))["new"] == 1
    async with database.tenant(world.scope) as tx:
        await batches.decide(tx, importing.actor, batch, {2: ""}, "skip")
    counts = await importing.check(batch)
    assert counts["skipped"] == 1
    async with database.tenant(world.scope) as tx:
        await batches.decide(tx, importing.actor, batch, {2: "new"}, None)
    await importing.check(batch)
    await importing.run(batch)
    assert len(await found(database, world, "Trần Thị Bé")) == 2


async def test_faulty_cells_are_named_mended_and_then_written(importing, database, world):
    """Every wrong cell of a row is named with its field; a cell is mended once for all that hold the same."""
    wrong = "Chi đoàn ấp 22"
    bad = ["Lê Thị Thu", "", "31/2/2003", "Khác", wrong, "", "", "12"]
    worse = ["Lê Văn Thi", "", "2/2/2003", "Nam", wrong, "", "", ""]
    batch = await importing.keep([HEADINGS, bad, worse])
    assert (await importing.check(batch))["faulty"] == 2
    async with database.tenant(world.scope) as tx:
        rows = await queries.odd_rows(tx, batch, "faulty")
        assert {(f.field, f.code) for f in rows[0].faults} == {
            ("birth_date", "import.no-such-day"), ("gender", "import.gender-unknown"), ("phone", "person.not-a-phone"),
            ("unit", "import.unit-unknown-like"),
        }  # fmt: skip
        fixes = [batches.Fix(2, "unit", "Chi đoàn ấp 2", everywhere=True), batches.Fix(2, "birth_date", "28/2/2003"),
                 batches.Fix(2, "gender", "Nữ"), batches.Fix(2, "phone", "")]  # fmt: skip
        assert await batches.mend(tx, importing.actor, batch, fixes) == 5
    assert (await importing.check(batch))["new"] == 2
    assert (await importing.run(batch))["new"] == 2
    (thu,) = await found(database, world, "Lê Thị Thu")
    assert thu["unit_id"] == world.units["ap_2"] and thu["gender"] == "female"


async def test_one_person_on_two_rows(importing, database, world):
    """A second row gives a second position, or says that the code comes twice."""
    branch = "Đoàn xã Thuận Hòa / Chi đoàn ấp 2"
    first = ["Đặng Văn Hai", "KG0002", "1/1/2000", "Nam", branch, "Bí thư chi đoàn", "", ""]
    second = [*first[:5], "UV BCH Đoàn xã", "", ""]
    third = [*first[:5], "", "", ""]
    _, counts = await importing.bring([HEADINGS, first, second, third])
    assert (counts["new"], counts["changed"], counts["faulty"]) == (1, 1, 1)
    (hai,) = await found(database, world, "Đặng Văn Hai")
    assert sorted(hai["posts"]) == sorted([f"secretary@{world.units['ap_2']}", f"member@{world.units['xa_a']}"])


async def test_a_second_secretary_is_refused(importing, database, world):
    """The branch has a secretary; the row says whose seat it is."""
    row = ["Võ Văn Ba", "", "1/1/2000", "", "Đoàn xã Thuận Hòa / Chi đoàn ấp 1", "Bí thư", "", ""]
    batch = await importing.keep([HEADINGS, row])
    assert (await importing.check(batch))["faulty"] == 1
    async with database.tenant(world.scope) as tx:
        (odd,) = await queries.odd_rows(tx, batch, "faulty")
    assert odd.faults[0].code == "position.second-secretary" and odd.faults[0].facts["name"] == "Đỗ Thị Hằng"


async def test_sensitive_columns_never_reach_the_database(importing, database, world):
    """Ethnicity stands in the file and in no table, not even before the import is carried out."""
    batch = await importing.keep([HEADINGS, [*AN[:6], "Sán Dìu", ""]])
    await importing.check(batch)
    async with database.tenant(world.scope, readonly=True) as tx:
        kept = await tx.fetchval("select string_agg(cells, '') from import_chunk where tenant_id = $1", tx.tenant_id)
        assert "Nguyễn".upper().encode() in kept and "Sán Dìu".encode() not in kept
        batch_row = await queries.get(tx, batch)
    column = next(one for one in batch_row.shape.columns if one.heading == "Dân tộc")
    assert column.role == "sensitive" and column.samples == ()


async def test_what_was_read_is_forgotten_when_it_was_written(importing, database, world):
    """After the import only the rows that stayed out are kept, to be taken away."""
    await importing.bring([HEADINGS, AN, ["Một", "", "", "", "", "", "", ""]])
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await tx.fetchval("select count(*) from import_chunk where tenant_id = $1", tx.tenant_id) == 0
        assert await tx.fetchval("select count(*) from import_row where tenant_id = $1", tx.tenant_id) == 1


async def test_a_person_sees_when_a_file_brought_his_record(importing, database, world):
    """Among his own data stand the imports that added or changed him, and his contact data."""
    known = ["Hồ Thị Út", "KG9", "19/05/1995", "", "Đoàn xã Thuận Hòa / Chi đoàn ấp 1", "", "", "0912345678"]
    await importing.bring([HEADINGS, known, AN])
    async with database.tenant(world.scope, readonly=True) as tx:
        held = {one.kind: one for one in await own_data(tx, world.actor("doan_vien"), most=5)}
    assert held["imports"].total == 1 and held["imports"].rows[0]["by_name"] == "quan_tri"
    assert held["person"].rows[0]["phone"] == "0912345678"
