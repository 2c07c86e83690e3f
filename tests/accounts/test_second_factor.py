"""The second factor on a real database and over HTTP: who owes it, what counts, what ends."""

import re

import pytest
from pyotp import TOTP

from core.accounts import actions, queries, second_factor, sessions, throttle
from core.errors import NotFound, Problem

PASSWORD = "mat-khau-thu-2021"
KEY = b"k" * 40


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of a page's main part; the last of a name counts."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html.split("<main", 1)[-1]))


async def sign_in(client, world, name: str, **more):
    """Send the sign-in form; the answer."""
    at = f"/{world.scope.slug}/dang-nhap"
    page = await client.get(at)
    return await client.post(at, data=hidden(page.text) | {"username": name, "password": PASSWORD} | more)


async def enter_code(client, world, code: str):
    """Send the form of the second step; the answer."""
    at = f"/{world.scope.slug}/dang-nhap/ma"
    page = await client.get(at)
    return await client.post(at, data=hidden(page.text) | {"code": code})


async def wait_over(database, world) -> None:
    """The delays are over."""
    async with database.tenant(world.scope) as tx:
        await tx.execute("delete from login_throttle where tenant_id = $1", tx.tenant_id)


async def test_an_administrator_is_led_to_set_one_up_before_anything_else(world, strict_client):
    """Outside the demo every page of an administrator without one leads to the set-up; afterwards the pages open."""
    async with strict_client() as client:
        answer = await sign_in(client, world, "quan_tri")
        assert answer.headers["location"] == f"/{world.scope.slug}"
        set_up = f"/{world.scope.slug}/tai-khoan/hai-lop"
        for path in ("", "/quan-tri/tai-khoan", "/tai-khoan", "/quan-tri/nguoi"):
            led = await client.get(f"/{world.scope.slug}{path}")
            assert (led.status_code, led.headers["location"]) == (303, set_up), path
        form = await client.get(set_up)
        assert "<svg" in form.text and "Quản trị viên cần bật" in form.text
        secret = re.search(r'id="khoa">([A-Z2-7 ]+)<', form.text)[1].replace(" ", "")
        wrong = await client.post(set_up, data=hidden(form.text) | {"code": "000000"})
        assert wrong.status_code == 422 and f'value="{hidden(form.text)["sealed"]}"' in wrong.text
        done = await client.post(set_up, data=hidden(wrong.text) | {"code": TOTP(secret).now()})
        assert len(re.findall(r"<li><code>\w{5} \w{5}</code>", done.text)) == 10
        assert (await client.get(f"/{world.scope.slug}/quan-tri/tai-khoan")).status_code == 200


async def test_others_are_asked_for_nothing(world, strict_client):
    """A branch secretary signs in with the password alone and is not led away."""
    async with strict_client() as client:
        await sign_in(client, world, "bi_thu_ap")
        assert (await client.get(f"/{world.scope.slug}/tai-khoan")).status_code == 200


async def test_the_demo_demands_nothing(world, client_for):
    """In the demo administrators sign in with the printed password."""
    async with client_for(world, "quan_tri") as client:
        assert (await client.get(f"/{world.scope.slug}/quan-tri/tai-khoan")).status_code == 200


async def test_sign_in_asks_for_the_code_in_a_second_step(world, strict_client, with_phone, now_step):
    """After the password no page opens; the code opens them with another token, and goes where one wanted to go."""
    phone = await with_phone(world, "quan_tri")
    wanted = f"/{world.scope.slug}/quan-tri/nguoi"
    async with strict_client() as client:
        asked = await sign_in(client, world, "quan_tri", next=wanted)
        assert "/dang-nhap/ma?tiep=" in asked.headers["location"]
        waiting = client.cookies[f"s-{world.scope.slug}"]
        assert "/dang-nhap" in (await client.get(wanted)).headers["location"]
        form = await client.get(asked.headers["location"])
        code = phone.code(await now_step(world))
        done = await client.post(f"/{world.scope.slug}/dang-nhap/ma", data=hidden(form.text) | {"code": code})
        assert done.headers["location"] == wanted
        assert client.cookies[f"s-{world.scope.slug}"] != waiting
        assert (await client.get(wanted)).status_code == 200


async def test_a_code_works_once(world, strict_client, with_phone, now_step):
    """A code that signed somebody in signs nobody in again, nor does an older one."""
    phone = await with_phone(world, "quan_tri")
    step = await now_step(world)
    async with strict_client() as first, strict_client() as second:
        await sign_in(first, world, "quan_tri")
        assert (await enter_code(first, world, phone.code(step))).status_code == 303
        await sign_in(second, world, "quan_tri")
        for again in (step, step - 1):
            refused = await enter_code(second, world, phone.code(again))
            assert refused.status_code == 422 and "chưa đúng hoặc đã dùng" in refused.text


async def test_a_recovery_code_works_once(world, strict_client, with_phone):
    """One of the ten stands in for the phone, written anyhow, and then no more; the account page counts the rest."""
    phone = await with_phone(world, "quan_tri")
    code = phone.recovery[3]
    async with strict_client() as client:
        await sign_in(client, world, "quan_tri")
        assert (await enter_code(client, world, f"{code[:5].lower()} {code[5:]}")).status_code == 303
        assert "Còn 9 mã dự phòng" in (await client.get(f"/{world.scope.slug}/tai-khoan")).text
        await sign_in(client, world, "quan_tri")
        assert (await enter_code(client, world, code)).status_code == 422


async def test_wrong_codes_wait_longer_and_longer(database, world, with_phone, now_step):
    """After some wrong codes even a right one must wait, whatever session it comes from."""
    phone = await with_phone(world, "quan_tri")
    waits = []
    for _ in range(throttle.FREE + 3):
        token, owes = await actions.sign_in(
            database, world.scope, "quan_tri", PASSWORD, agent="", address="", replaces=None
        )
        assert owes
        with pytest.raises(Problem) as refused:
            await second_factor.complete(database, world.scope, token, "000000", KEY, agent="", address="")
        waits.append(refused.value.code)
    assert waits[: throttle.FREE] == ["second-factor.wrong"] * throttle.FREE and "sign-in.wait" in waits
    with pytest.raises(throttle.TooManyTries):
        code = phone.code(await now_step(world))
        await second_factor.complete(database, world.scope, token, code, KEY, agent="", address="")


async def test_a_waiting_session_is_none(database, world, with_phone):
    """Nobody acts with it, it is not listed, and it does not complete twice or after the account was closed."""
    phone = await with_phone(world, "quan_tri")
    token, _ = await actions.sign_in(database, world.scope, "quan_tri", PASSWORD, agent="", address="", replaces=None)
    async with database.tenant(world.scope) as tx:
        assert await sessions.find(tx, token) is None
        assert await queries.sessions_of(tx, world.accounts["quan_tri"], token) == ()
        assert await sessions.awaiting(tx, token) == world.accounts["quan_tri"]
    await second_factor.complete(database, world.scope, token, phone.recovery[0], KEY, agent="", address="")
    with pytest.raises(Problem) as refused:
        await second_factor.complete(database, world.scope, token, phone.recovery[1], KEY, agent="", address="")
    assert refused.value.code == "second-factor.expired"


async def test_setting_up_ends_the_other_sessions(database, world, with_phone):
    """Who had signed in with the password alone must sign in again."""
    async with database.tenant(world.scope) as tx:
        account = world.accounts["quan_tri"]
        old = await sessions.begin(tx, account, agent="", address="", replaces=None)
    await with_phone(world, "quan_tri")
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await sessions.find(tx, old) is None


async def test_an_administrator_resets_anothers_second_factor(database, world, with_phone):
    """His sessions end, the act is in the trail; one's own and one that is not there are refused."""
    await with_phone(world, "van_phong")
    actor, office = world.actor("quan_tri"), world.accounts["van_phong"]
    async with database.tenant(world.scope) as tx:
        token = await sessions.begin(tx, office, agent="", address="", replaces=None)
        await second_factor.reset(tx, actor, office)
        assert await sessions.find(tx, token) is None
        assert (await second_factor.state(tx, office)).since is None
        told = await tx.fetchval(
            "select count(*) from audit where tenant_id = $1 and action = 'account.second-factor-reset'", tx.tenant_id
        )
        assert told == 1
        with pytest.raises(NotFound):
            await second_factor.reset(tx, actor, office)
        with pytest.raises(Problem) as refused:
            await second_factor.reset(tx, actor, actor.account_id)
        assert refused.value.code == "second-factor.not-ones-own"
        for name in ("van_phong", "bi_thu_tinh", "bi_thu_ap"):
            with pytest.raises(NotFound):
                await second_factor.reset(tx, world.actor(name), world.accounts["kiem_tra"])


async def test_turning_off_needs_a_code_and_leave(database, world, with_phone):
    """A wrong code turns nothing off; an administrator may not where it is demanded."""
    phone = await with_phone(world, "quan_tri")
    actor = world.actor("quan_tri")

    async def off(code: str, demanded: bool) -> None:
        await second_factor.turn_off(database, world.scope, actor, code, KEY, demanded=demanded, token="")

    for code, demanded, problem in (
        (phone.recovery[0], True, "second-factor.compulsory"), ("123456", False, "second-factor.wrong"),
    ):  # fmt: skip
        with pytest.raises(Problem) as refused:
            await off(code, demanded)
        assert refused.value.code == problem
    await off(phone.recovery[0], False)
    async with database.tenant(world.scope, readonly=True) as tx:
        assert await second_factor.state(tx, actor.account_id) == second_factor.State(None, 0)


async def test_new_recovery_codes_replace_the_old_ones(database, world, with_phone):
    """Ten new ones; an old one is wrong from then on."""
    phone = await with_phone(world, "quan_tri")
    actor = world.actor("quan_tri")
    made = await second_factor.renew_codes(database, world.scope, actor, phone.recovery[0], KEY)
    assert len(made) == 10 and not set(made) & set(phone.recovery)
    with pytest.raises(Problem):
        await second_factor.renew_codes(database, world.scope, actor, phone.recovery[1], KEY)
    await second_factor.renew_codes(database, world.scope, actor, made[0], KEY)


async def test_the_database_holds_neither_secret_nor_codes(database, world, with_phone):
    """What is stored can be turned into neither without the server's key."""
    phone = await with_phone(world, "quan_tri")
    async with database.tenant(world.scope, readonly=True) as tx:
        rows = [
            *await tx.fetch("select f::text from second_factor f where tenant_id = $1", tx.tenant_id),
            *await tx.fetch("select r::text from recovery_code r where tenant_id = $1", tx.tenant_id),
        ]
        stored = " ".join(row[0] for row in rows)
    assert len(rows) == 11
    for word in (phone.secret, *phone.recovery):
        assert word.encode().hex() not in stored and word not in stored
