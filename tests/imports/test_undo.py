"""Undoing a whole import: the lists are as before, but for what somebody has built on since."""

import pytest

from core.db.ids import new_id
from core.errors import Problem
from core.imports import undo

HEADINGS = ["Họ và tên", "Mã đoàn viên", "Ngày sinh", "Đơn vị", "Chức vụ"]
BRANCH = "Đoàn xã Thuận Hòa / Chi đoàn ấp 2"
NEW = ["Lâm Gia Huy", "KG1", "5/9/2001", BRANCH, "Phó Bí thư"]
KNOWN = ["Hồ Thị Út", "KG2", "19/05/1995", BRANCH, "UV BCH"]  # she is in another branch, without a code
PEOPLE = """select p.id, p.full_name, p.code, p.birth_date, m.unit_id, m.starts_on, m.ends_on,
  (select count(*) from position o where o.tenant_id = p.tenant_id and o.person_id = p.id) as posts,
  (select string_agg(token, ' ' order by token) from person_token t
   where t.tenant_id = p.tenant_id and t.person_id = p.id) as words
from person p left join membership m on m.tenant_id = p.tenant_id and m.person_id = p.id
where p.tenant_id = $1 order by p.id, m.starts_on"""


async def lists(database, world) -> list[tuple]:
    """Everybody with branches, number of positions and words."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return [tuple(row) for row in await tx.fetch(PEOPLE, tx.tenant_id)]


async def undone(importing, batch):
    """Undo, as the page does."""
    async with importing.database.tenant(importing.world.scope) as tx:
        return await undo.undo(tx, importing.actor, batch)


async def imported(importing, database):
    """One new person and a known one who gets a code, another branch and a seat."""
    batch = await importing.keep([HEADINGS, NEW, KNOWN])
    async with database.tenant(importing.world.scope) as tx:
        await tx.execute("update import_batch set duplicates = 'merge' where tenant_id = $1", tx.tenant_id)
    await importing.check(batch)
    counts = await importing.run(batch)
    assert (counts["new"], counts["changed"]) == (1, 1)
    return batch


async def test_an_undone_import_leaves_the_lists_as_they_were(importing, database, world):
    """Added people, branches and seats go, old facts and branches come back, words of names included."""
    before = await lists(database, world)
    batch = await imported(importing, database)
    assert await lists(database, world) != before
    told = await undone(importing, batch)
    assert (told.removed, told.restored, told.kept_in_all) == (1, 1, 0)
    assert await lists(database, world) == before
    with pytest.raises(Problem, match=r"import\.not-done"):
        await undone(importing, batch)


async def test_what_somebody_builds_on_stays_and_is_named(importing, database, world):
    """A new person with an account stays, with branch and seat; the other one is restored."""
    batch = await imported(importing, database)
    async with database.tenant(world.scope) as tx:
        person = await tx.fetchval("select id from person where tenant_id = $1 and code = 'KG1'", tx.tenant_id)
        await tx.execute(
            "insert into account (tenant_id, id, username, person_id) values ($1, $2, 'lam-gia-huy', $3)",
            tx.tenant_id, new_id(), person,
        )  # fmt: skip
    told = await undone(importing, batch)
    assert (told.removed, told.restored, dict(told.kept)) == (0, 1, {"account": 1})
    assert told.shown[0].name == "Lâm Gia Huy"
    rows = {row[1]: row for row in await lists(database, world)}
    assert rows["Lâm Gia Huy"][4] == world.units["ap_2"] and rows["Lâm Gia Huy"][7] == 1
    assert rows["Hồ Thị Út"][2] is None and rows["Hồ Thị Út"][4] == world.units["ap_1"]


async def test_an_edited_person_is_not_set_back(importing, database, world):
    """Whom somebody corrected after the import keeps the correction."""
    batch = await imported(importing, database)
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update person set gender = 'female', version = version + 1 where tenant_id = $1 and code = any($2)",
            tx.tenant_id, ["KG1", "KG2"],
        )  # fmt: skip
    told = await undone(importing, batch)
    assert (told.removed, told.restored, dict(told.kept)) == (0, 0, {"edited": 2})
