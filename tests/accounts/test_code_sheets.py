"""Codes on paper: who may issue for whom, single use, reissue, expiry, and the first sign-in by a code."""

import re
from datetime import date

import pytest

from core.accounts import actions, code_sheets
from core.accounts.codes import spaced
from core.errors import NotFound, Problem
from core.people import actions as people

KEY = b"k" * 40
NEW = "một câu thật dài"


@pytest.fixture
async def newcomers(database, world):
    """Two members of Chi đoàn ấp 1 without an account, by name."""
    async with database.tenant(world.scope) as tx:
        return {
            name: await people.add(
                tx, world.actor("quan_tri"), people.Facts(full_name=name), world.units["ap_1"], date(2021, 1, 4)
            )
            for name in ("Hồ Thị Út", "Lâm Văn Bé")
        }


async def issue(database, world, who: str, unit: str, persons) -> tuple[code_sheets.Slip, ...]:
    """Issue as somebody."""
    async with database.tenant(world.scope) as tx:
        return await code_sheets.issue(tx, world.actor(who), world.units[unit], persons, KEY)


async def redeem(database, world, code: str, username: str = "", password: str = NEW) -> str:
    """Use a code; a token."""
    token, _ = await actions.redeem(
        database, world.scope, code, password, KEY, agent="", address=code, username=username
    )
    return token


async def test_a_secretary_issues_for_his_branch(database, world, newcomers):
    """Each gets a slip with a code and a free name; the accounts have no password yet; the trail knows."""
    slips = await issue(database, world, "bi_thu_ap", "ap_1", list(newcomers.values()))
    assert [(slip.name, slip.username) for slip in slips] == [("Lâm Văn Bé", "be.lv"), ("Hồ Thị Út", "ut.ht")]
    assert len({slip.code for slip in slips}) == 2
    async with database.tenant(world.scope, readonly=True) as tx:
        told = await tx.fetch(
            "select action, count(*) from audit where tenant_id = $1 and action like 'account.%' group by 1 order by 1",
            tx.tenant_id,
        )
        assert [tuple(row) for row in told] == [("account.created", 2), ("account.invited", 2)]
        stored = await tx.fetch("select code_hash from invitation where tenant_id = $1", tx.tenant_id)
        assert all(slip.code.encode() not in row["code_hash"] for slip in slips for row in stored)


@pytest.mark.parametrize(
    ("who", "unit", "allowed"),
    [
        ("bi_thu_ap", "ap_1", True), ("bi_thu_xa", "ap_1", True), ("quan_tri", "ap_1", True),
        ("pho_ap", "ap_1", False), ("bi_thu_ap", "ap_2", False), ("bi_thu_huyen", "ap_1", False),
        ("bi_thu_xa_b", "ap_1", False), ("van_phong", "ap_1", False), ("kiem_tra", "ap_1", False),
        ("doan_vien", "ap_1", False),
    ],
)  # fmt: skip
async def test_only_the_secretary_and_the_one_above_issue(database, world, newcomers, who, unit, allowed):
    """The branch's secretary, the commune's, the administrator; a deputy, a neighbour or the district does not."""
    if allowed:
        assert len(await issue(database, world, who, unit, list(newcomers.values()))) == 2
    else:
        with pytest.raises(NotFound):
            await issue(database, world, who, unit, list(newcomers.values()))


@pytest.mark.parametrize("beyond", ["bi_thu_tinh", "bi_thu_huyen", "bi_thu_xa", "bi_thu_ap", "doan_vien_b"])
async def test_a_secretary_cannot_escalate(database, world, newcomers, beyond):
    """Nobody of the branch who sits higher, nobody of elsewhere, not himself: and then nobody gets a code at all."""
    wanted = [world.people[beyond], *newcomers.values()]
    with pytest.raises(Problem) as refused:
        await issue(database, world, "bi_thu_ap", "ap_1", wanted)
    assert refused.value.code == "code-sheet.not-yours"
    async with database.tenant(world.scope, readonly=True) as tx:
        assert not await tx.fetchval("select count(*) from invitation where tenant_id = $1", tx.tenant_id)
        _, members = await code_sheets.members(tx, world.actor("bi_thu_ap"), world.units["ap_1"])
    may = {one.name for one in members if one.may}
    assert may == {"Hồ Thị Út", "Lâm Văn Bé", "Ngô Gia Bảo"}


async def test_the_commune_hands_codes_to_members_only(database, world, newcomers):
    """The commune's secretary recognises what the branch's sends: the branch's committee is not his to let in."""
    assert len(await issue(database, world, "bi_thu_xa", "ap_1", list(newcomers.values()))) == 2
    for name in ("bi_thu_ap", "pho_ap"):
        with pytest.raises(Problem) as refused:
            await issue(database, world, "bi_thu_xa", "ap_1", [world.people[name]])
        assert refused.value.code == "code-sheet.not-yours"


async def test_rights_got_after_the_slip_was_printed_void_it(database, world, newcomers):
    """A code that a secretary holds does not open the account of somebody who has risen above him meanwhile."""
    person = newcomers["Lâm Văn Bé"]
    slip, = await issue(database, world, "bi_thu_ap", "ap_1", [person])
    async with database.tenant(world.scope) as tx:
        await tx.execute(
            "insert into position (tenant_id, id, person_id, unit_id, title, full_time, starts_on) "
            "values ($1, gen_random_uuid(), $2, $3, 'member', true, sec.domain_today())",
            tx.tenant_id, person, world.units["huyen_a"],
        )  # fmt: skip
    with pytest.raises(Problem) as refused:
        await redeem(database, world, slip.code)
    assert refused.value.code == "invitation.unknown"
    slip, = await issue(database, world, "quan_tri", "ap_1", [person])
    assert await redeem(database, world, slip.code)


async def test_a_new_slip_voids_the_old_one(database, world, newcomers):
    """Of two slips only the second works, once; the name stays the one of the first."""
    person = newcomers["Hồ Thị Út"]
    old, = await issue(database, world, "bi_thu_ap", "ap_1", [person])
    new, = await issue(database, world, "bi_thu_ap", "ap_1", [person])
    assert (old.username, old.code != new.code) == (new.username, True)
    with pytest.raises(Problem):
        await redeem(database, world, old.code)
    await redeem(database, world, spaced(new.code).lower())
    with pytest.raises(Problem):
        await redeem(database, world, new.code)


async def test_an_expired_slip_opens_nothing(database, world, newcomers):
    """After its day a code is unknown."""
    slip, = await issue(database, world, "bi_thu_ap", "ap_1", [newcomers["Hồ Thị Út"]])
    async with database.tenant(world.scope) as tx:
        await tx.execute("update invitation set expires_at = now() where tenant_id = $1", tx.tenant_id)
    with pytest.raises(Problem) as refused:
        await redeem(database, world, slip.code)
    assert refused.value.code == "invitation.unknown"


async def test_the_first_sign_in_chooses_the_name(database, world, newcomers):
    """Another name is taken over if it is free and well formed; a refusal does not use the code up."""
    slip, = await issue(database, world, "bi_thu_ap", "ap_1", [newcomers["Hồ Thị Út"]])
    for name, code in (
        ("bi_thu_ap", "account.username-taken"), ("út", "account.bad-username"), ("x", "account.bad-username"),
    ):  # fmt: skip
        with pytest.raises(Problem) as refused:
            await redeem(database, world, slip.code, name)
        assert refused.value.code == code
        async with database.tenant(world.scope) as tx:
            await tx.execute("delete from login_throttle where tenant_id = $1", tx.tenant_id)
    await redeem(database, world, slip.code, "Ut.Moi")
    token, waits = await actions.sign_in(database, world.scope, "ut.moi", NEW, agent="", address="", replaces=None)
    assert token and not waits


async def test_a_forgotten_password_is_replaced_by_the_same_way(database, world):
    """Who has an account keeps his name; his devices are signed out; the old password is worth nothing."""
    slip, = await issue(database, world, "bi_thu_ap", "ap_1", [world.people["pho_ap"]])
    assert slip.username == "pho_ap"
    with pytest.raises(Problem) as refused:
        await redeem(database, world, slip.code, "ten.khac")
    assert refused.value.code == "invitation.username-stays"
    await redeem(database, world, slip.code)
    with pytest.raises(Problem):
        await actions.sign_in(
            database, world.scope, "pho_ap", "mat-khau-thu-2021", agent="", address="", replaces=None
        )


async def test_a_code_does_not_get_around_a_second_factor(database, world, with_phone):
    """Who set one up is asked for it after the code as well."""
    await with_phone(world, "pho_ap")
    slip, = await issue(database, world, "bi_thu_ap", "ap_1", [world.people["pho_ap"]])
    _, waits = await actions.redeem(database, world.scope, slip.code, NEW, KEY, agent="", address="")
    assert waits


async def test_guessing_codes_waits(database, world):
    """Wrong codes from one address wait longer and longer."""
    codes = []
    for _ in range(7):
        with pytest.raises(Problem) as refused:
            await actions.redeem(database, world.scope, "AAAAABBBBB", NEW, KEY, agent="", address="1.2.3.4")
        codes.append(refused.value.code)
    assert codes[0] == "invitation.unknown" and codes[-1] == "sign-in.wait"


async def test_the_page_prints_slips_and_the_code_opens_an_account(world, newcomers, client_for):
    """From the list of the branch over the slip's QR address to the first page of the new member."""
    slug = world.scope.slug
    async with client_for(world, "bi_thu_ap") as client:
        one = await client.get(f"/{slug}/phieu-kich-hoat")
        here = one.headers["location"]
        form = (await client.get(here)).text
        ticked = re.findall(r'name="person" value="([^"]+)" checked', form)
        assert set(ticked) == {str(person) for person in newcomers.values()}
        sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.split("<main")[1]))
        printed = await client.post(here, data={**sent, "person": ticked})
        slips = re.findall(r'rl-slip-code">(\w{5} \w{5})<', printed.text)
        assert len(slips) == 2 and printed.text.count("<svg class=\"rl-qr\"") == 2
        again = await client.post(here, data={**sent, "person": ticked})
        assert (again.status_code, again.headers["location"]) == (303, here)
        nobody = await client.post(here, data={**sent, "_key": ""})
        assert nobody.status_code == 422 and "ít nhất một người" in nobody.text
    async with client_for(world, None) as phone:
        form = (await phone.get(f"/{slug}/kich-hoat?ma={slips[0].replace(' ', '')}")).text
        sent = dict(re.findall(r'name="(_csrf|code)"[^>]*value="([^"]*)"', form))
        assert sent["code"] == slips[0].replace(" ", "")
        done = await phone.post(f"/{slug}/kich-hoat", data={**sent, "password": NEW, "again": NEW})
        assert done.status_code == 303
        assert "Lâm Văn Bé" in (await phone.get(f"/{slug}/tai-khoan")).text


async def test_the_commune_chooses_among_its_branches(world, client_for):
    """Its secretary sees the branches below; who may not issue finds no page."""
    slug = world.scope.slug
    async with client_for(world, "bi_thu_xa") as client:
        shown = (await client.get(f"/{slug}/phieu-kich-hoat")).text
        assert f"phieu-kich-hoat/{world.units['ap_1']}" in shown and f"phieu-kich-hoat/{world.units['ap_2']}" in shown
        assert f"phieu-kich-hoat/{world.units['ap_b']}" not in shown
    for name in ("pho_ap", "doan_vien", "van_phong"):
        async with client_for(world, name) as client:
            assert (await client.get(f"/{slug}/phieu-kich-hoat")).status_code == 404
