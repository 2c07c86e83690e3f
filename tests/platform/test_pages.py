"""The operator's site: its sign-in, its pages, and that it is no way into a tenant."""

import re

import httpx
import pytest

from core.accounts import actions as accounts
from core.db.ids import new_id
from core.db.operator import operator
from core.db.scope import Scope
from core.errors import Problem
from core.settings import Settings
from tenants import operators, platform
from ui.operator.app import create_operator_app

SECRET = b"k" * 40


@pytest.fixture
def site(urls, database):
    """The operator's application without a socket."""
    return create_operator_app(
        Settings(
            database_url=urls["operator"], secret_key=SECRET, base_url="http://testserver.local",
            public_url="https://renluyen.example",
        )
    )  # fmt: skip


@pytest.fixture
async def stranger(site):
    """A browser that nobody has signed in."""
    transport = httpx.ASGITransport(app=site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver.local") as client:
        yield client


def token_of(text: str) -> str:
    """The CSRF token in a page."""
    return re.search(r'name="_csrf" value="(\w+)"', text)[1]


@pytest.fixture
async def signed_in(stranger, urls):
    """The browser of an operator, and the token of its forms."""
    code = await operators.make_code(urls["operator"], "Lê Vận Hành", SECRET)
    page = await stranger.get("/dang-nhap")
    typed = f"{code[:5]} {code[5:]}".lower()
    answer = await stranger.post("/dang-nhap", data={"_csrf": token_of(page.text), "code": typed})
    assert answer.status_code == 303
    return stranger, token_of((await stranger.get("/")).text)


def routes(site) -> list[tuple[str, str, str]]:
    """Method, address and policy of every handler."""
    return sorted(
        (method, route.path_format, handler.opt.get("policy", ""))
        for route in site.routes
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods - {"OPTIONS", "HEAD"}
    )


async def test_every_page_asks_for_the_sign_in(site, stranger):
    """Nothing but the sign-in, the assets and the health check answers a stranger; forms need the session's token."""
    for method, path, policy in routes(site):
        assert policy in ("public", "operator"), path
        answer = await stranger.request(method, path.replace("{slug}", "kien-giang"))
        assert "content-security-policy" in answer.headers
        if policy == "operator":
            assert answer.status_code == 303 and answer.headers["location"] == "/dang-nhap", path


async def test_a_code_signs_in_once_and_a_wrong_one_never(stranger, urls, database):
    """The second use, an invented code, and a code of another key are refused with the same words."""
    code = await operators.make_code(urls["operator"], "Lê Vận Hành", SECRET)
    token = token_of((await stranger.get("/dang-nhap")).text)
    for tried, status in (("ABCDE23456", 422), (code, 303)):
        assert (await stranger.post("/dang-nhap", data={"_csrf": token, "code": tried})).status_code == status
    with pytest.raises(Problem, match=r"operator\.code-wrong"):
        await operators.sign_in(urls["operator"], code, SECRET)
    other = await operators.make_code(urls["operator"], "Lê Vận Hành", SECRET)
    with pytest.raises(Problem, match=r"operator\.code-wrong"):
        await operators.sign_in(urls["operator"], other, b"x" * 40)


async def test_a_session_ends_by_rest_and_by_signing_out(signed_in, urls, database):
    """Half an hour without a visit, or the button, and the pages ask again."""
    stranger, token = signed_in
    held = stranger.cookies["operator"]
    async with operator(urls["operator"]) as connection:
        await connection.execute("update platform.session set seen_at = now() - interval '31 minutes'")
    assert await operators.name_of(urls["operator"], held) is None
    async with operator(urls["operator"]) as connection:
        await connection.execute("update platform.session set seen_at = now()")
    assert await operators.name_of(urls["operator"], held) == "Lê Vận Hành"
    await stranger.post("/dang-xuat", data={"_csrf": token})
    assert await operators.name_of(urls["operator"], held) is None


async def test_a_tenant_made_here_is_begun_by_its_administrator(signed_in, urls, database):
    """Typed wrong, nothing typed is lost; typed right, the code on the page opens the tenant, and the list says so."""
    stranger, token = signed_in
    slug = f"t{new_id().hex[-12:]}"
    typed = {"_csrf": token, "profile": "tinh-hai-cap", "name": "Tỉnh đoàn An Giang", "short_name": "An Giang",
             "slug": "assets", "admin": "quan.tri", "place": "Rạch Giá", "opened_on": "2025-07-01"}  # fmt: skip
    refused = await stranger.post("/don-vi-moi", data=typed)
    assert refused.status_code == 422 and "Rạch Giá" in refused.text and "được giữ cho nền tảng" in refused.text
    for profile in ("", "../secret.toml"):
        assert (await stranger.post("/don-vi-moi", data={**typed, "slug": slug, "profile": profile})).status_code == 422
    made = await stranger.post("/don-vi-moi", data={**typed, "slug": slug})
    code = re.search(r"<output>(\w{5}) (\w{5})</output>", made.text)
    assert f"https://renluyen.example/{slug}/kich-hoat" in made.text
    assert re.search(rf"{slug}.*?Chờ kích hoạt", (await stranger.get("/")).text, re.S)
    scope = Scope(await platform.id_of(urls["operator"], slug), slug)
    await accounts.redeem(database, scope, code[1] + code[2], "mat-khau-dau-tien", SECRET, agent="", address="")
    page = (await stranger.get("/")).text
    assert re.search(rf"{slug}.*?Hoạt động", page, re.S) and "Lê Vận Hành" in page
    assert (await stranger.post(f"/don-vi/{slug}/ma-moi", data={"_csrf": token})).status_code == 422


async def test_suspending_asks_first_and_is_written_down(signed_in, urls, world):
    """A page asks, the reason stands in the trail, one button opens the tenant again; a foreign form does nothing."""
    stranger, token = signed_in
    at = f"/don-vi/{world.scope.slug}"
    assert "Dữ liệu, tài khoản" in (await stranger.get(f"{at}/tam-ngung")).text
    evil = {"origin": "https://evil.example"}
    for data, headers in (({}, {}), ({"_csrf": "0" * 40}, {}), ({"_csrf": token}, evil)):
        assert (await stranger.post(f"{at}/tam-ngung", data=data, headers=headers)).status_code == 403
    done = await stranger.post(f"{at}/tam-ngung", data={"_csrf": token, "reason": "Nợ phí"})
    assert done.status_code == 303
    page = (await stranger.get("/")).text
    assert "Đã tạm ngừng" in page and "Nợ phí" in page
    assert (await stranger.post(f"{at}/tam-ngung", data={"_csrf": token})).status_code == 422
    assert (await stranger.post(f"{at}/mo-lai", data={"_csrf": token})).status_code == 303
    assert (await stranger.get("/don-vi/khong-co/tam-ngung")).status_code == 404


async def test_the_site_shows_no_person(signed_in, world):
    """Names of tenants and counts; not one name of the people in them."""
    stranger, _ = signed_in
    page = (await stranger.get("/")).text
    assert world.scope.slug in page
    assert "Nguyễn Văn Thịnh" not in page and "quan_tri" not in page
