"""`renluyen config …`: a tenant's packs, its edits of them and their versions, for scripts.

Reads and writes through the tenant's own door by DATABASE_URL; what changes anything is done in the name of an account
that holds the role (`--as`), and stands in the audit log like any act on a page."""

import click

from ui import config_reports as reports
from ui import config_writes as writes
from ui.cli_parts import JSON, plainly

PACK = click.argument("pack")
TENANT = click.argument("tenant")
AS = click.option("--as", "username", required=True, help="Tên đăng nhập của người quản trị làm việc này.")
REASON = click.option("--reason", required=True, help="Lý do, ghi cùng phiên bản.")
CASES = click.option("--cases", default="", help="Vì sao vẫn công bố khi có ví dụ không còn đúng.")
ANSWER = click.option("--answer", "answers", multiple=True, metavar="ĐIỂM=LỜI", help="Giải trình một điểm kiểm tra.")


@click.group(help="Bộ quy tắc của một đơn vị: xem, sửa, công bố, dùng lại.")
def config() -> None:
    """The group of configuration commands; all take the tenant's address first."""


@config.command("list", help="Các bộ quy tắc đơn vị đã chọn và có thể chọn.")
@TENANT
@JSON
def list_packs(tenant: str, as_json: bool) -> None:
    """What is in use, drafted, waiting, free to take up."""
    with plainly():
        raise SystemExit(reports.listing(tenant, as_json=as_json))


@config.command("show", help="Nội dung đang dùng, một phiên bản, hoặc bản nháp.")
@TENANT
@PACK
@click.option("--of", "side", default="in-force", show_default=True, help="in-force, draft, pack, hoặc số phiên bản.")
@click.option("--place", default="", help="Chỉ một chỗ, ví dụ milestones/registration.")
@JSON
def show(tenant: str, pack: str, side: str, place: str, as_json: bool) -> None:
    """The rules of one side, whole or at a place."""
    with plainly():
        raise SystemExit(reports.show(tenant, pack, side, place, as_json=as_json))


@config.command("diff", help="Khác biệt bằng lời; mã thoát 1 nếu có khác biệt.")
@TENANT
@PACK
@click.option("--from", "left", default="in-force", show_default=True, help="in-force, pack, new, hoặc số phiên bản.")
@click.option("--to", "right", default="draft", show_default=True, help="draft, in-force, pack, new, số phiên bản.")
@JSON
def diff(tenant: str, pack: str, left: str, right: str, as_json: bool) -> None:
    """Differences in words and by place."""
    with plainly():
        raise SystemExit(reports.diff(tenant, pack, left, right, as_json=as_json))


@config.command("history", help="Các phiên bản đã công bố: ai, lúc nào, vì sao.")
@TENANT
@PACK
@JSON
def history(tenant: str, pack: str, as_json: bool) -> None:
    """Published versions, the newest first."""
    with plainly():
        raise SystemExit(reports.history(tenant, pack, as_json=as_json))


@config.command("set", help="Sửa bản nháp: CHỖ=GIÁ TRỊ (JSON hoặc chữ), CHỖ= để bỏ giá trị.")
@TENANT
@PACK
@click.argument("edits", nargs=-1, required=True, metavar="CHỖ=GIÁ_TRỊ…")
@AS
@JSON
def set_values(tenant: str, pack: str, edits: tuple[str, ...], username: str, as_json: bool) -> None:
    """Save edits in the draft; exit code 1 where one is refused, 2 where findings keep it from being published."""
    with plainly():
        raise SystemExit(writes.edit(tenant, pack, edits, username, as_json=as_json))


@config.command("publish", help="Công bố bản nháp thành phiên bản mới.")
@TENANT
@PACK
@REASON
@CASES
@ANSWER
@AS
@JSON
def publish(
    tenant: str, pack: str, reason: str, cases: str, answers: tuple[str, ...], username: str, as_json: bool
) -> None:
    """Publish what `set` has drafted; refused with the list of what stands in the way."""
    with plainly():
        raise SystemExit(writes.publish(tenant, pack, reason, cases, answers, username, as_json=as_json))


@config.command("restore", help="Lập bản nháp theo một phiên bản cũ; --reason để công bố ngay.")
@TENANT
@PACK
@click.argument("number", type=int)
@click.option("--reason", default="", help="Công bố ngay với lý do này.")
@AS
@JSON
def restore(tenant: str, pack: str, number: int, reason: str, username: str, as_json: bool) -> None:
    """A version as a new draft, over the release it was made for."""
    with plainly():
        raise SystemExit(writes.restore(tenant, pack, number, reason, username, as_json=as_json))


@config.command("upgrade", help="Nâng cấp lên bản mới của bộ quy tắc; mỗi chỗ vướng một --mine hoặc --theirs.")
@TENANT
@PACK
@click.option("--mine", multiple=True, metavar="CHỖ", help="Giữ của đơn vị ở chỗ này.")
@click.option("--theirs", multiple=True, metavar="CHỖ", help="Theo bản mới ở chỗ này.")
@AS
@JSON
def upgrade(
    tenant: str, pack: str, mine: tuple[str, ...], theirs: tuple[str, ...], username: str, as_json: bool
) -> None:
    """A draft of the tenant's edits over the newer release; what is undecided is listed, with exit code 1."""
    with plainly():
        raise SystemExit(writes.upgrade(tenant, pack, mine, theirs, username, as_json=as_json))
