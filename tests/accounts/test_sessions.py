"""One's own account: where it is signed in, signing out there, and passwords that make guessing wait."""

import re

import pytest

from core.accounts import actions, queries, sessions, throttle
from core.errors import Problem

PASSWORD = "mat-khau-thu-2021"
NEW = "một câu thật dài"


async def begin(database, world, name: str, agent: str = "") -> str:
    """A session."""
    async with database.tenant(world.scope) as tx:
        return await sessions.begin(tx, world.accounts[name], agent=agent, address="", replaces=None)


async def alive(database, world, token: str) -> bool:
    """Whether the session still opens pages."""
    async with database.tenant(world.scope, readonly=True) as tx:
        return await sessions.find(tx, token) is not None


async def test_wrong_passwords_wait_longer_and_longer(database, world):
    """Some tries are free; then the wait doubles, for the right password too, and for that account alone."""
    codes, seconds = [], []
    for _ in range(throttle.FREE + 2):
        with pytest.raises(Problem) as refused:
            await actions.sign_in(database, world.scope, "bi_thu_ap", "falsch", agent="", address="a", replaces=None)
        codes.append(refused.value.code)
        seconds.append(refused.value.facts.get("seconds", 0))
    assert codes[: throttle.FREE] == ["sign-in.wrong"] * throttle.FREE and codes[-1] == "sign-in.wait"
    async with database.tenant(world.scope) as tx:
        for failures, least in ((8, 8), (20, 800)):
            await tx.execute(
                "update login_throttle set failures = $2, open_at = now() where tenant_id = $1", tx.tenant_id, failures
            )
            await throttle.attempt(tx, throttle.subject("name", "bi_thu_ap"))
            with pytest.raises(throttle.TooManyTries) as waits:
                await throttle.attempt(tx, throttle.subject("name", "bi_thu_ap"))
            assert least <= waits.value.facts["seconds"] <= throttle.LONGEST
    with pytest.raises(throttle.TooManyTries):
        await actions.sign_in(database, world.scope, "bi_thu_ap", PASSWORD, agent="", address="b", replaces=None)
    token, _ = await actions.sign_in(database, world.scope, "pho_ap", PASSWORD, agent="", address="a", replaces=None)
    assert token


async def test_guessing_the_password_in_a_session_waits_too(database, world):
    """Whoever finds a device signed in cannot guess the password at the form that changes it."""
    token = await begin(database, world, "bi_thu_ap")
    actor, codes = world.actor("bi_thu_ap"), []
    for _ in range(throttle.FREE + 2):
        with pytest.raises(Problem) as refused:
            await actions.change_password(database, world.scope, actor, "falsch", NEW, token=token)
        codes.append(refused.value.code)
    assert codes[0] == "password.wrong" and codes[-1] == "sign-in.wait"


async def test_a_new_password_ends_the_other_sessions(database, world):
    """The device at hand stays signed in; the old password is worth nothing."""
    here, there = await begin(database, world, "bi_thu_ap"), await begin(database, world, "bi_thu_ap")
    await actions.change_password(database, world.scope, world.actor("bi_thu_ap"), PASSWORD, NEW, token=here)
    assert await alive(database, world, here) and not await alive(database, world, there)
    with pytest.raises(Problem):
        await actions.sign_in(database, world.scope, "bi_thu_ap", PASSWORD, agent="", address="", replaces=None)


async def test_one_device_is_signed_out_from_another(database, world, client_for):
    """The list names devices; each but the present one can be signed out alone, or all at once."""
    slug = world.scope.slug
    phone = await begin(database, world, "bi_thu_ap", "Mozilla/5.0 (Linux; Android 14) Chrome/126.0")
    tablet = await begin(database, world, "bi_thu_ap", "Mozilla/5.0 (iPad) Safari/605")
    async with client_for(world, "bi_thu_ap") as client:
        page = (await client.get(f"/{slug}/tai-khoan")).text
        assert "Chrome, Android" in page and "Safari, iPad" in page
        csrf = re.search(r'name="_csrf" value="(\w+)"', page)[1]
        handle = sessions.digest(phone).hex()[:16]
        assert (await client.post(f"/{slug}/tai-khoan/thiet-bi/{handle}", data={"_csrf": csrf})).status_code == 303
        assert not await alive(database, world, phone) and await alive(database, world, tablet)
        await client.post(f"/{slug}/tai-khoan/dang-xuat-het", data={"_csrf": csrf})
        assert not await alive(database, world, tablet)
        assert (await client.get(f"/{slug}/tai-khoan")).status_code == 200


async def test_nobody_signs_somebody_else_out(database, world):
    """Another account's handle ends nothing."""
    theirs = await begin(database, world, "pho_ap")
    async with database.tenant(world.scope) as tx:
        await actions.end_session(tx, world.actor("bi_thu_ap"), sessions.digest(theirs).hex()[:16])
        shown = await queries.sessions_of(tx, world.accounts["bi_thu_ap"], "")
    assert await alive(database, world, theirs) and shown == ()
