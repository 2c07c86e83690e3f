"""A tenant as a file and back: identical by the canonical hash, refused when it is not whole."""

import io
import re
import zipfile
from pathlib import Path

import msgspec
import pytest

from core.access import Actor
from core.comparison import publishing
from core.db.scope import Database, Scope
from core.errors import Problem
from core.registrations import actions as registrations
from tenants import platform
from tenants.transfer import Manifest, restore, tables, write
from tenants.transfer.reading import read_manifest


async def exported(database: Database, scope: Scope, path: Path | None = None, *, secrets: bool = True) -> Manifest:
    """Export a tenant to a file, or only hash it."""
    async with database.tenant(scope, readonly=True, snapshot=True) as tx:
        if path is None:
            return await write(tx.connection, tx.tenant_id, None, secrets=secrets)
        with path.open("wb") as target:
            return await write(tx.connection, tx.tenant_id, target, secrets=secrets)


@pytest.fixture
async def lived(database: Database, worlds):
    """Three tenants in which something happened: a sheet, a file, the sealed trail, a book's entry."""
    for world in worlds:
        rules = world.programme.rules
        actor: Actor = world.actor("bi_thu_ap")
        async with database.tenant(world.scope) as tx:
            items = {next(iter(rules.criteria)): f"Giải pháp “của” {world.scope.slug} \\ \n xuống dòng"}
            await registrations.save_draft(tx, actor, world.programme, items, 0)
            await tx.execute(
                "insert into file (tenant_id, id, name, media_type, size, sha256, content)"
                " values ($1, gen_random_uuid(), 'Kế hoạch.pdf', 'application/pdf', 5, sha256('%PDF-'), '%PDF-')",
                tx.tenant_id,
            )
            await tx.execute(
                "insert into register_entry (tenant_id, id, programme_id, register, unit_id, happened_on, title,"
                " quantities, by_account, at) values ($1, gen_random_uuid(), $2, 'visits', $3, '2021-01-05', 'Thăm',"
                " '{\"people\": 3}', $4, sec.domain_now())",
                tx.tenant_id, world.programme.id, world.units["xa_a"], actor.account_id,
            )  # fmt: skip
        async with database.tenant(world.scope) as tx:
            await tx.fetchval("select core.audit_seal_pending(100)")
    return worlds


async def test_a_tenant_that_was_lost_comes_back_identical(database: Database, urls, lived, tmp_path):
    """Ruined rows and all, the restored tenant has the canonical hash of the export; counters and chain hold."""
    world, other, _ = lived
    before, beside = await exported(database, world.scope, tmp_path / "t.zip"), await exported(database, other.scope)
    async with database.tenant(world.scope) as tx:
        await tx.execute("delete from registration_item where tenant_id = $1", tx.tenant_id)
        await tx.execute("update person set full_name = 'Hỏng', version = 9 where tenant_id = $1", tx.tenant_id)
        await tx.execute("delete from file where tenant_id = $1", tx.tenant_id)
    assert (await exported(database, world.scope)).hash != before.hash
    await restore(urls["migrator"], tmp_path / "t.zip", replace=True)
    after = await exported(database, world.scope)
    assert after.hash == before.hash and after.tables == before.tables and after.files.rows == 1
    assert before.tables["registration_item"].rows == 1 and before.tables["register_total"].rows > 0
    assert (await exported(database, other.scope)).hash == beside.hash
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await tx.fetch("select * from core.audit_breaks()") == []
        assert await tx.fetchval("select content from file where tenant_id = $1", tx.tenant_id) == b"%PDF-"
        assert not await tx.fetchval(
            "select count(*) from unit_recount r join unit_counter c using (tenant_id, programme_id, unit_id)"
            " where r.eligible <> c.eligible or r.registered <> c.registered"
        )


async def test_published_sums_follow_the_restored_tenant(database, urls, lived, tmp_path, central):
    """Sums are no part of the file: they are counted anew from what came back. The choice what to show is a part."""
    world, sql = lived[0], "select registered from comparison where province = $1"
    async with database.tenant(world.scope) as tx:
        await publishing.choose(tx, world.actor("quan_tri"), below=True)
    await exported(database, world.scope, tmp_path / "t.zip")
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "update enrolment set state = 'submitted' where tenant_id = $1 and programme_id = $2",
            tx.tenant_id, world.programme.id,
        )  # fmt: skip
        await publishing.publish(tx)
    assert (await central.fetch(sql, world.scope.slug))[0][0] > 0
    await restore(urls["migrator"], tmp_path / "t.zip", replace=True)
    assert await central.fetch(sql, world.scope.slug) == []
    async with database.tenant(world.scope) as tx:
        assert await tx.fetchval("select below from publication_choice where tenant_id = $1", tx.tenant_id)
        await publishing.refresh(tx)
    assert (await central.fetch(sql, world.scope.slug))[0][0] == 0


async def test_an_existing_tenant_is_not_overwritten_by_accident(database: Database, urls, lived, tmp_path):
    """Without saying so, a restore onto a living tenant is refused and changes nothing."""
    before = await exported(database, lived[0].scope, tmp_path / "t.zip")
    with pytest.raises(Problem, match=r"restore\.tenant-exists"):
        await restore(urls["migrator"], tmp_path / "t.zip")
    assert (await exported(database, lived[0].scope)).hash == before.hash


async def test_the_same_data_make_the_same_file(database: Database, lived, tmp_path):
    """Two exports differ in the moment they were made at most; other tenants' rows and sessions are in neither."""
    world = lived[0]
    manifests = [await exported(database, world.scope, tmp_path / name) for name in ("a.zip", "b.zip")]
    assert manifests[0].hash == manifests[1].hash
    with zipfile.ZipFile(tmp_path / "a.zip") as a, zipfile.ZipFile(tmp_path / "b.zip") as b:
        names = [name for name in a.namelist() if name != "manifest.json"]
        assert all(a.read(name) == b.read(name) for name in names)
        whole = b"".join(a.read(name) for name in names)
    assert not {"rows/session.jsonl", "rows/job.jsonl"} & set(names)
    assert world.scope.slug.encode() in whole
    for other in lived[1:]:
        assert str(other.scope.tenant_id).encode() not in whole and other.scope.slug.encode() not in whole


async def test_an_export_that_leaves_has_nothing_to_sign_in_with(database: Database, lived, tmp_path):
    """Without secrets there is no password hash and no invitation; it still says who has an account."""
    world = lived[0]
    await exported(database, world.scope, tmp_path / "t.zip", secrets=False)
    with zipfile.ZipFile(tmp_path / "t.zip") as archive:
        accounts = [msgspec.json.decode(line) for line in archive.read("rows/account.jsonl").splitlines()]
        names = archive.namelist()
    assert len(accounts) == 18 and {row["password_hash"] for row in accounts} == {None}
    assert "rows/invitation.jsonl" not in names


async def test_a_file_without_passwords_replaces_nothing_by_accident(database: Database, urls, lived, tmp_path):
    """Nobody could sign in afterwards: it takes a word more, and is written down with the operators' acts."""
    world, path = lived[0], tmp_path / "t.zip"
    before = await exported(database, world.scope)
    await exported(database, world.scope, path, secrets=False)
    with pytest.raises(Problem, match=r"restore\.without-secrets"):
        await restore(urls["migrator"], path, replace=True)
    assert (await exported(database, world.scope)).hash == before.hash
    await restore(urls["migrator"], path, by="Lê Vận Hành", replace=True, reset_passwords=True)
    async with database.tenant(world.scope, readonly=True) as tx:
        assert not await tx.fetchval("select count(password_hash) from account where tenant_id = $1", tx.tenant_id)
    (act,) = [act for act in await platform.acts(urls["operator"]) if act.slug == world.scope.slug]
    assert (act.who, act.action) == ("Lê Vận Hành", "tenant.restored")


async def test_every_column_that_sounds_secret_is_known(database: Database):
    """A new table of keys or codes must be named in `tables`, or a province's file would carry it."""
    async with database.platform() as tx:
        found = tables.ordered(await tx.fetch(tables.TABLES))
    known = {(table, column) for table, columns in tables.SECRET_COLUMNS.items() for column in columns}
    # of rules, files, seals, names, cards; whether somebody came by a code
    harmless = {"rules_hash", "base_hash", "hooks_hash", "hash", "sha256", "token", "code", "by_code"}
    suspicious = [
        (table.name, column)
        for table in found
        if table.carried and table.name not in tables.SECRET_TABLES
        for column in table.columns
        if re.search("hash|secret|token|code|password|totp|key_", column) and column not in harmless
    ]
    assert set(suspicious) <= known
    assert len(found) > 30 and {"audit", "person", "file"} <= {table.name for table in found}


def altered(path: Path, change) -> Path:
    """The same archive with `change(name, body)` for each entry; None drops it."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            body = change(name, old.read(name))
            if body is not None:
                new.writestr(name, body)
    path.write_bytes(made.getvalue())
    return path


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda name, body: None if name == "manifest.json" else body, "restore.not-an-export"),
        (lambda name, body: None if name == "rows/person.jsonl" else body, "restore.not-an-export"),
        (lambda name, body: body.replace("Nguyễn".encode(), "Nguyên".encode()) if "person." in name else body,
         "restore.hash-differs"),
        (lambda name, body: b"%PDF?" if name.startswith("files/") else body, "restore.hash-differs"),
        (lambda name, body: body.replace(b"programme", b"programmes", 1) if name == "manifest.json" else body,
         "restore."),
        (lambda name, body: body.replace(b'"tenant_id": "0', b'"tenant_id": "f') if "person." in name else body,
         "restore.not-an-export"),
    ],
)  # fmt: skip
async def test_a_file_that_is_not_whole_changes_nothing(database: Database, urls, lived, tmp_path, change, code):
    """Missing or altered parts are found before anything is kept."""
    before = await exported(database, lived[0].scope, tmp_path / "t.zip")
    with pytest.raises(Problem) as refused:
        await restore(urls["migrator"], altered(tmp_path / "t.zip", change), replace=True)
    assert refused.value.code.startswith(code)
    assert (await exported(database, lived[0].scope)).hash == before.hash


async def test_something_else_is_refused(tmp_path, urls, database):
    """A file that is no archive, or none of ours, is named."""
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(Problem, match=r"restore\.not-an-export"):
        read_manifest(tmp_path / "x.zip")
