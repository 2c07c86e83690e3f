"""What an import costs beside the least it could cost: reading the workbook, and COPY of the same rows."""

import statistics
import time
from collections.abc import Iterable
from io import BytesIO

import asyncpg
import python_calamine

from core.db.ids import new_id
from core.imports import batches, people_write, reading, runs
from core.people.rules import search_key, sort_key
from tenants.demo.workbook import member_list

PEOPLE, SHARE, ROUNDS, BRANCHES = 100_000, 20_000, 3, 500
BAR = 2.5


async def branches(database, world) -> list[tuple[str, str, str, str]]:
    """Many branches under one commune, as paths of names."""
    async with database.tenant(world.scope) as tx:
        day, commune = await tx.today(), world.units["xa_a"]
        await tx.load(
            "unit",
            ("tenant_id", "id", "parent_id", "path", "kind", "name", "sort_key", "search_key", "opened_on"),
            [
                (tx.tenant_id, new_id(), commune, f"{world.paths['xa_a']}.z{number:03}", "branch", name,
                 sort_key(name), search_key(name), day)
                for number in range(BRANCHES)
                if (name := f"Chi đoàn khu phố {number}")
            ],
        )  # fmt: skip
    above = ("Tỉnh đoàn", "Huyện đoàn An Bình", "Đoàn xã Thuận Hòa")
    return [(*above, f"Chi đoàn khu phố {number}") for number in range(BRANCHES)]


async def bare(urls: dict[str, str], world, content: bytes) -> float:
    """Seconds for reading every cell and for COPY of the rows that the import has written, as a superuser."""
    own = await asyncpg.connect(urls["admin"], database=urls["database"])
    tables = {"person": people_write.PERSON, "person_token": people_write.TOKEN,
              "membership": people_write.MEMBERSHIP}  # fmt: skip
    rows = {}
    for table, columns in tables.items():
        key = "id" if table == "person" else "person_id"
        rows[table] = await own.fetch(
            f"select {', '.join(columns)} from core.{table} where tenant_id = $1 and {key} in"
            " (select unnest(people) from core.import_added where tenant_id = $1)",
            world.scope.tenant_id,
        )
    await _removed(own, world, tables)
    begun = time.perf_counter()
    for row in python_calamine.load_workbook(BytesIO(content)).get_sheet_by_index(0).iter_rows():
        assert len(row) > 1
    async with own.transaction():
        for table, columns in tables.items():
            await own.copy_records_to_table(table, records=rows[table], columns=columns, schema_name="core")
    taken = time.perf_counter() - begun
    await _removed(own, world, tables)
    await own.execute("delete from core.import_added where tenant_id = $1", world.scope.tenant_id)
    await own.close()
    return taken


async def _removed(own: asyncpg.Connection, world, tables: Iterable[str]) -> None:
    """Take the imported people away again, so that both sides write into the same tables."""
    async with own.transaction():
        await own.execute("set local session_replication_role = replica")
        for table in tables:
            key = "id" if table == "person" else "person_id"
            await own.execute(
                f"delete from core.{table} where tenant_id = $1 and {key} in"
                " (select unnest(people) from core.import_added where tenant_id = $1)",
                world.scope.tenant_id,
            )
    await own.execute("vacuum core.person, core.person_token, core.membership")


async def imported(database, world, content: bytes, people: int) -> float:
    """Seconds for reading a file, judging its rows and writing them."""
    actor = world.actor("quan_tri")
    begun = time.perf_counter()
    read = await reading.read(content, "people")
    async with database.tenant(world.scope) as tx:
        batch = await batches.keep(tx, actor, "people", "lon.xlsx", content, read)
        await tx.execute(
            "update import_batch set state = 'running' where tenant_id = $1 and id = $2", tx.tenant_id, batch
        )
    async with database.tenant(world.scope) as tx:
        counts = await runs.carry_out(tx, actor, batch)
    assert counts["new"] == people, counts
    return time.perf_counter() - begun


async def test_an_import_beside_bare_reading_and_copy(database, urls, world):
    """Reading, judging and writing people takes at most 2.5 times as long as bare reading and COPY of their rows."""
    places = await branches(database, world)
    content, _ = member_list(places, SHARE)
    shares = []
    for _ in range(ROUNDS):
        ours = await imported(database, world, content, SHARE)
        shares.append(ours / await bare(urls, world, content))
    share = statistics.median(shares)
    print(f"\nimport of {SHARE:,} people ÷ bare reading and COPY: {share:.2f} (bar {BAR})")
    assert share <= BAR


async def test_a_province_of_a_hundred_thousand(database, urls, world):
    """100,000 people of a 32-column workbook come in at one go, into tables whose statistics say that they are tiny."""
    own = await asyncpg.connect(urls["admin"], database=urls["database"])
    await own.execute("vacuum analyze")
    await own.close()
    content, _ = member_list(await branches(database, world), PEOPLE, seed=2)
    seconds = await imported(database, world, content, PEOPLE)
    print(f"\nimport of {PEOPLE:,} people: {seconds:.1f} s (10 on a quiet machine)")
    assert seconds <= 60
