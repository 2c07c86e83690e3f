"""`renluyen operator …`: the operator's own site and the code that signs one in."""

import asyncio
import getpass
import os

import click

from ui.cli_parts import JSON, plainly, say, variable

TARGET = "ui.operator.app:create_from_env"


@click.group(help="Trang của người vận hành (cần OPERATOR_DATABASE_URL).")
def operator() -> None:
    """The group of operator commands."""


@operator.command("code", help="In mã đăng nhập một lần vào trang vận hành, dùng trong mười phút.")
@click.option("--name", default=getpass.getuser, help="Tên sẽ ghi trong nhật ký vận hành.")
@JSON
def code(name: str, as_json: bool) -> None:
    """Whoever may run this is an operator; the code takes that into a browser."""
    from tenants import operators

    with plainly():
        secret = variable("SECRET_KEY").encode()
        made = asyncio.run(operators.make_code(variable("OPERATOR_DATABASE_URL"), name, secret))
        say(as_json, {"name": name, "code": made}, f"Mã đăng nhập của {name} (10 phút, một lần): {made}")


@operator.command("serve", help="Chạy trang vận hành; mặc định chỉ máy này mở được.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Cổng HTTP.")
def serve(host: str, port: int) -> None:
    """A process of its own: it holds no credential that reads a tenant."""
    from tenants import platform
    from ui import serving
    from ui.operator.app import settings_of

    with plainly():
        settings = settings_of(os.environ)
        serving.check_port(host, port)
        asyncio.run(platform.acts(settings.database_url, 1))  # refuses a wrong role before the port is taken
        serving.serve(host, port, target=TARGET)
