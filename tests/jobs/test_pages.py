"""The page of jobs, the tenant's data as a file, and the pages of a tenant that is suspended."""

import asyncio
import io
import re
import zipfile
from uuid import UUID

import msgspec
import pytest

from core import jobs
from core.db.owner import owner
from core.errors import Problem
from core.jobs import queries
from tenants import exporting, platform, worker
from tenants.handlers import HANDLERS
from tenants.registry import Registry


def token_of(text: str) -> str:
    """The CSRF token in a page."""
    return re.search(r'name="_csrf" value="(\w+)"', text)[1]


@pytest.fixture
def work(database, urls):
    """Do what is queued."""

    async def done(handlers=HANDLERS) -> None:
        await asyncio.wait_for(worker.drain(urls["app"], database, Registry(database), handlers), 30)

    return done


async def test_an_administrator_orders_and_fetches_the_tenants_data(database, worlds, client_for, work):
    """Ordered, done, fetched: the file is this tenant's alone, nobody signs in with it, and the trail says who."""
    world, at = worlds[0], f"/{worlds[0].scope.slug}/quan-tri/viec-nen"
    async with client_for(world, "quan_tri") as client:
        page = await client.get(at)
        assert "Chưa có việc nào" in page.text
        ordered = await client.post(f"{at}/xuat-du-lieu", data={"_csrf": token_of(page.text)})
        assert ordered.status_code == 303
        waiting = await client.get(at)
        assert "Đang đợi" in waiting.text and 'hx-trigger="every 2s"' in waiting.text
        twice = await client.post(f"{at}/xuat-du-lieu", data={"_csrf": token_of(page.text)})
        assert twice.status_code == 422 and "Đang có một lần xuất dữ liệu chưa xong" in twice.text
        await work()
        ready = await client.get(at)
        assert "Đã xong" in ready.text and "hx-trigger" not in ready.text
        file = await client.get(re.search(rf'href="({at}/[0-9a-f-]+/tep)"', ready.text)[1])
    assert file.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        manifest = msgspec.json.decode(archive.read("manifest.json"))
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert manifest["tenant"]["slug"] == world.scope.slug and manifest["secrets"] is False
    assert b"$argon2id$" not in whole
    assert all(str(other.scope.tenant_id).encode() not in whole for other in worlds[1:])
    async with database.tenant(world.scope, readonly=True) as tx:
        rows = await tx.fetch(
            "select action from audit where tenant_id = $1 and action like 'tenant.export%'", tx.tenant_id
        )
    assert {row[0] for row in rows} == {"tenant.export-ordered", "tenant.export-fetched"}


async def test_a_failed_job_says_why_and_starts_again(database, world, client_for, work):
    """The reason stands in words beside the job, and one button queues it again."""

    async def refuses(database, scope, payload, progress):
        raise Problem("job.interrupted", attempts=3)

    async with database.tenant(world.scope) as tx:
        job_id = await jobs.enqueue(tx, "test.refuses", {}, by=world.actor("quan_tri"))
    await work({"test.refuses": refuses})
    at = f"/{world.scope.slug}/quan-tri/viec-nen"
    async with client_for(world, "quan_tri") as client:
        page = await client.get(at)
        assert "Việc bị ngắt 3 lần" in page.text and "Làm lại" in page.text
        again = await client.post(f"{at}/{job_id}/lam-lai", data={"_csrf": token_of(page.text)})
        assert again.status_code == 303
    async with database.tenant(world.scope, readonly=True) as tx:
        assert (await queries.find(tx, UUID(str(job_id)))).state == "queued"


async def test_only_the_administrator_sees_the_jobs(world, client_for):
    """For everybody else the page does not exist, and no menu shows it."""
    for role in ("van_phong", "kiem_tra", "bi_thu_tinh", "doan_vien"):
        async with client_for(world, role) as client:
            assert (await client.get(f"/{world.scope.slug}/quan-tri/viec-nen")).status_code == 404
            assert "viec-nen" not in (await client.get(f"/{world.scope.slug}/tai-khoan")).text


async def test_progress_can_be_told_inside_a_transaction(database, world, work):
    """A handler in the middle of its transaction tells how far it is: others see that at once."""
    seen = []

    async def half(database, scope, payload, progress):
        async with database.tenant(scope) as tx:
            await progress.at(5, 5)
            told = "select done from job where tenant_id = $1 and id = $2"
            seen.append(await tx.fetchval(told, tx.tenant_id, progress.job_id))

    async with database.tenant(world.scope) as tx:
        await jobs.enqueue(tx, "test.half", {})
    await work({"test.half": half})
    assert seen == [5]


async def test_a_suspended_tenant_answers_calmly_and_keeps_its_jobs(app, database, urls, world, client_for, work):
    """Pages and sign-in give the stable code with 503 and a way to ask; its jobs wait; afterwards all is as before."""
    url, slug = urls["operator"], world.scope.slug
    async with database.tenant(world.scope) as tx:
        job_id = await exporting.order(tx, world.actor("quan_tri"))
    await platform.suspend(url, "Người Vận Hành", slug)
    async with client_for(world, "quan_tri") as client:
        for path in ("", "/dang-nhap", "/tai-khoan", "/quan-tri/viec-nen", "/kich-hoat"):
            answer = await client.get(f"/{slug}{path}")
            assert answer.status_code == 503 and "Đơn vị đang tạm ngừng" in answer.text, path
            assert "tenant.suspended" in answer.text and int(answer.headers["retry-after"]) > 0
        assert (await client.post(f"/{slug}/dang-nhap", data={"username": "quan_tri"})).status_code == 503
        assert slug not in (await client.get("/")).text
        await platform.resume(url, "Người Vận Hành", slug)
        app.state.registry = Registry(database)
        assert (await client.get(f"/{slug}/tai-khoan")).status_code == 200
    async with database.tenant(world.scope, readonly=True) as tx:
        assert (await queries.find(tx, job_id)).state == "queued"


async def test_the_tenants_own_words_stand_on_its_pages(database, urls, world, client_for):
    """A profile's word for a kind of unit and the letters of its mark replace ours, in the tenant's language."""
    async with owner(urls["migrator"]) as connection:
        await connection.execute(
            "update tenant set profile = $2::jsonb where id = $1",
            world.scope.tenant_id, '{"unit_kinds": {"grassroots": "Đoàn xã, phường"}, "logo": "QX"}',
        )
    async with client_for(world, "quan_tri") as client:
        page = await client.get(f"/{world.scope.slug}/quan-tri/don-vi/{world.units['xa_a']}")
    assert "Đoàn xã, phường" in page.text
    assert re.search(r'rl-logo"[^>]*>\s*QX?\s*<', page.text)
