"""What the centre has asked of the provinces and noted about one of them when the demo opens."""

from datetime import date

from core.access import Actor, Seat
from core.db.scope import Transaction
from core.steering import actions
from core.steering.rules import Duty
from tenants.demo.accounts import Account
from tenants.demo.rows import Unit

DUTIES = (
    Duty(
        kind="report", year=2021, due_on=date(2021, 12, 25), title="Báo cáo tổng kết rèn luyện cán bộ Đoàn năm 2021",
        words="Nêu kết quả xếp loại theo từng cấp, những nơi chưa hoàn thành và lý do; gửi kèm số, ngày của báo cáo.",
    ),
    Duty(
        kind="milestone", year=2022, due_on=date(2022, 1, 31), title="Hoàn thành đăng ký rèn luyện năm 2022",
        words="Các cơ sở Đoàn đăng ký xong trước Tết Nguyên đán.",
    ),
)  # fmt: skip
NOTED = (
    "dien-bien", 2021,
    "Đăng ký đạt thấp nhất nước. Hẹn làm việc với Thường trực Tỉnh đoàn về các xã vùng cao chưa có mạng.",
)  # fmt: skip


async def write(tx: Transaction, top: Unit, analyst: Account) -> None:
    """A report and a milestone for all provinces, a note about the one that is behind."""
    seats = (Seat("analyst", top.id, top.path),)
    actor = Actor(account_id=analyst.id, name=analyst.display_name, seats=seats)
    for duty in DUTIES:
        await actions.ask(tx, actor, duty)
    province, year, words = NOTED
    await actions.note(tx, actor, province, words, year)
