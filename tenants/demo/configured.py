"""The packs that the demo's unions have taken up: each its own, one on an earlier release with edits of its own, so
that a newer release waits with one thing to decide; and the centre's base for the provinces."""

from datetime import datetime

from core.access import Actor, Seat
from core.configurations import actions, offers
from core.db.scope import Transaction
from core.packs.earlier import releases
from core.programmes import pinned
from tenants.demo.accounts import Account
from tenants.demo.rows import Unit
from tenants.demo.seasons import ZONE

KL06 = "kien_giang_kl06"
FIRST_RELEASE = "2019.0"
PUBLISHED = datetime(2021, 11, 16, 9, 30, tzinfo=ZONE)
REASON = "Chuẩn bị năm 2022: nhắc cán bộ chọn việc sát nhiệm vụ được giao, theo ý kiến hội nghị sơ kết."
EDITS = {
    ("registration", "intro"): {
        "vi": "Chọn ít nhất một điều nên làm và một điều không nên làm, sát với nhiệm vụ được phân công; mỗi điều một "
        "giải pháp có thời hạn.",
        "en": "Choose at least one thing to do and one not to do, close to your own tasks; one solution with a date "
        "under each.",
    },
    ("criteria", "do_2", "guidance"): {
        "vi": "Nắm chắc việc được giao, theo đến cùng, đúng tiến độ; báo cáo kết quả trước ngày 25 hằng tháng.",
        "en": "Know the task, follow it through, keep to the schedule; report the result by the 25th of each month.",
    },
}
OFFER = "Bản nền thống nhất toàn Đoàn: giữ bốn mức xếp loại và tiêu chí của Kết luận 06; các tỉnh tự đặt mốc thời gian."
LOCKED = "Bốn mức xếp loại dùng chung để so sánh giữa các tỉnh."


async def take_up(tx: Transaction, pack_id: str, release: str = "") -> None:
    """Take a pack up, or an earlier release of it."""
    pack = pinned.catalog().get(pack_id)
    await actions.enable(tx, None, releases(pack)[release] if release else pack)


async def lay_down(tx: Transaction, top: Unit, admin: Account, pack_id: str) -> None:
    """Stop using a pack whose phase is over."""
    await take_up(tx, pack_id)
    await actions.retire(tx, _actor(top, admin), pack_id)


async def edit(tx: Transaction, top: Unit, admin: Account, now: datetime) -> None:
    """What the province worded its own way, published some days before `now`."""
    await tx.execute("select sec.move_clock($1)", PUBLISHED)
    actor = _actor(top, admin)
    draft = await actions.edit(tx, actor, KL06, EDITS, 0)
    await actions.publish(tx, actor, KL06, REASON, draft.version)
    await tx.execute("select sec.move_clock($1)", now)


async def offer(tx: Transaction, top: Unit, admin: Account) -> None:
    """The centre's base, its levels locked."""
    await take_up(tx, KL06)
    await offers.publish(tx, _actor(top, admin), KL06, OFFER, ("scale",), LOCKED)


def _actor(top: Unit, admin: Account) -> Actor:
    return Actor(account_id=admin.id, name=admin.display_name, seats=(Seat("provincial_admin", top.id, top.path),))
