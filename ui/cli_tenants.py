"""`renluyen tenants …`: the tenants of the platform, for its operator."""

import asyncio
import os
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from core.errors import Problem
from ui.cli_parts import BY, JSON, plainly, say, variable

Answer = TypeVar("Answer")


@click.group(help="Các đơn vị trên nền tảng: tạo, liệt kê, tạm ngừng, mở lại, xuất dữ liệu.")
def tenants() -> None:
    """The group of tenant commands; all but `profiles` log in by OPERATOR_DATABASE_URL."""


@tenants.command("profiles", help="Các mẫu có sẵn để tạo đơn vị.")
@JSON
def list_profiles(as_json: bool) -> None:
    """Name, title and summary of each ready profile."""
    from tenants import profiles

    with plainly():
        found = profiles.ready()
        told = [{"name": one.name, "kind": one.kind, "title": one.title.vi, "summary": one.summary.vi} for one in found]
        say(as_json, told, "\n".join(f"{one.name:<22} {one.title.vi}\n{'':<22} {one.summary.vi}" for one in found))


@tenants.command("create", help="Tạo đơn vị từ một mẫu và in mã mời một lần cho người quản trị đầu tiên.")
@click.argument("slug")
@click.option("--profile", required=True, help="Tên mẫu có sẵn (tenants profiles) hoặc tệp .toml.")
@click.option("--name", required=True, help="Tên đầy đủ: “Tỉnh đoàn An Giang”.")
@click.option("--short-name", required=True, help="Tên gọi tắt: “An Giang”.")
@click.option("--admin", required=True, help="Tên đăng nhập của người quản trị đầu tiên.")
@click.option("--unit", default="", help="Tên đơn vị cao nhất trong cây, nếu khác tên đầy đủ.")
@click.option("--place", default="", help="Địa danh trên văn bản: “Rạch Giá”.")
@click.option("--opened-on", type=click.DateTime(["%Y-%m-%d"]), help="Ngày thành lập đơn vị cao nhất.")
@BY
@JSON
def create(
    slug: str, profile: str, name: str, short_name: str, admin: str, unit: str, place: str, opened_on: datetime | None,
    by: str, as_json: bool,
) -> None:  # fmt: skip
    """A tenant with its top unit and first administrator; the code is told once."""
    from tenants import platform, profiles

    with plainly():
        order = platform.Order(
            slug=slug, name=name, short_name=short_name, admin=admin, unit=unit, place=place,
            opened_on=opened_on.date() if opened_on else platform.FOUNDED,
        )  # fmt: skip
        url, secret = variable("OPERATOR_DATABASE_URL"), variable("SECRET_KEY").encode()
        _invited(as_json, _run(platform.create(url, by, order, profiles.named(profile), secret)), f"Đã tạo {name}.")


@tenants.command("invite", help="Cấp lại mã mời khi chưa ai trong đơn vị đặt mật khẩu.")
@click.argument("slug")
@BY
@JSON
def invite(slug: str, by: str, as_json: bool) -> None:
    """A new code in place of a lapsed one; a tenant that has begun invites its people itself."""
    from tenants import platform

    with plainly():
        url, secret = variable("OPERATOR_DATABASE_URL"), variable("SECRET_KEY").encode()
        _invited(as_json, _run(platform.invite_again(url, by, slug, secret)), "Đã cấp mã mời mới.")


@tenants.command("list", help="Liệt kê các đơn vị với trạng thái và quy mô.")
@JSON
def listing(as_json: bool) -> None:
    """Names, states, sizes: nothing of any person."""
    from tenants import platform

    with plainly():
        rows = _run(platform.listing(variable("OPERATOR_DATABASE_URL")))
        lines = [f"{'ĐƯỜNG DẪN':<20} {'TRẠNG THÁI':<12} {'ĐƠN VỊ':>8} {'NGƯỜI':>9} {'TÀI KHOẢN':>10}  TÊN"]
        for row in rows:
            state = "tạm ngừng" if row.suspended_at else "chờ kích hoạt" if row.awaiting else "hoạt động"
            lines.append(f"{row.slug:<20} {state:<12} {row.units:>8} {row.people:>9} {row.accounts:>10}  {row.name}")
        say(as_json, rows, "\n".join(lines))


@tenants.command("suspend", help="Tạm ngừng một đơn vị; dữ liệu giữ nguyên.")
@click.argument("slug")
@click.option("--reason", default="", help="Lý do, chỉ ghi vào nhật ký vận hành.")
@BY
@JSON
def suspend(slug: str, reason: str, by: str, as_json: bool) -> None:
    """Sign-in and pages answer `tenant.suspended`, within ten seconds."""
    from tenants import platform

    with plainly():
        _run(platform.suspend(variable("OPERATOR_DATABASE_URL"), by, slug, reason))
        say(as_json, {"slug": slug, "state": "suspended"}, f"Đã tạm ngừng {slug}. Dữ liệu còn nguyên.")


@tenants.command("resume", help="Mở lại một đơn vị.")
@click.argument("slug")
@BY
@JSON
def resume(slug: str, by: str, as_json: bool) -> None:
    """Everything is as it was left."""
    from tenants import platform

    with plainly():
        _run(platform.resume(variable("OPERATOR_DATABASE_URL"), by, slug))
        say(as_json, {"slug": slug, "state": "active"}, f"Đã mở lại {slug}.")


@tenants.command("export", help="Xuất toàn bộ dữ liệu một đơn vị ra một tệp .zip (cần BACKUP_DATABASE_URL).")
@click.argument("slug")
@click.option("--into", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Tệp sẽ ghi.")
@click.option("--with-secrets", is_flag=True, help="Kèm mật khẩu đã băm và mã mời, để khôi phục nguyên trạng.")
@JSON
def export(slug: str, target: Path, with_secrets: bool, as_json: bool) -> None:
    """All rows and files with a canonical hash. Who may back up may do this; an operator alone may not."""
    from tenants import backup

    with plainly():
        if target.exists():
            raise Problem("export.file-exists", file=str(target))
        made = _run(backup.export(variable("BACKUP_DATABASE_URL"), slug, target, secrets=with_secrets))
        told = {"slug": slug, "file": str(target), "rows": made.total, "files": made.files.rows, "hash": made.hash}
        say(as_json, told, f"Đã ghi {target}: {made.total} dòng, {made.files.rows} tệp.\nMã băm chuẩn: {made.hash}")


def _invited(as_json: bool, invited: Any, done: str) -> None:
    address = f"{os.environ.get('BASE_URL', 'http://127.0.0.1:8000').rstrip('/')}/{invited.slug}/kich-hoat"
    told = msgspec.to_builtins(invited) | {"address": address}
    say(
        as_json, told,
        f"{done}\nNgười quản trị đầu tiên: {invited.username}\nMã mời một lần:         {invited.code}\n"
        f"Kích hoạt tại:          {address}\nMã có hiệu lực 72 giờ và chỉ hiện lần này.",
    )  # fmt: skip


def _run(work: Coroutine[Any, Any, Answer]) -> Answer:
    return asyncio.run(work)
