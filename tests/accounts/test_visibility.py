"""Who can see it, and why: the same people that the pages let in, with the seat that lets them."""

import pytest

from core.access import Target, can
from core.accounts import sessions, visibility
from core.registrations import actions as registrations

ACTIONS = ("person.read", "person.admin", "registration.read", "registration.validate", "assessment.rate",
           "published.read", "results.recognise", "own.read", "audit.read")  # fmt: skip


async def actors(database, world):
    """Every account as its session has it."""
    found = {}
    async with database.tenant(world.scope) as tx:
        for name, account in world.accounts.items():
            token = await sessions.begin(tx, account, agent="", address="", replaces=None)
            found[name] = (await sessions.find(tx, token)).actor
    return found


@pytest.mark.parametrize("state", ["submitted", "validated", ""])
@pytest.mark.parametrize("owner", ["doan_vien", "bi_thu_xa", "bi_thu_huyen", "bi_thu_tinh"])
async def test_the_page_names_exactly_those_who_can(database, world, owner, state):
    """For each action the named accounts are those whose session may, and every named seat is one of theirs."""
    everybody = await actors(database, world)
    by_name = {actor.name: actor for actor in everybody.values()}
    for unit in ("ap_1", "xa_a", "huyen_a", "tinh"):
        target = Target(unit_path=world.paths[unit], person_id=world.people[owner], state=state)
        async with database.tenant(world.scope, readonly=True) as tx:
            circles = await visibility.circles(tx, ACTIONS, [target])
        for circle in circles:
            allowed = {actor.name for actor in everybody.values() if can(actor, circle.action, target)}
            assert {one.account for one in circle.viewers} == allowed, (circle.action, unit)
            assert circle.accounts == len(allowed)
            for one in circle.viewers:
                held = {(seat.role, seat.unit_path, seat.title) for seat in by_name[one.account].seats}
                assert (one.role, one.unit_path, one.title) in held


async def test_a_closed_account_sees_nothing(database, world):
    """Whoever cannot sign in is not named."""
    target = Target(unit_path=world.paths["ap_1"], person_id=world.people["doan_vien"])
    async with database.tenant(world.scope) as tx:
        closed = world.accounts["kiem_tra"]
        await tx.execute("update account set active = false where tenant_id = $1 and id = $2", tx.tenant_id, closed)
        circle, = await visibility.circles(tx, ("person.read",), [target])
    assert circle.viewers and "inspector" not in {one.role for one in circle.viewers}


async def test_the_pages_tell_it_to_those_who_may_know(database, world, client_for):
    """A person reads it about himself, his committee about him; a neighbour finds no page."""
    slug, person = world.scope.slug, world.people["doan_vien"]
    async with client_for(world, "doan_vien") as client:
        own = (await client.get(f"/{slug}/tai-khoan/ai-xem-duoc")).text
        assert "Huỳnh Thanh Tâm" in own and "Đoàn xã Thuận Hòa" in own and "Phan Văn Ứng" not in own
    async with client_for(world, "bi_thu_ap") as client:
        assert "Quản trị tỉnh" in (await client.get(f"/{slug}/quan-tri/nguoi/{person}/ai-xem-duoc")).text
    async with client_for(world, "bi_thu_xa_b") as client:
        assert (await client.get(f"/{slug}/quan-tri/nguoi/{person}/ai-xem-duoc")).status_code == 404


async def test_a_sheets_page_names_who_decides_now(database, world, client_for):
    """While a sheet waits, those who may approve it are named, its owner is not; a stranger finds no page."""
    items = {key: "Một giải pháp cụ thể." for key in list(world.programme.rules.criteria)}
    groups = world.programme.rules.groups
    kinds = {key: groups[world.programme.rules.criteria[key].group].polarity for key in items}
    chosen = {next(k for k in kinds if kinds[k] == kind): "Một giải pháp cụ thể." for kind in ("do", "dont")}
    async with database.tenant(world.scope) as tx:
        saved = await registrations.submit(tx, world.actor("bi_thu_ap"), world.programme, 0, chosen)
    page = f"/{world.scope.slug}/phieu/{saved.registration_id}/ai-xem-duoc"
    async with client_for(world, "bi_thu_ap") as client:
        text = (await client.get(page)).text
        deciding = text[text.index("Thẩm định phiếu") : text.index("Ghi ý kiến")]
        assert "Ngô Gia Bảo" in deciding and "Huỳnh Thanh Tâm" in deciding and "Đỗ Thị Hằng" not in deciding
        assert "Võ Thị Ngọc Ánh" not in deciding and "Võ Thị Ngọc Ánh" in text
    async with client_for(world, "bi_thu_xa_b") as client:
        assert (await client.get(page)).status_code == 404
