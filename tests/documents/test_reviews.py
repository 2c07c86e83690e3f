"""Reviews over the years of a phase, and what is said of the pilot units, read back from their PDF."""

import re
from datetime import date
from io import BytesIO

import pypdf

from core.enrolments import actions as enrolments
from core.packs.catalog import discover
from core.programmes.actions import Plan, open_programme


async def opened(tx, pack: str, year: int):
    """A programme of the small world with everybody whom it covers."""
    programme = await open_programme(tx, None, discover().get(pack), year, Plan("02-KH/TĐTN", date(year, 1, 5), "BTV"))
    await enrolments.enrol(tx, programme)
    return programme


async def rated(tx, world, programme, **levels: int) -> None:
    """Give people a result in the data: a name with its level, 1 is the best."""
    for who, level in levels.items():
        await tx.execute(
            "update enrolment set state = 'rated', level = $4 where tenant_id = $1 and programme_id = $2"
            " and person_id = $3",
            tx.tenant_id, programme.id, world.people[who], level,
        )  # fmt: skip


async def printed(client, world, programme, key: str) -> tuple[str, str]:
    """The words of the province's document on screen and in its PDF, each on one line."""
    at = f"/{world.scope.slug}/chuong-trinh/{programme.slug}/van-ban/{world.units['tinh']}/{key}"
    shown, pdf = await client.get(at), await client.get(f"{at}/pdf")
    assert shown.status_code == 200 and pdf.status_code == 200
    pages = pypdf.PdfReader(BytesIO(pdf.content)).pages
    return shown.text, " ".join(" ".join(page.extract_text() for page in pages).split())


async def test_reviews_of_a_phase_compare_its_years(client_for, database, world):
    """The mid-phase review of 2020 holds 2020 alone, the final one of 2022 each year, what changed, and every unit."""
    async with database.tenant(world.scope) as tx:
        mid, final = await opened(tx, "kien_giang_kl06", 2020), await opened(tx, "kien_giang_kl06", 2022)
        await rated(tx, world, mid, bi_thu_tinh=1, bi_thu_xa=2)
        await rated(tx, world, world.programme, bi_thu_xa=2)
        await rated(tx, world, final, bi_thu_tinh=1, bi_thu_huyen=1, bi_thu_xa=1, bi_thu_xa_b=2)
        count = await tx.fetchval(
            "select count(*) from enrolment where tenant_id = $1 and programme_id = $2", tx.tenant_id, final.id
        )
    async with client_for(world, "bi_thu_tinh") as client:
        listing = await client.get(f"/{world.scope.slug}/chuong-trinh/{final.slug}/van-ban/{world.units['tinh']}")
        assert "/tong-ket" in listing.text and "/so-ket" not in listing.text
        shown, pdf = await printed(client, world, mid, "so-ket")
        for text in ("Sơ kết thực hiện", "từ năm 2019 đến năm 2020"):
            assert text in shown and text in pdf
        assert f"1 Năm 2020 {count} 2 2 1 1 0 0" in pdf and "Năm 2021" not in pdf
        shown, pdf = await printed(client, world, final, "tong-ket")
    for text in ("Tổng kết thực hiện", "giai đoạn 2019 - 2022", "là 75%"):
        assert text in shown and text in pdf
    for year, line in ((2020, "2 2 1 1"), (2021, "1 1 0 1"), (2022, "4 4 3 1")):
        assert f"Năm {year} {count} {line} 0 0" in pdf
    assert all(name in pdf for name in ("Huyện đoàn An Bình", "Huyện đoàn Bình An", "Bài học kinh nghiệm"))


async def test_pilots_stand_beside_the_whole(client_for, database, world):
    """Of the years in which pilots were named, each pilot with its numbers and the province in the last line."""
    async with database.tenant(world.scope) as tx:
        for table, since in (("unit", "opened_on"), ("unit_version", "valid_from"), ("membership", "starts_on")):
            await tx.execute(f"update {table} set {since} = '2014-01-01' where tenant_id = $1", tx.tenant_id)
        programme = await opened(tx, "kien_giang_member_training", 2016)
        for unit in ("xa_a", "co_quan"):
            await tx.execute(
                "insert into pilot_unit (tenant_id, programme_id, unit_id, pilot, marked_by, marked_at)"
                " values ($1, $2, $3, '', $4, sec.domain_now())",
                tx.tenant_id, programme.id, world.units[unit], world.accounts["bi_thu_tinh"],
            )  # fmt: skip
    async with client_for(world, "bi_thu_tinh") as client:
        shown, pdf = await printed(client, world, programme, "chi-dao-diem")
    assert re.search(r"1 Đoàn xã Thuận Hòa [1-9]", pdf) and re.search(r"2 Chi đoàn Công an huyện \d", pdf)
    for text in ("Kết quả các đơn vị chỉ đạo điểm", "Đoàn xã Thuận Hòa", "Toàn Tỉnh đoàn"):
        assert text in shown and text in pdf
    assert "Đoàn xã Tân Lập" not in pdf and "Huyện đoàn An Bình" not in pdf
