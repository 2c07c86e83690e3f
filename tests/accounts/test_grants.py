"""Granted roles: at once on, at once off, with dates and tasks; nobody is locked out of his own tenant."""

import asyncio
import re
from datetime import date, timedelta

import pytest

from core.accounts import actions, grants, sessions
from core.errors import NotFound, Problem

TODAY = date(2021, 1, 20)


async def give(database, world, name: str, role: str, unit: str = "tinh", by: str = "quan_tri", **more):
    """Grant as somebody; the grant's id."""
    async with database.tenant(world.scope) as tx:
        return await grants.give(
            tx, world.actor(by), world.accounts[name], role, world.units[unit], **more
        )


async def seats(database, world, name: str) -> set[tuple[str, str, str]]:
    """The roles that a session of the account has now, with unit and task."""
    async with database.tenant(world.scope) as tx:
        token = await sessions.begin(tx, world.accounts[name], agent="", address="", replaces=None)
        found = await sessions.find(tx, token)
        return {(seat.role, seat.unit_path, seat.task) for seat in found.actor.seats}


async def test_a_grant_acts_on_the_next_request_and_ends_on_the_next(database, world, client_for):
    """A page that did not exist opens with the grant and is gone with it, in the same session."""
    slug, account = world.scope.slug, world.accounts["doan_vien"]
    here = f"/{slug}/quan-tri/tai-khoan/{account}"
    async with client_for(world, "doan_vien") as member, client_for(world, "quan_tri") as admin:
        wanted = f"/{slug}/tim?q=ut"
        assert (await member.get(wanted)).status_code == 404
        form = (await admin.get(here)).text
        sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.split('id="giao"')[1]))
        sent |= {"role": "guest", "unit": str(world.units["huyen_a"]), "starts_on": "2021-01-20", "ends_on": ""}
        refused = await admin.post(f"{here}/vai-tro", data=sent)
        assert refused.status_code == 422 and "cần có ngày kết thúc" in refused.text
        assert 'value="guest" checked' in refused.text
        done = await admin.post(f"{here}/vai-tro", data=sent | {"ends_on": "2021-03-31"})
        assert done.status_code == 303
        assert (await member.get(wanted)).status_code == 200
        shown = (await admin.get(here)).text
        assert "đến hết 31/03/2021" in shown and "Khách của cấp ủy" in shown
        link = re.search(r'href="([^"]+/thu-hoi)"', shown)[1]
        asked = (await admin.get(link)).text
        sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.split("<main")[1]))
        assert (await admin.post(link, data=sent)).status_code == 303
        assert (await member.get(wanted)).status_code == 404
        assert "thu hồi lúc" in (await admin.get(here)).text


async def test_a_department_has_its_task_and_no_other(database, world, client_for):
    """The department for reports opens reports; sheets and people do not exist for it."""
    await give(database, world, "doan_vien_b", "department", task="reports")
    assert ("department", "0000", "reports") in await seats(database, world, "doan_vien_b")
    slug = world.scope.slug
    async with client_for(world, "doan_vien_b") as client:
        report = f"/{slug}/chuong-trinh/{world.programme.slug}/bao-cao/appendix"
        assert (await client.get(report)).status_code == 200
        for path in ("tim?q=ut", "can-xu-ly", f"quan-tri/nguoi/{world.people['doan_vien']}"):
            assert (await client.get(f"/{slug}/{path}")).status_code == 404, path


@pytest.mark.parametrize(("starts", "ends", "held"), [(0, None, True), (0, 0, True), (1, 5, False)])
async def test_a_grant_holds_between_its_days(database, world, starts, ends, held):
    """The last day counts, before the first there is nothing."""
    ends_on = None if ends is None else TODAY + timedelta(ends)
    await give(database, world, "doan_vien", "inspector", starts_on=TODAY + timedelta(starts), ends_on=ends_on)
    assert ("inspector", "0000", "") in await seats(database, world, "doan_vien") or not held
    assert held or ("inspector", "0000", "") not in await seats(database, world, "doan_vien")


async def test_a_grant_ends_after_its_last_day(database, world):
    """On the day after, the clock alone has ended it."""
    await give(database, world, "doan_vien", "guest", "huyen_a", ends_on=TODAY)
    assert any(role == "guest" for role, _, _ in await seats(database, world, "doan_vien"))
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock('2021-01-21 00:00:01+07')")
    assert not any(role == "guest" for role, _, _ in await seats(database, world, "doan_vien"))


async def test_the_same_is_not_granted_twice(database, world):
    """An overlapping grant of the same is refused; after taking back, and for another unit or task, it is not."""
    first = await give(database, world, "doan_vien", "office", "huyen_a")
    with pytest.raises(Problem) as refused:
        await give(database, world, "doan_vien", "office", "huyen_a", starts_on=TODAY + timedelta(30))
    assert refused.value.code == "grant.overlaps"
    await give(database, world, "doan_vien", "office", "huyen_b")
    async with database.tenant(world.scope) as tx:
        await grants.take_back(tx, world.actor("quan_tri"), world.accounts["doan_vien"], first)
    await give(database, world, "doan_vien", "office", "huyen_a")


@pytest.mark.parametrize("by", ["bi_thu_tinh", "bi_thu_ap", "van_phong", "kiem_tra", "chuyen_vien", "doan_vien"])
async def test_only_the_administrator_grants(database, world, by):
    """No secretary, at whatever level, gives himself or anybody a role, or takes one."""
    for name in (by, "doan_vien_b"):
        with pytest.raises(NotFound):
            await give(database, world, name, "provincial_admin", by=by)
    async with database.tenant(world.scope) as tx:
        held = await grants.of_account(tx, world.accounts["quan_tri"])
        with pytest.raises(NotFound):
            await grants.take_back(tx, world.actor(by), world.accounts["quan_tri"], held[0].id)


async def admin_grant(database, world, name: str):
    """The administrator's grant of an account."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return next(one for one in await grants.of_account(tx, world.accounts[name]) if one.role == "provincial_admin")


async def take(database, world, by: str, name: str) -> None:
    """Take an administrator's role back, or close the account, as somebody."""
    held = await admin_grant(database, world, name)
    async with database.tenant(world.scope) as tx:
        await grants.take_back(tx, world.actor(by), world.accounts[name], held.id)


async def test_the_last_administrator_stays(database, world):
    """Nor does one with an end, without a password or with a closed account free him; a lasting second one does."""
    async def refused() -> None:
        with pytest.raises(Problem) as problem:
            await take(database, world, "quan_tri", "quan_tri")
        assert problem.value.code == "grant.last-admin"

    await refused()
    await give(database, world, "van_phong", "provincial_admin", ends_on=TODAY + timedelta(9))
    await refused()
    async with database.tenant(world.scope) as tx:
        made = await actions.create_account(tx, world.actor("quan_tri"), "moi.lam", None, "Người mới")
        await grants.give(tx, world.actor("quan_tri"), made, "provincial_admin", None)
    await refused()
    await give(database, world, "kiem_tra", "provincial_admin")
    async with database.tenant(world.scope) as tx:
        await grants.close(tx, world.actor("quan_tri"), world.accounts["kiem_tra"])
    await refused()
    async with database.tenant(world.scope) as tx:
        await grants.reopen(tx, world.actor("quan_tri"), world.accounts["kiem_tra"])
    await take(database, world, "quan_tri", "quan_tri")
    assert not any(role == "provincial_admin" for role, _, _ in await seats(database, world, "quan_tri"))


async def test_two_administrators_cannot_remove_each_other_at_once(database, world):
    """Of two at the same moment one stays."""
    await give(database, world, "van_phong", "provincial_admin")
    both = [take(database, world, "quan_tri", "van_phong"), take(database, world, "quan_tri", "quan_tri")]
    outcome = await asyncio.gather(*both, return_exceptions=True)
    refused = [one for one in outcome if one is not None]
    assert [getattr(one, "code", one) for one in refused] == ["grant.last-admin"]
    left = [name for name in ("quan_tri", "van_phong")
            if any(role == "provincial_admin" for role, _, _ in await seats(database, world, name))]  # fmt: skip
    assert len(left) == 1


async def test_a_closed_account_is_out_at_once(database, world, client_for):
    """Its sessions end, the password no longer helps, and nobody closes his own."""
    async with client_for(world, "bi_thu_ap") as client:
        assert (await client.get(f"/{world.scope.slug}/tai-khoan")).status_code == 200
        async with database.tenant(world.scope) as tx:
            await grants.close(tx, world.actor("quan_tri"), world.accounts["bi_thu_ap"])
            with pytest.raises(Problem) as refused:
                await grants.close(tx, world.actor("quan_tri"), world.accounts["quan_tri"])
        assert refused.value.code == "account.not-ones-own"
        assert (await client.get(f"/{world.scope.slug}/tai-khoan")).status_code == 303
    with pytest.raises(Problem) as refused:
        await actions.sign_in(
            database, world.scope, "bi_thu_ap", "mat-khau-thu-2021", agent="", address="", replaces=None
        )
    assert refused.value.code == "sign-in.wrong"


async def test_an_account_for_a_guest_needs_a_name(world, client_for):
    """An office's or guest's account is made by name, with a code; without one the form says so and keeps the rest."""
    here = f"/{world.scope.slug}/quan-tri/tai-khoan"
    async with client_for(world, "quan_tri") as client:
        sent = dict(re.findall(r'type="hidden" name="(_\w+)" value="([^"]*)"', (await client.get(here)).text))
        refused = await client.post(f"{here}/moi", data=sent | {"username": "tinh.uy"})
        assert refused.status_code == 422 and 'value="tinh.uy"' in refused.text
        made = await client.post(f"{here}/moi", data=sent | {"username": "tinh.uy", "display_name": "Ban Dân vận"})
        assert "Ban Dân vận" in made.text and "Mã mời cho tinh.uy" in made.text


async def test_a_department_of_a_cluster_sees_its_units_alone(database, world, client_for):
    """Its seats are the cluster's units, and follow them when one changes its cluster; a cluster must be named."""
    async with database.tenant(world.scope) as tx:
        await tx.execute("update unit set cluster = 'Cụm 1' where tenant_id = $1 and id = $2",
                         tx.tenant_id, world.units["huyen_a"])  # fmt: skip
    with pytest.raises(Problem, match=r"grant\.cluster-missing"):
        await give(database, world, "doan_vien_b", "department", task="cluster")
    with pytest.raises(Problem, match=r"form\.unknown-choice"):
        await give(database, world, "doan_vien_b", "department", task="cluster", cluster="Cụm 9")
    await give(database, world, "doan_vien_b", "department", task="cluster", cluster="Cụm 1")
    held = {seat for seat in await seats(database, world, "doan_vien_b") if seat[0] == "department"}
    assert held == {("department", world.paths["huyen_a"], "cluster")}
    base = f"/{world.scope.slug}/chuong-trinh/{world.programme.slug}"
    async with client_for(world, "doan_vien_b") as client:
        start = await client.get(f"/{world.scope.slug}")
        assert start.headers["location"].endswith("/cum")
        board = (await client.get(f"{base}/cum")).text
        assert "Huyện đoàn An Bình" in board and "Huyện đoàn Bình An" not in board
        assert (await client.get(f"{base}/tien-do/{world.units['huyen_b']}")).status_code == 404
        assert (await client.get(f"{base}/tien-do/{world.units['xa_a']}/nhac/registered")).status_code == 200
        async with database.tenant(world.scope) as tx:
            await tx.execute("update unit set cluster = '' where tenant_id = $1", tx.tenant_id)
        assert (await client.get(f"{base}/cum")).status_code == 404
