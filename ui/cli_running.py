"""The commands that set a server up and keep it: provision, migrate, worker, backup, restore."""

import asyncio
import os
import signal
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from core.errors import Problem
from core.settings import Settings, from_env
from ui.cli_parts import BY, JSON, plainly, say, variable

URLS = {
    "app": "DATABASE_URL",
    "migrator": "OWNER_DATABASE_URL",
    "operator": "OPERATOR_DATABASE_URL",
    "analyst": "ANALYST_DATABASE_URL",
    "backup": "BACKUP_DATABASE_URL",
}


@click.command(help="Tạo các vai trò và cơ sở dữ liệu bằng ADMIN_DATABASE_URL (chạy lại được).")
@JSON
def provision(as_json: bool) -> None:
    """Roles, database and hardening; passwords are those in the URLs of the environment."""
    from core.db.provision import provision as run

    with plainly():
        admin, wanted = variable("ADMIN_DATABASE_URL"), urlsplit(variable("DATABASE_URL"))
        passwords = {}
        for role, name in URLS.items():
            parts = urlsplit(os.environ.get(name, ""))
            if parts.username and unquote(parts.username) != role:
                raise Problem("settings.wrong-role", variable=name, role=role, found=unquote(parts.username))
            if parts.password:
                passwords[role] = unquote(parts.password)
        database = wanted.path.strip("/")
        asyncio.run(run(admin, database, passwords))
        told = {"database": database, "passwords": sorted(passwords)}
        say(as_json, told, f"Cơ sở dữ liệu {database} sẵn sàng; đã đặt mật khẩu cho: {', '.join(sorted(passwords))}.")


@click.command(help="Cập nhật cấu trúc cơ sở dữ liệu bằng OWNER_DATABASE_URL.")
@JSON
def migrate(as_json: bool) -> None:
    """Run the migrations that have not run yet, all or none."""
    from core.db.migrate import migrate as run

    with plainly():
        names = asyncio.run(run(variable("OWNER_DATABASE_URL")))
        say(as_json, {"steps": len(names)}, f"Cấu trúc dữ liệu đã đầy đủ: {len(names)} bước.")


@click.command(help="Làm các việc nền (xuất, nhập, niêm phong nhật ký) cho đến khi được dừng.")
def worker() -> None:
    """Jobs in a process of their own, beside `serve` with JOBS=0; SIGTERM lets running jobs end."""
    with plainly():
        asyncio.run(_work(from_env(os.environ)))


@click.command(help="Sao lưu cả nền tảng bằng BACKUP_DATABASE_URL, kèm mã băm của từng đơn vị.")
@click.option("--into", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Thư mục ghi.")
@JSON
def backup(folder: Path, as_json: bool) -> None:
    """One moment of everything, by pg_dump where there is one, else a file a tenant."""
    from tenants import backup as work

    with plainly():
        done = asyncio.run(work.backup(variable("BACKUP_DATABASE_URL"), folder))
        lines = [f"Đã sao lưu {len(done.tenants)} đơn vị vào {folder} ({done.way}):"]
        say(as_json, done, "\n".join([*lines, *(f"  {name}  sha256 {value}" for name, value in done.files.items())]))


@click.command(help="Khôi phục cả nền tảng (.dump, vào cơ sở dữ liệu trống) hoặc một đơn vị (.zip).")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Với tệp .zip: thay toàn bộ dữ liệu hiện có của đơn vị đó.")
@click.option("--reset-passwords", is_flag=True, help="Nhận cả tệp xuất không kèm mật khẩu: mọi người cần mã mời mới.")
@BY
@JSON
def restore(file: Path, replace: bool, reset_passwords: bool, by: str, as_json: bool) -> None:
    """All or nothing by OWNER_DATABASE_URL; afterwards the canonical hashes are compared."""
    from tenants import backup as work

    with plainly():
        stands = asyncio.run(
            work.restore(variable("OWNER_DATABASE_URL"), file, by=by, replace=replace, reset_passwords=reset_passwords)
        )
        lines = [f"Đã khôi phục {len(stands)} đơn vị, mã băm khớp:"]
        say(as_json, stands, "\n".join([*lines, *(f"  {slug:<20} {value}" for slug, value in stands.items())]))


COMMANDS = (provision, migrate, worker, backup, restore)


async def _work(settings: Settings) -> None:
    from core.db.lint import refuse_unsafe
    from core.db.scope import Database
    from tenants import worker as work
    from tenants.registry import Registry
    from ui import i18n, mailing, short_texts
    from ui.jobs_table import HANDLERS

    mailing.check_url(settings.smtp_url)
    short_texts.check_url(settings.short_text_url)
    i18n.start()
    await refuse_unsafe(settings.database_url, demo=settings.demo)
    database = Database(settings.database_url, pool_size=settings.pool_size)
    await database.open()
    task = asyncio.create_task(
        work.work(settings.database_url, database, Registry(database), HANDLERS, mailing.chores(settings))
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    click.echo("Đang làm việc nền. Ctrl-C để dừng.")
    try:
        await asyncio.gather(task, return_exceptions=True)
    finally:
        await database.close()
