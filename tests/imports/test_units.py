"""Importing units: any order, parents of the same file, known again, undone leaves first."""

from core.imports import queries, undo

HEADINGS = ["Tên đơn vị", "Mã đơn vị", "Cấp", "Trực thuộc", "Khối", "Ngày thành lập"]
BRANCH = ["Chi đoàn ấp 9", "CD9", "", "Đoàn xã Mỹ Lâm", "Nông thôn", ""]
COMMUNE = ["Đoàn xã Mỹ Lâm", "X9", "Đoàn cơ sở", "Huyện An Bình", "", "26/3/2020"]


async def unit(database, world, name: str):
    """A unit by name."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return await tx.fetchrow(
            """select u.*, p.name as parent, v.valid_from from unit u
            left join unit p on p.tenant_id = u.tenant_id and p.id = u.parent_id
            left join unit_version v on v.tenant_id = u.tenant_id and v.unit_id = u.id and v.valid_to is null
            where u.tenant_id = $1 and u.name = $2""",
            tx.tenant_id, name,
        )  # fmt: skip


async def test_units_find_their_parents_in_the_same_file(importing, database, world):
    """A branch may stand before its commune; kinds follow from the name where the cell is empty."""
    _, counts = await importing.bring([HEADINGS, BRANCH, COMMUNE], "units")
    assert counts["new"] == 2
    commune, branch = await unit(database, world, COMMUNE[0]), await unit(database, world, BRANCH[0])
    assert (commune["parent"], commune["kind"], commune["opened_on"].isoformat()) == (
        "Huyện đoàn An Bình", "grassroots", "2020-03-26",
    )  # fmt: skip
    assert (branch["parent"], branch["kind"], branch["block"]) == ("Đoàn xã Mỹ Lâm", "branch", "rural")
    assert branch["path"].startswith(commune["path"] + ".") and branch["valid_from"] == branch["opened_on"]


async def test_the_same_units_again_change_nothing_and_a_new_name_is_known_by_code(importing, database, world):
    """Idempotent; a renamed unit keeps its id and gets a version of the day."""
    await importing.bring([HEADINGS, BRANCH, COMMUNE], "units")
    before = await unit(database, world, BRANCH[0])
    _, counts = await importing.bring([HEADINGS, ["Chi đoàn ấp Chín", "CD9", "", "", "", ""], COMMUNE], "units")
    assert (counts["changed"], counts["unchanged"]) == (1, 1)
    assert (await unit(database, world, "Chi đoàn ấp Chín"))["id"] == before["id"]


async def test_wrong_units_say_why(importing, database, world):
    """Unknown parents, kinds that do not fit there, units that stand elsewhere, names twice."""
    rows = [
        ["Chi đoàn A", "", "", "Đoàn xã Không Có", "", ""],
        ["Huyện đoàn C", "", "", "Đoàn xã Thuận Hòa", "", ""],
        ["Chi đoàn B", "", "", "Đoàn xã Tân Lập", "", ""],
        ["Chi đoàn B", "", "", "Đoàn xã Tân Lập", "", ""],
        ["Câu lạc bộ", "", "", "", "", ""],
    ]
    batch = await importing.keep([HEADINGS, *rows], "units")
    assert (await importing.check(batch))["faulty"] == 4
    async with database.tenant(world.scope, readonly=True) as tx:
        found = {odd.number: odd.faults[0].code for odd in await queries.odd_rows(tx, batch, "faulty")}
    assert found == {
        2: "import.unit-unknown", 3: "unit.kind-not-under-parent", 5: "import.unit-twice", 6: "import.kind-unknown",
    }  # fmt: skip


async def test_undone_units_are_gone_unless_somebody_is_in_them(importing, database, world):
    """A branch with people and the commune above it stay; the others go."""
    other = ["Chi đoàn ấp 10", "CD10", "", "Đoàn xã Mỹ Lâm", "", ""]
    batch, _ = await importing.bring([HEADINGS, BRANCH, COMMUNE, other], "units")
    people = ["Họ và tên", "Ngày sinh", "Mã đơn vị"]
    await importing.bring([people, ["Lê Văn Tám", "1/1/2000", "CD9"]])
    async with database.tenant(world.scope) as tx:
        told = await undo.undo(tx, importing.actor, batch)
    assert (told.removed, dict(told.kept)) == (1, {"membership": 1, "children": 1})
    assert await unit(database, world, "Chi đoàn ấp 10") is None
    assert await unit(database, world, BRANCH[0]) is not None
