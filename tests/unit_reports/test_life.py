"""A report on its way through three levels on a real database: snapshots, returns, corrections, compilation, races."""

import asyncio
from contextvars import Context
from datetime import date

import asyncpg
import msgspec
import pytest
from conftest_reports import KEY, clock, excuses

from core.assessments import closing
from core.errors import Forbidden, NotFound, Problem, Stale
from core.programmes import queries as programmes
from core.unit_reports import actions, duties, editions, frozen, receiving, worksheet
from core.unit_reports.actions import Row


async def at_work(tx) -> None:
    """December, with one member of the branch rated and the others not."""
    await clock(tx, "2021-12-10 09:00+07")


async def rate(tx, world, who: str, level: int = 1) -> None:
    """Give somebody a result in the data."""
    await tx.execute(
        "update enrolment set state = 'rated', level = $3 where tenant_id = $1 and person_id = $2",
        tx.tenant_id, world.people[who], level,
    )  # fmt: skip


async def test_up_the_chain_and_into_the_report_above(database, world, life) -> None:
    """A commune reports, the district accepts and compiles; later changes of the data do not change what was sent."""
    async with database.tenant(world.scope) as tx:
        await at_work(tx)
        await rate(tx, world, "bi_thu_ap")
        commune, district = life(tx), life(tx, "huyen_a", "bi_thu_huyen")
        edition = await commune.sent(7)
        sheet = await commune.sheet()
        assert (sheet.duty.state, sheet.duty.number) == ("submitted", "07-BC/ĐTN")
        assert not (await district.sheet()).parts, "what is not accepted is not compiled"
        await commune.accept(edition, "bi_thu_huyen")
        kept = (await commune.sheet()).lines[0].numbers
        await rate(tx, world, "pho_ap")
        assert (await commune.sheet()).lines[0].numbers != kept
        above = await district.sheet()
        line = next(one for one in above.lines if one.place.id == commune.unit)
        assert (line.kind, line.numbers, line.edition, line.differs) == ("reported", kept, 1, True)
        assert [one.name for one in above.missing] == [], "nobody else was asked"
        await district.sent(3)
        assert (await commune.sheet()).duty.state == "compiled"
        # The data moved, so the correction is another report: the first stays in force until the second is accepted.
        await actions.correct(tx, commune.actor, commune.year, KEY, commune.unit, "Bổ sung xếp loại của chi đoàn ấp 1")
        second = await commune.sent(9)
        assert next(iter((await district.sheet()).parts.values())).edition == 1
        await commune.accept(second, "pho_huyen")
        papers = await editions.of_unit(tx, commune.actor, commune.year, KEY, commune.unit)
        assert [(one.edition, one.number, one.outcome) for one in papers] == [(2, 9, "accepted"), (1, 7, "accepted")]
        first, new = [await editions.paper(tx, commune.actor, one.id) for one in reversed(papers)]
        changed = frozen.changes(first.paper.context, new.paper.context)
        assert {(one.column, one.old, one.new) for one in changed if one.unit_id == commune.unit} == {
            ("registered", 1, 2), ("good", 1, 2),
        }  # fmt: skip
        register = await editions.register(tx, commune.actor, commune.unit, 2021)
        assert [(line.number, line.edition) for line in register if line.number in (7, 8, 9)] == [
            (7, 1),
            (8, 0),
            (9, 2),
        ]


async def test_returned_recalled_refused(database, world, life) -> None:
    """A return needs a reason and begins the next edition; a recall leaves the number behind; a signature holds for
    its numbers alone; strangers and mere members of the committee sign nothing."""
    async with database.tenant(world.scope) as tx:
        await at_work(tx)
        commune = life(tx)
        with pytest.raises(Problem, match=r"unit_report\.not-now"):
            await actions.sign(tx, commune.actor, commune.year, KEY, commune.unit, 0)
        edition = await commune.sent(1)
        district = world.actor("bi_thu_huyen")
        with pytest.raises(Problem, match="words-missing"):
            await receiving.give_back(tx, district, commune.year, KEY, commune.unit, edition, " ")
        for who, refused in (("bi_thu_xa", Forbidden), ("bi_thu_tinh", Forbidden), ("bi_thu_xa_b", NotFound)):
            with pytest.raises(refused):
                await commune.accept(edition, who)
        await receiving.give_back(tx, district, commune.year, KEY, commune.unit, edition, "Thiếu chi đoàn ấp 2")
        sheet = await commune.sheet()
        assert (sheet.duty.state, sheet.duty.outcome_reason) == ("returned", "Thiếu chi đoàn ấp 2")
        await commune.signed()
        await rate(tx, world, "bi_thu_ap")
        with pytest.raises(Problem, match="changed-since-signed"):
            await commune.submit(2)
        await actions.reopen(tx, commune.actor, commune.year, KEY, commune.unit, await commune.version())
        with pytest.raises(Problem, match="number-taken"):
            await commune.sent(1)
        second = await commune.submit(3)
        with pytest.raises(Stale):
            await actions.save(tx, commune.actor, commune.year, KEY, commune.unit, actions.Entry(texts={}))
        await actions.recall(tx, commune.actor, commune.year, KEY, commune.unit)
        with pytest.raises(Problem, match=r"not-the-last|not-now"):
            await commune.accept(second, "bi_thu_huyen")
        register = await editions.register(tx, commune.actor, commune.unit, 2021)
        assert [(line.number, line.outcome) for line in register] == [(1, "returned"), (2, ""), (3, "recalled")]


async def test_typed_rows_and_findings(database, world, life) -> None:
    """A typed total stands beside the counted one with its reason; a broken rule names unit, cell and numbers, and
    nothing is signed before it is mended or justified."""
    async with database.tenant(world.scope) as tx:
        await at_work(tx)
        await rate(tx, world, "bi_thu_ap")
        await tx.execute(
            "update enrolment set state = 'validated' where tenant_id = $1 and person_id = $2",
            tx.tenant_id, world.people["pho_ap"],
        )  # fmt: skip
        commune = life(tx)
        (adds_up,) = [group for group in (await commune.sheet()).groups if group.rule == "adds_up"]
        (one,) = adds_up.open
        assert (one.name, one.column, one.left, one.right) == ("Chi đoàn ấp 1", "registered", 2, 1)
        await commune.save(texts={"results": "Làm tốt công tác đăng ký."})
        with pytest.raises(Problem, match="findings-open"):
            await actions.check(tx, commune.actor, commune.year, KEY, commune.unit, await commune.version())
        branch = world.units["ap_2"]
        with pytest.raises(Problem, match="row-incomplete"):
            await commune.save(rows={branch: Row(numbers=(5, None, 4, 1, 0, 0), words="Sổ giấy")})
        with pytest.raises(Problem, match="words-missing"):
            await commune.save(rows={branch: Row(numbers=(5, 5, 4, 1, 0, 0))})
        await commune.save(
            rows={branch: Row(numbers=(5, 5, 4, 1, 0, 0), words="Chi đoàn theo dõi trên sổ giấy")},
            words={one.key: "Đang xếp loại bổ sung"},
        )
        sheet = await commune.sheet()
        line = next(line for line in sheet.lines if line.place.id == branch)
        assert (line.kind, line.numbers[:2], line.differs) == ("typed", (5, 5), True)
        assert line.counted != line.numbers
        assert sheet.open == 0
        await rate(tx, world, "pho_ap", 2)
        await commune.signed()
        edition = await commune.submit()
        paper = await editions.paper(tx, commune.actor, edition)
        assert paper.paper.texts == {"results": "Làm tốt công tác đăng ký."}
        assert paper.intact
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with tx.savepoint():
                await tx.execute("update unit_report_edition set content = '{}' where tenant_id = $1", tx.tenant_id)


async def test_duties_of_units_that_existed_and_were_expected(database, world, life) -> None:
    """Districts owe by the plan; communes by their district's call; an excused unit counts nowhere; a unit opened
    after the day owes nothing; more time and lateness are facts beside the state."""
    async with database.tenant(world.scope) as tx:
        await at_work(tx)
        top = world.paths["tinh"]
        await receiving.call(
            tx, world.actor("bi_thu_huyen"), world.programme, KEY, world.units["huyen_a"], date(2021, 12, 11)
        )
        found = {one.name: one for one in await duties.of_slice(tx, world.programme, KEY, top)}
        asked = {name: one.asked for name, one in found.items() if one.asked != "free"}
        assert asked == {
            "Huyện đoàn An Bình": "owed", "Huyện đoàn Bình An": "owed", "Đoàn xã Thuận Hòa": "called",
            "Chi đoàn Công an huyện": "called",
        }  # fmt: skip
        commune = life(tx)
        assert (await commune.sheet()).duty.standing == "waiting"
        await clock(tx, "2021-12-12 00:00+07")
        assert (await commune.sheet()).duty.standing == "overdue"
        await receiving.excuse(tx, world.actor("bi_thu_huyen"), world.programme, KEY, commune.unit, "Vừa sáp nhập")
        sheet = await commune.sheet()
        assert (sheet.duty.standing, sheet.duty.expected) == ("exempt", False)
        above = await life(tx, "huyen_a", "bi_thu_huyen").sheet()
        assert [one.name for one in above.missing] == ["Chi đoàn Công an huyện"]


def elsewhere(work) -> asyncio.Task:
    """Run beside the transaction that is open here, on a connection of its own."""
    return asyncio.create_task(work, context=Context())


async def closed_meanwhile(database, world) -> programmes.Programme:
    """Close the year in a transaction of its own."""
    async with database.tenant(world.scope) as tx:
        await closing.close(tx, world.actor("quan_tri"), world.programme)
        return world.programme


async def test_what_was_accepted_before_the_closing_stands(database, world, life) -> None:
    """Two connections: a closing waits for the acceptance that runs and then holds it; an acceptance that comes after
    a closing that runs is refused, whoever began first."""
    async with database.tenant(world.scope) as tx:
        await at_work(tx)
        edition = await life(tx).sent(1)
        other = await life(tx, "co_quan", "bi_thu_cq").sent(1)
    async with database.tenant(world.scope) as tx:
        await life(tx).accept(edition, "bi_thu_huyen")
        waits = elsewhere(closed_meanwhile(database, world))
        await asyncio.sleep(0.2)
        assert not waits.done()
    await waits
    year = msgspec.structs.replace(world.programme, state="closed")
    async with database.tenant(world.scope) as tx:
        sheet = await worksheet.of_unit(tx, world.actor("bi_thu_huyen"), year, KEY, world.units["huyen_a"])
        assert list(sheet.parts) == [world.units["xa_a"]]
        with pytest.raises(Problem, match=r"programme\.closed"):
            await life(tx, "co_quan", "bi_thu_cq").accept(other, "bi_thu_huyen")
        await closing.reopen(tx, world.actor("quan_tri"), year, "Nhận thêm một báo cáo")
    async with database.tenant(world.scope) as tx:
        await closing.close(tx, world.actor("quan_tri"), world.programme)
        late = elsewhere(accepted(database, world, life, other))
        await asyncio.sleep(0.2)
        assert not late.done()
    with pytest.raises(Problem, match=r"programme\.closed"):
        await late


async def accepted(database, world, life, edition) -> None:
    """Accept in a transaction of its own."""
    async with database.tenant(world.scope) as tx:
        await life(tx, "co_quan", "bi_thu_cq").accept(edition, "bi_thu_huyen")


async def test_a_report_that_freezes_holds_what_was_accepted_before(database, world, life) -> None:
    """Two connections: a district that submits while a commune is being accepted waits, finds the numbers changed
    since the signature, and sends nothing without them."""
    async with database.tenant(world.scope) as tx:
        await at_work(tx)
        edition = await life(tx).sent(1)
        await rate(tx, world, "bi_thu_ap")
        await life(tx, "huyen_a", "bi_thu_huyen").signed()

    async def submitted() -> None:
        async with database.tenant(world.scope) as other:
            await life(other, "huyen_a", "bi_thu_huyen").submit(1)

    async with database.tenant(world.scope) as tx:
        await life(tx).accept(edition, "bi_thu_huyen")
        waits = elsewhere(submitted())
        await asyncio.sleep(0.2)
        assert not waits.done()
    with pytest.raises(Problem, match="changed-since-signed"):
        await waits


@pytest.mark.parametrize(
    ("at", "wanted"), [("2021-12-14 23:59:59.999999+07", "on_time"), ("2021-12-15 00:00+07", "late")]
)
async def test_the_database_clock_decides(database, world, life, at, wanted) -> None:
    """The instant of the submission on the tenant's clock, to the microsecond."""
    async with database.tenant(world.scope) as tx:
        await clock(tx, at)
        district = life(tx, "huyen_a", "bi_thu_huyen")
        await district.sent(1)
        assert (await district.sheet()).duty.standing == wanted
        assert not excuses((await district.sheet()).groups)
