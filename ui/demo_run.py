"""`renluyen demo`: the product with invented data on this machine, nothing else needed."""

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec
from asyncpg.exceptions import PostgresError

from core.db import embedded
from core.db.embedded import Embedded
from core.db.lint import refuse_unsafe
from core.db.migrate import migrate
from core.db.provision import provision
from core.errors import Problem
from tenants import demo
from tenants.demo import SignIn
from ui import demo_folder, demo_mail, serving
from ui.demo_accounts import FILE, Offer

HOST = "127.0.0.1"
OPERATOR_FILE = "operator.env"


def run(folder: Path, port: int) -> None:
    """Check the port, start the database, write what is missing, show the sign-ins, serve until stopped."""
    serving.check_port(HOST, port)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    with demo_folder.held(folder), _database(folder) as server:
        with _readable(folder):
            asyncio.run(_migrate(server))
        sign_ins = asyncio.run(_fill(server))
        _write(folder, sign_ins)
        address = f"http://{HOST}:{port}"
        _for_the_operator(server, folder, address)
        show(sign_ins, address)
        with demo_mail.caught(folder / demo_mail.FOLDER) as smtp_url:
            serving.serve(HOST, port, env=environment(server, folder, address) | {"SMTP_URL": smtp_url})
        click.echo("Đang dừng…")
    click.echo("Đã dừng. Dữ liệu mẫu còn nguyên; `make demo-reset` để làm lại từ đầu.")


def environment(server: Embedded, folder: Path, address: str) -> dict[str, str]:
    """What the web process is told; it never learns another role's password."""
    return {
        "DATABASE_URL": server.url("app"),
        "ANALYST_DATABASE_URL": server.url("analyst"),
        "SECRET_KEY": server.passwords["SECRET_KEY"],
        "BASE_URL": address,
        "DATA_DIR": str(folder.resolve()),
        "DEMO": "1",
    }


def _for_the_operator(server: Embedded, folder: Path, address: str) -> None:
    """All variables in a file: after `. .data/operator.env` every command of the operator can be tried."""
    path = folder / OPERATOR_FILE
    path.touch(mode=0o600)
    variables = environment(server, folder, address) | {
        "OWNER_DATABASE_URL": server.url("migrator"),
        "OPERATOR_DATABASE_URL": server.url("operator"),
        "BACKUP_DATABASE_URL": server.url("backup"),
    }
    path.write_text("".join(f"export {name}='{value}'\n" for name, value in variables.items()))


def show(sign_ins: dict[str, tuple[SignIn, ...]], address: str) -> None:
    """The sign-ins as a table, one password for all."""
    rows = [("ĐĂNG NHẬP", "VAI TRÒ", "NGƯỜI", "CÓ GÌ ĐỂ THỬ")]
    for signs in sign_ins.values():
        rows += [(sign.username, sign.label["vi"], sign.who, sign.hint["vi"]) for sign in signs]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for number, row in enumerate(rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True))
        click.secho(f"  {line}  {row[3]}", bold=number == 0)
    click.echo("\n  Mật khẩu của mọi tài khoản mẫu: " + click.style(demo.PASSWORD, bold=True))
    for slug in sign_ins:
        click.echo(f"  {address}/{slug}/dang-nhap")
    click.echo(f"\nMở {click.style(address, bold=True)} trong trình duyệt. Ctrl-C để dừng.\n")


@contextmanager
def _database(folder: Path) -> Iterator[Embedded]:
    with _timed("Đang khởi động cơ sở dữ liệu"), _readable(folder):
        server = embedded.start(folder)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Passwords that are lost or unreadable, or a database that will not answer, are a broken folder too."""
    try:
        yield
    except (ValueError, KeyError, PostgresError) as error:
        raise Problem("database.broken-folder", folder=str(folder), detail=str(error)) from error


async def _migrate(server: Embedded) -> None:
    with _timed("Đang cập nhật cấu trúc dữ liệu"):
        await provision(server.url("postgres", "postgres"), "renluyen", server.passwords)
        await migrate(server.url("migrator"))


async def _fill(server: Embedded) -> dict[str, tuple[SignIn, ...]]:
    with _timed("Đang tạo dữ liệu mẫu") as tell:
        sign_ins = await demo.build(server.url("migrator"), server.url("app"), tell=tell)
        await refuse_unsafe(server.url("app"), demo=True)
    return sign_ins


@contextmanager
def _timed(what: str) -> Iterator[Callable[[str], None]]:
    """Say what is going on, and afterwards how long it took."""
    began = time.monotonic()
    click.echo(f"{what}…")
    yield lambda line: click.echo(f"  {line} ({time.monotonic() - began:.1f} giây)")
    click.echo(f"{what}: xong sau {time.monotonic() - began:.1f} giây")


def _write(folder: Path, sign_ins: dict[str, tuple[SignIn, ...]]) -> None:
    """What the sign-in page of the demo offers."""
    offered = {
        slug: [Offer(sign.label, sign.username, demo.PASSWORD, sign.hint) for sign in signs]
        for slug, signs in sign_ins.items()
    }
    (folder / FILE).write_bytes(msgspec.json.encode(offered))


def _leave(*_: object) -> None:
    """A polite kill before the server runs still stops the database on the way out."""
    raise SystemExit(0)
