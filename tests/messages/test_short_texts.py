"""Short texts: for who asked, by day, to a gateway that really listens; tried again and logged like letters."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import msgspec
import pytest

from core.db.scope import Database
from core.errors import Problem
from core.messages import actions, queries
from core.settings import Settings
from tenants.registry import Registry
from ui import mailing, short_texts

SECRET = "a-secret-of-the-gateway"


class Gateway(BaseHTTPRequestHandler):
    """Takes texts with the right secret; answers 503 while `away`."""

    taken: list[dict] = []
    away = False

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        known = self.headers["authorization"] == f"Bearer {SECRET}" and self.headers["idempotency-key"] == body["id"]
        if known and not Gateway.away:
            Gateway.taken.append(body)
        self.send_response(503 if Gateway.away else 202 if known else 401)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def gateway() -> Iterator[str]:
    """The address of a gateway on this machine."""
    Gateway.taken, Gateway.away = [], False
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/texts"
    server.shutdown()
    server.server_close()


@pytest.fixture
async def waiting(database: Database, world):
    """A message for two people, of whom one has asked for short texts."""
    async with database.tenant(world.scope) as tx:
        await tx.execute("select sec.move_clock('2021-01-25 06:00+07')")
        for name in ("bi_thu_ap", "pho_ap"):
            await tx.execute(
                "insert into message (tenant_id, account_id, kind, key, programme_id, facts, at)"
                " values ($1, $2, 'sheet.returned', 'k', $3, '{}', sec.domain_now())",
                tx.tenant_id, world.accounts[name], world.programme.id,
            )  # fmt: skip
        await actions.set_short(tx, world.actor("pho_ap"), "091 234 5678", wanted=True)


async def post(database: Database, urls, url: str, secret: str = SECRET) -> None:
    """One turn of the chore that sends."""
    config = Settings(
        database_url=urls["app"], secret_key=b"k" * 40, base_url="https://renluyen.example", short_text_url=url,
        short_text_secret=secret,
    )  # fmt: skip
    await mailing.send(config, database, Registry(database))


async def test_a_text_goes_once_to_who_asked_and_by_day(database, world, urls, gateway, waiting, clock):
    """Nothing at six in the morning; at nine one text, to the number that was set, without anybody's name."""
    await post(database, urls, gateway)
    assert Gateway.taken == []
    await clock("2021-01-25 09:00+07:00")
    await post(database, urls, gateway)
    await post(database, urls, gateway)
    (text,) = Gateway.taken
    assert (text["to"], text["tenant"], text["locale"]) == ("0912345678", world.scope.slug, "vi")
    assert "Phiếu của bạn được trả lại để sửa" in text["text"] and "Ngô" not in text["text"]
    assert text["text"].endswith(f"https://renluyen.example/{world.scope.slug}/thong-bao") and len(text["text"]) <= 300
    async with database.tenant(world.scope) as tx:
        (logged,) = await queries.log(tx, world.actor("quan_tri"))
    assert (logged.channel, logged.state, logged.messages) == ("short", "sent", 1)


async def test_a_gateway_that_refuses_is_tried_again(database, world, urls, gateway, waiting, clock):
    """A wrong secret and a 503 put the text off with the reason in the log."""
    await clock("2021-01-25 09:00+07:00")
    await post(database, urls, gateway, "wrong")
    admin = world.actor("quan_tri")
    async with database.tenant(world.scope) as tx:
        (one,) = await queries.log(tx, admin)
        assert (one.state, one.attempts, one.problem) == ("waiting", 1, "HTTP 401")
        await tx.execute("update delivery set next_at = now() where tenant_id = $1", tx.tenant_id)
    Gateway.away = True
    await post(database, urls, gateway)
    async with database.tenant(world.scope) as tx:
        (one,) = await queries.log(tx, admin)
    assert (one.attempts, one.problem, Gateway.taken) == (2, "HTTP 503", [])


async def test_a_number_is_checked_and_the_page_offers_it_only_with_a_gateway(database, app, world, client_for):
    """Nonsense is no number; without a gateway nobody is asked for one."""
    async with database.tenant(world.scope) as tx:
        with pytest.raises(Problem, match=r"person\.not-a-phone"):
            await actions.set_short(tx, world.actor("pho_ap"), "12", wanted=True)
    address = f"/{world.scope.slug}/tai-khoan/thong-bao"
    before = app.state.settings
    async with client_for(world, "pho_ap") as client:
        assert "Tin ngắn" not in (await client.get(address)).text
        app.state.settings = msgspec.structs.replace(before, short_text_url="https://gateway.example/x")
        try:
            assert "Tin ngắn đến điện thoại" in (await client.get(address)).text
        finally:
            app.state.settings = before


@pytest.mark.parametrize("url", ["http://gateway.example/x", "ftp://a", "https://"])
def test_only_a_safe_address_is_a_gateway(url):
    """The secret never goes over plain http to another machine."""
    with pytest.raises(Problem, match=r"settings\.not-https"):
        short_texts.check_url(url)
