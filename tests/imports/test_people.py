"""Importing people into a real database: added, known again, changed, moved, seated."""

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
